"""How a sheet lies before its reader: widths, number formats, what stays in place, and one page wide on paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
from openpyxl.worksheet.properties import PageSetupProperties
from rich.cells import cell_len

LINE_HEIGHT = 17.0  # points: a line of Chinese in the font that workbooks begin with
_MOST_LINES = 8  # of a row, so that none is taller than the screen
_WIDEST, _NARROWEST = 40, 20  # of a column of text; what is longer goes on in the next line
_ROOM_FOR_ARROW = 2  # of the filter, beside the header
_HEADER_LINES = 2
_MOST_FROZEN, _WIDEST_FROZEN = 4, 56
_A4, _A3 = (9, 150), (8, 220)  # as Excel numbers them, and the width that each holds across at full size
_SMALLEST = 0.6  # scale at which a printed page can still be read
_WIDEST_NUMBER = 12
_MARGIN = 0.4  # inches
_FOR_PROGRAMS = ("_id", "_index", "sha256", "corrections", "extractor_version")
_NO_COUNTS = ("year", "page_number", "_page", "page_first", "page_last")
_MOST_IN_HEADER = 200  # of the 255 characters that Excel takes


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. Widths count characters of the workbook's font; a Chinese one takes two."""

    label: str
    width: float
    number_format: str
    is_text: bool
    is_centred: bool
    """Short values that neither add up nor begin a sentence: years, pages, dates, yes and no."""
    is_folded: bool
    """Holds nothing, or what only programs ask for: it is there, behind the mark + of a group."""
    names_row: bool
    """Its values say what a row is about: words, dates and years, no figure."""


def columns_of(table: pa.Table, labels: Sequence[str], measured: Sequence[Sequence[Any]]) -> list[Column]:
    """The layout of a table; `measured` are the first values of each column."""
    longest = [
        max((_width(one, number_format(field)) for one in values if one is not None), default=0)
        for field, values in zip(table.schema, measured, strict=True)
    ]
    cap = _cap(lambda cap: _visible_width(_columns(table, labels, longest, cap)))
    return _columns(table, labels, longest, cap)


def number_format(column: pa.Field) -> str:
    """How Excel shows the values: yuan with thousands and two digits, codes and ids as text, the rest as it is."""
    name, kind = column.name, column.type
    if pa.types.is_string(kind):
        # Not for every text: Excel shows ##### for long ones of this format.
        return "@" if name.endswith(("_code", "_id")) or name == "sha256" else "General"
    if pa.types.is_date(kind):
        return "yyyy-mm-dd"
    if pa.types.is_timestamp(kind):
        return "yyyy-mm-dd hh:mm:ss"
    if name.endswith(("_yuan", "_pct")) or pa.types.is_decimal(kind):
        return "#,##0.00"
    return "#,##0" if name.endswith("_usd") else "General"


def lay_out(page: Any, columns: Sequence[Column], rows: int, title: str, note: str) -> None:
    """Set up a new sheet: before its first row is written. `note` stands at the foot of every printed page."""
    for index, one in enumerate(columns):
        dimension = page.column_dimensions[letters(index)]
        dimension.width = one.width
        if one.is_folded:
            dimension.outlineLevel, dimension.hidden = 1, True
    page.sheet_properties.outlinePr.summaryRight = False
    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = LINE_HEIGHT, True
    page.row_dimensions[1].height = LINE_HEIGHT * _HEADER_LINES + 4
    page.freeze_panes = f"{letters(_frozen(columns))}2"
    if columns:
        page.auto_filter.ref = f"A1:{letters(len(columns) - 1)}{rows + 1}"
    on_paper(page, _visible_width(columns), title, note)
    page.print_title_rows = "1:1"
    page.print_options.gridLines = True


def on_paper(page: Any, width: float, title: str, note: str) -> None:
    """Landscape, one page wide, on A3 where A4 would be too small; with title, note and page numbers."""
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup = page.page_setup
    setup.orientation, setup.fitToWidth, setup.fitToHeight = "landscape", 1, 0
    setup.paperSize = (_A4 if width * _SMALLEST <= _A4[1] else _A3)[0]
    margins = page.page_margins
    margins.left = margins.right = _MARGIN
    margins.top = margins.bottom = _MARGIN * 2
    margins.header = margins.footer = _MARGIN
    page.oddHeader.center.text = _in_header(title)
    page.oddFooter.left.text = _in_header(note)
    page.oddFooter.right.text = "第 &P 页，共 &N 页"


def row_height(columns: Sequence[Column], values: Sequence[Any]) -> float | None:
    """Of a row in which a text takes several lines, no taller than the screen; None where each takes one.

    Not every program finds the height by itself when it opens a file.
    """
    lines = max(
        (
            lines_of(value, one.width)
            for one, value in zip(columns, values, strict=True)
            if one.is_text and not one.is_folded and isinstance(value, str)
        ),
        default=1,
    )
    return LINE_HEIGHT * min(lines, _MOST_LINES) if lines > 1 else None


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of this width."""
    if len(text) * 2 < width and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(cell_len(part) / (width - 1))) for part in text.split("\n"))


def letters(index: int) -> str:
    """0 is A, 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _columns(table: pa.Table, labels: Sequence[str], longest: Sequence[int], cap: float) -> list[Column]:
    found = []
    for index, (field, label, width) in enumerate(zip(table.schema, labels, longest, strict=True)):
        is_empty = 0 < table.num_rows == table.column(index).null_count
        is_text = pa.types.is_string(field.type) or pa.types.is_list(field.type)
        head = math.ceil(cell_len(label) / _HEADER_LINES) + _ROOM_FOR_ARROW
        found.append(
            Column(
                label,
                max(head, min(cap, width) if is_text else width) + 1.5,
                number_format(field),
                is_text,
                _is_centred(field),
                is_empty or field.name.endswith(_FOR_PROGRAMS),
                not _is_figure(field),
            )
        )
    return found


def _cap(width_at: Callable[[float], float]) -> float:
    """The most that a column of text may take, so that the sheet can be read on A4, or else on A3."""
    for _, room in (_A4, _A3):
        for cap in range(_WIDEST, _NARROWEST - 1, -2):
            if width_at(cap) * _SMALLEST <= room:
                return cap
    return _NARROWEST


def _visible_width(columns: Sequence[Column]) -> float:
    return sum(one.width for one in columns if not one.is_folded)


def _frozen(columns: Sequence[Column]) -> int:
    """How many of the first columns stay in place: those that name a row, as long as room is left beside them."""
    count, shown, width = 0, 0, 0.0
    for index, one in enumerate(columns):
        if one.is_folded:
            continue
        if not one.names_row or shown == _MOST_FROZEN or width + one.width > _WIDEST_FROZEN:
            break
        count, shown, width = index + 1, shown + 1, width + one.width
    # A sheet of names alone would have nothing left to scroll.
    return count if count < len(columns) else 0


def _is_figure(field: pa.Field) -> bool:
    kind = field.type
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    return bool(is_number and not field.name.endswith("year"))


def _is_centred(field: pa.Field) -> bool:
    kind = field.type
    is_short = pa.types.is_boolean(kind) or pa.types.is_temporal(kind)
    return bool(is_short or (pa.types.is_integer(kind) and field.name.endswith(_NO_COUNTS)))


def _width(value: Any, form: str) -> int:
    if isinstance(value, float | Decimal) and form != "General":
        return len(f"{value:,.2f}")
    if isinstance(value, float):
        return min(len(str(value)), _WIDEST_NUMBER)  # Excel rounds what it shows of the others
    return max((cell_len(line) for line in str(value).splitlines()), default=0)


def _in_header(text: str) -> str:
    return text[:_MOST_IN_HEADER].replace("&", "&&")
