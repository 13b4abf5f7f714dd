"""Numbers that nothing published counts: an account number in a column of amounts, several figures read as one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import isfinite

from normalizers.numbers import LARGEST
from pipeline.context import Context, Row
from pipeline.schemas import FLOAT, INT, SCHEMAS, YUAN

_MOST_COUNTED = 2**31  # what a column of whole numbers holds
# Columns that are computed from others of their row.
_COMPUTED = ("execution_rate_pct", "completion_rate_pct")


def without_impossible(table: str, rows: Iterable[Row], context: Context) -> None:
    """Empty, in place, what no amount, count or rate can be, with a finding; the row and its printed text stay."""
    limits = _limits(table)
    for row in rows:
        columns = [
            name
            for name, limit in limits
            if (value := row.get(name)) is not None and not (isfinite(value) and -limit < value < limit)
        ]
        if columns:
            row |= {name: None for name in (*columns, *_COMPUTED) if name in row}
            for printed in dict.fromkeys(_printed(row, column) for column in columns):
                _note(row, printed, context)


@cache
def _limits(table: str) -> tuple[tuple[str, int], ...]:
    """The columns of numbers of a table, each with the number that it must stay below."""
    limits = {YUAN: LARGEST, FLOAT: LARGEST, INT: _MOST_COUNTED}
    return tuple((field.name, limits[field.type]) for field in SCHEMAS[table] if field.type in limits)


def _printed(row: Row, column: str) -> str:
    """What the page shows where the number was read: the text that stands beside it in the row, else its source."""
    beside = f"{column.rpartition('_')[0] or column}_text"
    return str(row.get(beside) or row.get("value_text") or row.get("source_text") or "")


def _note(row: Row, printed: str, context: Context) -> None:
    context.finding(
        "number_too_large",
        "warning",
        f"“{printed[:40]}”位数过多，不会是金额、数量或比率（可能是账号，或几个数连在一起），数值留空",
        table_id=row.get("table_id"),
        page_number=row.get("page_number"),
        row_index=row.get("row_index"),
        printed=printed[:200],
    )
