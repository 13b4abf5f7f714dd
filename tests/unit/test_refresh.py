"""The run of the night: its report, its hook and its exit codes, with documents that are read by the stub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, run
from pipeline.answers.catalog import open_catalog
from pipeline.cli import run_options
from pipeline.errors import PublishFailed, UsageError
from pipeline.nightly import run_report
from pipeline.nightly.failure_hook import FailureHook, parse_command
from pipeline.nightly.override_file import Override, append_override
from pipeline.publishing import layout
from pipeline.publishing.publish import Publication, read_documents
from pipeline.version import ROOT
from tests import stubs
from tests.unit.test_run import Ear


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports, read by the stub, as the place where commands run."""
    monkeypatch.setattr(run_options, "EXTRACTOR", "tests.stubs:extract")
    monkeypatch.setattr(run_options, "executor", lambda *_: nullcontext(stubs.InProcess()))
    monkeypatch.chdir(tmp_path)
    put(tmp_path, a="ok a", b="ok b")
    return tmp_path


def put(home: Path, **contents: str) -> None:
    (home / "raw").mkdir(exist_ok=True)
    for name, content in contents.items():
        (home / "raw" / f"{name}.pdf").write_text(content, "utf-8")


def refresh(*arguments: str) -> int:
    return cli.main(["refresh", "raw", "--data", "out", "--workers", "1", *arguments])


def last_report() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(run_report.find_report(Path("out"), None).read_text("utf-8"))
    return body


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [Path(row["source_path"]).stem for row in rows]


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


HOOK = "import os, sys; open('told', 'a').write(' '.join([*sys.argv[1:], os.environ['JIXIAO_EXIT_CODE']]) + '\\n')"


def test_the_hook_hears_of_new_failures_once(home: Path) -> None:
    hook = [
        "--on-failure",
        f'{sys.executable} -c "{HOOK}" {{report}} "two words"',
        "--failure-file",
        "failed",
    ]
    assert refresh(*hook) == 0
    assert not Path("told").exists() and not Path("failed").exists()
    put(home, c="encrypted c")
    assert refresh(*hook) == 2
    assert Path("told").read_text() == "out/.reports/000002.json two words 2\n"
    assert "encrypted" in Path("failed").read_text("utf-8")
    assert "ended with exit code 0" in last_report()["hook"]["outcome"]
    assert refresh(*hook) == 2
    assert Path("told").read_text().count("\n") == 1 and Path("failed").exists()
    put(home, d="encrypted d")
    assert refresh(*hook) == 2
    assert Path("told").read_text().count("\n") == 2
    for name in "cd":
        (home / f"raw/{name}.pdf").unlink()
    assert refresh(*hook) == 0
    assert not Path("failed").exists()


@pytest.mark.parametrize(
    ("hook", "says"),
    [
        (FailureHook(("/nowhere/mail",)), "did not start"),
        (FailureHook((sys.executable, "-c", "raise SystemExit(7)")), "ended with exit code 7"),
        (
            FailureHook((sys.executable, "-c", "import time; time.sleep(60)"), seconds=0.5),
            "was ended after 0.5 s",
        ),
        (FailureHook(("a\0b",)), "did not start"),
    ],
)
def test_a_hook_that_fails_is_only_told(hook: FailureHook, says: str) -> None:
    assert says in hook.call(None, 2)["outcome"]


def test_a_hook_is_words_and_not_a_shell(home: Path) -> None:
    hook = FailureHook(parse_command("sh -c 'echo \"$0\" > said' '$(touch x); {report}'"))
    hook.call(Path("r.json"), 4)
    assert Path("said").read_text() == "$(touch x); r.json\n" and not Path("x").exists()
    for bad in ("", "'open", "  "):
        with pytest.raises(UsageError, match="--on-failure"):
            parse_command(bad)


def test_a_failure_file_replaces_and_removes_only_its_own(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.txt").write_text("precious\n", "utf-8")
    Path("link").symlink_to("mine.txt")
    for name in ("mine.txt", "link", "raw"):
        assert refresh("--failure-file", name) == 0  # would remove it
        assert f"{name} stays as it is" in last_report()["failure_file"]
        said = capsys.readouterr()
        assert f"{name} stays as it is" in said.err and f"alarm file  {name} stays as it is" in said.out
    put(home, c="encrypted c")
    assert refresh("--failure-file", "mine.txt") == 2
    assert Path("mine.txt").read_text("utf-8") == "precious\n" and Path("link").is_symlink()
    for _ in range(2):
        assert refresh("--failure-file", "failed") == 2
        assert Path("failed").read_text("utf-8").startswith("# jixiao failure file\n")
        assert "failure_file" not in last_report()
    assert sorted(path.name for path in home.iterdir() if "failed" in path.name) == ["failed"]


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


def test_secrets_stand_in_no_report(home: Path) -> None:
    put(home, c="encrypted c")
    command = f"{sys.executable} -c pass --token=geheim -u me:geheim https://x/geheim {{report}}"
    assert refresh("--on-failure", command) == 2
    hook = last_report()["hook"]
    assert hook["command"] == [sys.executable, "-c", "***", "--token=***", "-u", "***", "***", "{report}"]
    assert "geheim" not in "".join(path.read_text("utf-8") for path in Path("out/.reports").iterdir())


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
    assert body["corrections"] == {"applied": 1, "outdated": 0, "unneeded": 0, "unknown": []}
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
