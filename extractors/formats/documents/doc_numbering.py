"""The lists of a .doc as a numbering part of Word's XML."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from extractors.formats.documents.doc_elements import element, put
from extractors.formats.documents.doc_file import LIST_USES, LISTS, DocFile, UnexpectedError, joined
from extractors.formats.documents.doc_properties import CharacterProperties
from extractors.formats.documents.docx_names import Element

_LIST, _LEVEL, _USE = 28, 28, 16  # bytes
_LEVELS = 9
_NO_FORM = 255
_FORMS = (
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
    "ideographDigital",
)
_SUFFIXES = ("tab", "space", "nothing")


@dataclass(slots=True)
class _Stored:
    """Bytes that are read from their beginning to their end."""

    content: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.content):
            raise UnexpectedError("its lists are not whole")
        self.at += count
        return self.content[self.at - count : self.at]

    def number(self, form: str) -> int:
        found: int = struct.unpack("<" + form, self.take(struct.calcsize(form)))[0]
        return found


def numbering(file: DocFile) -> Element:
    """A part that names each use of a list by its number, from 1. Raises UnexpectedError."""
    root = element("numbering")
    at, length = file.place(LISTS)
    if length:
        _lists(root, _Stored(file.table, at))
    if file.place(LIST_USES)[1]:
        _uses(root, _Stored(file.entry(LIST_USES)))
    return root


def form_name(code: int) -> str:
    """The form of numbers with this code; decimal where it is not known."""
    return "none" if code == _NO_FORM else _FORMS[code] if code < len(_FORMS) else _FORMS[0]


def _lists(root: Element, stored: _Stored) -> None:
    described = [stored.take(_LIST) for _ in range(max(stored.number("h"), 0))]
    for one in described:
        (name,) = struct.unpack_from("<i", one)
        made = put(root, "abstractNum", abstractNumId=name)
        styles = struct.unpack_from("<9H", one, 8)
        for level in range(1 if one[26] & 1 else _LEVELS):
            _level(made, level, stored, styles[level])


def _level(parent: Element, number: int, stored: _Stored, style: int | None = None) -> int:
    """Put a level into a list; the number that it begins with."""
    head = stored.take(_LEVEL)
    start, form, flags = struct.unpack_from("<iBB", head)
    suffix, letters, paragraph, after = head[15], head[24], head[25], head[26]
    stored.take(paragraph)
    set_over = stored.take(letters)
    text = joined(stored.take(2 * stored.number("H")).decode("utf-16-le", "surrogatepass"))
    made = put(parent, "lvl", ilvl=number)
    put(made, "start", val=start)
    put(made, "numFmt", val=form_name(form))
    if flags & 8:
        put(made, "lvlRestart", val=after)
    if flags & 4:
        put(made, "isLgl")
    if style is not None and style != 0xFFF:
        put(made, "pStyle", val=style)
    if suffix < len(_SUFFIXES):
        put(made, "suff", val=_SUFFIXES[suffix])
    # A small number stands in the text where the number of this level is to stand.
    shown = "".join(f"%{ord(one) + 1}" if ord(one) < _LEVELS else one for one in text)
    put(made, "lvlText", val="".join(one for one in shown if one.isprintable()))
    usual = CharacterProperties()
    properties = CharacterProperties()
    properties.change(set_over, usual)
    if properties.is_hidden:
        put(put(made, "rPr"), "vanish")
    return int(start)


def _uses(root: Element, stored: _Stored) -> None:
    described = [stored.take(_USE) for _ in range(stored.number("I"))]
    for number, one in enumerate(described, 1):
        made = put(root, "num", numId=number)
        put(made, "abstractNumId", val=struct.unpack_from("<i", one)[0])
        stored.take(4)
        for _ in range(one[12]):
            start, flags = stored.number("i"), stored.number("I")
            changed = put(made, "lvlOverride", ilvl=flags & 15)
            if flags & 0x20:
                start = _level(changed, flags & 15, stored)
            if flags & 0x10:
                put(changed, "startOverride", val=start)
