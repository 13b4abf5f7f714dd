"""The whole line on every sample report: grids, facts, region and year are those of its golden file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from normalizers.text import match_key
from pipeline.ingest import Extraction, extract_document
from pipeline.version import ROOT
from tests.facts import differences
from tests.grids import published_grid

GOLDEN = sorted(Path(__file__).parent.glob("*.json"))
pytestmark = pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)


@cache
def golden(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def extraction(path: Path) -> Extraction:
    return extract_document(ROOT / "data" / "samples" / golden(path)["pdf"])


def test_region_and_year(path: Path) -> None:
    document, truth = extraction(path).document, golden(path)
    assert document["status"] == "ok"
    assert (document["region_code"], document["fiscal_year"]) == (truth["region_code"], truth["fiscal_year"])


def test_tables(path: Path) -> None:
    found = extraction(path)
    assert [published_grid(found, table) for table in found.rows["tables"]] == [
        [[text.replace("\n", "") for text in row] for row in table["grid"]]
        for table in golden(path)["tables"]
    ]


def test_titles_units_and_kinds(path: Path) -> None:
    tables, truth = extraction(path).rows["tables"], golden(path)["tables"]
    assert [t["kind"] for t in tables] == [t["kind"] for t in truth]
    for table, true in zip(tables, truth, strict=True):
        if true["title"]:
            assert match_key(table["caption"]) == match_key(true["title"])
        if true["unit"]:
            assert match_key(true["unit"]).endswith(table["unit_text"])


def test_header_rows(path: Path) -> None:
    """Forms have headers in the middle; the others say how many rows stand above the values."""
    tables, truth = extraction(path).rows["tables"], golden(path)["tables"]
    counted = [(t["header_row_count"], g["header_rows"]) for t, g in zip(tables, truth, strict=True)]
    assert [
        pair
        for pair, table in zip(counted, truth, strict=True)
        if table["kind"] != "form" and pair[0] != pair[1]
    ] == []


def test_facts(path: Path) -> None:
    missing, extra = differences(golden(path), extraction(path))
    assert (missing, extra) == ([], [])


def test_every_fact_says_where_it_stands(path: Path) -> None:
    found = extraction(path)
    tables = {table["table_id"]: table for table in found.rows["tables"]}
    facts = [
        row
        for name in ("budget", "disbursement", "indicators", "subsidy_terms")
        for row in found.rows.get(name, [])
        if row["source_kind"] == "cell"
    ]
    assert facts
    for row in facts:
        table = tables[row["table_id"]]
        assert table["page_first"] <= row["page_number"] <= table["page_last"]
        assert 0 <= row["row_index"] < table["row_count"] and 0 <= row["column_index"] < table["column_count"]
        assert row["source_text"] and 0 < row["confidence"] <= 1
