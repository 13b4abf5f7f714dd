"""Tables for people and for programs: aligned text, CSV, JSON, Parquet and Excel."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.answers.about import About, table_schema, with_notes
from pipeline.answers.files import whole_file
from pipeline.answers.streamed import csv_pieces, json_pieces, json_pieces_within
from pipeline.answers.text_table import text_pieces
from pipeline.errors import UsageError
from pipeline.language import tr

FORMATS = ("table", "csv", "json", "parquet", "xlsx")
# Excel takes a CSV file for UTF-8 only with a mark at its start, hence the first; gb18030 is for older programs.
CSV_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
_BINARY = ("parquet", "xlsx")
MOST_ROWS_SHOWN = 1000
"""Rows of a long answer that a terminal shows; a pipe and a file get all."""
_MOST_ROWS_PIPED = 100_000


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
