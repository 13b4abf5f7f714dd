"""Contiguous runs that add up: in a list of lines side by side, which line is the sum of those before or behind it.

Totals stand first or last, and within each other: the list is read from its end for totals that stand first, from
its beginning for those that stand last, and a line that was found to be a sum stands for its parts from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from pipeline.meaning.best_run import best_run, negatives
from pipeline.meaning.run_model import Rules, Term, Verdict

_DEEPEST = 24  # sums within each other; a list of equal tables one behind the other is no outline


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
