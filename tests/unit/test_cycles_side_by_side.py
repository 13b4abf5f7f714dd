"""Targets and money of all years beside those of one: headings that texts part from their columns."""

from __future__ import annotations

from pipeline.facts.budget import Paper
from tests.tables import facts

FORM = """
项目名称 | < | 引水渡槽加固 | < | < | < | <
项目资金（万元） | < | 中期资金总额： | 960.00 | 年度资金总额： | 275.00 | <
^ | < | 其中：财政拨款 | 720.00 | 其中：财政拨款 | 215.00 | <
^ | < | 其他资金 | 240.00 | 其他资金 | 60.00 | <
总体目标 | {left} | < | < | {right} | < | <
^ | 加固渡槽若干 | < | < | 加固首批渡槽 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 加固渡槽 | ≥12座 | 数量指标 | 加固渡槽 | ≥3座
^ | 质量指标 | 渗漏量下降 | ≥40% | 质量指标 | 渗漏量下降 | ≥15%
"""


def test_headings_over_the_texts_say_of_which_years_the_targets_below_are() -> None:
    found = facts(FORM.format(left="实施期目标（2031年—2034年）", right="年度目标"))["indicators"]
    assert sorted((r["level3"], r["period"], r["target_value"]) for r in found) == [
        ("加固渡槽", "annual", 3.0),
        ("加固渡槽", "cycle", 12.0),
        ("渗漏量下降", "annual", 15.0),
        ("渗漏量下降", "cycle", 40.0),
    ]
    assert {(r["level1"], r["level2"]) for r in found} == {("产出指标", "数量指标"), ("产出指标", "质量指标")}


def test_headings_that_say_no_time_change_nothing() -> None:
    found = facts(FORM.format(left="甲段", right="乙段"))["indicators"]
    assert {r["period"] for r in found} == {"annual"}


def test_parts_of_the_money_of_all_years_are_of_all_years() -> None:
    paper = Paper(document_type="target_form")
    found = facts(FORM.format(left="长期目标", right="年度目标"), paper=paper)["budget"]
    assert sorted((r["line_item"], r["scope"], int(r["amount_yuan"])) for r in found) == [
        ("中期资金总额", "cycle", 9_600_000),
        ("其他资金", "annual", 600_000),
        ("其他资金", "cycle", 2_400_000),
        ("年度资金总额", "annual", 2_750_000),
        ("财政拨款", "annual", 2_150_000),
        ("财政拨款", "cycle", 7_200_000),
    ]


def test_a_column_of_names_before_both_counts_for_both_whatever_its_heading() -> None:
    text = FORM.format(left="长期目标", right="年度目标").replace("一级指标 |", "层面 |")
    found = facts(text)["indicators"]
    assert {(r["level1"], r["period"]) for r in found} == {("产出指标", "cycle"), ("产出指标", "annual")}
