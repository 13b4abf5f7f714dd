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
    said = {"amount_text": str(amount)} | changes
    return budget(amount_yuan=Decimal(amount), row_index=row, is_total=is_total, **said)


def whole(count: int, row: int, is_total: bool = False, **changes: Any) -> Row:
    """Of so many 万元, printed without decimals."""
    return line(count * 10_000, row, is_total, **{"amount_text": str(count)} | changes)


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
        ([whole(100, 1, True), whole(33, 2), whole(33, 3), whole(33, 4)], []),  # likewise, to 万元
        (
            [whole(100, 1, True), whole(33, 2), whole(33, 3), whole(31, 4)],
            [("lines_off_total", 1, "100", "970000")],
        ),
        # Lines of another purse are no parts of the total of one.
        (
            [
                line(9000, 1, True, fund_type="general_public"),
                line(5000, 2),
                line(4000, 3),
                line(7000, 4, fund_type="gov_fund"),
            ],
            [],
        ),
        (
            [
                line(9000, 1, True, fund_type="general_public", line_path=["公共预算"]),
                line(5000, 2, line_path=["公共预算", "税收"]),
                line(4000, 3, line_path=["公共预算", "非税"]),
                line(7000, 4, True, fund_type="gov_fund", line_path=["基金预算"]),
                line(6000, 5, line_path=["基金预算", "土地"]),
                line(1000, 6, line_path=["基金预算", "彩票"]),
            ],
            [],
        ),
        (
            [line(9000, 1, True), line(5000, 2), line(4000, 3), line(7000, 4, fund_type="gov_fund")],
            [("lines_off_total", 1, "9000", "16000")],
        ),
        # What is printed in finer digits is rounded to these.
        (
            [whole(100, 1, True), whole(33, 2), whole(33, 3), whole(33, 4, amount_text="33.00")],
            [("lines_off_total", 1, "100", "990000")],
        ),
        (
            [whole(100, 1, True), whole(33, 2), whole(33, 3), whole(33, 4, amount_unit="千元")],
            [("lines_off_total", 1, "100", "990000")],
        ),
    ],
)
def test_the_largest_total_is_what_its_lines_make(rows: list[Row], expected: list[tuple[Any, ...]]) -> None:
    assert found(rows) == expected
