"""Tables of which only the header is drawn as a grid: the rows stand between level rules as long as it."""

from __future__ import annotations

import numpy as np

from extractors.choice.read import read_page
from extractors.drawn.ruled import read_ruled
from extractors.pages.paths import Rule
from tests.written import Cell, grid_of, page_of

XS = (50.0, 200.0, 300.0, 400.0)
HEADER: list[Cell] = [(60, 110, "项目"), (210, 110, "预算数"), (310, 110, "决算数")]
BODY: list[Cell] = [
    (60, 132, "渔业补助"),
    (230, 132, "710"),
    (330, 132, "692"),
    (60, 154, "港口建设"),
    (230, 154, "1222"),
    (330, 154, "1172"),
    (60, 176, "收入合计"),
    (230, 176, "1932"),
    (330, 176, "1864"),
]
GRID = [Rule(XS[0], y, XS[-1], y) for y in (100, 122)] + [Rule(x, 100, x, 122) for x in XS]
FOOT = [Rule(XS[0], y, XS[-1], y) for y in (166, 190)]


def test_the_rows_below_a_drawn_header_are_read_with_it() -> None:
    page = page_of([*HEADER, *BODY])
    page.rules = GRID + FOOT
    [table] = read_page(page, path=None).tables  # type: ignore[arg-type]
    assert grid_of(table) == [
        ["项目", "预算数", "决算数"],
        ["渔业补助", "710", "692"],
        ["港口建设", "1222", "1172"],
        ["收入合计", "1932", "1864"],
    ]


def test_a_drawn_grid_with_figures_or_with_nothing_below_stands_by_itself() -> None:
    for cells, rules in (([*HEADER, *BODY], GRID), ([(60, 110, "渔业补助"), (230, 110, "710")], GRID + FOOT)):
        page = page_of(cells)
        page.rules = rules
        tables, _ = read_ruled(page, np.ones(len(page.text), dtype=bool))
        assert len(tables) == 1
