"""Text on a terminal, where a Chinese character takes two columns and a line may be broken between any two of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A run of narrow characters or one wide one, with what may not begin a line behind it and what may not end one before.
_PIECE = re.compile(r"[（《“‘「『【〔]*(?:[!-~\u00a0-\u2017]+|.)[，。；：、！？）》”’」』】〕…%％]*")


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(_columns(char) for char in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it, so that it takes `columns`; a longer one stays."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most `columns` that hold the text, its runs of spaces as one; only a longer word is longer."""
    lines, line, room = [], "", 0
    for piece, parted in _pieces(text):
        gap = " " if parted and line else ""
        taken = width(gap + piece)
        if line and taken > room:
            lines.append(line)
            line, gap, room, taken = "", "", columns, width(piece)
        elif not line:
            room = columns
        line += gap + piece
        room -= taken
    return [*lines, line] if line else lines


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """What stays together on a line, and whether there is a space before it."""
    for word in text.split():
        for number, piece in enumerate(_PIECE.findall(word)):
            yield piece, number == 0


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    # “ ” ‘ ’ … are ambiguous; fonts with Chinese characters may draw them wide, terminals give them one column.
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
