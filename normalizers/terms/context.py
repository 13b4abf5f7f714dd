"""What the heading and row label of a cell say about the policy in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizers.terms.exports import find_tiers
from normalizers.terms.fold import Folded
from normalizers.terms.payers import find_payers
from normalizers.terms.scan import find_numbers
from normalizers.terms.scope import Subject, award_in, instrument_of, level_of, market_of, rest_class
from normalizers.terms.status import context_status
from normalizers.terms.vocabulary import lexicon

_CJK = re.compile(r"[\u4e00-\u9fff]")
_SHORT = 80  # characters of a text that need not speak of support to be a policy: 小微企业100%，一般企业50%
_BARE_NUMBER = re.compile(r"\D{0,8}?\d[\d'.]*")
_HEADING_UNIT = re.compile(r"[(:,/](?:单位:?)?(%|万元|元|亿元)(?=[)]|$)")
# 补贴比例/最高限额 names two things: there the limit is one of money, not of the ratio.
_RULES = re.compile(r"(?:规定|明确|约定)(?!的)[^。]*奖|内容(?:为|包括|如下)?:")
_CEILING = re.compile(r"(?:最高|上限)[^,。;()]{0,6}比例|比例[^,。;()/、及和与]{0,3}(?:上限|最高|封顶)")
_FLOOR = re.compile(r"(?:最低|下限)[^,。;()]{0,6}比例|比例[^,。;()/、及和与]{0,3}(?:下限|最低)")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a cell where its own text is silent. `supported`: text or heading speak of support."""

    subject: Subject = field(default_factory=Subject)
    status: str | None = None
    ratio_op: str | None = None
    cap_heading: bool = False
    supported: bool = False
    in_cell: bool = False
    award: str | None = None
    lays_down: bool = False


def read_context(heading: str, text: str, lead: Sequence[str] = ()) -> Context:
    """Context of a folded cell text under a folded heading (the heading may be empty), or of a sentence under
    headings, `lead`, that speak of support or not."""
    lex = lexicon()
    spoken = bool(lex.support.search(heading) or lex.support.search(text) or find_payers(text))
    return Context(
        subject=subject_of(heading),
        status=context_status(heading),
        ratio_op="≤" if _CEILING.search(heading) else "≥" if _FLOOR.search(heading) else None,
        cap_heading=bool(lex.cap_context.search(heading)),
        supported=spoken
        or bool(any(lex.support.search(one) or "标准" in one for one in lead) or lex.standard.search(text))
        or _short_policy(text)
        or _is_bare(text),
        in_cell=bool(heading),
        award=award_in(heading),
        lays_down=_lays_down(text, lead),
    )


def _lays_down(text: str, lead: Sequence[str]) -> bool:
    """Does a text say that a policy lays something down, or a heading over it, and none that it was spent?"""
    lex = lexicon()
    if any(lex.told.search(one) for one in lead):
        return False
    return _RULES.search(text) is not None or any(lex.laid_down.search(one) for one in lead)


def subject_of(text: str) -> Subject:
    """What a heading or the words in front of a list say; a class or tier only when exactly one is named."""
    named = {m.value for m in lexicon().classes.find(text)}
    classes = {rest_class(named) if value == "rest" else value for value in named}
    tiers = find_tiers(text, find_numbers(text))
    return Subject(
        enterprise_class=classes.pop() if len(classes) == 1 else None,
        tier=tiers[0] if len(tiers) == 1 else None,
        market=market_of(text),
        instrument=instrument_of(text),
        level=level_of(text),
    )


def with_unit(folded: Folded, heading: str) -> Folded:
    """A bare number gets the one unit that its folded heading states."""
    units = set(_HEADING_UNIT.findall(heading))
    if len(units) != 1 or not _BARE_NUMBER.fullmatch(folded.text):
        return folded
    unit = units.pop()
    last = folded.index[-1]
    return Folded(folded.text + unit, folded.index + (last,) * len(unit), folded.source)


def _short_policy(text: str) -> bool:
    """A short text that names somebody or something to be paid, or a limit."""
    lex = lexicon()
    if len(text) > _SHORT:
        return False
    nouns = (lex.classes, lex.instruments, lex.weak_instruments, lex.markets)
    limited = lex.cap_context.search(text) or any(m.value == "enterprise" for m in lex.scopes.find(text))
    return bool(limited) or "美元" in text or any(v.find(text) for v in nouns)


def _is_bare(text: str) -> bool:
    """Nothing but a number and comparison words: a cell of a ratio column."""
    lex = lexicon()
    rest = lex.whole.sub("", lex.after_ops.sub("", lex.ops.pattern.sub("", text)))
    for number in reversed(find_numbers(rest)):
        rest = rest[: number.start] + rest[number.end :]
    return len(_CJK.findall(rest)) <= 3
