"""What tells a good reading of a table from one that joins, cuts or invents cells, in any language."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.choice.evidence import Evidence, Judge
from extractors.drawn.owners import share_out
from extractors.grids.boxes import Grid, GridBox
from extractors.lines.layout import cell_text
from extractors.model import RawCell, RawTable
from extractors.pages.page import Page
from tests.written import Cell, page_of

XS = (100.0, 200.0, 270.0)
EDGES = [90.0, 180.0, 250.0, 330.0]
ROWS = [("port", "1.5", "20"), ("north", "2.5", "30"), ("south", "3.5", "40"), ("west", "4.5", "50")]
HEIGHTS = [90.0, 110.0, 130.0, 150.0, 170.0]


def page(rows: list[tuple[str, ...]] = ROWS) -> Page:
    cells: list[Cell] = [
        (x, 100.0 + 20 * r, text)
        for r, row in enumerate(rows)
        for x, text in zip(XS, row, strict=True)
        if text
    ]
    return page_of(cells)


def evidence(page: Page, xs: list[float], ys: list[float]) -> Evidence:
    boxes = [GridBox(r, c, 1, 1) for r in range(len(ys) - 1) for c in range(len(xs) - 1)]
    grid = Grid(xs, ys, boxes)
    members = share_out(page, grid, np.ones(len(page.text), dtype=bool))
    cells = [
        RawCell(b.row, b.column, 1, 1, xs[b.column], ys[b.row], xs[b.column + 1], ys[b.row + 1], text)
        for b, inner in zip(boxes, members, strict=True)
        for text in [cell_text(page, inner, xs[b.column + 1])[0]]
    ]
    return Judge(page).evidence(RawTable(page.number, xs, ys, cells))


def test_a_reading_as_printed_leaves_nothing_to_be_wished_for() -> None:
    good = evidence(page(), EDGES, HEIGHTS)
    assert good.whole == 1.0
    assert good.score > 0.85


@pytest.mark.parametrize(
    ("xs", "ys", "amiss"),
    [
        ([90, 180, 330], HEIGHTS, "gaps"),  # two columns in one
        ([90, 110, 180, 250, 330], HEIGHTS, "words"),  # a boundary through the labels
        (EDGES, [90, 130, 170], "figures"),  # two rows in one
        (EDGES, [90, 130, 170], "lines"),
        ([90, 180, 262], HEIGHTS, "edges"),  # a column left out
        ([130, 180, 250, 330], HEIGHTS, "edges"),  # the labels left out
    ],
)
def test_what_is_amiss_is_told_and_fits_less(xs: list[float], ys: list[float], amiss: str) -> None:
    good, bad = evidence(page(), EDGES, HEIGHTS), evidence(page(), xs, ys)
    assert getattr(bad, amiss) < getattr(good, amiss)
    assert bad.score < good.score
    assert amiss in str(bad)


def test_torn_rows_leave_holes() -> None:
    wrapped: list[Cell] = [(100.0, 100.0, "the long\nname"), *[(x, 100.0, "1.5") for x in XS[1:]]]
    more: list[Cell] = [(100.0, 130.0, "another\nname"), *[(x, 130.0, "2.5") for x in XS[1:]]]
    here = page_of([*wrapped, *more])
    whole, torn = evidence(here, EDGES, [85, 115, 145]), evidence(here, EDGES, [85, 94, 103, 115, 145])
    assert torn.filled < whole.filled == 1.0


@pytest.mark.parametrize(("heading", "is_whole"), [("执行数", True), ("潮位", False)])
def test_a_column_with_a_known_heading_alone_is_no_hole(heading: str, is_whole: bool) -> None:
    rows = [("项目", "预算数", heading), ("渡口", "1.5", ""), ("港区", "2.5", ""), ("航标", "3.5", "")]
    assert (evidence(page(rows), EDGES, HEIGHTS).filled == 1.0) == is_whole


def test_columns_of_running_text_are_no_table() -> None:
    prose = [("words fill the first column", "and the next one too", "up to its right edge")] * 4
    cells: list[Cell] = [
        (x, 100.0 + 20 * r, text)
        for r, row in enumerate(prose)
        for x, text in zip((90.0, 240.0, 350.0), row, strict=True)
    ]
    running = evidence(page_of(cells), [90, 230, 345, 455], HEIGHTS)
    assert running.text < 0.5
    assert running.score < 0.75


def test_a_number_cut_by_the_edge_of_its_cell_stands_alone() -> None:
    cut = [
        ("north", "260,000.", "150,000."),
        ("", "00", "00"),
        ("south", "100,000.", "140,000."),
        ("", "00", "00"),
    ]
    assert evidence(page(cut), EDGES, [90, 130, 170]).figures == 1.0


def test_rows_of_short_texts_look_like_a_table_and_columns_of_prose_do_not() -> None:
    everything = np.ones(500, dtype=bool)
    table, spread = page(), page_of([(50.0, 100.0 + 14 * k, "x" * 44 + "   " + "y" * 44) for k in range(6)])
    assert Judge(table).rows_in(everything[: len(table.text)], 2) == 4
    assert Judge(spread).rows_in(np.ones(len(spread.text), dtype=bool), 1) == 0
