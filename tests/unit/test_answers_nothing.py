"""What the command line says when a question, a name or a file leads nowhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.answers.chinese_names import code_said
from pipeline.answers.named_queries import find_query, load_queries
from pipeline.answers.parameters import KINDS
from pipeline.answers.present import form_named
from pipeline.cli import config_file, doctor, findings_text, main, queries_text
from pipeline.cli.parser import build_parser
from pipeline.cli.parsing import parse
from pipeline.errors import UsageError
from pipeline.language import CHINESE, in_use, tr


@pytest.mark.parametrize("name", ["a.xls", "a.docx", "a.duckdb", "a.tsv"])
def test_a_file_of_another_program_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="there is no form") as raised:
        form_named(Path(name))
    assert ".xlsx" in raised.value.hint and "--format" in raised.value.hint


@pytest.mark.parametrize(
    ("name", "form"), [("a.XLSX", "xlsx"), ("a.csv", "csv"), ("a.txt", "table"), ("/dev/stdout", "table")]
)
def test_the_name_of_a_file_chooses_its_form(name: str, form: str) -> None:
    assert form_named(Path(name)) == form


def test_a_statement_in_the_place_of_a_name_is_told_where_it_goes() -> None:
    with pytest.raises(UsageError) as raised:
        find_query("select 1")
    assert raised.value.hint.startswith("A statement goes behind --sql.")


def test_an_answer_without_rows_leads_to_what_there_is() -> None:
    assert "city=火星" in queries_text.about_nothing({"city": "火星"})
    assert "jixiao query coverage" in queries_text.about_nothing({"city": "火星"})
    assert queries_text.about_nothing({}) == ""


def test_a_mistyped_check_is_told_which_there_are() -> None:
    wanted = {"severity": None, "check": "sum_difers_down", "document": None}
    said = findings_text.none_found(wanted, ["rate_differs", "sum_differs_down"])
    assert "Did you mean sum_differs_down?" in said and "rate_differs" in said
    assert (
        findings_text.none_found(wanted | {"check": "rate_differs"}, ["rate_differs"])
        == "no findings like these"
    )


def test_checks_are_named_in_chinese_with_their_codes() -> None:
    row = {
        "file_name": "堤防.pdf",
        "severity": "error",
        "page": 2,
        "check": "rate_differs",
        "message": "不符",
    }
    wanted = {"severity": None, "check": "比率不", "document": None}
    with in_use(CHINESE):
        name = code_said("check", "rate_differs", "findings")
        assert f"{name}（rate_differs）" in findings_text.as_groups([row])
        assert f"{name}（rate_differs）" in findings_text.none_found(wanted, ["rate_differs"])
    assert "  rate_differs  " in findings_text.as_groups([row])


def test_queries_are_wrapped_for_a_terminal_and_whole_for_a_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = list(load_queries().values())
    assert found[0].answers in queries_text.as_list(found)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((80, 24)))
    shown = queries_text.as_list(found)
    below_titles = [line for line in shown.splitlines() if line.startswith(" ")]
    assert max(map(len, below_titles)) < 80
    assert "".join(found[0].answers.split()) in "".join(shown.split())


def test_kinds_of_parameters_are_named_in_chinese() -> None:
    with in_use(CHINESE):
        named = {kind: str(tr(name)) for kind, name in KINDS.items()}
    assert named == {"text": "文字", "integer": "整数", "number": "数字", "date": "日期", "topic": "主题"}


def test_an_unknown_option_leads_to_the_help_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "--worker", "2"]) == 1
    assert "`jixiao ingest --help`" in capsys.readouterr().err


def test_what_counts_unset_is_said_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a default is no value to be shown, such as 0 for `one per processor`."""
    monkeypatch.setattr(config_file, "settings_found", lambda _: [])
    options = parse(build_parser, ["doctor"])
    shown = {one.name: one.value for one in doctor.shown_settings(options)}
    assert shown["workers"] == "one per processor"
    assert shown["overrides"].startswith("data/overrides.csv")
    assert shown["schedule.at"].startswith("02:00")
