"""Excel workbooks: Chinese headers, numbers as numbers, codes as text, no formula, and a last sheet that explains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from rich.cells import cell_len

from pipeline.answers.about import About
from pipeline.answers.spreadsheets import LONGEST_TEXT, is_formula, storable
from pipeline.answers.words import rows_in_words
from pipeline.errors import UsageError
from pipeline.version import program_version

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_TITLE = 31
_WIDEST = 44
_MEASURED_ROWS = 200
_ROOM_FOR_ARROW = 4  # of the filter, beside the header
_OTHER = "Write another form: --format csv or parquet."
_PLAIN = (bool, int, float)
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what is known about it. The title is cut to what Excel allows."""

    title: str
    table: pa.Table
    about: About = field(default_factory=About)


def fits(table: pa.Table) -> bool:
    """True when one sheet holds all rows beside the header, and all columns."""
    return bool(table.num_rows < MOST_ROWS and table.num_columns <= MOST_COLUMNS)


def write_workbook(sheets: Sequence[Sheet], about: About, stream: BinaryIO) -> None:
    """The sheets, then 说明: what they are, and what each column means. Raises UsageError for what does not fit."""
    for sheet in sheets:
        if not fits(sheet.table):
            raise UsageError(
                f"a sheet holds {MOST_ROWS - 1:,} rows and {MOST_COLUMNS:,} columns; "
                f"there are {sheet.table.num_rows:,} and {sheet.table.num_columns:,}",
                _OTHER,
            )
    book = Workbook(write_only=True)
    book.properties.title = about.title
    book.properties.subject = "绩效评价数据"
    book.properties.creator = f"jixiao {program_version()}"
    book.properties.description = "\n".join(f"{key}: {text}" for key, text in about.facts.items())[
        :LONGEST_TEXT
    ]
    book.properties.language = "zh-CN"
    for sheet in sheets:
        _write_table(book, sheet)
    _write_notes(book, sheets, about)
    book.save(stream)


def _write_table(book: Any, sheet: Sheet) -> None:
    table, labels = sheet.table, _labels(sheet)
    page = book.create_sheet(_title(sheet.title))
    page.freeze_panes = "A2"
    if labels:
        page.auto_filter.ref = f"A1:{letters(len(labels) - 1)}{table.num_rows + 1}"
    measured = list(zip(*rows_in_words(table.slice(0, _MEASURED_ROWS), sheet.about), strict=True)) or [
        ()
    ] * len(labels)
    for index, (label, values) in enumerate(zip(labels, measured, strict=True)):
        width = max([cell_len(label) + _ROOM_FOR_ARROW, *(_width(one) for one in values if one is not None)])
        page.column_dimensions[letters(index)].width = min(_WIDEST, width) + 2
    formats = [number_format(one) for one in table.schema]
    try:
        page.append([_header(page, label) for label in labels])
        for row in rows_in_words(table, sheet.about):
            page.append([_cell(page, value, form) for value, form in zip(row, formats, strict=True)])
    except UsageError:
        page.close()
        raise


def number_format(column: pa.Field) -> str:
    """How Excel shows the values: yuan with thousands and two digits, codes and ids as text, the rest as it is."""
    name, kind = column.name, column.type
    if pa.types.is_string(kind):
        # Not for every text: Excel shows ##### for long ones of this format.
        return "@" if name.endswith(("_code", "_id")) or name == "sha256" else "General"
    if pa.types.is_date(kind):
        return "yyyy-mm-dd"
    if pa.types.is_timestamp(kind):
        return "yyyy-mm-dd hh:mm:ss"
    if name.endswith("_yuan") or pa.types.is_decimal(kind):
        return "#,##0.00"
    return "#,##0" if name.endswith("_usd") else "General"


def _write_notes(book: Any, sheets: Iterable[Sheet], about: About) -> None:
    """Facts, then one row a column: sheet, Chinese name, name in the tables, meaning in both languages."""
    page = book.create_sheet("说明")
    for index, width in enumerate((18, 26, 30, 60, 60, 60)):
        page.column_dimensions[letters(index)].width = width
    page.append([_header(page, "标题"), cell_of(page, about.title)])
    for key, text in about.facts.items():
        page.append([_header(page, key), cell_of(page, text[:LONGEST_TEXT])])
    page.append([])
    page.append([_header(page, text) for text in ("工作表", "列名", "字段", "含义", "English", "代码")])
    for sheet in sheets:
        names = sheet.table.column_names
        for label, name in zip(_labels(sheet), names, strict=True):
            one = sheet.about
            meanings = one.meaning(name), one.columns.get(name, ""), one.codes(name)
            page.append([cell_of(page, text) for text in (_title(sheet.title), label, name, *meanings)])


def cell_of(page: Any, value: Any) -> Any:
    """A cell for a row of the page. Raises UsageError for a text that is too long."""
    value = storable(value)
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        # "=300.00(场)" is a printed target, not a formula; the mark keeps it text when the cell is edited.
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    return cell


def _cell(page: Any, value: Any, form: str) -> Any:
    if value is None or (form == "General" and type(value) in _PLAIN and storable(value) is value):
        return value  # openpyxl takes it as it is, three times as fast
    cell = cell_of(page, value)
    if form != "General" and (form == "@" or cell.data_type != "s"):
        cell.number_format = form
    return cell


def _header(page: Any, label: str) -> Any:
    cell = cell_of(page, label)
    cell.font, cell.fill = Font(bold=True), _HEADER
    cell.alignment = Alignment(vertical="center")
    return cell


def _width(value: Any) -> int:
    text = (
        f"{value:,}"
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        else str(value)
    )
    return max((cell_len(line) for line in text.splitlines()), default=0)


def _labels(sheet: Sheet) -> list[str]:
    return sheet.about.labels(sheet.table.column_names)


def _title(text: str) -> str:
    return text.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE] or "jixiao"


def letters(index: int) -> str:
    """0 is A, 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
