"""What a term is for and who may have it, from the words in front of its number.

Works on folded text and returns spans of it, so that both can be quoted as printed. The words are data:
``data/terms.toml``, section supported.
"""

from __future__ import annotations

import re
from functools import cache

from normalizers.terms.fold import SENTENCE_ENDS
from normalizers.terms.payers import find_payers, purses
from normalizers.terms.phrases import Span, ending_in, is_cost, is_generic, is_who, named_span, phrase_words

_BORDER = ",。;:!?"
_STATED = re.compile(r"标准(?:为|是|:)")
_AIMED = re.compile(
    r"对于?(?![接应照比象])(?P<x>[^,。;:]{2,40}?)(?:,|按|每|给予|予以|实行|执行|单|一次性|再|全额|补贴|补助|奖励|奖补|资助|(?=\()|$)"
)
_LONGEST_CONDITION = 40
_LABEL = re.compile(r"[,、]?(?!按|对|根据)([^,。;:、\d]{2,14})(?<!如下)(?<!以下):")
_WHO_OF = re.compile(r"(?:对于?)?(?P<x>[^,。;:\d]{2,20})的[^,。;:\d的]{2,4}$")
# 补贴生活费50元, 承担核桃保险15%: between the verb and the number.
_OBJECT = re.compile(
    r"(?:承担|负担|补贴|补助|资助|发放|支付)(?P<x>(?![^,。;:]*[奖补贴])[^,。;:、\d按每的]{3,10})$"
)
_MET = re.compile(r"(?P<x>[^,。;:\d]{4,40}的)(?:再|另|可|均|一次性|给予|给|奖励|补助|补贴)+$")
_BOUND = re.compile(r"(?:不低于|不少于|不足|达到?|满)?\d[\d.]*[万亿]?元(?:以[上下]|至|-|(?=的))")
_SIZE = re.compile(r"\d[\d.]*[万亿千百]?[^\d]{0,3}")
# 新建连片茶园50亩以上的: what has a size is supported; 种植面积50亩以上的 is its size alone.
_SIZED = re.compile(
    r"(?P<x>[^,。;:\d]{3,20}(?<!面积|产量|规模|数量|达到)(?<![达满于过为]))\d[\d.]*[万千百]?(?:亩|公顷|公里|平方米|米|头|只|台|套|吨|株)"
    r"(?:\(不?含\))?以上的$"
)
_VERB = re.compile(r".*?(?:新设立?|设立|获评|评(?:定)?为|认定为|获得|取得|为|对|按)(?!主)")
_CHANGED = re.compile(
    r"(?:提高|上调|下调|降低|调整|提升|将|把)(?P<x>(?![到至为])[^,。;:\d]{2,24}?)(?:的)?(?:财政)?(?:补[贴助]|奖励|奖补|贴息|保费)*"
    r"(?:比例|标准|额度|上限)"
)


@cache
def _called() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a support is called in front of its amount, and behind it."""
    named = rf"(?P<x>(?![万千百亿元])[^,。;:、\d%按每]{{2,12}}(?:{phrase_words('support_names').pattern}))"
    before = rf"(?:{phrase_words('given').pattern})(?:一次性)?{named}[^,。;]{{0,4}}$"
    amount = r"[\d.'万千百亿元%]+(?:/[^,。;的]{1,5})?的?(?:标准|比例)?的?"
    return re.compile(before), re.compile(rf"{amount}(?:{phrase_words('given').pattern})?(?:一次性)?{named}")


@cache
def _condition_noun() -> re.Pattern[str]:
    """What a condition is about: 新设国家级博士后科研工作站的,奖励…"""
    return re.compile(rf"(?:{phrase_words('attained').pattern})(?P<x>[^,。;:]{{2,24}}?)的$")


def supported_before(text: str, start: int, head: int) -> tuple[Span | None, Span | None]:
    """Spans of what is supported and of who may have it, in front of the number at `head`, not before `start`."""
    start = max(start, *(text.rfind(end, start, head) + 1 for end in SENTENCE_ENDS))
    who: Span | None = None
    for m in reversed(list(_CHANGED.finditer(text, start, head))):
        if (span := named_span(text, *m.span("x"))) is not None:
            return span, None
    own = _OBJECT.search(text, start, head)
    if own and (is_cost(own["x"]) or own["x"].endswith("险")) and (span := named_span(text, *own.span("x"))):
        return span, None
    for m in reversed(list(_AIMED.finditer(text, start, head))):
        a, b = m.span("x")
        if (whose := phrase_words("whose_patterns").fullmatch(text, a, b)) and not is_who(whose["x"]):
            who = who or whose.span("who")
            if not is_cost(whose["x"]) and (span := named_span(text, *whose.span("x"))) is not None:
                return span, who
        elif is_who(text[a:b]):
            who = who or (a, b)
        elif (span := named_span(text, a, b)) is not None:
            return span, who
    label = _LABEL.match(text, start, head)
    condition: Span | None = None
    end = head
    while end > start:
        begin = max(start, *(text.rfind(border, start, end) + 1 for border in _BORDER))
        found = None
        if ending_in("who").search(text[begin:end]) and end < head and not text[begin:end].endswith("的"):
            who = who or (begin, end)  # 年出口额在500万美元以下的企业,按…
        elif end < head and condition is None and _is_condition(text[begin:end]):
            condition = _stripped(text, begin, end)
        elif end < head and condition is None and (sized := _SIZED.match(text, begin, end)):
            condition = _stripped(text, *sized.span("x"))
        elif end == head and (met := _MET.match(text, begin, end)) and _is_condition(met["x"]):
            return _stripped(text, *met.span("x")), who  # 申报材料获受理的再给50万元
        else:
            found = None if end < head and text[begin:end].endswith("的") else _noun_in(text, begin, end)
        if found is not None:
            name = text[slice(*found)]
            if not is_who(name) or ("的" not in name and _is_condition(name, has_digits=True)):
                return (_with_label(text, label, found) if label else found), who
            who = who or found
        elif text[begin:end].endswith("的") and (met := _condition_noun().search(text, begin, end)):
            span = named_span(text, *met.span("x"))
            if span is not None and not is_who(text[slice(*span)]):
                return span, who
        end = begin - 1
    if condition is None and label:
        return named_span(text, *label.span(1)), who
    if condition is None:
        condition = _given_as(text, start, head)
    return condition, who


def attained(text: str, who: Span | None) -> Span | None:
    """What those have done who may have an award: 境外上市的企业."""
    found = _WHO_OF.match(text, *who) if who else None
    return named_span(text, *found.span("x")) if found else None


def _is_support_alone(name: str) -> bool:
    """给予后补助, 定额补助: how it is paid."""
    return is_generic(phrase_words("manner_patterns").sub("", name))


def _is_condition(clause: str, *, has_digits: bool = False) -> bool:
    """企业吸纳脱贫人口就业的, 企业举办新型学徒制培训: what must be the case, and so what is supported."""
    if (re.search(r"\d", clause) and not has_digits) or not 4 <= len(clause) <= _LONGEST_CONDITION:
        return False
    return clause.endswith("的") or bool(
        phrase_words("who_first_patterns").match(clause) and phrase_words("acts").search(clause)
    )


def _stripped(text: str, start: int, end: int) -> Span | None:
    start = _without_lead(text, start, end)
    end -= text[start:end].endswith("的")
    return (start, end) if end - start >= 4 else None


def _without_lead(text: str, start: int, end: int) -> int:
    lead = phrase_words("lead_patterns")
    while (m := lead.match(text[start:end])) and m.end():
        start += m.end()
    return start


def _given_as(text: str, start: int, head: int) -> Span | None:
    """What a support is called in front of its amount (给予一次性创业补贴8000元) or behind it."""
    before, behind = _called()
    for m in (before.search(text, start, head), behind.match(text, head)):
        if m is not None and not _is_support_alone(m["x"]) and not find_payers(m["x"]):
            return m.span("x")
    return None


def _with_label(text: str, label: re.Match[str], found: Span) -> Span:
    """公用直流桩:建设补贴 is one name."""
    span = named_span(text, *label.span(1))
    if span is None or found[0] < label.end():
        return found
    return (span[0], found[1]) if found[0] == label.end() else span


def _noun_in(text: str, start: int, end: int) -> Span | None:
    """The noun that a clause opens with, up to the words of the formula."""
    clause = text[start:end]
    if not clause:
        return None
    start = _without_lead(text, start, end)
    start = max(
        start, text.rfind("将", start, end) + 1, text.rfind("把", start, end) + 1
    )  # 2030年前把…统一为
    if stated := _STATED.search(text, start, end):  # 生活补助标准为博士每人…
        after = _noun_in(text, stated.end(), end)
        if after is not None:
            return after
        end = stated.start()  # 林地养护标准是每亩…
    cut = phrase_words("cut_patterns").search(text, start, end)
    if cut and (cut.group().startswith("达") or _BOUND.match(text, cut.start(), end)):
        return None  # 投保率达到90%以上的, 投资1亿元以上: a condition
    return named_span(text, start, cut.start() if cut else end)


def listed_supported(text: str, start: int, head: int, count: int) -> list[Span]:
    """As many names in a row as numbers follow (获评A、B、C的,分别奖励…); empty when there are not."""
    start = max(start, *(text.rfind(end, start, head) + 1 for end in SENTENCE_ENDS + ":"))
    end = text.find("分别", start, head)
    end = head if end < 0 else end
    while end > start:
        begin = max(start, text.rfind(",", start, end) + 1)
        is_attained = phrase_words("attained").match(text, begin)
        paid = [] if is_attained else purses(text[begin:end])
        if paid and text.startswith("对", begin + paid[-1].end):  # 中央财政对东部、中部、西部地区分别
            begin += paid[-1].end + 1
        elif paid:
            end = begin - 1
            continue
        spans = [m.span() for m in re.finditer(r"[^、和与及]+", text[begin:end])]
        if len(spans) == count:
            spans = [(begin + a, begin + b) for a, b in spans]
            verb = _VERB.match(text, *spans[0])
            begun = _without_lead(text, *spans[0]) if not verb else verb.end()
            again = phrase_words("attained").match(text, begun, spans[0][1])
            first = (again.end() if again else begun, spans[0][1])  # 对|获评|国家级
            last = phrase_words("list_end_patterns").search(text, *spans[-1])
            tail = (spans[-1][0], last.start() if last else spans[-1][1])
            names = [first, *spans[1:-1], tail] if count > 1 else [first]
            if all(a < b and not _SIZE.fullmatch(text[a:b]) and not is_generic(text[a:b]) for a, b in names):
                return names
        end = begin - 1
    return []
