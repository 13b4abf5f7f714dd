"""Budgets and final accounts: ledgers side by side, codes, items in headings, tables on their side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

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


def test_a_group_row_over_the_codes_is_part_of_the_header() -> None:
    """项目 is also the label of a form; with every cell of its row divided below it heads a group."""
    text = """
    项目 | < | < | < | 收入预算 | <
    功能分类科目编码 | < | < | 功能分类科目名称 | 合计 | 财政拨款收入
    类 | 款 | 项 | ^ | ^ | ^
    201 | | | 一般公共服务支出 | 50.00 | 50.00
    201 | 13 | | 商贸事务 | 50.00 | 50.00
    合计 | < | < | < | 50.00 | 50.00
    """
    table = classified(text, caption="2025年部门收入预算总表")
    assert (table.header_row_count, table.pairs) == (3, [])
    found = rows(text, caption="2025年部门收入预算总表")
    assert short(found, "line_item", "parent_line_item", "phase") == [
        ("一般公共服务支出", None, "initial"),
        ("商贸事务", "一般公共服务支出", "initial"),
        ("合计", None, "initial"),
    ]


def test_a_part_named_by_its_heading_does_not_hide_the_sum() -> None:
    text = """
    科目编码 | < | < | 科目名称 | 合计 | 项目支出 | <
    ^ | < | < | ^ | ^ | 小计 | 其中：基本建设资金支出
    类 | 款 | 项 | 合计 | 90.00 | 60.00 | 40.00
    205 | < | < | 教育支出 | 90.00 | 60.00 | 40.00
    20502 | < | < | 普通教育 | 90.00 | 60.00 | 40.00
    """
    found = rows(text, caption="财政拨款支出决算表")
    assert short(found, "line_item", "amount_text", "is_total") == [
        ("合计", "90.00", True),
        ("教育支出", "90.00", False),
        ("普通教育", "90.00", False),
    ]


def test_the_line_of_the_organisation_itself_is_a_total() -> None:
    text = """
    科目编码 | 科目名称 | 合计 | 基本支出
    | 合计 | 90.00 | 70.00
    105236 | 某某大学 | 90.00 | 70.00
    205 | 教育支出 | 60.00 | 50.00
    20502 | 普通教育 | 60.00 | 50.00
    221 | 住房保障支出 | 30.00 | 20.00
    """
    found = rows(text, caption="支出预算表")
    assert short([row for row in found if row["is_total"]], "line_item") == [("合计",), ("某某大学",)]


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


def test_credit_lines_are_no_budget() -> None:
    text = "序号 | 金融机构名称 | {} | 已使用情况 | 剩余额度\n1 | 工商银行 | 90.00 | 60.00 | 30.00"
    assert rows(text.format("授信总额")) == []
    assert short(rows(text.format("预算总额")), "phase") == [("initial",), ("executed",)]


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
    found = fact_rows(context, classified(FORM), "d-0000")
    assert {row["program_name"] for name in ("budget", "indicators") for row in found[name]} == {
        "教师工作专项"
    }
    other = fact_rows(context, classified("项目 | 预算数\n差旅 | 9.00", unit="万元"), "d-0001")
    assert [row["program_name"] for row in other["budget"]] == ["某某大学的项目"]


def test_programmes_in_a_column_beside_the_indicators() -> None:
    text = """
    项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值
    展会补贴 | 产出指标 | 数量指标 | 展会数 | 5场
    信保补助 | 产出指标 | 数量指标 | 企业数 | 90家
    """
    found = fact_rows(Context("d" * 16), classified(text), "d-0000")["indicators"]
    assert short(found, "level3", "program_name") == [("展会数", "展会补贴"), ("企业数", "信保补助")]


def test_items_in_the_headings_of_a_table_whose_rows_nothing_names() -> None:
    text = """
    合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费
    ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
    30.00 | 5.00 | 18.00 |  | 18.00 | 7.00
    """
    found = rows(text, caption="一般公共预算“三公”经费支出决算表")
    assert short(found, "line_item", "phase", "amount_text", "is_total") == [
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
    assert short(rows(text), "line_item", "amount_text") == [
        ("一、财政拨款收入", "30.00"),
        ("一、城乡社区支出", "38.00"),
        ("二、住房保障支出", "1.00"),
    ]


def test_beside_income_of_the_same_items_what_was_spent_counts() -> None:
    text = """
    科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
    ^ | ^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^
    212 | 城乡社区支出 | 12.00 | 3.00 | 8.90 | 0.00 | 8.90 | 6.10
    234 | 抗疫特别国债安排的支出 | 2.00 | 0.00 | 2.00 | 0.00 | 2.00 | 0.00
    """
    found = rows(text, caption="政府性基金预算财政拨款收入支出决算表")
    assert short(found, "line_item", "phase", "amount_text") == [
        ("城乡社区支出", "executed", "8.90"),
        ("抗疫特别国债安排的支出", "executed", "2.00"),
    ]


def test_a_rate_belongs_to_the_year_of_the_budget_it_is_a_share_of() -> None:
    text = """
    “三公”经费项目 | 2022年预算数 | 2022年决算数 | 2021年决算数 | 完成预算%
    公务接待费 | 12.00 | 8.10 | 9.00 | 67.50
    """
    rates = {
        r["fiscal_year"]: r["execution_rate_printed_pct"] for r in rows(text) if r["phase"] == "executed"
    }
    assert rates == {2022: 67.5, 2021: None}


def test_lines_that_count_things_are_no_money() -> None:
    text = """
    项目 | 年初预算数 | 决算数
    公务接待费 | 12.00 | 8.10
    公务用车保有量（辆） | 9 | 9
    接待人次（人） | 700 | 602
    行政运行（项） | 90.00 | 88.00
    """
    assert {row["line_item"] for row in rows(text)} == {"公务接待费", "行政运行（项）"}


def test_beside_money_spent_the_share_completed_is_the_rate_of_execution() -> None:
    text = "项目名称 | 年初预算数 | 支出数 | 完成比例(%)\n校舍维修 | 80.00 | 60.00 | 75.00"
    assert [r["execution_rate_printed_pct"] for r in rows(text) if r["phase"] == "executed"] == [75.0]


def test_a_row_of_column_numbers_may_name_the_levels_of_the_codes() -> None:
    text = """
    科目编码 | < | < | 科目名称 | 年初预算数 | 调整预算数 | 决算数
    类 | 款 | 项 | 栏次 | 1 | 2 | 3
    208 | 05 | 05 | 基本养老保险缴费支出 | 30.00 | 30.00 | 29.00
    """
    assert {row["line_item"] for row in rows(text)} == {"基本养老保险缴费支出"}


def test_payers_across_and_phases_down() -> None:
    text = """
    项目 | 中央资金 | 市级资金 | 合计
    预算安排 | 28.00 | 12.00 | 40.00
    资金到位 | 28.00 | 11.00 | 39.00
    资金支出 | 27.00 | 10.00 | 37.00
    结余结转 | 1.00 | 1.00 | 2.00
    """
    assert short(rows(text), "funding_source", "phase", "amount_text", "is_total") == [
        ("central", "initial", "28.00", False),
        ("city", "initial", "12.00", False),
        ("all", "initial", "40.00", True),
        ("central", "executed", "27.00", False),
        ("city", "executed", "10.00", False),
        ("all", "executed", "37.00", True),
    ]


def test_names_that_tell_rows_apart_go_before_a_region_over_several_rows() -> None:
    text = """
    城区 | 改造小区 | 批复投资 | 已支付
    市南区 | 紫云小区 | 18.00 | 17.00
    ^ | 新立小区 | 7.00 | 7.00
    崂山区 | 裕民花园 | 5.00 | 4.00
    """
    found = rows(text, caption="改造项目投资与支付明细表")
    assert short(found, "line_item", "region_code")[::2] == [
        ("紫云小区", "370202"),
        ("新立小区", "370202"),
        ("裕民花园", "370212"),
    ]


def test_quarters_say_nothing_against_a_header() -> None:
    text = """
    补贴项目 | 年初预算 | 一季度 | 二季度 | 三季度 | 四季度 | 全年支出 | 执行率
    规制补贴 | 12.00 | 3.00 | 3.00 | 3.00 | 2.00 | 11.00 | 91.67%
    站台维护 | 4.00 | — | 1.00 | 1.00 | 1.00 | 3.00 | 75.00%
    """
    assert short(rows(text), "line_item", "phase", "amount_text") == [
        ("规制补贴", "initial", "12.00"),
        ("规制补贴", "executed", "11.00"),
        ("站台维护", "initial", "4.00"),
        ("站台维护", "executed", "3.00"),
    ]
