"""The sample reports in data/samples, read by the real program from end to end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from pipeline.answers.named_queries import load_queries
from pipeline.version import ROOT

RAW = ROOT / "data" / "samples"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_sample_is_published_and_the_data_is_sound(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = answer(capsys, "ingest", str(RAW), "--data", str(data))
    samples = len(list(RAW.glob("*.pdf")))
    assert samples and report["read"] == report["published"]["documents"] == samples
    assert report["documents"]["failed"] == 0
    assert report["checks"] == []
    for table in (
        "tables",
        "cells",
        "budget",
        "disbursement",
        "indicators",
        "subsidy_terms",
        "metrics",
        "regions",
        "classifications",
        "topics",
    ):
        assert report["published"][table] > 0, table


def test_a_second_run_opens_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = answer(capsys, "ingest", str(RAW), "--data", str(data))
    assert (report["read"], report["version"]) == (0, 1)


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_every_named_query_has_an_answer(data: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    rows = answer(capsys, "query", name, "--data", str(data))
    # No two of the samples are the same report or name one programme in two ways, none states so much per unit, and
    # none is the budget of an office or government, and none contradicts itself. A search needs words to look for.
    without = ("programme_joins", "published_twice", "standards", "contradictions", "search")
    of_budgets = ("execution_by_function", "spending_by_function", "three_public")
    assert bool(rows) == (name not in (*without, *of_budgets))
