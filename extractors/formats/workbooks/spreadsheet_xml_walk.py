"""The elements of a SpreadsheetML workbook, from its styles to its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.formats.workbooks.sheet_builder import SheetBuilder
from extractors.formats.workbooks.workbook import Look
from extractors.formats.workbooks.xlsx_sheet import serial_of
from extractors.formats.workbooks.xlsx_styles import PLAIN, Style, style_of

_HORIZONTAL = {
    "Left": "left",
    "Right": "right",
    "Center": "center",
    "CenterAcrossSelection": "centerContinuous",
    "Distributed": "distributed",
    "JustifyDistributed": "distributed",
    "Justify": "justify",
    "Fill": "fill",
}
_CODES = {
    "General Number": "General",
    "Currency": '"¥"#,##0.00;"¥"\\-#,##0.00',
    "Euro Currency": '"€"#,##0.00;"€"\\-#,##0.00',
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "yy-m-d",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
}
"""Formats that have names, as Excel prints them in China."""
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_TEXT = 32_767
_WHITE = "#FFFFFF"
_BREAKS = ("p", "br", "BR", "P")
_STRUCK = "S"  # of HTML, within a text


@dataclass(slots=True)
class _Stated:
    """What a style says itself."""

    parent: str
    said: dict[str, str] = field(default_factory=dict)


class SpreadsheetWalk:
    """`builders` has the visible sheets after reading."""

    def __init__(self) -> None:
        self.builders: list[SheetBuilder] = []
        self._sheet: SheetBuilder | None = None
        self._count = 0
        self._stated: dict[str, _Stated] = {}
        self._known: dict[str, Style] = {}
        self._current = _Stated("")
        self._is_hidden = False
        self._row = self._column = self._next_column = 0
        self._row_style = self._table_style = ""
        self._column_styles: dict[int, str] = {}
        self._cell: dict[str, str] | None = None
        self._kind = ""
        self._pieces: list[str] = []
        self._struck = 0  # marks of struck text around
        self._in_data = self._in_comment = self._in_visible = self._in_styles = False
        self._from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._in_comment:
            return
        if name == "Cell":
            self._start_cell(attributes)
        elif name == "Data":
            self._in_data, self._kind, self._struck = True, attributes.get("Type", "String"), 0
        elif self._in_data:
            self._struck += name == _STRUCK
            if name in _BREAKS:
                self._pieces.append("\n")
        elif name == "Row":
            self._start_row(attributes)
        elif name == "Column" and self._sheet is not None:
            self._define_columns(self._sheet, attributes)
        elif name == "Worksheet":
            self._start_sheet(attributes)
        elif name == "Table" and self._sheet is not None:
            self._start_table(self._sheet, attributes)
        elif name == "Comment":
            self._in_comment = True
        elif name in ("Visible", "Date1904"):
            self._in_visible = name == "Visible"
            self._from_1904 = self._from_1904 or name == "Date1904"
        else:
            self._start_style(name, attributes)

    def text(self, piece: str) -> None:
        if self._in_data and not self._in_comment:
            if not self._struck:
                self._pieces.append(piece)
        elif self._in_visible and piece.strip().startswith("Sheet") and "Hidden" in piece:
            self._is_hidden = True

    def end(self, name: str) -> None:
        if name == "Comment":
            self._in_comment = False
        elif self._in_comment:
            return
        elif name == "Data":
            self._in_data = False
        elif self._in_data:
            self._struck -= name == _STRUCK
        elif name == "Cell":
            self._end_cell()
        elif name == "Row":
            self._row += 1
        elif name == "Visible":
            self._in_visible = False
        elif name == "Worksheet":
            if self._sheet is not None and not self._is_hidden:
                self.builders.append(self._sheet)
            self._sheet = None

    def _start_style(self, name: str, attributes: dict[str, str]) -> None:
        said = self._current.said
        if name == "Style":
            self._current = _Stated(
                attributes.get("Parent", "" if attributes.get("ID") == "Default" else "Default")
            )
            self._stated[attributes.get("ID", "")] = self._current
        elif name == "Border":
            is_drawn = attributes.get("LineStyle", "None") != "None"
            said[attributes.get("Position", "")] = "drawn" if is_drawn else ""
        elif name == "Interior":
            is_coloured = attributes.get("Pattern", "None") != "None"
            said["Ground"] = attributes.get("Color", "") if is_coloured else _WHITE
        elif name in ("Font", "Alignment", "NumberFormat"):
            said.update(attributes)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self._count += 1
        self._sheet, self._is_hidden = SheetBuilder(self._count, attributes.get("Name", "")), False

    def _start_table(self, sheet: SheetBuilder, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("TopCell", 1)) - 1
        self._next_column = 0
        self._column_styles = {}
        self._table_style = attributes.get("StyleID", "Default")
        sheet.default_width = float(attributes.get("DefaultColumnWidth", sheet.default_width))
        sheet.default_height = float(attributes.get("DefaultRowHeight", sheet.default_height))

    def _define_columns(self, sheet: SheetBuilder, attributes: dict[str, str]) -> None:
        first = int(attributes.get("Index", self._next_column + 1)) - 1
        self._next_column = first + int(attributes.get("Span", 0)) + 1
        columns = range(max(first, 0), min(self._next_column, _MOST_COLUMNS))
        width = float(attributes.get("Width", -1))
        if attributes.get("Hidden") == "1" or width == 0:
            sheet.hidden_columns.update(columns)
        elif width > 0:
            sheet.widths.update(dict.fromkeys(columns, width))
        if "StyleID" in attributes:
            self._column_styles.update(dict.fromkeys(columns, attributes["StyleID"]))

    def _start_row(self, attributes: dict[str, str]) -> None:
        if "Index" in attributes:
            self._row = int(attributes["Index"]) - 1
        if not 0 <= self._row < _MOST_ROWS:
            raise ValueError(f"row {self._row + 1}")
        self._column = 0
        self._row_style = attributes.get("StyleID", "")
        height = float(attributes.get("Height", -1))
        rows = range(self._row, min(self._row + int(attributes.get("Span", 0)) + 1, _MOST_ROWS))
        if self._sheet is not None and (attributes.get("Hidden") == "1" or height == 0):
            self._sheet.hidden_rows.update(rows)
        elif self._sheet is not None and height > 0:
            self._sheet.heights[self._row] = height
        self._row = rows[-1]

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "Index" in attributes:
            self._column = int(attributes["Index"]) - 1
        if not 0 <= self._column < _MOST_COLUMNS:
            raise ValueError(f"column {self._column + 1}")
        self._cell, self._kind, self._pieces = attributes, "", []

    def _end_cell(self) -> None:
        cell, sheet = self._cell, self._sheet
        if cell is None or sheet is None:
            return
        across, down = int(cell.get("MergeAcross", 0)), int(cell.get("MergeDown", 0))
        if across > 0 or down > 0:
            sheet.merge((self._row, self._column, self._row + down, self._column + across))
        style = self._style(
            cell.get("StyleID")
            or self._row_style
            or self._column_styles.get(self._column)
            or self._table_style
        )
        self._add(sheet, style, "".join(self._pieces)[:_MOST_TEXT])
        self._column += max(across, 0) + 1
        self._cell = None

    def _add(self, sheet: SheetBuilder, style: Style, value: str) -> None:
        look, is_red = style.text_look, False
        text = ""
        is_number = self._kind in ("Number", "DateTime") and bool(value.strip())
        if is_number:
            number = serial_of(value, self._from_1904) if self._kind == "DateTime" else float(value)
            text, is_red = style.format.number(number, self._from_1904)
            look = style.number_look
        elif self._kind == "Boolean":
            text, look = "TRUE" if value.strip() in ("1", "true", "TRUE") else "FALSE", style.other_look
        elif self._kind == "Error":
            text, look = value, style.other_look
        elif value:
            text = style.format.text(value)
        if text.strip() and not style.is_unseen:
            sheet.add(self._row, self._column, text, look, is_red, is_number, style.is_across)
        else:
            sheet.add_blank(self._row, self._column, look, style.is_across)

    def _style(self, name: str) -> Style:
        if name not in self._known:
            self._known[name] = self._made(name) if name in self._stated else PLAIN
        return self._known[name]

    def _made(self, name: str) -> Style:
        said: dict[str, str] = {}
        for _ in range(20):
            stated = self._stated.get(name)
            if stated is None:
                break
            said = stated.said | said
            name = stated.parent
        code = said.get("Format", "General")
        horizontal = _HORIZONTAL.get(said.get("Horizontal", ""), "")
        look = Look(
            indent=0.0 if horizontal in ("right", "center") else float(said.get("Indent", 0)),
            is_bold=said.get("Bold") == "1",
            size=float(said.get("Size", 11)),
            has_top=bool(said.get("Top")),
            has_left=bool(said.get("Left")),
            has_bottom=bool(said.get("Bottom")),
            has_right=bool(said.get("Right")),
        )
        is_white = said.get("Color", "").upper() == said.get("Ground", _WHITE).upper() == _WHITE
        is_unseen = is_white or said.get("StrikeThrough") == "1"
        return style_of(look, horizontal, _CODES.get(code, code), is_unseen)
