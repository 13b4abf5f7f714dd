"""One printed number of a table with its address and its settled meaning."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.addresses import Column, Line, Part
from extractors.model import RawCell
from normalizers.facets import Facets
from normalizers.numbers import Quantity, Unit
from pipeline.context import Amount


@dataclass(slots=True)
class Figure:
    """A number and all that was found out about it.

    `facets` are those of the labels on both paths, of the caption and of the document, the nearer before the farther.
    `names` are the labels of its row by what they name (region, program, item …), `item` what the headings of its
    column leave as a name of their own. `amount` is the number
    as money, None where it is none.
    """

    cell: RawCell
    row: int
    part: Part
    line: Line
    column: Column
    facets: Facets
    names: dict[str, str]
    item: str = ""
    value: Decimal | None = None
    quantity: Quantity | None = None
    unit: Unit | None = None
    amount: Amount | None = None
    row_path: tuple[str, ...] = ()
    column_path: tuple[str, ...] = ()
    is_total: bool = (
        False  # it is in another number of the part: a sum of printed parts, or a part counted in its whole
    )
    line_path: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()  # of the official classifications, at most one of each
    are_printed: bool = False  # `codes` are; else they are those that its name has
    region_code: str | None = None
    region_name: str | None = None
    fact_table: str | None = None
    fact_column: str | None = None

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def place(self) -> int:
        """The grid column in which the number stands; a ledger across has them in several."""
        return self.cell.column if self.part.is_pairs else self.column.index

    def taken_by(self, table: str, column: str) -> None:
        """Note which typed fact took the number; the first one counts."""
        if self.fact_table is None or self.fact_table.startswith("none:"):
            self.fact_table, self.fact_column = table, column
