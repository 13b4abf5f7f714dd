"""The sheets of an OpenDocument spreadsheet, read cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.formats.blocks import FormatError
from extractors.formats.workbooks.ods_styles import OdsStyles
from extractors.formats.workbooks.sheet_builder import SheetBuilder
from extractors.formats.xml import walk

_NUMBERS = ("float", "percentage", "currency", "date", "time")
_MINUS = "-−－(（"
_MOST_COLUMNS = 16_384
_MOST_REPEATED = 1000  # like rows or columns that show something
_MOST_EMPTY = 30  # like rows or columns that do not
_MOST_TEXT = 32_767
_GROUPS = ("table-row-group", "table-column-group")
_NOT_IN_CELLS = frozenset({"annotation", "tracked-changes", "shapes", "forms", "frame", "custom-shape"})
"""Elements whose words stand in no cell."""


@dataclass(slots=True)
class _Cell:
    column: int
    attributes: dict[str, str]
    is_covered: bool
    lines: list[str] = field(default_factory=list)


class OdsWalk:
    """`builders` has the visible sheets after reading, or those of them that come before a damage."""

    def __init__(self, styles: OdsStyles) -> None:
        self.builders: list[SheetBuilder] = []
        self._styles = styles
        self._sheet: SheetBuilder | None = None
        self._count = self._tables = self._skipped = 0
        self._row = self._column = self._next_column = 0
        self._column_styles: dict[int, str] = {}
        self._row_attributes: dict[str, str] = {}
        self._cells: list[_Cell] = []
        self._cell: _Cell | None = None
        self._in_text = 0
        self._struck: list[bool] = []
        """Of the pieces of text around, whether each is struck out."""
        self._groups: list[bool] = []
        """Of the groups around, whether each is folded."""

    def read(self, chunks: Iterable[bytes]) -> None:
        """Raises FormatError."""
        try:
            walk(chunks, self._start, self._end, self._text)
        except ValueError as error:
            raise FormatError("damaged", f"it holds what is none of its values: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _NOT_IN_CELLS:
            self._skipped += 1
        if self._skipped:
            return
        if name == "table":
            self._tables += 1
            if self._tables == 1:
                self._start_sheet(attributes)
        elif self._tables == 0:
            self._styles.start(name, attributes)
        elif self._tables == 1 and self._sheet is not None:
            self._start_within(name, attributes)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self._count += 1
        self._row = self._next_column = 0
        self._column_styles, self._groups = {}, []
        style = self._styles.get("table", attributes.get("style-name", ""))
        self._sheet = None if style.is_hidden else SheetBuilder(self._count, attributes.get("name", ""))

    def _start_within(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._cell = _Cell(self._column, attributes, name.startswith("covered"))
            self._column += max(int(attributes.get("number-columns-repeated", 1)), 1)
        elif name == "table-row":
            self._row_attributes, self._cells, self._column = attributes, [], 0
        elif name == "table-column":
            self._define_columns(attributes)
        elif name in _GROUPS:
            self._groups.append(attributes.get("display") == "false")
        elif self._cell is not None:
            self._start_words(name, attributes, self._cell.lines)

    def _start_words(self, name: str, attributes: dict[str, str], lines: list[str]) -> None:
        if name in ("p", "h"):
            self._in_text += 1
            lines.append("")
        elif not self._in_text:
            return
        elif name == "span":
            self._struck.append(self._styles.is_struck(attributes.get("style-name", "")))
        elif name == "s":
            lines[-1] += " " * min(max(int(attributes.get("c", 1)), 1), 100)
        elif name == "tab":
            lines[-1] += " "
        elif name == "line-break":
            lines.append("")

    def _text(self, piece: str) -> None:
        if self._in_text and not self._skipped and self._cell is not None and not any(self._struck):
            self._cell.lines[-1] += piece

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= name in _NOT_IN_CELLS
        elif name == "table":
            self._tables -= 1
            if self._tables == 0 and self._sheet is not None:
                self.builders.append(self._sheet)
                self._sheet = None
        elif self._tables == 0:
            self._styles.end(name)
        elif self._tables == 1 and self._sheet is not None:
            self._end_within(name, self._sheet)

    def _end_within(self, name: str, sheet: SheetBuilder) -> None:
        if name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._cells.append(self._cell)
            self._cell, self._in_text, self._struck = None, 0, []
        elif name == "table-row":
            self._end_row(sheet)
        elif name in _GROUPS and self._groups:
            self._groups.pop()
        elif name in ("p", "h") and self._in_text:
            self._in_text -= 1
        elif name == "span" and self._struck:
            self._struck.pop()

    def _define_columns(self, attributes: dict[str, str]) -> None:
        sheet = self._sheet
        first = self._next_column
        self._next_column += max(int(attributes.get("number-columns-repeated", 1)), 1)
        columns = range(first, min(self._next_column, _MOST_COLUMNS))
        if sheet is None:
            return
        width = self._styles.get("table-column", attributes.get("style-name", "")).size
        if attributes.get("visibility", "visible") != "visible" or any(self._groups) or width == 0:
            sheet.hidden_columns.update(columns)
        elif width is not None:
            sheet.widths.update(dict.fromkeys(columns, width))
        if "default-cell-style-name" in attributes:
            self._column_styles.update(dict.fromkeys(columns, attributes["default-cell-style-name"]))

    def _end_row(self, sheet: SheetBuilder) -> None:
        attributes = self._row_attributes
        first = self._row
        repeated = max(int(attributes.get("number-rows-repeated", 1)), 1)
        self._row += repeated
        has_text = any(cell.lines for cell in self._cells)
        # Of empty rows by the thousand those behind the first are behind the end.
        shown = range(first, first + min(repeated, _MOST_REPEATED if has_text else _MOST_EMPTY))
        height = self._styles.get("table-row", attributes.get("style-name", "")).size
        if attributes.get("visibility", "visible") != "visible" or any(self._groups) or height == 0:
            sheet.hidden_rows.update(shown)
        elif height is not None:
            sheet.heights.update(dict.fromkeys(shown, height))
        for row in shown:
            for cell in self._cells:
                self._add(sheet, row, cell)

    def _add(self, sheet: SheetBuilder, row: int, cell: _Cell) -> None:
        attributes = cell.attributes
        text = "\n".join(cell.lines)[:_MOST_TEXT].rstrip()
        repeated = int(attributes.get("number-columns-repeated", 1))
        is_number = attributes.get("value-type") in _NUMBERS
        text = text.strip() if is_number else text
        is_red = is_number and _is_below_zero(attributes) and not any(sign in text for sign in _MINUS)
        count = min(repeated, _MOST_REPEATED if text else _MOST_EMPTY)
        for column in range(cell.column, min(cell.column + count, _MOST_COLUMNS)):
            name = self._style_name(attributes, column)
            look = self._styles.look("table-cell", name, is_number)
            if text and not cell.is_covered and not self._styles.get("table-cell", name).is_unseen:
                sheet.add(row, column, text, look, is_red, is_number)
            else:
                sheet.add_blank(row, column, look)
        rows = int(attributes.get("number-rows-spanned", 1))
        columns = int(attributes.get("number-columns-spanned", 1))
        if (rows > 1 or columns > 1) and not cell.is_covered:
            sheet.merge((row, cell.column, row + rows - 1, cell.column + columns - 1))

    def _style_name(self, attributes: dict[str, str], column: int) -> str:
        row_style = self._row_attributes.get("default-cell-style-name")
        return attributes.get("style-name") or row_style or self._column_styles.get(column, "Default")


def _is_below_zero(attributes: dict[str, str]) -> bool:
    try:
        return float(attributes.get("value", 0)) < 0
    except ValueError:
        return False
