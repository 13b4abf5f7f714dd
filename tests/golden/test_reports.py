"""Small reports of every family of documents and every shape of table: how much of them is read.

The sources are `scripts/reports/*.toml`, whose comments say what each report is for; `make samples` typesets
them to `tests/reports/` and writes there what a reader should find.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from normalizers.text import match_key
from pipeline.ingest import Extraction, extract_document
from tests.facts import differences
from tests.grids import agreement, published_grid

FOLDER = Path(__file__).resolve().parents[1] / "reports"
REPORTS = sorted(path.stem for path in FOLDER.glob("*.json"))
ALL_TOGETHER = 0.97  # facts
ALL_CELLS = 0.98
EACH = 0.9
each_report = pytest.mark.parametrize("name", REPORTS)


@cache
def golden(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def extraction(name: str) -> Extraction:
    return extract_document(FOLDER / golden(name)["pdf"])


@cache
def facts(name: str) -> tuple[list[Any], list[Any]]:
    return differences(golden(name), extraction(name))


@cache
def cells(name: str) -> tuple[int, int, int]:
    found = extraction(name)
    return agreement(
        [published_grid(found, table) for table in found.rows["tables"]],
        [table["grid"] for table in golden(name)["tables"]],
    )


def shares(hits: int, found: int, wanted: int) -> tuple[float, float]:
    """Recall and precision; nothing wanted and nothing found is all right."""
    return hits / wanted if wanted else 1.0, hits / found if found else 1.0


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / (found + wanted) if found + wanted else 1.0


@each_report
def test_facts_of_each_report(name: str) -> None:
    missing, extra = facts(name)
    wanted = len(golden(name)["facts"])
    hits = wanted - len(missing)
    assert min(shares(hits, hits + len(extra), wanted)) >= EACH, {"missing": missing, "extra": extra}


@each_report
def test_cells_of_each_report(name: str) -> None:
    assert f1(*cells(name)) >= EACH


@each_report
def test_region_and_year(name: str) -> None:
    document, truth = extraction(name).document, golden(name)
    assert (document["region_code"], document["fiscal_year"]) == (truth["region_code"], truth["fiscal_year"])


@each_report
def test_tables_and_their_kinds(name: str) -> None:
    """As many tables as there are, no prose among them, each of its kind and under its caption."""
    tables, truth = extraction(name).rows["tables"], golden(name)["tables"]
    assert [table["kind"] for table in tables] == [table["kind"] for table in truth]
    for table, true in zip(tables, truth, strict=True):
        if true["title"]:
            assert match_key(table["caption"] or "") == match_key(true["title"])


def test_facts_of_all_reports_together() -> None:
    missing = sum(len(facts(name)[0]) for name in REPORTS)
    extra = sum(len(facts(name)[1]) for name in REPORTS)
    wanted = sum(len(golden(name)["facts"]) for name in REPORTS)
    hits = wanted - missing
    recall, precision = shares(hits, hits + extra, wanted)
    assert recall >= ALL_TOGETHER and precision >= ALL_TOGETHER, (recall, precision)


def test_cells_of_all_reports_together() -> None:
    totals = [sum(cells(name)[i] for name in REPORTS) for i in range(3)]
    assert f1(*totals) >= ALL_CELLS, totals
