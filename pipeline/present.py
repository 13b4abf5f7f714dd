"""Tables for people and for programs: aligned text, CSV, JSON, Parquet and Excel."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from rich.cells import cell_len, set_cell_size

from pipeline.errors import EnvironmentProblem, UsageError

FORMATS = ("table", "csv", "json", "parquet", "xlsx")
_BINARY = ("parquet", "xlsx")
_WIDEST = 44
_NARROWEST = 22  # cells to which a text column is cut before columns are left out
_GAP = "  "


def write(table: pa.Table, form: str, output: Path | None) -> str:
    """Text to print, or '' when the table was written to `output`. Raises UsageError, EnvironmentProblem."""
    if output is None:
        if form in _BINARY:
            raise UsageError(f"--format {form} needs --output FILE")
        return as_text(table, _window()) if form == "table" else _TEXT[form](table)
    try:
        if form == "parquet":
            pq.write_table(table, output)
        elif form == "xlsx":
            _workbook(table).save(output)
        else:
            # Excel takes a CSV file for UTF-8 only with a mark at its start.
            output.write_text(_TEXT[form](table), "utf-8-sig" if form == "csv" else "utf-8")
    except OSError as error:
        raise EnvironmentProblem(f"cannot write {output}: {error.strerror}") from error
    return ""


def _window() -> int | None:
    """Cells in a line of the terminal, or what COLUMNS says; None for a pipe or a file."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def as_text(table: pa.Table, width: int | None = None) -> str:
    """Columns aligned for a fixed-width font in which Chinese characters are two cells wide.

    Columns that are empty in every row are named at the end instead of shown. With a `width` long texts are cut
    shorter, then the last columns are left out and counted.
    """
    empty = [name for name in table.column_names if table.num_rows and _is_empty(table.column(name))]
    table = table.drop_columns(empty)
    numeric = [_is_number(field.type) for field in table.schema]
    rows = [[_shown(value) for value in row.values()] for row in _rows(table)]
    widths = [
        min(_WIDEST, max(cell_len(text) for text in column))
        for column in zip(table.column_names, *rows, strict=True)
    ]
    shown = _fit(widths, numeric, width)
    left_out = len(widths) - len(shown)
    names, widths, numeric = table.column_names[: len(shown)], shown, numeric[: len(shown)]
    rows = [row[: len(shown)] for row in rows]
    lines = [_line(names, widths, numeric), _GAP.join("─" * width for width in widths)]
    lines += [_line(row, widths, numeric) for row in rows]
    count = f"{table.num_rows} row{'' if table.num_rows == 1 else 's'}"
    notes = [count, *([f"nothing in {', '.join(empty)}"] if empty else [])]
    if left_out:
        notes.append(f"{left_out} more columns with --format csv or a wider window")
    lines.append(f"({'; '.join(notes)})")
    return "\n".join(lines)


def _fit(widths: list[int], numeric: list[bool], width: int | None) -> list[int]:
    """Widths of the columns that fit: the widest texts give way first, then the last columns."""
    shown = list(widths)
    if width is None:
        return shown

    def total(some: list[int]) -> int:
        return sum(some) + len(_GAP) * (len(some) - 1)

    while total(shown) > width:
        texts = [k for k, w in enumerate(shown) if not numeric[k] and w > _NARROWEST]
        # A column is dropped rather than all texts made unreadable.
        if (
            texts
            and total([min(w, _NARROWEST) if not numeric[k] else w for k, w in enumerate(shown)]) <= width
        ):
            shown[max(texts, key=lambda k: shown[k])] -= 1
        elif len(shown) > 1:
            shown.pop()
        else:
            break
    return shown


def as_csv(table: pa.Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(["" if value is None else value for value in row.values()] for row in _rows(table))
    return stream.getvalue().rstrip("\n")


def as_json(value: Any) -> str:
    """JSON of plain values; Chinese as it is, dates in ISO form, amounts as numbers."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _workbook(table: pa.Table) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.append(table.column_names)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in _rows(table):
        sheet.append([_storable(value) for value in row.values()])
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"  # "=300.00(场)" is a printed target, not a formula
    for index, name in enumerate(table.column_names, start=1):
        texts = [name, *(_shown(value) for value in table.column(index - 1).slice(0, 200).to_pylist())]
        letter = sheet.cell(1, index).column_letter
        sheet.column_dimensions[letter].width = min(_WIDEST, max(cell_len(text) for text in texts)) + 2
    return book


def _is_empty(column: pa.ChunkedArray) -> bool:
    return all(value in (None, "") for value in column.to_pylist())


def _storable(value: Any) -> Any:
    """Excel refuses text with control characters."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _line(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = []
    for text, width, right in zip(texts, widths, numeric, strict=True):
        if cell_len(text) > width:
            text = set_cell_size(text, width - 1).rstrip() + "…"
        pad = " " * (width - cell_len(text))
        cells.append(pad + text if right else text + pad)
    return _GAP.join(cells).rstrip()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split())


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


_TEXT: dict[str, Callable[[pa.Table], str]] = {
    "table": as_text,
    "csv": as_csv,
    "json": lambda table: as_json(_rows(table)),
}
