"""The rows of a table without a full grid: from the rules drawn between them, or from the heights of its values."""

from __future__ import annotations

import itertools

import numpy as np

from extractors.geometry import band_of
from extractors.grids import (
    ColumnLines,
    Grid,
    GridBox,
    Line,
    Region,
    Rows,
    assign,
    grid_of,
    merge_sections,
    merge_totals,
    placed_labels,
    split_labels,
    written_cell,
)
from extractors.lines import (
    Segment,
    SegmentLine,
    em_of,
)
from extractors.model import RawCell
from extractors.pages import Page

_SHORT = 12.0  # points by which a rule may stop before the edge of its table


def ruled_body(
    page: Page,
    region: Region,
    xs: list[float],
    body: list[SegmentLine],
    top: float,
    bottom: float,
    heights: dict[int, float],
) -> tuple[list[RawCell], list[float]]:
    """Rows from the rules drawn between them; a rule that stops short leaves the cells beside it merged.

    `heights` gives segments (by id) whose row is known from elsewhere.
    """
    level = [
        Line(top, xs[0], xs[-1]),
        *(_to_edge(r, xs[-1]) for r in region.rules if top + 1 < r.at < bottom - 1),
        Line(bottom, xs[0], xs[-1]),
    ]
    grid = grid_of(level, [Line(x, top, bottom) for x in xs])
    segments = [s for line in body for s in line.segments]
    members: dict[int, list[Segment]] = {}
    owner = np.full((len(grid.ys) - 1, len(grid.xs) - 1), -1)
    for k, box in enumerate(grid.boxes):
        owner[box.row : box.row + box.row_span, box.column : box.column + box.column_span] = k
    for segment in segments:
        height = heights.get(id(segment), segment.middle)
        row = band_of(grid.ys, height)
        column = band_of(grid.xs, segment.centre)
        members.setdefault(int(owner[row, column]), []).append(segment)
    em = em_of(page, [i for s in segments for i in s.members])
    cells: list[RawCell] = []
    for k, box in enumerate(grid.boxes):
        for part, inside in split_labels(box, members.get(k, []), grid.ys, em):
            cells.append(written_cell(page, grid, part, inside))
    return merge_sections(merge_totals(cells, grid.xs), grid.xs, em), grid.ys


def _to_edge(rule: Line, x1: float) -> Line:
    """A rule that stops a little before the table's right edge goes up to it."""
    return Line(rule.at, rule.start, x1) if x1 - _SHORT < rule.end < x1 else rule


def shaded_rows(
    region: Region, rules: list[Line], anchors: list[float], xs: list[float], top: float, bottom: float
) -> list[float] | None:
    """Edges of rows that are shaded in turn over their whole width: these do not tell which cells are merged."""
    edges = [top, *(r.at for r in rules), bottom]
    if region.source != "shading" or any(r.start > xs[0] + 8 for r in rules):
        return None
    single = all(sum(a < y < b for y in anchors) == 1 for a, b in itertools.pairwise(edges))
    return edges if single else None


def row_heights(columns: list[ColumnLines], rows: Rows | None, anchors: list[float]) -> dict[int, float]:
    """For labels written in several lines: the height of the row they were written in."""
    found: dict[int, float] = {}
    for column, cells in zip(columns, rows or [], strict=False):
        for anchor, numbers in zip(anchors, cells, strict=True):
            if len(numbers) > 1:
                found.update({id(s): anchor for n in numbers for s in column.segments[n]})
    return found


def aligned_body(
    page: Page,
    xs: list[float],
    columns: list[ColumnLines],
    written: Rows | None,
    anchors: list[float],
    top: float,
    bottom: float,
    em: float,
    bands: list[float] | None,
) -> tuple[list[RawCell], list[float]]:
    """Rows from the heights of the values; labels that stand centred over several rows cover them.

    `bands` are the edges of the rows where they are known from elsewhere.
    """
    rows = written or [assign(column, anchors, em) for column in columns]
    placed, ys = placed_labels(columns, rows, anchors, (top, bottom), em, written is not None, bands)
    grid = Grid(xs, ys, [])
    cells = [
        written_cell(page, grid, GridBox(start, c, end - start, 1), segments)
        for start, end, c, segments in placed
    ]
    return merge_sections(merge_totals(cells, xs), xs, em), ys
