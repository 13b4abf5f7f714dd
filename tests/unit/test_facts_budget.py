"""Rows of `budget`: line items, phases, units, parents, totals, printed rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts import Paper
from tests.tables import columns_of, facts


def rows(text: str, **options: Any) -> list[Row]:
    return facts(text, **options)["budget"]


PLAIN = """
序号 | 项目 | 年初预算数 | 调整后预算数 | 全年执行数 | 执行率
1 | 保费补助 | 3,200.00 | 3,050.00 | 2,928.50 | 96.02%
2 | 展会补贴 | 860.00 | 860.00 | — | 0
合计 | < | 4,060.00 | 3,910.00 | 2,928.50 | 74.90%
"""


def test_a_row_for_each_item_and_phase_with_a_printed_amount() -> None:
    found = rows(PLAIN, unit="万元")
    assert columns_of(found, "line_item", "phase", "amount_yuan", "is_total") == [
        ("保费补助", "initial", Decimal("32000000"), False),
        ("保费补助", "adjusted", Decimal("30500000"), False),
        ("保费补助", "executed", Decimal("29285000"), False),
        ("展会补贴", "initial", Decimal("8600000"), False),
        ("展会补贴", "adjusted", Decimal("8600000"), False),
        ("合计", "initial", Decimal("40600000"), True),
        ("合计", "adjusted", Decimal("39100000"), True),
        ("合计", "executed", Decimal("29285000"), True),
    ]
    assert {row["unit_source"] for row in found} == {"caption"}
    assert {row["scope"] for row in found} == {"annual"}


def test_the_printed_rate_stands_on_the_executed_row_only() -> None:
    found = [row for row in rows(PLAIN, unit="万元") if row["line_item"] == "保费补助"]
    assert columns_of(found, "phase", "execution_rate_printed_pct") == [
        ("initial", None),
        ("adjusted", None),
        ("executed", 96.02),
    ]


def test_provenance_names_the_cell() -> None:
    row = rows(PLAIN, unit="万元")[2]
    assert row["amount_text"] == row["source_text"] == "2,928.50"
    assert (row["document_id"], row["table_id"], row["page_number"]) == ("d" * 16, "d-0000", 1)
    assert (row["row_index"], row["column_index"], row["source_kind"]) == (1, 4, "cell")
    assert (row["region_code"], row["fiscal_year"]) == ("370200", 2023)


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
    found = rows(f"项目 | {heading}\n保费补助 | {cell}\n展会补贴 | {cell}", unit=unit)
    assert (
        columns_of(found, "amount_yuan", "unit_source", "amount_unit") == [(Decimal(yuan), source, name)] * 2
    )


def test_a_heading_over_the_whole_row_is_no_unread_amount() -> None:
    context = Context("d" * 16)
    found = rows(
        "项目 | 年初预算数 | 全年执行数\n一、小微企业 | < | <\n甲 | 100.00 | 95.00\n乙 | 20.00 | 20.00",
        unit="万元",
        context=context,
    )
    assert {row["line_item"] for row in found} >= {"甲", "乙"}
    assert context.findings == []


def test_parts_name_the_item_above_as_parent() -> None:
    found = rows(
        """
        资金来源 | 全年预算数 | 全年执行数
        年度资金总额 | 100.00 | 95.00
        其中：中央财政资金 | 60.00 | 60.00
        其中：市级财政资金 | 40.00 | 35.00
        """,
        unit="万元",
    )
    executed = [row for row in found if row["phase"] == "executed"]
    assert columns_of(executed, "line_item", "parent_line_item", "funding_source", "is_total") == [
        ("年度资金总额", None, "all", True),
        ("中央财政资金", "年度资金总额", "central", False),
        ("市级财政资金", "年度资金总额", "city", False),
    ]


@pytest.mark.parametrize(
    ("second", "third", "phase"),
    [("845.00", "300.00", "adjusted"), ("45.00", "30.00", "adjustment")],
    ids=["mostly the first figures", "other figures"],
)
def test_a_budget_that_repeats_the_first_one_is_no_change_of_it(second: str, third: str, phase: str) -> None:
    found = rows(
        f"""
        项目 | 年初预算数 | 调整预算数 | 决算数
        甲港 | 1,260.00 | 310.50 | 248.30
        乙港 | 845.00 | {second} | 790.20
        丙港 | 300.00 | {third} | 275.40
        """,
        unit="万元",
    )
    assert {row["phase"] for row in found} == {"initial", phase, "executed"}


FORM = """
项目名称 | 外贸专项 | < | <
预算金额 | 总金额 | 178941万元 | <
^ | 当年度金额 | 15200万元 | <
一级指标 | 二级指标 | 三级指标 | 目标值
产出指标 | 数量指标 | 支持企业数 | ≥100家
"""


def test_amounts_printed_as_label_and_value() -> None:
    found = rows(FORM)
    assert columns_of(found, "amount_text", "amount_yuan", "unit_source", "row_index", "column_index") == [
        ("178941万元", Decimal("1789410000"), "cell", 1, 2),
        ("15200万元", Decimal("152000000"), "cell", 2, 2),
    ]


def test_names_in_a_form_are_no_amounts() -> None:
    assert "外贸专项" not in [row["amount_text"] for row in rows(FORM)]


def test_changes_from_year_to_year_and_percentages_are_no_amounts() -> None:
    text = """
    科目编码 | 科目名称 | 2022年执行数 | 2023年预算数 | 较上年增减 | <
    ^ | ^ | ^ | ^ | 金额 | %
    20101 | 人大事务 | 120.00 | 96.00 | -24.00 | -20.00
    20102 | 政协事务 | 100.00 | 110.00 | 10.00 | 10.00
    """
    assert columns_of(rows(text, unit="万元"), "line_item", "phase", "fiscal_year", "amount_text") == [
        ("人大事务", "executed", 2022, "120.00"),
        ("人大事务", "initial", 2023, "96.00"),
        ("政协事务", "executed", 2022, "100.00"),
        ("政协事务", "initial", 2023, "110.00"),
    ]


def test_a_bare_number_in_a_column_of_years_is_one() -> None:
    text = """
    年度 | 年初预算数 | 执行数
    2021 | 120.00 | 96.00
    2022 | 20.00 | 26.00
    """
    assert {row["fiscal_year"] for row in rows(text, unit="万元")} == {2021, 2022}


def test_a_label_beside_all_rows_names_none_of_them_and_may_state_their_unit() -> None:
    text = """
    年度预算申请（万元） | 资金构成 | 年初预算数 | 执行数
    ^ | 基本支出 | 120.00 | 96.00
    ^ | 项目支出 | 20.00 | 26.00
    """
    assert columns_of(rows(text), "line_item", "amount_yuan")[::2] == [
        ("基本支出", Decimal("1200000")),
        ("项目支出", Decimal("200000")),
    ]


def test_of_programmes_and_their_sources_the_programmes_are_the_lines() -> None:
    text = """
    项目名称 | 资金来源 | 年初预算数
    会展补助 | 一般公共预算 | 120.00
    信保补助 | 一般公共预算 | 20.00
    """
    assert columns_of(rows(text, unit="万元"), "line_item") == [("会展补助",), ("信保补助",)]


def test_what_several_years_make_together_is_no_amount_of_one_year() -> None:
    text = """
    项目 | 2022年预算 | 2023年预算 | 2022-2023年累计支出
    会展补助 | 120.00 | 100.00 | 210.00
    """
    assert columns_of(rows(text, unit="万元"), "phase", "scope") == [
        ("initial", "annual"),
        ("initial", "annual"),
        ("executed", "cycle"),
    ]


def test_a_heading_that_compares_turns_no_column_that_says_what_it_holds() -> None:
    text = """
    项目 | 与上年预算对比 | < | <
    ^ | 2022年预算数 | 2023年预算数 | 增减额
    人大事务 | 120.00 | 96.00 | -24.00
    """
    assert columns_of(rows(text, unit="万元"), "phase", "fiscal_year") == [
        ("initial", 2022),
        ("initial", 2023),
    ]


def test_a_row_that_states_a_unit_changes_it_for_the_rows_below() -> None:
    text = """
    项目 | 上年预算数 | 预算数
    教育支出 | 4.00 | 5.00
    单位：元 | < | <
    人均经费 | 400.00 | 500.00
    """
    found = rows(text, unit="万元")
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
    assert [row["amount_yuan"] for row in rows(text, unit="万元")] == [Decimal("50000"), Decimal("60000")]


def test_a_unit_stated_once_for_all_tables_is_that_of_the_document() -> None:
    context = Context("d" * 16, prose=[(1, "说明：本套表格金额单位均为万元。")])
    [row] = rows("项目 | 预算数\n教育支出 | 4.00", context=context)
    assert (row["amount_yuan"], row["unit_source"]) == (Decimal("40000"), "document")


def test_a_unit_that_nothing_states_is_not_guessed() -> None:
    context = Context("d" * 16, fiscal_year=2023)
    found = rows("项目 | 年初预算数 | 全年执行数\n保费补助 | 100.00 | 95.00", context=context)
    assert columns_of(found, "amount_text", "amount_yuan", "amount_unit", "unit_source") == [
        ("100.00", None, None, None),
        ("95.00", None, None, None),
    ]
    assert {one["check"] for one in context.findings} == {"unit_not_stated"}
    assert len(context.findings) == 2


def test_words_in_a_money_column_become_a_finding_not_a_number() -> None:
    context = Context("d" * 16)
    found = rows(
        "项目 | 年初预算数 | 全年执行数\n甲 | 100.00 | 95.00\n乙 | 20.00 | 详见附件3\n丙 | 30.00 | 30.00",
        unit="万元",
        context=context,
    )
    assert [row["line_item"] for row in found if row["phase"] == "executed"] == ["甲", "丙"]
    assert [(one["check"], one["row_index"], one["printed"]) for one in context.findings] == [
        ("unread_amount", 2, "详见附件3")
    ]


def test_a_row_without_a_name_among_named_ones_is_not_named_like_the_table() -> None:
    context = Context("d" * 16)
    text = "项目 | 上年预算数 | 预算数\n教育支出 | 4.00 | 5.00\n | 7.00 | 8.00"
    found = rows(text, unit="万元", caption="柳河县支出预算表", context=context)
    assert [row["line_item"] for row in found] == ["教育支出", "教育支出", None, None]
    assert {one["check"] for one in context.findings} == {"line_not_named"}


def test_rates_printed_as_shares_of_one_become_percentages() -> None:
    found = rows(
        "项目 | 年初预算数 | 全年执行数 | 执行率\n甲 | 100.00 | 95.88 | 0.9588\n乙 | 50.00 | 50.00 | 1",
        unit="万元",
    )
    executed = [row for row in found if row["phase"] == "executed"]
    assert [row["execution_rate_printed_pct"] for row in executed] == pytest.approx([95.88, 100])


def test_a_column_of_units_gives_each_row_its_own() -> None:
    text = """
    项目 | 计量单位 | 上年预算数 | 预算数
    道路硬化 | 万元 | 4.00 | 5.00
    护林补助 | 元 | 400.00 | 500.00
    护林员 | 人 | 12.00 | 13.00
    """
    assert columns_of(rows(text), "line_item", "amount_yuan") == [
        ("道路硬化", Decimal("40000")),
        ("道路硬化", Decimal("50000")),
        ("护林补助", Decimal("400")),
        ("护林补助", Decimal("500")),
    ]


def test_bonds_are_a_source_of_money_beside_others() -> None:
    found = rows(
        """
        项目 | 年初预算 | < | <
        ^ | 合计 | 财政拨款 | 提前下达一般债券
        渔港改造 | 90.00 | 50.00 | 40.00
        航道疏浚 | 60.00 | 50.00 | 10.00
        合计 | 150.00 | 100.00 | 50.00
        """,
        unit="万元",
        caption="2024年专项资金预算安排情况表",
    )
    bonds = [row for row in found if row["column_index"] == 3]
    assert columns_of(bonds, "line_item", "phase", "funding_source", "amount_yuan", "is_total") == [
        ("渔港改造", "initial", "other", Decimal("400000"), False),
        ("航道疏浚", "initial", "other", Decimal("100000"), False),
        ("合计", "initial", "other", Decimal("500000"), True),
    ]


def test_what_is_owed_is_no_budget() -> None:
    found = rows(
        "项目 | 年初预算 | 债券余额\n渔港改造 | 90.00 | 40.00\n航道疏浚 | 60.00 | 10.00", unit="万元"
    )
    assert {row["column_index"] for row in found} == {1}


def test_a_column_that_names_no_phase_has_the_first_one_of_the_caption() -> None:
    found = rows(
        """
        项目 | 2024年预算数 | 基本支出 | 项目支出
        渔港改造 | 90.00 | 50.00 | 40.00
        航道疏浚 | 60.00 | 50.00 | 10.00
        """,
        unit="万元",
        caption="2024年一般公共预算支出预算草案",
    )
    assert {(row["column_index"], row["phase"]) for row in found} == {(n, "initial") for n in (1, 2, 3)}


def test_the_rest_of_a_list_of_sources_is_other() -> None:
    sources = """
资金来源 | 预算数 | 执行数
省级财政资金 | 120 | 90
市级财政资金 | 80 | 60
其他 | 7 | 5
"""
    found = [row for row in rows(sources, unit="万元") if row["line_item"] == "其他"]
    assert columns_of(found, "phase", "funding_source") == [("initial", "other"), ("executed", "other")]
    items = PLAIN.replace("展会补贴", "其他")
    assert {row["funding_source"] for row in rows(items, unit="万元") if row["line_item"] == "其他"} == {None}


@pytest.mark.parametrize(("heading", "kept"), [("芦塘款", ["initial"]), ("拨付金额", [])])
def test_what_a_label_calls_paid_is_no_plan_beside_the_result(heading: str, kept: list[str]) -> None:
    found = rows(
        f"项目 | {heading} | 执行数\n塘坝清淤 | 37.50 | 52.00\n渠系衬砌 | 18.20 | 21.00", unit="万元"
    )
    assert [row["phase"] for row in found if row["amount_text"] == "37.50"] == kept


@pytest.mark.parametrize(
    ("heading", "kept"),
    [("芦塘款", []), ("合同金额", []), ("补助资金", []), ("其中：中央", ["initial"]), ("小计", ["initial"])],
)
@pytest.mark.parametrize("kind", ["other", "department_budget", "evaluation_report"])
def test_beside_the_budget_another_heading_is_no_budget(kind: str, heading: str, kept: list[str]) -> None:
    table = f"项目 | 年初预算数 | {heading} | 支出数\n塘坝清淤 | 40.60 | 37.50 | 36.00\n渠系衬砌 | 20 | 18.20 | 17"
    found = facts(table, unit="万元", paper=Paper(kind, None, ""))
    own = [row["phase"] for row in found["budget"] if row["amount_text"] == "37.50"]
    assert own == kept
    taken = [row["fact_table"] for row in found["figures"] if row["value_text"] == "37.50"]
    assert taken == (["budget"] if kept else [None])


def test_the_day_of_the_caption_is_not_that_of_the_first_budget() -> None:
    table = """
    项目 | 年初预算 | 执行数
    桥梁养护支出 | 90.00 | 41.00
    渠道清淤支出 | 60.00 | 22.00
    """
    found = rows(table, unit="万元", caption="2023年上半年预算执行情况表")
    half = date(2023, 6, 30)
    assert columns_of(found, "phase", "as_of") == [("initial", None), ("executed", half)] * 2


def test_a_first_budget_keeps_the_day_of_its_own_heading() -> None:
    table = """
    项目 | 年初预算（截至2023年3月31日） | 执行数
    桥梁养护支出 | 90.00 | 41.00
    渠道清淤支出 | 60.00 | 22.00
    """
    found = rows(table, unit="万元", caption="2023年上半年预算执行情况表")
    assert [row["as_of"] for row in found if row["phase"] == "initial"] == [date(2023, 3, 31)] * 2


def test_expenditure_beside_rates_of_execution_was_made() -> None:
    found = rows(
        """
        项目名称 | 预算数 | 支出 | < | 支出合计 | 执行率
        ^ | ^ | 上半年 | 下半年 | ^ | ^
        校车补贴 | 90.00 | 40.00 | 45.00 | 85.00 | 94.44%
        """,
        unit="万元",
    )
    assert columns_of(found, "phase", "amount_text", "execution_rate_printed_pct") == [
        ("initial", "90.00", None),
        ("executed", "40.00", None),
        ("executed", "45.00", None),
        ("executed", "85.00", 94.44),
    ]


def test_expenditure_beside_a_plan_alone_has_no_phase() -> None:
    found = rows("项目名称 | 预算数 | 支出\n校车补贴 | 90.00 | 85.00", unit="万元")
    assert [row["phase"] for row in found if row["amount_text"] == "85.00"] != ["executed"]
