"""Rows to Arrow."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from pipeline.errors import SchemaMismatch
from pipeline.rows import table_from_rows, tables_from_rows
from pipeline.schemas.schemas import SCHEMAS
from tests import factories


def one(table: str, **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = table_from_rows(table, [{"document_id": "d"} | values]).to_pylist()[0]
    return row


def test_missing_keys_are_null_and_columns_keep_the_declared_order() -> None:
    table = table_from_rows("budget", [factories.budget(), {"document_id": "d"}])
    assert table.schema.equals(SCHEMAS["budget"], check_metadata=True)
    assert table.to_pylist()[1]["amount_yuan"] is None


def test_no_rows_give_an_empty_table() -> None:
    assert table_from_rows("cells", []).num_rows == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Decimal("38797700.00"), "38797700.00"),
        (Decimal("1.005"), "1.01"),
        (Decimal("-1.005"), "-1.01"),
        (Decimal("2.004999"), "2.00"),
        (3, "3.00"),
        (0.1 + 0.2, "0.30"),
        (Decimal("999999999999999999.99"), "999999999999999999.99"),
        (Decimal(0), "0.00"),
        (None, None),
    ],
)
def test_amounts_are_exact_to_the_cent(given: Any, kept: str | None) -> None:
    assert one("budget", amount_yuan=given)["amount_yuan"] == (None if kept is None else Decimal(kept))


def test_a_number_that_is_none_is_null() -> None:
    assert one("indicators", target_value=math.nan, score=math.inf) == one("indicators")


def test_half_a_surrogate_pair_does_not_lose_the_row() -> None:
    assert one("budget", line_item="保费\ud83d补助")["line_item"] == "保费?补助"


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("budget", {"document_id": "d", "amount": 1}, "no column amount"),
        ("budget", {"line_item": "x"}, "document_id is required"),
        ("budget", {"document_id": "d", "line_item": 5}, "budget.line_item"),
        ("budget", {"document_id": "d", "amount_yuan": Decimal("1e18")}, "budget.amount_yuan"),
        ("budget", {"document_id": "d", "amount_yuan": Decimal("NaN")}, "budget.amount_yuan"),
        ("budget", {"document_id": "d", "page_number": "three"}, "budget.page_number"),
        ("indicators", {"document_id": "d", "score": "much"}, "indicators.score"),
    ],
)
def test_rows_that_do_not_fit_are_refused(table: str, row: dict[str, Any], says: str) -> None:
    with pytest.raises(SchemaMismatch, match=says):
        table_from_rows(table, [row])


def test_rows_that_do_not_fit_are_left_out_where_somebody_hears_of_them() -> None:
    rows = [factories.budget(line_item=f"项目{n}", page_number=n) for n in range(1, 8)]
    rows[2] = rows[2] | {"is_total": "perhaps"}
    rows[5] = rows[5] | {"amount_yuan": Decimal("1e19")}
    heard: list[tuple[str, Any, str]] = []
    tables = tables_from_rows(
        {"budget": rows, "findings": [factories.finding()]},
        lambda name, row, error: heard.append((name, row["page_number"], error.message)),
    )
    assert tables["budget"]["page_number"].to_pylist() == [1, 2, 4, 5, 7]
    assert [(name, page) for name, page, _ in heard] == [("budget", 3), ("budget", 6)]
    assert "budget.is_total" in heard[0][2] and "budget.amount_yuan" in heard[1][2]
    assert tables["findings"].num_rows == 1
    assert "budget" not in tables_from_rows({"budget": [{"no_such_column": 1}]}, lambda *_: None)
    with pytest.raises(SchemaMismatch):
        tables_from_rows({"budget": rows})
