"""Columns that are the difference of two others: 增减额 beside this year and last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.meaning.amounts import Match, Scale, Values, compare
from pipeline.meaning.number_table import NumberColumn

_SAMPLE = 12  # rows that decide whether a pair is looked at
_RARE = 1e-6


def find_differences(
    columns: Sequence[NumberColumn], numbers: Sequence[Values], scale: Scale
) -> Iterator[tuple[int, int, int]]:
    """(c, a, b) for each column c that is a minus b. `numbers` are the columns, `scale` speaks of their rows.

    A column whose heading compares is a difference where most rows show it. Others only where all do, of columns of
    different groups, which are not looked at as sums (before, adjustment, after): then the lesser one is taken for
    the difference.
    """
    amounts = [c for c, column in enumerate(columns) if column.adds_down is not False]
    wholes = [c for c in amounts if not columns[c].is_difference]
    sizes = [sum(abs(v) for v in column if v) for column in numbers]
    printed = _Printed(numbers, wholes, scale)
    for c in amounts:
        is_named = columns[c].is_difference
        best: tuple[int, int, int, int] | None = None
        pairs = ((w, b) for w in wholes if w != c for b in printed.between(w, c, is_named) - {w, c})
        for a, b in pairs:
            if not is_named and (sizes[c] > sizes[b] or len({columns[x].group for x in (a, b, c)}) < 2):
                continue
            match = _match(numbers, a, b, c, scale)
            if match is not None and _is_shown(match, is_named):
                best = max(best or (0, 0, 0, 0), (match.held - match.differs, -abs(a - b), a, b))
        if best is not None and best[0] > 0:
            yield c, best[2], best[3]


class _Printed:
    """Columns by what they print in each row: of many pairs only those that a row shows are compared in the others."""

    def __init__(self, numbers: Sequence[Values], columns: Sequence[int], scale: Scale) -> None:
        self._numbers = numbers
        self._columns = columns
        self._scale = scale
        self._rows: dict[int, list[tuple[int, int]]] = {}

    def between(self, a: int, c: int, is_named: bool) -> set[int]:
        """The columns that may be a minus c: in the first row, or in one of those of which half may differ."""
        some = _sample(self._numbers, a, c, self._scale)
        asked = some[: len(some) // 2 + 1] if is_named else some[:1]
        return {b for row in asked for _, b in self._near(row, a, c)}

    def _near(self, row: int, a: int, c: int) -> list[tuple[int, int]]:
        if row not in self._rows:
            self._rows[row] = sorted((self._numbers[b][row] or 0, b) for b in self._columns)
        found, slack = self._rows[row], 3 * self._scale.halves[row]  # three numbers, each rounded
        wanted = (self._numbers[a][row] or 0) - (self._numbers[c][row] or 0)
        first = bisect_left(found, (wanted - slack,))
        return found[first : bisect_right(found, (wanted + slack, len(self._numbers)))]


def _sample(numbers: Sequence[Values], a: int, c: int, scale: Scale) -> list[int]:
    """The first rows in which a column and its difference print something."""
    return list(islice((r for r in scale.positions if numbers[a][r] is not None and numbers[c][r]), _SAMPLE))


def _match(numbers: Sequence[Values], a: int, b: int, c: int, scale: Scale) -> Match | None:
    """a beside b + c; None where the first rows deny it."""
    filled = (r for r in scale.positions if numbers[a][r] is not None and numbers[c][r])
    some = list(islice(filled, _SAMPLE))
    parts = (numbers[b], numbers[c])
    sample = compare(numbers[a], parts, replace(scale, positions=some))
    if sample.differs > sample.held:
        return None
    return compare(numbers[a], parts, replace(scale, positions=[*some, *filled]))


def _is_shown(match: Match, is_named: bool) -> bool:
    if is_named:
        return match.held > match.differs
    return not match.differs and match.witnesses > 2 and match.chance <= _RARE
