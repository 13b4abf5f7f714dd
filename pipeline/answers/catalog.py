"""The published version as a database: one view per table, helpers from queries/views, no other file.

Statements of this program are answered here. Those that a user writes go through `sandbox`, which does the same in
a process of its own that can be ended.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.answers import guard, materialized_views
from pipeline.answers.helper_views import Helper, Helpers, helpers_in
from pipeline.answers.size_limits import bounded, plain_schema
from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop
from pipeline.names import literal
from pipeline.publishing import integrity, layout
from pipeline.schemas import PARTITION_KEY, PARTITIONED, SCHEMAS, describe
from pipeline.version import ROOT

QUERIES = ROOT / "queries"
MORE = tr_noop("Ask for less: add conditions or a LIMIT; or give more with --timeout and --memory.")
_ROWS_AT_ONCE = 65_536
# Bytes of files up to which a version is small; in memory they are about ten times larger.
_LOADED = 2_000_000
# No statement may load code, wait for a network, or see this process's own variables as tables.
_CLOSED = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
}


NO_VIEWS = ("helpers", "columns")
"""What queries/views/views.toml holds beside the views that it describes."""
OFFERED = frozenset({"population"})
"""Helper views that have no rows of their own: they stand for tables that a user may give."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A connection that sees one published version for as long as it is open."""

    bare: duckdb.DuckDBPyConnection
    """On which helper views are defined when a statement first names them."""
    version: Path
    known: frozenset[str]
    """Lower-case names of the views."""
    macros: frozenset[str] = frozenset()
    """Lower-case names of the helpers that make rows."""
    listed: frozenset[str] = frozenset()
    """What SHOW TABLES lists: the tables, and of the views those that are not for other views and queries alone."""
    helpers: Helpers = field(default_factory=Helpers)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection with all helper views defined. Raises duckdb.Error."""
        self.helpers.define(self.bare)
        return self.bare

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self.bare.close()

    def select(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Rows of one reading statement. Raises UsageError for any other, and for mistakes in it."""
        try:
            return self.batches(sql, parameters).read_all()
        except (duckdb.Error, pa.ArrowException, MemoryError) as error:
            raise failed(error) from error

    def answer(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The same rows, as an answer that is shown: no more of them than may be. Raises UsageError."""
        try:
            batches = self.batches(sql, parameters)
            return pa.Table.from_batches(bounded(batches), plain_schema(batches.schema))
        except (duckdb.Error, pa.ArrowException, MemoryError) as error:
            raise failed(error) from error

    def batches(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """The same rows piece by piece; what goes wrong on the way is a duckdb.Error."""
        try:
            statement = guard.check(self.bare, sql, self.known, self.macros)
            if guard.lists_tables(self.bare, sql):
                return pa.table({"name": sorted(self.listed)}).to_reader()
            self.helpers.define(self.bare, sql)
            answer = self.bare.sql(statement, params=dict(parameters or {}))
            return answer.to_arrow_reader(_ROWS_AT_ONCE)
        except (duckdb.Error, MemoryError) as error:
            raise failed(error) from error


def failed(error: Exception) -> UsageError:
    """What the database says, on one line."""
    if isinstance(error, duckdb.OutOfMemoryException | pa.ArrowMemoryError | MemoryError):
        return UsageError(tr("the statement needs more memory than it may take"), tr(MORE))
    said = next((line for line in str(error).splitlines() if line.strip()), tr("no reason given"))
    return UsageError(
        tr("the statement failed: {said}", said=said), tr("`jixiao schema` lists tables and columns.")
    )


def open_catalog(
    data_dir: Path,
    queries: Path | None = QUERIES,
    settings: Mapping[str, Any] | None = None,
    given: Mapping[str, pa.Table] | None = None,
) -> Catalog:
    """Open the published version with these settings of DuckDB; without `queries` its tables only.

    `given` are tables of the user that stand beside the published ones. Raises UsageError when nothing is published,
    nothing that this program wrote; DamagedVersion, which names the parts that are not as they were published.
    """
    version = layout.current_version(data_dir)
    if version is None:
        raise UsageError(
            tr("nothing is published in {data_dir}", data_dir=data_dir), tr("Run `jixiao ingest` first.")
        )
    integrity.check(version)
    try:
        return open_version(version, queries, settings, given=given)
    except duckdb.InvalidInputException as error:
        raise UsageError(
            tr(
                "a file published in {data_dir} is damaged: {error}",
                data_dir=data_dir,
                error=str(error).splitlines()[0],
            ),
            tr(
                "`jixiao doctor --deep` names every damaged file; "
                "`jixiao versions restore N` publishes an older version."
            ),
        ) from error
    except duckdb.Error as error:
        raise UsageError(
            tr(
                "{data_dir} was published by another version of the program: {error}",
                data_dir=data_dir,
                error=str(error).splitlines()[0],
            ),
            tr("Run `jixiao ingest` once more; it brings the folder up to date."),
        ) from error


# The supervisor of a run stays small: every thread of DuckDB holds buffers of its own.
OWN_CHECKS: Mapping[str, Any] = {"threads": 1}


def open_version(
    version: Path,
    queries: Path | None = QUERIES,
    settings: Mapping[str, Any] | None = None,
    described: bool = True,
    given: Mapping[str, pa.Table] | None = None,
) -> Catalog:
    """Open the folder of one version, published or not. Raises duckdb.Error when its files do not fit.

    Checks of our own ask neither for helper views (`queries`) nor for descriptions of columns: both take longer to
    make than most checks. Without descriptions the helper views are computed, even where the version keeps them.
    Without `queries`, the rows of a small version are loaded at once: its many small files take longer to open, by
    each statement anew, than to read.
    """
    for_users = described and queries is not None
    connection = duckdb.connect(":memory:", config=_CLOSED | {"temp_directory": ""} | dict(settings or {}))
    files = {name: sorted(map(str, (version / name).rglob("*.parquet"))) for name in SCHEMAS}
    is_loaded = queries is None and _bytes(files.values()) <= _LOADED
    for name, paths in files.items():
        if not paths:
            raise duckdb.IOException(tr("there is no file of {name}", name=name))
        connection.execute(f'CREATE {"TABLE" if is_loaded else "VIEW"} "{name}" AS {_columns(name, paths)}')
        if for_users:
            connection.execute(_comments(name))
    found = [
        helper
        for path in (view_files(queries) if queries is not None else ())
        for helper in helpers_in(connection, path.read_text("utf-8"))
    ]
    views, macros, shown = frozenset(SCHEMAS), frozenset[str](), frozenset(SCHEMAS)
    if for_users and queries is not None:
        files |= materialized_views.files_in(version, queries)
        stored = {name: files[name] for name in files.keys() - SCHEMAS.keys()}
        found = [_as_stored(one, stored[one.name]) if one.name in stored else one for one in found]
        views |= {one.name for one in found if one.is_view}
        macros = frozenset(one.name for one in found if one.makes_rows)
        shown |= described_views(queries).keys()
    helpers = Helpers.of(found)
    for name, table in (given or {}).items():
        _add(connection, name, table, views)
        helpers.without(name)
        views |= {name}
        shown |= {name}
    _close_in(connection, [path for paths in files.values() for path in paths])
    return Catalog(connection, version, views, macros, shown, helpers)


def _as_stored(helper: Helper, files: Sequence[str]) -> Helper:
    """A view whose rows the version keeps."""
    sql = f'CREATE VIEW "{helper.name}" AS FROM read_parquet({_list(map(literal, files))})'
    return replace(helper, sql=sql, words=frozenset())


def _add(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, taken: frozenset[str]) -> None:
    """Put a user's table beside the published ones. Raises UsageError when one of these has its name."""
    if name in taken - OFFERED:
        raise UsageError(tr("there is a table {name} already", name=name), tr("Give the file another name."))
    connection.register("given_rows", table)
    connection.execute(f'DROP VIEW IF EXISTS "{name}"')
    connection.execute(f'CREATE TABLE "{name}" AS FROM given_rows')
    connection.unregister("given_rows")


def view_files(queries: Path = QUERIES) -> Sequence[Path]:
    """Files that define the helper views, in the order in which they build on each other."""
    views = queries / "views"
    return [*sorted(views.glob("*.sql")), *sorted((views / "materialized").glob("*.sql"))]


def described_views(queries: Path = QUERIES) -> dict[str, Any]:
    """The views that are for everybody, and what views.toml says of each."""
    said = tomllib.loads((queries / "views" / "views.toml").read_text("utf-8"))
    return {name: about for name, about in said.items() if name not in NO_VIEWS}


def _bytes(files: Iterable[Sequence[str]]) -> int:
    return sum(os.stat(path).st_size for paths in files for path in paths)


def _columns(name: str, paths: Sequence[str]) -> str:
    """The rows of a table with the columns in declared order."""
    files = _list(map(literal, paths))
    hive = (
        f", hive_partitioning=true, hive_types={{'{PARTITION_KEY}': INTEGER}}" if name in PARTITIONED else ""
    )
    columns = ", ".join(f'"{column}"' for column in SCHEMAS[name].names)
    return f"SELECT {columns} FROM read_parquet({files}{hive})"


def _comments(name: str) -> str:
    """Descriptions of the columns, as `describe` and clients show them."""
    return ";\n".join(
        f'COMMENT ON COLUMN "{name}"."{field.name}" IS {quoted(describe(field))}' for field in SCHEMAS[name]
    )


def _close_in(connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> None:
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
