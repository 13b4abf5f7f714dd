"""Rows to Arrow: strict about names, exact about money, indifferent to order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from pipeline.errors import SchemaMismatch
from pipeline.schemas import SCHEMAS

_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 18


def table_from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of one published table as Arrow, columns in the order of the schema.

    A missing key is null. Raises SchemaMismatch for a key that is no column, for a null in a required column
    and for a value that does not fit its type.
    """
    schema = SCHEMAS[name]
    rows = list(rows)
    known = set(schema.names)
    for row in rows:
        if unknown := row.keys() - known:
            raise SchemaMismatch(f"table {name} has no column {', '.join(sorted(unknown))}")
    arrays = [_array(name, field, [row.get(field.name) for row in rows]) for field in schema]
    return pa.table(arrays, schema=schema)


def _array(table: str, field: pa.Field, values: Sequence[Any]) -> pa.Array:
    if not field.nullable and any(value is None for value in values):
        raise SchemaMismatch(f"{table}.{field.name} is required but a row has none")
    convert = _converter(field.type)
    try:
        return pa.array([None if value is None else convert(value) for value in values], type=field.type)
    except (pa.ArrowException, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise SchemaMismatch(f"{table}.{field.name} ({field.type}): {error}") from error


def _converter(kind: pa.DataType) -> Callable[[Any], Any]:
    if pa.types.is_decimal(kind):
        return _cents
    if pa.types.is_floating(kind):
        return _finite
    if pa.types.is_string(kind):
        return _printable
    return _same


def _cents(value: Any) -> Decimal:
    """Exact amount with two decimal places; a third place is rounded half up, as on paper."""
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    if not amount.is_finite() or abs(amount) >= _LARGEST:
        raise InvalidOperation(f"{value} is not an amount below 10^18")
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _printable(value: Any) -> str:
    """Text that UTF-8 can hold: a font may map a glyph to half a surrogate pair."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value.encode("utf-8", "replace").decode("utf-8")


def _same(value: Any) -> Any:
    return value
