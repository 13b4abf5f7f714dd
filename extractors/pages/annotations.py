"""What stands on a page without being part of its content: fields of forms, typed notes, stamps, struck-out text.

A reader sees them, so they are drawn into the page before it is read: pdfium makes them objects of the page like any
other. Comments, highlighting, links and buttons add nothing to what a page says and are left out, and so is what is
not shown on the screen. A page without such things costs a look at its list of annotations.

Borders of fields and notes are no ruling lines of a table: the lines of a page are those of its content, and those
that strike text out.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages.annotation_lines import lines_of
from extractors.pages.paths import Box, Graphics, read_graphics

_NOTHING = {
    raw.FPDF_ANNOT_TEXT,
    raw.FPDF_ANNOT_LINK,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_CARET,
    raw.FPDF_ANNOT_POPUP,
    raw.FPDF_ANNOT_FILEATTACHMENT,
    raw.FPDF_ANNOT_SOUND,
    raw.FPDF_ANNOT_MOVIE,
    raw.FPDF_ANNOT_SCREEN,
    raw.FPDF_ANNOT_PRINTERMARK,
    raw.FPDF_ANNOT_TRAPNET,
    raw.FPDF_ANNOT_THREED,
    raw.FPDF_ANNOT_RICHMEDIA,
}
"""Kinds that add nothing to what the page says; all others are shown."""
_NOTHING_FIELDS = {raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE}
_VALUE_FIELDS = {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX}
_FORMS = {raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND}
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_MOST = 20_000  # annotations of a page that are looked at
_LONGEST = 20_000  # bytes of a value
_FONT_SIZE = re.compile(r"([\d.]+)\s+Tf\b")
_USUAL_SIZE = 12.0
_SPECK = 0.02  # pixels a point: a picture that nobody looks at


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed on a page: `box` is left, bottom, right, top in user space.

    `size` is that of its letters, `aligned` 0 left, 1 centred, 2 right.
    """

    text: str
    box: Box
    size: float = _USUAL_SIZE
    aligned: int = 0


@dataclass(slots=True)
class Shown:
    """What the annotations of a page add to it, drawn into the page, or not to be drawn."""

    content: Graphics
    """Lines and shading of the page without them."""
    strikes: list[Box] = field(default_factory=list)
    """Lines drawn over it, which strike out the text that they cross."""
    fields: list[Typed] = field(default_factory=list)
    """The values of fields that are drawn."""
    notes: int = 0
    """Typed notes."""
    undrawn: list[Typed] = field(default_factory=list)
    """Typed notes that say how they look in words alone; pdfium cannot draw them."""
    is_drawn: bool = True
    """Whether the others could be drawn into the page; else what was typed stands among the `undrawn`."""


@dataclass(slots=True)
class _Annotations:
    """Those of one page that are shown."""

    has_fields: bool = False
    notes: int = 0
    drawn: list[Typed] = field(default_factory=list)
    undrawn: list[Typed] = field(default_factory=list)
    strikes: list[Box] = field(default_factory=list)
    needs_drawing: bool = False
    """Is there one whose looks pdfium makes up when it draws the page?"""


def open_page(pdf: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, Shown | None]:
    """Page `index` (0-based) with what its annotations show drawn into it; None where they show nothing.

    Raises PdfiumError when the page cannot be opened.
    """
    page = pdf[index]
    if not _shows_something(page):
        return page, None
    try:
        found = _chosen(page)
        shown = Shown(read_graphics(page), found.strikes, [], found.notes, found.undrawn)
        if found.has_fields and pdf.get_formtype() in _FORMS:
            page = _with_fields(pdf, page, index)
            shown.fields = list(_values(page))
        if found.needs_drawing:
            page.render(scale=_SPECK, may_draw_forms=False)
        if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
            shown.undrawn += found.drawn + shown.fields
            shown.is_drawn = False
    finally:
        page.close()
    return pdf[index], shown


def _with_fields(pdf: pdfium.PdfDocument, page: pdfium.PdfPage, index: int) -> pdfium.PdfPage:
    """The page opened as a form: pdfium draws fields that come without a drawing, or with one that is out of date."""
    if page.formenv is not None:  # opened so because of a page before it
        return page
    page.close()
    pdf.init_forms()
    return pdf[index]


@contextmanager
def _annotation(page: pdfium.PdfPage, index: int) -> Iterator[Any]:
    """An open annotation; None where there is none at this place of the list."""
    found = raw.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield found or None
    finally:
        if found:
            raw.FPDFPage_CloseAnnot(found)


def _each(page: pdfium.PdfPage) -> Iterator[Any]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        with _annotation(page, index) as found:
            if found is not None:
                yield found


def _shows_something(page: pdfium.PdfPage) -> bool:
    return any(_is_shown(found) for found in _each(page))


def _is_shown(found: Any) -> bool:
    kind = raw.FPDFAnnot_GetSubtype(found)
    return kind not in _NOTHING and not raw.FPDFAnnot_GetFlags(found) & _UNSEEN


def _chosen(page: pdfium.PdfPage) -> _Annotations:
    """Those that are shown; all others are hidden from what draws them."""
    chosen = _Annotations()
    for found in _each(page):
        kind = raw.FPDFAnnot_GetSubtype(found)
        if not _is_shown(found):
            _hide(found)
        elif kind == raw.FPDF_ANNOT_WIDGET:
            chosen.has_fields = True
        elif kind == raw.FPDF_ANNOT_FREETEXT and not _has_drawing(found):
            _hide(found)
            chosen.notes += 1
            chosen.undrawn.append(_note(found))
        else:
            if kind == raw.FPDF_ANNOT_FREETEXT:
                chosen.notes += 1
                chosen.drawn.append(_note(found))
            chosen.needs_drawing |= not _has_drawing(found)
            chosen.strikes += lines_of(found, kind)
    return chosen


def _hide(found: Any) -> None:
    raw.FPDFAnnot_SetFlags(found, raw.FPDFAnnot_GetFlags(found) | raw.FPDF_ANNOT_FLAG_HIDDEN)


def _has_drawing(found: Any) -> bool:
    return bool(raw.FPDFAnnot_HasKey(found, b"AP"))


def _note(found: Any) -> Typed:
    """A typed note, out of what it says of its looks."""
    said = _FONT_SIZE.search(_words(found, b"DA"))
    size = float(said.group(1)) if said else 0.0
    aligned = ctypes.c_float()
    raw.FPDFAnnot_GetNumberValue(found, b"Q", aligned)
    return Typed(_words(found, b"Contents"), _box(found), size or _USUAL_SIZE, int(aligned.value))


def _words(found: Any, key: bytes) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(found, key, buffer, size))


def _string(ask: Any) -> str:
    """A text that pdfium writes as UTF-16, ended by a zero."""
    size = min(ask(None, 0), _LONGEST)
    buffer = ctypes.create_string_buffer(size + 2)
    if ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size) > _LONGEST:
        return ""
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


def _box(found: Any) -> Box:
    place = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(found, place)
    xs, ys = sorted((place.left, place.right)), sorted((place.bottom, place.top))
    return xs[0], ys[0], xs[1], ys[1]


def _values(page: pdfium.PdfPage) -> Iterator[Typed]:
    """The values of fields of text; buttons and seals among the fields are hidden."""
    form = page.formenv.raw
    for found in _each(page):
        if raw.FPDFAnnot_GetSubtype(found) != raw.FPDF_ANNOT_WIDGET or not _is_shown(found):
            continue
        kind = raw.FPDFAnnot_GetFormFieldType(form, found)
        if kind in _NOTHING_FIELDS:
            _hide(found)
        elif kind in _VALUE_FIELDS:
            value = _value(form, found)
            if value.strip():
                yield Typed(value, _box(found))


def _value(form: Any, found: Any) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, found, buffer, size))
