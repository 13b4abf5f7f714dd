"""How help is laid out, and argparse's own words: both in the language of the process."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable

from pipeline.language import CHINESE, chosen, tr, tr_noop, width, wrapped

# What argparse says of a command line that it refuses, as far as our parser lets it say it.
_REFUSALS = {
    r"unrecognized arguments: (?P<words>.*)": tr_noop("unrecognized arguments: {words}"),
    r"argument (?P<name>.*): expected one argument": tr_noop("argument {name}: expected one argument"),
    r"argument (?P<name>.*): expected at least one argument": tr_noop(
        "argument {name}: expected at least one argument"
    ),
    r"argument (?P<name>.*): ignored explicit argument (?P<value>.*)": tr_noop(
        "argument {name}: ignored explicit argument {value}"
    ),
}


class Help(argparse.RawDescriptionHelpFormatter):
    """Counts the columns of wide characters, and breaks Chinese lines where there are no spaces."""

    class _Section(argparse.HelpFormatter._Section):
        def format_help(self) -> str:
            text = super().format_help()
            if not self.heading or chosen() != CHINESE:
                return text
            return text.replace(f"{self.heading}:\n", f"{self.heading}：\n", 1)

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        said = tr("usage: ") if prefix is None else prefix
        # Further lines are indented by the characters of the prefix; spaces stand for its columns.
        room = " " * width(said)
        return said + super()._format_usage(usage, actions, groups, room).removeprefix(room)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width) if chosen() == CHINESE else super()._split_lines(text, width)


def name_parts(parser: argparse.ArgumentParser) -> None:
    """Give what argparse adds to a parser by itself its name in the language of the process."""
    parser._positionals.title = tr("positional arguments")
    parser._optionals.title = tr("options")
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = tr("show this help message and exit")


def refusal(message: str) -> str:
    """What argparse says of a command line, in the language of the process."""
    for pattern, template in _REFUSALS.items():
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return tr(template, **match.groupdict())
    return message
