"""Documents published together, and the findings between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.answers.catalog import open_catalog
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories

Rows = dict[str, list[dict[str, Any]]]
PROGRAMME = "出口信用保险保费补助资金"


def publish(
    data: Path, put: Mapping[str, tuple[Mapping[str, Any], Rows]], remove: Iterable[str] = ()
) -> Path:
    """Documents by seed with what is special about them, and their rows."""
    with open_publication(data) as publication:
        for seed, (about, rows) in put.items():
            document = factories.document(seed, **{"program_name": PROGRAMME} | dict(about))
            publication.put(document, tables_from_rows({"tables": [factories.table(seed)], **rows}))
        for seed in remove:
            publication.remove(str(factories.document(seed)["document_id"]))
        return publication.commit([factories.region()])


def found(data: Path, check: str = "figure_differs_across") -> list[tuple[Any, ...]]:
    """File, page, printed, recomputed of the findings of a check."""
    statement = """
        SELECT file_name, page_number, printed, recomputed FROM findings JOIN documents USING (document_id)
        WHERE "check" = $check ORDER BY ALL"""
    with open_catalog(data) as catalog:
        rows = catalog.select(statement, {"check": check}).to_pylist()
    return [tuple(row.values()) for row in rows]
