"""Documents of Word 97 to 2003, read without another program.

What they store is put into the elements of Word's XML, of which the reader of .docx knows what they show.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.documents import docx
from extractors.formats.documents.doc_drawings import is_painted
from extractors.formats.documents.doc_elements import element, put
from extractors.formats.documents.doc_file import SECTIONS, DocFile, UnexpectedError, plc, streams_of
from extractors.formats.documents.doc_numbering import form_name, numbering
from extractors.formats.documents.doc_sprms import SECTION, sprms, unsigned
from extractors.formats.documents.doc_styles import StyleSheet
from extractors.formats.documents.doc_text import TextBuilder
from extractors.formats.documents.docx_names import Element
from extractors.formats.documents.docx_parts import Parts

_SECTION = 12  # bytes
_NOWHERE = 0xFFFFFFFF
_PAGE_WIDTH, _LEFT, _RIGHT, _FOOTNOTES, _ENDNOTES = 0xB01F, 0xB021, 0xB022, 0x5040, 0x5042
_WIPED = "\0" * 8  # what a lost sector of a disk is filled with
_ODD = (struct.error, IndexError, KeyError, ValueError, OverflowError, TypeError)


def read(path: Path) -> Reading:
    """What a document shows. Raises FormatError, UnexpectedError, OSError."""
    return shown(streams_of(path))


def shown(streams: Mapping[str, bytes]) -> Reading:
    """What a document of these streams shows. Raises FormatError, UnexpectedError."""
    try:
        parts = _parts(DocFile(streams))
    except _ODD as error:
        raise UnexpectedError(str(error)) from error
    reading = docx.shown(parts)
    if reading.damages and not reading.sheets[0].blocks:
        raise FormatError("damaged", reading.damages[0])
    return reading


def _parts(file: DocFile) -> Parts:
    styles = StyleSheet(file)
    text = TextBuilder(file, styles)
    related, damages = {"styles": _styles(styles)}, []
    try:
        related["numbering"] = numbering(file)
    except UnexpectedError:
        damages.append("the numbers of its lists are not read")
    for kind in ("footnote", "endnote"):
        root = related[f"{kind}s"] = element(f"{kind}s")
        for note in text.notes:
            if note.kind == kind:
                text.put_story(put(root, kind, id=note.number), note.start, note.end)
    body = text.put_story(element("body"), *file.story("text"))
    _put_section(body, file)
    if is_painted(file):
        put(body, "background")
    if text.is_odd:
        damages.append("a table is not described as it is stored")
    if _WIPED in file.text:
        damages.append("a part of its text is missing")
    found = Parts(body, related)
    found.damages += damages
    return found


def _styles(sheet: StyleSheet) -> Element:
    """Their names; what they say has been put into the paragraphs and letters themselves."""
    root = element("styles")
    for number, name in sheet.names.items():
        style = put(root, "style", type="paragraph", styleId=number)
        put(style, "name", val="".join(one for one in name if one.isprintable()))
    return root


def _put_section(body: Element, file: DocFile) -> None:
    """The page of the last section, and how its notes are marked."""
    _, sections = plc(file.entry(SECTIONS), _SECTION)
    at = struct.unpack_from("<I", sections[-1], 2)[0] if sections else _NOWHERE
    if at + 2 > len(file.main):
        return
    (length,) = struct.unpack_from("<H", file.main, at)
    said = {code: unsigned(operand) for code, operand in sprms(file.main[at + 2 : at + 2 + length], SECTION)}
    section = put(body, "sectPr")
    put(section, "pgSz", w=said.get(_PAGE_WIDTH, 12240))
    put(section, "pgMar", left=said.get(_LEFT, 1800), right=said.get(_RIGHT, 1800))
    for name, code in (("footnotePr", _FOOTNOTES), ("endnotePr", _ENDNOTES)):
        if code in said:
            put(put(section, name), "numFmt", val=form_name(said[code]))
