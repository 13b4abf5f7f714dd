"""Findings where the numbers of a table gave facts and something about them could not be read."""

from __future__ import annotations

from collections.abc import Iterable

from normalizers import regions
from normalizers.facets import read_label
from normalizers.numbers import parse_number
from pipeline.context import Row, TableRows
from pipeline.meaning import Figure, PartMeaning, plain_name

_MONEY = ("amount_yuan", "due_yuan", "paid_yuan")
_LONGEST = 40  # letters of a text that a message quotes


def note_unreadable(view: TableRows, meanings: Iterable[PartMeaning], found: dict[str, list[Row]]) -> None:
    """Say which amounts have no unit and which rows no name, and which texts are no amount or no known region."""
    for row in (*found["budget"], *found["disbursement"]):
        if row["amount_unit"] is None and all(row.get(column) is None for column in _MONEY):
            _note_unit(view, row)
    unnamed = [row for row in found["budget"] if row["line_item"] is None and not row["is_total"]]
    if len(unnamed) < len(found["budget"]):
        for row in unnamed:
            message = f"金额“{row['amount_text'][:_LONGEST]}”所在的行没有名称"
            _note(view, "line_not_named", "info", message, row["row_index"], row["amount_text"])
    for meaning in meanings:
        _note_texts(view, meaning)
        _note_regions(view, meaning)


def _note_unit(view: TableRows, row: Row) -> None:
    cell = view.cell(row["row_index"], row["column_index"])
    text = cell.text if cell is not None else row["source_text"]
    message = f"金额“{text[:_LONGEST]}”没有注明单位，未换算为元"
    _note(view, "unit_not_stated", "warning", message, row["row_index"], text)


def _note_texts(view: TableRows, meaning: PartMeaning) -> None:
    """A text among the amounts of a column is none. Headings that are printed again are no doubt, nor marks such as
    ×, which say that there is nothing to print."""
    money = {figure.column.index for figure in meaning.figures if figure.fact_column in _MONEY}
    for figure in meaning.figures:
        cell = figure.cell
        if figure.value is not None or figure.column.index not in money or cell.column_span > 1:
            continue
        said = read_label(cell.text)
        if any(map(str.isalnum, cell.text)) and not (said.measure or said.is_total or said.names):
            message = f"在金额栏中未能读出金额：“{cell.text[:_LONGEST]}”"
            _note(view, "unread_amount", "info", message, figure.row, cell.text)


def _note_regions(view: TableRows, meaning: PartMeaning) -> None:
    """A name in a column of regions that the reference does not know keeps its place, without a code.

    What lies below a county is in no reference, so a county's own table is not doubted.
    """
    context = view.context
    if context.region_code is not None and not context.region_code.endswith("00"):
        return
    named = {f.region_name: f for f in reversed(meaning.figures) if f.region_code is None and _is_taken(f)}
    for name, figure in reversed(named.items()):
        if name is None or name != figure.names.get("region") or parse_number(name) is not None:
            continue
        said = read_label(name)
        found = regions.resolve(plain_name(name), parent_code=context.region_code, year=context.fiscal_year)
        if found is None and not (said.is_total or said.is_whole_region or said.own_level):
            message = f"地区名称“{name[:_LONGEST]}”未能对应到行政区划代码"
            _note(view, "unknown_region", "info", message, figure.row, name)


def _is_taken(figure: Figure) -> bool:
    return figure.fact_table is not None and not figure.fact_table.startswith("none:")


def _note(view: TableRows, check: str, severity: str, message: str, row: int, printed: str) -> None:
    view.context.finding(
        check,
        severity,
        message,
        table_id=view.table_id,
        page_number=view.page(row, 0),
        row_index=row,
        printed=printed[:200],
    )
