"""One sheet of an Open XML workbook, read cell by cell without ever being held as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from extractors.formats.blocks import FormatError
from extractors.formats.places import place_of
from extractors.formats.workbooks.sheet_builder import SheetBuilder
from extractors.formats.workbooks.xlsx_strings import RichText, unescaped
from extractors.formats.workbooks.xlsx_styles import PLAIN, Style
from extractors.formats.xml import walk

_LETTER = 5.25  # points of a digit, in which widths of columns are given
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_TEXT = 32_767  # letters of a cell
_TRUE = ("1", "true", "on")
_ON_PAGE = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass(slots=True)
class Workbook:
    """What the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    has_styles: bool = True
    """False where the part is missing: what a number is to look like is not known."""
    from_1904: bool = False


class SheetWalk:
    """Hands the cells of a sheet to its builder."""

    def __init__(self, book: Workbook, number: int, name: str) -> None:
        self.builder = SheetBuilder(number, name)
        self.formulas_without_values = 0
        self.texts_missing = 0
        """Cells that name a shared text which is not there."""
        self.is_in_doubt = False
        """Cells have formats that are not known."""
        self._book = book
        self._row, self._column = -1, -1
        self._height = -1.0
        self._has_zeros = True
        self._rich = RichText()
        self._attributes: dict[str, str] = {}
        self._value: list[str] = []
        self._is_value = self._has_formula = self._in_data = self._is_on_page = False

    def read(self, chunks: Iterable[bytes]) -> None:
        """Raises FormatError."""
        try:
            walk(chunks, self._start, self._end, self._text)
        except (ValueError, IndexError) as error:
            raise FormatError("damaged", f"it holds what is none of its values: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._in_data:
            self._start_outside(name, attributes)
        elif name == "c":
            self._attributes = attributes
            self._value = []
            self._has_formula = False
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                row, self._column = place_of(reference)
                if row != self._row:
                    self._row = row
            if not (0 <= self._row < _MOST_ROWS and 0 <= self._column < _MOST_COLUMNS):
                raise FormatError("damaged", f"the cell {reference} lies outside every sheet")
        elif name == "v":
            self._is_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._start_row(attributes)
        else:
            self._rich.start(name, attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        height = float(attributes.get("ht", -1))
        if attributes.get("hidden") in _TRUE or height == 0:
            self.builder.hidden_rows.add(self._row)
        self._height = height

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        builder = self.builder
        if name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            builder.merge((*place_of(first), *place_of(last or first)))
        elif name == "col":
            self._column_size(attributes)
        elif name == "sheetFormatPr":
            builder.default_height = float(attributes.get("defaultRowHeight", builder.default_height))
            width = attributes.get("defaultColWidth")
            builder.default_width = builder.default_width if width is None else float(width) * _LETTER
        elif name in _ON_PAGE:
            self._is_on_page = True
            self.builder.page_texts.append("")
        elif name == "sheetView":
            self._has_zeros = attributes.get("showZeros", "1") in _TRUE

    def _column_size(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes["min"]) - 1, min(int(attributes["max"]), _MOST_COLUMNS)
        width = float(attributes.get("width", -1))
        columns = range(max(first, 0), last)
        if attributes.get("hidden") in _TRUE or width == 0:
            self.builder.hidden_columns.update(columns)
        elif width > 0:
            self.builder.widths.update(dict.fromkeys(columns, width * _LETTER))

    def _text(self, piece: str) -> None:
        if self._is_value:
            self._value.append(piece)
        elif self._is_on_page and len(self.builder.page_texts[-1]) < _MOST_TEXT:
            self.builder.page_texts[-1] += piece[:_MOST_TEXT]
        else:
            self._rich.text(piece)

    def _end(self, name: str) -> None:
        if name == "v":
            self._is_value = False
        elif name == "c":
            self._end_cell()
        elif name == "sheetData":
            self._in_data = False
        elif name in _ON_PAGE:
            self._is_on_page = False
        elif name != "row":
            self._rich.end(name)

    def _end_cell(self) -> None:
        if self._height > 0:
            # Only of rows that have cells: a million that have none may be formatted.
            self.builder.heights[self._row], self._height = self._height, -1.0
        kind = self._attributes.get("t", "n")
        style = self._style()
        value = "".join(self._value)
        if kind == "inlineStr":
            value = self._rich.take()
        if not value and self._has_formula and kind != "str":
            self.formulas_without_values += 1
        if kind == "n" and value:
            self._number(float(value), style)
        elif kind == "d" and value:
            self._number(serial_of(value, self._book.from_1904), style)
        elif value:
            self._words(kind, value, style)
        else:
            self.builder.add_blank(self._row, self._column, style.text_look, style.is_across)

    def _words(self, kind: str, value: str, style: Style) -> None:
        look = style.text_look
        if kind == "s":
            index = int(value)
            if not 0 <= index < len(self._book.strings):
                self.texts_missing += 1
                return
            value = self._book.strings[index]
        elif kind == "str":
            value = unescaped(value)
        elif kind == "b":
            value, look = "TRUE" if value.strip() in _TRUE else "FALSE", style.other_look
        elif kind == "e":
            look = style.other_look
        text = style.format.text(value[:_MOST_TEXT])
        if text.strip() and not style.is_unseen:
            self.builder.add(self._row, self._column, text, look, is_across=style.is_across)
        else:
            self.builder.add_blank(self._row, self._column, look, style.is_across)

    def _number(self, value: float, style: Style) -> None:
        if value == 0 and not self._has_zeros:
            self.builder.add_blank(self._row, self._column, style.number_look)
            return
        text, is_red = style.format.number(value, self._book.from_1904)
        if text and not style.is_unseen:
            self.builder.add(
                self._row, self._column, text, style.number_look, is_red, True, is_across=style.is_across
            )
        else:
            self.builder.add_blank(self._row, self._column, style.number_look)

    def _style(self) -> Style:
        index = int(self._attributes.get("s", 0))
        styles = self._book.styles
        if 0 <= index < len(styles):
            return styles[index]
        self.is_in_doubt = self.is_in_doubt or index != 0 or not self._book.has_styles
        return styles[0] if styles else PLAIN


def serial_of(value: str, from_1904: bool) -> float:
    """The number of a date that is written out, as Strict workbooks may have it. Raises ValueError."""
    if "T" not in value and ":" in value:
        at = time.fromisoformat(value)
        return (at.hour * 3600 + at.minute * 60 + at.second) / 86_400
    moment = datetime.fromisoformat(value.rstrip("Z"))
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    return (moment.replace(tzinfo=None) - start).total_seconds() / 86_400
