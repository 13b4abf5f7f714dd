"""Tables of tiers, and what those bear themselves who get a support."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.tables import columns_of, facts


def terms(text: str, *names: str, caption: str = "", unit: str = "") -> list[tuple[Any, ...]]:
    return columns_of(facts(text, caption=caption, unit=unit)["subsidy_terms"], *names)


TIERS = """
年销售额（亿元）  | HEAD | 省级承担比例 | 区本级承担比例
3（含）—7         | 30   | 70%          | 30%
7（含）以上       | 90   | 50%          | 50%
"""


@pytest.mark.parametrize("head", ["奖励金额", "奖补资金（万元）", "奖励额度", "补助金额", "奖励标准"])
def test_what_is_given_within_a_band_is_a_standard_and_each_payer_has_a_share(head: str) -> None:
    names = ("gov_level", "standard_yuan", "ratio_pct", "tier_min", "tier_max", "item")
    assert terms(TIERS.replace("HEAD", head), *names, caption="分档奖励", unit="万元") == [
        (None, Decimal(300000), None, 3.0, 7.0, None),
        ("province", None, 70.0, 3.0, 7.0, None),
        ("county", None, 30.0, 3.0, 7.0, None),
        (None, Decimal(900000), None, 7.0, None, None),
        ("province", None, 50.0, 7.0, None, None),
        ("county", None, 50.0, 7.0, None, None),
    ]


def test_a_scale_with_one_payer_keeps_its_awards() -> None:
    text = """
    出口规模            | 补助金额（万元） | 省级承担比例
    300万美元以下       | 20               | 60%
    300万—800万美元     | 45               | 50%
    """
    assert terms(text, "standard_yuan", "ratio_pct", "export_max_usd", caption="奖励标准") == [
        (Decimal(200000), None, 3000000.0),
        (None, 60.0, 3000000.0),
        (Decimal(450000), None, 8000000.0),
        (None, 50.0, 8000000.0),
    ]


def test_the_bounds_of_a_band_are_no_item() -> None:
    text = """
    设备投资额           | 贷款贴息比例 | 最高贴息金额（万元）
    200万元（含）至800万元  | 25%          | 15
    800万元（含）及以上     | 35%          | 50
    """
    assert terms(text, "item", "ratio_pct", "cap_yuan", "tier_min", caption="技改贷款贴息") == [
        (None, 25.0, Decimal(150000), 200.0),
        (None, 35.0, Decimal(500000), 800.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "出口规模 | 企业数（家） | 补助金额\n300万美元以下 | 4 | 60\n300万—800万美元 | 9 | 50",
        "出口规模 | 补助金额\n300万美元以下 | 60\n300万—800万美元 | 50\n合计 | 110",
    ],
)
def test_sums_that_were_paid_within_a_band_are_no_standards(text: str) -> None:
    assert terms(text, "standard_yuan", caption="补助发放情况", unit="万元") == []


@pytest.mark.parametrize("who", ["投保户", "农户", "被保险人", "个人", "养殖企业"])
def test_the_share_of_the_insured_is_no_term(who: str) -> None:
    text = f"""
    险种     | 保费负担比例（%） | <        | <
    ^        | 省级财政          | 县级财政 | {who}
    茶叶保险 | 45                | 30       | 25
    肉牛保险 | 40                | 25       | 35
    """
    assert terms(text, "item", "gov_level", "ratio_pct", caption="保费补贴") == [
        ("茶叶保险", "province", 45.0),
        ("茶叶保险", "county", 30.0),
        ("肉牛保险", "province", 40.0),
        ("肉牛保险", "county", 25.0),
    ]


@pytest.mark.parametrize("who", ["农户", "农户自缴", "投保户承担比例", "参保人", "企业自缴", "自筹"])
@pytest.mark.parametrize("over", ["负担主体", "承担主体", "资金来源", "项目"])
def test_below_public_payers_a_row_of_own_shares_is_no_term_and_headings_are_the_items(
    who: str, over: str
) -> None:
    text = f"""
    {over}   | 保费分担比例 | <    | <
    ^        | 茶叶         | 蚕桑 | 肉羊
    中央财政 | 41%          | 41%  | —
    省级财政 | 24%          | 24%  | 37%
    县级财政 | 17%          | 17%  | 28%
    {who}    | 18%          | 18%  | 35%
    """
    assert terms(text, "item", "gov_level", "ratio_pct", caption="保费补贴") == [
        ("茶叶", "central", 41.0),
        ("蚕桑", "central", 41.0),
        ("茶叶", "province", 24.0),
        ("蚕桑", "province", 24.0),
        ("肉羊", "province", 37.0),
        ("茶叶", "county", 17.0),
        ("蚕桑", "county", 17.0),
        ("肉羊", "county", 28.0),
    ]


def test_payers_below_one_column_of_shares_are_no_items() -> None:
    text = """
    负担主体 | 保费分担比例
    省级财政 | 46%
    县级财政 | 31%
    农户     | 23%
    """
    assert terms(text, "item", "gov_level", "ratio_pct", caption="保费补贴") == [
        (None, "province", 46.0),
        (None, "county", 31.0),
    ]


def test_persons_among_payers_beside_each_item_bear_their_share() -> None:
    text = """
    险种 | 负担主体 | 保费分担比例
    茶叶 | 省级财政 | 41%
    ^    | 县级财政 | 24%
    ^    | 农户     | 35%
    肉羊 | 省级财政 | 37%
    ^    | 县级财政 | 28%
    ^    | 农户     | 35%
    """
    assert terms(text, "item", "gov_level", "ratio_pct", caption="保费补贴") == [
        ("茶叶", "province", 41.0),
        ("茶叶", "county", 24.0),
        ("肉羊", "province", 37.0),
        ("肉羊", "county", 28.0),
    ]


@pytest.mark.parametrize(("share", "is_rest"), [("35%", True), ("33%", False)])
def test_a_row_of_firms_that_fills_what_payers_leave_is_no_term(share: str, is_rest: bool) -> None:
    text = f"""
    负担主体 | 保费分担比例 | <
    ^        | 茶叶         | 肉羊
    省级财政 | 41%          | 37%
    县级财政 | 24%          | 28%
    养殖企业 | 35%          | {share}
    """
    found = terms(text, "item", "ratio_pct", caption="保费补贴")
    rest = [("茶叶", 41.0), ("肉羊", 37.0), ("茶叶", 24.0), ("肉羊", 28.0)]
    assert (found == rest) is is_rest


def test_persons_among_rows_without_payers_are_payees() -> None:
    text = """
    支持对象 | 补贴比例
    农户     | 40%
    合作社   | 55%
    """
    assert terms(text, "ratio_pct", caption="补贴政策") == [(40.0,), (55.0,)]


def test_a_column_of_what_farmers_bear_states_no_term() -> None:
    text = """
    险种     | 财政补贴比例 | 农户承担比例
    茶叶保险 | 75%          | 25%
    肉牛保险 | 65%          | 35%
    """
    assert terms(text, "ratio_pct", caption="保费补贴政策") == [(75.0,), (65.0,)]


def test_persons_below_a_ratio_of_support_are_payees_of_it() -> None:
    text = """
    支持方向 | 补贴比例 | <
    ^        | 企业     | 个人
    参展     | 50%      | 60%
    """
    assert terms(text, "ratio_pct", caption="补贴政策") == [(50.0,), (60.0,)]


def test_an_award_for_a_class_of_enterprises_is_a_name() -> None:
    text = """
    奖项         | 省级承担比例 | 县级承担比例
    规上企业奖励 | 55%          | 45%
    一般企业     | 35%          | 65%
    """
    assert terms(text, "item", "enterprise_class", "ratio_pct", caption="奖励标准") == [
        ("规上企业奖励", "general", 55.0),
        ("规上企业奖励", "general", 45.0),
        (None, "general", 35.0),
        (None, "general", 65.0),
    ]
    text = """
    奖补项目     | 补助比例 | 最高限额
    规上企业奖补 | 55%      | 30万元
    """
    assert terms(text, "item", "enterprise_class", caption="奖励标准") == [("规上企业奖补", "general")]


def test_a_row_of_a_column_of_classes_names_no_item() -> None:
    text = """
    企业类型     | 补助比例 | 最高限额
    一般企业补贴 | 55%      | 30万元
    """
    assert terms(text, "item", "enterprise_class", caption="补贴政策") == [(None, "general")]
