"""Amounts that sentences pay for each of something, bands of terms, and lists of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.prose.prose import Sentence
from pipeline.context.context import Context
from pipeline.prose.policies import ProseRows
from tests.sentences import policy_terms
from tests.tables import columns_of


def test_so_much_for_each_and_who_pays_what_of_it() -> None:
    found = policy_terms("竹林改造每亩补助900元，其中省级承担600元、县级承担300元。", "（一）补助标准")
    assert columns_of(found, "item", "instrument", "standard_yuan", "standard_per", "gov_level") == [
        ("竹林改造", "unit_standard", Decimal(900), "亩", "city"),
        ("竹林改造", "unit_standard", Decimal(600), "亩", "province"),
        ("竹林改造", "unit_standard", Decimal(300), "亩", "county"),
    ]


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("每张床位补助9000元。", 9000, "张床位"),
        ("收住失智老人的，每人每月补贴260元。", 260, "人·月"),
        ("渔船更新补助70元/千瓦。", 70, "千瓦"),
        ("按15元/只·年给予补助。", 15, "只·年"),
        ("每引进1人奖励3万元。", 30000, "人"),
        ("企业首次上规模的，一次性奖励12万元。", 120000, None),
    ],
)
def test_what_an_amount_is_paid_for(text: str, amount: int, per: str | None) -> None:
    (row,) = policy_terms(text, "（二）奖补标准")
    assert (row["standard_yuan"], row["standard_per"]) == (Decimal(amount), per)
    assert row["instrument"] == ("unit_standard" if per else "award")


@pytest.mark.parametrize(
    "text",
    [
        "每亩保费38元，保险金额每亩700元。",
        "全年安排改造补助620万元，共支出补助资金598万元。",
        "果蔬补贴512.30万元，畜禽补贴204.16万元。",
        "退役士兵一次性经济补助金219万元。",
        "每户改造投入原则上不超过3.1万元。",
        "补助金额低于800元的不予补助。",
        "申报补助的企业自筹资金应达60%以上。",
        "境外参会人数达15%以上方可申请补贴。",
    ],
)
def test_amounts_and_shares_that_are_no_standard(text: str) -> None:
    assert policy_terms(text, "（二）补助标准") == []


def test_tiers_keep_what_is_printed() -> None:
    text = "场馆面积300平方米以上不足800平方米的，补助8万元；800平方米以上的，补助15万元。"
    assert columns_of(
        policy_terms(text, "补助标准"), "standard_yuan", "tier_measure", "tier_min", "tier_max", "tier_unit"
    ) == [
        (Decimal(80000), "场馆面积", 300.0, 800.0, "平方米"),
        (Decimal(150000), "场馆面积", 800.0, None, "平方米"),
    ]


def test_as_many_names_as_amounts() -> None:
    found = policy_terms(
        "获评市级、省级、国家级非遗工坊的，分别给予一次性奖励2万元、5万元、9万元。", "奖励标准"
    )
    assert columns_of(found, "item", "standard_yuan") == [
        ("市级", Decimal(20000)),
        ("省级", Decimal(50000)),
        ("国家级非遗工坊", Decimal(90000)),
    ]


def test_by_the_verb_and_not_by_a_word_beside_it() -> None:
    (award,) = policy_terms("取得贷款的企业，按新增投资额的2%给予奖励。", "支持政策")
    assert (award["instrument"], award["base_text"]) == ("award", "新增投资额")
    (loan,) = policy_terms("获奖企业的贷款，按实际利息的40%给予贴息。", "支持政策")
    assert (loan["instrument"], loan["base_text"]) == ("interest_subsidy", "实际利息")


def test_a_list_goes_on_with_what_its_opening_says() -> None:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    sentences = [
        Sentence("第四条冷库项目按设备购置额分档补助：", 1, paragraph=0),
        Sentence("（一）设备购置额100万元（含）至400万元的，补助7%；", 1, paragraph=1),
        Sentence("（二）设备购置额400万元及以上的，补助9%。", 1, paragraph=2),
    ]
    found = ProseRows(context, "policy").build(sentences)["subsidy_terms"]
    assert columns_of(found, "ratio_pct", "instrument", "base_text", "tier_min", "tier_max", "tier_unit") == [
        (7.0, "cost_share", "设备购置额", 100.0, 400.0, "万元"),
        (9.0, "cost_share", "设备购置额", 400.0, None, "万元"),
    ]


def test_whom_a_policy_is_for_where_only_its_bound_was_moved() -> None:
    text = "保费补贴的适用企业由上年出口额400万美元以下的小微企业扩大到700万美元以下的小微企业。"
    assert columns_of(policy_terms(text), "enterprise_class", "export_max_usd", "ratio_pct", "status") == [
        ("small", 4e6, None, "historic"),
        ("small", 7e6, None, "in_force"),
    ]


def test_who_pays_a_fine_is_given_nothing() -> None:
    assert policy_terms("骗取补贴资金的，处骗取资金50%以上罚款，并处5万元以下罚款。") == []
