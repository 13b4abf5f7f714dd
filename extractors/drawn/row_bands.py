"""Rows of a drawn table that no line parts: bands between two level lines that hold several lines of figures.

Budget books draw the header and the columns and leave the rows to the eye. There a row is what stands on one
baseline, and the labels in front tell which lines are the rest of a wrapped one.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from extractors.grids import (
    ColumnLines,
    Grid,
    GridBox,
    Rows,
    agree,
    assign,
    flow_rows,
    holds_whole_values,
    is_cut_value,
    is_rest,
    placed_labels,
    row_anchors,
)
from extractors.lines import Segment, em_of, group_lines, line_text, segment
from extractors.pages import Page
from extractors.vocabulary import is_value, shape
from normalizers.text import match_key

_TWO_LINES = 2.0  # em; a lower band holds no two rows
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


@dataclass(slots=True)
class _Band:
    """The rows of one band: their edges, and its new boxes (rows counted from the band) with their characters."""

    ys: list[float]
    boxes: list[tuple[GridBox, list[int]]]


def with_rows(page: Page, grid: Grid, members: list[list[int]]) -> tuple[Grid, list[list[int]]]:
    """The grid with each such band cut into its rows, and the characters of each of its boxes.

    `members` are the characters (indices of the page) of every box. Where no band holds several rows, both come
    back as they are.
    """
    by_row: dict[int, list[int]] = {}
    for k, box in enumerate(grid.boxes):
        if box.row_span == 1:
            by_row.setdefault(box.row, []).append(k)
    bands = {
        row: band
        for row, numbers in by_row.items()
        if (band := _cut(page, grid, row, sorted(numbers, key=lambda k: grid.boxes[k].column), members))
    }
    return _spliced(grid, bands, members) if bands else (grid, members)


def _spliced(grid: Grid, bands: dict[int, _Band], members: list[list[int]]) -> tuple[Grid, list[list[int]]]:
    """The grid with the rows of the bands in place of them."""
    place, ys = [0], [grid.ys[0]]
    for row, bottom in enumerate(grid.ys[1:]):
        ys += [*(bands[row].ys[1:-1] if row in bands else []), bottom]
        place.append(len(ys) - 1)
    boxes: list[GridBox] = []
    inside: list[list[int]] = []
    for box, own in zip(grid.boxes, members, strict=True):
        if box.row_span == 1 and box.row in bands:
            continue
        first = place[box.row]
        boxes.append(GridBox(first, box.column, place[box.row + box.row_span] - first, box.column_span))
        inside.append(own)
    for row, band in bands.items():
        for box, own in band.boxes:
            boxes.append(GridBox(place[row] + box.row, box.column, box.row_span, box.column_span))
            inside.append(own)
    order = sorted(range(len(boxes)), key=lambda k: (boxes[k].row, boxes[k].column))
    return Grid(grid.xs, ys, [boxes[k] for k in order]), [inside[k] for k in order]


def _cut(page: Page, grid: Grid, row: int, numbers: list[int], members: list[list[int]]) -> _Band | None:
    """The rows of the band `row` with the boxes `numbers`; None when it is a single row."""
    bases = page.bases
    if not any(len(set(map(bases.__getitem__, members[k]))) > 1 for k in numbers):
        return None  # nothing stands on two heights
    top, bottom = grid.ys[row], grid.ys[row + 1]
    printed = [[i for i in members[k] if not page.text[i].isspace()] for k in numbers]
    inside = [i for part in printed for i in part]
    if len(inside) < 4 or (page.quarters is not None and page.quarters[inside].any()):
        return None  # of turned text no line is a row
    em = em_of(page, inside)
    if bottom - top < _TWO_LINES * em:
        return None
    lines = [group_lines(page, part) for part in printed]
    if not any(_may_be_figures(page, own) for own in lines):
        return None
    columns = [ColumnLines([[segment(page, line, em)] for line in own]) for own in lines]
    sides = [(grid.xs[b.column], grid.xs[b.column + b.column_span]) for b in (grid.boxes[k] for k in numbers)]
    if not holds_rows(columns, sides, em):
        return None
    rows = flow_rows(columns, em)
    anchors = row_anchors(columns, rows, set()) if rows else []
    if rows is None or len(anchors) < 2:
        anchors, rows = stub_rows(columns, sides, em)
    if len(anchors) < 2:
        return None
    return _placed([grid.boxes[k] for k in numbers], columns, rows, anchors, (top, bottom), em)


def _may_be_figures(page: Page, lines: list[list[int]]) -> bool:
    """Are two lines of a box figures? A look at the texts alone: few bands have such a box."""
    figures = (True for line in lines if len(lines) > 1 and _is_figure(line_text(page, line)))
    return next(figures, False) and next(figures, False)


def _placed(
    boxes: list[GridBox],
    columns: list[ColumnLines],
    rows: Rows,
    anchors: list[float],
    extent: tuple[float, float],
    em: float,
) -> _Band:
    """Edges between the rows, and every text in the box of its row, or in that of all rows it is the label of."""
    placed, ys = placed_labels(columns, rows, anchors, extent, em)
    return _Band(
        ys,
        [
            (
                GridBox(start, boxes[c].column, end - start, boxes[c].column_span),
                [i for s in segments for i in s.members],
            )
            for start, end, c, segments in placed
        ],
    )


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
    printed = sum(map(_is_figure, column.texts))
    if printed < 2 or not holds_whole_values(column, em):
        return False
    # Only a number that fills its cell can have been cut by the cell's edge, unless its rest is no number.
    room = side[1] - side[0] - 2 * _PADDING - _ROOM * em
    return not any(
        is_cut_value(a, b) and (is_rest(b) or max(s.x1 for s in line) - min(s.x0 for s in line) > room)
        for a, b, line in zip(column.texts, column.texts[1:], column.segments, strict=False)
    )


def _is_figure(text: str) -> bool:
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
