"""Rows of `budget` that add up: totals, flows and phases of their parts, and tables that are no budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.context.context import Row
from tests.tables import facts


def rows(text: str, **options: Any) -> list[Row]:
    return facts(text, unit="万元", **options)["budget"]


def leaves(found: list[Row], **wanted: Any) -> Decimal:
    """The sum of the rows without totals."""
    return sum(
        (r["amount_yuan"] for r in found if not r["is_total"] and all(r[k] == v for k, v in wanted.items())),
        Decimal(0),
    )


def test_what_was_left_over_goes_into_the_income_that_it_is_summed_in() -> None:
    found = rows(
        """
        项目 | 2024年决算数 | 2025年预算数
        本年收入合计 | 4,310 | 4,425
        上年结转 | 207 | 318
        收入总计 | 4,517 | 4,743
        """,
        caption="2025年县级基金收入表",
    )
    assert {r["flow"] for r in found} == {"income"}
    assert leaves(found, phase="initial") == Decimal("47430000")


def test_what_was_left_over_before_the_year_is_no_expenditure_by_the_caption_alone() -> None:
    found = rows(
        """
        资金来源 | 年初预算数
        资金总额 | 412.00
        本级财政 | 380.00
        上年结转 | 32.00
        """,
        caption="项目支出自评表",
    )
    assert {r["flow"] for r in found} == {None}
    assert leaves(found, phase="initial") == Decimal("4120000")


def test_what_was_completed_is_money_and_adds_up() -> None:
    found = rows(
        """
        项目 | 2024年完成数 | 2025年完成数
        一、税收收入 | 22,214 | 23,083
        1.增值税 | 15,540 | 16,081
        2.契税 | 6,674 | 7,002
        """,
        caption="2024年收入执行表",
    )
    assert {r["line_item"] for r in found if r["is_total"]} == {"一、税收收入"}
    assert leaves(found, fiscal_year=2024) == Decimal("222140000")


def test_a_table_of_debt_gives_no_budget() -> None:
    found = facts(
        """
        项目 | 2025年执行数
        一、年末债务余额 | 4,310
        其中：一般债务 | 1,207
        专项债务 | 3,103
        二、债务限额 | 5,120
        三、还本支出 | 310
        """,
        unit="万元",
        caption="2025年全市执行情况表",
    )
    assert found["budget"] == []
    assert {figure["fact_table"] for figure in found["figures"]} == {"none:debt"}


def test_one_line_of_debt_among_others_is_expenditure() -> None:
    found = rows(
        """
        项目 | 2025年执行数
        教育支出 | 4,310
        卫生支出 | 1,207
        债务付息支出 | 103
        支出合计 | 5,620
        """,
        caption="2025年支出执行表",
    )
    assert leaves(found) == Decimal("56200000")


def test_a_column_that_compares_execution_with_the_budget_is_no_fact() -> None:
    found = rows(
        """
        科目 | 2025年年初预算 | 2025年全年执行 | 执行数与预算数相差
        公安 | 12,713 | 15,326 | 2,613
        司法 | 941 | 879 | -62
        水利 | 3,097 | 867 | -2,230
        文物 | 798 | 813 | 15
        总计 | 17,549 | 17,885 | 336
        """,
        caption="2025年支出执行表",
    )
    assert {r["column_index"] for r in found} == {1, 2}


def test_a_part_of_what_was_spent_was_spent_whatever_its_name_says() -> None:
    found = rows(
        """
        项目 | 企业职工基金
        本年收入 | 8,120
        其中：保险费收入 | 6,630
        利息收入 | 49
        调剂资金收入 | 1,441
        """,
        caption="2024年保险基金收入决算表",
    )
    assert {r["phase"] for r in found} == {"executed"}
    assert leaves(found) == Decimal("81200000")


def test_years_below_groups_of_columns_are_headings() -> None:
    found = rows(
        """
        部门 | 预算安排金额 | < | 实际支出金额 | <
        ^ | 2020 | 2021 | 2020 | 2021
        工信厅 | 537 | 261 | 733 | 712
        财政厅 | 163 | 400 | 160 | 140
        合计 | 700 | 661 | 893 | 852
        """,
        caption="专项资金情况",
    )
    assert {r["fiscal_year"] for r in found} == {2020, 2021}
    assert len(found) == 12


def test_a_cross_where_no_number_can_be_makes_no_column_of_names() -> None:
    found = rows(
        """
        项目 | 2018年执行数 | < | 2019年预算数 | <
        ^ | 统筹基金 | 补助基金 | 统筹基金 | 补助基金
        保险费收入 | 289,841 | × | 308,354 | ×
        利息收入 | 9,611 | × | 10,309 | ×
        收入小计 | 299,452 | × | 318,663 | ×
        """,
        caption="2019年基金预算表",
    )
    assert [r["line_item"] for r in found if r["fiscal_year"] == 2019 and not r["is_total"]] == [
        "保险费收入",
        "利息收入",
    ]


@pytest.mark.parametrize("whole", ["总额", "资金总额", "项目资金", "合计"])
def test_a_total_of_which_one_part_is_printed_stays_the_total(whole: str) -> None:
    """Else the sum of the lines without is_total would be nothing, or the part would pass for the total."""
    found = rows(
        f"""
        项目资金（万元） |  | 全年预算数 | 全年执行数
        ^ | {whole} | 76.00 | 71.50
        ^ | 其中：市级补助 | 30.00 | 28.40
        """
    )
    assert [(r["line_item"], r["amount_text"], r["is_total"]) for r in found] == [
        (whole, "76.00", True),
        (whole, "71.50", True),
        ("市级补助", "30.00", False),
        ("市级补助", "28.40", False),
    ]


def test_two_of_several_parts_of_a_total_are_alike() -> None:
    found = rows(
        "来源 | 预算数（万元） | 执行数（万元）\n年度资金总额 | 90 | 81\n其中：中央 | 40 | 36\n省级 | 30 | 29"
    )
    assert [r["is_total"] for r in found] == [True, True, False, False, False, False]


def test_a_part_of_a_line_that_another_total_needs_is_counted_in_it() -> None:
    found = rows(
        "科目 | 预算数\n合计 | 98\n城管支出 | 60\n其中：环卫 | 25\n林业支出 | 38", caption="2023年支出预算表"
    )
    assert [(r["line_item"], r["is_total"]) for r in found] == [
        ("合计", True),
        ("城管支出", False),
        ("环卫", True),
        ("林业支出", False),
    ]
