"""Total score and grade of a document: total rows first, then the sentence that speaks of the whole."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.records.outcome import outcome


def told(*lines: str, kind: str = "evaluation_report", rows: Any = (), grade: str | None = None) -> Any:
    found = outcome(list(lines), list(rows), kind, 2023, grade)
    return found["total_score"], found["grade"]


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("项目综合得分为88.50分，评价等级为“良”。", 88.5, "良"),
        ("经评价，本项目绩效评价总得分91.2分，绩效等级为优秀。", 91.2, "优秀"),
        ("评价得分：79分,评价结果为中", 79.0, "中"),
        ("本项目共涉及3个方面。", None, None),
        ("项目绩效评价总分为100分，综合得分82.38分，等级为良。", 82.38, "良"),
        ("本次评价总分100分，实得91.36分。", 91.36, None),
        ("本项目得分88分，绩效评级为“良好”。", 88.0, "良好"),
        ("绩效评级为“优”的项目39个；绩效评级为“良”的项目0个。", None, None),
        ("决策类指标分值18分，评价得分14.5分。经综合评价，本项目得分79.80分，等级为中。", 79.8, "中"),
        ("主管部门自评得分96.5分，等级为优。经复核，最终评价得分85.70分，等级为良。", 85.7, "良"),
        ("2022年度绩效评价得分91.00分，等级为优。本次评定得分84.20分，等级为良。", 84.2, "良"),
        ("项目自评得分96.5分，等级为优。", 96.5, "优"),
        ("预算执行情况自评得分9.15分。本项目自评总分95.72分。", 95.72, None),
        ("经综合评定，得分90.1分，等级“优”。", 90.1, "优"),
        ("预算执行情况（10分）：综合得分9.15分。本项目评价总分95.72分。", 95.72, None),
    ],
)
def test_the_sentence_about_the_whole(text: str, score: float | None, grade: str | None) -> None:
    assert told(text) == (score, grade)


def test_a_self_evaluation_gives_its_own_marks() -> None:
    text = "本单位自评得分96.5分，等级为优。上级评价得分90分，等级为良。"
    assert told(text, kind="self_evaluation_form") == (96.5, "优")


def test_what_a_form_states_in_its_field_counts() -> None:
    assert told("综合得分为88.50分，等级为良。", grade="优") == (88.5, "优")


def test_the_total_of_the_score_table_comes_first() -> None:
    total = {"is_total": True, "weight": 100.0, "score": 88.5}
    part = {"is_total": True, "weight": 20.0, "score": 18.0}
    assert told(rows=[part, total])[0] == 88.5
    assert told("综合得分为90.00分。", rows=[total])[0] == 88.5


def test_of_several_totals_the_one_the_text_states() -> None:
    totals = [{"is_total": True, "weight": 100.0, "score": score} for score in (81.0, 88.5)]
    assert told("项目综合得分为88.50分。", rows=totals)[0] == 88.5


def test_the_total_after_points_taken_off_counts_where_the_text_states_it() -> None:
    totals = [{"is_total": True, "weight": 100.0, "score": 88.5}, {"is_total": True, "score": 87.5}]
    assert told("项目最终得分为87.50分。", rows=totals)[0] == 87.5
    assert told("项目最终得分为86.00分。", rows=totals)[0] == 88.5


def test_forms_of_several_programmes_have_no_common_total() -> None:
    totals = [
        {"is_total": True, "weight": 100.0, "score": score, "program_name": name}
        for name, score in (("会展补助", 99.46), ("信保补助", 87.85))
    ]
    assert told(rows=totals, grade="优") == (None, None)
    assert told(rows=totals[:1], grade="优") == (99.46, "优")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("项目得分为89.2分。评价等级不能评定为“优”，应评定为“良”。", "良"),
        ("综合得分88.35分，未达到“优”的等级标准，评价等级为“良”。", "良"),
        ("评价等级划分：得分90分以上为优，80分以上为良。项目得分85分，评价等级为良。", "良"),
        ("评价结果分为优、良、中、差四个等级。", None),
        ("2019年该项目评价等级为“优”。本次评价得分70分。", None),
    ],
)
def test_a_grade_that_is_denied_or_only_a_rule_is_none(text: str, grade: str | None) -> None:
    assert told(text)[1] == grade


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("各类得分依次为11.6分、24.3分、28.1分、27.2分，合计91.2分，绩效等级为“优”。", 91.2, "优"),
        ("评价组按百分制计分，项目得81.3分，属“良”等次。决策得13.2分（满分15分）。", 81.3, "良"),
        ("自评90.6分，其中预算执行率指标10分得9.4分，结论为“优”。", 90.6, "优"),
        ("规定总分84.9分，等级良。", 84.9, "良"),
        ("附件1评价指标体系及评分表（100分制）。", None, None),
    ],
)
def test_marks_without_a_word_for_them(text: str, score: float | None, grade: str | None) -> None:
    assert told(text) == (score, grade)


def test_a_threshold_is_no_score() -> None:
    assert told("评价等级划分：得分90分以上为优。项目得分为89.2分。")[0] == 89.2


def test_marks_of_a_field_stand_for_a_total_and_go_before_sentences() -> None:
    found = outcome(["综合得分为88.50分。"], [], "self_evaluation_form", 2023, None, 91.0)
    assert found["total_score"] == 91.0
    total = {"is_total": True, "weight": 100.0, "score": 90.0}
    assert outcome([], [total], "self_evaluation_form", 2023, None, 91.0)["total_score"] == 90.0


_SEVERAL = (
    "桥梁加固项目。年度预算80万元。经评价，该项目综合得分83.5分，评价等级为“良”。",
    "校车补贴项目。年度预算60万元。经评价，该项目综合得分92.1分，评价等级为“优”。",
)


@pytest.mark.parametrize(
    ("lines", "about", "found"),
    [
        (_SEVERAL, "", (None, None)),
        (
            ("桥梁加固项目综合得分83.5分，等级为良；", "校车补贴项目综合得分92.1分，等级为优。"),
            "",
            (None, None),
        ),
        (
            ("（一）桥梁加固项目", "该项目自评得分83.5分。", "（二）校车补贴资金", "该资金自评得分92.1分。"),
            "",
            (None, None),
        ),
        ((*_SEVERAL, "经汇总，综合得分87.8分，等级为良。"), "", (87.8, "良")),
        ((*_SEVERAL, "交通建设专项综合得分87.8分，等级为良。"), "交通建设专项绩效评价报告", (87.8, "良")),
        (_SEVERAL, "桥梁加固项目和校车补贴项目评价结果", (None, None)),
        (_SEVERAL[:1] * 2, "", (83.5, "良")),
        (
            ("桥梁加固项目。", "该项目综合得分83.5分，等级为良。", "桥梁加固项目得分83.5分。"),
            "",
            (83.5, "良"),
        ),
    ],
)
def test_marks_of_several_projects_are_none_of_the_document(
    lines: tuple[str, ...], about: str, found: tuple[float | None, str | None]
) -> None:
    row = outcome(list(lines), [], "evaluation_report", 2023, None, None, about)
    assert (row["total_score"], row["grade"]) == found
