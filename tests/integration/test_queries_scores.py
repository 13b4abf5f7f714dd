"""Scores, targets and results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.asking import ask, money, pick, publish, yuan
from tests.factories import disbursement, indicator


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


class TestScores:
    def test_points_lost_counts_leaves_only(self, data: Path) -> None:
        rows = [
            indicator(level2=None, level3=None, weight=40.0, score=30.0),
            indicator(level3=None, weight=20.0, score=15.0, row_index=2),
            indicator(weight=10.0, score=7.0, row_index=3),
            indicator(level3="承保额", weight=10.0, score=10.0, row_index=4),
            indicator(
                level1="合计", level2=None, level3=None, weight=100.0, score=80.0, is_total=True, row_index=5
            ),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            found = ask(catalog, "points_lost")
            assert pick(found, "level3", "points_lost", "lost_pct") == [("支持企业数", 3.0, 30.0)]

    def test_a_summary_of_scores_gives_way_to_the_detailed_table(self, data: Path) -> None:
        rows = [
            indicator(table_id="t1", level2=None, level3=None, weight=40.0, score=37.0),
            indicator(weight=10.0, score=7.0),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "points_lost") == [(3.0,)]

    def test_a_summary_by_another_name_gives_way_where_its_points_are_those_of_the_members(
        self, data: Path
    ) -> None:
        rows = [
            indicator(
                table_id="t1",
                level1="产出",
                level1_code="output",
                level2=None,
                level3=None,
                weight=10.0,
                score=7.0,
            ),
            indicator(level1="产出指标", level1_code="output", weight=10.0, score=7.0),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "level1") == [("产出指标",)]

    def test_of_two_tables_of_points_one_makes_the_total_score(self, data: Path) -> None:
        rows = [
            indicator(weight=90.0, score=70.0),
            indicator(table_id="t1", level1="政策制定", level2=None, level3=None, weight=100.0, score=85.0),
        ]
        with publish(data, {"a": {"indicators": rows}}, a={"total_score": 85.0}) as catalog:
            found = pick(ask(catalog, "points_lost"), "points_lost", "in_total")
        assert found == [(20.0, False), (15.0, True)]

    def test_targets_without_scores_hide_no_summary(self, data: Path) -> None:
        rows = [
            indicator(table_id="t1", level2=None, level3=None, weight=40.0, score=37.0),
            indicator(),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "points_lost") == [(3.0,)]

    def test_a_table_with_one_level_has_leaves_too(self, data: Path) -> None:
        rows = [indicator(level1="政策制定", level2=None, level3=None, weight=20.0, score=17.3)]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "level1", "points_lost") == [("政策制定", 2.7)]

    def test_score_stands_beside_money(self, data: Path) -> None:
        facts = {
            "budget": [money("a", "initial", 100), money("a", "executed", 50)],
            "disbursement": [disbursement(due_yuan=yuan(10), paid_yuan=yuan(4))],
        }
        with publish(data, {"a": facts, "b": {}}, a={"total_score": 88.5, "grade": "良"}) as catalog:
            found = ask(catalog, "score_and_money")
        assert pick(found, "total_score", "grade", "rate_on_initial_pct", "unpaid_yuan") == [
            (88.5, "良", 50.0, yuan(6))
        ]

    def test_a_programme_is_followed_over_the_years(self, data: Path) -> None:
        facts = {
            seed: {
                "budget": [
                    money(seed, "initial", 100, fiscal_year=year),
                    money(seed, "executed", spent, fiscal_year=year),
                ]
            }
            for seed, year, spent in (("a", 2022, 50), ("b", 2023, 75))
        } | {"c": {}}
        documents = {
            seed: {"program_name": f"{year}年度信保补助", "fiscal_year": year, "total_score": score}
            for seed, year, score in (("a", 2022, 80.0), ("b", 2023, 85.5), ("c", 2023, 99.0))
        }
        with publish(data, facts, **documents) as catalog:
            found = ask(catalog, "programme_trend", programme="信保")
        assert pick(found, "programme", "fiscal_year", "executed_change_pct", "score_change", "reports") == [
            ("信保补助", 2022, None, None, 1),
            ("信保补助", 2023, 50.0, 5.5, 2),
        ]


def test_targets_by_city_takes_the_fullest_record_once(data: Path) -> None:
    rows = [
        indicator(actual_value=None, actual_text=None),
        indicator(table_id="t1", page_number=4),
        indicator(region_code="370200", region_name="青岛市", row_index=2),
        indicator(period="cycle", row_index=3, target_value=500.0),
    ]
    with publish(data, {"a": {"indicators": rows}}) as catalog:
        found = ask(catalog, "targets_by_city", indicator="企业数", period="annual")
    assert pick(found, "region_name", "actual_value", "page_number") == [
        ("宁波市", 120.0, 4),
        ("青岛市", 120.0, 1),
    ]


def test_one_name_below_two_levels_is_two_indicators_and_its_repeats_are_none(tmp_path: Path) -> None:
    def row(level2: str | None, points: float, **changes: Any) -> dict[str, Any]:
        return indicator(
            level1="过程", level2=level2, level3="台账完整性", weight=points, score=points, **changes
        )

    scored = [row("仓储管理", 4, row_index=1), row("采购管理", 3, row_index=2)]
    summary = [
        row("采购管理指标", 3, table_id="summary", row_index=1, target_value=None),
        row(None, 4, table_id="summary", row_index=2, target_value=None),
    ]
    alone = [
        indicator(level1=level1, level2=level2, level3="验收率", weight=2, score=1, table_id=table_id)
        for level1, level2, table_id in (("产出", "质量", "t1"), ("产出指标", "产出质量", "t2"))
    ]
    rows = {
        "a": {"indicators": scored + summary + alone},
        "b": {"indicators": [row("采购管理", 3, seed="b")]},
    }
    same = {"program_name": "冷库改造"}
    with publish(tmp_path, rows, a=same, b=same) as catalog:
        found = catalog.select(
            "SELECT level3, level2, weight FROM indicators_once ORDER BY level3 DESC, weight DESC"
        ).to_pylist()
    assert pick(found, "level3", "level2", "weight") == [
        ("验收率", "质量", 2),
        ("台账完整性", "仓储管理", 4),
        ("台账完整性", "采购管理", 3),
    ]
