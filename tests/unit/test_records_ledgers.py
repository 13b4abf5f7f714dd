"""Budgets and final accounts: ledgers side by side, codes, items in headings, tables on their side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.records.context import Context, Row
from pipeline.records.facts import fact_rows
from tests.tables import classified


def rows(text: str, *, caption: str = "", title: str = "") -> list[Row]:
    context = Context(
        "d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023, prose=[(1, title)]
    )
    table = classified(text, caption=caption, unit="万元")
    return fact_rows(context, table, "d-0000").get("budget", [])


def short(found: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in found]


def test_both_ledgers_set_side_by_side_are_read() -> None:
    text = """
    收入 | < | 支出 | <
    项目 | 预算数 | 项目 | 预算数
    一、财政拨款收入 | 90.00 | 一、教育支出 | 60.00
    1. 一般公共预算 | 90.00 | 二、住房保障支出 | 30.00
    收入总计 | 90.00 | 支出总计 | 90.00
    """
    assert short(rows(text), "line_item", "parent_line_item", "amount_text", "is_total") == [
        ("一、财政拨款收入", None, "90.00", False),
        ("1. 一般公共预算", "一、财政拨款收入", "90.00", False),
        ("收入总计", None, "90.00", True),
        ("一、教育支出", None, "60.00", False),
        ("二、住房保障支出", None, "30.00", False),
        ("支出总计", None, "90.00", True),
    ]


CODES = """
科目编码 | < | < | 科目名称 | 合计 | 基本支出 | 项目支出
类 | 款 | 项 | ^ | ^ | ^ | ^
208 | | | 社会保障和就业支出 | 50.00 | 50.00 |
208 | 05 | | 行政事业单位养老支出 | 50.00 | 50.00 |
208 | 05 | 05 | 基本养老保险缴费支出 | 30.00 | 30.00 |
合计 | < | < | < | 50.00 | 50.00 |
"""


def test_codes_give_the_parents_and_only_the_sum_is_published() -> None:
    found = rows(CODES, caption="支出决算表")
    assert short(found, "line_item", "parent_line_item", "phase", "is_total") == [
        ("社会保障和就业支出", None, "executed", False),
        ("行政事业单位养老支出", "社会保障和就业支出", "executed", False),
        ("基本养老保险缴费支出", "行政事业单位养老支出", "executed", False),
        ("合计", None, "executed", True),
    ]


def test_caption_or_document_says_which_phase_a_plain_sum_is_of() -> None:
    plain = CODES.replace("支出", "经费")
    assert {row["phase"] for row in rows(plain, caption="部门支出总表")} == {"initial"}
    assert {row["phase"] for row in rows(plain, title="2023年度部门预算")} == {"initial"}
    assert {row["phase"] for row in rows(plain, title="2023年度部门决算")} == {"executed"}
    assert rows(plain, caption="分科目情况表") == []


def test_items_and_years_may_stand_in_the_headings() -> None:
    text = """
    2022年预算数 | < | 2023年预算数 | <
    因公出国（境）费 | 公务接待费 | 因公出国（境）费 | 公务接待费
    6.00 | 4.00 | 5.50 | 3.50
    """
    assert short(rows(text), "line_item", "fiscal_year", "amount_yuan") == [
        ("因公出国（境）费", 2022, Decimal("60000")),
        ("公务接待费", 2022, Decimal("40000")),
        ("因公出国（境）费", 2023, Decimal("55000")),
        ("公务接待费", 2023, Decimal("35000")),
    ]


def test_last_years_figures_are_last_years() -> None:
    text = "项目 | 上年执行数 | 本年预算数\n保费补助 | 8.00 | 9.00\n展会补贴 | 3.00 | 4.00"
    assert short(rows(text), "phase", "fiscal_year", "amount_text")[:2] == [
        ("executed", 2022, "8.00"),
        ("initial", 2023, "9.00"),
    ]


def test_a_table_on_its_side_has_a_phase_in_each_row() -> None:
    text = """
    项目 | 中央资金 | 市级资金
    年初预算数 | 100.00 | 50.00
    全年执行数 | 80.00 | 50.00
    执行率 | 80.00% | 100.00%
    """
    assert short(rows(text), "phase", "funding_source", "amount_text", "execution_rate_printed_pct") == [
        ("initial", "central", "100.00", None),
        ("initial", "city", "50.00", None),
        ("executed", "central", "80.00", 80.0),
        ("executed", "city", "50.00", 100.0),
    ]


def test_lines_behind_the_first_part_belong_to_it_when_they_make_up_the_whole() -> None:
    text = """
    项目 | 预算数 | 执行数
    商务发展专项资金 | 100.00 | 90.00
    其中：保费补助 | 60.00 | 55.00
    展会补贴 | 40.00 | 35.00
    口岸经费 | 20.00 | 20.00
    """
    parents = {row["line_item"]: row["parent_line_item"] for row in rows(text)}
    assert parents == {
        "商务发展专项资金": None,
        "保费补助": "商务发展专项资金",
        "展会补贴": "商务发展专项资金",
        "口岸经费": None,
    }


def test_a_row_that_numbers_the_columns_states_no_amount() -> None:
    text = "项目 | 预算数 | 决算数\n栏次 | 1 | 2\n教育支出 | 10.00 | 9.00\n住房保障支出 | 5.00 | 5.00"
    assert {row["line_item"] for row in rows(text)} == {"教育支出", "住房保障支出"}
