"""Rows of `disbursement`: regions and recipients, dates, classes, rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.records.context import Context, Row
from pipeline.records.disbursement import block_rows
from tests.tables import view


def rows(text: str, **options: Any) -> list[Row]:
    own = view(text, **({"unit": "万元"} | options))
    [block] = own.classified.blocks
    assert block.kind == "disbursement"
    return block_rows(own, block)


def short(found: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in found]


PLAIN = """
地区 | 应拨付金额 | 已拨付金额 | 拨付率
市南区 | 12.00 | 9.00 | 75.00%
崂山区 | 8.00 | 8.00 | 100.00%
合计 | 20.00 | 17.00 | 85.00%
"""


def test_a_row_for_each_region_and_the_total_flagged() -> None:
    assert short(rows(PLAIN), "region_code", "region_name", "due_yuan", "paid_yuan", "is_total") == [
        ("370202", "市南区", Decimal("120000"), Decimal("90000"), False),
        ("370212", "崂山区", Decimal("80000"), Decimal("80000"), False),
        ("370200", "青岛市", Decimal("200000"), Decimal("170000"), True),
    ]


def test_printed_and_computed_rates_stand_apart() -> None:
    found = rows(PLAIN.replace("75.00%", "77.00%"))
    assert short(found, "execution_rate_printed_pct", "execution_rate_pct")[0] == (77.0, 75.0)


def test_no_rate_is_computed_without_an_amount_due() -> None:
    text = "地区 | 应拨付金额 | 已拨付金额\n市南区 | 0 | 9.00\n崂山区 | — | 8.00\n市北区 | 10.00 | 5.00"
    assert [row["execution_rate_pct"] for row in rows(text)] == [None, None, 50.0]


def test_a_group_of_columns_for_each_date_and_the_due_amount_once() -> None:
    text = """
    地区 | 应拨付金额 | 截至2022年12月31日 | < | 截至2023年6月30日 | <
    ^ | ^ | 已拨付金额 | 拨付率 | 已拨付金额 | 拨付率
    市南区 | 12.00 | 9.00 | 75.00% | 12.00 | 100.00%
    崂山区 | 8.00 | 4.00 | 50.00% | 8.00 | 100.00%
    """
    found = rows(text)
    assert short(found, "region_code", "as_of", "due_yuan", "paid_yuan", "execution_rate_pct") == [
        ("370202", date(2022, 12, 31), Decimal("120000"), Decimal("90000"), 75.0),
        ("370202", date(2023, 6, 30), None, Decimal("120000"), 100.0),
        ("370212", date(2022, 12, 31), Decimal("80000"), Decimal("40000"), 50.0),
        ("370212", date(2023, 6, 30), None, Decimal("80000"), 100.0),
    ]


def test_a_group_of_columns_for_each_class_of_enterprises() -> None:
    text = """
    地区 | 小微企业 | < | 一般企业 | <
    ^ | 应拨付金额 | 已拨付金额 | 应拨付金额 | 已拨付金额
    市南区 | 12.00 | 9.00 | 30.00 | 15.00
    崂山区 | 8.00 | 8.00 | 20.00 | 20.00
    """
    found = rows(text)
    assert short(found, "region_code", "recipient_class", "due_yuan", "paid_yuan")[:2] == [
        ("370202", "small", Decimal("120000"), Decimal("90000")),
        ("370202", "general", Decimal("300000"), Decimal("150000")),
    ]


def test_a_zone_has_a_name_but_no_code() -> None:
    found = rows(PLAIN.replace("市南区", "西海岸新区"))
    assert short(found, "region_code", "region_name", "is_functional_zone")[:2] == [
        (None, "西海岸新区", True),
        ("370212", "崂山区", False),
    ]


def test_a_region_nobody_knows_keeps_its_name_and_leaves_a_finding() -> None:
    context = Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)
    found = rows(PLAIN.replace("崂山区", "蓬莱仙县"), context=context)
    assert short(found, "region_code", "region_name")[1] == (None, "蓬莱仙县")
    assert [(one["check"], one["printed"]) for one in context.findings] == [("unknown_region", "蓬莱仙县")]


def test_recipients_belong_to_the_region_of_the_report() -> None:
    text = """
    序号 | 企业名称 | 应拨付金额 | 已拨付金额
    1 | 青岛某某进出口有限公司 | 12.00 | 9.00
    2 | 山东某某国际贸易有限公司 | 8.00 | 8.00
    合计 | < | 20.00 | 17.00
    """
    assert short(rows(text), "region_code", "recipient_name", "paid_yuan", "is_total") == [
        ("370200", "青岛某某进出口有限公司", Decimal("90000"), False),
        ("370200", "山东某某国际贸易有限公司", Decimal("80000"), False),
        ("370200", None, Decimal("170000"), True),
    ]


def test_counts_of_recipients() -> None:
    text = """
    地区 | 企业数量（家） | 应拨付金额 | 已拨付金额
    市南区 | 12 | 12.00 | 9.00
    崂山区 | 7 | 8.00 | 8.00
    """
    assert [row["recipient_count"] for row in rows(text)] == [12, 7]


def test_towns_are_named_and_the_whole_county_is_a_total() -> None:
    text = """
    乡镇 | 应补金额 | 实补金额
    慎城镇 | 120.00 | 96.00
    建颍乡 | 100.00 | 110.00
    全县 | 220.00 | 206.00
    """
    assert short(rows(text), "region_name", "recipient_name", "is_total") == [
        ("青岛市", "慎城镇", False),
        ("青岛市", "建颍乡", False),
        ("青岛市", None, True),
    ]


def test_a_subtotal_of_some_regions_has_its_own_name_and_no_code() -> None:
    text = """
    区县 | 应补金额 | 实补金额
    市南区 | 120.00 | 96.00
    市辖区小计 | 120.00 | 96.00
    全市 | 120.00 | 96.00
    """
    assert short(rows(text), "region_code", "region_name", "is_total") == [
        ("370202", "市南区", False),
        (None, "市辖区小计", True),
        ("370200", "青岛市", True),
    ]


def test_a_column_of_sums_alone_makes_no_row_a_total() -> None:
    text = """
    企业名称 | 合计
    甲公司 | 116.00
    乙公司 | 120.00
    """
    found = rows(text, caption="补助资金拨付情况表")
    assert short(found, "recipient_name", "is_total", "recipient_class") == [
        ("甲公司", False, None),
        ("乙公司", False, None),
    ]


def test_instalments_are_set_against_what_all_payers_owe_together() -> None:
    text = """
    县区 | 下达奖补资金 | < | < | 拨付情况 | <
    ^ | 合计 | 中央 | 省级 | 第一批 | 第二批
    市南区 | 310.00 | 120.50 | 189.50 | 120.50 | 189.50
    """
    found = [row for row in rows(text) if row["paid_yuan"] is not None]
    assert short(found, "due_yuan", "execution_rate_pct") == [(Decimal("3100000"), 38.871), (None, 61.129)]


def test_amounts_named_by_their_own_heading_go_before_those_that_words_suggest() -> None:
    text = """
    地区 | 因素测算 | < | 分配金额
    ^ | 幼儿数因素 | 财力因素 | ^
    市南区 | 7.00 | 2.00 | 12.00
    崂山区 | 5.00 | 1.00 | 8.00
    """
    assert short(rows(text), "region_name", "due_yuan", "paid_yuan") == [
        ("市南区", Decimal("120000"), None),
        ("崂山区", Decimal("80000"), None),
    ]


def test_beside_the_sum_of_several_payers_their_parts_stay_in_the_cells() -> None:
    text = """
    地区 | 下达资金 | < | < | 拨付金额
    ^ | 中央 | 省级 | 小计 | ^
    市南区 | 3.00 | 4.00 | 7.00 | 7.00
    崂山区 | 2.00 | 3.00 | 5.00 | 4.00
    """
    assert short(rows(text), "region_name", "due_yuan", "paid_yuan", "is_total") == [
        ("市南区", Decimal("70000"), Decimal("70000"), False),
        ("崂山区", Decimal("50000"), Decimal("40000"), False),
    ]


def test_what_should_be_paid_is_due_whatever_it_is_called() -> None:
    text = "经办银行 | 应贴息金额 | 已拨付贴息\n农商行 | 12.00 | 9.00\n工商银行 | 8.00 | 8.00"
    assert short(rows(text), "due_yuan", "paid_yuan")[0] == (Decimal("120000"), Decimal("90000"))


def test_what_is_allotted_to_regions_is_due_to_them_once() -> None:
    text = """
    地区 | 提前下达 | 此次下达 | 2023年资金合计
    市南区 | 6.00 | 1.00 | 7.00
    崂山区 | 8.00 | 2.00 | 10.00
    """
    assert short(rows(text), "region_code", "due_yuan", "paid_yuan", "is_total") == [
        ("370202", Decimal("70000"), None, False),
        ("370212", Decimal("100000"), None, False),
    ]


def test_counts_may_be_in_ten_thousands() -> None:
    text = "地区 | 受益人数（万人） | 应拨付金额 | 已拨付金额\n市南区 | 1.2 | 12.00 | 9.00\n崂山区 | 3 | 8.00 | 8.00"
    assert short(rows(text), "recipient_count") == [(12000,), (30000,)]


def test_a_rate_over_several_groups_is_of_none_of_them() -> None:
    text = """
    地区 | 新能源汽车 | < | 充电桩 | < | 拨付率
    ^ | 应补 | 实补 | 应补 | 实补 | ^
    市南区 | 32.00 | 32.00 | 8.00 | 7.00 | 97.50%
    崂山区 | 20.00 | 18.00 | 5.00 | 5.00 | 92.00%
    """
    assert {row["execution_rate_printed_pct"] for row in rows(text)} == {None}
