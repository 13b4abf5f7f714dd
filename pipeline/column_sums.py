"""Totals of published rows beside the sum of the lines that are to make them: those without `is_total`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Key = tuple[object, ...]

AMOUNTS = {"budget": ("amount_yuan",), "disbursement": ("due_yuan", "paid_yuan")}
"""Columns of amounts by table of facts."""
_COLUMN = {
    "budget": ("table_id", "column_index", "phase", "flow", "fiscal_year", "as_of", "quarter"),
    "disbursement": (
        "table_id",
        "column_index",
        "item",
        "payer_level",
        "recipient_class",
        "fiscal_year",
        "as_of",
    ),
}
_FEWEST = 2  # lines beside the total
_ROUNDED = Decimal("0.00002")  # of the total: figures printed in 亿元 to two places
_OF_EACH = Decimal(100)  # yuan that each rounded line may be off


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """The largest total of a column of a table in yuan, and what its other lines make together."""

    row: Row
    lines: tuple[Row, ...]
    amount: Decimal
    together: Decimal
    tolerance: Decimal

    @property
    def holds(self) -> bool:
        """Are they the same, but for rounding?"""
        return abs(self.together - self.amount) <= self.tolerance


def column_sums(rows: Iterable[Row], table: str = "budget") -> dict[Key, ColumnSum]:
    """By column of a printed table, stage and date; columns without a total or with too few lines have none."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    amounts = AMOUNTS[table]
    for row in rows:
        for amount in amounts:
            if row.get(amount) is not None and row["table_id"] is not None:
                groups[(amount, *(row.get(name) for name in _COLUMN[table]))].append(row)
    found = ((key, _sum_of(group, str(key[0]))) for key, group in groups.items())
    return {key: one for key, one in found if one is not None}


def _sum_of(group: list[Row], column: str) -> ColumnSum | None:
    totals = [row for row in group if row["is_total"]]
    lines = [row for row in group if not row["is_total"]]
    if not totals or len(lines) < _FEWEST:
        return None
    total = max(totals, key=lambda row: abs(row[column]))
    # Lines of another purse than that of the total are no parts of it: 政府性基金收入 below 一般公共预算收入.
    stated = {_path(row): purse for row in group if (purse := row.get("fund_type")) is not None}
    if (own := _purse(total, stated)) is not None:
        lines = [row for row in lines if _purse(row, stated) in (None, own)]
    if len(lines) < _FEWEST:
        return None
    amount = Decimal(str(total[column]))
    together = sum((Decimal(str(row[column])) for row in lines), Decimal(0))
    return ColumnSum(
        total, tuple(lines), amount, together, max(Decimal(1), _ROUNDED * abs(amount) + _OF_EACH * len(lines))
    )


def _purse(row: Row, stated: Mapping[tuple[str, ...], str]) -> str | None:
    """The fund of a line: its own, or that of the nearest line above it that states one."""
    path = _path(row)
    above = (stated.get(path[:end]) for end in range(len(path) - 1, 0, -1))
    return row.get("fund_type") or next((purse for purse in above if purse is not None), None)


def _path(row: Row) -> tuple[str, ...]:
    path = row.get("line_path")
    return tuple(path) if path is not None else ()
