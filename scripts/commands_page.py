"""The page of all commands, made of their help.

python -m scripts.commands_page > docs/commands.md
"""

from __future__ import annotations

import argparse

from pipeline.cli import build_parser
from pipeline.cli.examples import EXAMPLES
from pipeline.cli.settings import subparsers
from pipeline.version import ROOT

_INTRODUCTION = """\
# Commands

Made by `python -m scripts.commands_page`; do not edit by hand. `jixiao COMMAND --help` says the same.

Exit codes: 0 all documents published, 1 usage or environment, 2 some documents failed, 3 another run holds the lock,
4 publishing failed (the last published version stands), 130 stopped with Ctrl-C, 143 ended by the system.

Every command takes:
"""
_OF_ALL = ("data", "place", "json", "config", "lang", "no_color")


def page() -> str:
    """The whole page as Markdown."""
    commands = subparsers(build_parser())
    first = next(iter(commands.values()))
    parts = [_INTRODUCTION, *(_line(action) for action in first._actions if action.dest in _OF_ALL), ""]
    for name, parser in commands.items():
        shown = [action for action in parser._actions if action.dest not in (*_OF_ALL, "help")]
        about = (parser.description or "").strip()
        parts += [f"## {name}", "", about[:1].upper() + about[1:] + ".", ""]
        parts += [_line(action) for action in shown]
        examples = [f"{line}    # {note}" for line, note in EXAMPLES.get(name, ())]
        parts += [*([""] if shown else []), "```sh", *examples, "```", ""]
    return "\n".join(parts)


def _line(action: argparse.Action) -> str:
    words = (action.help or "") % {**vars(action), "default": _default(action.default)}
    values = f" {_value(action)}" if action.nargs != 0 and action.option_strings else ""
    name = ", ".join(f"{one}{values}" for one in action.option_strings) or _value(action)
    return f"- `{name}`: {words}"


def _value(action: argparse.Action) -> str:
    if action.metavar:
        return str(action.metavar)
    return "|".join(map(str, action.choices or [action.dest.upper()]))


def _default(value: object) -> str:
    return str(value).removeprefix(f"{ROOT}/")


if __name__ == "__main__":
    print(page(), end="")
