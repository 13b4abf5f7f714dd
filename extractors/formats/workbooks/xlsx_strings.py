"""Texts of Open XML workbooks: shared by their cells or in place, plain or of several fonts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from extractors.formats.blocks import FormatError
from extractors.formats.workbooks.sheet_builder import MOST_CELLS
from extractors.formats.xml import walk

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class RichText:
    """Gathers the letters of <t>; those of <rPh>, which say how others are spoken, are not printed, and those of runs
    that are struck out do not count."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_text = False
        self._spoken = 0
        self._is_struck = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._spoken += name == "rPh"
        if name == "r":
            self._is_struck = False
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in ("0", "false")
        self._is_text = name == "t" and not self._spoken and not self._is_struck

    def end(self, name: str) -> None:
        self._spoken -= name == "rPh"
        self._is_text = False
        if name == "r":
            self._is_struck = False

    def text(self, piece: str) -> None:
        if self._is_text:
            self._pieces.append(piece)

    def take(self) -> str:
        """All of it so far, and begin anew."""
        text = "".join(self._pieces)
        self._pieces = []
        return unescaped(text)


def unescaped(text: str) -> str:
    """Control characters stand as _x000D_; line breaks are one character."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_strings(chunks: Iterable[bytes]) -> list[str]:
    """The shared strings in their order. Raises FormatError."""
    strings: list[str] = []
    rich = RichText()

    def end(name: str) -> None:
        rich.end(name)
        if name == "si":
            strings.append(rich.take())
            if len(strings) > MOST_CELLS:
                raise FormatError("too_large", "it has too many texts")

    walk(chunks, rich.start, end, rich.text)
    return strings
