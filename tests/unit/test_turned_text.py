"""Text that is turned or set aslant in single cells of an upright page."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.choice.read import read_page
from extractors.pages import Document, Page
from tests.written import grid_of

XS, YS = (100.0, 180.0, 260.0, 340.0), (100.0, 160.0, 220.0)
HEIGHT = 600.0
Word = tuple[int, int, str, float]  # row, column, text, degrees counter-clockwise


def drawn(path: Path, *words: Word, across: str = "", angle: float = 0.0) -> Page:
    """A page with a grid, words in the middle of its cells, and one text across it."""
    canvas = Canvas(str(path), pagesize=(450, HEIGHT), invariant=1)
    for y in YS:
        canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
    for x in XS:
        canvas.line(x, HEIGHT - YS[0], x, HEIGHT - YS[-1])
    places = [((XS[c] + XS[c + 1]) / 2, (YS[r] + YS[r + 1]) / 2, text, turn) for r, c, text, turn in words]
    for x, y, text, turn in [*places, (220.0, 160.0, across, angle)]:
        canvas.saveState()
        canvas.translate(x, HEIGHT - y)
        canvas.rotate(turn)
        canvas.setFont("Helvetica", 30 if text == across else 9)
        canvas.drawCentredString(0, -3, text)
        canvas.restoreState()
    canvas.drawString(100, 500, "Two sentences that stand upright below the table of this page.")
    canvas.save()
    with Document(path) as document:
        [page] = document.pages()
        return page


def grid(path: Path, page: Page) -> list[list[str]]:
    [table] = read_page(page, path).tables
    return grid_of(table)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_figures_are_read_as_they_are_turned(tmp_path: Path, degrees: int) -> None:
    path = tmp_path / "a.pdf"
    page = drawn(
        path, (0, 0, "Item", 0), (0, 1, "845.20", degrees), (1, 1, "17.05", degrees), (1, 2, "3.1", 0)
    )
    assert grid(path, page) == [["Item", "845.20", ""], ["", "17.05", "3.1"]]


def test_turned_text_beside_the_table_is_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = drawn(path, (0, 0, "Item", 0), (0, 1, "1.0", 0), (1, 0, "Dam", 0))
    assert page.quarters is None
    canvas = Canvas(str(path), pagesize=(450, HEIGHT), invariant=1)
    canvas.drawString(100, 500, "A sentence that stands upright on this page, long enough to count.")
    canvas.translate(60, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, "- 57 -")
    canvas.save()
    with Document(path) as document:
        [turned] = document.pages()
    assert [line.text for line in read_page(turned, path).lines][-1] == "- 57 -"


def test_headings_aslant_are_read_and_a_watermark_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    body: list[Word] = [(0, 0, "Item", 0), (1, 0, "Dam", 0), (1, 1, "7.50", 0), (1, 2, "6.10", 0)]
    headings: list[Word] = [(0, 1, "Planned", 40), (0, 2, "Spent", 40)]
    assert grid(path, drawn(path, *body, *headings))[0] == ["Item", "Planned", "Spent"]
    marked = drawn(path, *body, *headings, across="CONFIDENTIAL", angle=20)
    assert grid(path, marked)[0] == ["Item", "Planned", "Spent"]
    same = drawn(path, *body, *headings, across="CONFIDENTIAL", angle=40)
    assert grid(path, same)[0] == ["Item", "", ""]  # not to be told from the watermark


def test_a_lone_text_aslant_in_an_empty_cell_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = drawn(
        path, (0, 0, "Item", 0), (0, 1, "Plan", 0), (0, 2, "VOID", 40), (1, 0, "Dam", 0), (1, 1, "7.5", 0)
    )
    assert grid(path, page)[0] == ["Item", "Plan", ""]


def test_a_single_figure_that_leans_is_read_where_its_cell_has_room_for_no_more(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    cells: list[Word] = [(0, 0, "Item", 0), (0, 1, "Plan", 0), (1, 0, "Dam", 0), (1, 2, "3.1", 0)]
    assert grid(path, drawn(path, *cells, (1, 1, "90845.20", 25)))[1] == ["Dam", "90845.20", "3.1"]
    assert grid(path, drawn(path, *cells, (1, 1, "CANCELLED", 25)))[1] == ["Dam", "", "3.1"]
    assert grid(path, drawn(path, *cells, (1, 1, "7.2", 12)))[1] == ["Dam", "", "3.1"]  # a mark on a form
