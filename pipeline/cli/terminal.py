"""Colour where a person looks on: on a terminal, unless NO_COLOR or `--no-color` says otherwise."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_CODES = {"ok": "32", "warn": "33", "fail": "31", "strong": "1"}


def without_colour() -> None:
    """What `--no-color` does: as if NO_COLOR were set, for this process, its libraries and its children."""
    os.environ["NO_COLOR"] = "1"


def has_colour(stream: TextIO) -> bool:
    """True for a terminal that shows colours, where nobody asked for none (https://no-color.org)."""
    return is_capable(stream) and not os.environ.get("NO_COLOR")


def is_capable(stream: TextIO) -> bool:
    """True for a terminal that can move its cursor and show colours."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def painted(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in a style (ok, warn, fail, strong) if the stream, standard output by default, shows colours."""
    stream = stream or sys.stdout
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if has_colour(stream) else text
