"""Tables set on their side, or on their head, on a page that stands upright."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.choice.read import read_pages
from extractors.model import PageContent, RawCell, RawTable, TextLine
from extractors.pages import Document, Page, turned_areas
from extractors.whole import assemble
from extractors.whole.subpages import both_sides
from tests.written import grid_of

SIZE = (600.0, 800.0)
PROSE = "The works of the year went on as planned and the money was paid out in time."
ROWS = [
    ["Item", "Plan", "Paid"],
    ["Weir", "84.10", "17.05"],
    ["Lock", "52.60", "31.90"],
    ["Dyke", "7.25", "6.80"],
]
WIDE, HIGH = 100.0, 20.0  # of a cell

Draw = Callable[[Canvas], None]


def table(rows: list[list[str]] = ROWS, *, ruled: bool = True) -> Draw:
    """A table whose lower left corner is the origin, with a title over it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        height = HIGH * len(rows)
        canvas.drawCentredString(1.5 * WIDE, height + 12, "Table 4 Money for water works")
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                canvas.drawString(c * WIDE + 6, height - (r + 1) * HIGH + 6, text)
        if ruled:
            for r in range(len(rows) + 1):
                canvas.line(0, r * HIGH, 3 * WIDE, r * HIGH)
            for c in range(4):
                canvas.line(c * WIDE, 0, c * WIDE, height)

    return draw


def written(path: Path, *placed: tuple[float, float, float, Draw], prose: int = 4) -> Path:
    """A page with lines of upright prose and what is drawn at x, y, degrees counter-clockwise."""
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    canvas.setFont("Helvetica", 10)
    for line in range(prose):
        canvas.drawString(60, 740 - 16 * line, PROSE)
    for x, y, degrees, draw in placed:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(degrees)
        draw(canvas)
        canvas.restoreState()
    canvas.save()
    return path


def geometry(path: Path) -> Page:
    with Document(path) as document:
        [page] = document.pages()
        return page


def content(path: Path) -> PageContent:
    with Document(path) as document:
        [page] = read_pages(document)
        return page


@pytest.mark.parametrize(("degrees", "x", "y"), [(90, 300, 200), (270, 200, 560), (180, 450, 400)])
@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_on_its_side_is_read_upright(
    tmp_path: Path, degrees: int, x: float, y: float, ruled: bool
) -> None:
    page = content(written(tmp_path / "a.pdf", (x, y, degrees, table(ruled=ruled))))
    [area] = page.turned
    assert grid_of(area.tables[0]) == ROWS or grid_of(area.tables[0]) == ROWS[1:]
    assert "Table 4 Money for water works" in [line.text for line in area.lines]
    assert not page.tables and [line.text for line in page.lines] == [PROSE] * 4


def test_its_cells_stand_where_the_page_shows_them(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf", (300, 200, 90, table()))
    with Document(path) as document:
        [found] = assemble(read_pages(document)).tables
    cell = next(cell for cell in found.cells if cell.text == "17.05")
    # The third column goes up from y = 400, the second row of four left of x = 300 ends 60 before it.
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == pytest.approx((240, 300, 260, 400), abs=1)
    assert cell.page_number == 1 and cell.width == pytest.approx(WIDE, abs=1)
    assert (found.page_first, found.page_last) == (1, 1)


def test_tables_turned_either_way_and_upright_ones_stand_on_one_page(tmp_path: Path) -> None:
    others = [["Item", "Due", "Got"], ["Pump", "9.5", "8.1"], ["Pipe", "3.3", "2.7"], ["Tank", "6.2", "5.9"]]
    last = [["Site", "Due", "Got"], ["East", "1.5", "1.1"], ["West", "2.3", "2.2"], ["Moor", "4.2", "3.9"]]
    path = written(
        tmp_path / "a.pdf",
        (200, 200, 90, table()),
        (350, 500, 270, table(others)),
        (200, 60, 0, table(last)),
        prose=6,
    )
    page = content(path)
    assert [grid_of(one) for area in page.turned for one in area.tables] == [others, ROWS]
    assert [grid_of(one) for one in page.tables] == [last]


@pytest.mark.parametrize(("ruled", "heading"), [(True, "Paid in 2031"), (False, "Paid so far")])
def test_turned_headings_of_an_upright_table_are_no_area(tmp_path: Path, ruled: bool, heading: str) -> None:
    def headed(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for c in range(3):
            canvas.saveState()
            canvas.translate(c * WIDE + 30, 90)
            canvas.rotate(90)
            canvas.drawString(0, 0, heading)
            canvas.drawString(100, 0, "million")
            canvas.restoreState()
            for r in range(4):
                canvas.drawString(c * WIDE + 20, 10 + r * HIGH, f"{r + 3}{c}.5")
        for y in (0, 20, 40, 60, 80, 240) if ruled else ():
            canvas.line(0, y, 3 * WIDE, y)
        for x in (0, 100, 200, 300) if ruled else ():
            canvas.line(x, 0, x, 240)

    page = geometry(written(tmp_path / "a.pdf", (150, 300, 0, headed)))
    assert page.quarters is not None and not turned_areas(page)


def test_upright_text_between_two_tables_on_their_side_parts_them(tmp_path: Path) -> None:
    def words(canvas: Canvas) -> None:
        for n in range(15):
            canvas.drawString(0, 20 * n, "Words between")

    path = written(tmp_path / "a.pdf", (160, 200, 90, table()), (500, 200, 90, table()), (220, 220, 0, words))
    page = content(path)
    assert [grid_of(one) for area in page.turned for one in area.tables] == [ROWS, ROWS]
    assert [line.text for line in page.lines] == [PROSE] * 4 + ["Words between"] * 15


def test_a_frame_round_the_page_is_no_table(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.pdf", (300, 200, 90, table()), (0, 0, 0, lambda canvas: canvas.rect(30, 30, 540, 740))
    )
    assert [grid_of(one) for area in content(path).turned for one in area.tables] == [ROWS]


def test_a_page_with_little_upright_text_is_turned_as_a_whole(tmp_path: Path) -> None:
    rows = [["Item", "Plan", "Paid"], *([f"Weir {n}", f"{n}84.10", f"{n}17.05"] for n in range(1, 20))]
    with_title = geometry(written(tmp_path / "a.pdf", (500, 200, 90, table(rows)), prose=1))
    assert (with_title.width, with_title.height) == SIZE
    assert len(turned_areas(with_title)) == 1

    def number(canvas: Canvas) -> None:
        canvas.drawString(0, 0, "- 12 -")

    bare = geometry(written(tmp_path / "b.pdf", (500, 200, 90, table(rows)), (290, 40, 0, number), prose=0))
    assert (bare.width, bare.height) == SIZE[::-1]


def test_upright_words_among_turned_ones_do_not_keep_a_page_upright(tmp_path: Path) -> None:
    rows = [["Item", "Plan", "Paid"], *([f"Weir {n}", f"{n}84.10", f"{n}17.05"] for n in range(1, 20))]

    def words(canvas: Canvas) -> None:
        for n in range(5):
            canvas.drawString(0, 20 * n, "a note")

    page = geometry(written(tmp_path / "a.pdf", (500, 200, 90, table(rows)), (300, 260, 0, words), prose=0))
    assert (page.width, page.height) == SIZE[::-1]


def lines(*texts: str) -> list[TextLine]:
    return [TextLine(text, 50, 40 + 20 * n, 400, 50 + 20 * n) for n, text in enumerate(texts)]


def page_with(number: int, *texts: str, turned: bool = False) -> PageContent:
    cells = [RawCell(0, 0, 1, 1, 50, 100, 150, 120, "7", page_number=number)]
    inner = PageContent(number, 800, 600, [RawTable(number, [50, 150], [100, 120], cells)], [], quarters=1)
    page = PageContent(number, 600, 800, [], lines(*texts))
    page.turned = [inner] if turned else []
    return page


def test_tables_on_their_side_follow_each_other_over_running_heads() -> None:
    pages = [page_with(1, "Money paid", turned=True), page_with(2, "Head", turned=True), page_with(3, "End")]
    order = both_sides(pages)
    assert [(one.number, one.quarters) for one in order] == [(1, 0), (1, 1), (2, 1), (2, 0), (3, 0)]
    named = [page_with(1, "Money paid", turned=True), page_with(2, "表2 水利工程", turned=True)]
    assert [(one.number, one.quarters) for one in both_sides(named)] == [(1, 0), (1, 1), (2, 0), (2, 1)]
