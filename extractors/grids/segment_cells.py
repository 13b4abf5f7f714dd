"""Cells of a grid from the segments that stand in them."""

from __future__ import annotations

from extractors.grids.boxes import Grid, GridBox
from extractors.lines import Segment, cell_text, first_left
from extractors.model import RawCell
from extractors.pages import Page
from normalizers.text import clean


def written_cell(page: Page, grid: Grid, box: GridBox, segments: list[Segment]) -> RawCell:
    """The cell of a box, with the text of its segments."""
    x1 = grid.xs[box.column + box.column_span]
    members = [i for s in segments for i in s.members]
    text, is_full = cell_text(page, members, x1)
    left = first_left(page, members)
    return RawCell(
        box.row,
        box.column,
        box.row_span,
        box.column_span,
        grid.xs[box.column],
        grid.ys[box.row],
        x1,
        grid.ys[box.row + box.row_span],
        clean(text),
        page.number,
        is_full,
        text_centre=(min(s.x0 for s in segments) + max(s.x1 for s in segments)) / 2 if segments else None,
        indent=left - grid.xs[box.column] if left is not None else None,
    )
