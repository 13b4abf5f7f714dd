"""Excel workbooks: Chinese headers, numbers as numbers, codes as text, no formula.

The first sheet is 说明, the last 列说明: what each column means. Between them stand the tables, ready to be filtered,
scrolled and printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from pipeline.answers import sheet_layout as layout
from pipeline.answers import workbook_notes as notes
from pipeline.answers.about import About
from pipeline.answers.sheet_layout import Column
from pipeline.answers.spreadsheets import LONGEST_TEXT, is_formula, storable
from pipeline.answers.words import rows_in_words
from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop
from pipeline.version import program_version

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_TITLE = 31
_MEASURED_ROWS = 200
_OTHER = tr_noop("Write another form: --format csv or parquet.")
_TOP = Alignment(vertical="top")
_CENTRED = Alignment(horizontal="center", vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
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
    """What the workbook is, the sheets, and what each column means. Raises UsageError for what does not fit."""
    for sheet in sheets:
        if not fits(sheet.table):
            raise UsageError(
                tr(
                    "a sheet holds {most_rows:,} rows and {most_columns:,} columns; there are {num_rows:,} "
                    "and {num_columns:,}",
                    most_rows=MOST_ROWS - 1,
                    most_columns=MOST_COLUMNS,
                    num_rows=sheet.table.num_rows,
                    num_columns=sheet.table.num_columns,
                ),
                tr(_OTHER),
            )
    book = Workbook(write_only=True)
    book.properties.title = about.title
    book.properties.subject = "绩效评价数据"
    book.properties.creator = f"jixiao {program_version()}"
    said = [f"{key}: {text}" for key, text in about.facts.items()]
    book.properties.description = "\n".join([*about.warnings, *said])[:LONGEST_TEXT]
    book.properties.language = "zh-CN"
    parts = [notes.Part(_title(one.title), one.table, one.about, _labels(one)) for one in sheets]
    notes.write_first(book, parts, about)
    for sheet in sheets:
        _write_table(book, sheet, about)
    notes.write_columns(book, parts)
    # One answer is opened to be read; of many tables, the reader first wants to know what they are.
    book.active = 1 if len(sheets) == 1 else 0
    book.save(stream)


def _write_table(book: Any, sheet: Sheet, about: About) -> None:
    table, labels = sheet.table, _labels(sheet)
    page = book.create_sheet(_title(sheet.title))
    first = rows_in_words(table.slice(0, _MEASURED_ROWS), sheet.about)
    measured = list(zip(*first, strict=True)) or [()] * len(labels)
    columns = layout.columns_of(table, labels, measured)
    layout.lay_out(page, columns, table.num_rows, sheet.title, notes.at_foot(about))
    cells = [_cells_of(page, one) for one in columns]
    try:
        page.append([notes.header_of(page, label) for label in labels])
        for number, row in enumerate(rows_in_words(table, sheet.about), 2):
            written = [put(value) for put, value in zip(cells, row, strict=True)]
            if (height := layout.row_height(columns, row)) is not None:
                page.row_dimensions[number].height = height
            page.append(written)
    except UsageError:
        page.close()
        raise


def _cells_of(page: Any, column: Column) -> Callable[[Any], Any]:
    """What makes the cells of a column: one cell for all, since each is written before the next is asked for."""
    plain, text, marked = (WriteOnlyCell(page) for _ in range(3))
    for cell in (plain, text, marked):
        cell.alignment = _WRAPPED if column.is_text else _CENTRED if column.is_centred else _TOP
        # A number that Excel cannot hold stands as text, and a text needs no format of numbers.
        if cell is plain or column.number_format == "@":
            cell.number_format = column.number_format
    marked.quotePrefix = True
    return partial(_filled, plain, text, marked)


def _filled(plain: Any, text: Any, marked: Any, value: Any) -> Any:
    if value is None:
        return None
    value = storable(value)
    if not isinstance(value, str):
        plain.value = value
        return plain
    # "=300.00(场)" is a printed target, not a formula; the mark keeps it text when the cell is edited.
    cell = marked if is_formula(value) else text
    cell.value = value
    cell.data_type = "s"
    return cell


def _labels(sheet: Sheet) -> list[str]:
    return sheet.about.labels(sheet.table.column_names)


def _title(text: str) -> str:
    return text.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE] or "jixiao"
