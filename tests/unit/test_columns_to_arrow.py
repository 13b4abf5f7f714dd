"""Python values in Arrow's buffers: the same as pyarrow's own conversion gives, without pandas."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from pipeline.rows import column_of
from pipeline.schemas.columns import BOOL, DATE, FLOAT, INSTANT, INT, PATH, TEXT, YUAN
from pipeline.schemas.schemas import SCHEMAS

COLUMNS: list[tuple[pa.DataType, list[Any]]] = [
    (TEXT, ["保费补助", "", None, "a", "𠮷", "é"]),
    (BOOL, [True, None, False, True, True, False, None, True, True]),
    (INT, [0, None, -(2**31), 2**31 - 1]),
    (FLOAT, [95.88, None, -0.0, 1e300]),
    (YUAN, [Decimal("38797700.00"), None, Decimal("-0.01"), Decimal("999999999999999999.99")]),
    (DATE, [date(2023, 12, 31), None, date(1949, 10, 1)]),
    (PATH, [["甲市", "乙县"], None, [], ["甲市", "乙县"], ["", "合计"], ["a"]]),
    (INSTANT, [datetime(2026, 11, 20, 2, 0, 0, 5), None, datetime(1969, 12, 31)]),
]


@pytest.mark.parametrize(("kind", "values"), COLUMNS, ids=[str(kind) for kind, _ in COLUMNS])
@pytest.mark.parametrize("choice", ["all", "no nulls", "only nulls", "none"])
def test_the_same_as_pyarrow(kind: pa.DataType, values: list[Any], choice: str) -> None:
    kept = {
        "all": values,
        "no nulls": [value for value in values if value is not None],
        "only nulls": [None, None],
        "none": [],
    }[choice]
    made = column_of(kind, kept)
    made.validate(full=True)
    assert made.equals(pa.array(kept, kind))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (TEXT, 5),
        (TEXT, b"x"),
        (BOOL, "yes"),
        (INT, 1.5),
        (INT, 2**31),
        (INT, "3"),
        (FLOAT, "3"),
        (DATE, 2023),
        (PATH, "甲市"),
        (PATH, [1]),
        (PATH, 5),
    ],
)
def test_a_value_of_another_type_is_refused(kind: pa.DataType, value: Any) -> None:
    with pytest.raises((TypeError, ValueError, ArithmeticError, AttributeError)):
        column_of(kind, [value])


def test_rows_become_a_table_without_pandas() -> None:
    code = (
        "import sys; from pipeline.rows import table_from_rows; "
        "table_from_rows('cells', [{'document_id': 'd', 'table_id': 't', 'text': 'x', 'x0': 1.0}]); "
        "table_from_rows('figures', [{'document_id': 'd', 'row_path': ('a', 'b')}, {'document_id': 'd'}]); "
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_declared_column_can_be_made(table: str) -> None:
    for field in SCHEMAS[table]:
        assert column_of(field.type, [None]).null_count == 1, field.name
