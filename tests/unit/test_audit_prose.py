"""What the running text says of scores, targets and amounts."""

from __future__ import annotations

import pytest

from pipeline.audit import claims, text_against_tables
from pipeline.audit.prose import Prose, read_heading
from pipeline.audit.repeated_sentences import differing_amounts
from pipeline.audit.rules import Report
from pipeline.context.context import Context, Row
from pipeline.schemas.schemas import SCHEMAS
from tests.tables import view

EMPTY = dict.fromkeys(SCHEMAS["indicators"].names)


def score(name: str, weight: float, points: float, **changes: object) -> Row:
    place = {"row_index": 1, "table_id": "t", "page_number": 1, "is_total": False}
    return EMPTY | place | {"level3": name, "weight": weight, "score": points} | changes


def checks(context: Context) -> list[tuple[str, int | None, str, str]]:
    return [(f["check"], f["page_number"], f["printed"], f["recomputed"]) for f in context.findings]


LINES = [
    (6, "（二）项目结果绩效情况分析"),
    (6, "1.产出分析该指标分值 54.00 分，评价得分 45.00 分，得分率为"),
    (6, "83.33%。"),
    (6, "2.效益分析该指标分值 46.00 分，评价得分 40.00 分，得分率为"),
    (7, "74.07%。"),
    (7, "五、项目综合评价结论"),
]


def test_a_rate_in_a_sentence_is_checked_across_a_line_break() -> None:
    context = Context("d" * 16)
    text_against_tables.check_statements(Prose(LINES), Report(context))
    assert checks(context) == [("rate_differs", 6, "74.07%", "86.96%")]
    assert "“效益”" in context.findings[0]["message"]


@pytest.mark.parametrize(("points", "found"), [(88.0, True), (85.0, False)])
def test_sections_must_make_the_score_of_their_group(points: float, found: bool) -> None:
    context = Context("d" * 16)
    row = score("二、项目结果（产出、效益）", 100, points)
    text_against_tables.check_sections(Prose(LINES), [row], Report(context))
    assert [c[0] for c in checks(context)] == ["score_sum_differs"] * found


def test_sections_with_other_weights_are_no_parts() -> None:
    context = Context("d" * 16)
    text_against_tables.check_sections(Prose(LINES), [score("项目结果", 60, 88)], Report(context))
    assert checks(context) == []


TOLD = [
    (3, "③展会面积（平方米）。总展览面积超过 4 万平方米，该指标得满分。"),
    (3, "该指标满分 3 分，得 2 分，得分率为 66.67%。"),
    (3, "④完成时间。该指标满分 4 分，得 4 分，得分率为 100%。"),
    (3, "⑤推动外贸高质量稳定发展。该指标满分 7 分，得 7 分。"),
]


def test_a_told_score_must_be_that_of_the_table() -> None:
    context = Context("d" * 16)
    rows = [score("展会面积(平方米)", 3, 3), score("完成时间", 4, 4), score("推动外贸高质量发展", 5, 5)]
    text_against_tables.check_stated_scores(Prose(TOLD), rows, Report(context))
    assert checks(context) == [
        ("score_differs_from_text", 3, "2", "3"),
        ("score_differs_from_text", 3, "7", "5"),
    ]


def test_an_indicator_that_two_groups_have_is_not_compared() -> None:
    context = Context("d" * 16)
    rows = [score("展会面积", 3, 3), score("展会面积", 5, 5)]
    text_against_tables.check_stated_scores(Prose(TOLD), rows, Report(context))
    assert checks(context) == []


@pytest.mark.parametrize(
    ("line", "name", "depth"),
    [
        ("一、过程(该指标 20 分，得分率 89.70%)", "过程", 0),
        ("（二）项目结果绩效情况分析", "项目结果", 1),
        ("1.决策分析该指标分值 50.00 分", "决策", 2),
        ("① 年度新设外资项目数。根据《同比表》", "年度新设外资项目数", 3),
    ],
)
def test_headings(line: str, name: str, depth: int) -> None:
    heading = read_heading(line, 0)
    assert heading is not None and (heading.name, heading.depth) == (name, depth)


@pytest.mark.parametrize("line", ["1.5 亿元用于补助", "2023 年度预算", "该指标满分 3 分"])
def test_a_figure_is_no_heading(line: str) -> None:
    assert read_heading(line, 0) is None


REASONS = """
    三级指标 | 指标值 | 权重 | 评分说明 | 得分
    进口额   | ≥10    | 5 | 指标值设置过低,酌情扣1分。该指标满分5分,得4分。 | {score}
    吞吐量（万吨） | 7000 | 4 | 规模达9904.8万吨,达计划指标值“{quote}万吨”,该指标满分4分,得4分。 | 4.00
"""


@pytest.mark.parametrize(
    ("points", "quote", "expected"),
    [
        ("4.00", "7000", []),
        ("5.00", "7000", [("score_differs_from_text", "5", "4")]),
        ("4.00", "8000", [("target_differs_from_text", "7000", "8000万吨")]),
    ],
)
def test_a_row_must_say_what_its_explanation_says(
    points: str, quote: str, expected: list[tuple[str, str, str]]
) -> None:
    context = Context("d" * 16)
    found = view(REASONS.format(score=points, quote=quote), context=context)
    unit = {"target_text": "7000", "target_value": 7000.0, "target_unit": "万吨", "row_index": 2}
    rows = [score("进口额", 5, float(points)), score("吞吐量", 4, 4.0, **unit)]
    text_against_tables.check_reasons(found, rows, Report(context))
    assert [(c[0], c[2], c[3]) for c in checks(context)] == expected


def test_a_target_in_words_is_none_that_the_explanation_quotes_as_a_number() -> None:
    def row(text: str) -> Row:
        return score("增长率", 5, 5, target_text=text)

    quoted = text_against_tables.quoted_targets("达计划指标值“3.5%”。")
    assert text_against_tables.contradicts_target(row("较去年实现正增长"), quoted)
    assert not text_against_tables.contradicts_target(row("年均增长百分之三点五"), quoted)
    assert not text_against_tables.contradicts_target(
        row("正增长"), text_against_tables.quoted_targets("达计划指标值“正增长”。")
    )


SPENT = "年中调整收回 5,707.78 万元，实际下达专项资金 {issued} 万元。截至年底，实际支出 {paid} 万元，执行率为 {rate}%。"


def amounts(*texts: str) -> list[tuple[str, int | None, str, str]]:
    context = Context("d" * 16)
    differing_amounts([((None, page, None), text) for page, text in enumerate(texts, 1)], Report(context))
    return checks(context)


def test_the_same_words_beside_the_same_figure_must_give_the_same_amount() -> None:
    first = SPENT.format(issued="3,292.22", paid="3,275.73", rate="99.50")
    other = SPENT.format(issued="3,177.75", paid="3,161.26", rate="99.50").replace("5,707.78", "5707.78")
    assert amounts(first, first) == []
    assert amounts(first, other) == [
        ("figure_differs", 2, "3,177.75万元", "3,292.22万元"),
        ("figure_differs", 2, "3,161.26万元", "3,275.73万元"),
    ]


def test_a_differing_amount_is_followed_to_where_it_is_printed_again() -> None:
    first = SPENT.format(issued="3,292.22", paid="3,275.73", rate="99.50")
    other = SPENT.format(issued="3,292.22", paid="3,161.26", rate="99.50")
    again = ("3161.26", "项目实际支出3161.26万元", "3161.26公里", "43161.26万元")
    assert amounts(first, other, *again) == [
        ("figure_differs", 2, "3,161.26万元", "3,275.73万元"),
        ("figure_differs", 3, "3161.26", "3,275.73万元"),
        ("figure_differs", 4, "3161.26万元", "3,275.73万元"),
    ]


def test_the_same_words_for_another_project_may_differ() -> None:
    one = "甲项目：截至年底，实际支出 80.00 万元，执行率为 100%。"
    other = "乙项目：截至年底，实际支出 45.00 万元，执行率为 100%。"
    assert amounts(one, other) == []


def test_full_marks_in_words_and_fewer_in_figures() -> None:
    context = Context("d" * 16)
    claims.check_full_marks(Prose(TOLD), Report(context))
    assert checks(context) == [("score_differs_from_text", 3, "2", "满分")]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("达到目标,该指标得满分。", True),
        ("达到目标的,则该指标得满分。", False),
        ("达到目标的,该指标得满分;否则不得分。", False),
        ("该指标得满分。另扣1分。", False),
        ("该指标未得满分。", False),
    ],
)
def test_a_rule_of_marking_claims_nothing(text: str, claimed: bool) -> None:
    assert claims.claims_full_marks(text) is claimed


@pytest.mark.parametrize(
    ("value", "unit", "found"), [(7000, "万吨", True), (8000, "万吨", False), (7000, "万元", False)]
)
def test_a_section_quotes_the_target_of_its_indicator(value: float, unit: str, found: bool) -> None:
    context = Context("d" * 16)
    lines = [
        (2, "④完成进出口货物吞吐量（万吨）。达9904.8万吨，达年初设置的计划指标值“8000 万"),
        (3, "吨”。该指标满分 4 分，得 4 分。"),
        (3, "⑤完成时间。该指标满分 4 分，得 4 分。"),
    ]
    row = score("完成进出口货物吞吐量(万吨)", 4, 4)
    row |= {"target_text": f"{value}", "target_value": value, "target_unit": unit}
    claims.check_stated_targets(Prose(lines), [row], Report(context))
    assert [c[:3] for c in checks(context)] == [("target_differs_from_text", 2, "8000万吨")] * found
