"""One DuckDB file that answers without this program: tables, comments, views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.answers.catalog import Catalog, view_files
from pipeline.answers.catalog_tables import quoted
from pipeline.answers.chinese_names import column_name, table_name
from pipeline.answers.named_queries import NamedQuery
from pipeline.answers.parameters import Parameter
from pipeline.answers.usage import helpers, usage_of_views
from pipeline.errors import UsageError
from pipeline.language import tr
from pipeline.schemas import PATH, SCHEMAS, describe

PREFIX = "q_"
"""Of views made from named queries; a query may be called like a table."""
STORAGE = "v1.0.0"
"""Form of the file. Older programs read the tables in it; docs/export.md says which, and what they cannot do."""
CATALOG = "jixiao"
"""What DuckDB calls the file once somebody opens it."""
_TYPES = {pa.int32(): "INTEGER", pa.float64(): "DOUBLE", pa.string(): "VARCHAR", pa.bool_(): "BOOLEAN"} | {
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    PATH: "VARCHAR[]",
}
_PARAMETER = re.compile(r"\$([a-z]\w*)")
_PARAMETER_TYPES = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "date": "DATE",
    "topic": "VARCHAR[]",
}
_CHOSEN = """SELECT document_id, file_name FROM documents
WHERE region_is(region_code, region_name, $city) AND ($year IS NULL OR fiscal_year = $year)
ORDER BY file_name, document_id"""
_ORDER = ("document_id", "table_index", "table_id", "page_number", "row_index", "column_index")


@contextmanager
def new_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables and views go into a new file, whole once it is left."""
    with duckdb.connect(":memory:") as connection:
        # By itself, DuckDB writes what only its own release and later ones open.
        connection.execute(f"ATTACH {quoted(str(path))} AS {CATALOG} (STORAGE_VERSION '{STORAGE}')")
        connection.execute(f"USE {CATALOG}")
        yield connection
        connection.execute(f"USE memory; DETACH {CATALOG}")


def copy_tables(
    catalog: Catalog,
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    city: str | None,
    year: int | None,
) -> dict[str, str]:
    """Create the tables with the rows of the chosen documents; file names by document.

    Raises UsageError when no document is chosen.
    """
    chosen = catalog.select(_CHOSEN, {"city": city, "year": year}).to_pylist()
    if not chosen and (city is not None or year is not None):
        raise UsageError(
            tr("no document is from there and then"), tr("`jixiao query coverage` shows what there is.")
        )
    documents = {row["document_id"]: row["file_name"] for row in chosen}
    for name in tables:
        _create(connection, name)
        of_documents = "document_id" in SCHEMAS[name].names
        where = " WHERE document_id IN (SELECT unnest($chosen))" if of_documents else ""
        rows = catalog.batches(
            f'FROM "{name}"{where} ORDER BY {_order(name)}',
            {"chosen": list(documents)} if of_documents else {},
        )
        connection.register("incoming", rows)
        connection.execute(f'INSERT INTO "{name}" FROM incoming')
        connection.unregister("incoming")
    return documents


def add_views(
    connection: duckdb.DuckDBPyConnection, queries: Mapping[str, NamedQuery], complete: bool
) -> list[str]:
    """Helper views, and one view a named query with its parameters at their defaults; the names of these.

    When not all tables are there (`complete`), views that need the others are left out.
    """
    for path in view_files():
        _try(connection, path.read_text("utf-8"), complete)
    if complete:
        for helper in helpers():
            _comment(connection, "VIEW", helper, "a helper of other views and of the queries")
        for public, usage in usage_of_views().items():
            _comment(
                connection, "VIEW", public, "; mind: ".join(filter(None, (usage.about, usage.mind.get(""))))
            )
    made = []
    for query in queries.values():
        view = PREFIX + query.name
        if _try(connection, f'CREATE VIEW "{view}" AS {_without_parameters(query)}', complete):
            said = [f"{query.title_zh}: {query.answers_zh or query.answers}", query.answers]
            _comment(connection, "VIEW", view, " | ".join(said if query.answers_zh else said[:1]))
            for column, note in query.columns.items():
                known = column_name(column, query.name)
                _comment(
                    connection, "COLUMN", f"{view}.{column}", f"{known.label}: {note}" if known else note
                )
            made.append(view)
    return made


def warn(connection: duckdb.DuckDBPyConnection, warnings: Sequence[str]) -> None:
    """Put the warnings before the comment of every table and view."""
    if not warnings:
        return
    for kind, function in (("TABLE", "duckdb_tables()"), ("VIEW", "duckdb_views()")):
        found = connection.execute(
            f"SELECT {kind.lower()}_name, comment FROM {function} WHERE NOT internal AND database_name = '{CATALOG}'"
        ).fetchall()
        for name, comment in found:
            _comment(connection, kind, name, " ".join(filter(None, [*warnings, comment])))


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    [(rows,)] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()
    return int(rows)


def _create(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    schema = SCHEMAS[table]
    columns = [
        f'"{field.name}" {_type(field.type)}{"" if field.nullable else " NOT NULL"}' for field in schema
    ]
    connection.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
    about = (schema.metadata or {})[b"description"].decode()
    _comment(connection, "TABLE", table, f"{table_name(table).label}: {about}")
    for field in schema:
        name = column_name(field.name, table)
        notes = [
            f"{name.label}。{name.description}" if name else "",
            describe(field),
            describe(field, "unit"),
        ]
        _comment(connection, "COLUMN", f"{table}.{field.name}", " | ".join(filter(None, notes)))


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, name: str, text: str) -> None:
    path = ".".join(f'"{part}"' for part in name.split("."))
    connection.execute(f"COMMENT ON {kind} {path} IS {quoted(text)}")


def _type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return _TYPES[kind]


def _order(table: str) -> str:
    """Reading order first; the rest makes two exports of a version alike."""
    names = SCHEMAS[table].names
    keys = [name for name in _ORDER if name in names]
    return ", ".join(f'"{name}"' for name in [*keys, *(name for name in names if name not in keys)])


def _without_parameters(query: NamedQuery) -> str:
    """The statement with every parameter at its default; what narrows the documents beforehand narrows nothing."""
    sql = "\n".join(line for line in query.sql.splitlines() if not line.startswith("--"))
    defaults = {parameter.name: _default(parameter) for parameter in query.parameters}
    return _PARAMETER.sub(lambda match: defaults.get(match[1], "NULL"), sql)


def _default(parameter: Parameter) -> str:
    value = "NULL" if parameter.default is None else quoted(parameter.default)
    return f"CAST({value} AS {_PARAMETER_TYPES[parameter.kind]})"


def _try(connection: duckdb.DuckDBPyConnection, sql: str, complete: bool) -> bool:
    """True when the statements were understood. What fails for want of a table is passed over, if any is missing."""
    try:
        connection.execute(sql)
    except (duckdb.CatalogException, duckdb.BinderException):
        if complete:
            raise
        return False
    return True
