"""Page geometry of real PDFs: rotation, crop boxes, turned text, and every way to draw a ruling line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2.raw as raw
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import bulk
from extractors.choice.read import read_page
from extractors.pages import Document, Page, PdfError, characters

XS, YS = [100.0, 200.0, 300.0], [100.0, 130.0, 160.0]  # from the top left of a 400 x 600 page
WORDS = [["alpha", "beta"], ["gamma", "delta"]]
SIZE = (400.0, 600.0)
Rules = Callable[[Canvas], None]


def strokes(canvas: Canvas) -> None:
    canvas.setLineWidth(0.5)
    for y in YS:
        canvas.line(XS[0], SIZE[1] - y, XS[-1], SIZE[1] - y)
    for x in XS:
        canvas.line(x, SIZE[1] - YS[0], x, SIZE[1] - YS[-1])


def thin_rectangles(canvas: Canvas) -> None:
    for y in YS:
        canvas.rect(XS[0], SIZE[1] - y - 0.25, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x - 0.25, SIZE[1] - YS[-1], 0.5, YS[-1] - YS[0], stroke=0, fill=1)


def boxes(canvas: Canvas) -> None:
    canvas.setLineWidth(0.5)
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            canvas.rect(left, SIZE[1] - bottom, right - left, bottom - top, stroke=1, fill=0)


def form_object(canvas: Canvas) -> None:
    """Lines inside a form XObject that is placed with a matrix of its own."""
    canvas.beginForm("lines")
    canvas.setLineWidth(1)
    for y in YS:
        canvas.line(XS[0] / 2, (SIZE[1] - y) / 2, XS[-1] / 2, (SIZE[1] - y) / 2)
    for x in XS:
        canvas.line(x / 2, (SIZE[1] - YS[0]) / 2, x / 2, (SIZE[1] - YS[-1]) / 2)
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm("lines")
    canvas.restoreState()


def words(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    for r, row in enumerate(WORDS):
        for c, word in enumerate(row):
            canvas.drawString(XS[c] + 5, SIZE[1] - YS[r + 1] + 10, word)


def make(path: Path, rules: Rules = strokes) -> Path:
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    rules(canvas)
    words(canvas)
    canvas.showPage()
    canvas.save()
    return path


def turned_content(path: Path, degrees: int) -> Path:
    """A page on which everything is drawn turned counter-clockwise, without a /Rotate entry."""
    size = SIZE if degrees == 180 else (SIZE[1], SIZE[0])
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    shift = {90: (size[0], 0.0), 180: size, 270: (0.0, size[1])}[degrees]
    canvas.translate(*shift)
    canvas.rotate(degrees)
    strokes(canvas)
    words(canvas)
    canvas.showPage()
    canvas.save()
    return path


def changed(path: Path, change: Callable[[pikepdf.Page], None]) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf.pages[0])
        pdf.save(path)
    return path


def only_page(path: Path) -> Page:
    with Document(path) as document:
        [page] = document.pages()
        return page


def check_table(path: Path, dx: float = 0.0, dy: float = 0.0) -> None:
    """The page shows the table of this file, moved by dx and dy."""
    page = only_page(path)
    [table] = read_page(page, path).tables
    assert table.xs == pytest.approx([x + dx for x in XS], abs=0.6)
    assert table.ys == pytest.approx([y + dy for y in YS], abs=0.6)
    assert [cell.text for cell in table.cells] == [word for row in WORDS for word in row]


@pytest.mark.parametrize("rules", [strokes, thin_rectangles, boxes, form_object])
def test_every_way_to_draw_a_line(tmp_path: Path, rules: Rules) -> None:
    check_table(make(tmp_path / "a.pdf", rules))


def test_characters_have_boxes_from_the_top_left(tmp_path: Path) -> None:
    page = only_page(make(tmp_path / "a.pdf"))
    assert (page.number, page.width, page.height) == (1, *SIZE)
    assert "".join(page.text) == "alphabetagammadelta"
    x0, top, x1, bottom = page.boxes[0]
    assert x0 == pytest.approx(XS[0] + 5, abs=1) and x1 > x0
    assert top < YS[1] - 10 < bottom and bottom - top < 20


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_drawn_for_its_rotate_entry_is_read_upright(tmp_path: Path, degrees: int) -> None:
    """The content is turned one way and /Rotate turns it back: what the reader sees is the plain page."""
    path = changed(
        turned_content(tmp_path / "a.pdf", degrees), lambda page: page.rotate(degrees, relative=False)
    )
    page = only_page(path)
    assert (page.width, page.height) == SIZE
    check_table(path)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_shown_turned_is_turned_back(tmp_path: Path, degrees: int) -> None:
    check_table(changed(make(tmp_path / "a.pdf"), lambda page: page.rotate(degrees, relative=False)))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_set_at_an_angle_without_rotate_is_turned_back(tmp_path: Path, degrees: int) -> None:
    check_table(turned_content(tmp_path / "a.pdf", degrees))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_positions_count_from_the_crop_box(tmp_path: Path, degrees: int) -> None:
    def crop(page: pikepdf.Page) -> None:
        page.cropbox = [50, 40, 380, 570]
        page.rotate(degrees, relative=False)

    path = changed(make(tmp_path / "a.pdf"), crop)
    page = only_page(path)
    assert (page.width, page.height) == (330, 530)
    check_table(path, dx=-50, dy=-30)


def test_a_media_box_may_begin_anywhere(tmp_path: Path) -> None:
    def move(page: pikepdf.Page) -> None:
        page.mediabox = [-20, -30, 380, 570]

    check_table(changed(make(tmp_path / "a.pdf"), move), dx=20, dy=-30)


def test_what_lies_outside_the_crop_box_is_not_read(tmp_path: Path) -> None:
    def crop(page: pikepdf.Page) -> None:
        page.cropbox = [0, 0, 195, 600]

    page = only_page(changed(make(tmp_path / "a.pdf"), crop))
    assert "".join(page.text) == "alphagamma"


def test_white_paper_and_invisible_lines_are_no_rules(tmp_path: Path) -> None:
    def invisible(canvas: Canvas) -> None:
        canvas.setStrokeAlpha(0)
        strokes(canvas)

    assert only_page(make(tmp_path / "a.pdf", invisible)).rules == []


def test_a_page_without_anything(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    canvas.showPage()
    canvas.save()
    page = only_page(tmp_path / "a.pdf")
    assert (page.text, page.boxes.shape, page.rules, page.fills, page.has_text) == ([], (0, 4), [], [], False)
    content = read_page(page, tmp_path / "a.pdf")
    assert (content.tables, content.lines) == ([], [])


def test_pages_come_in_order(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    for n in range(3):
        canvas.drawString(100, 300, f"page {n}")
        canvas.showPage()
    canvas.save()
    with Document(tmp_path / "a.pdf") as document:
        assert len(document) == 3
        assert [(page.number, page.text[-1]) for page in document.pages()] == [(1, "0"), (2, "1"), (3, "2")]


def test_files_that_cannot_be_opened_say_why(tmp_path: Path) -> None:
    locked, junk = tmp_path / "locked.pdf", tmp_path / "junk.pdf"
    with pikepdf.open(make(tmp_path / "a.pdf")) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    junk.write_bytes(b"<html>404</html>")
    for path, code in ((locked, "password"), (junk, "format")):
        with pytest.raises(PdfError) as error:
            Document(path)
        assert error.value.code == code


def test_shaded_areas_are_fills_and_white_or_slanted_ones_are_not(tmp_path: Path) -> None:
    def shapes(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.8, 0.85, 0.9)
        canvas.rect(100, 400, 200, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(100, 300, 200, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(0.5, 0.5, 0.5)
        triangle = canvas.beginPath()
        triangle.moveTo(100, 100)
        triangle.lineTo(300, 100)
        triangle.lineTo(200, 200)
        triangle.close()
        canvas.drawPath(triangle, stroke=0, fill=1)
        canvas.line(100, 50, 200, 90)

    page = only_page(make(tmp_path / "a.pdf", shapes))
    [fill] = page.fills
    assert (fill.x0, fill.top, fill.x1, fill.bottom) == pytest.approx((100, 170, 300, 200), abs=0.1)
    assert fill.colour == pytest.approx((204, 217, 230), abs=1)
    assert page.rules == []


def test_how_much_of_a_page_a_picture_covers(tmp_path: Path) -> None:
    picture = ImageReader(Image.new("L", (20, 20), 128))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    canvas.drawImage(picture, 0, 0, SIZE[0], SIZE[1] * 0.9)
    canvas.showPage()
    canvas.save()
    assert only_page(tmp_path / "a.pdf").image_area == pytest.approx(0.9, abs=0.01)


def test_a_file_does_not_fail_for_what_was_wrong_with_the_one_before(tmp_path: Path) -> None:
    """pdfium has one error for the process, and refuses some damaged files without setting it."""
    whole = make(tmp_path / "whole.pdf")
    with pikepdf.open(whole) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(PdfError) as caught:
        Document(tmp_path / "locked.pdf")
    assert caught.value.code == "password"
    with Document(whole):
        assert raw.FPDF_GetLastError() != raw.FPDF_ERR_PASSWORD


def test_radicals_that_a_font_maps_to_are_the_ideographs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Some fonts say ⻓ (U+2ED3) and ⾦ (U+2FA6) where the page shows 长 and 金."""
    path = make(tmp_path / "a.pdf")
    shown = {ord("a"): 0x2ED3, ord("l"): 0x2FA6}
    plain = bulk.RawCharacters

    def mapped(codes: npt.NDArray[np.uint32], *rest: Any) -> bulk.RawCharacters:
        return plain(np.array([shown.get(code, code) for code in codes.tolist()], dtype=np.uint32), *rest)

    for module in (bulk, characters):  # compiled or not
        monkeypatch.setattr(module, "RawCharacters", mapped)
    assert "".join(only_page(path).text).startswith("长金ph长")
