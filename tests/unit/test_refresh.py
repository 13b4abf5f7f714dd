"""The run of the night: its report and its exit codes, with documents that are read by the stub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, run
from pipeline.errors import PublishFailed
from pipeline.nightly import run_report
from pipeline.publishing import layout
from pipeline.publishing.publish import Publication, read_documents
from pipeline.version import ROOT
from tests import stubs
from tests.nights import last_report, make_home, names, put, refresh
from tests.unit.test_run import Ear


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_home(tmp_path, monkeypatch)


def test_a_night_tells_what_is_new_changed_gone_renamed_and_failed(home: Path) -> None:
    put(home, c="ok c", d="ok d")
    assert refresh() == 0
    assert names(last_report()["differences"]["documents"]["new"]) == ["a", "b", "c", "d"]
    put(home, a="ok a2", e="ok e", f="encrypted f")
    (home / "raw/b.pdf").unlink()
    (home / "raw/c.pdf").rename(home / "raw/z.pdf")
    assert refresh() == 2
    body = last_report()
    documents = body["differences"]["documents"]
    assert {kind: names(rows) for kind, rows in documents.items()} == {
        "new": ["e", "f"], "changed": ["a"], "gone": ["b"], "renamed": ["z"], "read_again": [],
    }  # fmt: skip
    assert Path(documents["renamed"][0]["was"]).stem == "c"
    [failed] = body["failed"]
    assert failed["is_new"] and failed["status_reason"].startswith("encrypted: f.pdf") and failed["next"]
    assert (body["run"], body["version_before"], body["version"], body["exit_code"]) == (2, 1, 2, 2)
    assert (body["counts"]["read"], body["counts"]["unchanged"], body["checks"]) == (3, 2, [])


def test_a_night_without_news_is_reported_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(home, c="encrypted c")
    refresh()
    assert refresh() == 2
    body = last_report()
    assert (body["run"], body["version"], body["differences"]) == (2, 1, None)
    assert [row["is_new"] for row in body["failed"]] == [False]
    capsys.readouterr()
    assert cli.main(["report", "--data", "out"]) == 0
    said = capsys.readouterr().out
    assert (
        "1, unchanged, in out" in said
        and "\nstill fails raw/c.pdf: " in said
        and "checks      all passed" in said
    )
    assert said == Path("out/.reports/000002.txt").read_text("utf-8")
    assert cli.main(["report", "1", "--data", "out", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["run"] == 1
    assert cli.main(["report", "--list", "--data", "out"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["1", "2"]
    assert cli.main(["report", "7", "--data", "out"]) == 1
    assert "Kept are 1 to 2" in capsys.readouterr().err


def test_a_night_tells_what_became_of_the_numbers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh() == 0
    assert last_report()["numbers"] == {} and "\nnumbers " not in capsys.readouterr().out
    put(home, c="counted c")
    assert refresh() == 0
    body = last_report()
    assert (body["numbers"], body["checks"]) == ({"numbers": 4, "taken": 2, "understood": 3}, [])
    said = "numbers     4 in tables, 50.0% taken by facts, 75.0% understood\n"
    assert said in capsys.readouterr().out
    refresh()
    assert said in capsys.readouterr().out, "also of a night without news"


def test_the_reports_of_long_ago_are_forgotten(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_report, "KEPT", 1)
    refresh()
    refresh()
    assert sorted(path.name for path in Path("out/.reports").iterdir()) == ["000002.json", "000002.txt"]


def test_nothing_that_did_not_change_is_opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (home / "raw").iterdir():
        os.utime(path, (1e9, 1e9))
    settled = time.time_ns() + 10**12
    refresh()
    # The memory keeps only files that were not touched just now.
    monkeypatch.setattr(time, "time_ns", lambda: settled)
    refresh()
    opened: list[str] = []
    real = os.open

    def watch(path: Any, *rest: Any, **more: Any) -> int:
        opened.append(os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else "")
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", watch)
    assert refresh() == 0
    assert opened and not [path for path in opened if path.endswith(".pdf")]


def test_a_run_that_cannot_publish_is_reported_and_raised(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh()
    put(home, c="ok c")

    def fail(*_: object) -> None:
        raise PublishFailed("the disk is full")

    monkeypatch.setattr(Publication, "commit", fail)
    assert refresh("--failure-file", "failed.txt") == 4
    body = last_report()
    assert (body["exit_code"], body["error"]["kind"], body["error"]["message"]) == (
        4, "PublishFailed", "the disk is full",
    )  # fmt: skip
    assert "the disk is full" in Path("failed.txt").read_text("utf-8")
    assert len(read_documents(Path("out"))) == 2
    monkeypatch.undo()
    monkeypatch.chdir(home)
    assert "the disk is full" in capsys.readouterr().err


def test_a_run_that_is_stopped_is_reported_and_calls_nobody(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Publication, "commit", stop)
    assert refresh("--on-failure", "touch called") == 130
    assert (last_report()["exit_code"], last_report()["error"]["kind"]) == (130, "Interrupted")
    assert not Path("called").exists()


def test_a_folder_that_is_gone_stops_the_night(home: Path) -> None:
    refresh()
    (home / "raw").rename(home / "elsewhere")
    assert refresh() == 1
    assert "does not exist" in last_report()["error"]["message"]
    assert len(read_documents(Path("out"))) == 2


def test_the_second_of_two_leaves_with_3(home: Path) -> None:
    refresh()
    with layout.exclusive(Path("out")):
        assert refresh("--failure-file", "failed.txt") == 3
    assert last_report()["error"]["kind"] == "LockHeld"
    assert not Path("failed.txt").exists(), "the other run says whether all is well"
    assert refresh() == 0


def test_a_run_that_waited_tells_of_its_own_changes_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run publishes c between the start of this one and its turn."""
    find = run.find_given

    def find_late(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(run, "find_given", find)
        put(home, c="ok c")
        options = run.Options(paths=[home / "raw"], data_dir=Path("out"), executor=stubs.InProcess())
        run.ingest(options, stubs.extract, [], Ear())
        put(home, d="ok d")
        return find(*given, **more)

    refresh()
    monkeypatch.setattr(run, "find_given", find_late)
    assert refresh() == 0
    body = last_report()
    assert (body["version_before"], body["version"]) == (2, 3)
    assert names(body["differences"]["documents"]["new"]) == ["d"]


def test_a_file_that_can_never_be_opened_is_news_once(home: Path) -> None:
    (home / "raw/x.pdf").symlink_to(home / "nowhere")
    assert (refresh(), [row["is_new"] for row in last_report()["failed"]]) == (2, [True])
    assert (refresh(), [row["is_new"] for row in last_report()["failed"]]) == (2, [False])


def test_copies_beyond_those_shown_are_counted(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(home, **{f"copy{number:02}": "ok a" for number in range(30)})
    monkeypatch.setattr("pipeline.nightly.refresh.LISTED", 25)
    assert refresh() == 0
    said = capsys.readouterr().out
    assert said.count(" = raw/a.pdf") == 20
    assert "and 10 more; `jixiao report --json` lists 25 of them" in said
    body = last_report()
    assert (len(body["same_content"]), body["list_counts"]["same_content"]) == (25, 30)


@pytest.mark.parametrize("name", ["d[1]", "d*", "d?", "d{1,2}"])
def test_a_published_folder_may_be_named_like_a_pattern(
    home: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`d1` stands beside it, with other documents."""
    assert cli.main(["ingest", "raw", "--data", "d1", "--workers", "1"]) == 0
    put(home, c="ok c")
    for _ in range(2):
        assert cli.main(["refresh", "raw", "--data", name, "--workers", "1"]) == 0
        put(home, e="ok e")
    capsys.readouterr()
    assert cli.main(["query", "--data", name, "--sql", "SELECT count(*) AS n FROM documents", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 4}]


def test_two_refreshes_at_once_publish_once(tmp_path: Path) -> None:
    """For real: two processes on the sample reports; one of them works, the other leaves or finds nothing to do."""
    samples = ROOT / "data" / "samples"
    command = [sys.executable, "-m", "pipeline", "refresh", str(samples), "--workers", "1"]
    command += ["--data", str(tmp_path / "out")]
    quiet = subprocess.DEVNULL
    first, second = (subprocess.Popen(command, stdout=quiet, stderr=quiet) for _ in range(2))
    codes = sorted((first.wait(), second.wait()))
    assert codes in ([0, 3], [0, 0])
    rows = read_documents(tmp_path / "out")
    assert len(rows) == len({row["document_id"] for row in rows}) == 6
    assert len(run_report.report_files(tmp_path / "out")) == 2


def test_where_nothing_can_be_written_the_report_is_elsewhere_and_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    Path("out").write_text("a file is in the way of the published folder", "utf-8")
    assert refresh() == 1
    [report] = (tmp_path / "elsewhere").glob("*/000001.json")
    assert json.loads(report.read_text("utf-8"))["error"]["kind"] == "EnvironmentProblem"
    assert f"The report of this run: {report}" in capsys.readouterr().err
