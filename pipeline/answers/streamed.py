"""JSON and CSV of a table, piece by piece: what is printed is never held as a whole."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipeline.answers.size_limits import small
from pipeline.answers.spreadsheets import csv_rows

# What JSON leaves as it is and a terminal may obey: control characters, marks of direction, halves of characters.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_AT_ONCE = 10_000  # rows
_LONG = 65_536  # characters that are written at once
_NOTHING = '"data": []\n}'


def batches_of(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """The rows in pieces that take little memory as Python's values."""
    for batch in table.to_batches(max_chunksize=_AT_ONCE):
        yield from small(batch)


def as_json(value: Any) -> str:
    """JSON of plain values; Chinese as it is, dates in ISO form, amounts as numbers, control characters as \\uXXXX."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_pieces(table: pa.Table, indent: str = "") -> Iterator[str]:
    """What `as_json` says of all rows, at an indent."""
    first = True
    for batch in batches_of(table):
        if not batch.num_rows:
            continue
        rows = as_json(batch.to_pylist()).removeprefix("[").removesuffix("\n]").replace("\n", f"\n{indent}")
        yield ("[" if first else ",") + rows
        first = False
    yield "[]" if first else f"\n{indent}]"


def json_pieces_within(body: Mapping[str, Any], table: pa.Table) -> Iterator[str]:
    """What `as_json` says of a body whose last key, `data`, holds all rows."""
    said = as_json({**body, "data": []})
    assert said.endswith(_NOTHING)
    yield said.removesuffix(_NOTHING) + '"data": '
    yield from json_pieces(table, "  ")
    yield "\n}"


def csv_pieces(table: pa.Table) -> Iterator[str]:
    """Names, then rows, without a line's end at the end."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    ends = ""
    for row in csv_rows(table):
        writer.writerow(row)
        if stream.tell() < _LONG:
            continue
        yield ends + stream.getvalue().removesuffix("\n")
        ends = "\n"
        stream.seek(0)
        stream.truncate()
    if rest := stream.getvalue():
        yield ends + rest.removesuffix("\n")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
