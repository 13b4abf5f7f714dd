"""Ruling lines to grids: merged cells, gaps, open sides, and drawings that are no grid."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractors.grids.boxes import Grid
from extractors.grids.lattice import find_grids
from extractors.pages.paths import Rule


def level(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y, x1, y)


def upright(x: float, y0: float, y1: float) -> Rule:
    return Rule(x, y0, x, y1)


def lattice(xs: list[float], ys: list[float]) -> list[Rule]:
    return [level(y, xs[0], xs[-1]) for y in ys] + [upright(x, ys[0], ys[-1]) for x in xs]


def only(rules: list[Rule]) -> Grid:
    grids, _ = find_grids(rules)
    assert len(grids) == 1
    return grids[0]


def places(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(b.row, b.column, b.row_span, b.column_span) for b in grid.boxes]


XS, YS = [50.0, 150.0, 250.0, 350.0], [100.0, 130.0, 160.0]
ALL_SIX = [(r, c, 1, 1) for r in range(2) for c in range(3)]


def test_a_full_lattice_gives_a_cell_a_box() -> None:
    grid = only(lattice(XS, YS))
    assert (grid.xs, grid.ys) == (XS, YS)
    assert places(grid) == ALL_SIX


def test_a_missing_wall_merges_across_and_a_missing_floor_down() -> None:
    wide = [r for r in lattice(XS, YS) if r.x0 != 150.0] + [upright(150, 130, 160)]
    assert places(only(wide)) == [(0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    tall = [r for r in lattice(XS, YS) if r.top != 130.0 or not r.level] + [level(130, 150, 350)]
    assert places(only(tall)) == [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_sides_drawn_cell_by_cell_are_the_same_grid() -> None:
    pieces = []
    for y0, y1 in pairwise(YS):
        for x0, x1 in pairwise(XS):
            pieces += [level(y0, x0, x1), level(y1, x0, x1), upright(x0, y0, y1), upright(x1, y0, y1)]
    assert places(only(pieces)) == ALL_SIX


@pytest.mark.parametrize("miss", [1.0, 2.0])
def test_borders_drawn_twice_and_corners_missed_do_no_harm(miss: float) -> None:
    rules = [level(y, XS[0] + miss, XS[-1] - miss) for y in YS]
    rules += [upright(x, YS[0] + miss, YS[-1] - miss) for x in XS]
    rules += [level(y + miss, XS[0], XS[-1]) for y in YS[1:2]]
    grid = only(rules)
    assert places(grid) == ALL_SIX
    assert grid.xs == pytest.approx(XS, abs=2) and grid.ys == pytest.approx(YS, abs=2)


def test_a_table_open_at_both_sides_gets_its_outer_columns() -> None:
    rules = [level(y, 50, 350) for y in YS] + [upright(x, 100, 160) for x in (150.0, 250.0)]
    grid = only(rules)
    assert grid.xs == XS
    assert places(grid) == ALL_SIX


@pytest.mark.parametrize("cut", ["top", "bottom"])
def test_a_table_cut_by_the_page_edge_keeps_its_last_row(cut: str) -> None:
    kept = YS[1:] if cut == "top" else YS[:-1]
    rules = [level(y, 50, 350) for y in kept] + [upright(x, 100, 160) for x in XS]
    grid = only(rules)
    assert grid.ys == YS
    assert places(grid) == ALL_SIX


def test_two_tables_on_a_page_are_two_grids_from_top_to_bottom() -> None:
    below = lattice([50.0, 200.0, 350.0], [300.0, 330.0, 360.0])
    grids, loose = find_grids([*below, *lattice(XS, YS)])
    assert [g.ys[0] for g in grids] == [100.0, 300.0]
    assert [len(g.boxes) for g in grids] == [6, 4]
    assert loose == []


def test_three_lines_are_no_grid_but_are_handed_on() -> None:
    grids, loose = find_grids([level(100, 50, 350), level(120, 50, 350), level(300, 50, 350)])
    assert grids == []
    assert [(line.at, line.start, line.end) for line in loose] == [
        (100, 50, 350),
        (120, 50, 350),
        (300, 50, 350),
    ]


def test_a_frame_alone_encloses_one_box_and_is_no_grid() -> None:
    assert find_grids(lattice([50.0, 500.0], [100.0, 700.0]))[0] == []


def test_an_underline_beside_a_table_stays_out_of_it() -> None:
    grids, loose = find_grids([*lattice(XS, YS), level(60, 100, 300)])
    assert places(grids[0]) == ALL_SIX
    assert [line.at for line in loose] == [60]


def test_an_l_shaped_area_is_covered_by_rectangles_without_overlap() -> None:
    rules = [level(100, 50, 250), level(160, 50, 250), upright(50, 100, 160), upright(250, 100, 160)]
    rules += [level(130, 150, 250), upright(150, 130, 160), upright(350, 100, 160), level(100, 250, 350)]
    rules += [level(160, 250, 350)]
    grid = only(rules)
    taken = [
        (r, c)
        for b in grid.boxes
        for r in range(b.row, b.row + b.row_span)
        for c in range(b.column, b.column + b.column_span)
    ]
    assert sorted(taken) == [(r, c) for r in range(2) for c in range(3)]


def test_nothing_drawn_gives_nothing() -> None:
    assert find_grids([]) == ([], [])


@pytest.mark.parametrize("side", ["head", "foot"])
def test_a_band_that_only_spanning_cells_cross_is_no_row(side: str) -> None:
    """One wall is drawn past the table's own edge: the strip there holds no cell of its own."""
    ys = [80.0, 100.0, 130.0, 160.0] if side == "head" else [100.0, 130.0, 160.0, 180.0]
    short = ys[1] if side == "head" else ys[2]
    rules = [level(y, 50, 350) for y in ys if y != short]
    rules += [upright(x, ys[0], ys[-1]) for x in XS]
    rules += [level(short, 150, 150.5)]
    grid = only(rules)
    assert len(grid.ys) == 3
    assert places(grid) == ALL_SIX


def test_lines_apart_by_more_than_a_snap_stay_two_lines() -> None:
    assert only(lattice(XS, [100.0, 104.0, 130.0])).ys == [100.0, 104.0, 130.0]


def test_space_beside_a_table_that_is_open_on_two_sides_is_no_cell() -> None:
    """Two tables share a line; the notch beside the narrow one lies outside both."""
    rules = lattice([50.0, 150.0, 250.0], [100.0, 130.0])
    rules += lattice([50.0, 150.0, 250.0, 350.0], [130.0, 160.0])
    assert (0, 2, 1, 1) not in places(only(rules))


def test_a_merged_label_at_the_open_side_of_a_cut_table_is_a_cell() -> None:
    """The page's head cuts a table that is open at the left, beside a label merged over its first rows."""
    across = [level(120, 100, 400), level(140, 100, 400), level(160, 50, 400), level(180, 50, 400)]
    grids, _ = find_grids([*across, *(upright(x, 100, 180) for x in (100, 250, 400))])
    first = [b for b in grids[0].boxes if b.column == 0]
    assert [(b.row, b.row_span) for b in first] == [(0, 3), (3, 1)]
