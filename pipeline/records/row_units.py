"""Units that a table states within its rows: a row 单位：元 from which on it counts, a column of units."""

from __future__ import annotations

from bisect import bisect_right

from extractors.captions import is_unit_line, unit_of
from extractors.classify import Block, ClassifiedTable
from extractors.model import RawCell
from normalizers import units
from normalizers.units import Unit

_INDICATORS = frozenset({"actual_text", "level1", "level2", "level3", "target_text"})


class RowUnits:
    """The rows of a table that state a unit for those below them."""

    def __init__(self, table: ClassifiedTable, owners: list[list[RawCell | None]]) -> None:
        self._owners = owners
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

    def beside(self, row: int, block: Block) -> Unit | None:
        """The unit that the row states in the block's column of units, where this tells money from other things.

        Beside indicators, or where it never states money (台 beside a price), it speaks of something else.
        """
        column = block.column("unit")
        if column is None or any(c.role in _INDICATORS for c in block.columns):
            return None
        stated = {r: self._unit_at(r, column.index) for r in block.rows}
        is_of_money = any(unit is not None and unit.kind == "money" for unit in stated.values())
        return stated.get(row) if is_of_money else None

    def _unit_at(self, row: int, column: int) -> Unit | None:
        cell = self._owners[row][column]
        return units.lookup(cell.text) if cell is not None else None


def _stated(cells: list[RawCell | None]) -> Unit | None:
    """The unit of money that is all a row prints."""
    texts = {cell.text for cell in cells if cell is not None and cell.text}
    text = texts.pop() if len(texts) == 1 else ""
    if not text or not is_unit_line(text):
        return None
    unit = units.header_unit(f"单位：{unit_of(text)}")
    return unit if unit is not None and unit.kind in ("money", "money_fx") else None
