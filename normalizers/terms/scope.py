"""Whom and what a ratio or cap is about: class, export tier, market, instrument, payer, scope of a cap.

A *segment* is the text from the end of the term before to the end of this term's clause. What a segment
does not say is carried over from the one before it, unless it opens a new subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from normalizers.terms.fold import SENTENCE_ENDS, clause_start
from normalizers.terms.payers import levels_in_row, purses
from normalizers.terms.tokens import Tier
from normalizers.terms.vocabulary import Lexicon, Mention, Vocabulary, lexicon

_OPENS = re.compile(
    r"(?:^|[,。;、:()])(?:[^,。;]{0,6})?(?:对于?|支持|鼓励|针对)[^,。;]{0,40}(?:企业|公司|单位)"
)
_BRACKETED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a term is about. `joint`: the class was named with the tier (500万美元以下小微企业)."""

    enterprise_class: str | None = None
    tier: Tier | None = None
    market: str | None = None
    instrument: str | None = None
    level: str | None = None
    joint: bool = False

    def over(self, other: Subject) -> Subject:
        """This subject, completed from the other one."""
        return Subject(
            self.enterprise_class or other.enterprise_class,
            self.tier or other.tier,
            self.market or other.market,
            self.instrument or other.instrument,
            self.level or other.level,
            self.joint or other.joint,
        )

    def shares_cap_with(self, other: Subject) -> bool:
        """Terms that differ by market or payer only share a cap that names neither."""
        if (self.enterprise_class, self.tier) != (other.enterprise_class, other.tier):
            return False
        return self.instrument == other.instrument or None in (self.instrument, other.instrument)


def _pick(mentions: list[Mention], text: str) -> list[Mention]:
    """The mentions of the last clause that has any."""
    if not mentions:
        return []
    start = clause_start(text, mentions[-1].start)
    return [m for m in mentions if m.start >= start]


def class_of(text: str, before: str = "") -> tuple[str | None, int]:
    """Enterprise class that the text names last, and where (-1: nowhere). `before`: text further left."""
    lex = lexicon()
    mentions = _pick(lex.classes.find(text), text)
    if (
        not mentions
        and (bare := lex.bare_general.search(text))
        and _has_small_ratio(before + text[: bare.start()])
    ):
        return "general", bare.start()
    if not mentions:
        rest = lex.rest.search(text)
        mentions = [Mention(rest.start(), rest.end(), "rest", rest.group())] if rest else []
    if not mentions:
        return None, -1
    values = {m.value for m in mentions}
    position = mentions[-1].start
    if "rest" in values:
        return rest_class(m.value for m in lex.classes.find(before + text[:position])), position
    if {"small", "general"} <= values:
        return "all", position
    return mentions[-1].value, position


def rest_class(named: Iterable[str]) -> str:
    """What 其他企业 means beside the classes named: general when small ones are among them, else other."""
    return "general" if "small" in set(named) else "other"


def _has_small_ratio(text: str) -> bool:
    """Do small firms have a figure of their own in a text?"""
    named = [m.end for m in lexicon().classes.find(text) if m.value == "small"]
    return bool(named) and any(char.isdigit() for char in text[named[-1] :])


def market_of(text: str) -> str | None:
    """Markets or products that the last clause with any names, in the printed order."""
    mentions = lexicon().markets.find(text)
    if not mentions:
        return None
    start = max(text.rfind(border, 0, mentions[-1].start) for border in ",。;") + 1
    names = dict.fromkeys(m.word for m in mentions if m.start >= start)
    return "、".join(names)


def instrument_of(text: str, head: int | None = None) -> str | None:
    """What is paid for: the last strong word up to `head`, else the first after it, else a weak word."""
    lex, head = lexicon(), len(text) if head is None else head
    return _nearest(lex.instruments, text, head) or _nearest(lex.weak_instruments, text, head)


def only_instrument(text: str) -> str | None:
    """What the text as a whole is about, when it names just one thing to pay for."""
    lex = lexicon()
    for vocab in (lex.instruments, lex.weak_instruments):
        values = {m.value for m in vocab.find(text)} - {"award"}
        if values:
            return values.pop() if len(values) == 1 else None
    return None


def award_in(text: str) -> str | None:
    """'award' when the text speaks of prizes."""
    return "award" if any(m.value == "award" for m in lexicon().weak_instruments.find(text)) else None


def _nearest(vocab: Vocabulary, text: str, head: int) -> str | None:
    return _nearest_of([m for m in vocab.find(text) if m.value != "award"], head)


def _nearest_of(mentions: list[Mention], head: int) -> str | None:
    before = [m for m in mentions if m.end <= head]
    if before:
        return before[-1].value
    return mentions[0].value if mentions else None


def level_of(text: str, head: int | None = None) -> str | None:
    """Level of government that pays, named last before `head`, else after it."""
    return _nearest_of(purses(text), len(text) if head is None else head)


def opens_subject(text: str) -> bool:
    """The text says anew whom it is about (对投保企业…), even if only in general words."""
    return bool(_OPENS.search(_BRACKETED.sub("", text)))


def carried(last: Subject, own: Subject, segment: str, bridge: str) -> Subject:
    """`own` completed from the subject before it. `bridge` is the text between the two terms."""
    opens = any(end in bridge for end in SENTENCE_ENDS) and opens_subject(segment)
    result = replace(own, instrument=own.instrument or last.instrument, level=own.level or last.level)
    if own.enterprise_class or opens:
        return result
    klass = last.enterprise_class
    if own.tier:
        return replace(result, enterprise_class=None if last.joint else klass)
    if own.market:
        return replace(result, enterprise_class=klass, tier=last.tier, joint=last.joint)
    return replace(result, enterprise_class=klass, tier=last.tier, market=last.market, joint=last.joint)


def split_subjects(region: str, tiers: list[Tier], count: int) -> list[Subject]:
    """`count` subjects named in a row (小微企业、一般企业分别…), or an empty list when the number differs."""
    lex = lexicon()
    named = [m.value for m in lex.classes.find(region)]
    classes = [rest_class(named) if value == "rest" else value for value in named]
    markets = [m.word for m in lex.markets.find(region)]
    payers = purses(region)
    levels = [m.value for m in payers]
    if levels and len(levels[-1].split("+")) == count:
        levels = levels[-1].split("+")
    elif payers and len(row := levels_in_row(payers[-1])) == count and all(row):
        levels = row  # 省与市县按8:2
    if len(tiers) == count:
        return [Subject(tier=t) for t in tiers]
    if len(classes) == count:
        return [Subject(enterprise_class=c) for c in classes]
    if len(levels) == count:
        return [Subject(level=v) for v in levels]
    if len(markets) == count:
        return [Subject(market=m) for m in markets]
    return []


def _is_household(lex: Lexicon, clause: str, before: str) -> bool:
    """每户 is each household where a household, and no firm, is the last that is named before it."""
    named = [m for m in lex.scopes.find(clause) if m.value == "enterprise"]
    if not named or any("户" not in m.word or "企业" in m.word for m in named):
        return False
    said = [m.lastgroup for m in lex.households.finditer(before + clause[: named[-1].start])]
    return bool(said) and said[-1] == "household"


def cap_scope(segment: str, clause: str, before: str) -> str | None:
    """The code of what a cap applies to (per_enterprise, per_project, …); None when the text does not say.

    `clause` holds the amount, `segment` the words since the term before, `before` everything to the left.
    """
    lex = lexicon()
    found = lex.scopes.find(clause) or lex.scopes.find(segment)
    who = {m.value for m in found} | {kind for kind, said in lex.one_of.items() if said.search(clause)}
    year = bool(lex.year.search(clause))
    if "enterprise" in who and _is_household(lex, clause, before):
        who = who - {"enterprise"} | {"household"}
    if not who and lex.project.search(clause):
        who = {"project"}
    if not who and year:
        left = [m.value for m in lex.scopes.find(before)]
        who = {left[-1]} if left else set()
    if "enterprise" in who:
        return "per_enterprise_year" if year else "per_enterprise"
    if "project" in who:
        return "per_project"
    if "household" in who:
        return "per_household"
    if "person" in who:
        return "per_person_year" if year else "per_person"
    if "total" in who:
        return "total"
    return "per_year" if year else None
