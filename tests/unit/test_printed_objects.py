"""Objects of the file that hide or replace text: layers, annotations, masks, other words for what is drawn."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.printed_pages import ASKED, BOX, SHOWN, SIZE, read, say, text_of, written


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
def test_layers_count_while_they_are_shown(tmp_path: Path, is_on: bool, is_form: bool) -> None:
    file = written(tmp_path)
    in_layer(file, is_on=is_on, is_form=is_form)
    assert text_of(read(file).page) == SHOWN + (ASKED if is_on else "")


@pytest.mark.parametrize(("kind", "is_seen"), [("Square", False), ("Highlight", True), ("Text", True)])
def test_text_under_an_annotation(tmp_path: Path, kind: str, is_seen: bool) -> None:
    """A black box hides what is under it; a highlighted line stays legible, and so does one with a note beside it."""
    left, bottom, width, height = BOX
    right, top = left + width, bottom + height
    file = written(tmp_path, say)
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


def test_text_behind_a_mask(tmp_path: Path) -> None:
    """A soft mask of a graphics state that lets nothing through."""
    file = written(tmp_path)
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


@pytest.mark.parametrize("given", ["9,999.99", "12,358.60", "2,35860"])
def test_figures_are_those_drawn(tmp_path: Path, given: str) -> None:
    file = written(tmp_path)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(
            b"/Span <</ActualText (" + given.encode() + b")>> BDC BT /F1 11 Tf 60 100 Td (2,358.60) Tj ET EMC"
        )
        pdf.save(file)
    found = read(file)
    assert text_of(found.page) == SHOWN + "2,358.60"
    [note] = found.notes
    assert (note.check, note.printed) == ("actual_text_differs", "2,358.60") and given in note.message


def test_other_words_than_those_drawn_may_be_better(tmp_path: Path) -> None:
    """The figures are the same: the file's words hold, as where a font names its characters oddly."""
    file = written(tmp_path)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(
            b"/Span <</ActualText (No. 7)>> BDC BT /F1 11 Tf 60 100 Td (N* 7.) Tj ET EMC"
        )
        pdf.save(file)
    found = read(file)
    assert text_of(found.page) == SHOWN + "No. 7"
    assert not found.notes
