"""Workbooks of Excel 97 to 2003 and before (.xls, .et): visible sheets, values as stored with their formats."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import xlrd

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.workbooks.builtin_formats import BUILT_IN
from extractors.formats.workbooks.encrypted import unlocked
from extractors.formats.workbooks.sheet_builder import SheetBuilder
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.workbook import Look, SheetCells
from extractors.formats.workbooks.xlsx_styles import PLAIN, Style, style_of

_MOST_BYTES = 256 * 2**20
_LETTER = 5.25 / 256  # points of a unit of width
_TWIPS = 20  # a point
_HORIZONTAL = ("", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_BOLD = 600  # weight of letters
_UNICODE = 80  # from this version on texts are in Unicode
_ASIAN = (932, 936, 949, 950, 1200, 1361, 54936, 65001)
T = TypeVar("T")


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise FormatError("too_large", f"it is larger than {_MOST_BYTES // 2**20} MB")
    return read_bytes(path.read_bytes())


def read_bytes(content: bytes) -> Reading:
    """Raises FormatError."""
    book = _opened(content)
    reading = Reading([], has_pages=True)
    styles = _Styles(book)
    for index, name in enumerate(book.sheet_names()):
        try:
            cells = _guarded(partial(_cells, book, index, styles))
        except FormatError as error:
            reading.damages.append(f"the sheet {name} cannot be read: {error}")
            continue
        if cells is not None:
            reading.sheets.append(to_sheet(cells))
        book.unload_sheet(index)
    if reading.damages and not reading.sheets:
        raise FormatError("damaged", reading.damages[0])
    return reading


def _opened(content: bytes) -> xlrd.Book:
    try:
        book = _guarded(lambda: _book(content))
    except FormatError as error:
        if "encrypted" not in str(error):
            raise
        book = _guarded(lambda: _book(unlocked(io.BytesIO(content))))
    # Old programs of this country name no code page, or that of the West.
    if book.biff_version < _UNICODE and book.codepage not in _ASIAN:
        return _guarded(lambda: _book(content, "gb18030"))
    return book


def _book(content: bytes, encoding: str | None = None) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=content,
        logfile=io.StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        encoding_override=encoding,
    )


def _guarded(call: Callable[[], T]) -> T:
    """xlrd raises whatever a broken file makes it stumble over."""
    try:
        return call()
    except (FormatError, MemoryError):
        raise
    except Exception as error:
        raise FormatError("damaged", f"{type(error).__name__}: {error}") from error


class _Styles:
    """How the cells of each extended format are printed."""

    def __init__(self, book: xlrd.Book) -> None:
        self._book = book
        self._own = {one.format_key for one in book.format_list}
        self._known: dict[int, Style] = {}

    def __getitem__(self, index: int | None) -> Style:
        if index is None:
            return PLAIN
        if index not in self._known:
            self._known[index] = self._style(index)
        return self._known[index]

    def _style(self, index: int) -> Style:
        book = self._book
        xf = book.xf_list[index]
        key = xf.format_key
        own = book.format_map[key].format_str if key in book.format_map else "General"
        code = own if key in self._own else BUILT_IN.get(key, own)
        font, alignment, border = book.font_list[xf.font_index], xf.alignment, xf.border
        horizontal = _HORIZONTAL[alignment.hor_align] if alignment.hor_align < len(_HORIZONTAL) else ""
        look = Look(
            indent=0.0 if horizontal in ("right", "center") else float(alignment.indent_level),
            is_bold=font.weight > _BOLD or bool(font.bold),
            size=font.height / _TWIPS,
            has_top=border.top_line_style > 0,
            has_left=border.left_line_style > 0,
            has_bottom=border.bottom_line_style > 0,
            has_right=border.right_line_style > 0,
        )
        is_white = self._is_white(font.colour_index) and (
            xf.background.fill_pattern == 0 or self._is_white(xf.background.pattern_colour_index)
        )
        return style_of(look, horizontal, code, is_white or bool(font.struck_out))

    def _is_white(self, colour: int) -> bool:
        return bool(self._book.colour_map.get(colour) == (255, 255, 255))


def _cells(book: xlrd.Book, index: int, styles: _Styles) -> SheetCells | None:
    """What a sheet shows; None where it is hidden."""
    sheet = book.sheet_by_index(index)
    if sheet.visibility:
        return None
    builder = SheetBuilder(index + 1, sheet.name)
    _set_sizes(builder, sheet)
    for r0, r1, c0, c1 in sheet.merged_cells:
        builder.merge((r0, c0, r1 - 1, c1 - 1))
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind != xlrd.XL_CELL_EMPTY:
                style = styles[sheet.cell_xf_index(row, column)]
                _add(builder, sheet, row, column, kind, value, style)
    return builder.finish()


def _not_struck(sheet: xlrd.sheet.Sheet, row: int, column: int, text: str) -> str:
    """A text without the letters that a font of their own strikes out."""
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    fonts = sheet.book.font_list
    edges = [*runs, (len(text), 0)]
    kept = text[: edges[0][0]]
    for (start, font), (end, _) in pairwise(edges):
        if font >= len(fonts) or not fonts[font].struck_out:
            kept += text[start:end]
    return kept


def _set_sizes(builder: SheetBuilder, sheet: xlrd.sheet.Sheet) -> None:
    for column, info in sheet.colinfo_map.items():
        if info.hidden or info.width == 0:
            builder.hidden_columns.add(column)
        else:
            builder.widths[column] = info.width * _LETTER
    for row, info in sheet.rowinfo_map.items():
        if info.hidden or (info.height == 0 and not info.has_default_height):
            builder.hidden_rows.add(row)
        elif info.height:
            builder.heights[row] = info.height / _TWIPS


def _add(
    builder: SheetBuilder,
    sheet: xlrd.sheet.Sheet,
    row: int,
    column: int,
    kind: int,
    value: float | str,
    style: Style,
) -> None:
    text, look, is_red = "", style.text_look, False
    is_number = kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
    if is_number:
        look = style.number_look
        if value or sheet.show_zero_values:
            text, is_red = style.format.number(float(value), bool(sheet.book.datemode))
    elif kind == xlrd.XL_CELL_TEXT:
        text = style.format.text(_not_struck(sheet, row, column, str(value)))
    elif kind == xlrd.XL_CELL_BOOLEAN:
        text, look = "TRUE" if value else "FALSE", style.other_look
    elif kind == xlrd.XL_CELL_ERROR:
        text, look = xlrd.error_text_from_code.get(value, "#N/A"), style.other_look
    if text.strip() and not style.is_unseen:
        builder.add(row, column, text, look, is_red, is_number, style.is_across)
    else:
        builder.add_blank(row, column, look, style.is_across)
