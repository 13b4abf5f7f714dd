"""Columns of a table without upright lines, from the white that its fullest rows leave between their texts.

Rows that hold little (names of groups, headings over several columns, notes) run over that white: they are asked only
where they show a column that the full rows leave empty.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.grids import Line, Region
from extractors.lines import SegmentLine

_FULL = 0.7  # share of the most texts in a row that a full row has
_NARROW, _WIDE = 0.4, 0.75  # em of white between two columns: of many rows, of one or two
_MANY = 4  # rows
_CROSSED = 0.4  # share of all rows that may run over a boundary
_DRAWN = 0.5  # share of the table's height that an upright line is long
_LONE = 0.5  # em of white around a text in a column of its own


def open_columns(region: Region, upright: Sequence[Line], em: float) -> list[float]:
    """Column boundaries from left to right, the region's edges included."""
    lines = region.lines
    most = max(len(line.segments) for line in lines)
    full = [line for line in lines if line.is_multiple and len(line.segments) >= _FULL * most]
    least = (_NARROW if len(full) >= _MANY else _WIDE) * em
    filled = _without_ends(_filled(full, least), full)
    filled = _with_lone(filled, [line for line in lines if line not in full], em)
    bands = [(a[1], b[0]) for a, b in itertools.pairwise(filled)]
    bands = [band for band in bands if _crossing(lines, band) <= _CROSSED * len(lines)]
    bands = [_clear(lines, band) for band in bands]
    cuts = [(low + high) / 2 for low, high in bands]
    height = region.bottom - region.top
    for line in upright:
        inside = min(line.end, region.bottom) - max(line.start, region.top)
        if inside > _DRAWN * height and region.x0 + em < line.at < region.x1 - em:
            k = next((k for k, (low, high) in enumerate(bands) if low <= line.at <= high), None)
            if k is not None:
                cuts[k] = line.at
    return [region.x0, *sorted(cuts), region.x1]


def _filled(lines: list[SegmentLine], least: float) -> list[tuple[float, float]]:
    """Stretches of x that the lines fill, parted by white at least so wide."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted(ink for line in lines for s in line.segments for ink in s.ink):
        if found and x0 - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _without_ends(filled: list[tuple[float, float]], lines: list[SegmentLine]) -> list[tuple[float, float]]:
    """Without stretches that only the last word of a single row's text fills."""
    out = filled[:1]
    for low, high in filled[1:]:
        inside = [s for line in lines for s in line.segments if any(low <= a < high for a, _ in s.ink)]
        if len(inside) == 1 < len(lines) and inside[0].x0 < low - 1 and inside[0].x0 <= out[-1][1]:
            out[-1] = out[-1][0], high
        else:
            out.append((low, high))
    return out


def _with_lone(
    filled: list[tuple[float, float]], others: list[SegmentLine], em: float
) -> list[tuple[float, float]]:
    """With the columns that only other rows fill, two of them at least."""
    lone = [
        (s.x0, s.x1)
        for line in others
        for s in line.segments
        if all(s.x1 < low - _LONE * em or s.x0 > high + _LONE * em for low, high in filled)
    ]
    joined: list[tuple[float, float, int]] = []
    for x0, x1 in sorted(lone):
        if joined and x0 < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], x1), joined[-1][2] + 1)
        else:
            joined.append((x0, x1, 1))
    return sorted([*filled, *((x0, x1) for x0, x1, count in joined if count > 1)])


def _crossing(lines: list[SegmentLine], band: tuple[float, float]) -> int:
    """How many lines have one text over the whole band?"""
    low, high = band
    return sum(any(a < low and b > high for s in line.segments for a, b in s.ink) for line in lines)


def _clear(lines: list[SegmentLine], band: tuple[float, float]) -> tuple[float, float]:
    """The widest part of a white band that texts from one of its sides do not reach into."""
    low, high = band
    runs = [ink for line in lines for s in line.segments for ink in s.ink if ink[0] < high and ink[1] > low]
    ends = [(max(a, low), min(b, high)) for a, b in runs if not (a < low and b > high)]
    free, edge = [], low
    for a, b in sorted([*ends, (high, high)]):
        free.append((edge, a))
        edge = max(edge, b)
    widest = max(free, key=lambda part: part[1] - part[0])
    return widest if widest[1] > widest[0] else band
