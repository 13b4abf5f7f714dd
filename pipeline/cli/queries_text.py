"""Named queries for a reader: the list of them, and what to do when one answers nothing."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping

from pipeline.answers.named_queries import NamedQuery
from pipeline.language import tr

_INDENT = " " * 4
_NARROWEST, _WIDEST = 40, 120


def as_list(found: Iterable[NamedQuery]) -> str:
    """One paragraph a query: name, titles, what it answers, its parameters; wrapped where a terminal shows it."""
    # What goes to a file or a program keeps its lines whole.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    return "\n\n".join("\n".join(_lines(one, width)) for one in found) + "\n"


def about_nothing(given: Mapping[str, str]) -> str:
    """What to try when a query with these parameters answers no row; '' where nothing narrowed it down."""
    if not given:
        return ""
    asked = ", ".join(f"{name}={value}" for name, value in given.items())
    return tr(
        "Nothing is published for {asked}. `jixiao query coverage` lists the cities and years there are.",
        asked=asked,
    )


def _lines(one: NamedQuery, width: int) -> Iterable[str]:
    yield f"{one.name}  {one.title_zh} ({one.title_en})"
    yield from _wrapped(one.answers, width, _INDENT)
    for parameter in one.parameters:
        default = f" (default {parameter.default})" if parameter.default else ""
        text = f"--param {parameter.name}=…  {parameter.kind}: {parameter.description}{default}"
        yield from _wrapped(text, width, _INDENT * 2)
    for name, note in one.knows.items():
        yield from _wrapped(f"--with {name}.csv  {note}", width, _INDENT * 2)


def _wrapped(text: str, width: int, below: str) -> list[str]:
    if not width:
        return [_INDENT + text]
    width = min(max(width - 1, _NARROWEST), _WIDEST)
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=below, break_on_hyphens=False)
