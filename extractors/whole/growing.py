"""A table that grows page by page, with what every page break asks of the rows above it.

Looking at all of them again at each break would take the square of the pages. Only cells that reach the last row can
still change: what is counted of the others stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractors.model import RawCell
from normalizers.text import match_key

_DENSE = 0.85  # share of filled rows from which a column is expected to be filled


class GrowingTable:
    """`cells` of the first `rows` rows; add to them with `add` and `extended` only."""

    def __init__(self, cells: list[RawCell], rows: int) -> None:
        self.cells: list[RawCell] = []
        self.rows = 0
        self._at_end: list[RawCell] = []  # cells that may reach the last row
        self._head: list[RawCell] = []  # cells of the first row
        self._tall: dict[int, int] = {}  # column -> lowest row in which a cell of several rows begins
        self._single: list[RawCell] = []  # cells not yet counted in the following
        self._places: Counter[int] = Counter()
        self._filled: Counter[int] = Counter()
        self._open: list[RawCell] = []  # cells whose text is not yet among the following
        self._usual: set[tuple[int, str]] = set()
        self.add(cells, rows)

    def add(self, cells: Iterable[RawCell], rows: int) -> None:
        """Take more cells, with which the table has so many rows."""
        self.rows = rows
        for cell in cells:
            self.cells.append(cell)
            self._at_end.append(cell)
            self._single.append(cell)
            self._open.append(cell)
            if cell.row == 0:
                self._head.append(cell)
            self.extended(cell)
        self._at_end = [cell for cell in self._at_end if cell.row + cell.row_span == rows]

    def extended(self, cell: RawCell) -> None:
        """A cell may have become taller."""
        if cell.row_span > 1:
            self._tall[cell.column] = max(cell.row, self._tall.get(cell.column, 0))

    @property
    def has_merged_cells(self) -> bool:
        """Does any cell reach over several rows?"""
        return bool(self._tall)

    def last(self) -> dict[int, RawCell]:
        """Column -> the cell that ends with the last row."""
        return {cell.column: cell for cell in self._at_end}

    def merged_columns(self) -> set[int]:
        """Columns with a cell of several rows below the header."""
        header = max((cell.row_span for cell in self._head), default=1)
        return {column for column, row in self._tall.items() if row >= header}

    def dense_columns(self) -> set[int]:
        """Columns whose single-row cells above the last row are nearly all filled."""
        waiting = []
        for cell in self._single:
            if cell.row >= self.rows - 1:
                waiting.append(cell)
            elif cell.row_span == 1:
                self._places[cell.column] += 1
                self._filled[cell.column] += bool(cell.text)
        self._single = waiting
        return {column for column, count in self._places.items() if self._filled[column] >= _DENSE * count}

    def is_usual(self, column: int, text: str) -> bool:
        """Does the text stand in a cell of the column that ends above the last row?"""
        waiting = []
        for cell in self._open:
            if cell.row + cell.row_span < self.rows:
                self._usual.add((cell.column, match_key(cell.text)))
            else:
                waiting.append(cell)
        self._open = waiting
        return (column, match_key(text)) in self._usual
