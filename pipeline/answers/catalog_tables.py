"""The tables of a version as the database shows them: columns in order, descriptions, and no other file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import duckdb

from pipeline.answers.helper_views import Helper
from pipeline.names import literal
from pipeline.schemas import PARTITION_KEY, PARTITIONED, SCHEMAS, describe


def as_stored(helper: Helper, files: Sequence[str]) -> Helper:
    """A view whose rows the version keeps."""
    sql = f'CREATE VIEW "{helper.name}" AS FROM read_parquet({_list(map(literal, files))})'
    return replace(helper, sql=sql, words=frozenset())


def declared_columns(name: str, paths: Sequence[str]) -> str:
    """The rows of a table with the columns in declared order."""
    files = _list(map(literal, paths))
    hive = (
        f", hive_partitioning=true, hive_types={{'{PARTITION_KEY}': INTEGER}}" if name in PARTITIONED else ""
    )
    columns = ", ".join(f'"{column}"' for column in SCHEMAS[name].names)
    return f"SELECT {columns} FROM read_parquet({files}{hive})"


def describe_columns(name: str) -> str:
    """Descriptions of the columns, as `describe` and clients show them."""
    return ";\n".join(
        f'COMMENT ON COLUMN "{name}"."{field.name}" IS {quoted(describe(field))}' for field in SCHEMAS[name]
    )


def close_in(connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> None:
    """From here on: no file but these, no network, no extension, no way to undo this."""
    # A view names its files as patterns that stand for themselves, and these are asked for too.
    allowed = sorted({*paths, *map(literal, paths)})
    connection.execute(f"SET allowed_paths = {_list(allowed)}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted, texts)) + "]"


def quoted(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
