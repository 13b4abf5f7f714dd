"""Options from the environment and from jixiao.toml: which one counts, and what is refused."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from pipeline.cli import build_parser, config_file, main, settings
from pipeline.cli.parsing import options_of, parse
from pipeline.cli.settings import SETTINGS, Setting
from pipeline.errors import UsageError
from pipeline.version import ROOT

VALUES = {
    "data": ("published", "elsewhere"),
    "folders": ("reports", "other"),
    "overrides": ("right.csv", "left.csv"),
    "vocabulary": ("right.toml", "left.toml"),
    "executor": ("local", "dask"),
    "lang": ("zh", "en"),
    "scheduler": ("tcp://10.0.0.5:8786", "tcp://10.0.0.6:8786"),
    "ocr": ("never", "always"),
    "verify": ("never", "all"),
    "refresh.on_failure": ("mail", "ring"),
    "refresh.failure_file": ("broken", "failed"),
    "schedule.at": ("03:00", "04:30"),
    "schedule.cron": ("0 3 * * *", "0 4 * * 1-5"),
    "schedule.timezone": ("Asia/Urumqi", "UTC"),
}
NUMBERS = ("7", "8")
ONE_OFF = {
    "--allow-removal": "said once, when a loss is meant",
    "--release": "said once, when a restored version has done its work",
    "--force": "said once",
    "--config": "names the file",
    "--no-color": "NO_COLOR",
    "--json": "changes what is printed, which other programs rely on",
    "--help": "",
}
"""Options that no setting may stand for; those of single questions are not listed."""


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without settings, in an environment without any."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.delenv(config_file.FILE_VARIABLE, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr(config_file, "ROOT", tmp_path / "checkout")
    (tmp_path / "here").mkdir()
    (tmp_path / "checkout").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def values_of(setting: Setting) -> tuple[str, str]:
    return VALUES.get(setting.name, NUMBERS)


def line(setting: Setting, value: str) -> str:
    """The setting as a line of the file, as its user would write it."""
    section, _, key = setting.name.rpartition(".")
    shown = value if value in NUMBERS else f'"{value}"'
    head = f"[{section}]\n" if section else ""
    return f"{head}{key} = {f'[{shown}]' if setting.is_list else shown}\n"


def option(command: str, setting: Setting, value: str) -> list[str]:
    needed = {
        "query": ["x"],
        "export": ["x"],
        "chart": ["x", "--output", "x.svg"],
        "completion": ["bash"],
        "search": ["x"],
    }
    named = [one for one in setting.options if one.startswith("--")]
    return [command, *needed.get(command, []), *([named[0]] if named else []), value]


def taken(setting: Setting, command: str, *arguments: str) -> str:
    """The value as text that a command line gives to the option that the setting stands for."""
    needed = {
        "query": ["x"],
        "export": ["x"],
        "chart": ["x", "--output", "x.svg"],
        "completion": ["bash"],
        "search": ["x"],
    }
    options = parse(build_parser, arguments or [command, *needed.get(command, [])])
    [action] = [one for name, one in settings.actions_of(build_parser(), setting) if name == command]
    value = getattr(options, action.dest)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


CASES = [
    pytest.param(setting, command, id=f"{setting.name}-{command}")
    for setting in SETTINGS
    for command, _ in settings.actions_of(build_parser(), setting)
]


@pytest.mark.parametrize(("setting", "command"), CASES)
def test_command_line_before_environment_before_file_before_default(
    setting: Setting, command: str, nothing_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = values_of(setting)
    default = taken(setting, command)
    assert default not in (first, second) or setting.name in ("executor", "lang")
    (nothing_kept / "mine.toml").write_text(line(setting, first), "utf-8")
    monkeypatch.setenv(config_file.FILE_VARIABLE, str(nothing_kept / "mine.toml"))
    of_file = taken(setting, command)
    assert of_file == (str(nothing_kept / first) if setting.is_path else first)
    monkeypatch.setenv(setting.variable, second)
    assert taken(setting, command) == second
    assert taken(setting, command, *option(command, setting, first)) == first


def test_every_setting_is_an_option_of_a_command() -> None:
    parser = build_parser()
    assert [one.name for one in SETTINGS if not list(settings.actions_of(parser, one))] == []


def test_no_setting_stands_for_what_is_said_once() -> None:
    assert {name for one in SETTINGS for name in one.options} & set(ONE_OFF) == set()


def test_options_of_reading_can_all_be_kept() -> None:
    known = {name for one in SETTINGS for name in one.options}
    for command in ("ingest", "refresh"):
        left = set(options_of(settings.subparsers(build_parser())[command])) - known
        assert left <= set(ONE_OFF) | {"-h"}, "a setting, or a reason why it is said once"


def test_only_a_named_file_comes_before_that_of_the_checkout(
    nothing_kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config_file.find_file(None) is None
    (nothing_kept / "checkout" / "jixiao.toml").write_text("workers = 3", "utf-8")
    assert [one.value for one in config_file.settings_found()] == ["3"]
    Path("jixiao.toml").write_text("workers = 4", "utf-8")
    assert [one.value for one in config_file.settings_found()] == ["3"]
    (nothing_kept / "named.toml").write_text("workers = 5", "utf-8")
    assert [one.value for one in config_file.settings_found(str(nothing_kept / "named.toml"))] == ["5"]
    monkeypatch.chdir(nothing_kept / "checkout")
    assert main(["queries"]) == 0
    assert capsys.readouterr().err == ""


def test_an_address_in_the_file_stays_an_address(nothing_kept: Path) -> None:
    path = nothing_kept / "mine.toml"
    path.write_text('data = "s3://reports/published"\nfolders = ["/srv/a", "b"]', "utf-8")
    assert [one.value for one in config_file.settings_found(str(path))] == [
        "s3://reports/published",
        ["/srv/a", str(nothing_kept / "b")],
    ]


def test_a_variable_that_holds_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_WORKERS", "")
    assert config_file.settings_found() == []


@pytest.mark.parametrize(
    ("text", "says", "next_step"),
    [
        ("worker = 2", "no setting worker", "Did you mean workers?"),
        ("[query]\ntimeuot = 2", "no setting query.timeuot", "Did you mean query.timeout?"),
        ("colour = 2", "no setting colour", "docs/configuration.md"),
        ('workers = "two"', "workers = two is not possible", "documents read at once"),
        ("workers = 0", "workers = 0 is not possible", "documents read at once"),
        ("workers = 2.5", "workers = 2.5", "docs/configuration.md"),
        ("workers = true", "workers = True is not possible", "documents read at once"),
        ('ocr = "sometimes"', "ocr = sometimes is not possible", "auto, always, never"),
        ('folders = "reports"', "folders is a list", 'folders = ["reports"]'),
        ("data = published", "is not TOML", "A line reads"),
        ("query = 2", "no setting query", "docs/configuration.md"),
    ],
)
def test_mistakes_in_the_file_end_with_1(
    capsys: pytest.CaptureFixture[str], text: str, says: str, next_step: str
) -> None:
    Path("jixiao.toml").write_text(text, "utf-8")
    assert main(["ingest", "--config", "jixiao.toml"]) == 1
    said = capsys.readouterr().err
    assert "jixiao.toml" in said and says in said and next_step in said


def test_a_mistyped_variable_is_a_mistake(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_WORKRES", "2")
    assert main(["queries"]) == 1
    said = capsys.readouterr().err
    assert "JIXIAO_WORKRES" in said and "Did you mean JIXIAO_WORKERS?" in said
    with pytest.raises(SystemExit) as end:
        main(["queries", "--help"])
    assert end.value.code == 0, "help is shown all the same"


def test_a_named_file_must_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["queries", "--config", "no.toml"]) == 1
    assert "there is no settings file no.toml" in capsys.readouterr().err


def test_a_file_that_lies_among_reports_does_not_count(
    nothing_kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("jixiao.toml").write_text('workers = 4\n[refresh]\nfailure_file = "victim"', "utf-8")
    assert config_file.settings_found() == []
    assert main(["queries", "--json"]) == 0
    [said] = capsys.readouterr().err.splitlines()
    assert "jixiao.toml does not count" in said and "--config jixiao.toml" in said
    named = {one.setting.name: one.value for one in config_file.settings_found("jixiao.toml")}
    assert named == {"workers": "4", "refresh.failure_file": "victim"}
    assert main(["queries", "--config", "jixiao.toml"]) == 0
    assert capsys.readouterr().err == ""


def test_a_schedule_hands_on_what_is_kept(
    nothing_kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its runs start in another folder and with another environment."""
    Path("jixiao.toml").write_text('folders = ["reports"]\nocr = "never"\n[schedule]\nat = "03:30"', "utf-8")
    monkeypatch.setenv("JIXIAO_WORKERS", "3")
    assert main(["schedule", "--print", "cron", "--config", "jixiao.toml"]) == 0
    said = capsys.readouterr().out
    assert "30 3 * * *" in said
    assert "--workers=3" in said and "--ocr=never" in said and str(Path.cwd() / "reports") in said


def test_an_expression_overrules_the_time_that_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_SCHEDULE_AT", "03:30")
    assert main(["schedule", "--cron", "0 4 * * 1-5", "--print", "cron"]) == 0
    assert "0 4 * * 1-5" in capsys.readouterr().out
    assert main(["schedule", "--cron", "0 4 * * 1-5", "--at", "03:30", "--print", "cron"]) == 1


def test_workers_that_are_kept_are_no_contradiction_to_a_cluster(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_WORKERS", "3")
    cluster = ["--executor", "dask", "--scheduler", "tcp://127.0.0.1:1"]
    Path("a.pdf").write_text("x", "utf-8")
    monkeypatch.setattr("pipeline.workers.cluster.CONNECT_SECONDS", 0.1)
    assert main(["ingest", "a.pdf", "--data", "out", *cluster]) == 1
    assert "no Dask scheduler answers" in capsys.readouterr().err
    assert main(["ingest", "a.pdf", "--data", "out", "--workers", "3", *cluster]) == 1
    assert "--workers goes with the local executor" in capsys.readouterr().err


def test_a_flag_is_kept_as_true_or_false() -> None:
    parser = argparse.ArgumentParser()
    flag = parser.add_argument("--slow", action="store_true")
    setting = Setting("slow", "", ("--slow",))
    for value, made in [(True, True), (False, False), ("yes", True), ("0", False)]:
        assert settings._converted(flag, settings.SettingValue(setting, value, "x")) is made
    with pytest.raises(UsageError, match="slow = perhaps"):
        settings._converted(flag, settings.SettingValue(setting, "perhaps", "x"))


def test_every_variable_that_the_code_speaks_of_is_known() -> None:
    known = {one.variable for one in SETTINGS} | settings.NOT_SETTINGS
    spoken = {
        name
        for path in (ROOT / "pipeline").rglob("*.py")
        for name in re.findall(r"JIXIAO_[A-Z]+(?:_[A-Z]+)*", path.read_text("utf-8"))
    }
    assert spoken - known == set()
