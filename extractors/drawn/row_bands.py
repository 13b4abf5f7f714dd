"""Rows of a drawn table that no line parts: bands between two level lines that hold several lines of figures.

Budget books draw the header and the columns and leave the rows to the eye. There a row is what stands on one
baseline, and the labels in front tell which lines are the rest of a wrapped one.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.drawn.band_rows import holds_rows, is_figure, stub_rows
from extractors.grids import (
    ColumnLines,
    Grid,
    GridBox,
    Rows,
    flow_rows,
    placed_labels,
    row_anchors,
)
from extractors.lines import em_of, group_lines, line_text, segment
from extractors.pages import Page

_TWO_LINES = 2.0  # em; a lower band holds no two rows


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
    figures = (True for line in lines if len(lines) > 1 and is_figure(line_text(page, line)))
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
