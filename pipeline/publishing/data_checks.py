"""Checks of the published data as a whole: each is a statement that returns the rows that are wrong.

All coded columns of a table are looked at in one statement first; it takes no longer than one of them would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.answers.catalog import QUERIES, Catalog, failed
from pipeline.answers.catalog_tables import quoted
from pipeline.language import tr
from pipeline.schemas import SCHEMAS, allowed_values

_SHOWN = 3
Check = tuple[str, str, str]
"""Name, sentence and statement."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A check that found something: how many rows, and the first of them."""

    check: str
    says: str
    rows: int
    examples: list[dict[str, Any]]


def run_checks(catalog: Catalog, queries: Path = QUERIES) -> list[Violation]:
    """All checks that found something; [] when the data is sound. Raises UsageError when the data cannot be asked."""
    violations = []
    try:
        for name, says, sql in (*_files(queries), *_wrong_codes(catalog)):
            wrong = catalog.connection.sql(sql).to_arrow_table()
            if wrong.num_rows:
                violations.append(Violation(name, says, wrong.num_rows, wrong.slice(0, _SHOWN).to_pylist()))
    except (duckdb.Error, pa.ArrowException, MemoryError) as error:
        raise failed(error) from error
    return violations


def _files(queries: Path) -> Iterator[Check]:
    """The files in queries/checks."""
    for path in sorted((queries / "checks").glob("*.sql")):
        sql = path.read_text("utf-8")
        yield path.stem, tr(sql.splitlines()[0].removeprefix("-- ")), sql


def _wrong_codes(catalog: Catalog) -> Iterator[Check]:
    """A check for every coded column that holds something else than its codes."""
    for table, schema in SCHEMAS.items():
        conditions = {
            field.name: f'"{field.name}" NOT IN ({", ".join(map(quoted, codes))})'
            for field in schema
            if (codes := allowed_values(field))
        }
        if not conditions:
            continue
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions.values())
        [found] = catalog.connection.sql(f'SELECT {counts} FROM "{table}"').fetchall()
        for (column, condition), count in zip(conditions.items(), found, strict=True):
            if count:
                says = tr("{table}.{column} holds only declared codes", table=table, column=column)
                yield f"codes_{table}_{column}", says, f'SELECT * FROM "{table}" WHERE {condition}'
