"""What the record builders share: the document's facts, access to cells, amounts with their unit,
provenance."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from extractors.kinds import ClassifiedTable, Column
from extractors.model import RawCell
from extractors.whole import unit_for_all
from normalizers import periods
from normalizers.labels import is_total_label
from normalizers.numbers import parse_number, quantities, units, without_remark
from normalizers.text import is_blank, match_key
from pipeline.context.amounts import Amount, money_unit
from pipeline.context.row_units import RowUnits
from pipeline.context.stated_units import stated_figures, unit_of_figures

Row = dict[str, Any]


@dataclass(slots=True)
class Context:
    """Facts of the document that its rows inherit, and the findings made on the way."""

    document_id: str
    region_code: str | None = None
    region_name: str | None = None
    fiscal_year: int | None = None
    program_name: str | None = None
    form_program: str | None = None  # the programme that the last form stated, of a document with several
    programme_lines: set[tuple[str, int]] = field(default_factory=set)
    """Table and row of the lines that are programmes themselves, in a list of names of programmes."""
    prose: list[tuple[int, str]] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    _figures: dict[Decimal, frozenset[str]] | None = None
    _unit_of_tables: str | None = None

    def figures(self) -> dict[Decimal, frozenset[str]]:
        """Long figures of the prose with the money units behind them."""
        if self._figures is None:
            self._figures = stated_figures(line for _, line in self.prose)
        return self._figures

    def unit_of_tables(self) -> units.Unit | None:
        """The unit that the prose states for all tables of the document."""
        if self._unit_of_tables is None:
            self._unit_of_tables = unit_for_all(self.prose)
        return units.lookup(self._unit_of_tables) if self._unit_of_tables else None

    def finding(self, check: str, severity: str, message: str, **place: Any) -> None:
        """Note a doubt or contradiction; see the `findings` table for the fields of `place`."""
        self.findings.append(
            {
                "document_id": self.document_id,
                "check": check,
                "severity": severity,
                "message": message,
                **place,
            }
        )


class TableRows:
    """Cells of a classified table by row and column, and rows of facts with provenance."""

    def __init__(self, context: Context, table: ClassifiedTable, table_id: str) -> None:
        self.context = context
        self.classified = table
        self.table = table.table
        self.table_id = table_id
        self._owners = table.table.owners()
        self._of_headings: dict[tuple[str, ...], units.Unit | None] = {}
        self._prose_asked = False
        self._prose_unit: units.Unit | None = None

    @cached_property
    def fiscal_year(self) -> int | None:
        """The one year that the caption names, else the year of the document."""
        named = periods.find_years(self.table.caption)
        return named[0] if len(named) == 1 else self.context.fiscal_year

    @cached_property
    def _row_units(self) -> RowUnits:
        return RowUnits(self.classified, self._owners)

    def cell(self, row: int, column: int) -> RawCell | None:
        return self._owners[row][column]

    def text(self, row: int, column: Column | None) -> str:
        """Text at a row and column; empty when there is no such column or cell."""
        cell = self._owners[row][column.index] if column is not None else None
        return cell.text if cell is not None else ""

    def cells(self, row: int) -> list[RawCell]:
        """Distinct cells of a row from left to right."""
        found: list[RawCell] = []
        for cell in self._owners[row]:
            if cell is not None and (not found or cell is not found[-1]):
                found.append(cell)
        return found

    def starts(self, row: int, column: Column) -> bool:
        """Does the cell of this column begin in this row?"""
        cell = self._owners[row][column.index]
        return cell is not None and cell.row == row

    def is_total(self, row: int) -> bool:
        """Is one of the row's first labels a word for total?"""
        labels = [c for c in self.cells(row) if c.text]
        return any(is_total_label(c.text) for c in labels[:3])

    def page(self, row: int, column: int) -> int:
        cell = self._owners[row][column]
        if cell is None:
            return self.table.page_first
        if cell.parts:
            for part in reversed(cell.parts):
                if row >= part.row:
                    return part.page_number
        return cell.page_number

    def confidence(self, row: int, column: int) -> float:
        """The table's, or that of the cell's least sure character where it had to be recognised."""
        cell = self._owners[row][column]
        sure = cell.ocr_confidence if cell is not None else None
        return self.table.confidence if sure is None else round(min(self.table.confidence, sure), 3)

    def fact(self, row: int, column: int, source_text: str, **values: Any) -> Row:
        """A fact row with its provenance."""
        return {
            "document_id": self.context.document_id,
            "table_id": self.table_id,
            "page_number": self.page(row, column),
            "row_index": row,
            "column_index": column,
            "source_kind": "cell",
            "source_text": source_text,
            "confidence": self.confidence(row, column),
            "fiscal_year": self.context.fiscal_year,
            **values,
        }

    def row_text(self, row: int) -> str:
        """The row as printed, cells separated by bars."""
        return " | ".join(c.text for c in self.cells(row) if c.text)

    def read_amount(
        self,
        text: str,
        headings: tuple[str, ...],
        label: str,
        row: int,
        beside: units.Unit | None = None,
    ) -> Amount | None:
        """An amount whose unit may stand in the cell, `beside` it in a column of units, in a row above it, a heading,
        the row label, the table's unit line or caption."""
        if is_blank(text):
            return None
        # A currency sign says which money it is, not that a table in 万元 changes to 元 in this cell.
        value = parse_number(text)
        if value is None:
            value = parse_number(without_remark(text))
        if value is not None:
            nearest = beside or self._row_units.above(row)
            unit, source = (nearest, "cell") if nearest is not None else self._unit(headings, label)
            if unit is None and text.strip()[0] in "¥￥":
                unit, source = units.lookup("元"), "cell"
        else:
            quantity = quantities.parse_quantity(text)
            if quantity is None or quantity.value is None or quantity.op != "=":
                self._unread(text, row)
                return None
            value, unit, source = quantity.value, quantity.unit_obj, "cell"
            readable = not quantity.unit if unit is None else unit.kind in ("money", "money_fx", "scale")
            if not readable:
                self._unread(text, row)
                return None
            if unit is None:  # ≈845.00
                unit, source = self._unit(headings, label)
            elif unit.kind == "scale":  # 845万
                unit = self._of_money(unit, headings, label) or unit
        yuan = units.to_yuan(value, unit)
        return Amount(text, value, unit.name if unit else None, source if unit else None, yuan)

    def _unit(self, headings: tuple[str, ...], label: str) -> tuple[units.Unit | None, str | None]:
        if headings not in self._of_headings:
            self._of_headings[headings] = money_unit(headings)
        unit = self._of_headings[headings] or money_unit((label,))
        if unit is not None:
            return unit, "header"
        if self._unit_of_table is not None:
            return self._unit_of_table, "caption"
        unit = self._unit_in_prose()
        return (unit, "document") if unit is not None else (None, None)

    def _of_money(self, scale: units.Unit, headings: tuple[str, ...], label: str) -> units.Unit | None:
        """万 of the money in which the table counts, by what states its unit, else by what its other cells print."""
        stated, _ = self._unit(headings, label)
        return units.scaled(scale, stated or self._money_in_cells)

    @cached_property
    def _money_in_cells(self) -> units.Unit | None:
        """A unit of the one currency that the cells of the table print; None where they print none or two."""
        read = (quantities.parse_quantity(cell.text) for cell in self.table.cells)
        found = [q.unit_obj for q in read if q and q.value is not None and q.unit_obj is not None]
        money = [unit for unit in found if unit.kind in ("money", "money_fx")]
        return money[0] if len({unit.currency for unit in money}) == 1 else None

    @cached_property
    def _unit_of_table(self) -> units.Unit | None:
        """The unit of money that the table's unit line or its caption states."""
        stated = self.table.unit_text
        # Behind 单位： a list such as 万元、% is read as one, and its money counts.
        return money_unit((f"单位：{stated}" if stated else "", stated, self.table.caption))

    def _unit_in_prose(self) -> units.Unit | None:
        """The unit that the prose states for all tables, or for figures of this one."""
        if not self._prose_asked:
            self._prose_asked = True
            self._prose_unit = self.context.unit_of_tables() or unit_of_figures(
                self.context.figures(), (c.text for c in self.table.cells)
            )
        return self._prose_unit

    def _unread(self, text: str, row: int) -> None:
        self.context.finding(
            "unread_amount",
            "info",
            f"在金额栏中未能读出金额：“{text[:40]}”",
            table_id=self.table_id,
            page_number=self.page(row, 0),
            row_index=row,
            printed=text[:200],
        )


def without_prefix(label: str) -> str:
    """A label without 其中： and a closing colon."""
    key = match_key(label)
    if key.startswith("其中:"):
        label = label.split("：", 1)[-1].split(":", 1)[-1]
    return label.strip().rstrip("：:").strip()
