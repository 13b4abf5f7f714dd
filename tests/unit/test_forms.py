"""Forms with lines between their rows only: which texts make a cell, and which columns it covers."""

from __future__ import annotations

from extractors.form_texts import Text
from extractors.lattice import Line
from extractors.model import RawTable
from extractors.placing import Item, column_edges, placed
from extractors.segments import Segment
from tests.written import Cell, grid_of, page_of, tables_of

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


def text(x0: float, x1: float, content: str = "甲") -> Text:
    return Text([Segment(x0, x1, content, [0], 0.0, 0.0, 0.0, 0.0, [(x0, x1)])])


def spots(texts: list[Text], xs: list[float]) -> list[tuple[tuple[int, int], str]]:
    """Columns with the words that stand in them."""
    return [
        (columns, item.text.words if item else "") for columns, item in placed(list(map(Item, texts)), xs, 10)
    ]


def test_an_edge_is_shared_by_all_rows_it_can_part() -> None:
    dense = [text(0, 40), text(60, 90), text(120, 150)]
    sparse = [text(0, 72), text(80, 150)]
    assert column_edges([dense, [text(0, 52), text(56, 90)]], [0.0, 150.0]) == [0.0, 54.0, 105.0, 150.0]
    assert column_edges([dense, sparse], [0.0, 150.0]) == [0.0, 50.0, 76.0, 105.0, 150.0]


def test_known_edges_are_not_doubled() -> None:
    assert column_edges([[text(0, 40), text(60, 90)]], [0.0, 58.0, 100.0]) == [0.0, 58.0, 100.0]


def test_a_text_covers_the_columns_in_whose_middle_it_stands() -> None:
    xs = [0.0, 100.0, 200.0, 300.0]
    assert [place for place, inside in spots([text(130, 170)], xs) if inside] == [(0, 3)]
    assert [place for place, inside in spots([text(80, 120)], xs) if inside] == [(0, 2)]
    assert spots([text(230, 270)], xs)[-1][0] == (2, 3)


def test_figures_stand_at_the_right_and_other_texts_at_the_left() -> None:
    xs = [0.0, 100.0, 200.0]
    assert spots([text(4, 14), text(175, 196, "7.31")], xs) == [((0, 1), "甲"), ((1, 2), "7.31")]
    assert [place for place, inside in spots([text(76, 96, "7.31")], xs) if inside] == [(0, 1)]
    assert [place for place, inside in spots([text(76, 96)], xs) if inside] == [(0, 2)]


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
