"""Stamps and seals put over a table leave its cells and its numbers as they are; boxes of the table stay."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document, Page

RED, BLACK = (0.8, 0.0, 0.1), (0.0, 0.0, 0.0)
FIGURES = ["71.50", "82.40", "153.90"]


def page_with(folder: Path, over: Callable[[Canvas], None], *, lines: bool = True) -> Page:
    """A column of figures, lines between its rows, and what is put over it."""
    path = folder / "stamp.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Courier", 10)
    for n, text in enumerate(FIGURES):
        canvas.drawString(200, 700 - 30 * n, text)
        if lines:
            canvas.line(100, 690 - 30 * n, 400, 690 - 30 * n)
    over(canvas)
    canvas.save()
    with Document(path) as document:
        return next(iter(document.pages()))


def boxed(
    text: str, x: float, y: float, colour: tuple[float, float, float] = RED
) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)
        canvas.rect(x - 5, y - 6, 90, 18, stroke=1, fill=0)
        canvas.setFont("Courier", 9)
        canvas.drawString(x, y, text)

    return draw


def upright(page: Page) -> int:
    return sum(not rule.level for rule in page.rules)


def test_a_stamp_over_lines_goes_with_its_frame(tmp_path: Path) -> None:
    page = page_with(tmp_path, boxed("PAID 2031.07", 250, 688))
    assert "".join(page.text) == "".join(FIGURES)
    assert (len(page.rules), upright(page)) == (3, 0)
    (note,) = page.notes
    assert (note.check, note.severity, note.printed) == ("text_over_text", "warning", "PAID 2031.07")


@pytest.mark.parametrize(
    ("y", "colour"),
    [(675, RED), (688, BLACK)],
    ids=["in a box between the lines", "in the colour of the text"],
)
def test_other_boxes_stay(tmp_path: Path, y: float, colour: tuple[float, float, float]) -> None:
    page = page_with(tmp_path, boxed("PAID 2031.07", 250, y, colour))
    assert "PAID" in "".join(page.text)
    assert (len(page.rules), upright(page)) == (7, 2)
    assert not page.notes


def test_cells_of_a_grid_are_no_frames(tmp_path: Path) -> None:
    def grid(canvas: Canvas) -> None:
        canvas.setFont("Courier", 9)
        canvas.setFillColorRGB(*RED)
        for row in range(2):
            canvas.drawString(305, 700 - 20 * row, "-8.15")
            for column in range(2):
                canvas.rect(210 + 90 * column, 694 - 20 * row, 90, 20, stroke=1, fill=0)

    page = page_with(tmp_path, grid)
    assert "".join(page.text).count("-8.15") == 2
    assert upright(page) == 8


def seal(words: str, colour: tuple[float, float, float], inside: str = "") -> Callable[[Canvas], None]:
    """Words along the upper half of a circle; one in the middle stands upright, those at the ends on their side."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        for n, char in enumerate(words):
            angle = math.pi * (1 - n / (len(words) - 1))
            canvas.saveState()
            canvas.translate(240 + 40 * math.cos(angle), 670 + 40 * math.sin(angle))
            canvas.rotate(math.degrees(angle) - 90)
            canvas.setFont("Courier", 12)
            canvas.drawCentredString(0, 0, char)
            canvas.restoreState()
        canvas.setFont("Courier", 8)
        canvas.drawCentredString(240, 655, inside)

    return draw


@pytest.mark.parametrize("colour", [RED, BLACK], ids=["red", "black"])
def test_the_words_of_a_seal_are_no_text_of_the_table(
    tmp_path: Path, colour: tuple[float, float, float]
) -> None:
    page = page_with(tmp_path, seal("TREASURER", colour))
    assert "".join(page.text) == "".join(FIGURES)


def test_what_is_written_inside_a_seal_goes_with_it(tmp_path: Path) -> None:
    assert "".join(page_with(tmp_path, seal("TREASURER", RED, "No.7")).text) == "".join(FIGURES)
    assert "No.7" in "".join(page_with(tmp_path, seal("TREASURER", BLACK, "No.7")).text)


def test_letters_that_lean_each_as_they_like_are_on_no_arc(tmp_path: Path) -> None:
    def lean(canvas: Canvas) -> None:
        for n, degrees in enumerate([0, 40, 0, 90, 0]):
            canvas.saveState()
            canvas.translate(300 + 20 * n, 650)
            canvas.rotate(degrees)
            canvas.drawString(0, 0, "ABCDE"[n])
            canvas.restoreState()

    assert set("ACDE") <= set(page_with(tmp_path, lean).text)
