"""Targets, scores, lists and captions, on published rows written by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.audit import duplicate_tables, lists, rates, scores, table_numbers, targets
from pipeline.audit.rules import Report
from pipeline.context.context import Context, Row
from pipeline.schemas.schemas import SCHEMAS

EMPTY = dict.fromkeys(SCHEMAS["indicators"].names)


@pytest.fixture
def context() -> Context:
    return Context("d" * 16)


@pytest.fixture
def report(context: Context) -> Report:
    return Report(context)


def told(context: Context) -> list[tuple[str, int | None, str, str]]:
    return [(f["check"], f["row_index"], f["printed"], f["recomputed"]) for f in context.findings]


def target(row: int, region: str, text: str, unit: str = "家", **changes: Any) -> Row:
    value = float(text.lstrip("≥ "))
    own = {"row_index": row, "table_id": "t", "page_number": 1, "period": "annual", "level3": "支持企业数"}
    read = {"target_text": text, "target_op": "≥", "target_value": value, "target_unit": unit}
    return EMPTY | own | read | {"region_name": region, "region_code": region} | changes


def score(row: int, levels: str, weight: float | None, points: float | None, **changes: Any) -> Row:
    names = (*levels.split("/"), None, None)
    own = {"level1": names[0], "level2": names[1] or None, "level3": names[2]}
    place = {"row_index": row, "table_id": "t", "page_number": 1, "is_total": levels == "合计"}
    return EMPTY | own | place | {"weight": weight, "score": points} | changes


def regions_of(indicator: str, total: str, *parts: str, start: int = 0, **changes: Any) -> list[Row]:
    names = ["甲省", "乙市", "丙市", "丁市", "戊市", "己市"]
    return [
        target(start + i, names[i], text, level3=indicator, **changes)
        for i, text in enumerate([total, *parts])
    ]


def test_an_indicator_that_its_regions_do_not_make_is_found(context: Context, report: Report) -> None:
    rows = regions_of("贴息企业数", "≥ 60", "≥ 10", "≥ 20", "≥ 30")
    rows += regions_of("信保企业数", "≥ 20000", "≥ 10001", "≥ 6001", "≥ 4000", start=10)
    targets.wrong_target_sums(rows, report)
    assert told(context) == [("target_sum_differs", 10, "20000", "20002")]


def test_regions_that_nowhere_add_up_are_no_parts(context: Context, report: Report) -> None:
    targets.wrong_target_sums(regions_of("信保企业数", "≥ 20000", "≥ 10001", "≥ 6001", "≥ 4000"), report)
    assert told(context) == []


def test_rounded_money_may_miss_its_total(context: Context, report: Report) -> None:
    rows = regions_of("贴息企业数", "≥ 60", "≥ 10", "≥ 20", "≥ 30")
    parts = ("≥ 100.1", "≥ 50.1", "≥ 60.1")
    rows += regions_of("进口规模", "≥ 210.4", *parts, start=10, unit="亿元")
    rows += regions_of("出口规模", "≥ 210.6", *parts, start=20, unit="亿元")
    targets.wrong_target_sums(rows, report)
    assert told(context) == [("target_sum_differs", 20, "210.6", "210.3")]


def both(row: int, term: str, year: str, **changes: Any) -> list[Row]:
    region = f"{row}市"
    return [
        target(row, region, term, period="cycle", **changes),
        target(row, region, year, period="annual", **changes),
    ]


def test_a_term_that_is_not_the_multiple_of_its_year_is_found(context: Context, report: Report) -> None:
    pairs = [both(i, f"≥ {3 * i}", f"≥ {i}") for i in range(1, 7)]
    rows = [row for pair in [*pairs, both(7, "≥ 785", "≥ 262"), both(8, "≥ 500", "≥ 100")] for row in pair]
    targets.wrong_multiples(rows, report)
    assert told(context) == [("period_multiple_differs", 7, "785", "786")]


def test_shares_are_not_multiplied(context: Context, report: Report) -> None:
    pairs = [both(i, f"≥ {3 * i}", f"≥ {i}") for i in range(1, 7)]
    rows = [row for pair in [*pairs, both(7, "≥ 271", "≥ 90", unit="%")] for row in pair]
    targets.wrong_multiples(rows, report)
    assert told(context) == []


def test_without_a_pattern_a_term_may_be_anything(context: Context, report: Report) -> None:
    rows = [row for i in range(1, 9) for row in both(i, f"≥ {3 * i + i % 2}", f"≥ {i}")]
    targets.wrong_multiples(rows[:8], report)
    assert told(context) == []


def test_a_region_that_a_twin_list_has_is_missed(context: Context, report: Report) -> None:
    def listed(name: str, regions: str, row: int) -> lists.RegionList:
        return lists.RegionList(name, ("t", 1, row), frozenset(regions))

    found = [listed("完成时间", "甲乙丙丁", 1), listed("支持企业数", "甲乙丙丁戊己", 2)]
    lists.missing_regions(found, report)
    assert told(context) == []  # four are too few to call it a list
    found = [listed("完成时间", "甲乙丙丁戊", 1), listed("支持企业数", "甲乙丙丁戊己", 2)]
    found.append(listed("满意度", "甲乙丙丁戊己", 3))
    found.append(listed("试点", "甲乙庚辛壬癸", 4))
    lists.missing_regions(found, report)
    assert told(context) == [("region_missing", 1, "己", "")]


def test_a_list_that_adds_up_misses_nobody() -> None:
    complete = regions_of("贴息企业数", "≥ 60", "≥ 10", "≥ 20", "≥ 30")
    open_ended = regions_of("满意度", "≥ 90", "≥ 90", "≥ 90", "≥ 90", start=10, unit="%")
    assert [one.is_complete for one in lists.indicator_lists([*complete, *open_ended])] == [True, False]


def test_scores_must_add_up_where_their_weights_do(context: Context, report: Report) -> None:
    rows = [
        score(1, "过程", 20, 17.9),
        score(1, "过程/管理/支出率", 12, 11.94),
        score(2, "过程/管理/监管", 8, 6),
        score(3, "产出", 40, 38),
        score(3, "产出/数量/项目", 20, 20),
        score(4, "产出/数量/企业", 20, 18),
        score(5, "合计", 60, 56.9),
    ]
    scores.wrong_score_sums(rows, report)
    assert told(context) == [
        ("score_sum_differs", 1, "17.9", "17.94"),
        ("score_sum_differs", 5, "56.9", "55.9"),
    ]


def test_a_list_of_points_is_not_read_once_for_each_of_its_lines(report: Report) -> None:
    asked = 0

    class Counted(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            nonlocal asked
            asked += 1
            return super().__getitem__(name)

    rows = [Counted(score(n, f"产出/数量/第{n}项", 1, 1)) for n in range(400)]
    scores.wrong_score_sums(rows, report)
    assert asked < 50 * len(rows)


def test_weighted_groups_are_not_added(context: Context, report: Report) -> None:
    """Two groups of full marks 100 each make a total of 100: they are weighted, not added."""
    rows = [score(1, "管理", 100, 93.5), score(2, "结果", 100, 88), score(3, "合计", 100, 90.2)]
    scores.wrong_score_sums(rows, report)
    assert told(context) == []


def test_score_rates(context: Context, report: Report) -> None:
    rows = [
        score(1, "产出", 40, 38, score_rate_printed_pct=95.0),
        score(2, "效益", 46, 40, score_rate_printed_pct=74.07),
        score(3, "过程", 3, 2, score_rate_printed_pct=66.66),
    ]
    rates.wrong_indicator_rates(rows, report)
    assert told(context) == [("rate_differs", 2, "74.07%", "86.96%")]


@pytest.mark.parametrize(
    ("printed", "found"), [(171.58, False), (71.58, False), (100.0, False), (117.58, True), (0.0, True)]
)
def test_completion_rates(context: Context, report: Report, printed: float, found: bool) -> None:
    row = target(1, "甲市", "≥ 90") | {
        "actual_value": 154.42,
        "actual_text": "154.42 亿美元",
        "completion_rate_pct": 171.5777,
        "completion_rate_printed_pct": printed,
    }
    rates.wrong_indicator_rates([row], report)
    assert [f["check"] for f in context.findings] == ["completion_rate_differs"] * found


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("得分≥90为优,90>得分≥80为良,80>得分≥70为中", {"优": 90, "良": 80, "中": 70}),
        ("90(含)-100分为优、80(含)-90分为良", {"优": 90, "良": 80}),
        ("85分以上为优", {"优": 85}),
        ("综合得分90.2分,等级为优", {}),
    ],
)
def test_printed_thresholds(text: str, limits: dict[str, int]) -> None:
    assert scores.thresholds(text) == {grade: Decimal(low) for grade, low in limits.items()}


@pytest.mark.parametrize(
    ("points", "grade", "text", "expected"),
    [
        (91.94, "优", "", []),
        (86.26, "良", "", []),
        (86.26, "优", "", ["良"]),
        (92.0, "良好", "", ["优"]),
        (86.0, "优", "85分以上为优", []),
        (75.0, "中", "", []),
        (None, "优", "", []),
    ],
)
def test_grades(
    context: Context, report: Report, points: float | None, grade: str, text: str, expected: list[str]
) -> None:
    scores.wrong_grade(points, grade, text, report)
    assert [one["recomputed"] for one in context.findings] == expected


def test_captions(context: Context, report: Report) -> None:
    named = [
        ("t1", 3, "表 2-1 2023 年度绩效指标"),
        ("t2", 4, "表2-1 主要评价方法"),
        ("t3", 5, "表 2-2 得分情况"),
        ("t4", 6, "表 2-2 得分情况（续）"),
        ("t5", 7, "表 1 收入"),
        ("t6", 8, "表 1 支出"),
        ("t7", 9, None),
    ]
    table_numbers.numbers_twice(named, report)
    assert [(one["table_id"], one["printed"]) for one in context.findings] == [("t2", "表2-1")]


def test_tables_that_print_the_same_lines_must_print_the_same_scores(
    context: Context, report: Report
) -> None:
    first = [score(i, f"产出/数量/指标{i}", 2 + i, 1 + i) for i in range(4)]
    second = [row | {"table_id": "u", "page_number": 9} for row in first]
    second[3] = second[3] | {"score": 1.5}
    duplicate_tables.differing_tables({"indicators": [*first, *second]}, report)
    assert told(context) == [("figure_differs", 3, "1.5", "4")]


def test_tables_of_different_money_may_differ(context: Context, report: Report) -> None:
    def line(table: str, name: str, amount: int) -> Row:
        own = {"table_id": table, "page_number": 1, "row_index": amount, "line_item": name}
        amounts = {"amount_yuan": Decimal(amount), "amount_text": str(amount), "is_total": name == "合计"}
        return dict.fromkeys(SCHEMAS["budget"].names) | own | amounts

    items = {"教育": 10, "卫生": 20, "交通": 30, "水利": 40}
    whole = [line("t", name, amount) for name, amount in items.items()]
    part = [line("u", name, amount) for name, amount in (items | {"水利": 35}).items()]
    differing = [*whole, line("t", "合计", 100), *part, line("u", "合计", 95)]
    duplicate_tables.differing_tables({"budget": differing}, report)
    assert told(context) == []
    same = [*whole, line("t", "合计", 100), *part, line("u", "合计", 100)]
    duplicate_tables.differing_tables({"budget": same}, report)
    assert told(context) == [("figure_differs", 35, "35", "40")]
