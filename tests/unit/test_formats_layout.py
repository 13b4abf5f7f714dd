"""Paragraphs and grids of files without pages, set down on a page."""

from __future__ import annotations

import pytest

from extractors.failures import UNLIMITED
from extractors.formats import Grid, GridCell, Paragraph, Sheet, join_lines, lay_out
from extractors.prose import read_prose
from extractors.whole import assemble, find_title

LONG = (
    "本项目由市农业农村局组织实施，年初安排预算资金一千二百万元，"
    "全部用于高标准农田的建设和管护，年底前已按进度拨付到位。"
)


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = [
        GridCell(r, c, text, place=f"表1!{'ABC'[c]}{r + 3}")
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Grid(cells, len(rows), len(rows[0]))


def test_a_title_over_a_grid_is_its_caption_and_the_unit_its_unit() -> None:
    table = grid(("县区", "预算数", "执行数"), ("甲县", "120", "100"), ("乙县", "80", "75"))
    page = lay_out(
        Sheet(1, [Paragraph("2023年补助资金分配表", "center", 16), Paragraph("单位：万元", "right"), table])
    )
    body = assemble([page], UNLIMITED)
    assert [(t.caption, t.unit_text) for t in body.tables] == [("2023年补助资金分配表", "万元")]
    assert body.tables[0].cells[4].place == "表1!B4"
    assert find_title([page]) == "2023年补助资金分配表"


def test_grids_of_two_sheets_are_two_tables_though_their_columns_agree() -> None:
    pages = [lay_out(Sheet(n, [grid(("县区", "预算数"), ("甲县", "1"))])) for n in (1, 2)]
    assert len(assemble(pages, UNLIMITED).tables) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_paragraphs_stay_what_they_are(count: int) -> None:
    page = lay_out(Sheet(1, [Paragraph("一、基本情况"), *[Paragraph(LONG)] * count, Paragraph("二、结论")]))
    sentences = read_prose([page], [])
    assert [s.text for s in sentences if not s.is_heading] == [LONG] * count
    assert {s.section for s in sentences if s.text == LONG} == {("基本情况",)}


def test_nothing_stands_in_the_margins() -> None:
    page = lay_out(Sheet(1, [Paragraph(str(n)) for n in range(60)]))
    assert all(0.1 * page.height < line.top and line.bottom < 0.9 * page.height for line in page.lines)


def test_lines_of_a_cell_are_joined_as_they_are_read() -> None:
    assert join_lines(["高标准", "农田 ", "", "GDP", "2023"]) == "高标准农田GDP 2023"


@pytest.mark.parametrize("more", range(4))
def test_no_stop_and_no_letter_is_left_alone_on_a_line(more: int) -> None:
    text = "项" * (87 + more) + "。"
    lines = [line.text for line in lay_out(Sheet(1, [Paragraph(text)])).lines]
    assert "".join(lines) == text
    assert all(len(line) > 2 for line in lines)


def test_a_long_text_loses_no_letter() -> None:
    text = "绩效评价12.5%情况，" * 600
    page = lay_out(Sheet(1, [Paragraph(text)]))
    assert "".join(line.text for line in page.lines) == text
