"""Level lines that strike characters out or are a minus, told apart from lines of tables and lines under text."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.choice.read import read_page
from extractors.pages import Document, Page

TOP, SIZE, X = 700.0, 10.0, 200.0  # of the baseline, of the font, where the text begins
Line = tuple[float, float, float]  # from, to, how far above the baseline


def drawn(folder: Path, text: str, *lines: Line, walls: tuple[float, ...] = (), thick: float = 0.0) -> Page:
    """A page with `text` and level lines in points from where it begins; `walls` are upright lines."""
    path = folder / "strokes.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Courier", SIZE)  # each character is 6 points wide
    canvas.drawString(X, TOP, text)
    for x0, x1, above in lines:
        if thick:
            canvas.rect(X + x0, TOP + above - thick / 2, x1 - x0, thick, stroke=0, fill=1)
        else:
            canvas.line(X + x0, TOP + above, X + x1, TOP + above)
    for x in walls:
        canvas.line(X + x, TOP - 8, X + x, TOP + 14)
    canvas.save()
    with Document(path) as document:
        return next(iter(document.pages()))


def printed(page: Page) -> str:
    return "".join(page.text)


@pytest.mark.parametrize("thick", [0.0, 0.8], ids=["stroked", "filled"])
@pytest.mark.parametrize("above", [2.2, 3.0, 4.5])
def test_a_line_through_the_middle_takes_characters_back(tmp_path: Path, above: float, thick: float) -> None:
    page = drawn(tmp_path, "71.50 82.40", (-0.5, 30.5, above), thick=thick)
    assert printed(page).strip() == "82.40"
    assert not [rule for rule in page.rules if rule.level]
    (note,) = page.notes
    assert (note.check, note.severity, note.printed) == ("struck_out", "warning", "71.50")


def test_two_lines_strike_once_and_pieces_strike_together(tmp_path: Path) -> None:
    page = drawn(tmp_path, "71.50 82.40", (0, 30, 2.5), (0, 30, 4.0))
    assert (printed(page).strip(), page.notes[0].printed) == ("82.40", "71.50")
    page = drawn(tmp_path, "71.50 82.40", (0, 12, 3.0), (12, 30, 3.0))
    assert (printed(page).strip(), page.notes[0].printed) == ("82.40", "71.50")


def test_one_line_strikes_a_whole_row_across_lines_of_the_table(tmp_path: Path) -> None:
    page = drawn(tmp_path, "abc     71.50", (-3, 81, 3.0), walls=(-20, 36, 100))
    assert printed(page).strip() == ""
    assert page.notes[0].printed == "abc 71.50"


@pytest.mark.parametrize(
    ("line", "walls"),
    [
        ((0, 30, -1.5), ()),
        ((0, 30, 8.5), ()),
        ((-40, 90, 3.0), ()),
        ((-4, 34, 3.0), (-4, 34)),
        ((0, 9, 3.0), ()),
    ],
    ids=["under", "over", "longer than the text", "from wall to wall", "a part of a number"],
)
def test_other_lines_strike_nothing(tmp_path: Path, line: Line, walls: tuple[float, ...]) -> None:
    page = drawn(tmp_path, "71.50", line, walls=walls)
    assert printed(page) == "71.50"
    assert not page.notes
    assert [rule for rule in page.rules if rule.level]


def test_a_number_is_struck_as_a_whole_where_the_line_is_a_little_short(tmp_path: Path) -> None:
    page = drawn(tmp_path, "82.40 71.50", (40, 61, 3.0))
    assert (printed(page).strip(), page.notes[0].printed) == ("82.40", "71.50")


def test_what_was_struck_is_a_note_of_the_page(tmp_path: Path) -> None:
    page = drawn(tmp_path, "71.50 82.40", (0, 30, 3.0))
    assert [note.check for note in read_page(page, tmp_path / "strokes.pdf").notes] == ["struck_out"]


@pytest.mark.parametrize("text", ["71.50", "1,071.50", "7"])
def test_a_short_line_before_a_number_is_its_minus(tmp_path: Path, text: str) -> None:
    page = drawn(tmp_path, text, (-5.5, -0.8, 3.0))
    assert printed(page) == "-" + text
    assert page.boxes[0].tolist()[::2] == pytest.approx([X - 5.5, X - 0.8], abs=0.1)
    assert not page.rules
    assert not page.notes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("71.50", (-30, -1, 3.0)),
        ("71.50", (-14, -9, 3.0)),
        ("71.50", (-5.5, -0.8, -1.0)),
        ("2024", (-5.5, -0.8, 3.0)),
        ("71.5.2", (-5.5, -0.8, 3.0)),
        ("abc", (-5.5, -0.8, 3.0)),
    ],
    ids=["as long as a legend's", "far", "under the line", "a year", "no number", "a word"],
)
def test_other_short_lines_are_no_minus(tmp_path: Path, text: str, line: Line) -> None:
    assert printed(drawn(tmp_path, text, line)) == text


def test_a_line_drawn_in_a_space_is_no_minus(tmp_path: Path) -> None:
    page = drawn(tmp_path, "3 71", (7, 11, 3.0))
    assert "-" not in printed(page) and page.false  # a range, which its picture tells


def test_dashes_of_a_dashed_line_are_no_minus(tmp_path: Path) -> None:
    dashes = [(x, x + 5, 3.0) for x in (-30.0, -22.0, -14.0, -6.0)]
    assert printed(drawn(tmp_path, "71.50", *dashes)) == "71.50"


def test_the_number_behind_a_struck_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "behind.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(X, TOP, "5106")
    end = X + canvas.stringWidth("5106", "Helvetica", SIZE)
    canvas.drawString(end + 1.9, TOP, "4472")  # less than a blank away
    canvas.line(X, TOP + 3, end, TOP + 3)
    canvas.save()
    with Document(path) as document:
        assert printed(next(iter(document.pages()))) == "4472"
