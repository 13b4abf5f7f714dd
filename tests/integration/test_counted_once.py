"""How much a document spends in all: the query that the README recommends gives the printed total, once."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from pipeline.answers.catalog import open_catalog
from pipeline.version import ROOT
from tests.asking import ask

CORPUS = ROOT.parent / "shared" / "corpus"
RAW = ROOT / "data" / "samples"
REPORTS = ROOT / "tests" / "reports"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the development corpus is not part of the repository"
)
# What all amounts of the document, year and stage together make, in printed totals.
TIMES = "SELECT sum(amount_yuan) AS amount FROM budget WHERE phase = $phase AND fiscal_year = $year"
# The money of this year as a form prints it, whose other amount is that of the whole term.
OF_YEAR = "SELECT amount_yuan FROM figures WHERE array_to_string(row_path, '') LIKE '%当年度金额%'"


def totals(pdf: Path, folder: Path, phase: str) -> tuple[dict[str, Any], Decimal, list[Decimal]]:
    """The answer for one document, all its amounts together, and the money of the year on a form."""
    raw = folder / "raw"
    raw.mkdir()
    shutil.copy(pdf, raw)
    assert cli.main(["ingest", str(raw), "--data", str(folder / "data"), "--ocr", "never"]) == 0
    with open_catalog(folder / "data") as catalog:
        [row] = ask(catalog, "spending_totals", document=pdf.stem, phase=phase)
        asked = {"phase": phase, "year": row["fiscal_year"]}
        [every] = catalog.select(TIMES, asked).column(0).to_pylist()
        return row, every, catalog.select(OF_YEAR).column(0).to_pylist()


@pytest.mark.parametrize(
    ("name", "phase", "amount"),
    [
        ("nantong_2022_evaluation", "executed", 88_160_000),
        ("nantong_2022_evaluation", "adjusted", 95_350_000),
        ("fujian_2024_targets", "initial", 152_000_000),
    ],
)
def test_samples(tmp_path: Path, name: str, phase: str, amount: int) -> None:
    row, every, _ = totals(RAW / f"{name}.pdf", tmp_path, phase)
    assert row["amount_yuan"] == amount
    assert every > amount


@pytest.mark.parametrize(
    ("name", "phase"),
    [("yibin_2024_department_budget", "initial"), ("zhuzhou_2022_final_account", "executed")],
)
def test_budgets_and_accounts_of_offices(tmp_path: Path, name: str, phase: str) -> None:
    row, every, _ = totals(REPORTS / f"{name}.pdf", tmp_path, phase)
    assert row["adds_up"] is True and row["amount_yuan"] == row["total_printed_yuan"]
    assert every >= 2 * row["amount_yuan"]


@needs_corpus
@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("sh-putuo-guihua-2024js", "executed"),
        ("sh-putuo-wanli-2023ys", "initial"),
        ("swu-2023ys", "initial"),
    ],
)
def test_real_budgets_and_accounts(tmp_path: Path, name: str, phase: str) -> None:
    row, every, _ = totals(CORPUS / "real" / f"{name}.pdf", tmp_path, phase)
    assert row["statement"] == "expenditure"
    assert row["adds_up"] is True and row["amount_yuan"] == row["total_printed_yuan"]
    assert every > 15 * row["amount_yuan"]


@needs_corpus
def test_a_form_with_the_money_of_the_whole_term(tmp_path: Path) -> None:
    row, every, of_year = totals(CORPUS / "seeds" / "guangdong_2024__web.pdf", tmp_path, "initial")
    assert of_year == [row["amount_yuan"]]
    assert every > 3 * row["amount_yuan"]
