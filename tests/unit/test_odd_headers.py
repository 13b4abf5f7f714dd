"""Undrawn tables whose shading, headings or labels do not fit their columns: read in part, never out of bounds."""

from __future__ import annotations

from extractors.grids.alignment_rows import find_anchors
from extractors.grids.boxes import GridBox
from extractors.grids.column_lines import ColumnLines
from extractors.grids.region import Region
from extractors.grids.row_labels import merge_totals, split_labels
from extractors.lines.segments import Segment, SegmentLine
from extractors.pages.paths import Fill
from extractors.undrawn.alignment import find_columns
from extractors.undrawn.header_fills import shaded_header
from extractors.undrawn.headings import header_cells, tiles
from tests.tables import raw
from tests.written import SIZE


def segment(x0: float, x1: float, middle: float, text: str = "数量") -> Segment:
    half = SIZE / 2
    return Segment(x0, x1, text, [0], middle + half, middle - half, middle + half, middle, [(x0, x1)])


def region(*lines: SegmentLine, fills: list[Fill] | None = None) -> Region:
    return Region(0.0, 300.0, 0.0, 100.0, list(lines), fills=fills or [])


def shade(x0: float, x1: float) -> Fill:
    return Fill(x0, 0.0, x1, 20.0, (220, 220, 220))


def test_shading_past_the_last_column_heads_none() -> None:
    xs = [0.0, 100.0, 300.0]
    header = [SegmentLine([segment(30, 60, 10)])]
    whole = region(fills=[shade(0, 100), shade(100, 300)])
    astray = region(fills=[shade(0, 100), shade(297, 303)])
    assert shaded_header(whole, xs, header) is not None
    assert shaded_header(astray, xs, header) is None


def test_names_of_groups_that_overlap_share_the_columns() -> None:
    xs = [0.0, 100.0, 290.0, 370.0, 410.0, 470.0]
    names = [
        segment(120, 160, 10, "依据"),
        segment(260, 350, 10, "上年实际"),
        segment(355, 425, 10, "本年实际"),
    ]
    below = [segment(20, 60, 15, "项目"), segment(320, 330, 22, "数"), segment(430, 460, 15, "金额")]
    header = [SegmentLine(names), SegmentLine(below)]
    cells, levels = header_cells(region(*header), xs, header, SIZE)
    places = [
        (c.level + n, c.column + k) for c in cells for n in range(c.level_span) for k in range(c.column_span)
    ]
    assert len(places) == len(set(places))
    texts = sorted(s.text for c in cells for s in c.segments)
    assert texts == sorted(s.text for s in [*names, *below])
    assert tiles(cells, levels, 5) is (len(places) == 5 * levels)


def test_a_heading_is_not_that_of_a_column_behind_the_next() -> None:
    """出处 stands left of both columns of figures; the second of them has no heading of its own."""
    body = [SegmentLine([segment(80, 150, 10, "1,204.50"), segment(180, 260, 10, "988.10")])]
    header = [SegmentLine([segment(10, 55, -10, "出处"), segment(80, 115, -10, "预算")])]
    first, *inner, last = find_columns(region(*body), body, header, SIZE)
    assert (first, last) == (0.0, 300.0)
    assert [55 < x < 80 or 150 < x < 180 for x in inner] == [True, True]


def test_columns_are_far_enough_apart_for_a_text() -> None:
    body = [
        SegmentLine([segment(0, 120, 10), segment(122, 180, 10)]),
        SegmentLine([segment(0, 118, 30), segment(130, 180, 30)]),
    ]
    narrow = Region(0.0, 181.0, 0.0, 60.0, body, uprights=[121.0, 122.5])
    assert find_columns(narrow, body, [], SIZE) == [0.0, 121.0, 181.0]


def test_two_lines_at_one_height_are_one_row() -> None:
    column = ColumnLines([[segment(0, 40, 10.0, "购置")], [segment(40, 60, 11.0, "费")]])
    assert find_anchors([column], SIZE) == [10.5]


def test_a_label_below_the_last_rule_stays_in_its_cell() -> None:
    box = GridBox(0, 0, 2, 1)
    low = [segment(0, 40, 70.0), segment(0, 40, 90.0)]
    assert split_labels(box, low, [0.0, 20.0, 40.0], SIZE) == [(box, low)]


def test_a_total_does_not_cover_a_label_that_reaches_down_beside_it() -> None:
    table = raw("产出 | 场次 | 4\n合计 | ^ | 7", widths=[60, 60, 60])
    for cell in table.cells:
        cell.text_centre = 100.0 if cell.text == "合计" else None
    cells = merge_totals(table.cells, table.xs)
    assert [(c.column, c.column_span) for c in cells if c.text == "合计"] == [(0, 1)]


def test_digits_of_other_scripts_number_no_rows() -> None:
    """፩ is a digit to Python, and no part of a number."""
    marks = [[segment(0, 10, 20.0 * n, text)] for n, text in enumerate("12345፩", 1)]
    names = [[segment(20, 60, 20.0 * n)] for n in range(1, 7)]
    assert find_anchors([ColumnLines(marks), ColumnLines(names)], SIZE) == [20.0 * n for n in range(1, 7)]
