"""Text of another colour over text is parted from it; what only stands near it, or in its place, is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document, Page

RED, WHITE, BLACK = (0.8, 0.0, 0.1), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def page_of(
    folder: Path, over: str, dx: float, dy: float, colour: tuple[float, float, float], size: float = 8.0
) -> Page:
    """A page with a list of figures and `over` printed over the first."""
    path = folder / "over.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Courier", 10)
    for n, text in enumerate(["71.50", "82.40", "153.90"]):
        canvas.drawString(200, 700 - 30 * n, text)
    canvas.setFont("Courier", size)
    canvas.setFillColorRGB(*colour)
    canvas.drawString(200 + dx, 700 + dy, over)
    canvas.save()
    with Document(path) as document:
        return next(iter(document.pages()))


@pytest.mark.parametrize(("over", "size"), [("checked", 8.0), ("No.15", 8.0), ("PAID", 20.0)])
def test_a_stamp_over_a_figure_is_no_part_of_it(tmp_path: Path, over: str, size: float) -> None:
    page = page_of(tmp_path, over, -4, -3, RED, size)
    assert "".join(page.text) == "71.5082.40153.90"
    (note,) = page.notes
    assert (note.check, note.printed) == ("text_over_text", over)
    assert not len(page.red)


@pytest.mark.parametrize(
    ("over", "dx", "dy", "colour"),
    [
        ("checked", 40, 0, RED),
        ("checked", 0, -12, RED),
        ("checked", -4, -3, BLACK),
        ("checked", -4, -3, WHITE),
        ("75.10", 0, 0, RED),
    ],
    ids=["beside", "below", "of one colour", "white", "a number in its place"],
)
def test_other_text_stays(
    tmp_path: Path, over: str, dx: float, dy: float, colour: tuple[float, float, float]
) -> None:
    page = page_of(tmp_path, over, dx, dy, colour)
    assert over in "".join(page.text)
    assert not page.notes


def test_characters_set_in_red_are_known(tmp_path: Path) -> None:
    page = page_of(tmp_path, "12.30", 100, 0, RED)
    assert page.is_red(295, 130, 350, 150, 5)
    assert not page.is_red(295, 130, 350, 150, 6)
    assert not page.is_red(195, 130, 250, 150, 5)
