"""Points, targets and results of indicators in sentences. All figures are invented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sentences import read
from tests.tables import columns_of


def test_points_are_indicators_where_no_table_holds_them() -> None:
    text = "决策类指标满分20分，得18分，得分率90%；产出类指标得27分（满分30分）。"
    rows = read(text)["indicators"]
    assert columns_of(rows, "level1", "level1_code", "weight", "score") == [
        ("决策", "decision", 20, 18),
        ("产出", "output", 30, 27),
    ]
    assert rows[0]["score_rate_printed_pct"] == 90
    assert "indicators" not in read(text, has_scores=True)


def test_points_in_the_order_of_their_indicators() -> None:
    text = "决策、过程两类指标满分分别为15分、25分，得分依次为13分、22分。"
    assert columns_of(read(text)["indicators"], "level1", "weight", "score") == [
        ("决策", 15, 13),
        ("过程", 25, 22),
    ]


def test_targets_with_their_results() -> None:
    text = "护坡长度目标12公里，实际完成11.4公里，完成率95%；培训场次≥6场，实际完成7场。"
    rows = read(text)["indicators"]
    assert columns_of(
        rows, "level3", "target_value", "target_op", "actual_value", "completion_rate_printed_pct"
    ) == [
        ("护坡长度", 12, "=", 11.4, 95),
        ("培训场次", 6, "≥", 7, None),
    ]
    assert "indicators" not in read(text, has_targets=True)


def test_full_marks_in_brackets_and_weights_in_percent() -> None:
    text = "项目得分90.5分。其中，项目决策16.5分（满分20分），项目过程17分（满分20分）。"
    assert columns_of(read(text)["indicators"], "level1", "weight", "score") == [
        ("项目决策", 20.0, 16.5),
        ("项目过程", 20.0, 17.0),
    ]
    text = "决策、过程权重分别为40%、60%，得分分别为35分、52分。"
    assert columns_of(read(text)["indicators"], "level1", "weight", "score") == [
        ("决策", 40.0, 35.0),
        ("过程", 60.0, 52.0),
    ]


TWO = [("决策", 20, 18), ("过程", 25, 21)]


@pytest.mark.parametrize(
    "text",
    [
        "两个维度得分为：决策18分（满分20分）、过程21分（满分25分），总分39分。",
        "总得分39分。决策20分得18分，过程25分得21分。",
        "一级指标“决策”满分20分，得18分；“过程”满分25分，得21分。",
        "满分20分的决策指标实得18分，满分25分的过程指标实得21分，扣4分。",
        "决策（满分20分）得18分，过程（满分25分）得21分。",
        "从一级指标看，决策类获得18分（共20分），过程类获得21分（共25分）。",
        "决策维度20分中得18分，过程维度25分中得21分。",
        "各维度满分为：决策20分、过程25分；得分为：决策18分、过程21分。",
        "决策方面，满分20分，评价得分18分，扣2分；过程方面，满分25分，评价得分21分。",
        "决策情况（20分，得18分）良好，过程情况（25分，得21分）一般。",
        "决策指标得18分，占该项满分20分的90%；过程指标得21分，占该项满分25分的84%。",
        "决策类18分/20分，过程类21分/25分。",
        "决策部分权重20%，得18分；过程部分权重25%，得21分。",
    ],
)
def test_full_marks_and_marks_given_in_any_order(text: str) -> None:
    assert columns_of(read(text)["indicators"], "level1", "weight", "score") == TWO


def test_the_name_of_an_indicator_may_begin_like_the_whole() -> None:
    rows = read("项目决策得分18分，分值20分；项目过程得分21分，分值25分。")["indicators"]
    assert columns_of(rows, "level1", "weight", "score") == [("项目决策", 20, 18), ("项目过程", 25, 21)]


def test_indicators_of_lower_levels_stand_under_the_first() -> None:
    text = "过程情况。分值25分，得分19分。执行率指标满分6分，实际得分4分；合规性满分5分，实际得分3分。"
    assert columns_of(read(text)["indicators"], "level1", "level3", "weight", "score") == [
        ("过程", None, 25, 19),
        ("过程", "执行率指标", 6, 4),
        ("过程", "合规性", 5, 3),
    ]
    text = "产出方面，满分30分，得27分。其中，清淤指标满分8分，得7分。"
    assert columns_of(read(text)["indicators"], "level1", "level3")[1] == ("产出", "清淤指标")


@pytest.mark.parametrize(
    "text",
    [
        "综合得分39分。",
        "决策扣2分，过程扣4分。",
        "得分90分以上为优，80分至90分为良。",
        "各级指标中100分为优，60分为合格。",
    ],
)
def test_totals_deductions_and_grades_are_points_of_no_indicator(text: str) -> None:
    assert not read(text).get("indicators")


def test_nobody_gets_more_than_the_full_marks() -> None:
    rows: list[dict[str, Any]] = read("决策满分20分，得25分。").get("indicators", [])
    assert all(row.get("weight") is None or row["score"] <= row["weight"] for row in rows)


def test_points_that_add_up_to_the_whole_were_given() -> None:
    text = "决策18分、过程21分、产出28分，综合得分67分。"
    assert columns_of(read(text)["indicators"], "level1", "weight", "score") == [
        ("决策", None, 18),
        ("过程", None, 21),
        ("产出", None, 28),
    ]
    assert "indicators" not in read(text.replace("67", "94"))
