"""Findings about several documents: the same figure published twice with two values.

They hold for one version as a whole. So they are found anew for every version, from its tables just before it is
switched on, and stand in a part of their own: in which order documents came, or whether one was replaced or
taken out, makes no difference.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.answers.catalog import OWN_CHECKS, QUERIES, open_version
from pipeline.answers.materialized_views import materialized_in
from pipeline.errors import PublishFailed
from pipeline.language import tr
from pipeline.publishing import layout
from pipeline.publishing.materialized_views import write_pairs
from pipeline.publishing.parts import ACROSS, write_part
from pipeline.schemas import SCHEMAS

# The helper views that the comparison needs, in the order in which they build on each other: the file that defines
# them, and which of them are computed at once. A view of kept rows is taken in many times faster than one of views.
_COMPARABLE = (
    ("10_regions.sql", ()),
    ("12_same_money.sql", ()),
    ("60_comparable.sql", ("twin_documents", "listed_regions", "comparable_documents")),
)
_PAIRED = (("61_figures.sql", ()), ("62_figures_paired.sql", ("figures_paired",)))
_TOLD = (("materialized/70_places.sql", ()), ("materialized/79_pairs_told.sql", ()))
# Enough for tens of thousands of documents; what more of them need goes to the disk.
_MEMORY = "500MB"


def write_findings_across(version: Path, queries: Path = QUERIES) -> None:
    """Write the part of `findings` about several documents, and what a version keeps of the comparison.

    The part is written even when it is empty: readers may hold its name. Raises PublishFailed.
    """
    write_part(version, ACROSS, SCHEMAS["findings"], [_within_memory(version, queries, keeps=True)])


def find_across(version: Path, queries: Path = QUERIES) -> pa.Table:
    """Rows of `findings` from all statements in queries/across, in a fixed order. Raises PublishFailed."""
    return _within_memory(version, queries, keeps=False)


def _within_memory(version: Path, queries: Path, keeps: bool) -> pa.Table:
    """The comparison in little memory; once more with all there is where that does not do."""
    spilled = version.with_name(f"{layout.TEMPORARY}compare-{os.getpid()}")
    settings = dict(OWN_CHECKS) | {"temp_directory": str(spilled)}
    try:
        try:
            return _compare(version, queries, settings | {"memory_limit": _MEMORY}, keeps)
        except duckdb.OutOfMemoryException:
            return _compare(version, queries, settings, keeps)
    except (duckdb.Error, pa.ArrowException, KeyError) as error:
        raise PublishFailed(
            tr("the documents could not be compared with each other: {error}", error=error)
        ) from error
    finally:
        shutil.rmtree(spilled, ignore_errors=True)


def _compare(version: Path, queries: Path, settings: Mapping[str, Any], keeps: bool) -> pa.Table:
    schema = SCHEMAS["findings"]
    nothing = pa.Table.from_batches([], schema)
    with open_version(version, None, settings) as catalog:
        _define(catalog.connection, queries, _COMPARABLE)
        if not catalog.connection.sql("FROM comparable_documents LIMIT 1").fetchall():
            return nothing
        _define(catalog.connection, queries, _PAIRED)
        folder = materialized_in(version, queries) if keeps else None
        if folder is not None:
            _define(catalog.connection, queries, _TOLD)
            write_pairs(catalog.connection, folder)
        found = [nothing]
        for path in across_files(queries):
            rows = catalog.connection.sql(path.read_text("utf-8")).to_arrow_table()
            found.append(rows.select(schema.names).cast(schema))
    order = [(name, "ascending") for name in ("document_id", "check", "page_number", "table_id", "row_index")]
    return pa.concat_tables(found).sort_by([*order, ("message", "ascending")]).combine_chunks()


def _define(
    connection: duckdb.DuckDBPyConnection, queries: Path, steps: Sequence[tuple[str, Sequence[str]]]
) -> None:
    for name, computed in steps:
        connection.execute((queries / "views" / name).read_text("utf-8"))
        for view in computed:
            _keep(connection, view)


def _keep(connection: duckdb.DuckDBPyConnection, view: str) -> None:
    """Compute a view once for all that asks for it on this connection."""
    connection.execute(f"CREATE TEMP TABLE kept_{view} AS FROM {view}")
    connection.execute(f"CREATE OR REPLACE VIEW {view} AS FROM kept_{view}")


def across_files(queries: Path = QUERIES) -> list[Path]:
    """The statements; each names its check and its severity, and returns rows in the shape of `findings`."""
    return sorted((queries / "across").glob("*.sql"))
