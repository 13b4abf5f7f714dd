"""Checks of the published data as a whole: each is a statement that returns the rows that are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.catalog import QUERIES, Catalog
from pipeline.schemas import SCHEMAS, allowed_values

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Violation:
    """A check that found something: how many rows, and the first of them."""

    check: str
    says: str
    rows: int
    examples: list[dict[str, Any]]


def run_checks(catalog: Catalog, queries: Path = QUERIES) -> list[Violation]:
    """All checks that found something; [] when the data is sound."""
    violations = []
    for name, says, sql in _checks(queries):
        wrong = catalog.select(sql)
        if wrong.num_rows:
            violations.append(Violation(name, says, wrong.num_rows, wrong.slice(0, _SHOWN).to_pylist()))
    return violations


def _checks(queries: Path) -> Iterator[tuple[str, str, str]]:
    """Name, sentence and statement: the files in queries/checks, then one per coded column."""
    for path in sorted((queries / "checks").glob("*.sql")):
        sql = path.read_text("utf-8")
        yield path.stem, sql.splitlines()[0].removeprefix("-- "), sql
    for table, schema in SCHEMAS.items():
        for field in schema:
            if codes := allowed_values(field):
                listed = ", ".join(f"'{code}'" for code in codes)
                sql = f'SELECT * FROM "{table}" WHERE "{field.name}" NOT IN ({listed})'
                yield f"codes_{table}_{field.name}", f"{table}.{field.name} holds only declared codes", sql
