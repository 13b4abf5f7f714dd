"""What all commands' options have in common: how they are read, refused and explained."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from pipeline.cli import config_file, examples, settings
from pipeline.cli.help import Help, name_parts, refusal
from pipeline.cli.terminal import without_colour
from pipeline.errors import JixiaoError, UsageError
from pipeline.language import LANGUAGES, VARIABLE, choose, chosen, listed, preferred, tr, tr_noop
from pipeline.nearest import did_you_mean

EPILOG = tr_noop("""\
exit codes: 0 all documents published, 1 usage or environment, 2 some documents failed,
3 another run holds the lock, 4 publishing failed (the last published version stands),
130 stopped with Ctrl-C, 143 ended by the system

`jixiao COMMAND --help` shows options and examples. Options can be kept in jixiao.toml or
in the environment: docs/configuration.md. `jixiao doctor` says what the machine lacks.""")


class Parser(argparse.ArgumentParser):
    """A wrong option ends with exit code 1 and a message like all others; a mistyped word with what was meant."""

    def __init__(self, **options: Any) -> None:
        # A shortened option would mean something else once another option begins alike.
        usual: dict[str, Any] = {"allow_abbrev": False, "formatter_class": Help}
        super().__init__(**(usual | options))
        if self.add_help:
            # One without help is a parent of others, whose groups are found by argparse's own titles.
            name_parts(self)
        self.command: str | None = None
        """The command of the line that is being read, once it is known."""

    def error(self, message: str) -> NoReturn:
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            commands = listed(settings.subparsers(self)) if missing == tr("COMMAND") else ""
            hint = tr("Commands: {commands}. ", commands=commands) if commands else ""
            raise UsageError(
                tr("{missing} is missing", missing=missing),
                tr("{hint}`{prog} --help` shows examples.", hint=hint, prog=self.prog),
            )
        prog = self.prog if self.command is None else f"{self.prog} {self.command}"
        raise UsageError(
            refusal(message),
            tr("{meant}`{prog} --help` shows what is possible.", meant=self._meant(message), prog=prog),
        )

    def _meant(self, message: str) -> str:
        if not message.startswith("unrecognized"):
            return ""
        commands = settings.subparsers(self)
        asked = (
            [commands[self.command]] if self.command and self.command in commands else list(commands.values())
        )
        known = {name for below in asked for name in options_of(below)}
        unknown = re.findall(r"(?<= )--[\w-]+", message)
        return next((said for word in unknown if (said := did_you_mean(word, known))), "")

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """Of numbers and the like: say what is expected in the words of the help."""
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError as error:
            where = action.option_strings[0] if action.option_strings else action.metavar
            hint = tr(
                "Expected: {expected}. `{prog} --help` explains it.",
                expected=settings.expected(action),
                prog=self.prog,
            )
            raise UsageError(
                tr("{where}: {arg_string} is not possible", where=where, arg_string=arg_string), hint
            ) from error

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Of commands and other words from a list: say the likeliest one before all."""
        if action.choices is None or value in action.choices:
            if isinstance(action, argparse._SubParsersAction):
                self.command = str(value)
            return
        names = [str(one) for one in action.choices]
        hint = tr(
            "{meant}Possible: {names}. `{prog} --help` explains them.",
            meant=did_you_mean(str(value), names),
            names=listed(names),
            prog=self.prog,
        )
        if isinstance(action, argparse._SubParsersAction):
            raise UsageError(tr("there is no command {value}", value=value), hint)
        where = action.option_strings[0] if action.option_strings else action.metavar or action.dest
        raise UsageError(tr("{where}: {value} is not known", where=where, value=value), hint)


def add_common(parser: argparse.ArgumentParser) -> None:
    """Options of every command that are not about data."""
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help=tr("settings file ({file_name} in the checkout)", file_name=config_file.FILE_NAME),
    )
    add_language(parser)
    parser.add_argument("--no-color", action="store_true", help=tr("no colours, as with NO_COLOR"))


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option of the language, which stands before a command as well as behind it."""
    # Read before the parser is built, which speaks it; declared for the help, and to refuse what is none.
    action = parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=chosen(),
        help=tr("language of messages and answers (by the locale)"),
    )
    settings.declare_default(action, preferred((), {**os.environ, VARIABLE: ""}))


def finish(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The parser with the examples of its commands under their help."""
    for name, below in settings.subparsers(parser).items():
        below.description = below.description or _help_of(parser, name)
        below.epilog = examples.shown(name)
    return parser


def parse(build: Callable[[], argparse.ArgumentParser], arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; those that it leaves out as environment and settings file say.

    `kept` of the result lists what these two say, `typed` the options of the command line, `parser` made it.
    Raises UsageError and EnvironmentProblem.
    """
    # The settings file must be known before the rest is read: it makes the defaults of the rest.
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    first.add_argument("--config", nargs="?")
    first.add_argument("--no-color", action="store_true")
    try:
        known, _ = first.parse_known_args([one for one in arguments if one != "--"])
    except argparse.ArgumentError:
        # The parser of the command says what is wrong.
        known = first.parse_args([])
    if known.no_color:
        without_colour()
    if {"-h", "--help", "--version"} & set(arguments) or not arguments:
        # Help is shown whatever a settings file says, in its language if it can be read.
        with suppress(JixiaoError):
            speak(arguments, config_file.settings_found(known.config))
        return build().parse_args(arguments)
    made = config_file.settings_found(known.config)
    speak(arguments, made)
    config_file.tell_of_stray(known.config)
    parser = build()
    settings.apply(parser, made)
    options = parser.parse_args(arguments)
    options.parser = parser
    options.kept = made
    options.typed = {one.partition("=")[0] for one in arguments if one.startswith("--")}
    return options


def speak(arguments: Sequence[str], made: Iterable[settings.SettingValue]) -> None:
    """Choose the language that is kept, unless the command line has another; the parser refuses what is none."""
    language = next((str(one.value) for one in made if one.setting.name == "lang"), chosen())
    language = preferred(arguments, {VARIABLE: language})
    choose(language)


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    """`--workers` and the like, of one command."""
    return [name for action in parser._actions for name in action.option_strings]


def _help_of(parser: argparse.ArgumentParser, name: str) -> str | None:
    [commands] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return next((one.help for one in commands._choices_actions if one.dest == name), None)
