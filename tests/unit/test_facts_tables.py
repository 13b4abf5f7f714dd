"""Tables to facts by the meanings of their numbers: grants of regions and recipients, terms of policies."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.numbers.tiers import Band, read_band
from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from pipeline.facts.terms import together
from tests.tables import classified, columns_of


def facts(text: str, name: str, *, caption: str = "", unit: str = "万元") -> list[Row]:
    context = Context("d" * 16, region_code="370000", region_name="山东省", fiscal_year=2022)
    table = classified(text, caption=caption, unit=unit)
    return table_facts(context, table, "d-0000", Paper())[name]


CITIES = """
市     | 县区   | 总额 | 已下达 | 本次下达 | <
^      | ^      | ^    | ^      | 小计     | 其中：海岛补助
烟台市 | 小计   | 90   | 50     | 40       | 6
^      | 市本级 | 31   | 20     | 11       |
^      | 莱州市 | 59   | 30     | 29       | 6
潍坊市 | 小计   | 70   | 40     | 30       |
^      | 市本级 | 23   | 10     | 13       |
^      | 诸城市 | 47   | 30     | 17       |
"""


def test_a_city_stands_beside_its_counties_and_a_sum_of_batches_is_a_sum() -> None:
    found = facts(CITIES, "disbursement", caption="渔港建设补助资金分配表")
    rows = {(r["row_index"], r["due_yuan"] / 10000): (r["region_code"], r["is_total"]) for r in found}
    assert rows[(2, 40)] == ("370600", True)  # 小计 of the city
    assert rows[(3, 31)] == ("370600", True)  # 市本级: both batches together
    assert rows[(3, 11)] == ("370600", False)  # 小计 beside 其中 alone is the batch
    assert rows[(4, 59)] == ("370683", True)
    assert rows[(4, 30)] == ("370683", False)


ITEMS = """
奖励条款     | 受益企业（家） | 设备（台） | 申报金额 | 核定应兑付 | 已兑付 | 兑付率
首次上规奖励 | 12             | 40         | 130.0    | 120.0      | 90.0   | 75.00%
品牌奖励     | 4              | 8          | 50.0     | 30.0       | 30.0   | 100.00%
合计         | 16             | 48         | 180.0    | 150.0      | 120.0  | 80.00%
"""


def test_items_due_and_paid_need_no_recipients_and_machines_are_none() -> None:
    found = facts(ITEMS, "disbursement")
    names = ("item", "recipient_count", "due_yuan", "paid_yuan", "execution_rate_printed_pct", "is_total")
    assert columns_of(found, *names) == [
        ("首次上规奖励", 12, 1200000, 900000, 75.0, False),
        ("品牌奖励", 4, 300000, 300000, 100.0, False),
        (None, 16, 1500000, 1200000, 80.0, True),
    ]


YEARS = """
年度 | 收入（万元） | 应补贴金额（万元） | 已拨付金额（万元）
2020 | 610.5        | 300.0              | 280.0
2021 | 702.5        | 320.0              | 320.0
"""


def test_a_column_of_years_says_of_which_year_a_row_is() -> None:
    found = facts(YEARS, "disbursement", caption="轮渡补贴核定与拨付")
    assert columns_of(found, "fiscal_year", "due_yuan", "paid_yuan") == [
        (2020, 3000000, 2800000),
        (2021, 3200000, 3200000),
    ]


TWICE = """
县     | 补助资金总额 | 其中         | <        | 资金来源 | <
^      | ^            | 已提前下达   | 本次下达 | 中央资金 | 省级资金
长岛县 | 100          | 60           | 40       | 70       | 30
莒县   | 210          | 120          | 90       | 150      | 60
沂水县 | 330          | 200          | 130      | 240      | 90
"""


def test_batches_and_payers_that_split_one_sum_are_both_no_sums() -> None:
    found = facts(TWICE, "disbursement", caption="水利补助资金分配表")
    assert {int(r["due_yuan"] / 10000) for r in found if r["is_total"]} == {100, 210, 330}
    assert len(found) == 15


INSURED = """
保险机构名称 | 客户数量（家） | 承保金额（亿元）
甲财险       | 31             | 81.2
乙财险       | 22             | 11.5
丙财险       | 9              | 7.1
"""


def test_what_firms_insured_is_no_grant() -> None:
    assert facts(INSURED, "disbursement", caption="承保情况") == []


SHARES = """
险种     | 单位保险金额（元） | 费率（%） | 保险费分担（%） | <    | <
^        | ^                  | ^         | 中央            | 省级 | 投保人
花生保险 | 900                | 5.0       | 45              | 30   | 25
苹果保险 | 4000               | 6.0       |                 | 60   | 40
"""


def test_shares_by_payer_without_the_share_of_the_insured() -> None:
    found = facts(SHARES, "subsidy_terms", unit="")
    assert columns_of(found, "item", "gov_level", "ratio_pct", "base_text", "instrument") == [
        ("花生保险", "central", 45.0, "保险费", "premium_subsidy"),
        ("花生保险", "province", 30.0, "保险费", "premium_subsidy"),
        ("苹果保险", "province", 60.0, "保险费", "premium_subsidy"),
    ]


AMOUNTS = """
险种       | 计量单位 | 单位保费 | 中央财政 | 市县财政 | 农户自缴
花生保险   | 亩       | 50.00    | 22.50    | 17.50    | 10.00
奶牛保险   | 头       | 90.00    | 40.00    | 30.00    | 20.00
"""


def test_amounts_by_payer_are_for_the_unit_of_the_row() -> None:
    found = facts(AMOUNTS, "subsidy_terms", caption="保费补贴标准", unit="元/亩、元/头")
    assert columns_of(found, "gov_level", "standard_yuan", "standard_per", "instrument") == [
        ("central", Decimal("22.50"), "亩", "unit_standard"),
        ("city+county", Decimal("17.50"), "亩", "unit_standard"),
        ("central", Decimal("40.00"), "头", "unit_standard"),
        ("city+county", Decimal("30.00"), "头", "unit_standard"),
    ]


HOMES = """
机构名称 | 收住人数（人） | 补贴标准（元/人·月） | <    | 补贴金额（元）
^        | ^              | 自理                 | 失能 | ^
甲养老院 | 10             | 70                   | 180  | 1250
乙养老院 | 20             | 70                   | 180  | 2500
"""


def test_a_standard_beside_recipients_is_stated_once() -> None:
    found = facts(HOMES, "subsidy_terms", caption="运营补贴发放明细", unit="")
    assert columns_of(found, "item", "standard_yuan", "standard_per") == [
        ("自理", 70, "人·月"),
        ("失能", 180, "人·月"),
    ]


BANDS = """
项目类别 | 设备投资额            | 补助比例 | 单个项目最高补助
数字车间 | 200万元（含）—900万元 | 9%       | 80万元
^        | 900万元（含）以上     | 12%      | 300万元
"""


def test_band_and_limit_belong_to_the_share_of_their_row() -> None:
    found = facts(BANDS, "subsidy_terms", unit="")
    names = ("item", "ratio_pct", "cap_yuan", "tier_min", "tier_max", "tier_unit", "base_text")
    assert columns_of(found, *names) == [
        ("数字车间", 9.0, 800000, 200.0, 900.0, "万元", "设备投资额"),
        ("数字车间", 12.0, 3000000, 900.0, None, "万元", "设备投资额"),
    ]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("300—1000（含）", Band(Decimal(300), Decimal(1000), "")),
        ("50亩以下", Band(None, Decimal(50), "亩")),
        ("5000 万元（含）以上", Band(Decimal(5000), None, "万元")),
        ("超过80公顷", Band(Decimal(80), None, "公顷")),
        ("7000以上（含）", Band(Decimal(7000), None, "")),
        ("90万元以下（不含90万元）", Band(None, Decimal(90), "万元")),
        ("80公顷", None),
        ("按投资额分档", None),
    ],
)
def test_bands(text: str, band: Band | None) -> None:
    assert read_band(text) == band


def test_numbers_complete_what_texts_state_and_replace_nothing() -> None:
    stated = {"row_index": 3, "ratio_pct": 40.0, "ratio_op": "=", "item": None, "gov_level": "city"}
    number = {"row_index": 3, "ratio_pct": 40.0, "ratio_op": "≤", "item": "展位费", "gov_level": "province"}
    assert together([dict(stated)], [number, number | {"ratio_pct": 50.0}]) == [
        stated | {"ratio_op": "≤", "item": "展位费"}
    ]
    assert together([], [number]) == [number]


OWN = """
地区   | 2021年执行数 | 2022年执行数
烟台市 | 512.4        | 530.1
潍坊市 | 488.0        | 501.9
济宁市 | 301.7        | 298.2
"""


def test_what_regions_spend_is_theirs_and_a_transfer_is_a_grant() -> None:
    for table in ("budget", "disbursement"):
        assert facts(OWN, table, caption="分地区一般公共预算支出情况表") == []
    reasons = {row["fact_table"] for row in facts(OWN, "figures", caption="分地区一般公共预算支出情况表")}
    assert reasons == {"none:statistics"}
    assert len(facts(OWN, "disbursement", caption="对市县专项转移支付决算表")) == 6


CREDIT = """
金融机构名称 | 授信总额 | 已使用情况
甲银行       | 900.0    | 200.0
乙银行       | 700.0    | 100.0
"""


def test_lines_of_credit_are_debt() -> None:
    assert facts(CREDIT, "disbursement", caption="发行人授信及使用情况") == []
    reasons = {row["fact_table"] for row in facts(CREDIT, "figures", caption="发行人授信及使用情况")}
    assert reasons == {"none:debt"}


def test_a_rate_is_of_what_was_due_whichever_date_it_stands_beside() -> None:
    rows = facts(
        """
        区县 | 应拨付 | 截至2023年6月30日已拨付 | 截至2023年12月31日已拨付
        市南区 | 100.00 | 40.00 | 80.00
        崂山区 | 200.00 | 50.00 | 200.00
        """,
        "disbursement",
    )
    assert [row["execution_rate_pct"] for row in rows] == [40.0, 80.0, 25.0, 100.0]


LINES = """
支出项目 | 金额
港务运行 | 70.0
航道养护 | 30.0
"""


@pytest.mark.parametrize(("caption", "is_sure"), [("2022年支出预算表", True), ("2022年支出情况表", False)])
def test_a_phase_that_only_the_kind_of_the_document_tells_is_less_sure(caption: str, is_sure: bool) -> None:
    context = Context("d" * 16, region_code="370000", region_name="山东省", fiscal_year=2022)
    table = classified(LINES, caption=caption, unit="万元")
    found = table_facts(context, table, "d-0000", Paper("department_budget"))["budget"]
    assert [row["phase"] for row in found] == ["initial"] * 2
    assert all((row["confidence"] > 0.9) == is_sure for row in found)


SOURCES = """
支出项目 | 合计 | 其中     | <        | <
^        | ^    | 当年预算 | 上级专款 | 上年结转
港务运行 | 80   | 60       | 5        | 15
航道养护 | 30   | 20       | 10       |
"""


def test_what_was_left_adds_up_with_the_other_sources_of_the_year() -> None:
    found = facts(SOURCES, "budget", caption="2022年支出预算表")
    assert {r["amount_yuan"] for r in found if r["is_total"]} == {800000, 300000}
    assert {r["amount_yuan"] for r in found if not r["is_total"]} == {600000, 50000, 150000, 200000, 100000}


CITIES_ACROSS = """
对比内容             | 烟台市   | 潍坊市    | 威海市
小微企业补助比例     | 全额补助 | 不超过85% | 100%
一般企业补助比例     | 25%      | 不超过45% | 不超过35%
一般企业最高补助金额 | 90万元   | 未设置    | 120万元
"""


def test_a_share_is_no_band_and_neither_bounds_nor_classes_are_items() -> None:
    found = facts(CITIES_ACROSS, "subsidy_terms", caption="各市出口信用保险补助政策对比", unit="")
    assert found
    assert {(r["item"], r["tier_measure"], r["tier_min"], r["tier_max"]) for r in found} == {(None,) * 4}
