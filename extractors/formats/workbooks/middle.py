"""What the packed middle rows of a sheet show, among its visible rows and columns."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate

from extractors.formats.workbooks.rows_aside import RowsAside
from extractors.formats.workbooks.workbook import Look, SheetCell, SheetCells, SheetMiddle

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based."""
Merges = dict[tuple[int, int], Range]
Shown = Callable[[list[SheetCell], Merges, Sequence[int]], list[SheetCell]]
"""Cells and merged cells of the file among the rows that are given, as they are shown."""


def middle_of(
    aside: RowsAside,
    merges: Merges,
    hidden_rows: Collection[int],
    around: Sequence[int],
    shown: Shown,
    address: Callable[[int, int], str],
    whole: Callable[[], SheetCells],
) -> SheetMiddle:
    """The rows that were set aside. `around`: the visible rows that were not, as the file numbers them."""
    at = bisect_left(around, aside.first)
    visible = array("l", (row for row in range(aside.first, aside.last + 1) if row not in hidden_rows))
    below = {
        address(*corner): bisect_right(around, area[2]) - at
        for corner, area in merges.items()
        if corner[0] in aside and area[2] > aside.last
    }

    def parts() -> Iterator[SheetCell]:
        for cells, _ in aside.parts():
            own, over = _merged(merges, cells[0].row, cells[-1].row)
            known = {(cell.row, cell.column) for cell in cells if (cell.row, cell.column) in own}
            free = [cell for cell in cells if not any(_covers(area, cell) for area in over)]
            free += [SheetCell(*corner, "", "", Look()) for corner in own if corner not in known]
            yield from (cell for cell in shown(free, own, visible) if cell.text.strip())

    filled, columns = bytearray(len(visible)), set[int]()
    for cell in parts():
        filled[cell.row : cell.row + cell.row_span] = b"\1" * cell.row_span
        columns.update(range(cell.column, cell.column + cell.column_span))
    # Rows without a text are no rows of the table.
    numbers = array("l", accumulate(filled, initial=0))

    def cells() -> Iterator[SheetCell]:
        for cell in parts():
            end = cell.row + cell.row_span
            cell.row_span = numbers[end] - numbers[cell.row] + below.get(cell.place, 0)
            cell.row = numbers[cell.row]
            yield cell

    reach = {
        address(*corner): numbers[bisect_right(visible, area[2])]
        for corner, area in merges.items()
        if corner[0] < aside.first and area[2] in aside
    }
    return SheetMiddle(at, numbers[-1], frozenset(columns), cells, reach, whole)


def _merged(merges: Merges, first: int, last: int) -> tuple[Merges, list[Range]]:
    """Merged cells that begin in some rows, and those that reach into them from above."""
    own = {corner: area for corner, area in merges.items() if first <= corner[0] <= last}
    return own, [area for area in merges.values() if area[0] < first <= area[2]]


def _covers(area: Range, cell: SheetCell) -> bool:
    return area[0] <= cell.row <= area[2] and area[1] <= cell.column <= area[3]
