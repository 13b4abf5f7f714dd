"""Typesetting of the sample reports: line breaks, rules of every style, rows over pages, shapes of pages."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from scripts import typeset, wrapping
from scripts.fonts import BODY_NAMES, HEADING_NAMES, FontNotFound, discover, truetype_subset
from scripts.make_samples import REPORT_FOLDERS, sample_files
from scripts.ruling import Box, draw_cell_rules, draw_shades, draw_three_lines
from scripts.sheet import Sheet
from scripts.spec import Cell, PageSpec, TableSpec, load
from scripts.table_setter import PADDING_Y, TableSetter

LEFT, RIGHT = 0.0, 30.0


class Recorder:
    """Stands for reportlab's canvas and notes the lines, rectangles and texts that it is asked for."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, ...]] = []
        self.rects: list[tuple[float, ...]] = []
        self.texts: list[tuple[int, str]] = []
        self.page = 1

    def line(self, *ends: float) -> None:
        self.lines.append(ends)

    def rect(self, *box: float, **_: Any) -> None:
        self.rects.append(box)

    def drawString(self, _x: float, _y: float, text: str) -> None:
        self.texts.append((self.page, text))

    def showPage(self) -> None:
        self.page += 1

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_kwargs: None


def table(**options: Any) -> TableSpec:
    """Three rows under a header of two; the first column's body is merged over two rows."""
    rows = [["a", "b", "<"], ["^", "c", "d"], ["e", "1", "2"], ["^", "3", "4"], ["f", "5", "6"]]
    return TableSpec(kind="other", rows=rows, widths=[1, 1, 1], header_rows=2, **options)


def boxes(spec: TableSpec) -> list[tuple[Cell, Box]]:
    """Cells ten points high and wide, the first row on top."""
    high = len(spec.rows) * 10.0
    return [
        (
            cell,
            Box(
                cell.column * 10.0,
                high - (cell.row + cell.row_span) * 10.0,
                (cell.column + cell.column_span) * 10.0,
                high - cell.row * 10.0,
            ),
        )
        for cell in spec.cells()
    ]


def drawn(spec: TableSpec) -> Recorder:
    canvas = Recorder()
    cells = boxes(spec)
    draw_shades(canvas, spec, cells, LEFT, RIGHT)  # type: ignore[arg-type]
    for _, box in cells:
        draw_cell_rules(canvas, spec, box, LEFT, RIGHT)  # type: ignore[arg-type]
    draw_three_lines(canvas, spec, cells, LEFT, RIGHT, closed=True)  # type: ignore[arg-type]
    return canvas


def upright(canvas: Recorder) -> set[float]:
    """Where lines stand upright."""
    return {x0 for x0, y0, x1, y1 in canvas.lines if x0 == x1}


def test_a_grid_is_a_rectangle_for_each_cell() -> None:
    spec = table()
    assert len(drawn(spec).rects) == len(spec.cells())


def test_an_open_table_has_inner_columns_and_no_sides() -> None:
    assert upright(drawn(table(rules="open"))) == {10.0, 20.0}


def test_rules_between_rows_stand_nowhere_upright_and_do_not_cross_merged_cells() -> None:
    canvas = drawn(table(rules="rows"))
    assert upright(canvas) == set()
    assert {x0 for x0, y0, _, _ in canvas.lines if y0 == 20.0} == {10.0, 20.0}, "not through e"


def test_three_lines_and_a_partial_one_below_the_heading_of_a_group() -> None:
    assert drawn(table(rules="three")).lines == [
        (0.0, 50.0, 30.0, 50.0),
        (0.0, 30.0, 30.0, 30.0),
        (13.0, 40.0, 27.0, 40.0),
        (0.0, 0.0, 30.0, 0.0),
    ]


@pytest.mark.parametrize(
    ("shade", "fields"),
    [
        ("rows", [(0.0, 40.0, 30.0, 10.0), (0.0, 30.0, 30.0, 10.0), (0.0, 10.0, 30.0, 10.0)]),
        ("", []),
    ],
)
def test_zebra_strips_and_nothing_at_all(shade: str, fields: list[tuple[float, ...]]) -> None:
    canvas = drawn(table(rules="none", shade=shade))
    assert canvas.rects == fields and canvas.lines == []


def test_shaded_cells_are_as_wide_as_cells() -> None:
    assert {x1 for _, _, x1, _ in drawn(table(rules="none", shade="cells")).rects} == {10.0, 20.0}


@pytest.fixture
def em_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every letter is as wide as the type is large."""
    for module in ("scripts.wrapping", "scripts.sheet"):
        monkeypatch.setattr(f"{module}.wide", lambda piece, font, size: len(piece) * size)


def pages_of(spec: TableSpec) -> dict[str, list[int]]:
    """The pages on which each text of a table is printed."""
    canvas = Recorder()
    TableSetter(Sheet(canvas, PageSpec(), 0), spec).draw()  # type: ignore[arg-type]
    found: dict[str, list[int]] = {}
    for page, text in canvas.texts:
        found.setdefault(text, []).append(page)
    return found


@pytest.mark.usefixtures("em_wide")
@pytest.mark.parametrize(("repeat", "header"), [(False, [1]), (True, [1, 2])])
def test_a_row_that_begins_a_page(repeat: bool, header: list[int]) -> None:
    found = pages_of(table(breaks=[4], repeat_header=repeat))
    assert (found["a"], found["e"], found["3"], found["f"]) == (header, [1], [1], [2])


@pytest.mark.usefixtures("em_wide")
def test_a_row_is_divided_after_so_many_lines() -> None:
    spec = TableSpec(kind="other", rows=[["甲", "一\n二\n三"]], widths=[1, 1], header_rows=0, cuts={"0": 2})
    assert pages_of(spec) == {"甲": [1], "一": [1], "二": [1], "三": [2]}


@pytest.mark.usefixtures("em_wide")
def test_tables_side_by_side_begin_at_one_height() -> None:
    sheet = Sheet(Recorder(), PageSpec(), 0)  # type: ignore[arg-type]
    top = sheet.y
    left, right = TableSetter(sheet, table(place="left")), TableSetter(sheet, table(place="right"))
    left.draw()
    assert sheet.y == top
    right.draw()
    assert left.edges[-1] < right.edges[0] and sheet.y < top - sum(right.heights) + PADDING_Y


def test_pages_are_turned_and_rotated() -> None:
    pages = pypdfium2.PdfDocument(REPORT_FOLDERS[0] / "ganzhou_2022_mixed.pdf")
    assert [page.get_rotation() for page in pages] == [0, 0, 0, 0, 90, 0]
    assert [page.get_width() > page.get_height() for page in pages] == [False] * 4 + [True, False]
    wide = pypdfium2.PdfDocument(REPORT_FOLDERS[0] / "nanhu_2025_projects.pdf")
    assert [(page.get_rotation(), page.get_width() > page.get_height()) for page in wide] == [(0, True)] * 2


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 4, ["一二三四", "五六"]),
        ("一二三四，五六", 4, ["一二三", "四，五六"]),
        ("一二三（五）六", 4, ["一二三", "（五）六"]),
        ("一二（三）四五", 4, ["一二", "（三）四", "五"]),
        ("共1,092.50元", 8, ["共", "1,092.50", "元"]),
        ("甲\n乙", 4, ["甲", "乙"]),
        ("一二三[1]", 5, ["一二三", "[1]"]),
        ("one two", 5, ["one", "two"]),
    ],
)
def test_lines_break_where_chinese_typesetting_allows(
    text: str, width: float, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrapping, "wide", lambda piece, font, size: float(len(piece)))
    assert wrapping.wrap(text, "any", 1.0, width) == lines


def test_same_text_gives_the_same_bytes() -> None:
    try:
        body, heading = discover(BODY_NAMES), discover(HEADING_NAMES)
    except FontNotFound as error:
        pytest.skip(str(error))
    report = load(sample_files()[0])
    text = report.characters() + typeset.NOTE + "- "
    first = truetype_subset(body, text), truetype_subset(heading, text)
    assert first == (truetype_subset(body, text), truetype_subset(heading, text))
    typeset.register_fonts(*first)
    assert typeset.typeset(report) == typeset.typeset(report)
