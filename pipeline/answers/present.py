"""Tables for people and for programs: aligned text, CSV, JSON, Parquet and Excel."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.cells import cell_len, set_cell_size

from pipeline.answers.about import About, table_schema, with_notes
from pipeline.answers.files import whole_file
from pipeline.answers.spreadsheets import rows_of
from pipeline.answers.streamed import as_json as as_json
from pipeline.answers.streamed import batches_of, csv_pieces, json_pieces, json_pieces_within
from pipeline.answers.words import rows_in_words
from pipeline.errors import UsageError
from pipeline.language import CHINESE, chosen, listed, tr
from pipeline.names import harmless

FORMATS = ("table", "csv", "json", "parquet", "xlsx")
# Excel takes a CSV file for UTF-8 only with a mark at its start, hence the first; gb18030 is for older programs.
CSV_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
_BINARY = ("parquet", "xlsx")
_WIDEST = 44
_NARROWEST = 22  # cells to which a text column is cut before columns are left out
_GAP = "  "
_PLACE = (
    "page_number",
    "source_text",
)  # where it is printed; of the two only the words give way to other columns
_MOST_MOVED = 3  # columns that are moved forward to tell rows apart
MOST_ROWS_SHOWN = 1000
"""Rows of a long answer that a terminal shows; a pipe and a file get all."""
_MOST_ROWS_PIPED = 100_000
_CUT = 1000  # characters of a cell that are measured; far fewer are shown
_HELD = 20_000  # cells that are held while they are measured; more are made twice


def write(
    table: pa.Table,
    form: str,
    output: Path | None,
    about: About | None = None,
    *,
    with_schema: bool = False,
    encoding: str = CSV_ENCODINGS[0],
    rows: int | None = None,
) -> str:
    """Text to print, or '' when the table was written to `output`. Raises UsageError, EnvironmentProblem."""
    _check(form, with_schema)
    if output is None:
        return "".join(pieces(table, form, about, with_schema=with_schema, rows=rows))
    about = about or About()
    with whole_file(output) as stream:
        if form == "parquet":
            pq.write_table(with_notes(table, about), stream)
        elif form == "xlsx":
            # openpyxl takes a quarter of a second to load.
            from pipeline.answers.workbook import Sheet, write_workbook

            write_workbook([Sheet(about.title, table, about)], about, stream)
        else:
            encode = codecs.getincrementalencoder(encoding if form == "csv" else "utf-8")().encode
            for piece in _text_pieces(table, form, about, with_schema):
                stream.write(encode(piece))
    return ""


def pieces(
    table: pa.Table,
    form: str,
    about: About | None = None,
    *,
    with_schema: bool = False,
    rows: int | None = None,
) -> Iterator[str]:
    """Text to print, piece by piece. Raises UsageError at once, not between two pieces.

    Workbooks and Parquet files say what they are `about`; JSON does when it is asked for `with_schema`.
    The encoding is that of CSV files. `rows`: those of the whole answer, of which the table may hold the first.
    """
    _check(form, with_schema)
    about = about or About()
    if form in _BINARY:
        raise UsageError(tr("--format {form} needs --output FILE", form=form))
    if form == "table" and table.num_rows > _MOST_ROWS_PIPED:
        raise UsageError(
            tr("{num_rows:,} rows are too many to be shown", num_rows=table.num_rows),
            tr("Add a LIMIT, or write them to a file: --output FILE.csv, .parquet or .xlsx."),
        )
    if form == "table" and not with_schema:
        return text_pieces(table, _window(), rows, about)
    return _text_pieces(table, form, about, with_schema)


def _check(form: str, with_schema: bool) -> None:
    if with_schema and form != "json":
        raise UsageError(tr("--with-schema goes with --format json, not with {form}", form=form))


def _text_pieces(table: pa.Table, form: str, about: About, with_schema: bool) -> Iterator[str]:
    """Of a form that is text, for a file of any width."""
    if with_schema:
        return json_pieces_within(table_schema(table, about), table)
    if form == "json":
        return json_pieces(table)
    return csv_pieces(table) if form == "csv" else text_pieces(table, about=about)


def form_named(output: Path | None) -> str:
    """The form that a file's name asks for; without a file, a table. Raises UsageError for other programs' names."""
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if suffix in ("svg", "png"):
        raise UsageError(
            tr("{output} is the name of a picture", output=output), tr("`jixiao chart` draws pictures.")
        )
    if suffix in ("", "txt"):
        return "table"
    if suffix not in FORMATS:
        # A table of text in a file called .xls or .docx would open as rubbish, or not at all.
        raise UsageError(
            tr("{output}: there is no form .{suffix}", output=output, suffix=suffix),
            tr("Name a .xlsx, .csv, .json, .parquet or .txt file, or say the form with --format."),
        )
    return suffix


def _window() -> int | None:
    """Cells in a line of the terminal, or what COLUMNS says; None for a pipe or a file."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def as_text(
    table: pa.Table, width: int | None = None, whole: int | None = None, about: About | None = None
) -> str:
    """Columns aligned for a fixed-width font in which Chinese characters are two cells wide; where the process speaks
    Chinese and the table is `about` something known, with Chinese names and words for codes.

    Columns that are empty in every row are named at the end instead of shown. With a `width` long texts are cut
    shorter, then the last columns are left out and counted. `whole`: rows of the answer, when these are its first.
    """
    return "".join(text_pieces(table, width, whole, about))


def text_pieces(
    table: pa.Table, width: int | None = None, whole: int | None = None, about: About | None = None
) -> Iterator[str]:
    """The same line by line."""
    about = about if about and about.scope and chosen() == CHINESE else None
    columns = dict(zip(table.column_names, about.labels(table.column_names), strict=True)) if about else {}
    empty = [name for name in table.column_names if table.num_rows and _is_empty(table.column(name))]
    table = table.drop_columns(empty)
    numeric = [_is_number(field.type) for field in table.schema]
    names = [_shown(columns.get(name, name)) for name in table.column_names]

    def shown_rows() -> Iterator[list[str]]:
        for row in rows_in_words(table, about) if about else rows_of(table):
            yield [_shown(value) for value in row]

    held = list(shown_rows()) if table.num_rows * table.num_columns <= _HELD else None
    widths = [min(_WIDEST, cell_len(name)) for name in names]
    for row in shown_rows() if held is None else held:
        widths = [max(known, min(_WIDEST, cell_len(text))) for known, text in zip(widths, row, strict=True)]
    spared = {k for k, name in enumerate(table.column_names) if name == _PLACE[1]}
    tells = [_tells_apart(field) and w < _WIDEST for field, w in zip(table.schema, widths, strict=True)]
    order = list(range(len(names)))
    if held is not None:
        order = _order(held, widths, tells, numeric, spared, width)
    names, widths = [names[k] for k in order], [widths[k] for k in order]
    numeric = [numeric[k] for k in order]
    shown = _fit(widths, numeric, width)
    left_out = len(widths) - len(shown)
    names, widths, numeric = names[: len(shown)], shown, numeric[: len(shown)]
    yield _line(names, widths, numeric) + "\n" + _GAP.join("─" * width for width in widths) + "\n"
    for row in shown_rows() if held is None else held:
        yield _line([row[k] for k in order[: len(shown)]], widths, numeric) + "\n"
    yield _count(table.num_rows, whole, [_shown(columns.get(name, name)) for name in empty], left_out)


def _count(rows: int, whole: int | None, empty: Sequence[str], left_out: int) -> str:
    """The last line: how many rows, and which columns are not shown."""
    notes = [tr("{rows} row", rows=rows) if rows == 1 else tr("{rows} rows", rows=rows)]
    if whole is not None and whole > rows:
        notes = [
            tr("the first {rows:,} of {whole:,} rows; all of them with --output FILE", rows=rows, whole=whole)
        ]
    if empty:
        notes.append(tr("nothing in {columns}", columns=listed(empty)))
    if left_out:
        notes.append(tr("{count} more columns with --format csv or a wider window", count=left_out))
    return f"（{'；'.join(notes)}）" if chosen() == CHINESE else f"({'; '.join(notes)})"


def _order(
    rows: Sequence[Sequence[str]],
    widths: list[int],
    tells: Sequence[bool],
    numeric: list[bool],
    spared: Set[int],
    width: int | None,
) -> list[int]:
    """Places of the columns, those that a narrow window leaves out moved forward where they say what rows differ in.

    `tells`: columns that may do so. Of the columns that were shown only those that can be `spared` give way.
    """
    order = list(range(len(widths)))
    if width is None:
        return order

    def shown(order: Sequence[int]) -> list[int]:
        fits = len(_fit([widths[k] for k in order], [numeric[k] for k in order], width))
        return list(order[:fits])

    kept = {k for k in shown(order) if k not in spared}
    for _ in range(_MOST_MOVED):
        telling = [k for k in shown(order) if tells[k]]
        if not telling:
            break
        apart, best = _kinds(rows, telling), order
        for k in order[order.index(telling[-1]) :]:
            if k in telling or not tells[k]:
                continue
            at = order.index(telling[-1]) + 1
            moved = [*order[:at], k, *(other for other in order[at:] if other != k)]
            kinds = _kinds(rows, [*telling, k])
            if kinds > apart and k in (fits := shown(moved)) and kept <= set(fits):
                apart, best = kinds, moved
        if best is order:
            break
        order = best
    return order


def _kinds(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> int:
    return len({tuple(row[k] for k in columns) for row in rows})


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


def _is_empty(column: pa.ChunkedArray) -> bool:
    return all(
        value in (None, "")
        for batch in batches_of(pa.table({"column": column}))
        for value in batch.column(0).to_pylist()
    )


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
        return tr("yes") if value else tr("no")
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return harmless(" ".join(str(value)[:_CUT].split()))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _tells_apart(field: pa.Field) -> bool:
    """Money, shares and where they are printed differ without saying why; long texts do too."""
    return not pa.types.is_decimal(field.type) and not field.name.endswith(("_pct", "_yuan", *_PLACE))
