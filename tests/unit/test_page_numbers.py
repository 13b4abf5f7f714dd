"""The page's number in the frame of a table that reaches down to it."""

from __future__ import annotations

import pytest

from extractors.lines.page_numbers import page_number
from tests.written import Cell, page_of

ROWS: list[Cell] = [
    (60, 700, "甲港"),
    (275, 700, "35.10"),
    (420, 700, "4.20"),
    (60, 724, "乙港"),
    (275, 724, "17.30"),
    (420, 724, "2.05"),
]


def number(*cells: Cell) -> str:
    page = page_of([*ROWS, *cells])
    return "".join(page.text[i] for i in page_number(page))


@pytest.mark.parametrize(
    ("left", "text"), [(291, "12"), (277.5, "7"), (280, "—8—"), (500, "第9页"), (500, "9/36")]
)
def test_a_number_alone_at_the_foot_is_the_pages(left: float, text: str) -> None:
    assert number((left, 780, text)) == text


@pytest.mark.parametrize(
    "cells",
    [
        [(60, 780, "丙港"), (291, 780, "12")],
        [(291, 780, "12.50")],
        [(420, 780, "12")],
        [(275, 756, "3,100"), (290, 780, "12")],
        [(275, 768, "不少于"), (275, 780, "12")],
    ],
    ids=["beside a name", "decimals", "in another column", "under counts", "the rest of a text"],
)
def test_a_figure_of_the_table_is_not(cells: list[Cell]) -> None:
    assert number(*cells) == ""


def test_higher_up_there_is_none() -> None:
    page = page_of(
        [(60, 300, "甲港"), (275, 300, "35.10"), (60, 324, "乙港"), (275, 324, "17.30"), (291, 360, "12")]
    )
    assert page_number(page) == []
