"""Subsidy terms in policy sentences and table cells: who gets which share of what, up to how much.

`parse_terms` reads one Chinese sentence, paragraph or cell. A cell may hold several policies (一是…二是…),
tiers and markets; every ratio becomes one `Term` with the cap that belongs to it. A cap without a ratio (its
ratio stands in the neighbouring cell) is a term of its own. Premium, growth and execution rates are no terms.
"""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.terms_build import Context, item_terms
from normalizers.terms_fold import Folded, fold
from normalizers.terms_lexicon import lexicon
from normalizers.terms_model import Term
from normalizers.terms_scan import find_numbers
from normalizers.terms_scope import Subject, award_in, instrument_of, level_of, market_of, only_instrument
from normalizers.terms_status import context_status
from normalizers.terms_tokens import find_caps, find_ratios, find_tiers
from normalizers.text import is_blank

__all__ = ["Term", "parse_terms"]

_CN = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"(?:^|(?<=[。;,:、)]))(?:第?[{_CN}]{{1,2}}(?:是|、)|第[{_CN}],|其[一二三四五](?:是|,)"
    rf"|\((?:[{_CN}]{{1,3}}|\d{{1,2}})\)|\d{{1,2}}(?:[.)](?!\d)|、))"
)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_SHORT = 80
_BARE_NUMBER = re.compile(r"\D{0,8}?\d[\d'.]*")
_HEADING_UNIT = re.compile(r"[(:,/](?:单位:?)?(%|万元|元|亿元)(?=[)]|$)")
_CEILING = re.compile(r"(?:最高|上限)[^,。;()]{0,6}比例|比例[^,。;()]{0,3}(?:上限|最高|封顶)|不超过")
_FLOOR = re.compile(r"(?:最低|下限)[^,。;()]{0,6}比例|比例[^,。;()]{0,3}(?:下限|最低)|不低于")


def parse_terms(text: str, *, context: str = "") -> list[Term]:
    """Subsidy terms of one sentence, paragraph or cell, in printed order; [] when it states none.

    `context` is the heading and row label of a cell. It fills in class, instrument, tier, market, payer and
    status where the text itself is silent, and gives a bare number its unit (60 under 补贴比例（%）).
    """
    if is_blank(text):
        return []
    heading = fold(context)
    folded = _with_unit(fold(text), heading.text)
    given = _context(heading.text, folded.text)
    items = _items(folded)
    start = Subject()
    if len(items) > 1 and not _anchors(items[0], given):
        start = _subject_of(items.pop(0).text)
    terms: list[Term] = []
    last = only_instrument(folded.text)
    for item in items:
        found = [replace(t, instrument=t.instrument or last) for t in item_terms(item, start, given)]
        last = found[-1].instrument if found else last
        terms += found
    return _merged(terms)


def _anchors(item: Folded, given: Context) -> bool:
    numbers = find_numbers(item.text)
    return bool(
        find_ratios(item.text, numbers, given.supported) or find_caps(item.text, numbers, given.cap_heading)
    )


def _items(folded: Folded) -> list[Folded]:
    """The text cut at 一是, (1), 2. …; the marks themselves are left out."""
    borders = [(0, 0)] + [m.span() for m in _ITEM.finditer(folded.text)]
    ends = [start for start, _ in borders[1:]] + [len(folded.text)]
    spans = [(after, end) for (_, after), end in zip(borders, ends, strict=True) if after < end]
    return [Folded(folded.text[a:b], folded.index[a:b], folded.source) for a, b in spans] or [folded]


def _with_unit(folded: Folded, heading: str) -> Folded:
    """A bare number gets the one unit that its heading states."""
    units = set(_HEADING_UNIT.findall(heading))
    if len(units) != 1 or not _BARE_NUMBER.fullmatch(folded.text):
        return folded
    unit = units.pop()
    last = folded.index[-1]
    return Folded(folded.text + unit, folded.index + (last,) * len(unit), folded.source)


def _context(heading: str, text: str) -> Context:
    lex = lexicon()
    supported = bool(
        lex.support.search(heading) or lex.support.search(text) or _names_payee(text)
    ) or _is_bare(text)
    op = "≤" if _CEILING.search(heading) else "≥" if _FLOOR.search(heading) else None
    return Context(
        subject=_subject_of(heading),
        status=context_status(heading),
        ratio_op=op,
        cap_heading=bool(lex.cap_context.search(heading)),
        supported=supported,
        award=award_in(heading),
    )


def _names_payee(text: str) -> bool:
    """A payer, or in a short text something that is paid or somebody paid: 小微企业100%，一般企业50%."""
    lex = lexicon()
    if lex.levels.find(text):
        return True
    nouns = (lex.classes, lex.instruments, lex.weak_instruments, lex.markets)
    return len(text) <= _SHORT and (any(v.find(text) for v in nouns) or "美元" in text)


def _is_bare(text: str) -> bool:
    """Nothing but a number and comparison words: a cell of a ratio column."""
    lex = lexicon()
    rest = lex.whole.sub("", lex.after_ops.sub("", lex.ops.pattern.sub("", text)))
    for number in reversed(find_numbers(rest)):
        rest = rest[: number.start] + rest[number.end :]
    return len(_CJK.findall(rest)) <= 3


def _subject_of(text: str) -> Subject:
    """What a heading or the words in front of a list say; a class only when exactly one is named."""
    classes = {m.value for m in lexicon().classes.find(text)}
    tiers = find_tiers(text, find_numbers(text))
    return Subject(
        enterprise_class=classes.pop() if len(classes) == 1 else None,
        tier=tiers[0] if len(tiers) == 1 else None,
        market=market_of(text),
        instrument=instrument_of(text),
        level=level_of(text),
    )


def _merged(terms: list[Term]) -> list[Term]:
    """One term for what is said twice (按保费的100%给予全额补贴)."""
    out: list[Term] = []
    for term in terms:
        twin = next((i for i, other in enumerate(out) if _twins(other, term)), None)
        if twin is None:
            out.append(term)
        elif out[twin].cap_yuan is None and term.cap_yuan is not None:
            out[twin] = replace(out[twin], cap_yuan=term.cap_yuan, cap_scope=term.cap_scope)
    return out


def _twins(a: Term, b: Term) -> bool:
    if a.cap_yuan is not None and b.cap_yuan is not None and a.cap_yuan != b.cap_yuan:
        return False
    if a.ratio_pct is None and a.cap_yuan is None:
        return False
    return _without_cap(a) == _without_cap(b)


def _without_cap(term: Term) -> Term:
    """The term reduced to what must be equal in something said twice."""
    return replace(term, cap_yuan=None, cap_scope=None, region_names=(), condition_text=None, text="")
