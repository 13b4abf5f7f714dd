"""Titles, units and notes that stand in rows of a table's own grid, cut from it; and several tables in one grid.

Workbooks, and the web pages that are made of them, know one grid for all that stands on a sheet. A row with one text
over all columns at the head of the grid is the title; at its foot a note; and where such rows name another table with
headings right below them, that is another table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from extractors.formats.blocks import Align, Beside, Block, Grid, GridCell, Paragraph
from extractors.formats.cuts.row_kinds import (
    begins_table,
    has_label,
    heads,
    holds_number,
    is_about,
    is_about_row,
    is_foot,
    is_note,
    is_number_of,
    is_quantity,
    is_title,
    signs,
    texts_of,
)
from extractors.formats.layout import LEFT, column_widths, letters
from extractors.vocabulary import is_unit_line
from normalizers.numbers import lookup
from normalizers.text import match_key

_TITLE_SIZE = 14.0  # points, where the reader knows none
_SIZE = 10.5
_Rows = tuple[int, int, list[Block]]
_MOST = 0.6  # share of the columns over which a text stands that is meant for all of them


def cut_grid(grid: Grid, is_open: bool = False) -> list[Block]:
    """A grid as what it shows from top to bottom: titles, units and notes as paragraphs, and its table or tables.

    `is_open`: no lines are drawn, so that whatever stands alone at the head or the foot stands outside the table.
    """
    return [block for _, _, blocks in cut_rows(grid, is_open) for block in blocks]


def cut_rows(grid: Grid, is_open: bool = False) -> list[_Rows]:
    """The same, part by part: its first row, the row behind its last one, and what it shows."""
    return _Cut(grid, is_open).parts()


class _Cut:
    """A grid and its filled cells by the row in which they begin."""

    def __init__(self, grid: Grid, is_open: bool) -> None:
        self._grid, self._is_open = grid, is_open
        self._rows: list[list[GridCell]] = [[] for _ in range(grid.row_count)]
        self._is_held = bytearray(grid.row_count + 1)  # a cell goes on from the row before into this one
        for cell in grid.cells:
            if cell.text:
                self._rows[cell.row].append(cell)
                for row in range(cell.row + 1, min(cell.row + cell.row_span, grid.row_count)):
                    self._is_held[row] = 1
        for cells in self._rows:
            cells.sort(key=lambda cell: cell.column)
        widths = column_widths(grid)
        self._xs = list(accumulate(widths, initial=LEFT if grid.x0 is None else grid.x0))

    def parts(self) -> list[_Rows]:
        starts = [*self._starts(), len(self._rows)]
        return [part for first, end in pairwise(starts) for part in self._table(first, end) if part[2]]

    def _starts(self) -> list[int]:
        """Rows at which another table begins, with its title; the first is 0."""
        found = [0]
        first_of_group: int | None = None
        wide = 0  # rows of several texts since the last table began
        for number, row in enumerate(self._rows):
            texts = texts_of(row)
            if not texts:
                continue
            if self._may_stand_out(number):
                if first_of_group is None and not (len(texts) == 1 and is_note(texts[0])):
                    first_of_group = number
                continue
            if first_of_group is not None and wide > 1 and heads(texts):
                group = self._rows[first_of_group:number]
                if any(begins_table(texts_of(one)) for one in group):
                    found.append(first_of_group)
                    wide = 0
            first_of_group = None
            wide += len(texts) > 1
        return found

    def _may_stand_out(self, number: int) -> bool:
        """May a row stand between two tables: one text over all columns, or words about the table only?"""
        row = self._rows[number]
        if not row or not self._is_free(number):
            return False
        if len(row) == 1:
            text = row[0].text
            return (self._is_across(number) or is_about(text)) and is_title(
                text, is_across=True, is_open=self._is_open
            )
        return is_about_row(texts_of(row), self._is_open)

    def _is_free(self, number: int) -> bool:
        """Do all cells of a row begin and end there?"""
        return not self._is_held[number] and not self._is_held[number + 1]

    def _is_across(self, number: int) -> bool:
        """Is the only text of a row meant for more than its column?"""
        [cell] = self._rows[number]
        count = self._grid.column_count
        if cell.column_span >= count:
            return True
        if cell.column_span > 1:
            return cell.column_span >= _MOST * count and (cell.column == 0 or self._is_open)
        size = cell.size or _SIZE
        room = self._xs[cell.column + 1] - self._xs[cell.column]
        return letters(cell.text) * size > 1.2 * room and bool(self._grid.widths)

    def _table(self, first: int, end: int) -> list[_Rows]:
        """What stands in some rows of the grid: paragraphs over the table, the table, paragraphs below it."""
        top = first
        while top < end and self._stands_over(top):
            top += 1
        if top > first and self._is_band(top - 1, end):
            top -= 1
        bottom = end
        while bottom > top and self._stands_below(bottom - 1):
            bottom -= 1
        if not any(len(row) > 1 for row in self._rows[top:bottom]) and self._is_one_column(top, bottom):
            top = bottom = end
        above = [block for row in self._rows[first:top] for block in outside(row, self._xs)]
        below = [block for row in self._rows[bottom:end] for block in outside(row, self._xs, is_over=False)]
        table: list[Block] = [self._part(top, bottom)] if top < bottom else []
        return [(first, top, above), (top, bottom, table), (bottom, end, below)]

    def _is_band(self, number: int, end: int) -> bool:
        """Is the last row over the table the heading of its first band, since others head bands further down?"""
        row = self._rows[number]
        if self._is_open or len(row) != 1 or is_title(row[0].text, is_across=False, is_open=False):
            return False
        wide = [at for at in range(number + 1, end) if len(self._rows[at]) > 1]
        inside = range(wide[0], wide[-1]) if wide else range(0)
        return any(len(self._rows[at]) == 1 and self._is_free(at) and self._is_across(at) for at in inside)

    def _is_one_column(self, top: int, bottom: int) -> bool:
        return len({cell.column for row in self._rows[top:bottom] for cell in row}) <= 1

    def _stands_over(self, number: int) -> bool:
        row = self._rows[number]
        if not row or not self._is_free(number):
            return not row and not self._is_held[number]
        if len(row) == 1:
            # Without lines a text alone over the headings is a title wherever it was typed.
            is_across = self._is_across(number) or (self._is_open and row[0].column_span == 1)
            return is_title(row[0].text, is_across=is_across, is_open=self._is_open)
        return is_about_row(texts_of(row), self._is_open)

    def _stands_below(self, number: int) -> bool:
        row = self._rows[number]
        if not row or not self._is_free(number):
            return not row and not self._is_held[number]
        if len(row) == 1:
            return is_foot(row[0].text, is_across=self._is_across(number), is_open=self._is_open)
        return signs(texts_of(row), self._is_open)

    def _part(self, first: int, end: int) -> Grid:
        """Some rows as a grid of their own."""
        grid = self._grid
        if first == 0 and end == len(self._rows):
            return grid
        cells = [cell for cell in grid.cells if first <= cell.row < end]
        for cell in cells:
            cell.row -= first
            cell.row_span = min(cell.row_span, end - first - cell.row)
        middle = grid.middle
        if middle is not None:
            middle = replace(middle, at=middle.at - first) if first < middle.at < end else None
        return Grid(cells, end - first, grid.column_count, grid.widths, grid.x0, middle)


def outside(row: Sequence[GridCell], xs: Sequence[float], *, is_over: bool = True) -> list[Block]:
    """The texts of a row outside all tables (from left to right), beside each other; `xs` are the edges of the columns.

    A label whose value stands in the next cell is one text with it. A number with a cell of its own is a table, be it
    of one row: of sentences only what is a fact is published, of tables every number.
    """
    joined: list[list[GridCell]] = []
    for cell in row:
        if joined and _goes_with(joined[-1], cell):
            joined[-1].append(cell)
        else:
            joined.append([cell])
    parts: list[list[Block]] = [
        [grid_of(group, xs)] if holds_number(texts_of(group)) else [*_lines_of(group, xs, is_over)]
        for group in joined
    ]
    if len(parts) == 1:
        return parts[0]
    return [Beside(parts)] if parts else []


def _goes_with(group: Sequence[GridCell], cell: GridCell) -> bool:
    """Does a cell belong to those at its left: the value of a label, the unit of a number?"""
    before = group[-1].text
    if is_quantity(before):
        return lookup(cell.text) is not None or (is_quantity(cell.text) and not has_label(cell.text))
    if is_unit_line(cell.text) or has_label(cell.text):
        return False
    return match_key(before).endswith(":") or (is_number_of(before, cell.text) and not is_about(before))


def grid_of(cells: Sequence[GridCell], xs: Sequence[float]) -> Grid:
    """Cells that stand alone, in the rows and columns that they take."""
    left = min(cell.column for cell in cells)
    right = max(cell.column + cell.column_span for cell in cells)
    rows = sorted({row for cell in cells for row in range(cell.row, cell.row + cell.row_span)})
    place = {row: number for number, row in enumerate(rows)}
    own = [replace(cell, row=place[cell.row], column=cell.column - left) for cell in cells]
    widths = [end - start for start, end in pairwise(xs[left : right + 1])]
    return Grid(own, len(rows), right - left, widths, xs[left])


def _lines_of(group: Sequence[GridCell], xs: Sequence[float], is_over: bool) -> list[Paragraph]:
    first, last = group[0], group[-1]
    is_spread = first is not last or first.column_span > 1
    align = first.align or _align(first, xs, is_over)
    x0, x1 = xs[first.column], xs[last.column + last.column_span]
    if not is_spread and align == "left":
        x1 = max(x1, xs[-1])  # it runs over the cells beside it
    size = first.size or (_TITLE_SIZE if align == "center" and is_over else _SIZE)
    lines = first.lines if len(group) == 1 and first.lines else ("".join(cell.text for cell in group),)
    return [Paragraph(line, align, size, x0, x1, first.place) for line in lines if line]


def _align(cell: GridCell, xs: Sequence[float], is_over: bool) -> Align:
    """Where a text stands of which the reader does not say it."""
    if is_unit_line(cell.text):
        return "right"
    is_wide = cell.column_span == len(xs) - 1
    return "center" if is_over and is_wide and not is_about(cell.text) else "left"
