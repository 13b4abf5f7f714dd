"""Text on a terminal, where a Chinese character takes two columns and a line may be broken between any two of them."""

from __future__ import annotations

import re
import unicodedata

# A run of narrow characters or one wide one, with what may not begin a line behind it and what may not end one before;
# and the spaces before all of them.
_PIECE = re.compile(
    r"(\s*)([（《“‘「『【〔]*(?:[!-~\u00a0-\u2017]+|\S)[，。；：、！？）》”’」』】〕…%％),.;:!?]*)"
)


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(_columns(char) for char in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it, so that it takes `columns`; a longer one stays."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most `columns` that hold the text, without the spaces between two; only a longer word is longer."""
    lines, line = [], ""
    for spaces, piece in _PIECE.findall(text):
        longer = f"{line}{spaces}{piece}" if line else piece
        if line and width(longer) > columns:
            lines.append(line)
            longer = piece
        line = longer
    return [*lines, line] if line else lines


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    # “ ” ‘ ’ … are ambiguous; fonts with Chinese characters may draw them wide, terminals give them one column.
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
