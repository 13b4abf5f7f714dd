"""Tables drawn with ruling lines: grids of the page filled with the page's characters."""

from __future__ import annotations

from extractors.drawn.column_bands import with_columns
from extractors.drawn.overflow import text_below
from extractors.drawn.owners import share_out
from extractors.drawn.row_bands import with_rows
from extractors.grids import SNAP, Grid, GridBox, Line, find_grids, joined_lines
from extractors.lines import cell_text, first_left, set_headings
from extractors.model import RawCell, RawTable
from extractors.pages import Flags, Page
from extractors.vocabulary import is_value
from normalizers.text import clean


def read_ruled(page: Page, free: Flags) -> tuple[list[RawTable], list[Line]]:
    """The ruled tables of a page, and the level rules outside any grid.

    Characters that a table takes are no longer `free`.
    """
    grids, loose = find_grids(page.rules)
    tables: list[RawTable] = []
    # Inner grids first: a table drawn inside a cell of another keeps its own characters.
    for grid in sorted(grids, key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0])):
        marks = free.copy()
        table = fill_grid(page, grid, free)
        if table is not None and _is_open_below(table, loose):
            free[:] = marks
            loose = [*loose, *_level_lines(page, grid)]
        elif table is not None:
            tables.append(table)
    return tables, loose


def _is_open_below(table: RawTable, loose: list[Line]) -> bool:
    """Is only the header of a table drawn as a grid, and its rows stand between level rules as long as it?"""
    x0, x1 = table.xs[0], table.xs[-1]
    below = [r for r in loose if r.at > table.bottom and abs(r.start - x0) < SNAP and abs(r.end - x1) < SNAP]
    return bool(below) and not any(is_value(cell.text) for cell in table.cells)


def _level_lines(page: Page, grid: Grid) -> list[Line]:
    level, _ = joined_lines(page.rules)
    x0, x1, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
    return [
        line
        for line in level
        if top - SNAP < line.at < bottom + SNAP and line.start > x0 - SNAP and line.end < x1 + SNAP
    ]


def fill_grid(page: Page, grid: Grid, free: Flags) -> RawTable | None:
    """The table of a grid, filled with the free characters; None when the grid holds none."""
    members = share_out(page, grid, free)
    for k, i in text_below(page, grid, free):
        members[k].append(i)
    drawn, cells = grid, _cells(page, grid, members)
    grid, members = with_columns(page, grid, members, cells)
    grid, members = with_rows(page, grid, members)
    if grid is not drawn:
        cells = _cells(page, grid, members)
    if page.aslant:
        set_headings(page, cells)
    if not _is_table(cells):
        return None
    free[[i for inner in members for i in inner]] = False
    return RawTable(page.number, grid.xs, grid.ys, cells)


def _cells(page: Page, grid: Grid, members: list[list[int]]) -> list[RawCell]:
    return [_cell(page, grid, box, inner) for box, inner in zip(grid.boxes, members, strict=True)]


def _cell(page: Page, grid: Grid, box: GridBox, members: list[int]) -> RawCell:
    x0, x1 = grid.xs[box.column], grid.xs[box.column + box.column_span]
    top, bottom = grid.ys[box.row], grid.ys[box.row + box.row_span]
    text, is_full = cell_text(page, members, x1) if members else ("", False)
    left = first_left(page, members) if text else None
    return RawCell(
        box.row,
        box.column,
        box.row_span,
        box.column_span,
        x0,
        top,
        x1,
        bottom,
        clean(text),
        page.number,
        is_full,
        indent=left - x0 if left is not None else None,
    )


def _is_table(cells: list[RawCell]) -> bool:
    """A frame around prose or an empty drawing is no table: two columns or more, and text in two cells."""
    columns = {cell.column for cell in cells}
    filled = sum(1 for cell in cells if cell.text)
    return len(columns) >= 2 and filled >= 2
