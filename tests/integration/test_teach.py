"""A heading that nobody knows is taught, and gives its facts in all documents; taken back, they go again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.cli import run_options
from tests.teaching import UNKNOWN, executed, refresh, write_reports


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports; the corrections, and what is taught, stand beside it."""
    monkeypatch.setattr(run_options, "OVERRIDES", tmp_path / "overrides.csv")
    monkeypatch.setattr(run_options, "PUBLISHED", tmp_path / "out")
    return write_reports(tmp_path)


def teach(reports: Path, *words: str) -> int:
    return cli.main(["teach", *words, "--data", str(reports.parent / "out")])


def test_a_taught_heading_gives_its_facts_everywhere_until_it_is_taken_back(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = refresh(reports, capsys)
    assert executed(reports) == [] and first["vocabulary"] == {}

    assert teach(reports, "try", UNKNOWN, "--means", "phase=executed", "--format", "json") == 0
    tried = capsys.readouterr()
    assert sorted(row["value_text"] for row in json.loads(tried.out)) == [
        "287.25",
        "403.60",
        "91.80",
        "91.80",
    ]
    assert "4 numbers of 2 documents" in tried.err and not (reports.parent / "vocabulary.toml").exists()

    assert teach(reports, f"{UNKNOWN}（万元）", "--means", "执行数", "--who", "周工", "--why", "表注") == 0
    capsys.readouterr()
    taught = refresh(reports, capsys)
    assert executed(reports) == [
        ("台州市.pdf", 918000.0),
        ("台州市.pdf", 4036000.0),
        ("绍兴市.pdf", 918000.0),
        ("绍兴市.pdf", 2872500.0),
    ]
    assert taught["vocabulary"] == {"taught": 1, "unused": [], "doubts": {}, "new": [UNKNOWN], "gone": []}
    assert taught["differences"]["fact_counts"]["budget"]["added"] == 4
    assert refresh(reports, capsys)["counts"]["read"] == 0

    assert teach(reports, "forget", UNKNOWN) == 0
    capsys.readouterr()
    back = refresh(reports, capsys)
    assert executed(reports) == [] and back["counts"]["read"] == 2
    assert (back["vocabulary"]["taught"], back["vocabulary"]["gone"]) == (0, [UNKNOWN])


def test_words_that_no_document_has_are_reported_and_a_file_among_the_reports_teaches_nothing(
    reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert teach(reports, "渡槽款", "--means", "phase=executed", "--why", "试") == 0
    capsys.readouterr()
    planted = (reports.parent / "vocabulary.toml").read_text("utf-8").replace("渡槽款", UNKNOWN)
    (reports / "vocabulary.toml").write_text(planted, "utf-8")
    monkeypatch.chdir(reports)
    body = refresh(reports, capsys)
    assert executed(reports) == []
    assert body["vocabulary"] == {"taught": 1, "unused": ["渡槽款"], "doubts": {}, "new": [], "gone": []}
    assert teach(reports, "list", "--json") == 0
    [row] = json.loads(capsys.readouterr().out)["taught"]
    assert row["use"] == "in no document of this version"
