"""Pictures and fonts that pages name, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from extractors.pages.content_faults import drawing_scopes
from extractors.pages.faults import FONT_MISSING, PICTURE_BROKEN, PICTURE_SHORT, WIDTHS_WRONG, Fault
from extractors.pages.glyph_widths import wrong_width

Key = tuple[int, int]
_PARTS = (
    "/DescendantFonts",
    "/FontDescriptor",
    "/FontFile",
    "/FontFile2",
    "/FontFile3",
    "/ToUnicode",
    "/Encoding",
)
_LONGEST = 40


def picture_faults(pdf: Pdf, short: Collection[Key], broken: Collection[Key] = ()) -> list[Fault]:
    """Pages with pictures that are `short` of data, or `broken`: their data cannot be unpacked."""
    if not short and not broken:
        return []
    found = []
    for page, drawn in _named(pdf, Name.XObject):
        parts = [
            part for part in (drawn, drawn.get(Name.SMask), drawn.get(Name.Mask)) if isinstance(part, Stream)
        ]
        for kind, damaged in ((PICTURE_SHORT, short), (PICTURE_BROKEN, broken)):
            if any(part.objgen in damaged for part in parts):
                found.append(Fault(kind, page))
    return found


def font_faults(pdf: Pdf) -> list[Fault]:
    """Fonts that lack a part that they name, or whose widths are not those of their glyphs."""
    known: dict[Key, tuple[str, str] | None] = {}
    found = []
    for page, font in _named(pdf, Name.Font):
        if font.objgen not in known or font.objgen == (0, 0):
            known[font.objgen] = _fault_of(font)
        if fault := known[font.objgen]:
            found.append(Fault(fault[0], page, fault[1]))
    return found


def _fault_of(font: Object) -> tuple[str, str] | None:
    """The kind of a font's fault, and what is shown of it."""
    base = font.get(Name.BaseFont)
    name = base.unparse().decode("latin-1")[:_LONGEST] if isinstance(base, Name) else ""
    if any(_lacks_a_part(part) for part in _parts(font)):
        return FONT_MISSING, name
    try:
        width = wrong_width(font)
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError):
        return None  # a damaged stream, which is said elsewhere
    return (WIDTHS_WRONG, f"{width:g}") if width is not None else None


def _parts(font: Object) -> Iterator[Object]:
    """The font, the one that it is made of, and what describes them."""
    inner = font.get(Name.DescendantFonts)
    for part in (font, inner[0] if isinstance(inner, Array) and len(inner) else None):
        if isinstance(part, Dictionary):
            yield part
            descriptor = part.get(Name.FontDescriptor)
            if isinstance(descriptor, Dictionary):
                yield descriptor


def _lacks_a_part(part: Object) -> bool:
    """Is one named that the file does not hold?"""
    named = {key for key, _ in part.items()}
    return any(key in named and part.get(key) is None for key in _PARTS)


def _named(pdf: Pdf, kind: Name) -> Iterator[tuple[int, Object]]:
    """Number of the page (1-based) and every dictionary of a kind that it or its forms name."""
    for page, scope in drawing_scopes(pdf):
        found = scope.resources.get(kind) if scope.resources is not None else None
        for item in found.values() if isinstance(found, Dictionary) else ():
            if isinstance(item, Dictionary | Stream):
                yield page, item
