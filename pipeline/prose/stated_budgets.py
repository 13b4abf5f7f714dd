"""What sentences say of one budget in its stages, asked for while the tables are read: 安排90万元，年中调整为60万元.

A heading such as 预算安排 leaves open which stage its column holds; a sentence that gives the same money in several
stages tells it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from extractors.failures import UNLIMITED, Failures, Part
from extractors.prose import Sentence
from normalizers.terms import section_kind
from pipeline.context import Context
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.settled_number import Said

NOT_OF_PROGRAMME = frozenset({"proposal", "elsewhere", "goals"})
"""Kinds of sections whose money is not that of the programme."""
LONGEST = 1500
"""Letters of a sentence; more is a table or a list read as text."""
_SOME_MONEY = re.compile(r"\d\s*(?:亿|万|千)?元")
_LATER = frozenset({"adjusted", "arrived", "issued"})


@dataclass(frozen=True, slots=True)
class ToldBudget:
    """The amounts in yuan that one sentence gives for the whole of a budget, by stage; `spent`, in its paragraph."""

    page_number: int
    first: frozenset[Decimal]
    changes: frozenset[Decimal]
    later: frozenset[Decimal]
    spent: frozenset[Decimal]


class StatedBudgets:
    """What the sentences of a document say, read when it is first asked for."""

    def __init__(
        self,
        context: Context,
        read: Callable[[], Iterable[Sentence]],
        failures: Failures = UNLIMITED,
    ) -> None:
        self._context, self._read, self._failures = context, read, failures

    @cached_property
    def told(self) -> list[ToldBudget]:
        """Sentences that say how much a budget was at first."""
        found: list[ToldBudget] = []
        for _, group in groupby(self._read(), key=lambda sentence: sentence.paragraph):
            own = [one for one in group if len(one.text) <= LONGEST]
            text = "".join(one.text for one in own)
            if len(_SOME_MONEY.findall(text)) < 2 or section_kind(own[0].section) in NOT_OF_PROGRAMME:
                continue
            with self._failures.limited_to(Part.PARAGRAPH, own[0].page_number):
                found += _told(Paragraph(own, self._context))
        return found

    def is_after_changes(self, amount: Decimal) -> bool:
        """Does a sentence say of an amount in yuan that it is a budget after its changes, and none that it was the
        first?"""
        if any(amount in one.first for one in self.told):
            return False
        return any(amount in one.later or _changed(one, amount) for one in self.told if len(one.first) == 1)

    def first_beside(self, spent: Decimal) -> ToldBudget | None:
        """The sentence that gives the first budget of money of which so many yuan were spent."""
        return next((one for one in self.told if spent in one.spent and len(one.first) == 1), None)


def _changed(one: ToldBudget, amount: Decimal) -> bool:
    return any(abs(first - amount) in one.changes for first in one.first)


def _told(paragraph: Paragraph) -> list[ToldBudget]:
    whole = [said for said in paragraph.said if _is_whole(paragraph, said)]
    spent = _of_stage(whole, frozenset({"executed"}))
    found = []
    for n, sentence in enumerate(paragraph.sentences):
        own = [said for said in whole if said.stated.sentence == n]
        if first := _of_stage(own, frozenset({"initial"})):
            changes = _of_stage(own, frozenset({"adjustment"}))
            later = _of_stage(own, _LATER)
            found.append(ToldBudget(sentence.page_number, first, changes, later, spent))
    return found


def _is_whole(paragraph: Paragraph, said: Said) -> bool:
    """Is a number all the money of this year, of no one source or part?"""
    is_part = said.parent is not None or said.facets.funding_source not in (None, "all") or said.names_region
    is_money = said.stated.kind == "money" and said.yuan is not None and said.why_not is None
    return is_money and not is_part and said.year == paragraph.context.fiscal_year


def _of_stage(said: Sequence[Said], phases: frozenset[str]) -> frozenset[Decimal]:
    return frozenset(one.yuan for one in said if one.phase in phases and one.yuan is not None)
