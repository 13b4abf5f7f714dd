"""Options that are kept instead of typed: from the environment, or from a file `jixiao.toml`.

    command line  >  environment  >  file  >  default

The file is the one that --config or JIXIAO_CONFIG names; else jixiao.toml in the working directory, else the one in
the checkout. Paths in it count from its own folder. Whatever is unknown is an error: a setting with a slip in its
name would be a setting without effect.
"""

from __future__ import annotations

import argparse
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.names import shown_name
from pipeline.nearest import did_you_mean
from pipeline.version import ROOT

FILE_NAME = "jixiao.toml"
FILE_VARIABLE = "JIXIAO_CONFIG"
PREFIX = "JIXIAO_"
NOT_SETTINGS = {FILE_VARIABLE, "JIXIAO_CACHE", "JIXIAO_REPORT", "JIXIAO_REPORT_TEXT", "JIXIAO_EXIT_CODE"}
"""Variables with our prefix that are read, or set, elsewhere."""
_DECLARED = "declared_default"
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
_HELP = "docs/configuration.md lists the settings."


@dataclass(frozen=True, slots=True)
class Setting:
    """One kept option: `name` is its key in the file, with its section before a dot."""

    name: str
    about: str
    options: tuple[str, ...]
    """As on the command line; the metavar of one without a name."""
    commands: tuple[str, ...] = ()
    """Commands that it counts for; () for all that have the option."""
    is_path: bool = False
    is_careful: bool = False
    """True for what starts programs or hands work to others: a file that merely lies in the working directory, among
    reports that came from elsewhere, may not say it."""

    @property
    def variable(self) -> str:
        return PREFIX + self.name.replace(".", "_").upper()

    @property
    def is_list(self) -> bool:
        return not self.options[0].startswith("--")


_READING = ("ingest", "refresh", "schedule")
SETTINGS = (
    Setting("data", "published folder", ("--data",), is_path=True),
    Setting("folders", "what is read when no path is given", ("PATH", "FOLDER"), _READING, is_path=True),
    Setting("workers", "processes that read", ("--workers",), _READING),
    Setting("executor", "who reads: local or dask", ("--executor",), _READING, is_careful=True),
    Setting("scheduler", "address of the Dask cluster", ("--scheduler",), _READING, is_careful=True),
    Setting("timeout", "seconds that one document may take", ("--timeout",), _READING),
    Setting("memory", "megabytes that one document may take", ("--memory",), _READING),
    Setting("ocr", "recognise pictures of pages: auto, always or never", ("--ocr",), _READING),
    Setting("overrides", "file of corrections by hand", ("--overrides",), is_path=True),
    Setting("wait", "seconds to wait for another run to end", ("--wait",)),
    Setting("keep", "versions that `versions prune` leaves", ("--keep",), ("versions",)),
    Setting(
        "refresh.on_failure",
        "program to start when a run or a document fails",
        ("--on-failure",),
        is_careful=True,
    ),
    Setting(
        "refresh.failure_file",
        "file that is there as long as something fails",
        ("--failure-file",),
        is_path=True,
    ),
    Setting("schedule.at", "time of day of the refresh", ("--at",), ("schedule",)),
    Setting(
        "schedule.cron", "times of the refresh as in a crontab, instead of `at`", ("--cron",), ("schedule",)
    ),
    Setting("schedule.timezone", "zone of these times", ("--timezone",), ("schedule",)),
    Setting("review.port", "port of the review page", ("--port",), ("review",)),
    Setting("query.timeout", "seconds that a statement of --sql may take", ("--timeout",), ("query",)),
    Setting("query.memory", "megabytes that a statement of --sql may take", ("--memory",), ("query",)),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A setting that somebody made: its value as text, or texts, and where it stands."""

    setting: Setting
    value: str | bool | list[str]
    source: str


def find_file(named: str | None) -> Path | None:
    """The settings file that counts; None when there is none. Raises UsageError when a named one is missing."""
    named = named or os.environ.get(FILE_VARIABLE) or None
    if named is not None:
        path = Path(named)
        if not path.is_file():
            raise UsageError(
                f"there is no settings file {shown_name(path)}", "Give an existing one with --config."
            )
        return path
    places = (Path.cwd() / FILE_NAME, ROOT / FILE_NAME)
    return next((path for path in places if path.is_file()), None)


def kept_settings(named: str | None = None) -> list[Kept]:
    """All settings that environment or file make, by name. Raises UsageError and EnvironmentProblem."""
    path = find_file(named)
    found: dict[str, Kept] = {}
    if path is not None:
        is_trusted = bool(named or os.environ.get(FILE_VARIABLE)) or path.parent == ROOT
        found |= {kept.setting.name: kept for kept in _from_file(path, is_trusted)}
    found |= {kept.setting.name: kept for kept in _from_environment(os.environ)}
    return [found[name] for name in sorted(found)]


def apply(parser: argparse.ArgumentParser, kept: Iterable[Kept]) -> None:
    """Make what is kept the default of the options, which the command line overrules. Raises UsageError."""
    for one in kept:
        for _, action in actions_of(parser, one.setting):
            vars(action).setdefault(_DECLARED, action.default)
            action.default = _converted(action, one)


def declared_default(action: argparse.Action) -> Any:
    """The default that the program has for an option, whatever is kept."""
    return vars(action).get(_DECLARED, action.default)


def actions_of(parser: argparse.ArgumentParser, setting: Setting) -> Iterator[tuple[str, argparse.Action]]:
    """The options that a setting stands for, each with its command."""
    for command, below in subparsers(parser).items():
        if setting.commands and command not in setting.commands:
            continue
        for action in below._actions:
            if set(setting.options) & {*action.option_strings, action.metavar}:
                yield command, action


def subparsers(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """The parsers of the commands by name."""
    [found] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    choices: Mapping[str, argparse.ArgumentParser] = found.choices
    return choices


def _from_environment(environment: Mapping[str, str]) -> Iterator[Kept]:
    known = {setting.variable: setting for setting in SETTINGS}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        if name not in known:
            raise UsageError(
                f"there is no setting {name} in the environment", did_you_mean(name, known) + _HELP
            )
        setting = known[name]
        # A variable that is set to nothing is not set.
        if value:
            several = value.split(os.pathsep) if setting.is_list else value
            yield Kept(setting, several, f"environment, {name}")


def _from_file(path: Path, is_trusted: bool) -> Iterator[Kept]:
    known = {setting.name: setting for setting in SETTINGS}
    place = shown_name(path)
    for name, value in _flat(_parsed(path)):
        if name not in known:
            raise UsageError(f"{place}: there is no setting {name}", did_you_mean(name, known) + _HELP)
        setting = known[name]
        if setting.is_careful and not is_trusted:
            raise UsageError(
                f"{place}: {name} is not taken from a file that merely lies in the working directory",
                f"If the file is yours, name it: --config {FILE_NAME}.",
            )
        text = _as_text(value, setting, place)
        yield Kept(setting, _from_folder(text, path.parent) if setting.is_path else text, place)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{shown_name(path)} is no TOML: {error}", 'A line reads: workers = 2, or data = "folder".'
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot read {shown_name(path)}: {error.strerror}",
            "Make it readable, or give another with --config.",
        ) from error


def _flat(table: Mapping[str, Any], section: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{section}{key}.")
        else:
            yield section + key, value


def _as_text(value: Any, setting: Setting, place: str) -> str | bool | list[str]:
    if setting.is_list:
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return value
        raise UsageError(
            f"{place}: {setting.name} is a list of texts", f'For example {setting.name} = ["reports"].'
        )
    if isinstance(value, bool):
        return value
    if isinstance(value, int | str):
        return str(value)
    raise UsageError(f"{place}: {setting.name} = {value}: {setting.about} expected", _HELP)


def _from_folder(value: str | bool | list[str], folder: Path) -> str | bool | list[str]:
    """Relative paths count from the folder of the file; addresses and absolute paths stay."""
    if isinstance(value, list):
        return [str(_from_folder(one, folder)) for one in value]
    if isinstance(value, bool) or _ADDRESS.match(value) or folder == Path.cwd():
        return value
    return str(folder / Path(value).expanduser())


def _converted(action: argparse.Action, kept: Kept) -> Any:
    """The value as the option would take it from the command line. Raises UsageError that says where it stands."""
    if isinstance(kept.value, list):
        return [_one(action, text, kept) for text in kept.value]
    return _one(action, kept.value, kept)


def _one(action: argparse.Action, value: str | bool, kept: Kept) -> Any:
    hint = f"Expected: {expected(action)}."
    wrong = UsageError(f"{kept.source}: {kept.setting.name} = {value} is not possible", hint)
    if action.nargs == 0:
        if isinstance(value, str) and value.lower() not in (*_YES, *_NO):
            raise wrong
        return value if isinstance(value, bool) else value.lower() in _YES
    if isinstance(value, bool):
        raise wrong
    convert = action.type if callable(action.type) else str
    try:
        made = convert(value)
    except (ValueError, TypeError, argparse.ArgumentTypeError) as error:
        raise wrong from error
    if action.choices is not None and made not in action.choices:
        raise wrong
    return made


def expected(action: argparse.Action) -> str:
    """What an option takes, in words."""
    if action.choices is not None:
        return "one of " + ", ".join(map(str, action.choices))
    if action.nargs == 0:
        return "true or false"
    return re.sub(r" ?\(%\(default\)s\)", "", action.help or "a text").strip()


def sources(kept: Sequence[Kept]) -> dict[str, str]:
    """Where each setting comes from, by name; those left at their default are not named."""
    return {one.setting.name: one.source for one in kept}
