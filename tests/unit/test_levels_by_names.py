"""Levels that the names below the headings tell; what a form states over its first block; rows for all."""

from __future__ import annotations

import pytest

from tests.tables import facts

FORM = """
专项名称 | 牡蛎礁修复 | < | < | < | < | <
预算部门 | 海洋渔业站 | < | < | 评价年度 | 2021年 | <
资金使用 | 分类 | 预算批复数（万元） | 实际使用数（万元） | 使用率 | 权重 | 自评分
^ | 资金总额 | 80.00 | 76.00 | 95% | 10 | 9.5
^ | 市级资金 | 80.00 | 76.00 | 95% | |
{outer} | 指标分类 | 指标名称 | 目标值 | 实现值 | 权重 | 自评分
产出 | 数量 | 投放礁体 | ≥40座 | 38座 | 50 | 47
^ | 质量 | 礁体成活率 | ≥70% | 74% | 20 | 20
效果 | 生态效益 | 底栖物种数 | ≥12种 | 12种 | 20 | 20
{total} | < | < | < | < | {points} | 96.5
"""


def form(**words: str) -> dict[str, list[dict[str, object]]]:
    return facts(FORM.format(**{"outer": "层面", "total": "自评结果", "points": "100"} | words))


@pytest.mark.parametrize("outer", ["层面", "绩效维度"])
def test_names_of_the_second_level_are_below_those_of_the_first_whatever_the_headings(outer: str) -> None:
    found = [r for r in form(outer=outer)["indicators"] if r.get("target_value")]
    assert [(r["level1"], r["level2"], r["level3"], r["level1_code"]) for r in found] == [
        ("产出", "数量", "投放礁体", "output"),
        ("产出", "质量", "礁体成活率", "output"),
        ("效果", "生态效益", "底栖物种数", "benefit"),
    ]


def test_office_and_year_of_a_form_head_no_columns() -> None:
    found = form()["budget"]
    assert {(r["line_item"], r["phase"]) for r in found} == {
        ("资金总额", "initial"),
        ("资金总额", "executed"),
        ("市级资金", "initial"),
        ("市级资金", "executed"),
    }


@pytest.mark.parametrize(("points", "is_total"), [("100", True), ("60", False)])
def test_a_name_over_the_targets_counts_for_all_rows_where_its_points_do(points: str, is_total: bool) -> None:
    assert form(points=points)["indicators"][-1]["is_total"] == is_total


def test_points_over_the_mark_are_those_of_the_execution() -> None:
    text = """
    部门名称 | 港航中心 | < | < | <
    支出规模（万元） | 年初预算 | 决算数 | 执行率 | 得分（10分）
    整体支出 | 90.00 | 81.00 | 90% | 9
    """
    [row] = facts(text)["indicators"]
    assert (row["level1_code"], row["weight"], row["score"]) == ("execution", 10.0, 9.0)
