"""Columns that are the difference of two others: 增减额 beside this year and last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, permutations

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
    for c in amounts:
        is_named = columns[c].is_difference
        best: tuple[int, int, int, int] | None = None
        for a, b in permutations([w for w in wholes if w != c], 2):
            if not is_named and (sizes[c] > sizes[b] or len({columns[x].group for x in (a, b, c)}) < 2):
                continue
            match = _match(numbers, a, b, c, scale)
            if match is not None and _is_shown(match, is_named):
                best = max(best or (0, 0, 0, 0), (match.held - match.differs, -abs(a - b), a, b))
        if best is not None and best[0] > 0:
            yield c, best[2], best[3]


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
