"""Fonts that draw other digits than their text says, spaces with ink, replacement texts; and honest ones."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from extractors.pages import Page, page_geometry
from extractors.pages.false_text import contradicting
from extractors.pages.glyph_shapes import DIGITS, likeness, outline
from extractors.pages.pdfium_calls import handle_of
from extractors.pictures import sourced
from extractors.pictures.triage import triage
from extractors.recognition import Ocr

CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
{count} beginbfchar
{lines}
endbfchar endcmap CMapName currentdict /CMap defineresource pop end end"""


def written(
    tmp_path: Path, content: str, renamed: dict[str, str] | None = None, font: str = "Times-Italic"
) -> Path:
    """A page with `content` in a font whose text calls some of its characters otherwise."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 300))
    entry = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + font)
    )
    if renamed:
        names = {chr(code): chr(code) for code in range(32, 127)} | renamed
        lines = "\n".join(f"<{ord(a):02X}> <{ord(b):04X}>" for a, b in names.items())
        cmap = CMAP.format(count=len(names), lines=lines)
        entry.ToUnicode = pdf.make_stream(cmap.encode())
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(entry)))
    page.Contents = pdf.make_stream(content.encode("latin-1"))
    target = io.BytesIO()
    pdf.save(target)
    file = tmp_path / "page.pdf"
    file.write_bytes(target.getvalue())
    return file


def read(file: Path) -> tuple[Page, pdfium.PdfPage]:
    handle = pdfium.PdfDocument(file)[0]
    return page_geometry(handle, 1), handle


def shown(*texts: str) -> str:
    lines = (f"BT /F 12 Tf 50 {250 - 20 * k} Td ({text}) Tj ET" for k, text in enumerate(texts))
    return "\n".join(lines)


@pytest.mark.parametrize("font", ["Times-BoldItalic", "Courier-Bold", "Courier-BoldOblique"])
def test_digits_of_other_fonts_look_like_themselves(font: str) -> None:
    document = pdfium.PdfDocument.new()
    own = handle_of(pdfium.raw.FPDFText_LoadStandardFont(document.raw, font.encode()))
    glyphs = [outline(own, char) for char in DIGITS]
    assert all(likeness(glyph)[number] > 0.5 for number, glyph in enumerate(glyphs))
    assert [contradicting(glyph, char) for glyph, char in zip(glyphs, DIGITS, strict=True)] == [""] * 10
    found = [contradicting(glyph, DIGITS[number - 1]) for number, glyph in enumerate(glyphs)]
    # A slanted 1 is too much like a 7 to be sure.
    assert [char for char, other in zip(DIGITS, found, strict=True) if other != char] in ([], ["1"])
    document.close()


def test_a_glyph_that_is_no_digit_contradicts_none() -> None:
    document = pdfium.PdfDocument.new()
    own = handle_of(pdfium.raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica"))
    assert contradicting(outline(own, "M"), "5") == ""
    assert contradicting((), "5") == ""
    document.close()


def test_digits_that_are_drawn_as_others_lose_their_meaning(tmp_path: Path) -> None:
    shift = {a: DIGITS[(int(a) + 3) % 10] for a in DIGITS}
    page, handle = read(written(tmp_path, shown("Paid 127.50", "Due 908.34"), shift))
    assert (
        "".join(page.text).replace(" ", "")
        == "Paid\ufffd\ufffd\ufffd.\ufffd\ufffdDue\ufffd\ufffd\ufffd.\ufffd\ufffd"
    )
    assert "other digits" in page.false
    assert triage(handle, page).kind == "untrusted"


def test_a_font_that_lies_about_two_digits_is_believed_about_none(tmp_path: Path) -> None:
    page, _ = read(written(tmp_path, shown("Paid 127.69"), {"6": "9", "9": "6"}))
    assert "".join(page.text).replace("\ufffd", "?") == "Paid ???.??"


def test_one_odd_digit_among_honest_ones_is_left_to_the_picture(tmp_path: Path) -> None:
    page, _ = read(written(tmp_path, shown("Paid 127.65 43"), {"6": "9", "9": "x"}))
    assert page.false == "" and page.is_unproved
    page, _ = read(written(tmp_path, shown("Paid 127.65 43")))
    assert not page.is_unproved


def test_an_honest_font_is_left_alone(tmp_path: Path) -> None:
    page, handle = read(written(tmp_path, shown("Paid 1 270 908 . 34", "5 6"), {"A": "B"}))
    assert "\ufffd" not in page.text and page.false == ""
    assert triage(handle, page).kind == "text"


def test_a_point_that_is_a_space_in_the_text_is_found_by_its_ink(tmp_path: Path) -> None:
    page, _ = read(written(tmp_path, shown("Paid 127.50", "Due 908.34"), {".": " "}))
    assert "".join(page.text).count("\ufffd") == 2
    assert "127\ufffd50" in "".join(page.text)


def test_a_space_that_is_drawn_as_a_level_stroke_is_a_minus_and_no_lie(tmp_path: Path) -> None:
    page, _ = read(written(tmp_path, shown("-45.20", "Due 9"), {"-": " "}))
    assert "".join(page.text).startswith("-45.20") and not page.false


def test_a_rule_through_a_space_is_no_ink_of_its_own(tmp_path: Path) -> None:
    rule = "1 w 69.5 200 m 69.5 290 l S 40 247 m 120 247 l S"
    page, _ = read(written(tmp_path, shown("125 908") + rule))
    assert "".join(page.text) == "125 908"


def test_a_replacement_text_is_no_number(tmp_path: Path) -> None:
    spoken = "BT /F 12 Tf 50 200 Td /Span <</ActualText ({})>> BDC (mi.go) Tj EMC ET"
    for given in ("77.15", "8"):
        page, _ = read(written(tmp_path, shown("Due 42") + "\n" + spoken.format(given)))
        text = "".join(page.text)
        assert (
            "Due 42" in text and not set(given) & set(text.replace(".", "")) and "replacement" in page.false
        )


def test_a_replacement_text_that_is_true_hides_no_false_font(tmp_path: Path) -> None:
    spoken = "\nBT /F 12 Tf 50 200 Td /Span <</ActualText (Due 42)>> BDC (due 42) Tj EMC ET"
    page, _ = read(written(tmp_path, shown("Paid 127.50") + spoken))
    assert "Due 42" in "".join(page.text) and not page.false
    page, _ = read(written(tmp_path, shown("Paid 127.50") + spoken, {".": " "}))
    assert "127\ufffd50" in "".join(page.text) and page.false


def test_a_long_replacement_text_without_figures_is_no_doubt(tmp_path: Path) -> None:
    words = "of the households, " * 8
    spoken = f"\nBT /F 12 Tf 50 200 Td /Span <</ActualText ({words})>> BDC (due) Tj EMC ET"
    page, _ = read(written(tmp_path, shown("Paid 127.50") + spoken))
    assert "127.50" in "".join(page.text) and not page.false


def test_without_recognition_the_finding_says_what_was_not_taken(tmp_path: Path) -> None:
    page, handle = read(written(tmp_path, shown("Paid 127.50"), {".": " "}))
    found = sourced(page, handle, Ocr("never"))
    [note] = found.notes
    assert (found.source, note.check, note.severity) == ("text", "untrusted_text", "warning")
    # So that the first run with recognition reads it again.
    assert found.unread_pictures.endswith("recognition is switched off")


def test_numbers_in_private_codes_are_not_trusted(tmp_path: Path) -> None:
    private = {a: chr(0xE000 + int(a)) for a in DIGITS}
    sentence = "the money that was paid out in all the years before this one, by office and by programme"
    texts = [sentence] * 6 + ["127.50", "90.34", "55.12"]
    page, handle = read(written(tmp_path, shown(*texts), private))
    assert "digits without a meaning" in triage(handle, page).reason
