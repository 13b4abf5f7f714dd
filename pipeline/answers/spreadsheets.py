"""CSV and cells of Excel: every cell shows what the table holds, and none of them is a formula.

A text that a spreadsheet program would take for a formula stands behind an apostrophe in CSV; in a workbook it is
marked as text. Numbers stay numbers, and texts such as -12.5, +3% or a dash stay as they are. Where a program parts
CSV at semicolons or tabs, as Excel does in many countries and LibreOffice and WPS when asked to, a text has several
cells: each of them is looked at.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any, TextIO

import pyarrow as pa

from pipeline.answers.size_limits import small
from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop
from pipeline.schemas import shown_path

LONGEST_TEXT = 32_767
# What may stand before a formula and be passed over: blanks, quotation marks, and signs that part cells.
_FORMULA = re.compile(r"[\s;|\"]*[=+\-@＝＋－＠]|[\t\n|]")
# A cell within a text, for programs that part cells there: the sign before it, and the rest of it.
_INNER = re.compile(r"([;\t]\s*\"?\s*)([=+\-@＝＋－＠][^;\t]*)")
# XML cannot hold those of the first set; a terminal may obey those of both.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What begins like a formula and computes nothing: numbers, dashes, and an operator that stands alone.
_NUMBER = re.compile(r"[+\-＋－]?(\d[\d,，]*)?(\.\d+)?[%％‰]?|[-－]+|[=＝]")
_DIGITS = 15  # that Excel keeps
_EXACT = 10**_DIGITS
_FIRST_YEAR = 1900  # of Excel's calendar
_OTHER = tr_noop("Write another form: --format csv or parquet.")


def as_csv(table: pa.Table) -> str:
    """Names, then rows; nulls are empty, dates in ISO form."""
    stream = io.StringIO()
    write_csv(table, stream)
    return stream.getvalue().rstrip("\n")


def write_csv(table: pa.Table | pa.RecordBatchReader, stream: TextIO) -> None:
    """The same, row by row."""
    csv.writer(stream, lineterminator="\n").writerows(csv_rows(table))


def csv_rows(table: pa.Table | pa.RecordBatchReader) -> Iterator[list[Any]]:
    """Names, then rows, as a writer of CSV takes them."""
    yield [_plain(name) for name in table.schema.names]
    for row in rows_of(table):
        yield [_plain(value) for value in row]


def rows_of(table: pa.Table | pa.RecordBatchReader) -> Iterator[list[Any]]:
    """The values of one row after the other, paths as one text; columns of one name stay apart."""
    are_paths = list(map(_is_path, table.schema))
    batches = table.to_batches(max_chunksize=10_000) if isinstance(table, pa.Table) else table
    for batch in chain.from_iterable(map(small, batches)):
        columns = [column.to_pylist() for column in batch.columns]
        columns = [
            list(map(shown_path, values)) if is_path else values
            for values, is_path in zip(columns, are_paths, strict=True)
        ]
        yield from map(list, zip(*columns, strict=True))


def _is_path(field: pa.Field) -> bool:
    """Does a column hold labels that lead to something? Other lists are just lists."""
    return bool(
        field.name.endswith("_path") and pa.types.is_list(field.type) and field.type.value_type == pa.string()
    )


def is_formula(text: str) -> bool:
    """True for a text that a spreadsheet program would calculate."""
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def _plain(value: Any) -> Any:
    """For CSV: text without control characters, behind an apostrophe when it would be a formula."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | date | time):
        return value
    text = _text(value)
    text = _INNER.sub(lambda cell: f"{cell[1]}'{cell[2]}" if is_formula(cell[2].strip()) else cell[0], text)
    return f"'{text}" if is_formula(text) else text


def storable(value: Any) -> Any:
    """What a cell of a workbook can hold without loss. Raises UsageError for a text that is too long."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return value if len(value.as_tuple().digits) <= _DIGITS else str(value)
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        fits = value.tzinfo is None and value.year >= _FIRST_YEAR
        return value if fits else value.isoformat(" ")
    if isinstance(value, date):
        return value if value.year >= _FIRST_YEAR else value.isoformat()
    text = _text(value)
    if len(text) > LONGEST_TEXT:
        raise UsageError(
            tr(
                "a text has {text:,} characters; a cell of a sheet holds {longest_text:,}",
                text=len(text),
                longest_text=LONGEST_TEXT,
            ),
            tr(_OTHER),
        )
    return text


def _text(value: Any) -> str:
    """Text without control characters; lists and structures as JSON."""
    text = (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
    )
    # A bare carriage return would begin a new row for some readers of CSV.
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
