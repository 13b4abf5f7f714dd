"""Pages of text that lean by a few degrees, as a whole."""

from __future__ import annotations

from math import radians, tan
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.choice.read import read_page
from extractors.pages import Document, Page, level, open_page, page_geometry
from tests.written import grid_of

SIZE = (450.0, 600.0)
XS, YS = (60.0, 170.0, 280.0, 390.0), (300.0, 325.0, 350.0)
ROWS = [["Item", "Plan", "Paid"], ["Weir", "84.10", "17.05"]]
PROSE = "Two lines of prose that lean just as much as the table below them does."


def written(
    path: Path, degrees: float, *, pivot: tuple[float, float] = (200, 300), mark: float = 0.0
) -> Path:
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    if mark:
        canvas.saveState()
        canvas.translate(100, 200)
        canvas.rotate(mark)
        canvas.setFont("Helvetica", 50)
        canvas.drawString(0, 0, "DRAFT COPY")
        canvas.restoreState()
    canvas.translate(*pivot)
    canvas.rotate(degrees)
    canvas.translate(-pivot[0], -pivot[1])
    canvas.setFont("Helvetica", 9)
    for y in (500, 485):
        canvas.drawString(60, y, PROSE)
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])
    for row, texts in zip(YS[1::-1], ROWS, strict=True):
        for x, text in zip(XS, texts, strict=False):
            canvas.drawString(x + 8, row + 8, text)
    canvas.save()
    return path


def read(path: Path) -> Page:
    with Document(path) as document:
        [page] = document.pages()
        return page


@pytest.mark.parametrize("degrees", [-7.5, -2.0, 0.35, 3.0, 5.0])
def test_a_page_that_leans_is_read_level(tmp_path: Path, degrees: float) -> None:
    path = written(tmp_path / "a.pdf", degrees)
    page = read(path)
    assert len(page.rules) == len(XS) + len(YS) and not page.aslant and not page.is_plain
    found = read_page(page, path)
    assert [grid_of(table) for table in found.tables] == [ROWS]
    assert [line.text for line in found.lines] == [PROSE] * 2


def test_text_turned_about_a_corner_stays_where_it_is(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf", 4.0, pivot=(0, 0))
    page = read(path)
    assert [grid_of(table) for table in read_page(page, path).tables] == [ROWS]
    shown = page_geometry(pdfium.PdfDocument(path)[0], 1)
    middles = [(one.boxes[:, :2].min(axis=0) + one.boxes[:, 2:].max(axis=0)) / 2 for one in (page, shown)]
    assert middles[0] == pytest.approx(middles[1], abs=10)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_may_lean_and_be_shown_turned(tmp_path: Path, rotation: int) -> None:
    path = written(tmp_path / "a.pdf", 3.0)
    pdf = pdfium.PdfDocument(path)
    pdf[0].set_rotation(rotation)
    pdf.save(tmp_path / "b.pdf")
    assert [grid_of(table) for table in read_page(read(tmp_path / "b.pdf"), path).tables] == [ROWS]


def test_a_watermark_does_not_make_a_page_lean(tmp_path: Path) -> None:
    level_one = read(written(tmp_path / "a.pdf", 0.0, mark=5.0))
    assert level_one.is_plain and len(level_one.rules) == len(XS) + len(YS)
    leaning = read(written(tmp_path / "b.pdf", 3.0, mark=40.0))
    assert "".join(run.text for run in leaning.aslant).replace(" ", "") == "DRAFTCOPY"
    assert leaning.aslant[0].angle == pytest.approx(360 - 40 + 3, abs=0.1)


def test_a_page_of_which_only_a_part_leans_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    for n in range(4):
        canvas.drawString(50, 100 + 15 * n, f"{n} {PROSE}")
    canvas.rotate(3)
    for n in range(9):
        canvas.drawString(50, 400 + 15 * n, f"{n} {PROSE[:50]}")
    canvas.save()
    page = read(path)
    assert page.is_plain and len(set(page.baselines.round(2).tolist())) > 4 + 9


def test_slanted_letters_on_level_lines_do_not_lean(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    for n, line in enumerate([PROSE] * 4):
        text = canvas.beginText()
        text.setFont("Helvetica", 9)
        text.setTextTransform(1, 0, tan(radians(6)), 1, 60, 500 - 15 * n)
        text.textLine(line)
        canvas.drawText(text)
    canvas.save()
    page = read(path)
    assert page.is_plain and len(set(page.baselines.round(2).tolist())) == 4


def test_the_picture_of_a_page_that_leans_is_level_too(tmp_path: Path) -> None:
    pdf = pdfium.PdfDocument(written(tmp_path / "a.pdf", 3.0))
    page, _ = level(pdf, 0, *open_page(pdf, 0))
    dark = page.render(scale=2, grayscale=True).to_numpy().reshape(int(2 * SIZE[1]), -1) < 200
    rules = np.nonzero(dark.sum(axis=1) > 1.8 * (XS[-1] - XS[0]))[0]
    assert len(rules) >= len(YS)
    again, _ = level(pdf, 0, page)
    assert again is page
