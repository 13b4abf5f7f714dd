"""Units of the amounts of a budget: where they are stated, and where nothing states one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.context.context import Context
from tests.tables import budget_rows, columns_of


@pytest.mark.parametrize(
    ("heading", "cell", "unit", "yuan", "source", "name"),
    [
        ("全年执行数（万元）", "12.50", "", "125000", "header", "万元"),
        ("全年执行数（元）", "12.50", "万元", "12.50", "header", "元"),
        ("全年执行数", "12.50亿元", "万元", "1250000000", "cell", "亿元"),
        ("全年执行数", "12.50", "千元", "12500", "caption", "千元"),
        ("全年执行数", "￥12.50", "千元", "12500", "caption", "千元"),
        ("全年执行数", "￥12.50", "", "12.50", "cell", "元"),
        ("全年执行数", "≈12.50", "千元", "12500", "caption", "千元"),
    ],
    ids=[
        "heading",
        "heading over caption",
        "cell over caption",
        "caption",
        "currency",
        "sign alone",
        "about",
    ],
)
def test_where_the_unit_comes_from(
    heading: str, cell: str, unit: str, yuan: str, source: str, name: str
) -> None:
    found = budget_rows(f"项目 | {heading}\n保费补助 | {cell}\n展会补贴 | {cell}", unit=unit)
    assert (
        columns_of(found, "amount_yuan", "unit_source", "amount_unit") == [(Decimal(yuan), source, name)] * 2
    )


def test_a_label_beside_all_rows_names_none_of_them_and_may_state_their_unit() -> None:
    text = """
    年度预算申请（万元） | 资金构成 | 年初预算数 | 执行数
    ^ | 基本支出 | 120.00 | 96.00
    ^ | 项目支出 | 20.00 | 26.00
    """
    assert columns_of(budget_rows(text), "line_item", "amount_yuan")[::2] == [
        ("基本支出", Decimal("1200000")),
        ("项目支出", Decimal("200000")),
    ]


def test_a_row_that_states_a_unit_changes_it_for_the_rows_below() -> None:
    text = """
    项目 | 上年预算数 | 预算数
    教育支出 | 4.00 | 5.00
    单位：元 | < | <
    人均经费 | 400.00 | 500.00
    """
    found = budget_rows(text, unit="万元")
    assert columns_of(found, "line_item", "amount_yuan", "unit_source") == [
        ("教育支出", Decimal("40000"), "caption"),
        ("教育支出", Decimal("50000"), "caption"),
        ("人均经费", Decimal("400"), "cell"),
        ("人均经费", Decimal("500"), "cell"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "项目 | 单位 | 数量 | 预算数\n服务器 | 台 | 12 | 5.00\n桌椅 | 套 | 40 | 6.00",  # of what is bought
        "项目名称 | 预算金额 | 三级指标 | 指标值 | 计量单位\n"
        "展会补贴 | 5.00 | 订单额 | ≥2 | 万元\n培训 | 6.00 | 人次 | ≥9 | 人",
    ],
)
def test_a_column_of_units_may_speak_of_something_else(text: str) -> None:
    assert [row["amount_yuan"] for row in budget_rows(text, unit="万元")] == [
        Decimal("50000"),
        Decimal("60000"),
    ]


def test_a_unit_stated_once_for_all_tables_is_that_of_the_document() -> None:
    context = Context("d" * 16, prose=[(1, "说明：本套表格金额单位均为万元。")])
    [row] = budget_rows("项目 | 预算数\n教育支出 | 4.00", context=context)
    assert (row["amount_yuan"], row["unit_source"]) == (Decimal("40000"), "document")


def test_a_unit_that_nothing_states_is_not_guessed() -> None:
    context = Context("d" * 16, fiscal_year=2023)
    found = budget_rows("项目 | 年初预算数 | 全年执行数\n保费补助 | 100.00 | 95.00", context=context)
    assert columns_of(found, "amount_text", "amount_yuan", "amount_unit", "unit_source") == [
        ("100.00", None, None, None),
        ("95.00", None, None, None),
    ]
    assert {one["check"] for one in context.findings} == {"unit_not_stated"}
    assert len(context.findings) == 2


def test_a_column_of_units_gives_each_row_its_own() -> None:
    text = """
    项目 | 计量单位 | 上年预算数 | 预算数
    道路硬化 | 万元 | 4.00 | 5.00
    护林补助 | 元 | 400.00 | 500.00
    护林员 | 人 | 12.00 | 13.00
    """
    assert columns_of(budget_rows(text), "line_item", "amount_yuan") == [
        ("道路硬化", Decimal("40000")),
        ("道路硬化", Decimal("50000")),
        ("护林补助", Decimal("400")),
        ("护林补助", Decimal("500")),
    ]
