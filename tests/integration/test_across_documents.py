"""A report published again: silent where nothing was changed, and one changed figure is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.answers.catalog import open_catalog
from pipeline.ingest import Extraction, extract_document
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "data" / "samples" / "yantai_2022_evaluation.pdf"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def report() -> Extraction:
    return extract_document(REPORT)


def copy_of(report: Extraction, change: Callable[[dict[str, list[Row]]], None]) -> Extraction:
    """The report as another document with a change."""
    old = report.document["document_id"]
    new = "c" * 16
    rows = {
        name: [
            row | {"document_id": new, "table_id": row["table_id"] and row["table_id"].replace(old, new)}
            for row in found
        ]
        for name, found in report.rows.items()
    }
    change(rows)
    about = {"document_id": new, "sha256": "c" * 64, "file_name": "second_version.pdf"}
    return Extraction(report.document | about, rows)


def differences(data: Path, *reports: Extraction) -> list[tuple[str, str, str]]:
    """File, printed and recomputed of every difference between the documents."""
    with open_publication(data) as publication:
        for one in reports:
            told = {"extractor_version": "test", "ingested_at": datetime(2024, 1, 2)}
            publication.put(one.document | told, tables_from_rows(one.rows))
        publication.commit([factories.region()])
    statement = """
        SELECT file_name, printed, recomputed FROM findings JOIN documents USING (document_id)
        WHERE "check" LIKE 'figure_differs%' ORDER BY ALL"""
    with open_catalog(data) as catalog:
        found = catalog.select(statement).to_pylist()
        twins = catalog.select("""FROM findings WHERE "check" = 'published_twice'""").num_rows
    assert twins == len(reports), "the report and its copy are on one programme"
    return [tuple(row.values()) for row in found]


def nothing(_: dict[str, list[Row]]) -> None:
    """A second file with the same contents."""


def one_score(rows: dict[str, list[Row]]) -> None:
    row = next(r for r in rows["indicators"] if r.get("score") and not r["is_total"] and r["level3"])
    row["score"] -= 0.5


def spending(rows: dict[str, list[Row]]) -> None:
    row = next(r for r in rows["budget"] if r["phase"] == "executed" and r["amount_yuan"] and r["table_id"])
    row["amount_text"], row["amount_yuan"] = "7.77", Decimal("77700.00")


@pytest.mark.parametrize(("change", "count"), [(nothing, 0), (one_score, 1), (spending, 1)])
def test_what_was_changed_is_found(
    tmp_path: Path, report: Extraction, change: Callable[[dict[str, list[Row]]], None], count: int
) -> None:
    found = differences(tmp_path, report, copy_of(report, change))
    assert [file for file, *_ in found] == ["second_version.pdf", REPORT.name][: 2 * count]
    if count:
        assert found[0][1:] == (found[1][2], found[1][1])
