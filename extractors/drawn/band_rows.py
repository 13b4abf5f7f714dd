"""Whether the boxes of a band hold several rows, and at which heights: whole figures one under the other."""

from __future__ import annotations

import itertools
import re

from extractors.grids import (
    ColumnLines,
    Rows,
    agree,
    assign,
    holds_whole_values,
    is_cut_value,
    is_rest,
)
from extractors.lines import Segment
from extractors.vocabulary import is_value, shape
from normalizers.text import match_key

_ON_LINE = 0.35  # em by which two texts of one row may differ in height
_APART = 0.9  # em; figures nearer than this to a row, but not on it, are merged over several rows
_NEAR = 0.35  # of the distance between two rows, by which a label may stand higher or lower than its figures
_CLEAR = 1.8  # times as far away as the nearest line the next one must be, then
_WRAPPED = 2.6  # em; lines further apart are not of one cell
_WIDER = 1.15  # times the least distance of two lines: a wider step begins a new row
_ROOM = 1.3  # em; a line with less room at its end is full
_PADDING = 3.0  # points
_ENUMERATED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|其中|[#＃*☆★]")


Side = tuple[float, float]
"""Left and right edge of a column in points."""


def holds_rows(columns: list[ColumnLines], sides: list[Side], em: float) -> bool:
    """Do the boxes of a band hold several rows: whole figures one under the other, with a text or a figure beside each?

    A wrapped text alone beside two figures may be one label.
    """
    figures = _figures(columns, sides, em)
    if not figures:
        return False
    reference = max(figures, key=lambda c: len(c.segments))
    for column, (_, edge) in zip(columns, sides, strict=True):
        if column is reference or not _stand_beside(reference, column, em):
            continue
        if len(reference.segments) > 2 or any(column is other for other in figures):
            return True
        if not any(_is_full(line, edge, em) for line in column.segments[:-1]):
            return True
    return False


def _stand_beside(figures: ColumnLines, column: ColumnLines, em: float) -> bool:
    """Has nearly every line of figures a line of the column for itself?"""
    if agree(figures, column, em):
        return True
    beside = _lines_beside(column, figures.middles, em)
    return len(beside) >= 0.8 * len(figures.segments) and len(column.segments) < 1.5 * len(beside)


def _lines_beside(column: ColumnLines, heights: list[float], em: float) -> set[int]:
    """Numbers of the lines of a column that stand on the given heights.

    A label may be set a little higher or lower than its figures, as long as no other line is nearly as near.
    """
    pitch = min((b - a for a, b in itertools.pairwise(heights)), default=0.0)
    found: set[int] = set()
    for y in heights:
        near = sorted((abs(y - at), n) for n, at in enumerate(column.middles))[:2]
        if not near:
            continue
        distance, n = near[0]
        is_clear = distance < _NEAR * pitch and (len(near) == 1 or near[1][0] > _CLEAR * distance)
        if distance < _ON_LINE * em or is_clear:
            found.add(n)
    return found


def _figures(columns: list[ColumnLines], sides: list[Side], em: float) -> list[ColumnLines]:
    """The columns that hold whole figures one under the other, two at least."""
    return [c for c, side in zip(columns, sides, strict=True) if _are_figures(c, side, em)]


def _are_figures(column: ColumnLines, side: Side, em: float) -> bool:
    printed = sum(map(is_figure, column.texts))
    if printed < 2 or not holds_whole_values(column, em):
        return False
    # Only a number that fills its cell can have been cut by the cell's edge, unless its rest is no number.
    room = side[1] - side[0] - 2 * _PADDING - _ROOM * em
    return not any(
        is_cut_value(a, b) and (is_rest(b) or max(s.x1 for s in line) - min(s.x0 for s in line) > room)
        for a, b, line in zip(column.texts, column.texts[1:], column.segments, strict=False)
    )


def is_figure(text: str) -> bool:
    return is_value(text) and shape(text) != "date"


def stub_rows(columns: list[ColumnLines], sides: list[Side], em: float) -> tuple[list[float], Rows]:
    """Heights of the rows, and the lines of each column that stand in them.

    A row is told by its figures or by its label in the stub, the column with the most lines of text; a label may
    have several lines, but it has one line of figures at most.
    """
    figures = _figures(columns, sides, em)
    heights = _figure_heights(columns, figures, em)
    texts = [
        c for c, column in enumerate(columns) if column.segments and not any(column is f for f in figures)
    ]
    if not texts:
        return heights, [assign(column, heights, em) for column in columns]
    stub = max(texts, key=lambda c: len(columns[c].segments))
    groups = _labels(columns[stub], heights, sides[stub][1], em)
    anchors: dict[float, list[int]] = {}
    free = list(heights)
    # Figures may be few and far between: no label reaches as far as the next one.
    steps = [b - a for ys in (heights, columns[stub].middles) for a, b in itertools.pairwise(ys)]
    pitch = min(steps, default=0.0)
    for group in groups:
        own = [columns[stub].middles[n] for n in group]
        reach = max(_ON_LINE * em, _NEAR * pitch)
        inside = [y for y in free if own[0] - reach < y < own[-1] + reach]
        anchors[inside[0] if inside else (own[0] + own[-1]) / 2] = group
        free = [y for y in free if y not in inside]
    anchors |= {y: [] for y in free}
    ordered = sorted(anchors)
    own_rows = [anchors[y] for y in ordered]
    return ordered, [
        own_rows if c == stub else assign(column, ordered, em) for c, column in enumerate(columns)
    ]


def _figure_heights(columns: list[ColumnLines], figures: list[ColumnLines], em: float) -> list[float]:
    """Heights at which figures stand, from top to bottom; the fullest column of figures goes first."""
    found: list[float] = []
    for column in sorted(figures, key=lambda c: -len(c.segments)):
        found += [y for y in column.middles if all(abs(y - other) > _APART * em for other in found)]
    single = [c for c in columns if len(c.segments) == 1 and is_value(c.texts[0])]
    for column in single:
        found += [y for y in column.middles if all(abs(y - other) > _APART * em for other in found)]
    return sorted(found)


def _labels(stub: ColumnLines, heights: list[float], edge: float, em: float) -> list[list[int]]:
    """The lines of the stub, those of one label together."""
    middles = stub.middles
    least = min((b - a for a, b in itertools.pairwise(middles)), default=0.0)
    beside = _lines_beside(stub, heights, em)
    has_figures = [n in beside for n in range(len(middles))]
    groups = [[0]]
    for n in range(1, len(middles)):
        above, here = middles[n - 1], middles[n]
        is_alone = has_figures[n] and any(has_figures[k] for k in groups[-1])
        if is_alone or here - above > min(_WIDER * least, _WRAPPED * em):
            groups.append([n])
            continue
        bare = not has_figures[n] and not has_figures[n - 1]
        is_centred = bare and any(above < y < here for y in heights)
        is_rest = _is_full(stub.segments[n - 1], edge, em) and not _ENUMERATED.match(match_key(stub.texts[n]))
        if is_centred or is_rest:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _is_full(line: list[Segment], edge: float, em: float) -> bool:
    """Does a line leave no room for another character before the edge of its cell?"""
    return edge - max(s.x1 for s in line) < _ROOM * em + _PADDING
