"""Units that a table states within its rows: a row 单位：元, from which on it counts."""

from __future__ import annotations

from bisect import bisect_right

from extractors.kinds import ClassifiedTable
from extractors.model import RawCell
from extractors.whole import is_unit_line, unit_of
from normalizers.numbers import Unit, units


class RowUnits:
    """The rows of a table that state a unit for those below them."""

    def __init__(self, table: ClassifiedTable, owners: list[list[RawCell | None]]) -> None:
        stated = [
            (row, unit)
            for row in range(table.header_row_count, table.table.row_count)
            if (unit := _stated(owners[row])) is not None
        ]
        self._rows = [row for row, _ in stated]
        self._units = [unit for _, unit in stated]

    def above(self, row: int) -> Unit | None:
        """The unit of the nearest such row above."""
        position = bisect_right(self._rows, row)
        return self._units[position - 1] if position else None


def _stated(cells: list[RawCell | None]) -> Unit | None:
    """The unit of money that is all a row prints."""
    texts = {cell.text for cell in cells if cell is not None and cell.text}
    text = texts.pop() if len(texts) == 1 else ""
    if not text or not is_unit_line(text):
        return None
    unit = units.header_unit(f"单位：{unit_of(text)}")
    return unit if unit is not None and unit.kind in ("money", "money_fx") else None
