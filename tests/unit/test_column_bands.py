"""Columns of drawn tables that no line parts, and the headings above them."""

from __future__ import annotations

import numpy as np

from extractors.drawn.ruled import read_ruled
from extractors.model import RawTable
from extractors.pages.paths import Rule
from tests.written import Cell, grid_of, page_of

XS = (50.0, 150.0, 350.0)


def table_of(cells: list[Cell], *heights: float) -> RawTable:
    """The table with one upright line, at 150, between its sides."""
    page = page_of(cells)
    page.rules = [Rule(XS[0], y, XS[-1], y) for y in heights]
    page.rules += [Rule(x, heights[0], x, heights[-1]) for x in XS]
    (table,), _ = read_ruled(page, np.ones(len(page.text), dtype=bool))
    return table


def row(y: float, label: str, first: str, second: str) -> list[Cell]:
    return [(55, y, label), (200, y, first), (300, y, second)]


ROWS = [
    *row(130, "公路", "1878.0", "14.7"),
    *row(150, "铁路", "553.4", "1.2"),
    *row(170, "水运", "56.6", "3.6"),
]


def test_figures_side_by_side_are_columns() -> None:
    table = table_of([*row(110, "指标", "绝对数", "增长%"), *ROWS], 100, 120, 140, 160, 180)
    assert grid_of(table) == [
        ["指标", "绝对数", "增长%"],
        ["公路", "1878.0", "14.7"],
        ["铁路", "553.4", "1.2"],
        ["水运", "56.6", "3.6"],
    ]


def test_rows_and_columns_may_both_be_without_lines() -> None:
    table = table_of([*row(110, "指标", "绝对数", "增长%"), *ROWS], 100, 120, 180)
    assert [r[1] for r in grid_of(table)] == ["绝对数", "1878.0", "553.4", "56.6"]


def test_a_name_over_the_columns_stands_in_a_row_of_its_own() -> None:
    for left in (220, 250):  # over the first column, and across both
        head: list[Cell] = [(80, 106, "指标"), (left, 100, "客运量"), *row(112, "", "绝对数", "增长%")[1:]]
        table = table_of([*head, *ROWS], 90, 120, 140, 160, 180)
        assert grid_of(table)[:2] == [["指标", "客运量", "客运量"], ["指标", "绝对数", "增长%"]]


def test_words_side_by_side_are_no_columns() -> None:
    rows = [cell for k, y in enumerate((130, 150, 170)) for cell in row(y, "名称", "第一 段", f"第{k}段")]
    assert table_of([*row(110, "指标", "说明", ""), *rows], 100, 120, 140, 160, 180).column_count == 2


def test_figures_without_a_common_white_band_stay_together() -> None:
    rows = [(55.0, y, "名称") for y in (130.0, 150.0, 170.0)]
    rows += [(160.0 + 45 * k, y, "1,260 至 2,310") for k, y in enumerate((130, 150, 170))]
    assert table_of([(55, 110, "指标"), (200, 110, "范围"), *rows], 100, 120, 140, 160, 180).column_count == 2
