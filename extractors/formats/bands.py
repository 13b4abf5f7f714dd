"""Tables too long to be read at once, a band of rows at a time, as a table of a PDF is printed page by page.

Every band begins with the headings of the table, and has some of the rows before and behind its own, in whose light
they are read: a line is a total by the lines that make it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from extractors.formats.blocks import Beside, Block, Grid, GridCell, Paragraph, Sheet
from extractors.formats.layout import lay_out
from extractors.model import PageContent

LONG = 60_000
"""Cells of a table that is read at once."""
BAND = 7_000
"""Cells of a band. What a table gives takes some twenty times the room of its cells."""
_FEWEST = 200  # rows of a band, however wide
_AROUND = 200  # rows before those of a band, and behind them
_STEPS = 200  # rows by which a band is shorter, so that it cuts no merged cell

Rows = dict[int, list[GridCell]]
"""Cells by the row of the whole table where they begin."""


class LongTable:
    """The rows of a table behind its first band, which stands on the page of its sheet with the first rows behind it.

    `place` is that of its first cell, by which its first band is known among the tables of the document.
    """

    def __init__(self, number: int, grid: Grid, first: int, around: Sequence[Sequence[Block]]) -> None:
        self.place = next((cell.place for cell in grid.cells if cell.text), "")
        self.row_count = grid.row_count + (grid.middle.row_count if grid.middle is not None else 0)
        self._number, self._grid, self._around = number, grid, around
        self.end = first
        """Rows before this one are laid out."""
        self._before: Rows = {}
        self._cells = _in_order(grid)
        self._ahead: deque[GridCell] = deque()  # cells that were looked at
        self._take(first + _AROUND, self._before)

    @property
    def is_done(self) -> bool:
        return self.end >= self.row_count

    def first_band(self) -> Grid:
        """Its first rows as a table of their own, with some behind them."""
        return self._part(self._before, range(self._seen(self.end)))

    def next_band(self, headings: Iterable[int], parents: Collection[int]) -> tuple[PageContent, list[int]]:
        """The page that shows the next rows among others, and for each of its rows that of the whole table.

        `headings`: rows of the header; `parents`: rows that the last row of the band before stands below. What stands
        around the table on its sheet stands around the band, too.
        """
        start, behind = self.end, range(max(self.end - _AROUND, 0), self.end)
        shown = sorted({*headings, *(row for row in parents if row in self._before), *behind})
        held: Rows = {row: self._before[row] for row in shown if row in self._before}
        held |= {row: cells for row, cells in self._before.items() if row >= start or _reaches(cells, start)}
        self.end = self._next_end(start, held)
        self._take(self.end + _AROUND, held)
        rows = [*shown, *range(start, self._seen(self.end))]
        over, below = (list(map(_copied, blocks)) for blocks in self._around)
        page = lay_out(Sheet(self._number, [*over, self._part(held, rows), *below]))
        # The header is asked for again with every band.
        self._before = held | {row: self._before[row] for row in headings if row in self._before}
        return page, rows

    def _seen(self, end: int) -> int:
        return min(end + _AROUND, self.row_count)

    def _next_end(self, start: int, held: Rows) -> int:
        """Where a band from `start` on ends: before a row that no merged cell reaches into, if one is near."""
        count = rows_of_band(self._grid)
        if self.row_count - start <= count + count // 4:
            return self.row_count
        self._look_ahead(start + count)
        crossed: set[int] = set()
        for cell in chain(*held.values(), self._ahead):
            if cell.row_span > 1:
                crossed.update(range(cell.row + 1, min(cell.row + cell.row_span, start + count + 1)))
        ends = range(start + count, start + max(count - _STEPS, count // 2), -1)
        return next((end for end in ends if end not in crossed), start + count)

    def _look_ahead(self, row: int) -> None:
        """Have all cells at hand that begin before a row."""
        while not self._ahead or self._ahead[-1].row < row:
            cell = next(self._cells, None)
            if cell is None:
                return
            self._ahead.append(cell)

    def _take(self, end: int, rows: Rows) -> None:
        """Move the cells that begin before row `end` into `rows`."""
        self._look_ahead(end)
        while self._ahead and self._ahead[0].row < end:
            cell = self._ahead.popleft()
            rows.setdefault(cell.row, []).append(cell)

    def _part(self, held: Rows, rows: Sequence[int]) -> Grid:
        """Some rows of the table as a table; cells are as high as what is shown of them."""
        at = {row: n for n, row in enumerate(rows)}
        cells = []
        for cell in (cell for row in sorted(held) for cell in held[row]):
            seen = [at[row] for row in range(cell.row, cell.row + cell.row_span) if row in at]
            if seen:
                cells.append(replace(cell, row=seen[0], row_span=len(seen)))
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return Grid(cells, len(rows), self._grid.column_count, self._grid.widths, self._grid.x0)


def _in_order(grid: Grid) -> Iterator[GridCell]:
    """The cells of a table row by row, which are taken from it, with those that are left out among them."""
    cells, grid.cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.column), reverse=True), []
    middle = grid.middle
    if middle is not None:
        while cells and cells[-1].row < middle.at:
            cell = cells.pop()
            end = cell.row + cell.row_span
            if end > middle.at:
                cell.row_span += middle.row_count
            elif end == middle.at:
                cell.row_span += middle.reach.get(cell.place, 0)
            yield cell
        for cell in middle.cells():
            cell.row += middle.at
            yield cell
        for cell in cells:
            cell.row += middle.row_count
    while cells:
        yield cells.pop()


def _reaches(cells: Sequence[GridCell], row: int) -> bool:
    return any(cell.row + cell.row_span > row for cell in cells)


def rows_of_band(grid: Grid) -> int:
    """How many rows of a table are read at once."""
    return max(BAND // max(grid.column_count, 1), _FEWEST)


def cut_long(sheet: Sheet) -> list[LongTable]:
    """Its long tables, of each of which the first band is left on the sheet."""
    found = []
    for at, block in enumerate(sheet.blocks):
        if not isinstance(block, Grid) or not _is_long(block):
            continue
        long = LongTable(sheet.number, block, rows_of_band(block), _around(sheet.blocks, at))
        sheet.blocks[at] = long.first_band()
        found.append(long)
    return found


def _is_long(grid: Grid) -> bool:
    return grid.middle is not None or (
        len(grid.cells) > LONG
        and grid.row_count > 2 * rows_of_band(grid)
        and any(cell.place for cell in grid.cells)
    )


def _around(blocks: Sequence[Block], at: int) -> tuple[list[Block], list[Block]]:
    """The texts over a table, and those below it, up to the next tables."""
    over = at
    while over and _is_text(blocks[over - 1]):
        over -= 1
    below = at + 1
    while below < len(blocks) and _is_text(blocks[below]):
        below += 1
    return list(map(_copied, blocks[over:at])), list(map(_copied, blocks[at + 1 : below]))


def _is_text(block: Block) -> bool:
    if isinstance(block, Beside):
        return all(_is_text(one) for part in block.parts for one in part)
    return isinstance(block, Paragraph)


def _copied(block: Block) -> Block:
    """Texts that may be laid out, which takes them."""
    return Beside([list(map(_copied, part)) for part in block.parts]) if isinstance(block, Beside) else block
