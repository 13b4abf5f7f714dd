"""The list of facts beside the page: few columns, nothing said twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.review.fact_rows import COLUMNS, common, entry, listed_columns, name_of
from pipeline.review.grids import Grid
from pipeline.review.meaning_names import meaning, reading
from pipeline.review.texts import Texts
from pipeline.schemas import FACTS, SCHEMAS

ZH, EN = Texts("zh"), Texts("en")


def row(table: str, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(SCHEMAS[table].names) | values


def said(table: str, head: str, fact: dict[str, Any], known: tuple[str, ...] = ()) -> tuple[str, str, str]:
    column = next(one for one in COLUMNS[table] if one.head == head)
    found = entry(column, fact, ZH, known)
    return found.text, found.small, found.kind


def test_every_column_is_one_of_its_table_and_each_list_has_one_name() -> None:
    assert set(COLUMNS) == set(FACTS)
    for table, columns in COLUMNS.items():
        names = {name for one in columns for name in (*one.main, *one.small, *one.after)}
        assert names <= set(SCHEMAS[table].names)
        assert [one.wide for one in columns].count(True) == 1 and columns[0].wide


def test_an_indicator_is_called_by_its_deepest_level() -> None:
    fact = row(
        "indicators", level1="产出", level2="数量", level3="铺设管网长度", target_text="≥12公里", is_met=False
    )
    assert said("indicators", "row.indicator", fact) == ("铺设管网长度", "产出 · 数量", "")
    assert said("indicators", "row.indicator", fact | {"level3": None}) == ("数量", "产出", "")
    assert said("indicators", "row.met", fact) == ("否", "", "no")
    assert said("indicators", "row.actual", fact) == ("", "", "")
    assert name_of("indicators", fact, ZH) == "铺设管网长度"


@pytest.mark.parametrize(("printed", "small"), [("3.5", "3.5 万元"), ("3.5万元", "3.5万元")])
def test_the_printed_amount_stands_below_the_yuan_with_its_unit_once(printed: str, small: str) -> None:
    fact = row("budget", amount_yuan=Decimal("35000.00"), amount_text=printed, amount_unit="万元")
    assert said("budget", "column.amount_yuan", fact) == ("35,000", small, "")


def test_a_ratio_has_its_sign_and_a_figure_its_unit() -> None:
    assert said("subsidy_terms", "row.ratio", row("subsidy_terms", ratio_op="≤", ratio_pct=40.0))[0] == "≤40%"
    assert said("metrics", "column.value", row("metrics", value=12.0, unit="公里"))[0] == "12 公里"


def test_what_all_rows_say_stands_above_them_only() -> None:
    rows = [
        row("disbursement", region_name="甲市", item="苗木", recipient_name=name)
        for name in ("东公司", "西公司")
    ]
    known = tuple(name for name, _ in common(rows))
    assert set(known) == {"region_name", "item"} and common(rows[:1]) == []
    assert said("disbursement", "row.recipient", rows[0], known) == ("东公司", "", "")
    heads = [one.head for one in listed_columns("disbursement", rows, known)]
    assert heads == ["row.recipient"], "columns in which no row says anything are left out"


def test_header_rows_stay_in_sight_unless_one_reaches_below_them() -> None:
    def grid(*heights: int, headers: int = 1) -> Grid:
        lines = [[{"rows": height}] for height in heights]
        return Grid({"header_row_count": headers, "row_count": len(lines)}, 0, len(lines), lines)

    assert (len(grid(1, 1, 1).head), len(grid(1, 1, 1).body)) == (1, 2)
    assert len(grid(2, 1, 1).head) == 0 and len(grid(2, 1, 1, headers=2).head) == 2
    assert len(grid(1, headers=3).head) == 0 and len(grid(1, headers=0).body) == 1


def test_meanings_are_said_in_words() -> None:
    assert (
        meaning({"phase": ["initial", "executed"], "is_total": True}, ZH)
        == "资金阶段：年初预算，资金阶段：执行数，合计"
    )
    assert meaning({"no_fact": "debt"}, EN) == "No fact: debt"
    assert reading("measure=amount, phase=due/paid, item=甲, 乙=丙", ZH).startswith(
        "度量 金额，资金阶段 应拨数/实拨数，名称 甲"
    )
    assert reading("nothing known", ZH) == "nothing known"
