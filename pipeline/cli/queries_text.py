"""Named queries for a reader: the list of them, and what to do when one answers nothing."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Mapping

from rich.cells import cell_len

from pipeline.answers.named_queries import NamedQuery
from pipeline.answers.parameters import KINDS, Parameter
from pipeline.language import CHINESE, chosen, tr

_INDENT = " " * 4
_NARROWEST, _WIDEST = 40, 120
_WIDE = "\u2e80-\u9fff\uff01-\uff60"
_ENDS = "，。；：？！、）」』”…"
_PIECE = re.compile(rf"[（“]*(?:[{_WIDE}]|[^\s{_WIDE}{_ENDS}（“]+)?[{_ENDS}]*\s*")


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
    if not width:
        return [_INDENT + text]
    width = min(max(width - 1, _NARROWEST), _WIDEST)
    lines = [_INDENT]
    for word in _pieces(text):
        if cell_len(lines[-1] + word.rstrip()) > width and lines[-1].strip():
            lines.append(below)
        lines[-1] += word if lines[-1].strip() else word.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterable[str]:
    """What no line is broken within: words of letters, and Chinese characters with the marks that end there."""
    return _PIECE.findall(text)
