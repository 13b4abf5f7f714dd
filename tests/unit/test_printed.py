"""Characters that have no ink of their own are not printed; all others are, however pale or crowded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document, Page
from extractors.pictures import source
from extractors.pictures.printed import printed
from extractors.pictures.source import Ocr, Sourced, sourced

Drawing = Callable[[Canvas], None]
SIZE = (300.0, 200.0)
SHOWN, ASKED = "Shown 4711", "Asked 2,358.60"
X, Y = 60.0, 100.0
BOX = (50.0, 92.0, 130.0, 26.0)  # left, bottom, width, height round what is asked


def say(canvas: Canvas, text: str = ASKED, *, mode: int = 0, x: float = X, y: float = Y) -> None:
    canvas.saveState()  # the mode would stay on
    words = canvas.beginText(x, y)
    words.setFont("Helvetica", 11)
    words.setTextRenderMode(mode)
    words.textOut(text)
    canvas.drawText(words)
    canvas.restoreState()


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


def within(*points: tuple[float, float]) -> Drawing:
    """What is asked, with this outline as its clip."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        canvas.clipPath(path, stroke=0, fill=0)
        say(canvas)
        canvas.restoreState()

    return draw


def box_at(left: float, bottom: float, width: float, height: float) -> Drawing:
    right, top = left + width, bottom + height
    return within((left, bottom), (right, bottom), (right, top), (left, top))


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


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


def written(folder: Path, *drawings: Drawing, size: tuple[float, float] = SIZE) -> Path:
    file = folder / "page.pdf"
    canvas = Canvas(str(file), pagesize=size)
    say(canvas, SHOWN, y=160)
    for drawing in drawings:
        drawing(canvas)
    canvas.showPage()
    canvas.save()
    return file


@contextmanager
def opened(file: Path) -> Iterator[tuple[Page, pdfium.PdfPage]]:
    with Document(file) as document:
        for page, handle in document.open_pages():
            assert handle is not None
            yield page, handle


def read(file: Path, mode: source.OcrMode = "auto") -> Sourced:
    with opened(file) as (page, handle):
        return sourced(page, handle, Ocr(mode))


def text_of(page: Page) -> str:
    return "".join(page.text)


@pytest.mark.parametrize("case", HIDDEN)
def test_what_nobody_sees_is_not_printed(folder: Path, case: str) -> None:
    found = read(written(folder, *HIDDEN[case]))
    assert text_of(found.page) == SHOWN
    [note] = found.notes
    assert (note.check, note.severity, note.printed) == ("hidden_text", "warning", ASKED)


@pytest.mark.parametrize("case", SEEN)
def test_what_is_seen_is_printed(folder: Path, case: str) -> None:
    found = read(written(folder, *SEEN[case]))
    assert text_of(found.page) == SHOWN + ASKED
    assert [note.printed[:3] for note in found.notes] == ["0ld"] * (case in ("retyped", "over white print"))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_may_be_turned_and_cut(folder: Path, rotation: int) -> None:
    file = written(folder, say, cover, lambda c: say(c, "New 12", x=X + 10))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = rotation
        pdf.pages[0].CropBox = pikepdf.Array([20, 30, 290, 190])
        pdf.save(file)
    assert text_of(read(file).page) == SHOWN + "New 12"


def test_a_number_that_the_edge_of_the_page_cuts(folder: Path) -> None:
    file = written(folder, lambda c: say(c, "12,358.60 yuan paid", x=X))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([X + 12, 0, *SIZE])
        pdf.save(file)
    found = read(file)
    assert text_of(found.page) == "own 4711yuan paid"  # of the first words, too, some are outside
    assert [note.check for note in found.notes] == ["hidden_text"]


def test_a_font_that_tells_no_size_of_its_glyphs(folder: Path) -> None:
    """Type 3, with an empty font box: its ink is looked for in the whole place of the character."""
    file = written(folder)
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


def in_layer(file: Path, *, is_on: bool, is_form: bool) -> None:
    """Put the last text of the page into a layer, as marked content or as a form."""
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
        state = "ON" if is_on else "OFF"
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary({"/Order": [layer], "/" + state: [layer]})
        )
        content = b"BT /F1 11 Tf 60 100 Td (" + ASKED.encode() + b") Tj ET"
        if is_form:
            form = pdf.make_stream(content)
            form.Type, form.Subtype, form.OC = pikepdf.Name.XObject, pikepdf.Name.Form, layer
            form.BBox, form.Resources = [0, 0, *SIZE], page.Resources
            page.Resources.XObject = pikepdf.Dictionary(Old=form)
            page.contents_add(b"/Old Do")
        else:
            page.Resources.Properties = pikepdf.Dictionary(Old=layer)
            page.contents_add(b"/OC /Old BDC " + content + b" EMC")
        pdf.save(file)


@pytest.mark.parametrize("is_form", [False, True])
@pytest.mark.parametrize("is_on", [False, True])
def test_layers_count_while_they_are_shown(folder: Path, is_on: bool, is_form: bool) -> None:
    file = written(folder)
    in_layer(file, is_on=is_on, is_form=is_form)
    assert text_of(read(file).page) == SHOWN + (ASKED if is_on else "")


@pytest.mark.parametrize(("kind", "is_seen"), [("Square", False), ("Highlight", True), ("Text", True)])
def test_text_under_an_annotation(folder: Path, kind: str, is_seen: bool) -> None:
    """A black box hides what is under it; a highlighted line stays legible, and so does one with a note beside it."""
    left, bottom, width, height = BOX
    right, top = left + width, bottom + height
    file = written(folder, say)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name("/" + kind),
            Rect=[left, bottom, right, top],
            QuadPoints=[left, top, right, top, left, bottom, right, bottom],
            C=[1, 1, 0],
            F=4,
        )
        if kind == "Square":
            look = pdf.make_stream(b"0 g 0 0 130 26 re f")
            look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 130, 26]
            note.AP = pikepdf.Dictionary(N=look)
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])
        pdf.save(file)
    assert text_of(read(file).page) == SHOWN + (ASKED if is_seen else "")


def test_text_behind_a_mask(folder: Path) -> None:
    """A soft mask of a graphics state that lets nothing through."""
    file = written(folder)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        group = pdf.make_stream(b"0 g 0 0 300 200 re f")
        group.Type, group.Subtype, group.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, *SIZE]
        group.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray)
        mask = pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=group)
        page.Resources.ExtGState = pikepdf.Dictionary(M=pikepdf.Dictionary(SMask=mask))
        page.contents_add(b"q /M gs BT /F1 11 Tf 60 100 Td (" + ASKED.encode() + b") Tj ET Q")
        pdf.save(file)
    assert text_of(read(file).page) == SHOWN


def test_white_print_over_black_print(folder: Path) -> None:
    """It takes ink away and has none of its own."""
    found = read(written(folder, say, lambda c: c.setFillGray(1), lambda c: say(c, "Other 9,417.33")))
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
    folder: Path, text: str, start: float, width: float, left: str
) -> None:
    found = read(written(folder, lambda c: half_covered(c, text, start, width)))
    assert text_of(found.page).removeprefix(SHOWN).strip() == left
    assert [note.check for note in found.notes] == ["hidden_text"]


def test_the_tail_of_a_comma_may_be_cut(folder: Path) -> None:
    found = read(written(folder, box_at(X - 2, Y - 0.3, 100, 16)))
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


def test_a_line_that_is_cut_along_is_seen_as_a_whole(folder: Path) -> None:
    """Of its low letters less is left than of the high ones."""
    found = read(written(folder, lambda c: cut_along(c, "Tunnel works hall")))
    assert text_of(found.page) == SHOWN + "Tunnel works hall" and not found.notes


def test_what_is_hidden_in_a_line_that_is_cut_along_stays_hidden(folder: Path) -> None:
    box = (X + 64.5, Y + 5.7, 30, 10)  # over all but the lowest trace of the last word
    found = read(written(folder, lambda c: cut_along(c, "Tunnel works Hill", box)))
    assert text_of(found.page).strip() == SHOWN + "Tunnel works"
    assert [note.printed for note in found.notes] == ["Hill"]


@pytest.mark.parametrize("has_outlines", [True, False])
def test_a_font_that_the_file_does_not_bring(folder: Path, has_outlines: bool) -> None:
    """Without ink where this machine has no such font, but not where it has and something covers the text."""

    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas.setFont("STSong-Light", 11)
        canvas.drawString(X, Y, "修缮费用")
        cover(canvas)

    with opened(written(folder, draw)) as (page, handle):
        assert page.hideable is not None
        glyphs = page.boxes.copy()
        glyphs[:, 1] = glyphs[:, 3] - (10.0 if has_outlines else 0.01)
        page.hideable = replace(page.hideable, glyphs=glyphs)
        found = printed(page, handle)
    assert (found is not None) == has_outlines


def test_what_comes_to_light_behind_a_cell_is_a_scrap(folder: Path) -> None:
    text = "Upkeep of the roads and bridges of the town"
    found = read(written(folder, lambda c: half_covered(c, text, 120, 85)))
    assert text_of(found.page).removeprefix(SHOWN).strip() == "Upkeep of the roads and"


def test_a_large_sheet_made_small_is_read_enlarged(folder: Path) -> None:
    found = read(written(folder, large_sheet))
    assert text_of(found.page).count(ASKED) == 20 and not found.notes


def test_hidden_words_without_figures_are_told_quietly(folder: Path) -> None:
    [note] = read(written(folder, lambda c: say(c, "draft", mode=3))).notes
    assert note.severity == "info" and "5个字符" in note.message


def scan(canvas: Canvas, share: float = 1.0) -> None:
    image = Image.new("L", (60, 40), 230)
    canvas.drawImage(ImageReader(image), 0, 0, SIZE[0], SIZE[1] * share)


def test_a_layer_over_a_picture_is_taken_where_nothing_is_recognised(folder: Path) -> None:
    """With `never` the words of a scan are those of the program that made it."""
    file = written(folder, lambda c: scan(c, 0.57), lambda c: say(c, mode=3))
    assert text_of(read(file, "never").page) == SHOWN + ASKED
    assert text_of(read(file).page) == SHOWN


def test_a_covered_figure_is_never_taken(folder: Path) -> None:
    file = written(folder, say, picture)
    assert text_of(read(file, "never").page) == SHOWN


def test_nothing_is_drawn_where_nothing_could_hide_text(folder: Path) -> None:
    file = written(folder, say, rules, ground((0.8, 0.9, 1)))
    with opened(file) as (page, handle):
        assert page.hideable is not None  # the ground is drawn over what is asked
        assert printed(page, handle) is not None
    with opened(written(folder, ground((0.8, 0.9, 1), say), rules)) as (page, _):
        assert page.hideable is None


def test_all_objects_are_drawn_again_afterwards(folder: Path) -> None:
    file = written(folder, say, cover)
    with opened(file) as (page, handle):
        before = handle.render(scale=1).to_numpy().copy()
        sourced(page, handle, Ocr())
        assert np.array_equal(handle.render(scale=1).to_numpy(), before)
        assert ASKED in handle.get_textpage().get_text_range()


@pytest.mark.parametrize("given", ["9,999.99", "12,358.60", "2,35860"])
def test_figures_are_those_drawn(folder: Path, given: str) -> None:
    file = written(folder)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(
            b"/Span <</ActualText (" + given.encode() + b")>> BDC BT /F1 11 Tf 60 100 Td (2,358.60) Tj ET EMC"
        )
        pdf.save(file)
    found = read(file)
    assert text_of(found.page) == SHOWN + "2,358.60"
    [note] = found.notes
    assert (note.check, note.printed) == ("actual_text_differs", "2,358.60") and given in note.message


def test_other_words_than_those_drawn_may_be_better(folder: Path) -> None:
    """The figures are the same: the file's words hold, as where a font names its characters oddly."""
    file = written(folder)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(
            b"/Span <</ActualText (No. 7)>> BDC BT /F1 11 Tf 60 100 Td (N* 7.) Tj ET EMC"
        )
        pdf.save(file)
    found = read(file)
    assert text_of(found.page) == SHOWN + "No. 7"
    assert not found.notes
