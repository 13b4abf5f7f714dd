"""The tables of the copy as CSV or Parquet files, and as one workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.answers.about import About, about_table, with_notes
from pipeline.answers.chinese_names import table_name
from pipeline.answers.spreadsheets import LONGEST_TEXT, write_csv
from pipeline.answers.workbook import MOST_ROWS, Sheet, write_workbook
from pipeline.language import tr, tr_noop
from pipeline.schemas import SCHEMAS

DATABASE, WORKBOOK, TABLES = "jixiao.duckdb", "jixiao.xlsx", "tables"
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_ROWS_AT_ONCE = 65_536
# What lies under the facts: longer than all of them together, and nothing to scroll through.
_NO_SHEET = {
    "figures": tr_noop(
        "one row for every printed number; `jixiao query --sql … --output FILE.xlsx` takes a part"
    )
}


def write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Sequence[str], form: str, about: About
) -> dict[str, Path]:
    """One file a table below `folder`; the paths by table."""
    (folder / TABLES).mkdir()
    paths = {name: folder / TABLES / f"{name}.{form}" for name in tables}
    for name, path in paths.items():
        if form == "parquet":
            pq.write_table(with_notes(_table(connection, name), _about(name, about)), path)
            continue
        rows = connection.sql(f'SELECT {_columns_for_csv(name)} FROM "{name}"').to_arrow_reader(_ROWS_AT_ONCE)
        # Without the mark for Excel: programs would take it for a part of the first name.
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_csv(rows, stream)
    return paths


def write_sheets(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Sequence[str], about: About
) -> dict[str, str]:
    """The workbook, one sheet a table. Those that are too large, and `figures`, are left out: the reasons by table."""
    left_out = {name: reason for name in tables if (reason := _left_out(connection, name))}
    sheets = [
        Sheet(table_name(name).label, _table_for_readers(connection, name, tables), _about(name, about))
        for name in tables
        if name not in left_out
    ]
    with (folder / WORKBOOK).open("wb") as stream:
        write_workbook(sheets, about, stream)
    return left_out


def _about(name: str, about: About) -> About:
    return replace(about_table(name, about.facts), warnings=about.warnings)


def _left_out(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    if table in _NO_SHEET:
        return tr(_NO_SHEET[table])
    texts = [field.name for field in SCHEMAS[table] if pa.types.is_string(field.type)]
    lengths = ", ".join(f'max(length("{name}"))' for name in texts)
    [(rows, longest)] = connection.execute(
        f'SELECT count(*), coalesce(greatest({lengths}), 0) FROM "{table}"'
    ).fetchall()
    if rows >= MOST_ROWS:
        return tr("{rows:,} rows, a sheet holds {most:,}", rows=rows, most=MOST_ROWS - 1)
    if longest <= LONGEST_TEXT:
        return ""
    return tr("a text of {longest:,} characters, a cell holds {most:,}", longest=longest, most=LONGEST_TEXT)


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    return connection.sql(f'FROM "{name}"').to_arrow_reader(_ROWS_AT_ONCE).read_all()


def _table_for_readers(connection: duckdb.DuckDBPyConnection, name: str, tables: Sequence[str]) -> pa.Table:
    """The table with the name of the file in front: the number of a document tells people nothing."""
    columns = SCHEMAS[name].names
    if "documents" not in tables or "document_id" not in columns or "file_name" in columns:
        return _table(connection, name)
    sql = (
        f'SELECT d.file_name, t.* FROM (SELECT *, row_number() OVER () AS place FROM "{name}") AS t '
        "LEFT JOIN documents AS d USING (document_id) ORDER BY d.file_name, t.place"
    )
    return connection.sql(sql).to_arrow_reader(_ROWS_AT_ONCE).read_all().drop_columns(["place"])


def _columns_for_csv(table: str) -> str:
    return ", ".join(
        f'strftime("{field.name}", \'{INSTANT}\') AS "{field.name}"'
        if pa.types.is_timestamp(field.type)
        else f'"{field.name}"'
        for field in SCHEMAS[table]
    )
