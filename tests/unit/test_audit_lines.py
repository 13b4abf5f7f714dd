"""Lines of a budget that do not make the total of their column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.audit.lines import lines_off_total
from pipeline.audit.rules import Report
from pipeline.context.context import Context
from tests.factories import budget

Row = dict[str, Any]


def line(amount: int, row: int, is_total: bool = False, **changes: Any) -> Row:
    return budget(
        amount_yuan=Decimal(amount), amount_text=str(amount), row_index=row, is_total=is_total, **changes
    )


def found(rows: list[Row]) -> list[tuple[Any, ...]]:
    context = Context("d" * 16)
    lines_off_total(rows, Report(context))
    return [(f["check"], f["row_index"], f["printed"], f["recomputed"]) for f in context.findings]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([line(900, 1, True), line(500, 2), line(400, 3)], []),
        ([line(9000, 1, True), line(5000, 2), line(3000, 3)], [("lines_off_total", 1, "9000", "8000")]),
        ([line(9000, 1, True), line(5000, 2)], []),  # one line is no list
        ([line(9000, 1, True), line(5000, 2), line(4000, 3, phase="executed")], []),
        # Another year in the same column is another sum.
        ([line(9000, 1, True), line(5000, 2), line(4000, 3), line(7000, 4, fiscal_year=2019)], []),
        ([line(10_000_000, 1, True), line(5_000_000, 2), line(4_999_900, 3)], []),  # rounded
    ],
)
def test_the_largest_total_is_what_its_lines_make(rows: list[Row], expected: list[tuple[Any, ...]]) -> None:
    assert found(rows) == expected
