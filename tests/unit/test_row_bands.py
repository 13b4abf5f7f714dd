"""Rows of drawn tables that no line parts: where they begin, and which lines are one wrapped label."""

from __future__ import annotations

import numpy as np

from extractors.drawn.ruled import read_ruled
from extractors.model import RawTable
from extractors.pages.paths import Rule
from tests.written import Cell, grid_of, page_of

XS = (50.0, 150.0, 230.0, 310.0)
HEAD: list[Cell] = [(80, 110, "项目"), (170, 110, "预算数"), (250, 110, "决算数")]


def table_of(cells: list[Cell], bottom: float, lines: tuple[float, ...] = ()) -> RawTable:
    """The table whose header ends at 120, with upright lines down to `bottom` and level ones at the given heights."""
    page = page_of([*HEAD, *cells])
    page.rules = [Rule(XS[0], y, XS[-1], y) for y in (100, 120, *lines, bottom)]
    page.rules += [Rule(x, 100, x, bottom) for x in XS]
    (table,), _ = read_ruled(page, np.ones(len(page.text), dtype=bool))
    return table


def body(table: RawTable) -> list[list[str]]:
    return grid_of(table)[1:]


def row(y: float, label: str, first: str = "", second: str = "") -> list[Cell]:
    cells = [(55.0, y, label), (225.0 - 5 * len(first), y, first), (305.0 - 5 * len(second), y, second)]
    return [cell for cell in cells if cell[2]]


def test_every_baseline_of_figures_is_a_row() -> None:
    cells = [
        *row(130, "税收收入", "53,111", "51,020"),
        *row(145, "非税收入", "7,872", "8,004"),
        *row(160, "合计", "60,983", "59,024"),
    ]
    assert body(table_of(cells, 170)) == [
        ["税收收入", "53,111", "51,020"],
        ["非税收入", "7,872", "8,004"],
        ["合计", "60,983", "59,024"],
    ]


def test_a_sparse_column_keeps_its_figures_in_their_rows() -> None:
    cells = [
        *row(130, "国防", "205"),
        *row(145, "教育", "612", "300"),
        *row(160, "科技", "207"),
        *row(175, "农林", "119"),
    ]
    assert [r[2] for r in body(table_of(cells, 185))] == ["", "300", "", ""]


def test_a_row_without_figures_is_a_row() -> None:
    cells = [
        *row(130, "一、本级"),
        *row(145, "教育", "612", "300"),
        *row(160, "科技", "207", "11"),
        *row(175, "农林", "1", "2"),
    ]
    assert [r[0] for r in body(table_of(cells, 185))] == ["一、本级", "教育", "科技", "农林"]


def test_a_wrapped_label_is_one_row_wherever_its_figures_stand() -> None:
    name = "城乡居民基本医疗补\n助支出"
    for offset in (-6, 0, 6):  # figures beside the first line, between the lines, beside the last
        cells = [
            *row(130, "教育", "612", "300"),
            (55, 155, name),
            *row(155 + offset, "", "207", "11"),
            *row(180, "农林", "119", "52"),
            *row(195, "科技", "119", "52"),
        ]
        assert [r[:2] for r in body(table_of(cells, 205))] == [
            ["教育", "612"],
            ["城乡居民基本医疗补助支出", "207"],
            ["农林", "119"],
            ["科技", "119"],
        ]


def test_labels_set_lower_than_their_figures_keep_them() -> None:
    cells: list[Cell] = []
    for k, name in enumerate(("全市", "市本级", "东区", "西区", "北县")):
        y = 135 + 24 * k
        cells += [(55, y + 7 * (k > 1), name), *row(y, "", f"{k}1", f"{k}2")]
    assert body(table_of(cells, 250)) == [
        [name, f"{k}1", f"{k}2"] for k, name in enumerate(("全市", "市本级", "东区", "西区", "北县"))
    ]


def test_a_label_centred_over_the_rows_of_its_band_covers_them() -> None:
    cells = [
        (55, 145, "东区"),
        *row(130, "", "61", "30"),
        *row(145, "", "20", "11"),
        *row(160, "", "11", "52"),
        *row(180, "西区", "9", "8"),
    ]
    table = table_of(cells, 190, (170,))
    assert [r[0] for r in body(table)] == ["东区", "东区", "东区", "西区"]
    assert [(c.row, c.row_span) for c in table.cells if c.text == "东区"] == [(1, 3)]


def test_figures_cut_by_the_edge_of_their_cell_stay_one() -> None:
    cells: list[Cell] = [
        (55, 136, "城乡居民基本医疗补\n助支出"),
        (155, 136, "12,345,678,901\n.25"),
        (235, 136, "23,456,789,012\n.50"),
    ]
    assert body(table_of(cells, 150)) == [
        ["城乡居民基本医疗补助支出", "12,345,678,901.25", "23,456,789,012.50"]
    ]


def test_two_figures_beside_a_label_that_fills_its_cell_may_be_one_row() -> None:
    cells: list[Cell] = [(55, 136, "城乡居民基本医疗补\n助支出"), (185, 136, "100\n95%")]
    assert len(body(table_of(cells, 150))) == 1


def test_labels_between_figures_that_stand_far_apart_keep_their_own_rows() -> None:
    cells = [
        *row(130, "一、改造", "4"),
        *row(145, "移交补助"),
        *row(160, "幼教补助"),
        *row(175, "退休补助", "4"),
        *row(190, "改革成本"),
        *row(205, "改革补贴"),
        *row(220, "支出合计", "4"),
    ]
    assert body(table_of(cells, 230)) == [
        ["一、改造", "4", ""],
        ["移交补助", "", ""],
        ["幼教补助", "", ""],
        ["退休补助", "4", ""],
        ["改革成本", "", ""],
        ["改革补贴", "", ""],
        ["支出合计", "4", ""],
    ]
