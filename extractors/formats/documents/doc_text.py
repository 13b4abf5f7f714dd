"""The text of a .doc as Word's XML: paragraphs, their letters, and what is anchored among them."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left

from extractors.formats.documents.doc_drawings import text_boxes
from extractors.formats.documents.doc_elements import element, put, put_shade
from extractors.formats.documents.doc_file import FONTS, DocFile, joined
from extractors.formats.documents.doc_forms import letters_of, put_end, put_form
from extractors.formats.documents.doc_notes import Note, notes
from extractors.formats.documents.doc_properties import CharacterProperties, ParagraphProperties
from extractors.formats.documents.doc_runs import Runs
from extractors.formats.documents.doc_styles import StyleSheet
from extractors.formats.documents.doc_tables import TableBuilder
from extractors.formats.documents.docx_names import Element

_ENDS = re.compile("[\r\x07\x0c]")
_CELL_END, _SECTION_END = "\x07", "\x0c"
_PICTURE, _NOTE, _DRAWING, _BEGIN, _SEPARATE, _FIELD_END = "\x01", "\x02", "\x08", "\x13", "\x14", "\x15"
_SIGNS = {"\t": "tab", "\x0b": "br", "\x0c": "br", "\x0e": "br", "\x1e": "noBreakHyphen"}
_FIELDS = {_BEGIN: "begin", _SEPARATE: "separate", _FIELD_END: "end"}
_PARTS = re.compile("[^\x00-\x1f\ufffe\uffff]+|[\x00-\x1f]")
_FIELD_SIGNS = re.compile("[\x13\x14\x15]")
_MOST_LISTS = 2046  # uses of lists
_FONT_NAME = 39  # bytes in front of the name of a font


class TextBuilder:
    """Makes the elements of stories."""

    def __init__(self, file: DocFile, styles: StyleSheet) -> None:
        """Raises FormatError."""
        self._file, self._styles = file, styles
        self._runs = Runs(file)
        self._fonts = _fonts(file.entry(FONTS))
        self.notes = notes(file)
        self._marks = [one.mark for one in self.notes]
        self._boxes = text_boxes(file)
        self.is_odd = False
        """Is there a table that is not described as it is stored?"""
        self._fields: list[bool] = []  # of each that is open, whether its result has begun
        self._late: list[int] = []  # anchors within the code of a field

    def put_story(self, into: Element, start: int, end: int) -> Element:
        """The text from one position to another, in an element."""
        outer = self._fields, self._late
        self._fields, self._late = [], []
        tables = TableBuilder(into)
        first = start
        for found in _ENDS.finditer(self._file.text, start, end):
            mark = found.start()
            if found[0] != _SECTION_END or self._runs.ends_paragraph(mark):
                self._paragraph(tables, first, mark)
                first = mark + 1
        if first < end:  # a text whose last paragraph has no end
            self._paragraph(tables, first, end - 1, end)
        tables.close()
        self.is_odd = self.is_odd or tables.is_odd
        self._fields, self._late = outer
        return into

    def _paragraph(self, tables: TableBuilder, start: int, mark: int, end: int | None = None) -> None:
        style, sprms = self._runs.paragraph(mark)
        properties = self._styles.paragraph(style, sprms)
        run = next(self._runs.letters(mark, mark + 1))
        letters = self._styles.letters(properties.style, run.sprms)
        depth = properties.table_depth
        ends_row = properties.ends_row or properties.ends_inner_row
        depth = max(depth, 1) if ends_row else depth
        if start < mark or not ends_row:
            built = element("p")
            _set(put(built, "pPr"), properties, letters)
            self._put_text(built, start, mark if end is None else end, properties.style)
            is_cell_mark = self._file.text[mark] == _CELL_END if depth == 1 else properties.ends_cell
            tables.add(built, depth, is_cell_mark and not ends_row)
        if ends_row:
            tables.end_row(depth, sprms, letters.is_hidden, letters.is_deleted)

    def _put_text(self, paragraph: Element, start: int, end: int, style: int) -> None:
        for run in self._runs.letters(start, end):
            letters = self._styles.letters(style, run.sprms)
            if letters.is_deleted:
                gone = put(put(paragraph, "del"), "r")
                put(gone, "delText").text = letters_of(self._file.text[run.start : run.end])
                continue
            at = run.start
            first = bisect_left(self._marks, at)
            for note in self.notes[first : bisect_left(self._marks, run.end)]:
                self._put_run(paragraph, at, note.mark, letters)
                self._put_note(paragraph, note, letters)
                at = note.mark
            self._put_run(paragraph, at, run.end, letters)

    def _put_run(self, paragraph: Element, start: int, end: int, letters: CharacterProperties) -> None:
        if start == end:
            return
        run = self._run(paragraph, letters)
        for found in _PARTS.finditer(self._file.text, start, end):
            text = found[0]
            if letters.is_special and letters.symbol is not None:
                font, code = letters.symbol
                put(run, "sym", font=self._fonts.get(font, ""), char=f"{code:04X}")
            elif text >= " ":
                put(run, "t").text = joined(text)
            elif text in _SIGNS:
                put(run, _SIGNS[text])
            elif text in _FIELDS:
                self._put_field(run, found.start())
            elif text == _DRAWING and not all(self._fields):
                self._late.append(found.start())
            elif text == _DRAWING:
                self._put_boxes(run, found.start())
            elif text == _PICTURE and letters.is_special:
                put(run, "pict")

    def _run(self, paragraph: Element, letters: CharacterProperties) -> Element:
        run = put(paragraph, "r")
        about = put(run, "rPr")
        put(about, "sz", val=letters.half_points)
        if letters.is_hidden:
            put(about, "vanish")
        if letters.is_struck or letters.is_struck_twice:
            put(about, "strike")
        if letters.is_raised:
            put(about, "vertAlign", val="superscript")
        if letters.is_shaded:
            put_shade(about)
        if letters.colour:
            put(about, "color", val=letters.colour)
        if letters.font in self._fonts:
            put(about, "rFonts", ascii=self._fonts[letters.font])
        return run

    def _put_note(self, paragraph: Element, note: Note, letters: CharacterProperties) -> None:
        attributes = {"customMarkFollows": 1} if note.has_own_mark else {}
        put(self._run(paragraph, letters), f"{note.kind}Reference", id=note.number, **attributes)

    def _put_field(self, run: Element, at: int) -> None:
        text = self._file.text
        sign = put(run, "fldChar", fldCharType=_FIELDS[text[at]])
        if text[at] == _BEGIN:
            self._fields.append(False)
            code = _FIELD_SIGNS.search(text, at + 1)
            put_form(sign, text[at + 1 : code.start()] if code else "", self._data_behind(at))
        elif self._fields and text[at] == _SEPARATE:
            self._fields[-1] = True
        elif self._fields:
            put_end(run, text, at, self._fields.pop())
        if all(self._fields):
            for late in self._late:
                self._put_boxes(run, late)
            self._late = []

    def _data_behind(self, begin: int) -> bytes:
        """What is stored of a field to be filled in that begins here."""
        text = self._file.text
        end = text.find(_FIELD_END, begin)
        at = text.find(_PICTURE, begin, max(end, begin))
        if at < 0:
            return b""
        place = self._styles.letters(0, next(self._runs.letters(at, at + 1)).sprms).data
        return b"" if place is None else self._file.data[place : place + 2**16]

    def _put_boxes(self, run: Element, at: int) -> None:
        """The text boxes that are anchored here, each of which is read once."""
        for start, end in self._boxes.pop(at, []):
            self.put_story(put(put(run, "pict"), "txbxContent"), start, end)


def _set(about: Element, properties: ParagraphProperties, mark: CharacterProperties) -> None:
    put(about, "pStyle", val=properties.style)
    put(about, "jc", val=properties.align)
    if 0 < properties.list_use <= _MOST_LISTS:
        numbers = put(about, "numPr")
        put(numbers, "ilvl", val=properties.level or 0)
        put(numbers, "numId", val=properties.list_use)
    indent = put(about, "ind", left=properties.left)
    _hang(indent, "", properties.first)
    if properties.left_letters is not None:
        _attribute(indent, "leftChars", properties.left_letters)
    if properties.first_letters is not None:
        _hang(indent, "Chars", properties.first_letters)
    if properties.tabs:
        tabs = put(about, "tabs")
        for place, leader in properties.tabs.items():
            put(tabs, "tab", val="left", pos=place, leader=leader)
    if properties.is_shaded:
        put_shade(about)
    ends = put(about, "rPr")
    if mark.is_deleted:
        put(ends, "del")
    if mark.is_hidden:
        put(ends, "vanish")


def _hang(indent: Element, ending: str, first: int) -> None:
    _attribute(indent, f"hanging{ending}" if first < 0 else f"firstLine{ending}", abs(first))


def _attribute(into: Element, name: str, value: int) -> None:
    namespace = str(into.tag).rpartition("}")[0]
    into.set(f"{namespace}}}{name}", str(value))


def _fonts(stored: bytes) -> dict[int, str]:
    """Names of fonts by their numbers."""
    found: dict[int, str] = {}
    if len(stored) < 4:
        return found
    (count,) = struct.unpack_from("<H", stored)
    at = 4
    for number in range(count):
        if at >= len(stored):
            break
        described = stored[at + 1 : at + 1 + stored[at]]
        name = described[_FONT_NAME:].decode("utf-16-le", "ignore").partition("\0")[0]
        found[number] = "".join(one for one in name if one.isprintable())
        at += 1 + stored[at]
    return found
