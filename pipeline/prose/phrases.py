"""The words of a clause in front of its number, read as labels: time, who, verb and name, each by what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from normalizers.facets import Facets, read_label
from normalizers.periods import find_as_of
from normalizers.text import match_key
from pipeline.prose.words import load, pattern, words

NOTHING = Facets()
_KNOWN_RATES = frozenset({"execution", "payment", "arrival", "completion", "score"})
_FLOWS = frozenset({"income", "expenditure"})
_FULFILLED = re.compile(r"(?:完成|执行|实现|达到|累计|快报|决算|安排)+$")
_PLANNED = re.compile(r"安排(?:为|共|达)*$")
_COMPARED_YEAR = re.compile(r"(?:与|较|比|同)?20\d\d年度?[^,。;]{0,6}?相比,?")
_BRACKET = re.compile(r"[(][^()]*[)]$")
_MONEY_WORDS = re.compile(r"(?:资金|金额|款项?|经费)$")
_THIS = re.compile(r"^(?:(?:该|本|此)项目(?=.)|现?将(?=.))")
_BY = re.compile(r"^[由以](?=中央|国家|省|市|县|区|自治|财政|地方)")
_INSTALMENT = re.compile(r"(?:资金)?第?[一二两三四五六七八九十\d]+[批次笔期]")
_LINES = ("收入", "支出", "税")
_ALL_OF_IT = re.compile(r"(?:(?<=收入)|(?<=支出))总量$")
_PLAN_OF = re.compile(r"(?:经费|费用?|资金|拨款|补[助贴]|专项|工程|项目)预算(?:安排)?数?$")
_DONE = re.compile(r"^(?:完成|实现|累计|实际|共)+(?=总?(?:收入|支出)$)")
_BUDGETED = re.compile(r"预算(?:安排)?数?$")  # behind the name of a line
_LINE = 3  # letters of a line of a budget that is called by its flow: 本级收入
_LEAST = 2  # letters of a name
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the words say: facets, the name that is left, and the name with all its words (全市一般公共预算收入)."""

    facets: Facets = NOTHING
    item: str = ""
    name: str = ""
    payee: str = ""
    verb: str = ""


@lru_cache(maxsize=8192)
def read_phrase(text: str) -> Phrase:
    """Read the words of one clause; `text` is printed text or a match key."""
    key = _THIS.sub("", _BY.sub("", _COMPARED_YEAR.sub("", match_key(text))))
    time, rest = _without_times(key)
    if (adjusted := pattern("adjusted_patterns").search(rest)) is not None:
        return _adjusted(time, rest[: adjusted.start()])
    rate = read_label(rest.lstrip("仅只"))
    if rate.measure == "rate" and rate.rate_of in _KNOWN_RATES:
        return _named(rate.merged(time), rest, "", "")
    rest, is_done = _without_tails(rest), False
    if (line := _FULFILLED.sub("", rest)).endswith(_LINES) and len(line) >= _LINE:
        is_done, rest = line != rest, line  # 一般公共预算支出完成
    whole = read_label(_ALL_OF_IT.sub("总计", rest)) if rest else NOTHING
    if _PLAN_OF.search(rest) and not whole.choices:  # “三公”经费财政拨款预算
        whole = whole.changed(
            choices=read_label("预算").choices, measure="amount", item=_BUDGETED.sub("", rest)
        )
    is_name = not whole.item and (bool(whole.choices) or whole.flow == "balance")  # 滚存结余, 上年结转
    to = pattern("receivers_patterns").search(rest)
    if is_name and to is not None:
        giver = read_label(rest[: to.start()])
        whole = whole.changed(funding_source=giver.funding_source, payer_level=giver.payer_level).merged(time)
        return Phrase(whole, payee=to["to"], verb=rest[: to.start("to")])
    verb = None if is_name else _verb(rest)
    if verb is None:
        planned = pattern("planned_patterns").search(rest)
        if planned is not None:
            whole = whole.changed(choices=read_label(planned["plan"]).choices, measure="amount")
            return Phrase(
                whole.merged(time), _name(read_label(rest[: planned.start()]), rest[: planned.start()]), rest
            )
        if is_done and _PLANNED.search(key):
            whole = whole.changed(choices=("initial",), measure="amount")
        elif is_done and whole.measure is None:
            whole = whole.changed(measure="actual")
        return _named(whole.merged(time), rest, "", "")
    while (
        following := pattern("verbs_patterns").match(rest, verb.end())
    ) is not None and following.end() > verb.end():
        verb = following  # 清算增拨
    front = _without_adverbials(rest[: verb.end()])
    before = _without_tails(
        front.removesuffix(verb[0] if front.endswith(verb[0]) else _without_adverbs(verb[0]))
    )
    behind = _without_addressee(rest[verb.end() :])
    around = read_label(before) if before else NOTHING
    said = read_label(verb[0])
    if said.item and (bare := _without_adverbs(verb[0])):
        said = read_label(bare)
    phase = next((p for word, p in load()["phases"].items() if word in verb[0]), None)
    is_money = pattern("money_patterns").search(_without_tails(behind)) is not None
    if phase == "issued" and (not is_money or pattern("duties_patterns").search(behind)):
        phase = None  # 落实减税政策
    if phase is not None:
        said = said.changed(choices=(phase,), measure="amount", no_fact=None)
    if (planned := pattern("planned_patterns").search(before)) is not None:  # 年初预算列支9万元
        said = said.changed(choices=read_label(planned["plan"]).choices, measure="amount")
    said = said.changed(item="")
    object_ = _with_level(read_label(behind), behind) if behind else NOTHING
    payee = to["to"] if to is not None else behind if is_payee(behind) else ""
    if payee:  # 拨付乡镇: who has it, not who pays
        object_ = object_.changed(funding_source=None, payer_level=None)
    facets = said.merged(_with_level(around, before)).merged(object_.changed(item=""))
    payer = object_ if object_.funding_source else _with_level(around, before)
    if payer.funding_source:  # 配套 alone is money of others, 县级配套 the county's
        facets = facets.changed(funding_source=payer.funding_source, payer_level=payer.payer_level)
    name = "" if payee else _name(object_, behind)
    outer = "" if is_payee(before) else _name(around, before)
    return Phrase(facets.merged(time), name or outer, name or outer or behind, payee, verb[0])


def read_frame(text: str) -> Phrase:
    """Read the words in front of a comma; of those that say by what an amount was set only their time."""
    phrase = read_phrase(text)
    if pattern("measure_frames_patterns").match(match_key(text)) is None:
        return phrase
    return Phrase(_only_time(phrase.facets))


def _adjusted(time: Facets, before: str) -> Phrase:
    """年中根据进度核减至9万元 names nothing, 护坡经费调整为9万元 does."""
    said = time.changed(choices=("adjusted",), measure="amount")
    before = pattern("reasons_patterns").sub("", before)
    if not before:
        return Phrase(said)
    inner = read_phrase(before)
    return replace(inner, facets=said.merged(inner.facets.changed(choices=(), measure=None)), verb="")


def is_payee(text: str) -> bool:
    """Do words name an office, a town, a firm or people: 市公交集团; 至项目单位(外贸企业)."""
    bare = _MONEY_WORDS.sub("", _BRACKET.sub("", match_key(text)))
    return bool(bare) and pattern("payees_patterns").search(bare) is not None


def _verb(rest: str) -> re.Match[str] | None:
    """The verb of a clause; lines of budgets are names, whatever verbs stand in them (返还性收入)."""
    verb = pattern("verbs_patterns").search(rest)
    is_line = rest.endswith(("收入", "支出")) and len(rest) >= _LINE
    if verb is not None and is_line and (verb.start() or verb[0] in words("line_words")):
        return None
    return verb


def _named(facets: Facets, rest: str, payee: str, verb: str) -> Phrase:
    return Phrase(_with_level(facets, rest), _name(facets, rest), rest, payee, verb)


def _name(facets: Facets, text: str) -> str:
    """The name that a label leaves; none where it is a word for money alone or its payer."""
    line = _DONE.sub("", _BUDGETED.sub("", text))  # 教育支出预算, 完成支出
    is_line = line.endswith(("收入", "支出")) and len(line) >= _LINE
    is_line = is_line and (_BUDGETED.search(text) is not None or not facets.choices)
    if line != text and facets.expenditure_type is not None:  # 公用经费预算
        is_line = True
    item = line if is_line else facets.item or ("" if facets.choices else _of_flow(facets, text))
    item = _without_adverbs(_without_tails(_without_adverbials(match_key(item))), least=2)
    item = pattern("name_tails_patterns").sub("", item.removeprefix("的"))
    is_name = (
        not item.endswith("各")
        and not _INSTALMENT.fullmatch(item)
        and not pattern("nameless_patterns").fullmatch(item)
        and _LEAST <= len(item) <= _LONGEST
        and item not in words("bare_items")
    )
    return item if is_name else ""


def _of_flow(facets: Facets, text: str) -> str:
    """一般公共预算支出 is a name, though all of it is understood."""
    is_line = facets.flow in _FLOWS and len(text) >= _LINE and not facets.is_total
    is_line = bool(facets.fund_type or facets.expenditure_type) or is_line
    return _FULFILLED.sub("", text) if is_line else ""


def _with_level(facets: Facets, text: str) -> Facets:
    """The level of government that a fund's name begins with."""
    if facets.funding_source is not None:
        return facets
    level = pattern("levels_patterns").match(text.removeprefix("各"))
    said = read_label(level[0]) if level else NOTHING
    if level and said.funding_source is None:
        said = read_label(f"{level[0]}财政")  # 地区 alone is a heading over places
    if said.funding_source is None:
        return facets
    return facets.changed(funding_source=said.funding_source, payer_level=said.payer_level)


def _without_times(key: str) -> tuple[Facets, str]:
    """What the clause says of time, and its other words."""
    found, rest, start = NOTHING, "", 0
    for match in pattern("times_patterns").finditer(key):
        rest += key[start : match.start()]
        start = match.end()
        said = read_label(match[0].strip(",前起止").replace("第", ""))
        if match[0] == "前三季度":
            said = NOTHING.changed(month=9)
        if match[0].startswith(("截", "至", "到")) and said.as_of is None:
            said = said.changed(as_of=find_as_of(match[0].replace("截止", "截至")))
        found = _only_time(said).merged(found)
    return found, (rest + key[start:]).strip(",")


def _only_time(facets: Facets) -> Facets:
    return replace(
        NOTHING,
        fiscal_year=facets.fiscal_year,
        year_offset=facets.year_offset,
        as_of=facets.as_of,
        quarter=facets.quarter,
        month=facets.month,
        period=facets.period,
    )


def _without_tails(text: str) -> str:
    while match := pattern("tails_patterns").search(text):
        text = text[: match.start()]
    return text


def _without_adverbials(text: str) -> str:
    return pattern("adverbials_patterns").sub("", text)


def _without_addressee(text: str) -> str:
    """下达你县（市）中央补助资金: what is given, without those to whom the notice speaks where more is said."""
    to = pattern("addressee_patterns").match(text) or pattern("receivers_first_patterns").match(text)
    return text[to.end() :] if to is not None and len(text) - to.end() >= _LEAST else text


def _without_adverbs(verb: str, least: int = 1) -> str:
    """Words without the adverbs of `least` letters that they begin with."""
    for adverb in sorted((one for one in words("adverbs") if len(one) >= least), key=len, reverse=True):
        verb = verb.removeprefix(adverb)
    return verb
