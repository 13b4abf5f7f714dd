"""A decimal point that is drawn is read as one; other spots are not, and what may be either has no meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document

SIZE, X, Y = 9.0, 200.0, 700.0
FONT = "Helvetica"


def read(folder: Path, draw: Callable[[Canvas, float], None], gap: float = 2.5) -> str:
    """The text of `318` and `40` with a gap between them, in which `draw` draws."""
    path = folder / "points.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(FONT, SIZE)
    canvas.drawString(X, Y, "318")
    end = X + canvas.stringWidth("318", FONT, SIZE)
    canvas.drawString(end + gap, Y, "40")
    draw(canvas, end + gap / 2)
    canvas.save()
    with Document(path) as document:
        return "".join(next(iter(document.pages())).text)


def square(canvas: Canvas, x: float) -> None:
    canvas.rect(x - 0.5, Y, 1.1, 1.1, stroke=0, fill=1)


def disc(canvas: Canvas, x: float) -> None:
    canvas.circle(x, Y + 0.6, 0.6, stroke=0, fill=1)


def touch_of_a_round_pen(canvas: Canvas, x: float) -> None:
    canvas.setLineCap(1)
    canvas.setLineWidth(1.1)
    canvas.line(x, Y + 0.5, x, Y + 0.51)


@pytest.mark.parametrize("draw", [square, disc, touch_of_a_round_pen])
def test_a_spot_on_the_baseline_is_a_point(tmp_path: Path, draw: Callable[[Canvas, float], None]) -> None:
    assert read(tmp_path, draw) == "318.40"


def comma(canvas: Canvas, x: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x - 0.4, Y + 1.0)
    path.lineTo(x + 0.5, Y + 1.0)
    path.lineTo(x - 0.2, Y - 1.6)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def test_a_spot_below_the_baseline_may_be_anything(tmp_path: Path) -> None:
    assert read(tmp_path, comma) == "318\ufffd40"


def white(canvas: Canvas, x: float) -> None:
    canvas.setFillGray(1)
    square(canvas, x)


def high(canvas: Canvas, x: float) -> None:
    canvas.circle(x, Y + 7, 0.6, stroke=0, fill=1)


def dotted(canvas: Canvas, x: float) -> None:
    for n in range(-8, 9):
        canvas.circle(x + 3 * n, Y - 0.2, 0.5, stroke=0, fill=1)


def printed(canvas: Canvas, x: float) -> None:
    canvas.drawCentredString(x, Y, ".")
    square(canvas, x)


def behind(canvas: Canvas, x: float) -> None:
    square(canvas, x + 15)


@pytest.mark.parametrize(
    ("draw", "gap", "text"),
    [
        (white, 2.5, "31840"),
        (high, 2.5, "31840"),
        (dotted, 2.5, "31840"),
        (behind, 2.5, "31840"),
        (square, 14.0, "31840"),
        (printed, 2.5, "318.40"),
    ],
    ids=["white", "over the text", "dotted line", "behind the number", "between two numbers", "a point too"],
)
def test_other_spots_are_none(
    tmp_path: Path, draw: Callable[[Canvas, float], None], gap: float, text: str
) -> None:
    assert read(tmp_path, draw, gap) == text
