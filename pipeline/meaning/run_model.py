"""What runs are made of: terms in a list, verdicts, and what the rules of a list say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from pipeline.meaning.amounts import Match, Scale, Values


class Verdict(IntEnum):
    """What a match is worth: nothing, a guess that an outer sum must confirm, or a sum."""

    NO = 0
    GUESS = 1
    SUM = 2


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A line of the list, with the lines that it was found to be the sum of."""

    line: int
    values: Values
    parts: tuple[Term, ...] = ()
    is_guess: bool = False
    depth: int = 0
    """How many sums stand within each other here."""

    @property
    def is_empty(self) -> bool:
        return not any(self.values)

    def guesses(self) -> int:
        """How many guesses stand within each other here."""
        return 1 + max(p.guesses() for p in self.parts) if self.is_guess else 0

    def opened(self) -> tuple[Term, ...]:
        """The line and its parts side by side, if that it is their sum was but a guess."""
        if not self.is_guess:
            return (self,)
        own = Term(self.line, self.values, depth=self.depth)
        return (own, *(t for part in self.parts for t in part.opened()))

    def opened_amount(self, at: int) -> int:
        """What the line and its parts side by side have together at a position."""
        own = self.values[at] or 0
        return own + sum(part.opened_amount(at) for part in self.parts) if self.is_guess else own

    def confirmed(self) -> Term:
        """The same, sure of its parts."""
        if not self.is_guess and not self.parts:
            return self
        return Term(self.line, self.values, tuple(p.confirmed() for p in self.parts), depth=self.depth)


@dataclass(frozen=True, slots=True)
class Run:
    """Parts that add up to a total; `count` lines of the list next to it, of which guesses may be opened."""

    parts: tuple[Term, ...]
    count: int
    match: Match
    verdict: Verdict

    @property
    def worth(self) -> tuple[int, int, int, int]:
        return (self.verdict, -self.match.differs, self.match.held, -self.match.distance)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the parts stand."""

    first: bool
    """Behind their total, which stands first."""
    to_edge: bool
    """They reach to the end of the list, or to another total."""
    is_all: bool
    """They are two or more and all that is in the list beside the total."""


class Rules(Protocol):
    """What the lines of a list say of each other."""

    scale: Scale

    def may_add(self, total: Term, part: Term, first: bool) -> bool:
        """Can the part belong to this total, which stands first or last?"""

    def judge(self, total: Term, parts: Sequence[Term], match: Match, where: Stretch) -> Verdict:
        """What the match is worth."""

    def is_named(self, total: Term) -> bool:
        """Do labels say that the line is a sum? Then slips in some positions do not hide its parts."""

    def takes_empty(self, total: Term, empty: Term, first: bool) -> bool:
        """Does an empty line behind the last part belong to the total?"""
