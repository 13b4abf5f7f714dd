"""Contiguous runs that add up: in a list of lines side by side, which line is the sum of those before or behind it.

Totals stand first or last, and within each other: the list is read from its end for totals that stand first, from
its beginning for those that stand last, and a line that was found to be a sum stands for its parts from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from heapq import nsmallest
from itertools import islice
from typing import Protocol, overload

from pipeline.meaning.amounts import Match, Scale, Values, compare

_FAR = 50  # lines that are looked at where negative numbers leave open how far the parts may reach
_DEEPEST = 24  # sums within each other; a list of equal tables one behind the other is no outline
_MOST_OPENED = 20  # guesses of which each is opened in turn
_PIVOTS = 3  # positions that are asked where the parts may end


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


def find_runs(terms: Sequence[Term], rules: Rules) -> list[Term]:
    """The list with parts taken into their totals. Of two orders, the one that leaves fewer lines over."""
    if len(terms) < 2:
        return list(terms)
    read: _Read = {}
    orders = ((True, False, True), (False, True, False))
    return min((_in_order(terms, rules, order, read) for order in orders), key=_left_over)


_Read = dict[tuple[bool, tuple[int, ...]], list[Term]]
"""What a list became when it was read in a direction, by that and by the identity of its terms."""


def _in_order(terms: Sequence[Term], rules: Rules, order: Sequence[bool], read: _Read) -> list[Term]:
    done = list(terms)
    for first in order:
        key = first, tuple(map(id, done))
        if key not in read:  # most lists hold no sums: they stay the same, and need not be read again
            read[key] = _one_way(done, rules, first)
        done = read[key]
    return done


def _left_over(terms: Sequence[Term]) -> int:
    return sum(not t.is_empty for t in terms)


class _Nearest(Sequence[Term]):
    """Lines that were read, the last first. It copies none of them: a list may have a hundred thousand."""

    def __init__(self, done: Sequence[Term]) -> None:
        self._done = done

    def __len__(self) -> int:
        return len(self._done)

    def __iter__(self) -> Iterator[Term]:
        return reversed(self._done)

    @overload
    def __getitem__(self, place: int) -> Term: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Term]: ...
    def __getitem__(self, place: int | slice) -> Term | Sequence[Term]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self._done))
            return [self._done[-1 - at] for at in range(start, stop, step)]
        return self._done[-1 - place]


def _one_way(terms: Sequence[Term], rules: Rules, first: bool) -> list[Term]:
    done: list[Term] = []
    for _ in read_one_way(terms, done, rules, first):
        pass
    return done[::-1] if first else done


def read_one_way(terms: Sequence[Term], done: list[Term], rules: Rules, first: bool) -> Iterator[Term]:
    """Read a list in one direction: each line as it was found, put at the end of `done` in place of its parts."""
    negative = negatives(terms, rules.scale)
    for at, term in enumerate(reversed(terms) if first else terms, 1):
        if not term.parts and done and rules.may_add(term, done[-1], first):
            run = best_run(term, _Nearest(done), rules, first, at == len(terms), negative)
            depth = 1 + max(part.depth for part in run.parts) if run is not None else 0
            if run is not None and depth <= _DEEPEST:
                del done[len(done) - run.count :]
                parts = run.parts if first else run.parts[::-1]
                term = Term(term.line, term.values, parts, run.verdict is Verdict.GUESS, depth)
        done.append(term)
        yield term


def negatives(terms: Sequence[Term], scale: Scale) -> dict[int, int]:
    """Minus the sum of the negative numbers of a list at each position: by so much a sum can still shrink."""
    shrinks = dict.fromkeys(scale.positions, 0)
    for at in scale.signed:
        shrinks[at] = -sum(v for t in terms if (v := t.values[at]) is not None and v < 0)
    return shrinks


def best_run(
    total: Term, near: Sequence[Term], rules: Rules, first: bool, is_last: bool, negative: dict[int, int]
) -> Run | None:
    """The best run that adds up to the total among the lines next to it (`near`, the nearest first)."""
    filled = [at for at in rules.scale.positions if total.values[at]]
    if not filled or not near:
        return None
    few = _PIVOTS if rules.is_named(total) else _PIVOTS - 1
    pivots = nsmallest(few, filled, key=negative.__getitem__) if rules.scale.signed else filled[:few]
    best: Run | None = None
    for count in sorted(_counts(total, near, pivots, rules, first, negative)):
        beyond = next((t for t in islice(near, count, None) if not t.is_empty), None)
        to_edge = beyond is None or rules.is_named(beyond)
        where = Stretch(first, to_edge, is_all=is_last and beyond is None and count > 1)
        run = _best_variant(total, near[:count], rules, where)
        if run is not None and (best is None or run.worth > best.worth):
            best = run
    return _with_empty(total, near, best, rules, first) if best is not None else None


def _counts(
    total: Term,
    near: Sequence[Term],
    pivots: Sequence[int],
    rules: Rules,
    first: bool,
    negative: dict[int, int],
) -> set[int]:
    """How many lines may add up to the total, judged by each of some positions."""
    found: set[int] = set()
    far = len(near) if rules.is_named(total) else _FAR
    known = 0  # lines that may be added
    for at in pivots:
        target, half, shrink = total.values[at] or 0, rules.scale.halves[at], negative[at]
        most = max(target, 0) + shrink
        summed = numbers = 0
        opened: list[int] = []
        for count, term in enumerate(near, 1):
            if count > known:
                if not rules.may_add(total, term, first):
                    break
                known = count
            value = term.values[at]
            if value:
                summed += value
                numbers += 1
            if term.is_guess:
                opened.append(term.opened_amount(at) - (value or 0))
            slack = (numbers + len(opened) + 1) * half
            if summed > most + slack or (count > far and shrink > abs(target)):
                break
            missing = target - summed
            is_near = -slack <= missing <= slack or (
                opened and any(abs(missing - more) <= slack for more in _openings(opened))
            )
            if is_near and not term.is_empty:
                found.add(count)
    return found


def _openings(opened: Sequence[int]) -> Iterator[int]:
    """By how much a sum grows with all guesses opened, or with one of them."""
    yield sum(opened)
    if 1 < len(opened) <= _MOST_OPENED:
        yield from opened


def _best_variant(total: Term, terms: Sequence[Term], rules: Rules, where: Stretch) -> Run | None:
    """Guesses among the parts are taken as they are; where that does not add up, all or one of them are opened."""
    best: Run | None = None
    for parts in _variants(terms):
        match = compare(total.values, [t.values for t in parts], rules.scale)
        if not match.held:
            continue
        verdict = rules.judge(total, parts, match, where)
        run = Run(parts, len(terms), match, verdict)
        if verdict and (best is None or run.worth > best.worth):
            sure = verdict is Verdict.SUM
            best = Run(tuple(t.confirmed() for t in parts), len(terms), match, verdict) if sure else run
        if best is not None and not match.differs:
            break
    return best


def _variants(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    yield tuple(terms)
    guesses = [t for t in terms if t.is_guess]
    if guesses:
        yield tuple(o for t in terms for o in t.opened())
    for guess in guesses if 1 < len(guesses) <= _MOST_OPENED else ():
        yield tuple(o for t in terms for o in (t.opened() if t is guess else (t,)))


def _with_empty(total: Term, near: Sequence[Term], run: Run, rules: Rules, first: bool) -> Run:
    """Lines without amounts next to the parts belong to the total, too, if nothing says otherwise."""
    count = run.count
    while count < len(near) and near[count].is_empty and rules.takes_empty(total, near[count], first):
        count += 1
    if count == run.count:
        return run
    return Run((*run.parts, *near[run.count : count]), count, run.match, run.verdict)
