"""Places in rows of payments: towns and villages, totals of them, and names beside them."""

from __future__ import annotations

from tests.tables import columns_of, facts

VILLAGES = """
序号 | 乡镇 | 村名 | 亩数 | 补贴金额（元）
1 | 沙窝镇 | 柳树村 | 40 | 400
2 |  | 石桥村 | 50 | 500
沙窝镇小计 |  |  | 90 | 900
3 | 青泉乡 | 大井村 | 30 | 300
4 |  | 白杨村 | 20 | 200
青泉乡小计 |  |  | 50 | 500
合计 |  |  | 140 | 1400
"""


def test_villages_beside_their_towns_are_the_places_of_their_rows() -> None:
    found = facts(VILLAGES, caption="耕地补贴资金分配表")["disbursement"]
    assert columns_of(found, "region_name", "due_yuan", "is_total")[:6] == [
        ("柳树村", 400, False),
        ("石桥村", 500, False),
        ("沙窝镇", 900, True),
        ("大井村", 300, False),
        ("白杨村", 200, False),
        ("青泉乡", 500, True),
    ]


def test_a_name_below_a_heading_that_says_nothing_is_not_lost_beside_its_place() -> None:
    text = "县区 | 标牌 | 金额（元）\n市南区 | 东岸加固 | 700\n市南区 | 西岸加固 | 600\n崂山区 | 泵站更新 | 500"
    found = facts(text, caption="防汛补助资金下达表")["disbursement"]
    assert columns_of(found, "region_name", "item") == [
        ("市南区", "东岸加固"),
        ("市南区", "西岸加固"),
        ("崂山区", "泵站更新"),
    ]


def test_who_is_supported_before_what_each_payer_bears_is_no_list_of_recipients() -> None:
    text = (
        "补助项目 | 补助对象 | 补助标准 | 负担比例（%） | <\n^ | ^ | ^ | 省级 | 县级\n"
        "护林补助 | 公益林所有人 | 每亩每年21元 | 60 | 40\n助学补助 | 困难学生 | 每生每年900元 | 55 | 45"
    )
    found = facts(text, caption="补助标准及负担比例表")["subsidy_terms"]
    shares = [row for row in found if row["ratio_pct"] is not None]
    assert columns_of(shares, "gov_level", "ratio_pct") == [
        ("province", 60.0),
        ("county", 40.0),
        ("province", 55.0),
        ("county", 45.0),
    ]
