"""Characters that have no ink of their own are not printed; all others are, however pale or crowded."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.pictures.printed import printed
from extractors.pictures.source import Ocr, sourced
from tests.printed_pages import (
    ASKED,
    BOX,
    SHOWN,
    SIZE,
    Drawing,
    X,
    Y,
    box_at,
    opened,
    read,
    say,
    text_of,
    within,
    written,
)


def cover(canvas: Canvas, grey: float = 1.0) -> None:
    canvas.setFillGray(grey)
    canvas.rect(*BOX, stroke=0, fill=1)
    canvas.setFillGray(0)


def picture(canvas: Canvas, alpha: int = 255, grey: int = 250) -> None:
    file = BytesIO()
    Image.new("RGBA", (40, 20), (grey, grey, grey, alpha)).save(file, "PNG")
    canvas.drawImage(ImageReader(file), *BOX, mask="auto")


def in_grey(value: float, alpha: float = 1.0, mode: int = 0) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(value)
        canvas.setStrokeGray(value)
        canvas.setFillAlpha(alpha)
        say(canvas, mode=mode)
        canvas.restoreState()

    return draw


def ground(colour: tuple[float, float, float], *then: Drawing) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.rect(*BOX, stroke=0, fill=1)
        canvas.setFillGray(0)
        for drawing in then:
            drawing(canvas)

    return draw


def thick_stroke(canvas: Canvas) -> None:
    canvas.setStrokeGray(1)
    canvas.setLineWidth(24)
    canvas.line(40, 104, 200, 104)


def highlight(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
    canvas.rect(*BOX, stroke=0, fill=1)
    canvas.restoreState()


def shading(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(*BOX)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.linearGradient(50, 90, 190, 90, ("#ffffff", "#eeeeee"), extend=True)
    canvas.restoreState()


def rules(canvas: Canvas) -> None:
    canvas.line(40, Y - 1, 200, Y - 1)
    canvas.line(40, Y + 7.5, 200, Y + 7.5)
    canvas.rect(40, Y + 8.5, 160, 1.5, stroke=0, fill=1)


def halo(canvas: Canvas) -> None:
    """White print as an outline, black print over it."""
    canvas.setFillGray(1)
    say(canvas)
    canvas.setFillGray(0)
    say(canvas)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.9)
    canvas.drawString(X, Y, ASKED)


def large_sheet(canvas: Canvas) -> None:
    """Much print that can be read enlarged."""
    for line in range(20):
        canvas.setFont("Helvetica", 0.9)
        canvas.drawString(X, Y + line, ASKED)


HIDDEN: dict[str, tuple[Drawing, ...]] = {
    "white": (in_grey(1),),
    "nearly white": (in_grey(0.97),),
    "white, filled and stroked": (in_grey(1, mode=2),),
    "white on white in colour": (ground((1, 1, 1), in_grey(1)),),
    "no ink": (lambda c: say(c, mode=3),),
    "a clip that nothing fills": (lambda c: say(c, mode=7),),
    "opacity 0": (in_grey(0, 0),),
    "opacity 1 %": (in_grey(0, 0.01),),
    "under white": (say, cover),
    "under black": (say, lambda c: cover(c, 0)),
    "under a picture": (say, picture),
    "under a broad stroke": (say, thick_stroke),
    "under a shading": (say, shading),
    "black on black": (ground((0, 0, 0), say),),
    "blue on blue": (
        ground((0.1, 0.2, 0.6), lambda c: c.setFillColorRGB(0.1, 0.2, 0.6), say),
        lambda c: c.setFillGray(0),
    ),
    "dark on a dark picture": (lambda c: picture(c, grey=0), say),
    "tiny": (tiny,),
    "outside its clip": (box_at(200, 20, 50, 50),),
    "outside a clip of three corners": (within((20, 20), (280, 20), (280, 60)),),
}

SEEN: dict[str, tuple[Drawing, ...]] = {
    "plain": (say,),
    "white on blue": (ground((0.1, 0.2, 0.5), in_grey(1)),),
    "red on green as dark": (
        ground((0, 0.51, 0), lambda c: c.setFillColorRGB(1, 0, 0), say),
        lambda c: c.setFillGray(0),
    ),
    "pale": (in_grey(0.85),),
    "half opaque": (in_grey(0, 0.3),),
    "outlined": (lambda c: say(c, mode=1),),
    "highlighted": (say, highlight),
    "on a white picture": (picture, say),
    "under a translucent seal": (say, lambda c: picture(c, alpha=120, grey=200)),
    "touching rules": (say, rules),
    "cells filled before": (ground((0.8, 0.9, 1), say),),
    "a neighbour covered": (say, lambda c: c.rect(X + 90, Y - 8, 60, 26, stroke=1, fill=1)),
    "inside its clip": (box_at(X - 2, Y - 4, 100, 16),),
    "inside a clip of three corners": (within((0, 20), (300, 20), (X, 400)),),
    "with a white outline under it": (halo,),
    "printed twice": (say, say, lambda c: picture(c, alpha=60)),
    "retyped": (lambda c: say(c, "0ld 9,999.99"), cover, say),
    "over white print": (
        lambda c: c.setFillGray(1),
        lambda c: say(c, "0ld 9,999.99"),
        lambda c: c.setFillGray(0),
        say,
    ),
    "white on a bar as high as its print": (
        lambda c: c.setFillColorRGB(0, 0, 0.4),
        lambda c: c.rect(X - 4, Y - 1.5, 90, 10, stroke=0, fill=1),
        in_grey(1),
    ),
    "over print without ink": (lambda c: say(c, mode=3), say),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_nobody_sees_is_not_printed(tmp_path: Path, case: str) -> None:
    found = read(written(tmp_path, *HIDDEN[case]))
    assert text_of(found.page) == SHOWN
    [note] = found.notes
    assert (note.check, note.severity, note.printed) == ("hidden_text", "warning", ASKED)


@pytest.mark.parametrize("case", SEEN)
def test_what_is_seen_is_printed(tmp_path: Path, case: str) -> None:
    found = read(written(tmp_path, *SEEN[case]))
    assert text_of(found.page) == SHOWN + ASKED
    assert [note.printed[:3] for note in found.notes] == ["0ld"] * (case in ("retyped", "over white print"))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_may_be_turned_and_cut(tmp_path: Path, rotation: int) -> None:
    file = written(tmp_path, say, cover, lambda c: say(c, "New 12", x=X + 10))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = rotation
        pdf.pages[0].CropBox = pikepdf.Array([20, 30, 290, 190])
        pdf.save(file)
    assert text_of(read(file).page) == SHOWN + "New 12"


def test_a_font_that_tells_no_size_of_its_glyphs(tmp_path: Path) -> None:
    """Type 3, with an empty font box: its ink is looked for in the whole place of the character."""
    file = written(tmp_path)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        glyph = pdf.make_stream(b"700 0 d0 100 0 80 80 re f")
        codes = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        cmap = codes + b"1 beginbfchar <61> <002e> endbfchar endcmap"
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, 0, 0, 0],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=pikepdf.Dictionary(dot=glyph),
            Encoding=pikepdf.Dictionary(Differences=[97, pikepdf.Name.dot]),
            FirstChar=97,
            LastChar=97,
            Widths=[700],
            ToUnicode=pdf.make_stream(cmap),
            Resources=pikepdf.Dictionary(),
        )
        pdf.pages[0].Resources.Font["/T3"] = pdf.make_indirect(font)
        pdf.pages[0].contents_add(b"q 50 90 20 20 re W n BT /T3 20 Tf 60 100 Td (aaa) Tj ET Q")
        pdf.save(file)
    assert text_of(read(file).page).startswith(SHOWN + ".")


@pytest.mark.parametrize("has_outlines", [True, False])
def test_a_font_that_the_file_does_not_bring(tmp_path: Path, has_outlines: bool) -> None:
    """Without ink where this machine has no such font, but not where it has and something covers the text."""

    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas.setFont("STSong-Light", 11)
        canvas.drawString(X, Y, "修缮费用")
        cover(canvas)

    with opened(written(tmp_path, draw)) as (page, handle):
        assert page.hideable is not None
        glyphs = page.boxes.copy()
        glyphs[:, 1] = glyphs[:, 3] - (10.0 if has_outlines else 0.01)
        page.hideable = replace(page.hideable, glyphs=glyphs)
        found = printed(page, handle)
    assert (found is not None) == has_outlines


def test_a_large_sheet_made_small_is_read_enlarged(tmp_path: Path) -> None:
    found = read(written(tmp_path, large_sheet))
    assert text_of(found.page).count(ASKED) == 20 and not found.notes


def test_hidden_words_without_figures_are_told_quietly(tmp_path: Path) -> None:
    [note] = read(written(tmp_path, lambda c: say(c, "draft", mode=3))).notes
    assert note.severity == "info" and "5个字符" in note.message


def scan(canvas: Canvas, share: float = 1.0) -> None:
    image = Image.new("L", (60, 40), 230)
    canvas.drawImage(ImageReader(image), 0, 0, SIZE[0], SIZE[1] * share)


def test_a_layer_over_a_picture_is_taken_where_nothing_is_recognised(tmp_path: Path) -> None:
    """With `never` the words of a scan are those of the program that made it."""
    file = written(tmp_path, lambda c: scan(c, 0.57), lambda c: say(c, mode=3))
    assert text_of(read(file, "never").page) == SHOWN + ASKED
    assert text_of(read(file).page) == SHOWN


def test_a_covered_figure_is_never_taken(tmp_path: Path) -> None:
    file = written(tmp_path, say, picture)
    assert text_of(read(file, "never").page) == SHOWN


def test_nothing_is_drawn_where_nothing_could_hide_text(tmp_path: Path) -> None:
    file = written(tmp_path, say, rules, ground((0.8, 0.9, 1)))
    with opened(file) as (page, handle):
        assert page.hideable is not None  # the ground is drawn over what is asked
        assert printed(page, handle) is not None
    with opened(written(tmp_path, ground((0.8, 0.9, 1), say), rules)) as (page, _):
        assert page.hideable is None


def test_all_objects_are_drawn_again_afterwards(tmp_path: Path) -> None:
    file = written(tmp_path, say, cover)
    with opened(file) as (page, handle):
        before = handle.render(scale=1).to_numpy().copy()
        sourced(page, handle, Ocr())
        assert np.array_equal(handle.render(scale=1).to_numpy(), before)
        assert ASKED in handle.get_textpage().get_text_range()
