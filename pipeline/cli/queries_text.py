"""Named queries for a reader: the list of them, and what to do when one answers nothing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping

from pipeline.answers.named_queries import NamedQuery
from pipeline.answers.parameters import KINDS, Parameter
from pipeline.language import CHINESE, chosen, tr, wrapped

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
    yield f"{one.name}  {one.title_zh}" + ("" if chosen() == CHINESE else f" ({one.title_en})")
    yield from _wrapped(one.said, width, _INDENT)
    for parameter in one.parameters:
        text = f"--param {parameter.name}=…  {tr(KINDS[parameter.kind])}{_colon()}{parameter.about}"
        if parameter.default:
            text += tr(" (default {value})", value=_word(parameter))
        yield from _wrapped(text, width, _INDENT * 2)
    for name in one.knows:
        yield from _wrapped(f"--with {name}.csv  {one.takes(name)}", width, _INDENT * 2)


def _word(parameter: Parameter) -> str:
    """The default, in Chinese by its word."""
    assert parameter.default is not None
    return (
        parameter.words.get(parameter.default, (parameter.default,))[0]
        if chosen() == CHINESE
        else parameter.default
    )


def _colon() -> str:
    return "：" if chosen() == CHINESE else ": "


def _wrapped(text: str, width: int, below: str) -> list[str]:
    """The text as lines; those after the first begin with `below`. Without a width it is one line."""
    if not width:
        return [_INDENT + text]
    columns = min(max(width - 1, _NARROWEST), _WIDEST) - len(below)
    return [(below if number else _INDENT) + line for number, line in enumerate(wrapped(text, columns))]
