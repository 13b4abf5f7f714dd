"""Indicators of all levels in one column of names: numbering, words and points tell what holds what."""

from __future__ import annotations

import pytest

from tests.tables import facts

NUMBERED = """
编号 | 评价指标 | 权重 | 得分
A | 项目决策 | 20 | 17
A1 | 立项 | 12 | 11
A11 | 依据充分性 | 5 | 5
A12 | 程序合规性 | 7 | 6
A2 | 目标 | 8 | 6
A21 | 目标明确性 | 8 | 6
B | 项目产出 | 80 | 70
B1 | 闸门 | 80 | 70
B11 | 更换闸门数 | 50 | 45
B12 | 闸门合格率 | 30 | 25
合计 | < | 100 | 87
"""


def levels(text: str) -> list[tuple[object, ...]]:
    found = facts(text)["indicators"]
    return [(r["level1"], r["level2"], r["level3"], r["level1_code"], r["is_total"]) for r in found]


def test_numbers_of_the_rows_tell_their_levels() -> None:
    assert levels(NUMBERED) == [
        ("项目决策", None, None, "decision", True),
        ("项目决策", "立项", None, "decision", True),
        ("项目决策", "立项", "依据充分性", "decision", False),
        ("项目决策", "立项", "程序合规性", "decision", False),
        ("项目决策", "目标", None, "decision", True),
        ("项目决策", "目标", "目标明确性", "decision", False),
        ("项目产出", None, None, "output", True),
        ("项目产出", "闸门", None, "output", True),
        ("项目产出", "闸门", "更换闸门数", "output", False),
        ("项目产出", "闸门", "闸门合格率", "output", False),
        ("合计", None, None, None, True),
    ]


@pytest.mark.parametrize(("outer", "inner"), [("B ", "B1 "), ("D、", "D-2、"), ("C", "C01")])
def test_the_number_may_stand_in_front_of_the_name(outer: str, inner: str) -> None:
    text = f"""
    指标名称 | 分值 | 得分
    {outer}项目过程 | 30 | 26
    {inner}库房盘点 | 30 | 26
    Z 项目效益 | 70 | 66
    Z1 缺货次数 | 40 | 38
    Z2 商户满意度 | 30 | 28
    """
    assert [row[:3] for row in levels(text)] == [
        ("项目过程", None, None),
        ("项目过程", None, "库房盘点"),
        ("项目效益", None, None),
        ("项目效益", None, "缺货次数"),
        ("项目效益", None, "商户满意度"),
    ]


WORDS = """
评价指标 | 满分 | 得分
过程 | 40 | {score}
船票核销率 | 25 | 20
台账完整性 | 15 | 14
效益 | 60 | 51
出岛时间缩短 | 60 | 51
"""


def test_words_of_level_one_hold_the_rows_whose_points_they_add_up() -> None:
    assert levels(WORDS.format(score=34)) == [
        ("过程", None, None, "process", True),
        ("过程", None, "船票核销率", "process", False),
        ("过程", None, "台账完整性", "process", False),
        ("效益", None, None, "benefit", True),
        ("效益", None, "出岛时间缩短", "benefit", False),
    ]


def test_words_whose_points_are_no_sums_hold_nothing() -> None:
    text = WORDS.format(score=34).replace("| 40 |", "| 41 |").replace("效益 | 60 | 51", "效益 | 61 | 52")
    text = text.replace("过程 | 41 | 34", "过程 | 41 | 35")
    assert {row[2] for row in levels(text)} == {"过程", "船票核销率", "台账完整性", "效益", "出岛时间缩短"}


def test_a_heading_that_says_the_level_keeps_all_rows_on_it() -> None:
    found = levels(WORDS.format(score=34).replace("评价指标", "三级指标"))
    assert [row[2] for row in found] == ["过程", "船票核销率", "台账完整性", "效益", "出岛时间缩短"]


def test_letters_without_an_order_number_nothing() -> None:
    text = """
    指标名称 | 分值 | 得分
    A级景区数量 | 50 | 40
    B超设备台数 | 50 | 45
    """
    assert [row[2] for row in levels(text)] == ["A级景区数量", "B超设备台数"]


def test_a_number_in_front_does_not_hide_the_words_of_the_frame() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 分值 | 得分
    A决策 | A1 项目立项 | 立项依据 | 40 | 38
    C.产出 | C2产出质量 | 票面差错率 | 60 | 55
    """
    found = facts(text)["indicators"]
    assert [(r["level1_code"], r["level2_code"]) for r in found] == [
        ("decision", "setup"),
        ("output", "quality"),
    ]


DECIMALS = """
编号 | 评价指标 | 标准分值 | 得分
1 | 决策指标 | 15 | 13
1.1 | 立项 | 8 | 7
1.1.1 | 依据 | 8 | 7
1.2 | 设想 | 7 | 6
1.2.1 | 设想合理 | 7 | 6
2 | 效益指标 | 20 | 18
2.1 | 满意度 | 20 | 18
2.1.1 | 船东满意度 | 20 | 18
合计 | < | 35 | 31
"""


def test_decimals_in_a_column_of_their_own() -> None:
    assert [row[:4] for row in levels(DECIMALS)][3:8] == [
        ("决策指标", "设想", None, "decision"),
        ("决策指标", "设想", "设想合理", "decision"),
        ("效益指标", None, None, "benefit"),
        ("效益指标", "满意度", None, "benefit"),
        ("效益指标", "满意度", "船东满意度", "benefit"),
    ]


@pytest.mark.parametrize(("benefit", "outer"), [("60 | 51", "效益"), ("45 | 38", "满意度")])
def test_points_tell_whether_satisfaction_stands_below_benefit(benefit: str, outer: str) -> None:
    text = f"""
    评价指标 | 满分 | 得分
    产出 | 40 | 34
    靠泊次数 | 40 | 34
    效益 | {benefit}
    出岛时间缩短 | 45 | 38
    满意度 | 15 | 13
    旅客满意度 | 15 | 13
    """
    assert levels(text)[-1][0] == outer
