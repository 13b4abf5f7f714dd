"""Commands: what they print, where, and with which exit code."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from pipeline import cli, samples
from pipeline.answers.dictionary import as_markdown, table_names
from pipeline.answers.named_queries import load_queries
from pipeline.cli import run_options
from pipeline.publishing import layout
from pipeline.publishing.publish import read_documents
from pipeline.schemas.schemas import SCHEMAS
from pipeline.version import ROOT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three reports, read by the stub, as the place where commands run."""
    monkeypatch.setattr(run_options, "EXTRACTOR", "tests.stubs:extract")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    for name, content in {"a": "ok a", "b": "ok b", "c": "encrypted"}.items():
        (tmp_path / "raw" / f"{name}.pdf").write_text(content, "utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    return cli.main([*arguments, "--data", "out"])


def published(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run("ingest", "raw", "--workers", "1") == 2
    capsys.readouterr()
    return home


def test_ingest_says_what_came_of_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", "raw", "--workers", "1") == 2
    said = capsys.readouterr()
    assert "2 ok, 0 degraded, 1 failed" in said.out
    assert "budget 2" in said.out
    assert "raw/c.pdf: encrypted" in said.out and "without a password" in said.out
    assert "jixiao query subsidy_ratios" in said.out
    assert "[3/3]" in said.err


def test_ingest_says_what_became_of_the_numbers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", "raw", "--workers", "1") == 2
    assert "\nnumbers " not in capsys.readouterr().out
    (home / "raw" / "n.pdf").write_text("counted n", "utf-8")
    assert run("ingest", "raw", "--workers", "1") == 2
    assert "\nnumbers    4 in tables, 50.0% taken by facts, 75.0% understood\n" in capsys.readouterr().out


def test_answers_from_samples_say_so_and_leave_what_programs_read_as_it_is(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(home, capsys)
    assert run("query", "coverage") == 0
    assert "invented" not in "".join(capsys.readouterr())
    ids = [row["document_id"] for row in read_documents(home / "out", ("document_id",))]
    monkeypatch.setattr(samples, "sample_ids", lambda: frozenset(ids))
    for asked in (["query", "coverage"], ["query", "--sql", "select 1 as a"]):
        assert run(*asked) == 0
        *_, last = capsys.readouterr().out.splitlines()
        assert last == "Sample figures: they are invented, do not quote them.", asked
    assert run("query", "coverage", "--format", "csv") == 0
    said = capsys.readouterr()
    assert "invented" not in said.out and said.err.startswith("Sample figures")
    assert run("query", "coverage", "--output", "x.xlsx") == 0
    book = openpyxl.load_workbook(home / "x.xlsx")
    assert book["说明"]["B2"].value == "示例数据：数字为虚构，请勿引用。"


def test_beside_real_reports_an_answer_says_which_of_its_rows_are_of_samples(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(home, capsys)
    first, *_ = (row["document_id"] for row in read_documents(home / "out", ("document_id",)))
    monkeypatch.setattr(samples, "sample_ids", lambda: frozenset([first]))
    assert run("query", "--sql", "select document_id from documents") == 0
    assert "Samples: 1 of the 3 rows are of sample reports" in capsys.readouterr().out
    assert run("query", "--sql", f"select document_id from documents where document_id <> '{first}'") == 0
    assert "invented" not in "".join(capsys.readouterr())


def test_a_long_list_of_failures_is_cut(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(12):
        (home / "raw" / f"d{number}.pdf").write_text(f"encrypted {number}", "utf-8")
    assert run("ingest", "raw") == 2
    said = capsys.readouterr().out
    assert said.count("encrypted:") == 10 and "and 3 more; jixiao status" in said


def test_ingest_without_failures_ends_with_0(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", "raw/a.pdf", "raw/b.pdf", "--json") == 0
    body = json.loads(capsys.readouterr().out)
    assert body["documents"] == {"ok": 2, "degraded": 0, "failed": 0}
    assert (body["read"], body["failures"], body["exit_code"]) == (2, [], 0)
    assert body["published"]["budget"] == 2


def test_ingest_checks_what_it_published(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "raw" / "a.pdf").write_text("misprint a", "utf-8")
    assert run("ingest", "raw/a.pdf", "--json") == 0
    [violation] = json.loads(capsys.readouterr().out)["checks"]
    assert (violation["check"], violation["rows"]) == ("years", 1)


@pytest.mark.parametrize(
    ("arguments", "says", "next_step"),
    [
        (["ingest", "nowhere"], "nowhere does not exist", "Give a file"),
        (["ingest", "empty"], "nothing to read in empty", "Put files there"),
        (["ingest", "raw", "--workers", "0"], "--workers", "--help"),
        (["ingest", "raw", "--no-such-option"], "--no-such-option", "--help"),
        (["query", "subsidy_ratios"], "nothing is published", "jixiao ingest"),
        (["query"], "query name or --sql", "subsidy_ratios"),
        (["query", "x", "--sql", "SELECT 1"], "query name or --sql", "subsidy_ratios"),
        (["schema", "money"], "no table money", "budget"),
        (["nonsense"], "nonsense", "--help"),
        (["status"], "nothing is published", "jixiao ingest"),
        (["findings"], "nothing is published", "jixiao ingest"),
    ],
)
def test_mistakes_end_with_1_and_a_next_step(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str, next_step: str
) -> None:
    (home / "empty").mkdir()
    assert run(*arguments) == 1
    said = capsys.readouterr()
    assert says in said.err and next_step in said.err
    assert said.out == ""


def test_no_command_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 1
    assert "COMMAND" in capsys.readouterr().err


def test_with_json_a_mistake_is_an_object(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", "nowhere", "--json") == 1
    body = json.loads(capsys.readouterr().out)
    assert body["error"] == "UsageError" and body["exit_code"] == 1 and body["next"]


def test_a_held_lock_ends_with_3(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with layout.exclusive(home / "out"):
        assert run("ingest", "raw") == 3
    assert "another run" in capsys.readouterr().err


def test_a_failed_publication_ends_with_4(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "out" / "budget").mkdir(parents=True)
    assert run("ingest", "raw/a.pdf") == 4
    assert "in the way" in capsys.readouterr().err


def test_a_terminal_shows_the_first_rows_and_counts_the_others(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(home, capsys)
    monkeypatch.setattr("pipeline.cli.delivery.MOST_ROWS_SHOWN", 1)
    assert run("query", "execution_rates") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("(2 rows")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert run("query", "execution_rates") == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[-1].startswith("(the first 1 of 2 rows; all of them with --output FILE")
    assert len(shown) == 4


def test_query_forms(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(home, capsys)
    assert run("query", "execution_rates", "--param", "city=宁波", "--json") == 0
    assert [row["region_name"] for row in json.loads(capsys.readouterr().out)] == ["宁波市", "宁波市"]
    assert run("query", "--sql", "SELECT count(*) AS n FROM budget", "--format", "csv") == 0
    assert capsys.readouterr().out == "n\n2\n"
    assert run("query", "coverage", "--output", "x.xlsx") == 0
    assert "written to x.xlsx" in capsys.readouterr().out
    assert openpyxl.load_workbook("x.xlsx").worksheets[1]["A1"].value == "地区"
    assert run("query", "coverage") == 0
    assert "宁波市" in capsys.readouterr().out
    assert run("query", "coverage", "--output", "x.png") == 1
    assert "jixiao chart" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["query", "no_such"], "there is no query no_such"),
        (["query", "coverage", "--param", "town=x"], "no parameter town"),
        (["query", "coverage", "--param", "year=soon"], "integer expected"),
        (["query", "coverage", "--param", "year"], "name=value expected"),
        (["query", "--sql", "SELECT 1", "--param", "year=1"], "named query"),
        (["query", "--sql", "DROP VIEW budget"], "only one SELECT"),
        (["query", "coverage", "--format", "xlsx"], "--output"),
    ],
)
def test_query_mistakes(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    published(home, capsys)
    assert run(*arguments) == 1
    assert says in capsys.readouterr().err


def test_queries_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("queries") == 0
    text = capsys.readouterr().out
    for query in load_queries().values():
        assert query.name in text and query.title_zh in text
        assert all(f"--param {parameter.name}=" in text for parameter in query.parameters)
    assert run("queries", "--json") == 0
    assert {one["name"] for one in json.loads(capsys.readouterr().out)} == set(load_queries())


def test_status_says_what_to_do_next(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(home, capsys)
    assert run("status") == 0
    text = capsys.readouterr().out
    assert "2 ok, 0 degraded, 1 failed" in text
    assert "encrypted: c.pdf" in text and "without a password" in text
    assert run("status", "--json") == 0
    body = json.loads(capsys.readouterr().out)
    assert body["documents"]["failed"] == 1 and body["attention"][0]["next"]


def test_findings_can_be_empty(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(home, capsys)
    assert run("findings", "--severity", "error") == 0
    assert capsys.readouterr().out == "no findings like these\n"
    assert run("findings", "--severity", "error", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_schema_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema", "budget", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["column"] for row in rows] == SCHEMAS["budget"].names
    assert run("schema") == 0
    assert "decimal128(20, 2)" in capsys.readouterr().out


def test_the_written_dictionary_is_the_schema() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert written == as_markdown(table_names(None)), (
        "run: jixiao schema --format markdown > docs/data-dictionary.md"
    )


def test_the_reader_of_a_pipe_may_leave(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(home, capsys)
    sql = "SELECT * FROM range(200000)"
    command = [sys.executable, "-m", "pipeline", "query", "--format", "csv", "--data", str(home / "out")]
    process = subprocess.Popen(
        [*command, "--sql", sql], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == "range\n"
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_answer_that_cannot_be_written_is_said_in_words(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(home, capsys)
    command = [sys.executable, "-m", "pipeline", "status", "--data", str(home / "out")]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("jixiao: ") and "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr and "Exception" not in ended.stderr


@pytest.mark.parametrize("closed", ["2>/dev/full", "2>&-", "0<&- 1>&- 2>&-"])
def test_a_run_whose_progress_nobody_hears_goes_on(home: Path, closed: str) -> None:
    """Also the run that has no standard streams at all, in whose place its own files would be opened."""
    command = f"{sys.executable} -m pipeline ingest {home}/raw --data {home}/out {closed}"
    subprocess.run(command, cwd=ROOT, shell=True, check=False, timeout=120)
    assert len(read_documents(home / "out")) == 3
    assert (home / "out" / ".lock").read_bytes() == b""


def test_the_progress_of_a_run_outlives_its_reader(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("pipeline.cli.progress.print", refuse, raising=False)
    assert run("ingest", "raw", "--workers", "1") == 2
    assert len(read_documents(home / "out")) == 3


def test_every_command_has_a_line_of_help() -> None:
    parser = cli.build_parser()
    [commands] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    helped = {choice.dest for choice in commands._choices_actions if choice.help}
    assert helped == set(commands.choices) >= {"ingest", "query", "queries", "status", "findings", "schema"}


def test_the_default_folders_are_those_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run_options.default_folder("raw") == Path("data/raw")
    monkeypatch.chdir(tmp_path)
    assert run_options.default_folder("raw") == ROOT / "data" / "raw"
