"""The table of programmes of one version, made from the names that its documents and their rows give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from normalizers.programmes import Home, is_of_an_office, programme_key, programme_name
from normalizers.topics import topic_of
from pipeline.answers.catalog import OWN_CHECKS, QUERIES
from pipeline.answers.catalog_tables import quoted
from pipeline.names import literal
from pipeline.publishing.parts import table_below, write_part
from pipeline.rows import table_from_rows

Apart = Mapping[str, Sequence[str]]
"""Number of a programme to those that a person has said are others."""
_TABLES = ("documents", "budget", "indicators")
_ROWS_AT_ONCE = 5_000


def write_programs(version: Path, apart: Apart, queries: Path = QUERIES) -> None:
    """Write `programs` from the other tables of a version. Raises duckdb.Error, pyarrow.ArrowException."""
    with _named(version, queries) as connection:
        found = connection.execute((queries / "made" / "programs.sql").read_text("utf-8"))
        columns = [column[0] for column in found.description or ()]
        tables = (
            table_from_rows(
                "programs", [_program(dict(zip(columns, row, strict=True)), apart) for row in rows]
            )
            for rows in _batches(found)
        )
        schema = table_from_rows("programs", []).schema
        write_part(version, "programs/part-0.parquet", schema, tables)


def names_by_document(version: Path, queries: Path = QUERIES) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Documents of a version, each as far as it tells its home, with the names of programmes in it."""
    columns = ("document_id", "region_code", "region_name", "department")
    with _named(version, queries) as connection:
        found = connection.execute(
            f'SELECT {", ".join(columns)}, list(DISTINCT "name") FROM programmes_named GROUP BY ALL'
        )
        for rows in _batches(found):
            yield from ((dict(zip(columns, row[:-1], strict=True)), row[-1]) for row in rows)


def published_programs(version: Path) -> Iterator[dict[str, Any]]:
    """Rows of `programs`: region and spellings."""
    for batch in table_below(version / "programs", ["region_code", "region_name", "spellings"]).to_batches():
        yield from batch.to_pylist()


@contextmanager
def _named(version: Path, queries: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the names of programmes in a version."""
    with duckdb.connect(":memory:", config=dict(OWN_CHECKS)) as connection:
        for name in _TABLES:
            files = ", ".join(
                quoted(literal(str(path))) for path in sorted((version / name).rglob("*.parquet"))
            )
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet([{files}])")
        connection.execute((queries / "made" / "programmes_named.sql").read_text("utf-8"))
        yield connection


def _batches(found: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        yield rows


def _program(found: Mapping[str, Any], apart: Apart) -> dict[str, Any]:
    """A row of `programs`. `spellings`: its names as printed, the one that most documents use first."""
    home = Home(found["region_code"], found["region_name"], found["department"])
    first = found["spellings"][0]
    key, name = programme_key(first, home), programme_name(first, home) or first
    return {
        "program_id": found["program_id"],
        "program_name": name,
        "region_code": found["region_code"],
        "region_name": found["region_name"],
        "topic": topic_of(name),
        "first_year": found["first_year"],
        "last_year": found["last_year"],
        "document_count": found["document_count"],
        "spellings": found["spellings"],
        "program_key": None if is_of_an_office(key) else key,
        "kept_apart": apart.get(found["program_id"]),
    }
