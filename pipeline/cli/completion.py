"""Completion by the Tab key: scripts for bash, zsh and fish, made from the parser by shtab.

The names of queries and of their parameters are looked up in `queries/` whenever Tab is pressed, without starting the
program, so that a new query is offered at once.
"""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

from pipeline.answers.catalog import QUERIES
from pipeline.answers.usage import usage_of_views
from pipeline.cli.settings import subparsers
from pipeline.errors import EXIT_OK
from pipeline.language import tr
from pipeline.schemas import SCHEMAS

SHELLS = ("bash", "zsh", "fish")
_ESCAPED_CHINESE = re.compile(r"\\(?=[^\x00-\x7f])")
_FOLDERS, _FILES = ("DIR", "FOLDER"), ("FILE", "PATH")
"""What the help calls values that are names of folders, and of files or both."""
_CHOICES = {("schema", "table"): (*SCHEMAS, *usage_of_views())}
_QUERIES = {
    "bash": """
_jixiao_queries() {
  local file
  for file in $queries/*.sql; do file=$${file##*/}; echo "$${file%.sql}"; done | grep -- "^$$1"
}""",
    "zsh": """
_jixiao_queries() {
  local -a names
  names=($queries/*.sql(:t:r))
  compadd -a names
}""",
    "fish": """
function _jixiao_queries
  for file in $queries/*.sql
    string replace -r '.*/(.*)\\.sql$$' '$$1' -- $$file
  end
end""",
}
_PARAMETERS = {
    "bash": """
_jixiao_parameters() {
  local word
  for word in "$${COMP_WORDS[@]}"; do
    if [[ -n $$word && -f $queries/$$word.sql ]]; then
      sed -n 's/^-- param \\([a-z_]*\\).*/\\1=/p' $queries/"$$word".sql | grep -- "^$$1"
    fi
  done
  compopt -o nospace 2>/dev/null
}""",
    "zsh": """
_jixiao_parameters() {
  local word
  local -a names
  for word in $$words; do
    if [[ -n $$word && -f $queries/$$word.sql ]]; then
      names+=($${(f)"$$(sed -n 's/^-- param \\([a-z_]*\\).*/\\1/p' $queries/$$word.sql)"})
    fi
  done
  compadd -S = -a names
}""",
    "fish": """
function _jixiao_parameters
  for word in (commandline -opc)
    if test -f $queries/$$word.sql
      sed -n 's/^-- param \\([a-z_]*\\).*/\\1=/p' $queries/$$word.sql
    end
  end
end""",
}


def add_command(
    add: Any, common: argparse.ArgumentParser, build: Callable[[], argparse.ArgumentParser]
) -> None:
    """Declare the command. `build` makes the parser that is to be completed."""
    parser = add.add_parser(
        "completion", parents=[common], help=tr("print the script that lets the Tab key complete commands")
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=tr("bash, zsh or fish"))

    def completion(options: argparse.Namespace) -> int:
        print(script(build(), options.shell), end="")
        return EXIT_OK

    parser.set_defaults(run=completion)


def script(parser: argparse.ArgumentParser, shell: str, queries: Path = QUERIES) -> str:
    """The completion script of a shell: one of SHELLS. The parser is changed; it serves no other purpose then."""
    # Only this command needs it.
    import shtab

    for command, below in subparsers(parser).items():
        for action in below._actions:
            _teach(command, action, queries)
    # shtab escapes all that is no letter; Chinese punctuation means nothing to a shell, which would show the backslash.
    return _ESCAPED_CHINESE.sub("", shtab.complete(parser, shell)).rstrip() + "\n"


def _teach(command: str, action: Any, queries: Path) -> None:
    """Say what an option takes, where its choices do not say it already."""
    import shtab

    if action.choices is not None or action.nargs == 0:
        return
    if (command, action.dest) in _CHOICES:
        action.choices = _CHOICES[command, action.dest]
    elif command in ("query", "chart") and action.dest == "name":
        action.complete = _function("_jixiao_queries", _QUERIES, queries)
    elif action.dest == "param":
        action.complete = _function("_jixiao_parameters", _PARAMETERS, queries)
    elif action.metavar in _FOLDERS:
        action.complete = shtab.DIRECTORY
    elif action.metavar in _FILES:
        action.complete = shtab.FILE


def _function(name: str, bodies: dict[str, str], queries: Path) -> dict[str, Any]:
    """A shell function as shtab takes it, with its definition for each shell."""
    where = shlex.quote(str(queries))
    preamble = {shell: Template(body).substitute(queries=where) for shell, body in bodies.items()}
    return {"bash": name, "zsh": name, "fish": f"({name})", "preamble": preamble}
