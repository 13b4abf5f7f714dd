"""Points of indicators: weights of every level, marks given, points for the execution of a budget."""

from __future__ import annotations

import pytest

from tests.tables import columns_of, form_facts


def test_points_beside_money_are_for_its_execution() -> None:
    rows = form_facts(
        """
        资金（万元） |  | 全年预算数 | 全年执行数 | 分值 | 得分
        ^ | 年度资金总额 | 40.00 | 36.00 | 10 | 9
        ^ | 其中：财政拨款 | 40.00 | 36.00 |  |
        """
    )["indicators"]
    assert columns_of(rows, "level1_code", "level3", "weight", "score", "is_total") == [
        ("execution", "年度资金总额", 10.0, 9.0, False)
    ]


def test_a_row_of_points_under_headings_of_money_is_no_amount() -> None:
    found = form_facts(
        """
        预算执行情况（万元） |  | 预算数（A） | 执行数（B） | 执行率（B/A）
        ^ | 年度资金总额 | 50.00 | 48.00 | 96%
        ^ | 得分（20分*执行率） | 19.2 | < | <
        """
    )
    assert columns_of(found["indicators"], "level1_code", "score") == [("execution", 19.2)]
    assert columns_of(found["budget"], "amount_text") == [("50.00",), ("48.00",)]


def test_points_in_cells_of_their_own_are_for_the_money_beside_them() -> None:
    rows = form_facts(
        """
        资金情况（万元） | 类别 | 合计 | 市级 | 县级 | 分值：20 | 得分：18.5
        ^ | 预算安排 | 90.00 | 60.00 | 30.00 | ^ | ^
        ^ | 实际支出 | 80.00 | 55.00 | 25.00 | ^ | ^
        """
    )["indicators"]
    assert columns_of(rows, "level1_code", "weight", "score") == [
        ("execution", 20.0, None),
        ("execution", None, 18.5),
    ]


def test_codes_come_from_the_name_of_their_own_level() -> None:
    rows = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 指标值 | 得分
        产出指标 | 成本指标 | 单座造价 | ≤18万元 | 10
        效益指标 | 满意度指标 | 住户满意度 | ≥90% | 9
        预算执行 | 预算执行 | 预算执行率 | 100% | 8
        """
    )["indicators"]
    assert columns_of(rows, "level1_code", "level2_code") == [
        ("output", "cost"),
        ("benefit", "satisfaction"),
        ("execution", None),
    ]


def test_weights_between_the_levels_belong_to_the_level_before_them() -> None:
    rows = form_facts(
        """
        一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 得分
        决策 | 20 | 项目立项 | 8 | 程序规范性 | 8 | 7
        ^ | ^ | 资金投入 | 12 | 编制科学性 | 12 | 11
        """
    )["indicators"]
    assert columns_of(rows, "level1", "level2", "level3", "weight", "score") == [
        ("决策", None, None, 20.0, None),
        ("决策", "项目立项", None, 8.0, None),
        ("决策", "项目立项", "程序规范性", 8.0, 7.0),
        ("决策", "资金投入", None, 12.0, None),
        ("决策", "资金投入", "编制科学性", 12.0, 11.0),
    ]


@pytest.mark.parametrize("corner", ["维度", "指标", "一级指标", "评价内容"])
def test_dimensions_across_with_their_points_below(corner: str) -> None:
    rows = form_facts(
        f"{corner} | 政策制定 | 政策效益 | 合计\n满分 | 40 | 60 | 100\n得分 | 36 | 51 | 87\n得分率 | 90% | 85% | 87%"
    )["indicators"]
    names = ("level1", "level1_code", "weight", "score", "score_rate_printed_pct", "is_total")
    assert columns_of(rows, *names) == [
        ("政策制定", "decision", 40.0, 36.0, 90.0, False),
        ("政策效益", "benefit", 60.0, 51.0, 85.0, False),
        ("合计", None, 100.0, 87.0, 87.0, True),
    ]


def test_columns_under_one_heading_are_levels_from_the_left() -> None:
    rows = form_facts(
        """
        评价指标 | < | 分值 | 得分
        产出（50分） | 新建冷库 | 30 | 27
        ^ | 完工及时性 | 20 | 20
        """
    )["indicators"]
    assert columns_of(rows, "level1", "level2", "level3", "weight", "score") == [
        ("产出（50分）", None, None, 50.0, None),
        ("产出（50分）", "新建冷库", None, 30.0, 27.0),
        ("产出（50分）", "完工及时性", None, 20.0, 20.0),
    ]


def test_points_behind_the_name_of_the_money_are_its_weight() -> None:
    rows = form_facts(
        """
        预算执行（10分） | 年初预算（万元） | 调整预算（万元） | 实际支出（万元） | 预算执行率 | 得分
        ^ | 120 | 100 | 95 | 95% | 9.5
        """
    )["indicators"]
    assert columns_of(rows, "level1_code", "weight", "score") == [("execution", 10.0, 9.5)]


def test_points_behind_the_name_of_a_row_are_its_weight() -> None:
    rows = form_facts("一级指标 | 三级指标 | 指标值 | 得分\n产出指标 | 清淤长度（15分） | ≥2公里 | 14")[
        "indicators"
    ]
    assert columns_of(rows, "level3", "weight", "score") == [("清淤长度（15分）", 15.0, 14.0)]


def test_a_row_without_any_number_is_no_indicator() -> None:
    rows = form_facts(
        """
        一级指标 | 分值 | 二级指标 | 分值 | 得分
        决策 | 7 | 立项依据 | 7 | 6
        小计 | < | < | 7 | 6
        """
    )["indicators"]
    assert columns_of(rows, "level1", "weight", "score") == [
        ("决策", 7.0, None),
        ("决策", 7.0, 6.0),
        ("小计", 7.0, 6.0),
    ]


def test_levels_with_points_of_their_own_under_headings_of_two_rows() -> None:
    rows = form_facts(
        """
        一级指标 | < | 二级指标 | < | 三级指标 | < | 得分
        名称 | 分值 | 名称 | 分值 | 名称 | 分值 | ^
        产出 | 30 | 产出数量 | 18 | 新建冷库 | 10 | 9
        ^ | ^ | ^ | ^ | 改造冷库 | 8 | 8
        """
    )["indicators"]
    assert columns_of(rows, "level1", "level2", "level3", "weight", "score") == [
        ("产出", None, None, 30.0, None),
        ("产出", "产出数量", None, 18.0, None),
        ("产出", "产出数量", "新建冷库", 10.0, 9.0),
        ("产出", "产出数量", "改造冷库", 8.0, 8.0),
    ]


def test_a_list_of_dimensions_names_first_levels() -> None:
    rows = form_facts(
        "评价指标 | 分值 | 得分\n决策 | 20 | 18\n过程 | 20 | 17\n产出 | 30 | 29\n效益 | 30 | 28"
    )["indicators"]
    assert columns_of(rows[:2], "level1", "level3", "score") == [("决策", None, 18.0), ("过程", None, 17.0)]
