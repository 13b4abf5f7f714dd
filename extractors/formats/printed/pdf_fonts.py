"""Fonts of a PDF in which text is set with the characters and widths that another format gives.

A font whose file is known is embedded: every sign has a code of its own, from which the PDF tells its character and its
glyph. Of others the PDF only says the name and the characters, and whoever shows it draws them in a font at hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name

from extractors.formats.printed.font_program import FontProgram

_ASCENT, _DESCENT = 880, -120  # of fonts in which Chinese is set
_SYMBOLIC, _BOLD = 4, 1 << 18
_LAST_CODE = 0xFFFF
_PRIVATE = 0xE000  # the first code for signs that are no character of two bytes
_LAST_PRIVATE = 0xF8FF
_FIRST_LATIN, _LATIN_CID = 32, 1  # the blank, and its place in Adobe-GB1, which the rest of ASCII follows
_END, _END_CID = 0x3000, 96  # the wide blank, which is nothing but the end of texts here
_DIGITS = range(16, 26)  # their places after the blank
_PIECE = 100  # entries of a block of a table of characters, at most
_FILES = {
    "truetype": ("/FontFile2", None),
    "opentype": ("/FontFile3", "/OpenType"),
    "cff": ("/FontFile3", "/CIDFontType0C"),
}
_NARROWEST = 0.85  # of the usual step: what stands closer is set in narrow letters

# Widths of Helvetica's letters from the blank to the tilde, thousandths of the size.
_LATIN = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)


class Font(Protocol):
    """A font of the PDF."""

    def code(self, text: str, glyph: int, step: float | None) -> tuple[bytes, float]:
        """The code of a sign, and its width as a share of the size. `step` is as far as the next sign stands."""

    def write(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as the PDF has it, with all signs that were asked for."""


class SourceFont:
    """One font of the source, of which the PDF gets one or more."""

    def __init__(self, name: str, program: FontProgram | None = None, *, is_bold: bool = False) -> None:
        self._name, self._is_bold = name.replace("\0", "") or "Text", is_bold
        self.program = program
        self._embedded = EmbeddedFont(self._name, program) if program is not None else None
        self._plain: dict[int, PlainFont] = {}

    @property
    def embedded(self) -> EmbeddedFont | None:
        return self._embedded

    def plain(self, steps: Iterable[tuple[str, float]]) -> PlainFont:
        """One without its file, as narrow as Chinese signs are set that stand one such step before the next."""
        rooms = sorted(step for text, step in steps if step > 0 and usual_width(text) == 1)
        room = rooms[len(rooms) // 2] if rooms else 1.0
        tenths = 10 if room >= _NARROWEST else max(1, int(room * 10))
        if tenths not in self._plain:
            self._plain[tenths] = PlainFont(self._name, tenths / 10, is_bold=self._is_bold)
        return self._plain[tenths]


class EmbeddedFont:
    """A font with its file."""

    def __init__(self, name: str, program: FontProgram) -> None:
        self._name, self._program = name, program
        self._codes: dict[tuple[str, int], int] = {}

    def code(self, text: str, glyph: int, step: float | None) -> tuple[bytes, float]:
        code = self._codes.setdefault((text, glyph), min(len(self._codes) + 1, _LAST_CODE))
        return code.to_bytes(2, "big"), self._width(text, glyph) / 1000

    def _width(self, text: str, glyph: int) -> int:
        own = self._program.width(glyph)
        return round(min(usual_width(text) if own is None else own, 4.0) * 1000)

    def write(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        signs = {code: sign for sign, code in self._codes.items()}
        ordered = sorted(signs.items())
        # Codes follow each other without a gap, from 1.
        to_glyphs = b"".join((glyph & 0xFFFF).to_bytes(2, "big") for _, (_, glyph) in ordered)
        descriptor = _descriptor(self._name)
        key, kind = _FILES[self._program.flavour]
        stream = pikepdf.Stream(pdf, self._program.content)
        if kind is None:
            stream.Length1 = len(self._program.content)
        else:
            stream.Subtype = Name(kind)
        descriptor[key] = pdf.make_indirect(stream)
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if self._program.flavour == "cff" else Name.CIDFontType2,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            W=Array([1, Array([self._width(*sign) for _, sign in ordered])]),
            CIDToGIDMap=pikepdf.Stream(pdf, b"\0\0" + to_glyphs),
        )
        texts = [(code, text) for code, (text, _) in ordered]
        return _composite(pdf, descriptor, inner, "/Identity-H", texts)


class PlainFont:
    """A font without its file. Characters of two bytes are their own codes, by which one at hand is asked for them."""

    def __init__(self, name: str, narrowness: float, *, is_bold: bool) -> None:
        self._name, self._narrowness, self._is_bold = name, narrowness, is_bold
        self._others: dict[str, int] = {}
        self._used: dict[int, str] = {}
        self._latin: dict[int, int] = {}

    def code(self, text: str, glyph: int, step: float | None) -> tuple[bytes, float]:
        code = ord(text) if len(text) == 1 else -1
        if code == _END or (not _FIRST_LATIN <= code < _PRIVATE and not _LAST_PRIVATE < code <= _LAST_CODE):
            code = self._others.setdefault(text, min(_PRIVATE + len(self._others), _LAST_PRIVATE))
        self._used[code] = text
        return code.to_bytes(2, "big"), self._width(code, step) / 1000

    def end(self) -> bytes:
        """A mark of hardly any width, which is read as no character.

        After a single sign it says how wide the text is: where the machine has no font that draws the sign, pdfium
        takes it to be nothing.
        """
        self._used[_END] = "\t"
        return _END.to_bytes(2, "big")

    def _width(self, code: int, step: float | None) -> int:
        """That of Chinese is the size; Latin letters have the width of their first step, where it can be that."""
        place = code - _FIRST_LATIN
        if not 0 <= place < len(_LATIN):
            return round(1000 * self._narrowness)
        if place not in self._latin:
            usual = round(max(500, _LATIN[place]) * self._narrowness)
            width = min(usual, round(step * 1000)) if step is not None and step > 0 else usual
            # Digits are as wide as each other.
            self._latin |= dict.fromkeys(_DIGITS if place in _DIGITS else [place], width)
        return self._latin[place]

    def write(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        widths = [(_LATIN_CID + place, width) for place, width in sorted(self._latin.items())] + [
            (_END_CID, 1)
        ]
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"GB1", Supplement=2),
            DW=round(1000 * self._narrowness),
            W=Array(value for cid, width in widths for value in (cid, Array([width]))),
        )
        descriptor = _descriptor(self._name, is_bold=self._is_bold)
        return _composite(pdf, descriptor, inner, "/UniGB-UCS2-H", sorted(self._used.items()))


def _composite(
    pdf: pikepdf.Pdf, descriptor: Dictionary, inner: Dictionary, encoding: str, texts: list[tuple[int, str]]
) -> pikepdf.Object:
    """A font of codes of two bytes; `texts` are their characters."""
    inner.BaseFont = descriptor.FontName
    inner.FontDescriptor = pdf.make_indirect(descriptor)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=descriptor.FontName,
            Encoding=Name(encoding),
            DescendantFonts=Array([pdf.make_indirect(inner)]),
            ToUnicode=pikepdf.Stream(pdf, _to_unicode(texts)),
        )
    )


def _descriptor(name: str, *, is_bold: bool = False) -> Dictionary:
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + name),
        Flags=_SYMBOLIC | (_BOLD if is_bold else 0),
        FontBBox=Array([0, _DESCENT, 1000, _ASCENT]),
        ItalicAngle=0,
        Ascent=_ASCENT,
        Descent=_DESCENT,
        CapHeight=700,
        StemV=120 if is_bold else 80,
    )


def usual_width(text: str) -> float:
    """As a share of the size, in a font of which nothing is known."""
    first = text[:1]
    if not first or unicodedata.combining(first):
        return 0.0
    if unicodedata.east_asian_width(first) in "WFA":
        return 1.0
    place = ord(first) - _FIRST_LATIN
    return max(0.5, _LATIN[place] / 1000) if 0 <= place < len(_LATIN) else 0.6


def _to_unicode(signs: list[tuple[int, str]]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    named = [(code, text) for code, text in signs if text]
    for start in range(0, len(named), _PIECE):
        piece = named[start : start + _PIECE]
        lines.append(f"{len(piece)} beginbfchar")
        lines += [
            f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>" for code, text in piece
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
