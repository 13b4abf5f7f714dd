"""The published version as a database: one view per table, helpers from queries/views, no other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline import layout
from pipeline.errors import UsageError
from pipeline.schemas import FACTS, PARTITION_KEY, SCHEMAS, describe
from pipeline.version import ROOT

QUERIES = ROOT / "queries"


@dataclass(frozen=True, slots=True)
class Catalog:
    """A connection that sees one published version for as long as it is open."""

    connection: duckdb.DuckDBPyConnection
    version: Path

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def select(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Rows of one reading statement. Raises UsageError for any other, and for mistakes in it."""
        try:
            statements = self.connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise UsageError(
                    "only one SELECT statement is allowed", "The published tables are read-only."
                )
            return self.connection.sql(statements[0], params=dict(parameters or {})).to_arrow_table()
        except duckdb.Error as error:
            raise UsageError(
                f"the statement failed: {error}", "`jixiao schema` lists tables and columns."
            ) from error


def open_catalog(data_dir: Path, queries: Path = QUERIES) -> Catalog:
    """Open the published version. Raises UsageError when there is none, or none that this program wrote."""
    version = layout.current_version(data_dir)
    if version is None:
        raise UsageError(f"nothing is published in {data_dir}", "Run `jixiao ingest` first.")
    try:
        return open_version(version, queries)
    except duckdb.Error as error:
        raise UsageError(
            f"{data_dir} was published by another version of the program: {str(error).splitlines()[0]}",
            "Run `jixiao ingest` once more; it brings the folder up to date.",
        ) from error


def open_version(version: Path, queries: Path = QUERIES) -> Catalog:
    """Open the folder of one version, published or not. Raises duckdb.Error when its files do not fit."""
    connection = duckdb.connect(":memory:")
    for name in SCHEMAS:
        connection.execute(_view(version, name))
    for path in view_files(queries):
        connection.execute(path.read_text("utf-8"))
    _close_in(connection, version)
    return Catalog(connection, version)


def view_files(queries: Path = QUERIES) -> Sequence[Path]:
    """Files that define the helper views, in the order in which they build on each other."""
    return sorted((queries / "views").glob("*.sql"))


def _view(version: Path, name: str) -> str:
    """View with the columns in declared order and their descriptions, as `describe` and clients show them."""
    files = _quoted(f"{version}/{name}/**/*.parquet")
    hive = f", hive_partitioning=true, hive_types={{'{PARTITION_KEY}': INTEGER}}" if name in FACTS else ""
    columns = ", ".join(f'"{column}"' for column in SCHEMAS[name].names)
    comments = "".join(
        f';\nCOMMENT ON COLUMN "{name}"."{field.name}" IS {_quoted(describe(field))}'
        for field in SCHEMAS[name]
    )
    return f'CREATE VIEW "{name}" AS SELECT {columns} FROM read_parquet({files}{hive}){comments}'


def _close_in(connection: duckdb.DuckDBPyConnection, version: Path) -> None:
    """From here on: no file but this version's, no network, no extension, no way to undo this."""
    connection.execute(f"SET allowed_directories = [{_quoted(str(version))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
