"""Budgets and final accounts: ledgers side by side, codes, items in headings, tables on their side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from tests.tables import columns_of, facts


def rows(text: str, *, caption: str = "", kind: str | None = None) -> list[Row]:
    return facts(text, caption=caption, unit="万元", paper=Paper(kind))["budget"]


CODES = """
科目编码 | < | < | 科目名称 | 合计 | 基本支出 | 项目支出
类 | 款 | 项 | ^ | ^ | ^ | ^
208 | | | 社会保障和就业支出 | 50.00 | 50.00 |
208 | 05 | | 行政事业单位养老支出 | 50.00 | 50.00 |
208 | 05 | 05 | 基本养老保险缴费支出 | 30.00 | 30.00 |
合计 | < | < | < | 50.00 | 50.00 |
"""


FORM = """
项目名称 | 教师工作专项 | < | <
主管部门 | 教育部 105 | 实施单位 | 某某大学
项目资金（万元） | 年度资金总额： | 24.00 | <
^ | 其中：财政拨款 | 24.00 | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 培训人数 | 250人
"""


def test_every_row_of_a_form_names_its_programme() -> None:
    context = Context("d" * 16, fiscal_year=2023, program_name="某某大学的项目")
    found = facts(FORM, context=context)
    assert {row["program_name"] for name in ("budget", "indicators") for row in found[name]} == {
        "教师工作专项"
    }
    other = facts("项目 | 预算数\n差旅 | 9.00", unit="万元", context=context)
    assert [row["program_name"] for row in other["budget"]] == ["某某大学的项目"]


def test_items_and_years_may_stand_in_the_headings() -> None:
    text = """
    2022年预算数 | < | 2023年预算数 | <
    因公出国（境）费 | 公务接待费 | 因公出国（境）费 | 公务接待费
    6.00 | 4.00 | 5.50 | 3.50
    """
    assert columns_of(rows(text), "line_item", "fiscal_year", "amount_yuan") == [
        ("因公出国（境）费", 2022, Decimal("60000")),
        ("公务接待费", 2022, Decimal("40000")),
        ("因公出国（境）费", 2023, Decimal("55000")),
        ("公务接待费", 2023, Decimal("35000")),
    ]


def test_last_years_figures_are_last_years() -> None:
    text = "项目 | 上年执行数 | 本年预算数\n保费补助 | 8.00 | 9.00\n展会补贴 | 3.00 | 4.00"
    assert columns_of(rows(text), "phase", "fiscal_year", "amount_text")[:2] == [
        ("executed", 2022, "8.00"),
        ("initial", 2023, "9.00"),
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


@pytest.mark.parametrize(
    ("item", "source"),
    [
        ("上年结转和结余", "carryover"),
        ("年初结转和结余", "carryover"),
        ("结转下年", None),
        ("年末结转和结余", None),
    ],
)
def test_what_is_left_at_the_end_is_no_source(item: str, source: str | None) -> None:
    [row] = rows(f"项目 | 决算数\n{item} | 9.00")
    assert row["funding_source"] == source


def test_items_in_the_headings_of_a_table_whose_rows_nothing_names() -> None:
    text = """
    合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费
    ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
    30.00 | 5.00 | 18.00 |  | 18.00 | 7.00
    """
    found = rows(text, caption="一般公共预算“三公”经费支出决算表")
    assert columns_of(found, "line_item", "phase", "amount_text", "is_total") == [
        ("合计", "executed", "30.00", True),
        ("因公出国（境）费", "executed", "5.00", False),
        ("公务用车购置及运行维护费", "executed", "18.00", True),
        ("公务用车运行维护费", "executed", "18.00", False),
        ("公务接待费", "executed", "7.00", False),
    ]
    assert rows(text, caption="“三公”经费情况表") == []


def test_columns_of_words_before_figures_alike_name_the_lines_of_two_ledgers() -> None:
    text = """
    收入 | 预算数 | 支出 | 预算数
    一、财政拨款收入 | 30.00 | 一、城乡社区支出 | 38.00
    二、上级补助收入 | | 二、住房保障支出 | 1.00
    """
    assert columns_of(rows(text), "line_item", "amount_text") == [
        ("一、财政拨款收入", "30.00"),
        ("一、城乡社区支出", "38.00"),
        ("二、住房保障支出", "1.00"),
    ]


def test_lines_that_count_things_are_no_money() -> None:
    text = """
    项目 | 年初预算数 | 决算数
    公务接待费 | 12.00 | 8.10
    公务用车保有量（辆） | 9 | 9
    接待人次（人） | 700 | 602
    行政运行（项） | 90.00 | 88.00
    """
    assert {row["line_item"] for row in rows(text)} == {"公务接待费", "行政运行（项）"}


def test_a_row_of_column_numbers_may_name_the_levels_of_the_codes() -> None:
    text = """
    科目编码 | < | < | 科目名称 | 年初预算数 | 调整预算数 | 决算数
    类 | 款 | 项 | 栏次 | 1 | 2 | 3
    208 | 05 | 05 | 基本养老保险缴费支出 | 30.00 | 30.00 | 29.00
    """
    assert {row["line_item"] for row in rows(text)} == {"基本养老保险缴费支出"}


def test_programmes_in_a_column_beside_the_indicators() -> None:
    text = """
    项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值
    展会补贴 | 产出指标 | 数量指标 | 展会数 | 5场
    信保补助 | 产出指标 | 数量指标 | 企业数 | 90家
    """
    found = facts(text)["indicators"]
    assert columns_of(found, "level3", "program_name") == [("展会数", "展会补贴"), ("企业数", "信保补助")]


def test_a_rate_belongs_to_the_year_of_the_budget_it_is_a_share_of() -> None:
    text = """
    “三公”经费项目 | 2022年预算数 | 2022年决算数 | 2021年决算数 | 完成预算%
    公务接待费 | 12.00 | 8.10 | 9.00 | 67.50
    """
    rates = {
        r["fiscal_year"]: r["execution_rate_printed_pct"] for r in rows(text) if r["phase"] == "executed"
    }
    assert rates == {2022: 67.5, 2021: None}


def test_beside_money_spent_the_share_completed_is_the_rate_of_execution() -> None:
    text = "项目名称 | 年初预算数 | 支出数 | 完成比例(%)\n校舍维修 | 80.00 | 60.00 | 75.00"
    assert [r["execution_rate_printed_pct"] for r in rows(text) if r["phase"] == "executed"] == [75.0]
