"""What the sentences of the sample reports state, beside the tables that the golden files describe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import extract_document
from pipeline.version import ROOT

TERMS = {
    "wenzhou_2023_policy": [("温州市", None, "=", 60.0, "recommended", 2)],
    "yantai_2022_evaluation": [("烟台市", "general", "≤", 40.0, "in_force", 3)],
}
METRICS = {
    "nantong_2022_evaluation": [("total_score", 88.75, "分")],
    "wenzhou_2023_policy": [
        ("spent", 2198.2, "万元"),
        ("execution_rate_pct", 88.41, "%"),
        ("total_score", 87.6, "分"),
    ],
    "yantai_2022_evaluation": [
        ("budget", 6200.0, "万元"),
        ("budget_adjusted", 5920.0, "万元"),
        ("spent", 5631.86, "万元"),
        ("execution_rate_pct", 95.13, "%"),
        ("total_score", 95.14, "分"),
    ],
    "yantai_2023_evaluation": [
        ("budget", 53900000.0, "元"),
        ("budget_adjusted", 55600000.0, "元"),
        ("spent", 54109080.0, "元"),
        ("execution_rate_pct", 97.32, "%"),
        ("total_score", 93.41, "分"),
    ],
}
MONEY = {
    "wenzhou_2023_policy": [("executed", 21982000, 88.41)],
    "yantai_2022_evaluation": [
        ("initial", 62000000, None),
        ("adjusted", 59200000, None),
        ("executed", 56318600, 95.13),
    ],
    "yantai_2023_evaluation": [
        ("initial", 53900000, None),
        ("adjusted", 55600000, None),
        ("executed", 54109080, 97.32),
    ],
}
REPORTS = {
    "jiangmen_2021_shapes": [
        ("total_score", 87.4, "分"),
        ("execution_rate_pct", 50.0, "%"),
        ("coverage_rate_pct", 61.2, "%"),
    ],
    "weihai_2023_pages": [
        ("firms_served", 962.0, "家"),
        ("exports", 148.5, "亿元"),
        ("satisfaction_pct", 92.1, "%"),
        ("execution_rate_pct", 80.0, "%"),
    ],
    "yibin_2024_department_budget": [],
    "beilun_2023_recipients": [],
}
SAMPLES = sorted((ROOT / "data" / "samples").glob("*.pdf"))


@cache
def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    return extract_document(path).rows


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_terms_in_sentences(path: Path) -> None:
    columns = ("region_name", "enterprise_class", "ratio_op", "ratio_pct", "status", "page_number")
    found = [row for row in rows(path).get("subsidy_terms", []) if row["source_kind"] == "prose"]
    assert [tuple(row[c] for c in columns) for row in found] == TERMS.get(path.stem, [])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_figures_in_sentences(path: Path) -> None:
    found = rows(path).get("metrics", [])
    assert [(r["metric"], r["value"], r["unit"]) for r in found] == METRICS.get(path.stem, [])
    assert all(str(row["value_text"]) in row["source_text"] for row in found)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_money_in_sentences(path: Path) -> None:
    found = [row for row in rows(path).get("budget", []) if row["source_kind"] == "prose"]
    columns = ("phase", "amount_yuan", "execution_rate_printed_pct")
    assert [tuple(row[c] for c in columns) for row in found] == MONEY.get(path.stem, [])


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_figures_in_sentences_of_other_reports(name: str) -> None:
    found = rows(ROOT / "tests" / "reports" / f"{name}.pdf")
    assert [(r["metric"], r["value"], r["unit"]) for r in found.get("metrics", [])] == REPORTS[name]
    assert all(row["source_kind"] == "cell" for row in found.get("subsidy_terms", []))
