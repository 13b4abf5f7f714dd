"""Rows of `disbursement`: regions and recipients, dates, classes, rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts import disbursement
from pipeline.facts.disbursement import _printed_phases
from pipeline.meaning import PartMeaning
from tests.tables import columns_of, facts


def rows(text: str, **options: Any) -> list[Row]:
    return facts(text, **({"unit": "万元"} | options))["disbursement"]


PLAIN = """
地区 | 应拨付金额 | 已拨付金额 | 拨付率
市南区 | 12.00 | 9.00 | 75.00%
崂山区 | 8.00 | 8.00 | 100.00%
合计 | 20.00 | 17.00 | 85.00%
"""


def test_a_row_for_each_region_and_the_total_flagged() -> None:
    assert columns_of(rows(PLAIN), "region_code", "region_name", "due_yuan", "paid_yuan", "is_total") == [
        ("370202", "市南区", Decimal("120000"), Decimal("90000"), False),
        ("370212", "崂山区", Decimal("80000"), Decimal("80000"), False),
        ("370200", "青岛市", Decimal("200000"), Decimal("170000"), True),
    ]


def test_what_the_labels_of_transfers_state_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(meaning: PartMeaning) -> set[str]:
        asked.append(len(meaning.part.lines))
        return _printed_phases(meaning)

    monkeypatch.setattr(disbursement, "_printed_phases", counted)
    lines = "".join(f"第{n}村 | {n}.00 | {n}.00\n" for n in range(1, 30))
    text = f"地区 | 下达资金 | 已拨付金额\n市南区 | 12.00 | 9.00\n崂山区 | 8.00 | 8.00\n{lines}"
    assert rows(text, caption="转移支付资金分配表")
    assert len(asked) < 4


def test_printed_and_computed_rates_stand_apart() -> None:
    found = rows(PLAIN.replace("75.00%", "77.00%"))
    assert columns_of(found, "execution_rate_printed_pct", "execution_rate_pct")[0] == (77.0, 75.0)


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
    assert columns_of(found, "region_code", "as_of", "due_yuan", "paid_yuan", "execution_rate_pct") == [
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
    assert columns_of(found, "region_code", "recipient_class", "due_yuan", "paid_yuan")[:2] == [
        ("370202", "small", Decimal("120000"), Decimal("90000")),
        ("370202", "general", Decimal("300000"), Decimal("150000")),
    ]


def test_a_zone_has_a_name_but_no_code() -> None:
    found = rows(PLAIN.replace("市南区", "西海岸新区"))
    assert columns_of(found, "region_code", "region_name", "is_functional_zone")[:2] == [
        (None, "西海岸新区", True),
        ("370212", "崂山区", False),
    ]


def test_recipients_belong_to_the_region_of_the_report() -> None:
    text = """
    序号 | 企业名称 | 应拨付金额 | 已拨付金额
    1 | 青岛某某进出口有限公司 | 12.00 | 9.00
    2 | 山东某某国际贸易有限公司 | 8.00 | 8.00
    合计 | < | 20.00 | 17.00
    """
    assert columns_of(rows(text), "region_code", "recipient_name", "paid_yuan", "is_total") == [
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


def test_what_should_be_paid_is_due_whatever_it_is_called() -> None:
    text = "经办银行 | 应贴息金额 | 已拨付贴息\n农商行 | 12.00 | 9.00\n工商银行 | 8.00 | 8.00"
    assert columns_of(rows(text), "due_yuan", "paid_yuan")[0] == (Decimal("120000"), Decimal("90000"))


def test_a_region_nobody_knows_keeps_its_name_and_leaves_a_finding() -> None:
    context = Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)
    found = rows(PLAIN.replace("崂山区", "蓬莱仙县"), context=context)
    assert columns_of(found, "region_code", "region_name")[1] == (None, "蓬莱仙县")
    assert [(one["check"], one["printed"]) for one in context.findings] == [("unknown_region", "蓬莱仙县")]


def test_a_unit_that_only_the_sum_beside_an_amount_names_is_its_unit() -> None:
    table = """
    类型 | 一般企业拨付情况 | < | 小微企业拨付情况 | < | 合计拨付项目（个） | 合计拨付金额（万元）
    ^ | 拨付项目个数 | 拨付金额 | 拨付项目个数 | 拨付金额 | ^ | ^
    合计 | 30 | 512.40 | 8 | 40.00 | 38 | 552.40
    """
    found = rows(table, unit=None)
    assert columns_of(found, "recipient_class", "paid_yuan", "amount_unit") == [
        ("general", Decimal("5124000"), "万元"),
        ("small", Decimal("400000"), "万元"),
        ("all", Decimal("5524000"), "万元"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        """
        单位 | 提前下达 | 本次下达 | 累计下达
        市南区 | 12.00 | 9.00 | 21.00
        崂山区 | 8.00 | 5.50 | 13.50
        """,
        """
        单位 | 累计 | 第一批下达 | 第二批下达
        市本级 | 21.00 | 12.00 | 9.00
        崂山区 | 13.50 | 8.00 | 5.50
        """,
    ],
)
def test_rows_that_are_regions_make_an_allotment_whatever_stands_over_them(table: str) -> None:
    found = rows(table)
    counted = [row["due_yuan"] for row in found if not row["is_total"]]
    assert counted == [Decimal(n) for n in (120_000, 90_000, 80_000, 55_000)]
    assert [row["due_yuan"] for row in found if row["is_total"]] == [Decimal(210_000), Decimal(135_000)]


@pytest.mark.parametrize(
    "names", [("市南区", "河道清淤"), ("市南区", "济南市"), ("省级", "市南区"), ("青岛市", "市本级")]
)
def test_two_rows_are_regions_only_where_the_list_knows_both_within_the_place(names: tuple[str, str]) -> None:
    table = f"单位 | 提前下达 | 本次下达\n{names[0]} | 12.00 | 9.00\n{names[1]} | 8.00 | 5.50"
    assert rows(table) == []


def test_the_number_of_the_document_is_no_name_of_an_instalment() -> None:
    table = """
    县市 | 提前下达（某财农〔2031〕15号） | 本次下达
    市南区 | 12.00 | 9.00
    崂山区 | 8.00 | 5.50
    """
    assert {row["item"] for row in rows(table)} == {"提前下达", "本次下达"}


INSTALMENTS = """
县市 | 资金下达情况 | < | < | < | 截至2031年9月30日 | <
^ | 第一批 | 第二批 | 第三批 | 累计下达 | 累计拨付 | 拨付率
市本级 | 40.00 |  | 20.00 | 60.00 | 45.00 | 75.00%
市南区 | 300.00 | 120.00 | 80.00 | 500.00 | 400.00 | 80.00%
崂山区 | 200.00 | 90.00 | 10.00 | 300.00 | 300.00 | 100.00%
"""


def test_what_was_paid_of_all_instalments_is_no_payment_of_the_first() -> None:
    found = columns_of(
        rows(INSTALMENTS), "item", "due_yuan", "paid_yuan", "execution_rate_printed_pct", "is_total"
    )
    assert found[:3] == [
        ("第一批", Decimal(400_000), None, None, False),
        ("第三批", Decimal(200_000), None, None, False),
        ("累计下达", Decimal(600_000), None, None, True),
    ]
    paid = [row for row in rows(INSTALMENTS) if row["paid_yuan"] is not None]
    assert columns_of(
        paid, "item", "due_yuan", "paid_yuan", "execution_rate_printed_pct", "execution_rate_pct"
    ) == [
        (None, None, Decimal(450_000), 75.0, 75.0),
        (None, None, Decimal(4_000_000), 80.0, 80.0),
        (None, None, Decimal(3_000_000), 100.0, 100.0),
    ]
    assert {(row["as_of"], row["is_total"]) for row in paid} == {(date(2031, 9, 30), False)}


def test_what_was_paid_stands_apart_before_its_instalments_too() -> None:
    found = rows(
        "县市 | 已拨付 | 第一批下达 | 第二批下达 | 累计下达\n市南区 | 15 | 12 | 9 | 21\n崂山区 | 9 | 8 | 5 | 13"
    )
    assert columns_of(found, "due_yuan", "paid_yuan", "is_total")[:4] == [
        (None, Decimal(150_000), False),
        (Decimal(120_000), None, False),
        (Decimal(90_000), None, False),
        (Decimal(210_000), None, True),
    ]


def test_what_was_paid_between_two_instalments_is_of_the_first() -> None:
    text = """
    县市 | 第一批下达 | 已拨付 | 第二批下达 | 累计下达
    市南区 | 12.00 | 10.00 | 9.00 | 21.00
    崂山区 | 8.00 | 7.00 | 5.00 | 13.00
    """
    assert columns_of(rows(text), "due_yuan", "paid_yuan")[0] == (Decimal(120_000), Decimal(100_000))


def test_a_sum_of_payments_goes_to_the_sum_of_the_instalments() -> None:
    text = """
    县市 | 第一批 | < | 第二批 | < | 合计 | <
    ^ | 下达 | 拨付 | 下达 | 拨付 | 下达 | 拨付
    市南区 | 12.00 | 10.00 | 9.00 | 4.00 | 21.00 | 14.00
    崂山区 | 8.00 | 7.00 | 5.00 | 5.00 | 13.00 | 12.00
    """
    assert columns_of(rows(text), "due_yuan", "paid_yuan", "is_total")[:3] == [
        (Decimal(120_000), Decimal(100_000), False),
        (Decimal(90_000), Decimal(40_000), False),
        (Decimal(210_000), Decimal(140_000), True),
    ]


def test_what_offices_spent_of_their_own_is_no_grant() -> None:
    text = "单位名称 | 本年支出 | 其中：政府采购\n局机关 | 83.00 | 9.50\n测绘院 | 41.00 | 2.00\n合计 | 124.00 | 11.50"
    found = facts(text, unit="万元", caption="2023年支出决算情况")
    assert not found["disbursement"]
    assert {row["phase"] for row in found["budget"]} == {"executed"}
