"""What people decided, in runs of the night: corrections, and decisions about programmes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.answers.catalog import open_catalog
from pipeline.cli import run_options
from pipeline.nightly.override_file import Override, append_override
from pipeline.publishing.publish import read_documents
from tests.nights import last_report, make_home, names, put, refresh


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_home(tmp_path, monkeypatch)


def test_what_is_kept_by_hand_belongs_to_one_published_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """data/overrides.csv is of data/parquet; another folder holds its own, and nothing beside the reports counts."""
    monkeypatch.setattr(run_options, "OVERRIDES", home / "data" / "overrides.csv")
    decided = "region_code,first_name,second_name,decision\n330200,甲,乙,same\n"
    for place in ("data", "raw", "."):
        (home / place).mkdir(exist_ok=True)
        (home / place / "programs.csv").write_text(decided, "utf-8")
    assert refresh() == 0
    assert last_report()["decisions"] == {}
    assert f"programs.csv in {home / 'data'} do not count for out" in capsys.readouterr().err
    (home / "out" / "programs.csv").write_text(decided, "utf-8")
    assert refresh() == 0
    assert last_report()["decisions"]["made"] == 1
    assert "do not count" not in capsys.readouterr().err
    monkeypatch.setattr(run_options, "PUBLISHED", home / "elsewhere")
    assert cli.main(["refresh", "raw", "--data", "elsewhere", "--workers", "1"]) == 0
    assert "do not count" not in capsys.readouterr().err
    assert (
        json.loads(next(Path("elsewhere/.reports").glob("*.json")).read_text("utf-8"))["decisions"]["made"]
        == 1
    )


def test_a_correction_of_a_file_that_changed_is_told_with_its_name(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh()
    [document] = [row["document_id"] for row in read_documents(Path("out")) if row["file_name"] == "a.pdf"]
    line = Override(
        document, "budget", "t0", "1", "1", "2", "amount_yuan", "1,234.50", "12345000.00", "7",
        "李", "2026-11-20T08:00:00Z", "试",
    )  # fmt: skip
    append_override(Path("fix.csv"), line)
    put(home, a="ok another")
    for _ in range(2):  # and again the night after
        assert refresh("--overrides", "fix.csv") == 0
        made = last_report()["corrections"]
        assert (made["applied"], made["unknown"], made["unknown_files"]) == (0, [document], ["a.pdf"])
        assert "no longer published: a.pdf. Look at these files" in capsys.readouterr().out


def test_corrections_are_applied_at_the_next_refresh(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refresh()
    [document] = [row["document_id"] for row in read_documents(Path("out")) if row["file_name"] == "a.pdf"]
    line = Override(
        document, "budget", "t0", "1", "1", "2", "amount_yuan", "1,234.50", "12345000.00", "7",
        "李", "2026-11-20T08:00:00Z", "试",
    )  # fmt: skip
    append_override(Path("fix.csv"), line)
    capsys.readouterr()
    assert refresh("--overrides", "fix.csv") == 0
    body = last_report()
    assert body["corrections"] == {
        "applied": 1,
        "outdated": 0,
        "unneeded": 0,
        "unknown": [],
        "unknown_files": [],
    }
    assert names(body["differences"]["documents"]["read_again"]) == ["a"]
    [fact] = body["differences"]["facts"]
    assert (fact["kind"], fact["was"], fact["is"], fact["page"]) == (
        "changed", "amount_yuan 12345000.00", "amount_yuan 7.00", 1,
    )  # fmt: skip
    with open_catalog(Path("out")) as catalog:
        rows = catalog.select(
            "SELECT amount_yuan::VARCHAR AS y, corrected FROM budget ORDER BY 1"
        ).to_pylist()
    assert rows[0] == {"y": "12345000.00", "corrected": None}
    assert rows[1]["y"] == "7.00" and "李" in rows[1]["corrected"]
    refresh("--overrides", "fix.csv")
    assert last_report()["counts"]["read"] == 0
    refresh()  # withdrawn
    assert names(last_report()["differences"]["documents"]["read_again"]) == ["a"]


def test_a_broken_file_of_corrections_stops_the_run(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refresh()
    put(home, c="ok c")
    Path("fix.csv").write_text("nonsense\n1,2", "utf-8")
    assert refresh("--overrides", "fix.csv") == 1
    assert "fix.csv" in capsys.readouterr().err and len(read_documents(Path("out"))) == 2
    assert "fix.csv" in last_report()["error"]["message"]


def test_decisions_about_programmes_hold_from_the_next_night_until_they_are_withdrawn(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_options, "OVERRIDES", home / "overrides.csv")
    monkeypatch.setattr(run_options, "PUBLISHED", home / "out")
    put(home, c="programme 茶园保险", d="programme 2023年茶叶保险资金")

    def numbers() -> list[str]:
        with open_catalog(Path("out")) as catalog:
            found = catalog.select("SELECT DISTINCT program_id FROM budget WHERE program_id IS NOT NULL")
            listed = catalog.select("SELECT program_id FROM programs").column(0).to_pylist()
        assert sorted(listed) == sorted(found.column(0).to_pylist())
        return sorted(listed)

    assert refresh() == 0 and last_report()["decisions"] == {}
    two = numbers()
    assert len(two) == 2
    head = "region_code,first_name,second_name,decision\n"
    joined = "330200,茶园保险,茶叶保险,same\n330200,竹林保险,茶园保险,different\n"
    (home / "programs.csv").write_text(head + joined, "utf-8")
    assert refresh() == 0 and len(numbers()) == 1
    body = last_report()
    assert body["counts"]["read"] == 2  # the other documents are about no such programme
    assert body["decisions"] == {"made": 2, "unused": ["row 3: 330200 竹林保险 ≠ 茶园保险"]}
    assert refresh() == 0 and last_report()["counts"]["read"] == 0
    (home / "programs.csv").unlink()
    assert refresh() == 0 and numbers() == two
