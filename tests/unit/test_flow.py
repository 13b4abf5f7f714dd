"""Rows and headings from the order in which a page is written."""

from __future__ import annotations

import pytest

from extractors.grids.column_lines import column_lines, is_cut_value
from extractors.grids.drawn_lines import Line
from extractors.grids.flow import flow_rows
from extractors.lines.segments import segment_lines
from extractors.pages.page import Page
from extractors.undrawn.header_flow import heading_texts, written_header
from tests.written import SIZE, Cell, grid_of, in_order_of_the_eye, page_of, tables_of

XS = [50.0, 120.0, 250.0, 400.0]
BODY: list[Cell] = [
    (60, 150, "苏州市"),
    (130, 150, "按保费的一半给予\n补助，每家企业有\n上限"),
    (300, 150, "50%"),
    (60, 192, "宁波市"),
    (130, 192, "保费全额补助"),
    (300, 192, "100%"),
    (60, 234, "青岛西海\n岸新区"),
    (130, 234, "不超过三成，对新\n兴市场可以上浮十\n个百分点"),
    (300, 234, "30%"),
]


def rows_of(page: Page) -> list[list[str]] | None:
    columns = column_lines(segment_lines(page, list(range(len(page.text))), SIZE), XS)
    rows = flow_rows(columns, SIZE)
    if rows is None:
        return None
    return [
        ["".join(columns[c].texts[n] for n in rows[c][r]) for c in range(len(columns))]
        for r in range(len(rows[0]))
    ]


def test_a_step_back_to_the_left_begins_a_row() -> None:
    rows = rows_of(page_of(BODY))
    assert rows is not None
    assert [row[0] for row in rows] == ["苏州市", "宁波市", "青岛西海岸新区"]
    assert rows[2][1] == "不超过三成，对新兴市场可以上浮十个百分点"


def test_a_page_sorted_by_height_tells_nothing() -> None:
    assert rows_of(in_order_of_the_eye(page_of(BODY))) is None


def test_a_page_written_column_by_column_tells_nothing() -> None:
    assert rows_of(page_of(sorted(BODY, key=lambda cell: cell[0]))) is None


def test_a_column_written_before_the_rest_tells_nothing() -> None:
    # As in a form whose fields were filled in later.
    names = [(60, 150 + 22 * k, name) for k, name in enumerate(["苏州市", "宁波市", "嘉兴市"])]
    filled = [(x, 150 + 22 * k, f"{k + 4}.5{x}") for k in range(3) for x in (130, 300)]
    assert rows_of(page_of([*names, *filled])) is None


def test_rows_of_words_need_no_rules_between_them() -> None:
    header: list[Cell] = [(60, 110, "城市"), (150, 110, "扶持政策"), (290, 110, "补助比例")]
    rules = [Line(y, 50, 400) for y in (100, 120, 260)]
    (table,) = tables_of(page_of([*header, *BODY]), rules)
    assert [row[0] for row in grid_of(table)] == ["城市", "苏州市", "宁波市", "青岛西海岸新区"]
    assert [row[2] for row in grid_of(table)] == ["补助比例", "50%", "100%", "30%"]


HEADINGS: list[Cell] = [
    (55, 130, "地区"),
    (120, 130, "补助企业数\n（家）"),
    (180, 130, "应拨付金额\n（万元）"),
    (280, 118, "2023年底"),
    (250, 142, "拨付金额"),
    (320, 142, "拨付率"),
]


def header_lines(cells: list[Cell]):  # type: ignore[no-untyped-def]
    page = page_of(cells)
    return segment_lines(page, list(range(len(page.text))), SIZE)


def test_a_wrapped_heading_is_no_group_over_its_neighbours() -> None:
    found = written_header([50, 110, 175, 240, 305, 370], header_lines(HEADINGS), SIZE)
    assert found is not None
    cells, levels = found
    assert levels == 2
    assert {
        ("".join(s.text for s in c.segments), c.level, c.level_span, c.column, c.column_span) for c in cells
    } == {
        ("地区", 0, 2, 0, 1),
        ("补助企业数（家）", 0, 2, 1, 1),
        ("应拨付金额（万元）", 0, 2, 2, 1),
        ("2023年底", 0, 1, 3, 2),
        ("拨付金额", 1, 1, 3, 1),
        ("拨付率", 1, 1, 4, 1),
    }


def test_headings_on_one_line_say_nothing_of_their_order() -> None:
    flat = [(55.0, 130.0, "地区"), (120.0, 130.0, "目标值"), (180.0, 130.0, "实际值")]
    assert written_header([50, 110, 175, 240], header_lines(flat), SIZE) is None
    assert heading_texts(header_lines(flat), SIZE) == ["地区", "目标值", "实际值"]


def test_a_name_far_from_its_columns_is_not_trusted() -> None:
    astray = [*HEADINGS[:3], (345.0, 118.0, "年底"), *HEADINGS[4:]]
    assert written_header([50, 110, 175, 240, 305, 370], header_lines(astray), SIZE) is None


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("63,035,8", "83.06", True),
        ("46,768,", "593.84", True),
        ("4,379,826", ".33", True),
        ("100.00", "%", True),
        ("482,581.7", "8", True),
        ("2,310.50", "1,200.00", False),
        ("12.50", "8", False),
        ("53,177,05", "100%", False),
        ("100%", "95%", False),
    ],
)
def test_a_number_cut_by_its_cell_is_known_by_what_is_missing(above: str, below: str, expected: bool) -> None:
    assert is_cut_value(above, below) is expected


def test_a_label_may_stand_lower_than_the_row_it_is_written_in() -> None:
    cells: list[Cell] = [
        (60, 120, "产出"),
        (130, 160, "数量指标"),
        (300, 120, "21座\n左右"),
        (300, 160, "8个"),
        (300, 200, "7处"),
        (60, 240, "效益"),
        (130, 240, "社会效益"),
        (300, 240, "六百艘"),
    ]
    rows = rows_of(page_of(cells))
    assert rows is not None
    assert [row[2] for row in rows] == ["21座左右", "8个", "7处", "六百艘"]
    assert rows[0][:2] == ["产出", "数量指标"]


def test_a_value_in_two_lines_is_one_value_of_its_row() -> None:
    cells: list[Cell] = [
        (60, 120, "堤防加固"),
        (130, 120, "河道管理站\n及水文站"),
        (300, 120, "≥21.5公\n里"),
        *(
            cell
            for n in range(1, 6)
            for cell in (
                (60, 120 + 30.0 * n, f"工程{n}"),
                (130, 120 + 30.0 * n, "水文站"),
                (300, 120 + 30.0 * n, f"{n}座"),
            )
        ),
    ]
    rows = rows_of(page_of(cells))
    assert rows is not None
    assert rows[0] == ["堤防加固", "河道管理站及水文站", "≥21.5公里"]
    assert len(rows) == 6
