"""Marks in rows below indicators that stand side by side."""

from __future__ import annotations

import pytest

from tests.tables import facts

ACROSS = """
{corner} | 渡口到位率 | 缆绳更换数 | 小计
满分 | 6 | 9 | 15
得分 | 6 | 8.1 | 14.1
得分率 | 100% | 90% | 94%
"""
MARKS = ("weight", "score", "score_rate_printed_pct", "is_total")


def marks(corner: str, caption: str = "") -> list[tuple[object, ...]]:
    found = facts(ACROSS.format(corner=corner), caption=caption)["indicators"]
    return [tuple(row[name] for name in ("level1", "level2", "level3", *MARKS)) for row in found]


def test_each_indicator_takes_the_marks_below_it_though_its_name_is_one_of_a_rate() -> None:
    assert marks("三级指标") == [
        (None, None, "渡口到位率", 6.0, 6.0, 100.0, False),
        (None, None, "缆绳更换数", 9.0, 8.1, 90.0, False),
        ("小计", None, None, 15.0, 14.1, 94.0, True),
    ]


@pytest.mark.parametrize("corner", ["三级指标", "评价指标"])
def test_the_title_names_the_kind_of_the_indicators(corner: str) -> None:
    found = facts(ACROSS.format(corner=corner), caption="（二）过程类指标")["indicators"]
    assert [(r["level1"], r["level3"], r["level1_code"]) for r in found[:2]] == [
        ("过程类指标", "渡口到位率", "process"),
        ("过程类指标", "缆绳更换数", "process"),
    ]


def test_without_a_level_or_a_title_they_are_of_level_one() -> None:
    assert [row[:3] for row in marks("项目")] == [
        ("渡口到位率", None, None),
        ("缆绳更换数", None, None),
        ("小计", None, None),
    ]


def test_points_taken_off_are_no_score() -> None:
    text = "三级指标 | 渡口检修率 | 小计\n满分 | 6 | 15\n扣分 | 1 | 2\n得分 | 5 | 13"
    assert [row["score"] for row in facts(text)["indicators"]] == [5.0, 13.0]


def test_names_that_say_money_or_targets_are_names_above_marks() -> None:
    text = "指标名称 | 立项依据 | 目标设置 | 资金分配 | 合计\n满分 | 5 | 5 | 4 | 14\n实得分 | 5 | 4 | 3 | 12"
    found = facts(text, caption="（一）项目决策")["indicators"]
    assert [(r["level3"], r["weight"], r["score"]) for r in found if not r["is_total"]] == [
        ("立项依据", 5.0, 5.0),
        ("目标设置", 5.0, 4.0),
        ("资金分配", 4.0, 3.0),
    ]
