"""Columns whose cells print several numbers: each stands under its own part of the heading."""

from __future__ import annotations

import pytest

from extractors.addresses.addressing import addressed
from tests.tables import facts, logical


def told(heading: str, *cells: str) -> dict[tuple[str, str], str]:
    """Numbers by the last heading and the label of their row, of a table with one such column and a rate."""
    rows = "\n".join(f"栈道{n} | {cell} | 9{n}.10" for n, cell in enumerate(cells))
    found = addressed(logical(f"项目名称 | {heading} | 执行率（%）\n{rows}"))
    return {
        (column.path[-1], line.labels[0].text): line.figures[column.index].text
        for part in found.parts
        for column in part.of_kind("figures")
        for line in part.lines
        if column.index in line.figures
    }


@pytest.mark.parametrize(
    ("heading", "cell", "parts"),
    [
        ("预算数/执行数", "41.50/39.20", {"预算数": "41.50", "执行数": "39.20"}),
        ("预算数／执行数（万元）", "41.50 / 39.20", {"预算数（万元）": "41.50", "执行数（万元）": "39.20"}),
        ("预算数（执行数）", "41.50（39.20）", {"预算数": "41.50", "执行数": "39.20"}),
        ("分值、得分", "12、11.5", {"分值": "12", "得分": "11.5"}),
        ("年初预算/调整预算/执行数", "7/8/6", {"年初预算": "7", "调整预算": "8", "执行数": "6"}),
        ("预算数/执行数", "—/39.20", {"预算数": "—", "执行数": "39.20"}),
    ],
)
def test_each_number_stands_under_its_own_part(heading: str, cell: str, parts: dict[str, str]) -> None:
    found = told(heading, cell, cell)
    expected = {(part, f"栈道{n}"): text for part, text in parts.items() for n in (0, 1) if text != "—"}
    rates = {("执行率（%）", f"栈道{n}"): f"9{n}.10" for n in (0, 1)}
    assert found == expected | rates


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("预算数/执行数", ("41.50/39.20", "30.00")),
        ("预算数/执行数", ("41.50/39.20/1.00", "41.50/39.20/1.00")),
        ("预算数/执行数", ("2031/5/7", "2031/6/9")),
        ("预算数/执行数", ("41.50、39.20", "41.50、39.20")),
        ("开工/竣工", ("2031/5", "2031/9")),
        ("标准（元/人）", ("3/4", "1/2")),
        ("执行数", ("3/4", "1/2")),
    ],
    ids=["one number", "more", "dates", "other signs", "no figures", "a unit", "a fraction"],
)
def test_other_columns_stay_whole(heading: str, cells: tuple[str, ...]) -> None:
    parts = addressed(logical(f"项目名称 | {heading}\n栈道 | {cells[0]}\n观景台 | {cells[1]}")).parts
    assert [column.path for part in parts for column in part.columns if column.index == 1] in (
        [],
        [(heading,)],
    )
    assert len(parts) <= 1


FORM = """
项目资金（万元） | 资金名称 | 年初预算数 | 全年执行数 | 分值 | 执行率 / 得分
^                | 年度资金总额 | 84.00 | 79.80 | 10 | 95.00% / 9.50
^                | 其中：财政拨款 | 60.00 | 57.00 | — | —
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 分值 | 得分
产出指标 | 数量指标 | 栈道长度 | ≥3公里 | 20 | 18
产出指标 | 质量指标 | 验收合格率 | ≥95% | 20 | 20
"""


def test_a_parted_heading_reaches_down_to_the_next_one() -> None:
    found = facts(FORM)
    rates = {row["line_item"]: row["execution_rate_printed_pct"] for row in found["budget"]}
    assert rates["年度资金总额"] == 95.0
    assert [row["score"] for row in found["indicators"]] == [9.5, 18.0, 20.0]
    printed = [row["value_text"] for row in found["figures"]]
    assert printed.count("95.00%") == printed.count("9.50") == printed.count("18") == 1


@pytest.mark.parametrize("place", ["观景台 | 41.50/39.20 | 30.00", "41.50/39.20 | 12.00 | 30.00"])
def test_several_numbers_under_one_heading_are_none_the_less_numbers(place: str) -> None:
    """What each of them is nothing says; but they are counted, and shown as not understood."""
    own = facts(f"项目名称 | 预算数 | 执行数\n栈道 | 12.00 | 11.00\n{place}")["figures"]
    cell = next(text for text in place.split(" | ") if text[0].isdigit() and "/" in text)
    within = [row for row in own if row["value_text"] in cell.split("/")]
    assert [row["value_text"] for row in within] == cell.split("/")
    assert {row["fact_table"] for row in within} == {None}


def test_days_and_years_in_one_cell_are_no_numbers() -> None:
    own = facts("项目名称 | 起止年度 | 执行数\n栈道 | 2031/2033 | 11.00\n观景台 | 2031/2032 | 12.00")[
        "figures"
    ]
    assert [row["value_text"] for row in own] == ["11.00", "12.00"]
