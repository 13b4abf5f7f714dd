"""The style sheet of a .doc: what its styles say, and the properties of letters and paragraphs with all of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.formats.blocks import FormatError
from extractors.formats.documents.doc_file import STYLES, DocFile, joined
from extractors.formats.documents.doc_properties import (
    NOTHING,
    CharacterProperties,
    ParagraphProperties,
    character_style,
)
from extractors.formats.documents.doc_sprms import PARAGRAPH, sprms, unsigned

_PARAGRAPH, _CHARACTER = 1, 2  # kinds of styles
_DEEPEST = 32  # styles that are based on one another
_FIXED = 18  # bytes at the beginning of the sheet, behind its length
_NEW_STYLE = 0x4600
_CONTENTS = range(19, 28)  # built-in styles of the entries of a table of contents


@dataclass(frozen=True, slots=True)
class _Style:
    kind: int
    base: int
    name: str
    paragraph: bytes = b""
    letters: bytes = b""


class StyleSheet:
    """The styles of a file by their numbers."""

    def __init__(self, file: DocFile) -> None:
        """Raises FormatError."""
        stored = file.entry(STYLES)
        self._usual = b"", b""
        try:
            self._styles = self._read(stored)
        except (struct.error, IndexError) as error:
            raise FormatError("damaged", "its styles are not whole") from error
        # Many letters are set alike.
        self.letters = lru_cache(4096)(self._letters)
        self._letters_of_style = lru_cache(1024)(self._style_letters)
        self._paragraph_of_style = lru_cache(1024)(self._style_paragraph)

    @property
    def names(self) -> dict[int, str]:
        """Of the styles of paragraphs."""
        return {at: one.name for at, one in self._styles.items() if one.kind == _PARAGRAPH}

    def _letters(self, style: int, stored: bytes) -> CharacterProperties:
        """Those of letters with these sprms in a paragraph of this style."""
        below = self._letters_of_style(style)
        own = character_style(stored)
        if own is not None:
            below = self._over(own, below, _CHARACTER)
        found = replace(below)
        found.change(stored, below)
        return found

    def paragraph(self, style: int, stored: bytes) -> ParagraphProperties:
        """Those of a paragraph of this style with these sprms."""
        changed = [unsigned(operand) for code, operand in sprms(stored, PARAGRAPH) if code == _NEW_STYLE]
        style = changed[-1] if changed else style
        found = self._paragraph_of_style(style).copy()
        found.change(stored)
        found.style = style
        return found

    def _style_letters(self, style: int) -> CharacterProperties:
        usual = CharacterProperties()
        usual.change(self._usual[0], usual)
        return self._over(style, usual, _PARAGRAPH)

    def _over(self, style: int, below: CharacterProperties, kind: int) -> CharacterProperties:
        """What a style and its bases say, over what stands below.

        A style of letters that hides what the paragraph hides already shows it: it turns around what stands below.
        """
        is_turning = kind == _CHARACTER
        # Turned around by itself, it says nothing.
        found = below.turned(below) if is_turning else below
        for one in reversed(self._bases(style)):
            if one.kind == kind:
                base, found = found, replace(found)
                found.change(one.letters, NOTHING if is_turning else base)
        return found.turned(below) if is_turning else found

    def _style_paragraph(self, style: int) -> ParagraphProperties:
        found = ParagraphProperties()
        found.change(self._usual[1])
        for one in reversed(self._bases(style)):
            if one.kind == _PARAGRAPH:
                found.change(one.paragraph)
        return found

    def _bases(self, style: int) -> list[_Style]:
        found: list[_Style] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = self._styles[style].base
        return found

    def _read(self, stored: bytes) -> dict[int, _Style]:
        (head,) = struct.unpack_from("<H", stored)
        count, size = struct.unpack_from("<HH", stored, 2)
        self._usual = _usual(stored[2 : 2 + head])
        at = 2 + head
        found: dict[int, _Style] = {}
        for number in range(count):
            if at + 2 > len(stored):
                break
            (length,) = struct.unpack_from("<H", stored, at)
            if length:
                found[number] = _style(stored[at + 2 : at + 2 + length], size)
            at += 2 + length + length % 2
        if not found:
            raise IndexError
        return found


def _usual(head: bytes) -> tuple[bytes, bytes]:
    """Sprms of all letters and of all paragraphs, which newer versions of Word write."""
    (known,) = struct.unpack_from("<H", head, 6)
    at = _FIXED + 2
    found: list[bytes] = []
    if at + 2 <= len(head):
        at += 2 + known * struct.unpack_from("<H", head, at)[0]
        while at + 4 <= len(head) and len(found) < 2:
            (length,) = struct.unpack_from("<I", head, at)
            found.append(head[at + 4 : at + 4 + length])
            at += 4 + length
    return (found[0], found[1]) if len(found) == 2 else (b"", b"")


def _style(stored: bytes, size: int) -> _Style:
    number, kind, parts = struct.unpack_from("<HHH", stored)
    kind, base = kind & 15, kind >> 4
    (letters,) = struct.unpack_from("<H", stored, size)
    at = size + 2 + 2 * letters
    name = joined("".join(map(chr, struct.unpack_from(f"<{letters}H", stored, size + 2))))
    if number & 0xFFF in _CONTENTS:  # whatever its name is in the language of who wrote it
        name = f"toc {_CONTENTS.index(number & 0xFFF) + 1}"
    at += 2  # a zero behind it
    found: list[bytes] = []
    for _ in range(parts & 15):
        at += at % 2
        if at + 2 > len(stored):
            break
        (length,) = struct.unpack_from("<H", stored, at)
        found.append(stored[at + 2 : at + 2 + length])
        at += 2 + length
    if kind == _PARAGRAPH and len(found) >= 2:
        return _Style(kind, base, name, found[0][2:], found[1])
    return _Style(kind, base, name, b"", found[0] if kind == _CHARACTER and found else b"")
