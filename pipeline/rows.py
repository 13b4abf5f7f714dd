"""Rows to Arrow: strict about names, exact about money, indifferent to order.

Columns are written straight into Arrow's buffers. `pyarrow.array` does the same, but looks for pandas first and so
loads it in every process, for nothing that is used here.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.errors import PublishFailed, SchemaMismatch
from pipeline.language import listed, tr
from pipeline.schemas import BOOL, DATE, DOCUMENT_TABLES, FLOAT, INSTANT, INT, PATH, SCHEMAS, TEXT, YUAN

_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 18
_CHUNK = 10_000  # rows
_EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
_DECIMAL_BYTES = 16


def table_from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of one published table as Arrow, columns in the order of the schema.

    A missing key is null. Raises SchemaMismatch for a key that is no column, for a null in a required column
    and for a value that does not fit its type.
    """
    chunks = [_table(name, chunk) for chunk in _chunks(rows)]
    return chunks[0] if len(chunks) == 1 else pa.concat_tables(chunks).combine_chunks()


Misfit = Callable[[str, Mapping[str, Any], SchemaMismatch], None]
"""Hears of a row that does not fit its table: name of the table, row, what is wrong."""


def tables_from_rows(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], on_misfit: Misfit | None = None
) -> dict[str, pa.Table]:
    """Checked rows of one document by table, without tables that have none.

    Rows that do not fit are left out, and `on_misfit` hears of them; without it the first raises SchemaMismatch.
    Raises PublishFailed for a table that there is none.
    """
    unknown = rows.keys() - set(DOCUMENT_TABLES)
    if unknown:
        raise PublishFailed(tr("no such table: {unknown}", unknown=listed(sorted(unknown))))
    tables = {}
    for name, found in rows.items():
        try:
            tables[name] = table_from_rows(name, found)
        except SchemaMismatch:
            if on_misfit is None:
                raise
            tables[name] = table_from_rows(name, _fitting(name, found, on_misfit))
    return {name: table for name, table in tables.items() if table.num_rows}


def _fitting(name: str, rows: Sequence[Mapping[str, Any]], on_misfit: Misfit) -> Iterator[Mapping[str, Any]]:
    """The rows that fit: halved until what does not is alone."""
    try:
        table_from_rows(name, rows)
    except SchemaMismatch as error:
        if len(rows) == 1:
            on_misfit(name, rows[0], error)
        else:
            for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
                yield from _fitting(name, half, on_misfit)
    else:
        yield from rows


def _chunks(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The rows a few at a time, so that rows made on the fly are never all in memory; one empty chunk of none."""
    source = iter(rows)
    chunk = list(islice(source, _CHUNK))
    yield chunk
    while chunk := list(islice(source, _CHUNK)):
        yield chunk


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = SCHEMAS[name]
    known = set(schema.names)
    for row in rows:
        if not row.keys() <= known:
            raise SchemaMismatch(
                tr("table {name} has no column {row}", name=name, row=listed(sorted(row.keys() - known)))
            )
    arrays = [_array(name, field, [row.get(field.name) for row in rows]) for field in schema]
    return pa.table(arrays, schema=schema)


def _array(table: str, field: pa.Field, values: Sequence[Any]) -> pa.Array:
    if not field.nullable and None in values:
        raise SchemaMismatch(
            tr("{table}.{name} is required but a row has none", table=table, name=field.name)
        )
    if values.count(None) == len(values):
        return pa.nulls(len(values), field.type)
    convert = _CONVERTERS.get(field.type)
    try:
        fitting = [None if v is None else convert(v) for v in values] if convert else values
        return column_of(field.type, fitting)
    except (pa.ArrowException, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise SchemaMismatch(f"{table}.{field.name} ({field.type}): {error}") from error


def _cents(value: Any) -> Decimal:
    """Exact amount with two decimal places; a third place is rounded half up, as on paper."""
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    if amount.is_finite() and abs(amount) < _LARGEST:
        amount = amount.quantize(_CENT, rounding=ROUND_HALF_UP)
    if not amount.is_finite() or abs(amount) >= _LARGEST:
        raise InvalidOperation(f"{value} is not an amount below 10^18")
    return amount


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


_CONVERTERS: dict[pa.DataType, Callable[[Any], Any]] = {YUAN: _cents, FLOAT: _finite}


def column_of(kind: pa.DataType, values: Sequence[Any]) -> pa.Array:
    """An array of one of the types of `pipeline.schemas.columns`.

    Raises TypeError, ValueError, ArithmeticError or AttributeError for a value of another type or out of range.
    """
    if kind == PATH:
        return _paths(values)
    validity = _bits([value is not None for value in values]) if None in values else None
    return pa.Array.from_buffers(kind, len(values), [validity, *_DATA[kind](values)])


def _bits(values: Sequence[bool]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(np.array(values, dtype=np.bool_), bitorder="little"))


def _text(values: Sequence[str | None]) -> list[pa.Buffer]:
    """Where each text begins and ends, and the texts. A font may give half a surrogate pair, which is no UTF-8."""
    pieces = [b"" if value is None else value.encode("utf-8", "replace") for value in values]
    ends = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in pieces], out=ends[1:])
    if ends[-1] > np.iinfo(np.int32).max:
        raise OverflowError("more than 2 GB of text in one column")
    return [pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(b"".join(pieces))]


def _paths(values: Sequence[Sequence[str] | None]) -> pa.Array:
    """Lists of texts. Most numbers share the path of their row or column, so each different one is made once."""
    places: dict[tuple[str, ...] | None, int] = {}
    indices = array("q", [places.setdefault(_labels(value), len(places)) for value in values])
    ends = np.zeros(len(places) + 1, dtype=np.int32)
    np.cumsum([len(path or ()) for path in places], out=ends[1:])
    labels = column_of(TEXT, [label for path in places for label in path or ()])
    validity = _bits([path is not None for path in places]) if None in places else None
    different = pa.Array.from_buffers(PATH, len(places), [validity, pa.py_buffer(ends)], children=[labels])
    return different.take(pa.Array.from_buffers(pa.int64(), len(indices), [None, pa.py_buffer(indices)]))


def _labels(value: Sequence[str] | None) -> tuple[str, ...] | None:
    if isinstance(value, str):
        raise TypeError(f"{value!r} is one text, not a list of texts")
    return None if value is None else tuple(value)


def _flags(values: Sequence[bool | None]) -> list[pa.Buffer]:
    if wrong := [value for value in values if value not in (None, True, False)]:
        raise TypeError(f"{wrong[0]!r} is neither true nor false")
    return [_bits([bool(value) for value in values])]


def _plain(code: str) -> Callable[[Sequence[float | None]], list[pa.Buffer]]:
    """Numbers as they lie in memory; `code` is that of the module `array`."""
    return lambda values: [pa.py_buffer(array(code, [0 if value is None else value for value in values]))]


def _amounts(values: Sequence[Decimal | None]) -> list[pa.Buffer]:
    """Amounts with two decimal places as whole cents."""
    cents = (0 if value is None else int(value.scaleb(2)) for value in values)
    return [pa.py_buffer(b"".join(cent.to_bytes(_DECIMAL_BYTES, "little", signed=True) for cent in cents))]


def _days(values: Sequence[date | None]) -> list[pa.Buffer]:
    return [pa.py_buffer(array("i", [0 if day is None else day.toordinal() - _EPOCH_DAY for day in values]))]


def _instants(values: Sequence[datetime | None]) -> list[pa.Buffer]:
    """Times without a zone."""
    return [pa.py_buffer(array("q", [0 if at is None else (at - _EPOCH) // _MICROSECOND for at in values]))]


_DATA: dict[pa.DataType, Callable[[Sequence[Any]], list[pa.Buffer]]] = {
    TEXT: _text,
    BOOL: _flags,
    INT: _plain("i"),
    FLOAT: _plain("d"),
    YUAN: _amounts,
    DATE: _days,
    INSTANT: _instants,
}
