"""Which cell of a drawn grid a run of characters belongs to."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.drawn.ruled import read_ruled
from extractors.pages.paths import Rule
from tests.written import Cell, grid_of, page_of

XS = (50.0, 110.0, 180.0, 250.0)  # SIZE is 10: the first column holds five Chinese characters
YS = (100.0, 120.0, 140.0)
LAST: list[Cell] = [(53, 130, "乙港"), (113, 130, "7.00"), (183, 130, "8.00")]


def rows_of(*cells: Cell, ys: tuple[float, ...] = YS, size: float = 1.0) -> list[list[str]]:
    """The grid of a table with these cells and a last row; `size` enlarges the characters of the first cell."""
    page = page_of([*cells, *LAST])
    count = len(cells[0][2])
    if size != 1.0:
        boxes = page.boxes[:count]
        boxes[:, [0, 2]] = boxes[0, 0] + (boxes[:, [0, 2]] - boxes[0, 0]) * size
        middle = boxes[:, [1, 3]].mean()
        boxes[:, [1, 3]] = middle + (boxes[:, [1, 3]] - middle) * size
    page.rules = [Rule(XS[0], y, XS[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in XS]
    (table,), _ = read_ruled(page, np.ones(len(page.text), dtype=bool))
    return grid_of(table)


def first_row(*cells: Cell) -> list[str]:
    return rows_of(*cells)[0]


def test_a_name_wider_than_its_cell_stays_in_it() -> None:
    name = "甲港疏港道路排水改造工程（二期）"
    assert first_row((53, 110, name), (130, 110, "35.10"), (195, 110, "4.20")) == [name, "35.10", "4.20"]


def test_a_name_runs_over_empty_cells_as_well() -> None:
    assert first_row((53, 110, "甲港疏港道路排水改造工程")) == ["甲港疏港道路排水改造工程", "", ""]


def test_figures_longer_than_their_cells_stay_apart() -> None:
    """Set to the right edge they begin left of the line, where the figure before ends."""
    figures: list[Cell] = [(97, 110, "12,600,000.00"), (160, 110, "13,105,000.00")]
    assert first_row((53, 110, "甲港"), *figures) == ["甲港", "12,600,000.00", "13,105,000.00"]


def test_the_last_digit_may_stand_past_the_line() -> None:
    assert first_row((53, 110, "甲港"), (152.6, 110, "415.30"), (200, 110, "9.10")) == [
        "甲港",
        "415.30",
        "9.10",
    ]
    assert first_row((53, 110, "甲港"), (152.6, 110, "415.30")) == ["甲港", "415.30", ""]


def test_an_operator_may_stand_before_the_line() -> None:
    assert first_row((53, 110, "合格率"), (106, 110, ">=98.5%")) == ["合格率", ">=98.5%", ""]


def test_a_heading_wider_than_its_cell_is_centred_on_it() -> None:
    assert first_row((95, 110, "年初预算批复金额合计")) == ["", "年初预算批复金额合计", ""]


def test_texts_that_fill_their_cells_to_the_line_are_two() -> None:
    """The second text begins on the line, a quarter of a point behind the first: a gap that no other letters have."""
    assert first_row((60, 110, "全年预算"), (100.4, 110, "批复")) == ["全年预算批复", "", ""]
    assert first_row((60, 110, "本年预算数"), (110.4, 110, "批复")) == ["本年预算数", "批复", ""]


def test_letters_higher_than_the_rows_they_run_over_belong_to_no_cell() -> None:
    rows = rows_of((60, 120, "征求意见"), (53, 110, "甲港"), (113, 110, "1.00"), (183, 110, "2.00"), size=3.0)
    assert rows[0] == ["甲港", "1.00", "2.00"]


@pytest.mark.parametrize("gap", [1.0, 3.0])
def test_words_with_a_gap_go_where_they_stand(gap: float) -> None:
    assert first_row((60, 110, "全年预算"), (100 + gap + 10, 110, "批复")) == ["全年预算", "批复", ""]
