"""Pages set in two columns: the gutter between them, and the parts of the page beside and between.

A gutter is white from top to bottom of a good part of the page, stands in its middle, and has running text on one
side at least, whose lines end at it or begin there. A table of two columns has rules across, or columns that are not
alike.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.geometry import median
from extractors.grids.drawn_lines import Line
from extractors.lines import Segment, SegmentLine

_STEP = 2.0  # points between the places that are tried
_MIDDLE = 0.015  # share of the text's width by which the gutter may stand off its middle
_WHITE = 0.5  # em of white on both sides of the gutter's middle
_TALL = 0.2  # share of the page's height that two columns take at least
_EVEN = 0.7  # em by which the ends of the lines of a paragraph may differ
_DENSE = 0.85  # share of such a line that is no wide gap
_LONG = 15.0  # em that such a line is long at least
_LINES = 4  # lines with the same end that make running text
_BESIDE = 4.0  # em from a line to what is drawn over or under it
_MARGINAL = (
    3  # lines that may stand above two columns that go on to the foot, or below such that begin at the head
)


@dataclass(slots=True)
class Part:
    """A part of a page that is read by itself: its characters by index, and its level rules."""

    members: list[int]
    rules: list[Line]


def page_parts(lines: list[SegmentLine], rules: Sequence[Line], height: float, em: float) -> list[Part]:
    """The parts of a page of this height from top to bottom, left before right; none for a page in one column."""
    found = _gutter(lines, rules, height, em)
    if found is None:
        return []
    gutter, stretches = found
    parts: list[Part] = []
    top = -1e9
    for low, high in [*stretches, (1e9, 1e9)]:
        parts.append(_part([line for line in lines if top < line.middle < low], rules, top, low))
        for side in (-1, 1):
            own = [r for r in rules if ((r.start + r.end) / 2 - gutter) * side > 0]
            parts.append(_part(_beside(lines, gutter, side, low, high), own, low, high))
        top = high
    return [part for part in parts if part.members]


def _part(lines: list[SegmentLine], rules: Sequence[Line], top: float, bottom: float) -> Part:
    members = [i for line in lines for s in line.segments for i in s.members]
    return Part(members, [r for r in rules if top <= r.at <= bottom])


def _beside(lines: list[SegmentLine], gutter: float, side: int, low: float, high: float) -> list[SegmentLine]:
    """The lines of one column, from top to bottom by their own baselines."""
    found = []
    for line in lines:
        if low <= line.middle <= high:
            segments = [s for s in line.segments if (s.centre - gutter) * side > 0]
            if segments:
                found.append(SegmentLine(segments))
    return sorted(found, key=lambda line: line.base)


def _gutter(
    lines: list[SegmentLine], rules: Sequence[Line], height: float, em: float
) -> tuple[float, list[tuple[float, float]]] | None:
    """Where the gutter stands, and from where to where it reaches."""
    if len(lines) < 2 * _LINES:
        return None
    left, right = _edges(lines)
    middle, off = (left + right) / 2, _MIDDLE * (right - left)
    best: tuple[float, float, list[tuple[float, float]]] | None = None
    x = middle - off
    while x <= middle + off:
        stretches = [s for s in _stretches(lines, rules, x, em) if _is_set(lines, x, s, em, height)]
        tall = sum(high - low for low, high in stretches)
        if stretches and (best is None or tall > best[0] + 1):
            best = tall, x, stretches
        x += _STEP
    return None if best is None else (_centred(lines, best[1], best[2]), best[2])


def _edges(lines: list[SegmentLine]) -> tuple[float, float]:
    """Where the text of the page begins and ends, a few lines that stand out left aside."""
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    few = len(lines) // 20
    return lefts[few], rights[-1 - few]


def _stretches(
    lines: list[SegmentLine], rules: Sequence[Line], x: float, em: float
) -> list[tuple[float, float]]:
    """From where to where nothing stands at x; between two rules drawn over x there is a table."""
    marks = [
        (line.top, line.bottom, False)
        for line in lines
        if any(s.x0 < x + _WHITE * em and s.x1 > x - _WHITE * em for s in line.segments)
    ]
    marks += [(r.at, r.at, True) for r in rules if r.start < x < r.end]
    marks.sort()
    first, last = min(line.top for line in lines), max(line.bottom for line in lines)
    # What is drawn above the first line and below the last one belongs to them.
    ends = [(0.0, first - _BESIDE * em, False), *marks, (last + _BESIDE * em, 0.0, False)]
    return [
        (low, high)
        for (_, low, is_rule), (high, _, is_next) in itertools.pairwise(ends)
        if high > low and not (is_rule and is_next)
    ]


def _is_set(
    lines: list[SegmentLine], x: float, stretch: tuple[float, float], em: float, height: float
) -> bool:
    """Is the stretch tall, and do lines of running text fill one of its columns, and anything the other?"""
    low, high = stretch
    if high - low < _TALL * height:
        return False
    if min(sum(line.middle < low for line in lines), sum(line.middle > high for line in lines)) > _MARGINAL:
        return False
    sides = [_beside(lines, x, side, low, high) for side in (-1, 1)]
    if not all(sides):
        return False
    width = min(max(s.x1 for s in side) - min(s.x0 for s in side) for side in sides)
    return any(_runs_on(side, 0.6 * width, em) for side in sides)


def _runs_on(lines: list[SegmentLine], width: float, em: float) -> bool:
    """Do several long lines without white end at the same place, as those of paragraphs do?"""
    least = max(width, _LONG * em)
    ends = [line.x1 for line in lines if line.x1 - line.x0 > least and _inked(line) > _DENSE]
    return any(sum(abs(x - end) < _EVEN * em for x in ends) >= _LINES for end in ends)


def _inked(line: SegmentLine) -> float:
    """Share of a line's width that is no wide gap."""
    return sum(s.x1 - s.x0 for s in line.segments) / (line.x1 - line.x0)


def _centred(lines: list[SegmentLine], x: float, stretches: list[tuple[float, float]]) -> float:
    """The middle of the white at x."""
    segments: list[Segment] = [
        s for line in lines for s in line.segments if any(low < line.middle < high for low, high in stretches)
    ]
    left = max((s.x1 for s in segments if s.centre < x), default=x)
    right = min((s.x0 for s in segments if s.centre > x), default=x)
    return median([left, right])
