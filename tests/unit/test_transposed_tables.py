"""Transposed tables: their facts, and the places where these are printed."""

from __future__ import annotations

import pytest

from extractors.addresses import addressed
from pipeline.context.context import Row
from pipeline.facts.transposed import turned
from tests.tables import classified, facts

SCORES = """
一级指标 | 决策 | 过程 | 产出 | 合计
分值 | 16 | 24 | 60 | 100
得分 | 14.20 | 18.76 | 55.00 | 87.96
"""
COUNTIES = """
项目 | 合计 | 市南区 | 崂山区
应拨付金额 | 20.00 | 12.00 | 8.00
已拨付金额 | 17.00 | 9.00 | 8.00
拨付率 | 85.00% | 75.00% | 100.00%
"""


def rows(text: str, name: str) -> list[Row]:
    return facts(text, unit="万元")[name]


def test_indicators_across_have_their_marks_below_them() -> None:
    table = classified(SCORES)
    assert table.kind == "score"
    found = [(r["level1"], r["weight"], r["score"], r["is_total"]) for r in rows(SCORES, "indicators")]
    assert found[0] == ("决策", 16.0, 14.2, False)
    assert found[-1][1:] == (100.0, 87.96, True)


@pytest.mark.parametrize(
    "text",
    [
        "地区 | 应拨付金额 | 已拨付金额\n市南区 | 12.00 | 9.00\n崂山区 | 8.00 | 8.00",
        "项目 | 市南区 | 崂山区\n应拨付金额 | 12.00 | 8.00\n备注 | 无 | 无",
        "项目 | 甲 | 乙\n应拨付金额 | 12.00 | 8.00\n已拨付金额 | 9.00 | 8.00",
    ],
    ids=["upright", "a row of words", "headings of unknown names"],
)
def test_other_tables_stand(text: str) -> None:
    assert classified(text).transposed is None


def test_counties_across_have_their_numbers_in_one_row_each() -> None:
    text = f"{COUNTIES.strip()}\n惠及户数（户） | 500 | 300 | 200"
    found = [
        (
            r["region_code"],
            r["due_yuan"],
            r["paid_yuan"],
            r["recipient_count"],
            r["execution_rate_printed_pct"],
        )
        for r in rows(text, "disbursement")
    ]
    assert found[1:] == [("370202", 120000, 90000, 300, 75.0), ("370212", 80000, 80000, 200, 100.0)]


PROJECTS = """
指标 | 桥梁加固 | 山塘清淤 | 合计
预算数（万元） | 60.00 | 40.00 | 100.00
支出数（万元） | 57.00 | 40.00 | 97.00
执行率 | 95.00% | 100.00% | 97.00%
评价得分 | 91.5 | 88 |
"""


@pytest.mark.parametrize("corner", ["指标", "项目", "项目名称", "内容"])
def test_projects_across_with_money_and_marks_below_them(corner: str) -> None:
    found = facts(PROJECTS.replace("指标", corner))
    money = [
        (r["line_item"], r["phase"], r["amount_text"], r["execution_rate_printed_pct"], r["is_total"])
        for r in found["budget"]
    ]
    assert money[:2] == [
        ("桥梁加固", "initial", "60.00", None, False),
        ("桥梁加固", "executed", "57.00", 95.0, False),
    ]
    assert money[-1] == ("合计", "executed", "97.00", 97.0, True)
    marks = [(r["program_name"], r["level1_code"], r["score"], r["is_total"]) for r in found["indicators"]]
    assert marks == [("桥梁加固", None, 91.5, True), ("山塘清淤", None, 88.0, True)]


def test_facts_name_the_places_where_they_are_printed() -> None:
    found = facts(PROJECTS)
    [spent] = [r for r in found["budget"] if r["amount_text"] == "57.00"]
    assert (spent["row_index"], spent["column_index"]) == (2, 1)
    [figure] = [r for r in found["figures"] if r["value_text"] == "88"]
    assert (figure["row_index"], figure["column_index"]) == (4, 2)
    assert (figure["row_path"], figure["column_path"]) == (["评价得分"], ["山塘清淤"])


DIMENSIONS = """
一级指标 | 分值 | 评价得分 | <
^ | ^ | 桥梁加固 | 山塘清淤
决策 | 30 | 27 | 24
产出 | 70 | 61 | 66
总分 | 100 | 88 | 90
"""


def test_dimensions_down_and_projects_across() -> None:
    found = [
        (r["program_name"], r["level1"], r["level1_code"], r["weight"], r["score"], r["is_total"])
        for r in rows(DIMENSIONS, "indicators")
    ]
    assert found == [
        ("桥梁加固", "决策", "decision", 30.0, 27.0, False),
        ("桥梁加固", "产出", "output", 70.0, 61.0, False),
        ("桥梁加固", "总分", None, 100.0, 88.0, True),
        ("山塘清淤", "决策", "decision", 30.0, 24.0, False),
        ("山塘清淤", "产出", "output", 70.0, 66.0, False),
        ("山塘清淤", "总分", None, 100.0, 90.0, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一级指标 | 分值 | 自评得分 | 评价得分\n决策 | 30 | 29 | 27\n产出 | 70 | 70 | 61\n总分 | 100 | 99 | 88",
        "类别 | 2022年 | 2023年\n预算数 | 60 | 40\n支出数 | 57 | 40",
        "类别 | 中央资金 | 县级资金\n预算数 | 60 | 40\n支出数 | 57 | 40",
        "政策 | 青岛市 | 烟台市\n补助比例 | 60% | 40%\n补助上限 | 5万元 | 4万元",
    ],
    ids=["marks twice", "years", "payers", "a policy"],
)
def test_numbers_of_tables_that_stand_keep_their_paths(text: str) -> None:
    figures = facts(text, unit="万元")["figures"]
    assert turned(addressed(classified(text).table)) is None
    assert figures[0]["row_path"] and figures[0]["row_index"] == 1


def test_dimensions_down_and_counties_across() -> None:
    text = (
        "评价维度 | 分值 | 市南区 | 崂山区\n决策 | 20 | 18 | 17\n过程和产出 | 80 | 70 | 66\n"
        "效益 | 20 | 16 | 19\n综合得分 | 120 | 104 | 102"
    )
    found = [
        (r["region_code"], r["level1"], r["weight"], r["score"], r["is_total"])
        for r in rows(text, "indicators")
    ]
    assert found[:4] == [
        ("370202", "决策", 20.0, 18.0, False),
        ("370202", "过程和产出", 80.0, 70.0, False),
        ("370202", "效益", 20.0, 16.0, False),
        ("370202", "综合得分", 120.0, 104.0, True),
    ]


def test_payers_down_and_counties_across() -> None:
    text = "资金类别 | 市南区 | 崂山区\n中央资金 | 12 | 8\n省级资金 | 6 | 4\n合计金额 | 18 | 12"
    found = facts(text, unit="万元", caption="救助补助资金分配表")["disbursement"]
    assert [(r["region_code"], r["payer_level"], r["due_yuan"], r["is_total"]) for r in found[:3]] == [
        ("370202", "central", 120000, False),
        ("370202", "province", 60000, False),
        ("370202", None, 180000, True),
    ]
