"""Which of many readings of a page's tables stand together: those that fit best and do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.choice.evidence import Evidence
from extractors.model import RawTable

_OVERLAP = 0.1  # share of the smaller of two tables that may lie in the other
_MOST = 14  # readings of one place that are compared in all combinations


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as one of the readers sees it; `worth` is below 0 where it is better not to take it."""

    table: RawTable
    evidence: Evidence
    worth: float


def overlap(one: RawTable, other: RawTable) -> bool:
    """Do two readings claim the same place?"""
    width = min(one.xs[-1], other.xs[-1]) - max(one.xs[0], other.xs[0])
    height = min(one.ys[-1], other.ys[-1]) - max(one.ys[0], other.ys[0])
    if width <= 0 or height <= 0:
        return False
    return width * height > _OVERLAP * min(_area(one), _area(other))


def _area(table: RawTable) -> float:
    return (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0])


def chosen(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that are worth most together, none of which overlaps another."""
    left = sorted((r for r in readings if r.worth > 0), key=lambda r: -r.worth)
    found: list[Reading] = []
    while left:
        place = _place(left)
        left = [r for r in left if not any(r is p for p in place)]
        found += _best(place[:_MOST])
    return found


def _place(readings: list[Reading]) -> list[Reading]:
    """The first reading and all that overlap it, directly or by others between, the best first."""
    inside = [readings[0]]
    for reading in inside:
        inside += [
            other
            for other in readings
            if not any(other is r for r in inside) and overlap(reading.table, other.table)
        ]
    return sorted(inside, key=lambda r: -r.worth)


def _best(readings: list[Reading]) -> list[Reading]:
    if not readings:
        return []
    first, rest = readings[0], readings[1:]
    beside = [r for r in rest if not overlap(first.table, r.table)]
    with_first = [first, *_best(beside)]
    if len(beside) == len(rest):
        return with_first
    without = _best(rest)
    return with_first if _worth(with_first) >= _worth(without) else without


def _worth(readings: list[Reading]) -> float:
    return sum(r.worth for r in readings)
