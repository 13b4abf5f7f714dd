"""Units: spellings, and what headings and captions state."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from normalizers.numbers.units import header_unit, load, lookup, scaled, to_yuan
from normalizers.text import match_key

KINDS = {
    *("money", "money_fx", "percent", "percentage_point", "permille", "count", "score", "other"),
    *("mass", "area", "length", "volume", "energy", "data", "time", "time_calendar"),
}


def test_file_holds_every_spelling_once() -> None:
    spellings = Counter(match_key(s).lower() for unit in load()["unit"] for s in unit["spellings"])
    assert [s for s, count in spellings.items() if count > 1] == []


def test_file_is_consistent() -> None:
    for unit in load()["unit"]:
        assert unit["kind"] in KINDS, unit
        assert Decimal(unit["factor"]) > 0, unit
        assert unit.get("each") or unit["name"] in unit["spellings"], unit
        assert ("currency" in unit) == unit["kind"].startswith("money"), unit
    assert set(load()["scaled_kinds"]) <= KINDS
    factors = [Decimal(f) for f in load()["scales"].values()]
    assert factors == sorted(factors)


def test_every_spelling_is_found_as_its_own_unit() -> None:
    """A scale word or a quotient must never take a spelling of the list (千克, 千瓦时, 家/户)."""
    for unit in load()["unit"]:
        for spelling in unit["spellings"]:
            found = lookup(spelling)
            assert found is not None
            assert found.name == (spelling if unit.get("each") else unit["name"])


@pytest.mark.parametrize(
    ("text", "name", "kind", "factor"),
    [
        ("元", "元", "money", "1"),
        ("千元", "千元", "money", "1000"),
        ("仟元", "千元", "money", "1000"),
        ("万元", "万元", "money", "10000"),
        ("萬元", "万元", "money", "10000"),
        (" 万 元 ", "万元", "money", "10000"),
        ("（万元）", "万元", "money", "10000"),
        ("人民币万元", "万元", "money", "10000"),
        ("万元人民币", "万元", "money", "10000"),
        ("亿人民币", "亿元", "money", "1e8"),
        ("百万元", "百万元", "money", "1e6"),
        ("千万元", "千万元", "money", "1e7"),
        ("亿元", "亿元", "money", "1e8"),
        ("万美元", "万美元", "money_fx", "10000"),
        ("亿美元币", "亿美元", "money_fx", "1e8"),
        ("万USD", "万美元", "money_fx", "10000"),
        ("％", "%", "percent", "1"),
        ("成", "成", "percent", "10"),
        ("个百分点", "百分点", "percentage_point", "1"),
        ("‰", "‰", "permille", "0.1"),
        ("万家次", "万家次", "count", "10000"),
        ("万吨公里", "万吨公里", "count", "10000"),
        ("万毫升", "万毫升", "volume", "0.01"),
        ("人（次）", "人次", "count", "1"),
        ("万㎡", "万平方米", "area", "10000"),
        ("千米", "公里", "length", "1000"),
        ("亿千瓦时", "亿千瓦时", "energy", "1e8"),
        ("元/户", "元/户", "money_rate", "1"),
        ("万元/家·年", "万元/家·年", "money_rate", "10000"),
        ("家/年", "家/年", "rate", "1"),
        ("元每吨", "元/吨", "money_rate", "1"),
        ("万", "万", "scale", "10000"),
    ],
)
def test_lookup(text: str, name: str, kind: str, factor: str) -> None:
    unit = lookup(text)
    assert unit is not None
    assert (unit.name, unit.kind, unit.factor) == (name, kind, Decimal(factor))


@pytest.mark.parametrize(
    "text", ["", "单元", "百分", "企业", "百年", "万里长城", "/户", "元/", "元/户主", "%/年", "()"]
)
def test_lookup_unknown(text: str) -> None:
    assert lookup(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("拨付金额（万元）", "万元"),
        ("项目资金 (万元)", "万元"),
        ("预算调整情况\n（万元）", "万元"),
        ("应拨付金额（千元）", "千元"),
        ("全年执行数（B）（万元）", "万元"),
        ("预算数（A，万元）", "万元"),
        ("单位：万元", "万元"),
        ("单 位：万 元", "万元"),
        ("（单位：亿元）", "亿元"),
        ("金额单位:人民币万元", "万元"),
        ("単位:万元", "万元"),
        ("单位 (人民币万元)", "万元"),
        ("单位：千元", "千元"),
        ("单位：万美元", "万美元"),
        ("单位：元、%", "元"),
        ("单位：人、万元", "万元"),
        ("单位：万亩、元/亩、万元", "万元"),
        ("单位：元/亩、万元", "万元"),
        ("单位：元、元/生", "元"),
        ("单位：%", "%"),
        ("单位：元（列至角分）", "元"),
        ("单位：万元 币种：人民币", "万元"),
        ("单位：万元币种：人民币", "万元"),
        ("编制部门：某市商务局        单位：元", "元"),
        ("填报单位：某市商务局 单位：万元", "万元"),
        ("单位：万元 编制部门：某市商务局", "万元"),
        ("单位名称：          单位：万元", "万元"),
        ("表1-2 资金拨付情况（单位：万元）", "万元"),
        ("执行率（%）", "%"),
        ("执行率%", "%"),
        ("权重（%）", "%"),
        ("补贴企业（家）", "家"),
        ("展会面积(平方米)", "平方米"),
        ("补助标准（元/户）", "元/户"),
        ("拨付金额万元", "万元"),
        ("金额:万元", "万元"),
        ("金额元", "元"),
        ("万元", "万元"),
        ("金额（元、%）", "元"),
    ],
)
def test_header_unit(text: str, name: str) -> None:
    unit = header_unit(text)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize(
    "text",
    [
        "单位：普陀区商务委员会",
        "单位：元宝区财政局",
        "项目实施单位：某市商务局",
        "度量单位",
        "单位",
        "实施单位",
        "执行率（B/A）",
        "县（市、区）",
        "小微企业（含个体）",
        "59647万元",
        "三百万元",
        "单元",
        "年份",
        "分值（10）",
        "预算执行率（年度）",
        "综合得分（一）",
        "",
    ],
)
def test_header_without_unit(text: str) -> None:
    assert header_unit(text) is None


@pytest.mark.parametrize(
    ("scale", "money", "name"),
    [("万", "元", "万元"), ("万", "亿元", "万元"), ("亿", "万美元", "亿美元"), ("百万", "千元", "百万元")],
)
def test_a_bare_scale_counts_in_some_money(scale: str, money: str, name: str) -> None:
    some = lookup(scale)
    assert some is not None
    assert scaled(some, lookup(money)) == lookup(name)
    assert scaled(some, None) is None


def test_only_chinese_money_becomes_yuan() -> None:
    assert to_yuan(Decimal("3879.77"), lookup("万元")) == Decimal("38797700")
    assert to_yuan(Decimal("1.3"), lookup("亿元")) == Decimal("130000000")
    assert to_yuan(Decimal("-5"), lookup("千元")) == Decimal("-5000")
    for other in ("万美元", "%", "家", "元/户", "万"):
        assert to_yuan(Decimal(1), lookup(other)) is None
    assert to_yuan(Decimal(1), None) is None
