"""Columns of a drawn table that no line parts: boxes in which texts stand side by side, row after row.

The counterpart of `row_bands`: some tables draw an upright line between some of their columns only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.lattice import Grid, GridBox
from extractors.model import RawCell
from extractors.pages import Page
from extractors.segments import Segment, SegmentLine, em_of, segment_lines
from extractors.values import is_value

_LEAST_ROWS = 3
_SHARE = 0.6  # of the rows that must have a text on either side
_WHITE = 0.5  # em of white between two columns, from the first row to the last
_SIDE_BY_SIDE = re.compile(r"\S\s+[-−+(（△▲]?\d")


def with_columns(
    page: Page, grid: Grid, members: list[list[int]], cells: Sequence[RawCell]
) -> tuple[Grid, list[list[int]]]:
    """The grid with such columns parted, and the characters (indices of the page) of each of its boxes.

    `cells` are the boxes as they are read now. Where nothing is to be parted, grid and members come back as they are.
    """
    suspects = [c for c in range(len(grid.xs) - 1) if _is_suspect(c, cells)]
    for column in reversed(suspects):
        at = _white_band(page, grid, members, column)
        if at is not None:
            grid, members = _parted(page, grid, members, column, at)
    return grid, members


def _is_suspect(column: int, cells: Sequence[RawCell]) -> bool:
    """Do the cells of a column hold figures behind white space, row after row? A look at the texts alone."""
    own = [c.text for c in cells if c.column == column and c.column_span == 1 and c.text]
    return sum(len(_SIDE_BY_SIDE.findall(text)) for text in own) >= _LEAST_ROWS


def _white_band(page: Page, grid: Grid, members: list[list[int]], column: int) -> float | None:
    """Where white parts the texts of a column's boxes, with figures behind it; None when nothing does."""
    lines: list[SegmentLine] = []
    for box, own in zip(grid.boxes, members, strict=True):
        if box.column == column and box.column_span == 1 and own:
            lines += segment_lines(page, own, em_of(page, own))
    rows = [line for line in lines if line.is_multiple]
    if len(rows) < _LEAST_ROWS or len(rows) < _SHARE * (len(lines) - 1):
        return None
    em = em_of(page, [i for line in rows for s in line.segments for i in s.members])
    inks = sorted((s.x0, s.x1) for line in rows for s in line.segments)
    end = inks[0][1]
    bands: list[tuple[float, float]] = []
    for x0, x1 in inks[1:]:
        if x0 - end > _WHITE * em:
            bands.append((end, x0))
        end = max(end, x1)
    for low, high in sorted(bands, key=lambda band: band[0] - band[1]):
        at = (low + high) / 2
        if _are_columns(rows, at):
            return at
    return None


def _are_columns(rows: list[SegmentLine], at: float) -> bool:
    """Do nearly all rows have one text left of a place and a figure right of it?"""
    left = [[s for s in row.segments if s.x1 < at] for row in rows]
    right = [[s for s in row.segments if s.x0 > at] for row in rows]
    both = sum(bool(a and b) for a, b in zip(left, right, strict=True))
    figures = sum(is_value(s.text) for part in right for s in part)
    return both >= _SHARE * len(rows) and figures >= _SHARE * sum(map(len, right))


def _parted(
    page: Page, grid: Grid, members: list[list[int]], column: int, at: float
) -> tuple[Grid, list[list[int]]]:
    """The grid with one more column edge; a box whose text stands across it covers both columns."""
    boxes: list[GridBox] = []
    inside: list[list[int]] = []
    for box, own in zip(grid.boxes, members, strict=True):
        end = box.column + box.column_span
        if box.column != column or box.column_span > 1:
            grown = box.column_span + (box.column <= column < end)
            boxes.append(GridBox(box.row, box.column + (box.column > column), box.row_span, grown))
            inside.append(own)
            continue
        lines = segment_lines(page, own, em_of(page, own)) if own else []
        segments = [s for line in lines for s in line.segments]
        if any(s.x0 < at < s.x1 for s in segments):
            boxes.append(GridBox(box.row, column, box.row_span, 2))
            inside.append(own)
            continue
        for side, part in enumerate(_sides(segments, at)):
            boxes.append(GridBox(box.row, column + side, box.row_span, 1))
            inside.append([i for s in part for i in s.members])
    order = sorted(range(len(boxes)), key=lambda k: (boxes[k].row, boxes[k].column))
    xs = sorted([*grid.xs, at])
    return Grid(xs, grid.ys, [boxes[k] for k in order]), [inside[k] for k in order]


def _sides(segments: list[Segment], at: float) -> tuple[list[Segment], list[Segment]]:
    return [s for s in segments if s.x1 <= at], [s for s in segments if s.x1 > at]
