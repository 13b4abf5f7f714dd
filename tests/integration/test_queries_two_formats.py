"""A report that is there in two formats counts once, also where it names no programme and no office."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.asking import money, publish
from tests.factories import indicator

TITLE = {"title": "2023年1—9月民生支出进度"}


def told(seed: str, amount: int, target: str, actual: float) -> dict[str, list[dict[str, Any]]]:
    """A document about no programme: one line of money with what was spent of it, and one indicator."""
    return {
        "budget": [
            money(seed, "adjusted", amount, line_item="学前教育", flow="expenditure"),
            money(seed, "executed", amount // 2, line_item="学前教育", flow="expenditure", column_index=3),
        ],
        "indicators": [indicator(seed, level3=target, actual_value=actual)],
    }


def test_two_files_of_one_title_with_the_same_figures_count_once(tmp_path: Path) -> None:
    facts = {
        "a": told("a", 800, "新增学位 300 个的完成率", 98.0),
        "b": told("b", 800, "新增学位300个的完成率", 98.0),
        "c": told("c", 900, "新增学位300个的完成率", 91.0),
    }
    with publish(tmp_path, facts, a=TITLE, b=TITLE, c=TITLE) as catalog:
        views = {
            "execution_once": "executed_yuan",
            "indicators_once": "actual_value",
        }
        found = {
            view: sorted(
                float(value) for value in catalog.select(f"SELECT {column} FROM {view}").column(0).to_pylist()
            )
            for view, column in views.items()
        }
    assert found == {"execution_once": [400, 450], "indicators_once": [91, 98]}


@pytest.mark.parametrize("title", [None, "2023年度报告"])
def test_what_tells_no_figures_stands_for_itself(tmp_path: Path, title: str | None) -> None:
    scored = {"title": title, "total_score": 90.0}
    with publish(tmp_path, {"a": {}, "b": {}}, a=scored, b=scored) as catalog:
        assert catalog.select("SELECT count(DISTINCT money) FROM execution_told").column(0).to_pylist() == [2]
