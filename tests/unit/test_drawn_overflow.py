"""Text that a page break leaves under the foot of a drawn table."""

from __future__ import annotations

import numpy as np

from extractors.drawn.ruled import read_ruled
from extractors.model import RawTable
from extractors.pages.paths import Rule
from tests.written import Cell, grid_of, page_of

XS = (50.0, 150.0, 250.0, 350.0)
ROWS: list[Cell] = [
    (60, 110, "一级指标"),
    (160, 110, "二级指标"),
    (260, 110, "指标值"),
    (160, 130, "投诉率"),
    (260, 130, "7%"),
]
LABEL: Cell = (60, 136, "社会效益\n指标")  # its second line stands under the last line that is drawn


def table_of(cells: list[Cell], foot: list[Rule]) -> tuple[RawTable, list[str]]:
    """The table under whose rows `foot` is drawn, and the characters that are left."""
    page = page_of(cells)
    page.rules = [Rule(XS[0], y, XS[-1], y) for y in (100, 120)] + foot
    page.rules += [Rule(x, 100, x, 140) for x in XS]
    free = np.ones(len(page.text), dtype=bool)
    (table,), _ = read_ruled(page, free)
    return table, [page.text[i] for i in np.nonzero(free)[0]]


OPEN = [Rule(XS[1], 140, XS[-1], 140)]
CLOSED = [Rule(XS[0], 140, XS[-1], 140)]


def test_text_under_a_cell_without_a_bottom_belongs_to_it() -> None:
    table, left = table_of([*ROWS, LABEL], OPEN)
    assert grid_of(table)[1] == ["社会效益指标", "投诉率", "7%"]
    assert left == []


def test_text_under_a_closed_cell_is_left_alone() -> None:
    table, left = table_of([*ROWS, (60, 130, "社会效益"), (60, 146, "注：见附件")], CLOSED)
    assert grid_of(table)[1] == ["社会效益", "投诉率", "7%"]
    assert "".join(left) == "注：见附件"


def test_a_line_that_reaches_under_other_cells_is_no_part_of_the_table() -> None:
    _, left = table_of([*ROWS, (60, 130, "社会效益"), (60, 148, "数据来源：市财政局年度统计资料汇编")], OPEN)
    assert "".join(left) == "数据来源：市财政局年度统计资料汇编"


def test_a_line_further_down_is_no_part_of_the_table() -> None:
    _, left = table_of([*ROWS, (60, 130, "社会效益"), (60, 175, "指标")], OPEN)
    assert "".join(left) == "指标"
