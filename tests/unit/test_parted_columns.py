"""Columns whose cells print several numbers: each stands under its own part of the heading."""

from __future__ import annotations

import pytest

from extractors.addresses.addressing import addressed
from tests.tables import logical


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
