"""Text of which a part is hidden: cut by an edge, covered by a cell, printed over in white."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.printed_pages import ASKED, SHOWN, SIZE, X, Y, box_at, read, say, text_of, written


def test_a_number_that_the_edge_of_the_page_cuts(tmp_path: Path) -> None:
    file = written(tmp_path, lambda c: say(c, "12,358.60 yuan paid", x=X))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([X + 12, 0, *SIZE])
        pdf.save(file)
    found = read(file)
    assert text_of(found.page) == "own 4711yuan paid"  # of the first words, too, some are outside
    assert [note.check for note in found.notes] == ["hidden_text"]


def test_white_print_over_black_print(tmp_path: Path) -> None:
    """It takes ink away and has none of its own."""
    found = read(written(tmp_path, say, lambda c: c.setFillGray(1), lambda c: say(c, "Other 9,417.33")))
    assert text_of(found.page) == SHOWN + ASKED
    assert [note.printed for note in found.notes] == ["Other 9,417.33"]


def half_covered(canvas: Canvas, text: str, start: float, width: float) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(X, Y, text)
    canvas.setFillGray(1)
    canvas.rect(X + start, Y - 4, width, 16, stroke=0, fill=1)
    canvas.setFillGray(0)


@pytest.mark.parametrize(
    ("text", "start", "width", "left"),
    [
        ("12,600.00", -4, 10, ""),  # its first figure
        ("12,600.00", 36, 20, ""),  # its last one
        ("-408", -4, 7, ""),  # its sign
        ("Road repair works", 60, 60, "Road repair"),  # a name runs out of its cell
        ("Paid 55 of 77", 56, 60, "Paid 55 of"),
    ],
)
def test_what_is_left_of_a_number_is_none(
    tmp_path: Path, text: str, start: float, width: float, left: str
) -> None:
    found = read(written(tmp_path, lambda c: half_covered(c, text, start, width)))
    assert text_of(found.page).removeprefix(SHOWN).strip() == left
    assert [note.check for note in found.notes] == ["hidden_text"]


def test_the_tail_of_a_comma_may_be_cut(tmp_path: Path) -> None:
    found = read(written(tmp_path, box_at(X - 2, Y - 0.3, 100, 16)))
    assert text_of(found.page) == SHOWN + ASKED and not found.notes


def cut_along(canvas: Canvas, text: str, *boxes: tuple[float, float, float, float]) -> None:
    """The upper two fifths of a line, and white boxes over it."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(X - 5, Y + 4.6, 200, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    say(canvas, text)
    canvas.restoreState()
    canvas.setFillGray(1)
    for box in boxes:
        canvas.rect(*box, stroke=0, fill=1)
    canvas.setFillGray(0)


def test_a_line_that_is_cut_along_is_seen_as_a_whole(tmp_path: Path) -> None:
    """Of its low letters less is left than of the high ones."""
    found = read(written(tmp_path, lambda c: cut_along(c, "Tunnel works hall")))
    assert text_of(found.page) == SHOWN + "Tunnel works hall" and not found.notes


def test_what_is_hidden_in_a_line_that_is_cut_along_stays_hidden(tmp_path: Path) -> None:
    box = (X + 64.5, Y + 5.7, 30, 10)  # over all but the lowest trace of the last word
    found = read(written(tmp_path, lambda c: cut_along(c, "Tunnel works Hill", box)))
    assert text_of(found.page).strip() == SHOWN + "Tunnel works"
    assert [note.printed for note in found.notes] == ["Hill"]


def test_what_comes_to_light_behind_a_cell_is_a_scrap(tmp_path: Path) -> None:
    text = "Upkeep of the roads and bridges of the town"
    found = read(written(tmp_path, lambda c: half_covered(c, text, 120, 85)))
    assert text_of(found.page).removeprefix(SHOWN).strip() == "Upkeep of the roads and"
