"""Words on the command line: help with examples, mistyped words, no colour where nobody wants it."""

from __future__ import annotations

import io
import shlex

import pytest

from pipeline.answers.named_queries import find_query
from pipeline.cli import build_parser, main, terminal
from pipeline.cli.examples import EXAMPLES
from pipeline.cli.settings import subparsers
from pipeline.nearest import nearest

COMMANDS = subparsers(build_parser())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does_and_shows_examples(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    description = COMMANDS[command].description
    assert description and description in " ".join(said.split())
    assert f"  jixiao {command}" in said.partition("examples:")[2]


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line, _ in lines])
def test_examples_can_be_typed(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])
    assert words[0] == "jixiao"
    options = build_parser().parse_args(words[1:])
    for pair in getattr(options, "param", []):
        known = [one.name for one in find_query(options.name).parameters]
        assert pair.partition("=")[0] in known


def test_examples_are_of_commands_that_there_are() -> None:
    assert set(EXAMPLES) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["ingets"], "Did you mean ingest?"),
        (["querys"], "Did you mean query?"),
        (["ingest", "--wrokers", "2"], "Did you mean --workers?"),
        (["query", "x", "--format", "excel"], "Possible: table, csv"),
        (["findings", "--severity", "errors"], "Did you mean error?"),
        (["completion", "tcsh"], "Possible: bash, zsh, fish"),
        (["query", "subsidy_ratio"], "Did you mean subsidy_ratios?"),
        (["schema", "budgets"], "Did you mean budget?"),
    ],
)
def test_a_mistyped_word_is_answered_with_what_was_meant(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert meant in capsys.readouterr().err


def test_only_options_of_the_command_are_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--foo"]) == 1
    assert "Did you mean" not in capsys.readouterr().err


def test_nothing_is_meant_by_any_word() -> None:
    assert nearest("xyzzy", ["ingest", "query"]) is None


def test_options_are_not_shortened(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "--work", "2"]) == 1
    assert "--workers" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("kind", "stream", "no_colour", "painted"),
    [
        ("xterm", Terminal(), "", True),
        ("xterm", Terminal(), "1", False),
        ("dumb", Terminal(), "", False),
        ("", Terminal(), "", False),
        ("xterm", io.StringIO(), "", False),
    ],
)
def test_colour_is_for_terminals_only(
    kind: str, stream: io.StringIO, no_colour: str, painted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("NO_COLOR", no_colour)
    assert (terminal.painted("x", "ok", stream) != "x") == painted


def test_no_color_counts_for_this_process_and_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "")
    assert terminal.has_colour(Terminal())
    assert main(["queries", "--no-color"]) == 0
    assert not terminal.has_colour(Terminal())
