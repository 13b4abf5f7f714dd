"""The options that can be kept instead of typed, and how they become defaults of the commands.

    command line  >  environment  >  file  >  default

`kept` reads environment and file. Whatever is unknown there is an error: a setting with a slip in its name would be a
setting without effect.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import UsageError
from pipeline.language import listed, tr, tr_noop

PREFIX = "JIXIAO_"
NOT_SETTINGS = {"JIXIAO_CONFIG", "JIXIAO_CACHE", "JIXIAO_REPORT", "JIXIAO_REPORT_TEXT", "JIXIAO_EXIT_CODE"}
"""Variables with our prefix that are read, or set, elsewhere."""
_DECLARED = "declared_default"
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


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
    unset: str = ""
    """What counts, in words, when nobody made it and its default is no value to be shown."""

    @property
    def variable(self) -> str:
        return PREFIX + self.name.replace(".", "_").upper()

    @property
    def is_list(self) -> bool:
        return not self.options[0].startswith("--")


_READING = ("ingest", "refresh", "schedule")
SETTINGS = (
    Setting("data", tr_noop("published folder"), ("--data",), is_path=True),
    Setting(
        "folders",
        tr_noop("what is read when no path is given"),
        ("PATH", "FOLDER"),
        (*_READING, "review"),
        is_path=True,
    ),
    Setting(
        "workers",
        tr_noop("processes that read"),
        ("--workers",),
        _READING,
        unset=tr_noop("one per processor"),
    ),
    Setting("executor", tr_noop("who reads: local or dask"), ("--executor",), _READING),
    Setting("scheduler", tr_noop("address of the Dask cluster"), ("--scheduler",), _READING),
    Setting("timeout", tr_noop("seconds that one document may take"), ("--timeout",), _READING),
    Setting("memory", tr_noop("megabytes that one document may take"), ("--memory",), _READING),
    Setting(
        "max_size", tr_noop("megabytes of a file above which it is not opened"), ("--max-size",), _READING
    ),
    Setting("ocr", tr_noop("recognise pictures of pages: auto, always or never"), ("--ocr",), _READING),
    Setting(
        "verify", tr_noop("compare numbers with the picture: auto, all or never"), ("--verify",), _READING
    ),
    Setting("verify_seconds", tr_noop("seconds of one document for that"), ("--verify-seconds",), _READING),
    Setting(
        "overrides",
        tr_noop("file of corrections by hand"),
        ("--overrides",),
        is_path=True,
        unset=tr_noop("data/overrides.csv; of another published folder, the one in it"),
    ),
    Setting(
        "vocabulary",
        tr_noop("file of taught words"),
        ("--vocabulary",),
        is_path=True,
        unset=tr_noop("vocabulary.toml beside the corrections, when there"),
    ),
    Setting(
        "lang",
        tr_noop("language of messages and answers: zh or en"),
        ("--lang",),
        unset=tr_noop("by the locale"),
    ),
    Setting("wait", tr_noop("seconds to wait for another run to end"), ("--wait",)),
    Setting("keep", tr_noop("versions that `versions prune` leaves"), ("--keep",), ("versions",)),
    Setting(
        "refresh.on_failure",
        tr_noop("program to start when a run or a document fails"),
        ("--on-failure",),
    ),
    Setting(
        "refresh.failure_file",
        tr_noop("file that is there as long as something fails"),
        ("--failure-file",),
        is_path=True,
    ),
    Setting(
        "schedule.at",
        tr_noop("time of day of the refresh"),
        ("--at",),
        ("schedule",),
        unset=tr_noop("02:00, without cron"),
    ),
    Setting(
        "schedule.cron",
        tr_noop("times of the refresh as in a crontab, instead of `at`"),
        ("--cron",),
        ("schedule",),
    ),
    Setting("schedule.timezone", tr_noop("zone of these times"), ("--timezone",), ("schedule",)),
    Setting("review.port", tr_noop("port of the review page"), ("--port",), ("review",)),
    Setting(
        "query.timeout", tr_noop("seconds that a statement of --sql may take"), ("--timeout",), ("query",)
    ),
    Setting(
        "query.memory", tr_noop("megabytes that a statement of --sql may take"), ("--memory",), ("query",)
    ),
)


@dataclass(frozen=True, slots=True)
class SettingValue:
    """A setting that somebody made: its value as text, or texts, and where it stands."""

    setting: Setting
    value: str | bool | list[str]
    source: str


def apply(parser: argparse.ArgumentParser, values: Iterable[SettingValue]) -> None:
    """Make these values the defaults of the options, which the command line overrules. Raises UsageError."""
    for one in values:
        for _, action in actions_of(parser, one.setting):
            vars(action).setdefault(_DECLARED, action.default)
            action.default = _converted(action, one)


def declare_default(action: argparse.Action, value: Any) -> None:
    """Say what counts where nothing is kept or typed, if that is not the default that the option is declared with."""
    vars(action)[_DECLARED] = value


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


def _converted(action: argparse.Action, stated: SettingValue) -> Any:
    """The value as the option would take it from the command line. Raises UsageError that says where it stands."""
    if isinstance(stated.value, list):
        return [_one(action, text, stated) for text in stated.value]
    return _one(action, stated.value, stated)


def _one(action: argparse.Action, value: str | bool, stated: SettingValue) -> Any:
    hint = tr("Expected: {expected}.", expected=expected(action))
    wrong = UsageError(
        tr(
            "{source}: {name} = {value} is not possible",
            source=stated.source,
            name=stated.setting.name,
            value=value,
        ),
        hint,
    )
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
        return tr("one of {choices}", choices=listed(map(str, action.choices)))
    if action.nargs == 0:
        return tr("true or false")
    return re.sub(r" ?[(（]%\(default\)s[)）]", "", action.help or tr("a text")).strip()
