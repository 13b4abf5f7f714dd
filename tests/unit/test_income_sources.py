"""Where income comes from, in columns and in rows: a single source, the other ones, and all of them together."""

from __future__ import annotations

from typing import Any

from pipeline.context.context import Row
from pipeline.facts.budget import Paper
from tests.tables import facts

ACROSS = """
科目编码 | 科目名称 | 收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 其他收入
 | 合计 | 260.00 | 207.00 | 20.00 | 30.00 | 3.00
205 | 教育支出 | 260.00 | 207.00 | 20.00 | 30.00 | 3.00
20502 | 普通教育 | 258.00 | 205.00 | 20.00 | 30.00 | 3.00
2050203 | 初中教育 | 258.00 | 205.00 | 20.00 | 30.00 | 3.00
20503 | 职业教育 | 2.00 | 2.00 | | |
"""


def rows(text: str, caption: str = "收入决算表") -> list[Row]:
    return facts(text, caption=caption, unit="万元", paper=Paper("department_final_account"))["budget"]


def sources(found: list[Row], name: str) -> set[Any]:
    return {row["funding_source"] for row in found if row["source_text"] and row["column_index"] == int(name)}


def test_a_total_of_the_rows_of_one_source_is_of_that_source() -> None:
    found = rows(ACROSS)
    assert sources(found, "2") == {"all"}
    assert sources(found, "3") == {None}
    assert sources(found, "4") == sources(found, "5") == {"other"}


def test_the_rest_across_is_the_other_sources() -> None:
    assert sources(rows(ACROSS), "6") == {"other"}


def test_two_columns_of_one_source_are_not_all() -> None:
    text = """
    科目名称 | 合计 | 财政拨款 | < | < | 事业收入
    ^ | ^ | 小计 | 一般公共预算 | 政府性基金 | ^
    城乡社区支出 | 90.00 | 80.00 | 50.00 | 30.00 | 10.00
    卫生健康支出 | 45.00 | 40.00 | 40.00 | | 5.00
    合计 | 135.00 | 120.00 | 90.00 | 30.00 | 15.00
    """
    found = rows(text, "收入总体情况表")
    assert [sources(found, name) for name in "12345"] == [{"all"}, {None}, {None}, {None}, {"other"}]


def test_a_plan_beside_some_of_its_sources_is_of_all() -> None:
    found = rows(
        "项目 | 预算数 | 其中：中央 | 其中：省级\n育苗 | 90 | 40 | 30\n管护 | 60 | 20 | 10\n合计 | 150 | 60 | 40",
        "资金表",
    )
    assert {
        row["funding_source"] for row in found if row["column_index"] == 1 and row["line_item"] == "合计"
    } == {"all"}


def test_the_rest_in_a_list_of_income() -> None:
    text = "项目 | 决算数\n一、财政拨款收入 | 75\n二、事业收入 | 12\n三、上级补助收入 | 8\n四、其他收入 | 5\n合计 | 100"
    found = {row["line_item"]: row["funding_source"] for row in rows(text, "收入决算总表")}
    assert [source for name, source in found.items() if "收入" in name and "合计" not in name] == [
        None,
        "other",
        "other",
        "other",
    ]


def test_the_rest_among_kinds_of_public_income_is_no_source() -> None:
    text = "项目 | 决算数\n专项收入 | 75\n罚没收入 | 12\n其他收入 | 5\n非税收入合计 | 92"
    assert {row["funding_source"] for row in rows(text, "一般公共预算收入决算表")} == {None}
