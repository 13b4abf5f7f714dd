"""The middle rows of a long sheet, packed until they are asked for.

Where a table begins and ends its first and last rows tell; what lies between is nearly all of a sheet that is long.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.formats.cuts.row_kinds import begins_table, is_about_row
from extractors.formats.workbooks.workbook import Look, SheetCell

CELLS_KEPT = 30_000
"""Cells at the beginning, and at least as many at the end, that are never packed."""


Blank = tuple[int, int, Look]
"""Row, column and look of a cell that shows nothing but the lines at its edges."""


class RowsAside:
    """Whole rows of cells, from top to bottom, as the reader of the file gave them."""

    def __init__(self) -> None:
        self.first = self.last = -1
        self.columns: set[int] = set()
        self._packed: list[bytes] = []
        self._looks: dict[Look, int] = {}

    def __contains__(self, row: int) -> bool:
        return self.first <= row <= self.last

    def put(self, cells: Sequence[SheetCell], blanks: Sequence[Blank]) -> None:
        """Pack rows below those that are here already."""
        self.first = cells[0].row if self.first < 0 else self.first
        self.last = cells[-1].row
        self.columns.update(cell.column for cell in cells)
        self._packed.append(self.pack(cells, blanks))

    def pack(self, cells: Sequence[SheetCell], blanks: Sequence[Blank] = ()) -> bytes:
        texts = [(c.row, c.column, c.text, self._number(c.look), c.column_span, c.is_number) for c in cells]
        lines = [(row, column, self._number(look)) for row, column, look in blanks]
        return zlib.compress(marshal.dumps((texts, lines)), 1)

    def unpack(self, packed: bytes) -> tuple[list[SheetCell], list[Blank]]:
        """The cells again, each a new one, and those that show nothing."""
        looks = list(self._looks)
        texts, lines = marshal.loads(zlib.decompress(packed))
        cells = [
            SheetCell(row, column, text, "", looks[look], 1, column_span, is_number)
            for row, column, text, look, column_span, is_number in texts
        ]
        return cells, [(row, column, looks[look]) for row, column, look in lines]

    def parts(self) -> Iterator[tuple[list[SheetCell], list[Blank]]]:
        """The cells of some rows at a time."""
        return map(self.unpack, self._packed)

    def _number(self, look: Look) -> int:
        return self._looks.setdefault(look, len(self._looks))


def is_middle(cells: Sequence[SheetCell], before: int) -> bool:
    """May rows be set aside, as those of one table? `before`: the row over them."""
    for row, own in groupby(cells, key=lambda cell: cell.row):
        texts = []
        for cell in own:
            if cell.column_span < 0:
                return False
            texts.append(cell.text)
        stands_out = len(texts) == 1 or is_about_row(texts, is_open=True)
        if row != before + 1 or (stands_out and begins_table(texts)):
            return False
        before = row
    return True
