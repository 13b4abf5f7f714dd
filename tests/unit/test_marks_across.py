"""Marks of several projects in one table: a row a project, its dimensions across."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.context.context import Row
from pipeline.records.outcome import outcome
from tests.tables import facts

WITH_MONEY = """
项目名称 | 安排（万元） | 实际支出（万元） | 绩效评价得分 | < | < | < | <
^ | ^ | ^ | 决策（15分） | 过程（25分） | 产出（35分） | 效益（25分） | 合计
滨河步道 | 320.00 | 310.50 | 13.5 | 21 | 33 | 22.5 | 90
老旧电梯更新 | 95.00 | 60.20 | 12 | 17.5 | 24 | 18 | 71.5
合计 | 415.00 | 370.70 |  |  |  |  |
"""


def picked(rows: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in rows]


def test_each_mark_is_of_its_project_and_its_dimension() -> None:
    rows = facts(WITH_MONEY)["indicators"]
    assert picked(rows, "program_name", "level1", "level1_code", "weight", "score", "is_total") == [
        ("滨河步道", "决策", "decision", 15.0, 13.5, False),
        ("滨河步道", "过程", "process", 25.0, 21.0, False),
        ("滨河步道", "产出", "output", 35.0, 33.0, False),
        ("滨河步道", "效益", "benefit", 25.0, 22.5, False),
        ("滨河步道", "合计", None, None, 90.0, True),
        ("老旧电梯更新", "决策", "decision", 15.0, 12.0, False),
        ("老旧电梯更新", "过程", "process", 25.0, 17.5, False),
        ("老旧电梯更新", "产出", "output", 35.0, 24.0, False),
        ("老旧电梯更新", "效益", "benefit", 25.0, 18.0, False),
        ("老旧电梯更新", "合计", None, None, 71.5, True),
    ]


def test_the_money_beside_the_marks_is_a_budget() -> None:
    rows = facts(WITH_MONEY)["budget"]
    assert picked(rows, "line_item", "phase", "amount_text")[:2] == [
        ("滨河步道", "initial", "320.00"),
        ("滨河步道", "executed", "310.50"),
    ]


def test_every_mark_is_taken() -> None:
    figures = facts(WITH_MONEY)["figures"]
    assert {row["fact_table"] for row in figures if row["measure"] == "score"} == {"indicators"}


def test_the_marks_of_several_projects_are_none_of_the_document() -> None:
    rows = facts(WITH_MONEY)["indicators"]
    assert outcome([], rows, "other", 2023, None, 90.0)["total_score"] is None


@pytest.mark.parametrize("caption", ["", "重点评价项目评分表"])
def test_headings_of_dimensions_alone(caption: str) -> None:
    """Points in the headings, a total of marks or the caption says that the numbers are marks."""
    total = "" if caption else " | 最终得分"
    value = "" if caption else " | 88.5"
    rows = facts(
        f"项目 | 决策 | 过程 | 产出 | 效益{total}\n河道保洁 | 18 | 19.5 | 27 | 24{value}", caption=caption
    )
    found = picked(rows["indicators"], "program_name", "level1_code", "score")
    assert found[:4] == [
        ("河道保洁", "decision", 18.0),
        ("河道保洁", "process", 19.5),
        ("河道保洁", "output", 27.0),
        ("河道保洁", "benefit", 24.0),
    ]


def test_amounts_under_headings_like_dimensions_are_no_marks() -> None:
    rows = facts("项目 | 投入 | 产出 | 得分\n制种基地 | 1300 | 2600 | 91")["indicators"]
    assert "output" not in {row["level1_code"] for row in rows}


def test_indicators_below_their_dimension() -> None:
    rows = facts(
        """
        项目名称 | 项目决策 | < | < | 项目产出 | 综合评分
        ^ | 项目立项 | 资金投入 | 小计 | ^ | ^
        村道硬化 | 9 | 8 | 17 | 66 | 83
        """,
        caption="评价得分情况",
    )["indicators"]
    assert picked(rows, "level1", "level2", "score", "is_total") == [
        ("项目决策", "项目立项", 9.0, False),
        ("项目决策", "资金投入", 8.0, False),
        ("项目决策", None, 17.0, True),
        ("项目产出", None, 66.0, False),
        ("综合评分", None, 83.0, True),
    ]


def test_an_indicator_named_after_money_has_marks_like_those_beside_it() -> None:
    rows = facts(
        """
        项目名称 | 资金（万元） | 评审得分 | < | < | <
        ^ | 年初预算 | 决策 | 预算执行 | 产出 | 总分
        桥梁加固 | 450.00 | 27 | 9.6 | 51 | 87.6
        """
    )
    assert picked(rows["indicators"], "level1", "level1_code", "score")[1] == ("预算执行", "execution", 9.6)
    assert picked(rows["budget"], "amount_text") == [("450.00",)]


def test_two_totals_of_a_project_are_two() -> None:
    rows = facts(
        "项目名称 | 自评得分 | 评价得分 | < | <\n^ | ^ | 决策 | 产出 | 得分合计\n桥梁加固 | 97 | 17 | 66 | 83"
    )
    assert picked(rows["indicators"], "level1", "score", "is_total") == [
        ("自评得分", 97.0, True),
        ("决策", 17.0, False),
        ("产出", 66.0, False),
        ("得分合计", 83.0, True),
    ]


def test_full_marks_and_marks_of_a_dimension_are_one_row() -> None:
    rows = facts(
        "项目名称 | 决策 | < | 效益 | <\n^ | 分值 | 得分 | 分值 | 得分\n桥梁加固 | 30 | 27 | 70 | 61"
    )["indicators"]
    assert picked(rows, "level1", "weight", "score") == [("决策", 30.0, 27.0), ("效益", 70.0, 61.0)]


def test_marks_of_departments_and_of_regions() -> None:
    heads = "决策 | 过程 | 产出 | 总分"
    offices = facts(f"单位名称 | {heads}\n市文旅局 | 18 | 17 | 52 | 87\n市水务局 | 16 | 14 | 50 | 80")[
        "indicators"
    ]
    assert picked(offices, "level1", "level2", "level1_code", "score")[:4] == [
        ("市文旅局", "决策", "decision", 18.0),
        ("市文旅局", "过程", "process", 17.0),
        ("市文旅局", "产出", "output", 52.0),
        ("市文旅局", "总分", None, 87.0),
    ]
    places = facts(f"区市 | {heads}\n市南区 | 18 | 17 | 52 | 87\n市北区 | 16 | 14 | 50 | 80")["indicators"]
    assert picked(places, "region_code", "level1", "score")[4:6] == [
        ("370203", "决策", 16.0),
        ("370203", "过程", 14.0),
    ]
    for rows in (offices, places):
        assert outcome([], rows, "other", 2023, None)["total_score"] is None


def test_a_row_of_full_marks_is_no_project() -> None:
    rows = facts(
        "项目名称 | 决策 | 产出 | 总分\n标准分 | 30 | 70 | 100\n河道保洁 | 27 | 61 | 88\n路灯维护 | 24 | 66 | 90"
    )
    assert picked(rows["indicators"], "program_name", "level1", "weight", "score")[:3] == [
        ("河道保洁", "决策", 30.0, 27.0),
        ("河道保洁", "产出", 70.0, 61.0),
        ("河道保洁", "总分", 100.0, 88.0),
    ]
    assert {row["fact_table"] for row in rows["figures"]} == {"indicators"}


def test_marks_beside_the_money_of_several_projects_are_theirs() -> None:
    rows = facts(
        """
        序号 | 项目名称 | 年初预算（万元） | 执行数（万元） | 预算执行得分 | 自评得分
        1 | 河道保洁 | 120.00 | 114.00 | 9.5 | 93
        2 | 路灯维护 | 80.00 | 80.00 | 10 | 96
        """
    )["indicators"]
    assert picked(rows, "program_name", "level1_code", "score", "is_total") == [
        ("河道保洁", "execution", 9.5, False),
        ("河道保洁", None, 93.0, True),
        ("路灯维护", "execution", 10.0, False),
        ("路灯维护", None, 96.0, True),
    ]


def test_marks_beside_the_sources_of_one_project_are_for_its_execution() -> None:
    rows = facts(
        """
        资金来源 | 年初预算（万元） | 执行数（万元） | 分值 | 得分
        年度资金总额 | 120.00 | 114.00 | 10 | 9.5
        其中：中央资金 | 80.00 | 80.00 | 6 | 6
        省级资金 | 40.00 | 34.00 | 4 | 3.5
        """
    )["indicators"]
    assert {row["level1_code"] for row in rows} == {"execution"}


def test_a_name_between_dimensions_and_their_total_is_one_of_them() -> None:
    rows = facts(
        """
        项目 | 下达（万元） | 决策（15分） | 管理（25分） | 成效（60分） | 最终得分
        河道保洁 | 80 | 13 | 22 | 51 | 86
        路灯维护 | 45 | 14 | 20 | 57 | 91
        """
    )["indicators"]
    assert picked(rows, "program_name", "level1", "weight", "score")[2] == ("河道保洁", "成效", 60.0, 51.0)
