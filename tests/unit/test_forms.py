"""Forms: which texts make a cell, and which rows and columns it covers."""

from __future__ import annotations

import pytest

from extractors.forms.placing import Item, column_edges, placed
from extractors.forms.texts import Text
from extractors.grids.drawn_lines import Line
from extractors.lines.segments import Segment
from extractors.model import RawTable
from extractors.pages.paths import Fill
from tests.written import Cell, grid_of, in_order_of_the_eye, page_of, tables_of

LEFT, RIGHT = 50.0, 530.0
XS = (LEFT, 110.0, 170.0, 250.0, 350.0, 430.0, RIGHT)


def centred(y: float, first: int, last: int, text: str) -> Cell:
    """A text in the middle of the columns from `first` to `last`."""
    return ((XS[first] + XS[last + 1]) / 2 - 5 * len(text), y, text)


def level(y: float, first: int = 0) -> Line:
    return Line(y, XS[first], RIGHT)


HEAD = [
    centred(110, 0, 1, "项目名称"),
    centred(110, 2, 5, "水利工程维修养护"),
    centred(130, 0, 1, "主管部门"),
    centred(130, 2, 2, "水利局"),
    centred(130, 3, 3, "实施单位"),
    centred(130, 4, 5, "水利管理站"),
    centred(150, 0, 1, "总体目标"),
    centred(150, 2, 5, "保障各项任务按时完成"),
]
INDICATORS = [
    centred(170, 1, 1, "一级指标"),
    centred(170, 2, 2, "二级指标"),
    centred(170, 3, 3, "三级指标"),
    centred(170, 4, 4, "指标值"),
    centred(170, 5, 5, "分值"),
    centred(200, 0, 0, "绩效指标"),
    centred(200, 1, 1, "产出指标"),
    centred(200, 2, 2, "数量指标"),
    centred(190, 3, 3, "购置设备"),
    centred(190, 4, 4, "13台"),
    centred(190, 5, 5, "6"),
    centred(210, 3, 3, "造林面积"),
    centred(210, 4, 4, "122亩"),
    centred(210, 5, 5, "9"),
]
RULES = [*(level(y) for y in (100, 120, 140, 160)), level(180, 1), level(200, 3), level(220)]


def form() -> RawTable:
    (table,) = tables_of(page_of([*HEAD, *INDICATORS]), RULES)
    return table


def test_each_band_of_a_form_has_cells_of_its_own() -> None:
    assert grid_of(form()) == [
        ["项目名称"] * 2 + ["水利工程维修养护"] * 4,
        ["主管部门"] * 2 + ["水利局", "实施单位", "水利管理站", "水利管理站"],
        ["总体目标"] * 2 + ["保障各项任务按时完成"] * 4,
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
        ["绩效指标", "产出指标", "数量指标", "购置设备", "13台", "6"],
        ["绩效指标", "产出指标", "数量指标", "造林面积", "122亩", "9"],
    ]


def test_a_form_goes_on_in_the_columns_of_the_page_before() -> None:
    rest = [
        centred(60, 2, 2, "质量指标"),
        centred(60, 3, 3, "合格率"),
        centred(60, 4, 4, "91%"),
        centred(60, 5, 5, "5"),
        centred(80, 0, 4, "总分"),
        centred(80, 5, 5, "100"),
    ]
    (table,) = tables_of(page_of(rest, number=2), [level(70), level(90)], form())
    assert table.xs == form().xs
    assert grid_of(table) == [
        ["", "", "质量指标", "合格率", "91%", "5"],
        ["总分"] * 5 + ["100"],
    ]


def test_figures_set_close_together_are_two_cells() -> None:
    cells = [*HEAD, *INDICATORS, centred(230, 3, 3, "总分"), (405.0, 230.0, "88.5"), (431.0, 230.0, "90.25%")]
    (table,) = tables_of(page_of(cells), [*RULES, level(240)])
    assert grid_of(table)[-1][-2:] == ["88.5", "90.25%"]


def test_a_table_that_begins_with_headings_is_no_form() -> None:
    headings = [centred(110, 0, 2, "项目名称"), centred(110, 3, 5, "年初预算数")]
    rows = [
        cell
        for n, y in enumerate((130, 150, 170))
        for cell in (centred(y, 0, 2, f"项目{n}"), centred(y, 3, 5, "10.00"))
    ]
    (table,) = tables_of(page_of([*headings, *rows]), [level(y) for y in (100, 120, 140, 160, 180)])
    assert table.column_count == 2
    assert grid_of(table)[0] == ["项目名称", "年初预算数"]


def text(x0: float, x1: float, content: str = "甲", y: float = 0.0) -> Text:
    return Text([Segment(x0, x1, content, [0], y, y - 5, y + 5, y, [(x0, x1)])])


def places(texts: list[Text], xs: list[float]) -> list[tuple[int, int]]:
    return [columns for columns, item in placed([Item(t) for t in texts], xs, 10) if item]


def test_an_edge_is_shared_by_all_rows_it_can_part() -> None:
    dense = [text(0, 40), text(60, 90), text(120, 150)]
    sparse = [text(0, 72), text(80, 150)]
    assert column_edges([dense, [text(0, 52), text(56, 90)]], [0.0, 150.0]) == [0.0, 54.0, 105.0, 150.0]
    assert column_edges([dense, sparse], [0.0, 150.0]) == [0.0, 50.0, 76.0, 105.0, 150.0]


def test_known_edges_are_not_doubled() -> None:
    assert column_edges([[text(0, 40), text(60, 90)]], [0.0, 58.0, 100.0]) == [0.0, 58.0, 100.0]


def test_a_text_covers_the_columns_in_whose_middle_it_stands() -> None:
    xs = [0.0, 100.0, 200.0, 300.0]
    assert places([text(130, 170)], xs) == [(0, 3)]
    assert places([text(80, 120)], xs) == [(0, 2)]
    assert places([text(230, 270)], xs) == [(2, 3)]


def test_figures_stand_at_the_right_and_other_texts_at_the_left() -> None:
    xs = [0.0, 100.0, 200.0]
    assert places([text(4, 14), text(175, 196, "7.31")], xs) == [(0, 1), (1, 2)]
    assert places([text(76, 96, "7.31")], xs) == [(0, 1)]
    assert places([text(76, 96)], xs) == [(0, 2)]


def test_what_is_known_of_a_cell_bounds_its_columns() -> None:
    xs = [0.0, 100.0, 200.0, 300.0]
    (columns,) = [c for c, item in placed([Item(text(130, 170), end=200.0)], xs, 10) if item]
    assert columns[1] <= 2
    (columns,) = [c for c, item in placed([Item(text(80, 120), cell=(0.0, 300.0))], xs, 10) if item]
    assert columns == (0, 3)


def test_a_table_of_three_lines_on_the_next_page_is_no_more_of_the_form() -> None:
    lines = [
        ("地区", "应拨付", "已拨付"),
        *((name, "12.00", "9.00") for name in ("市南区", "市北区", "崂山区")),
    ]
    cells = [
        (x, 70.0 + 20 * n, text)
        for n, line in enumerate(lines)
        for x, text in zip((60.0, 250.0, 430.0), line, strict=True)
    ]
    (table,) = tables_of(page_of(cells, number=2), [level(y) for y in (60, 80, 140)], form())
    assert grid_of(table) == [list(line) for line in lines]


EDGES = (50.0, 110.0, 170.0, 260.0, 380.0, 450.0, 530.0)
TOP, ROW = 100.0, 30.0


def cell(row: float, first: int, last: int, content: str) -> Cell:
    """A text in the middle of columns, `row` counted from the middle of the first one."""
    width = max(len(line) for line in content.split("\n")) * 10
    return ((EDGES[first] + EDGES[last + 1] - width) / 2, TOP + ROW / 2 + row * ROW, content)


BUOYS = [
    cell(0, 0, 1, "项目名称"),
    cell(0, 2, 5, "渔港航标维护"),
    cell(1, 0, 1, "主管部门"),
    cell(1, 2, 2, "海事处"),
    cell(1, 3, 3, "实施单位"),
    cell(1, 4, 5, "航标站"),
    cell(4, 0, 0, "绩效指标"),
    cell(2, 1, 1, "一级指标"),
    cell(2, 2, 2, "二级指标"),
    cell(2, 3, 3, "三级指标"),
    cell(2, 4, 4, "指标值"),
    cell(2, 5, 5, "得分"),
    cell(4, 1, 1, "产出指标"),
    cell(3.5, 2, 2, "数量指标"),
    cell(3, 3, 3, "更换灯器"),
    cell(3, 4, 4, "贰拾座"),
    cell(3, 5, 5, "叁拾"),
    cell(4, 3, 3, "补充浮标"),
    cell(4, 4, 4, "捌个"),
    cell(4, 5, 5, "贰拾"),
    cell(5, 2, 2, "质量指标"),
    cell(5, 3, 3, "灯器亮度检测合\n格数与总数之比"),
    cell(5, 4, 4, "全部"),
    cell(5, 5, 5, "叁拾"),
    cell(6, 1, 1, "效益指标"),
    cell(6, 2, 2, "社会效益"),
    cell(6, 3, 3, "进港船只"),
    cell(6, 4, 4, "陆佰艘"),
    cell(6, 5, 5, "拾伍"),
    cell(7, 0, 4, "总分"),
    cell(7, 5, 5, "玖拾伍"),
]
GRID = [
    ["项目名称"] * 2 + ["渔港航标维护"] * 4,
    ["主管部门"] * 2 + ["海事处", "实施单位", "航标站", "航标站"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "得分"],
    ["绩效指标", "产出指标", "数量指标", "更换灯器", "贰拾座", "叁拾"],
    ["绩效指标", "产出指标", "数量指标", "补充浮标", "捌个", "贰拾"],
    ["绩效指标", "产出指标", "质量指标", "灯器亮度检测合格数与总数之比", "全部", "叁拾"],
    ["绩效指标", "效益指标", "社会效益", "进港船只", "陆佰艘", "拾伍"],
    ["总分"] * 5 + ["玖拾伍"],
]


def rule(row: int, first: int = 0) -> Line:
    return Line(TOP + row * ROW, EDGES[first], EDGES[-1])


def shade(row: float, rows: float, first: int, last: int) -> Fill:
    top = TOP + row * ROW
    return Fill(EDGES[first], top, EDGES[last + 1], top + rows * ROW, (217, 226, 243))


ROWS = [rule(n) for n in (0, 1, 2, 7, 8)] + [rule(3, 1), rule(4, 3), rule(5, 2), rule(6, 1)]
THREE = [rule(0), rule(3, 1), rule(8)]
LABELS = [
    *(shade(n, 1, 0, 1) for n in (0, 1)),
    shade(1, 1, 3, 3),
    shade(2, 5, 0, 0),
    *(shade(2, 1, n, n) for n in range(1, 6)),
    shade(3, 3, 1, 1),
    shade(6, 1, 1, 1),
]
DRESSES = {"rows": (ROWS, []), "three": (THREE, []), "shaded": ([], LABELS), "nothing": ([], [])}


@pytest.mark.parametrize("by_cells", [True, False], ids=["by cells", "by the eye"])
@pytest.mark.parametrize("dress", list(DRESSES))
def test_a_form_is_one_grid_whatever_is_drawn(dress: str, by_cells: bool) -> None:
    rules, fills = DRESSES[dress]
    page = page_of(BUOYS, fills=fills)
    (table,) = tables_of(page if by_cells else in_order_of_the_eye(page), rules)
    assert grid_of(table) == GRID
    assert table.is_form


def undrawn(cells: list[Cell], before: RawTable | None = None, number: int = 1) -> list[RawTable]:
    return tables_of(page_of(cells, number=number), [], before)


def test_labels_may_stand_in_the_first_of_their_rows() -> None:
    at_top = {"绩效指标": 2.0, "产出指标": 3.0, "数量指标": 3.0}
    moved = [
        (x, TOP + ROW / 2 + at_top[content] * ROW, content) if content in at_top else (x, y, content)
        for x, y, content in BUOYS
    ]
    (table,) = undrawn(moved)
    assert grid_of(table) == GRID


def test_cells_merged_at_the_right_share_their_column() -> None:
    merged = [c for c in BUOYS if c[2] not in ("叁拾", "贰拾")]
    k = next(n for n, c in enumerate(merged) if c[2] == "贰拾座") + 1
    merged.insert(k, cell(4, 5, 5, "捌拾"))
    (table,) = undrawn(merged)
    assert [row[5] for row in grid_of(table)[3:7]] == ["捌拾", "捌拾", "捌拾", "拾伍"]


def test_a_value_of_two_lines_belongs_to_the_first_row() -> None:
    long = [
        (c[0] - 40, c[1], "渔港航标维护与遥测\n终端更新改造及维护") if c[2] == "渔港航标维护" else c
        for c in BUOYS
    ]
    (table,) = undrawn(long)
    assert grid_of(table)[0] == ["项目名称"] * 2 + ["渔港航标维护与遥测终端更新改造及维护"] * 4


def test_text_over_the_whole_width_is_a_cell_when_drawn_so() -> None:
    prose = "本年度完成全部航标巡检并更换到期灯器与锚链共计七十余件次确保进出港船舶安全畅通无阻未发生责任事故"
    lower = [(x, y + ROW, content) if y > TOP + 2 * ROW else (x, y, content) for x, y, content in BUOYS]
    cells = [*lower[:6], (54.0, TOP + 2.5 * ROW, f"{prose}\n{prose}"), *lower[6:]]
    (table,) = tables_of(page_of(cells), [rule(n) for n in (0, 1, 2, 3, 8, 9)])
    assert grid_of(table)[2] == [prose * 2] * 6
    assert grid_of(table)[3:] == GRID[2:]


def test_a_form_ends_at_prose() -> None:
    prose = "本年度完成全部航标巡检并更换到期灯器与锚链共计七十余件次确保进出港船舶安全畅通无阻未发生责任事故"
    (table,) = undrawn([*BUOYS, (54.0, TOP + 8.5 * ROW, prose)])
    assert grid_of(table) == GRID


def test_a_form_goes_on_at_the_head_of_the_next_page() -> None:
    (first,) = undrawn([(x, y + 480, content) for x, y, content in BUOYS[:-2]])
    rest = [
        (cell(0, 3, 3, "")[0] - 20, 60.0, "航标正常"),
        (cell(0, 4, 4, "")[0] - 20, 60.0, "九成以上"),
        (cell(0, 5, 5, "")[0] - 10, 60.0, "拾"),
        (cell(0, 0, 4, "")[0] - 10, 90.0, "总分"),
        (cell(0, 5, 5, "")[0] - 20, 90.0, "壹佰零五"),
    ]
    (table,) = undrawn(rest, first, number=2)
    assert table.is_form
    assert grid_of(table) == [["", "", "", "航标正常", "九成以上", "拾"], ["总分"] * 5 + ["壹佰零五"]]
    blank = [c for c in table.cells if not c.text and c.row == 0]
    assert [(c.column, c.row_span) for c in blank] == [(0, 1), (1, 1), (2, 1)]


def test_headings_of_a_plain_table_are_no_labels_with_values() -> None:
    lines = [
        ("项目名称", "建设内容", "年初预算数"),
        ("码头改造", "泊位两个", "30.00"),
        ("航道疏浚", "九公里", "41.00"),
    ]
    cells = [
        (x, 110.0 + 20 * n, t)
        for n, line in enumerate(lines)
        for x, t in zip((60.0, 220.0, 400.0), line, strict=True)
    ]
    for table in undrawn(cells):
        assert not table.is_form
