"""Lines over a table as pieces of a title: their levels, the size of their letters, what they say but for a unit."""

from __future__ import annotations

import re

from extractors.model import TextLine
from extractors.vocabulary import is_named_table, is_number, is_unit_line, starts_numbered
from extractors.whole.furniture import middle
from normalizers.text import clean, match_key

_UNIT_IN_BRACKETS = re.compile(r"[（(【]\s*(金额|货币|计量)?\s*单\s*位\s*[：:][^（）()【】]{1,12}[）)】]")
_UNIT_AT_END = re.compile(r"(金额|货币|计量)?单\s*位\s*[：:]\s*[^\s（）()]{1,8}\s*$")
_NOTE = re.compile(r"(填报|填表)?(注|备注|说明):")
_NOTE_LINES = 4
SAME_SIZE = 0.1  # share by which the letters of a title's two lines may differ in height
_SAME_WIDTH = 0.15
_SPACED = 2  # characters of a piece of a title whose letters are set far apart

Level = list[TextLine]
"""Lines at one height, from left to right."""


def levels_of(lines: list[TextLine]) -> list[Level]:
    """Lines at one height are one level; from top to bottom, each from left to right."""
    levels: list[Level] = []
    for line in sorted(lines, key=middle):
        last = levels[-1][-1] if levels else None
        if last is not None and middle(line) - middle(last) < 0.5 * min(
            line.bottom - line.top, last.bottom - last.top
        ):
            levels[-1].append(line)
        else:
            levels.append([line])
    return [sorted(level, key=lambda line: line.x0) for level in levels]


def lines_of_note(levels: list[Level]) -> int:
    """How many of the lowest lines are a note that stands between a title and its table."""
    for count, level in enumerate(levels[: -_NOTE_LINES - 1 : -1], 1):
        key = match_key(level[0].text)
        if len(level) == 1 and _NOTE.match(key):
            return count
        if len(level) > 1 or (count == 1 and not key.endswith(("。", ";"))):
            break
    return 0


def without_unit_beside(line: TextLine) -> TextLine:
    """表二 of 表二 单位：万元; any other line as it is."""
    number, _, rest = line.text.partition(" ")
    bare = number if is_unit_line(rest) else without_unit(line.text)
    return line._replace(text=bare) if is_number(bare) else line


def with_unit_joined(level: Level) -> Level:
    """A unit whose letters are set far apart (单 位 ： 万 元) as one line."""
    short = [line for line in level if len(match_key(line.text)) <= _SPACED]
    text = "".join(line.text for line in short)
    if len(short) < 2 or not is_unit_line(text):
        return level
    top, bottom = min(line.top for line in short), max(line.bottom for line in short)
    unit = TextLine(text, short[0].x0, top, short[-1].x1, bottom)
    return sorted([*(line for line in level if line not in short), unit], key=lambda line: line.x0)


def joined(pieces: Level) -> TextLine | None:
    """The pieces of a title on one level as one line; None where they are the headings of columns."""
    if len(pieces) > 1 and not (
        any(is_named_table(line.text) or starts_numbered(line.text) for line in pieces)
        or all(len(match_key(line.text)) <= _SPACED for line in pieces)
    ):
        return None
    text = clean("\n".join(line.text for line in pieces))
    top, bottom = min(line.top for line in pieces), max(line.bottom for line in pieces)
    return TextLine(text, pieces[0].x0, top, pieces[-1].x1, bottom)


def without_unit(text: str) -> str:
    """Cut a unit statement printed on the caption's own line."""
    return clean(_UNIT_AT_END.sub("", _UNIT_IN_BRACKETS.sub("", text)))


def are_alike(a: TextLine, b: TextLine) -> bool:
    """Are the letters of two lines of one size? A line of several fonts has the tallest box of them all."""
    return (
        difference(height(a), height(b)) <= SAME_SIZE
        or difference(_letter_width(a), _letter_width(b)) <= _SAME_WIDTH
    )


def difference(a: float, b: float) -> float:
    """By which share of the larger one two sizes differ."""
    return abs(a - b) / max(a, b, 1.0)


def letter_size(line: TextLine) -> float:
    """The size of a line's ideographs in points: its height, unless fonts with tall boxes or spaces betray it."""
    return min(height(line), _letter_width(line))


def _letter_width(line: TextLine) -> float:
    """The width of an ideograph in the line."""
    halves = sum(2 if char >= "\u2e80" else 1 for char in match_key(line.text))
    return 2 * (line.x1 - line.x0) / max(halves, 1)


def height(line: TextLine) -> float:
    """Height of a line in points."""
    return line.bottom - line.top
