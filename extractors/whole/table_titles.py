"""The title of a table and its unit, read from the lines over it, below it, or at the foot of the page before.

A title may be printed in several pieces: its number alone at the left (表6-1), over the title, below it or beside it;
lines in brackets below it; the unit at the right. Lines are read level by level, from the table upwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.model import TextLine
from extractors.vocabulary import (
    has_letters,
    is_bracketed,
    is_caption,
    is_day,
    is_filled_in,
    is_footnote,
    is_form_number,
    is_named_table,
    is_number,
    is_period,
    is_unit_line,
    may_be_title,
    starts_numbered,
    unit_of,
)
from extractors.whole.furniture import LINE_GAP, middle
from extractors.whole.title_lines import (
    SAME_SIZE,
    Level,
    are_alike,
    difference,
    height,
    joined,
    levels_of,
    lines_of_note,
    with_unit_joined,
    without_unit,
    without_unit_beside,
)
from normalizers.numbers import units
from normalizers.text import clean, match_key

_ORGANISATION = re.compile(r"(填报|编制|预算|实施|项目|主管|填表|申报|公开)?单位(名称)?[:：(]")
# What a form is about, where it stands over its table: a title only where there is no other.
_NAME = re.compile(r"项目名称:")
# In front of a section's heading.
_SECTION = re.compile(r"^(\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[、.])")
_WHOLE = ("表", "表格")
# In front of the title of a part of the document.
_PART = re.compile(r"^第[一二三四五六七八九十\d]+[部章节编]")
_WIDE = 0.6  # share of the table's width from which a line may be full
_LEADING = 1.2  # heights of a letter between the two lines of a title, at most
_CENTRE = 0.08  # share of the table's width by which the middle of a title may miss that of the table
_HEADING_LEVELS = 3
_MAX_UNIT_LINE = 90


@dataclass(slots=True)
class Title:
    """What the lines over a table say. `lines` are those that caption and number were read from; `context` are the last
    lines of prose before them, nearest last."""

    caption: str = ""
    unit: str = ""
    context: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class _Reading:
    """The lines over a table as far as they have been read, from the lowest up."""

    def __init__(self, x0: float, x1: float) -> None:
        self.x0, self.x1, self.width, self.centre = x0, x1, x1 - x0, (x0 + x1) / 2
        self.caption: list[TextLine] = []  # from top to bottom
        self.number: TextLine | None = None
        self.form = ""
        self.unit = ""
        self.period = ""
        self.day = ""
        self.is_form = False  # does the level state an office or a unit?
        self.name = ""
        self.headings = 0  # levels between table and title that hold headings of its columns

    def take(self, level: Level) -> bool:
        """Read one level; False when it is no part of the title, and nothing above it can be."""
        self.is_form = any(is_filled_in(line.text) or is_unit_line(line.text) for line in level)
        rest = [without_unit_beside(line) for line in with_unit_joined(level) if not self._is_about(line)]
        if not rest:
            return True
        pieces = [line for line in rest if not is_number(line.text)]
        pieces = [line for line in pieces if line.x1 > self.x0 and line.x0 < self.x1] or pieces
        number = next((line for line in rest if is_number(line.text)), None)
        if not self._take_title(pieces):
            return False
        self.number = self.number or number
        is_number_above = number is not None and not pieces
        return not self.caption or not (is_number_above or starts_numbered(self.caption[0].text))

    def _is_about(self, line: TextLine) -> bool:
        """Does the line state a unit, a year, a form or an office? Then it is taken, and is no title."""
        key = match_key(line.text)
        if not has_letters(line.text):
            return True
        bare = without_unit_beside(line).text
        stated = unit_of(line.text.removeprefix(bare) if is_number(bare) else line.text)
        if stated and (not self.caption or is_number(bare)) and (not self.unit or is_unit_line(line.text)):
            self.unit = self.unit or stated
            before = key[: key.find("单位")].rstrip("(金额货币计量[") if "单位" in key else ""
            if is_number(bare):
                return False
            if is_unit_line(line.text) or len(before) < 4 or _ORGANISATION.search(key[: key.rfind("单位")]):
                return True
        if is_form_number(line.text) and not is_number(line.text):
            self.form = self.form or line.text
            return True
        if self.caption:
            return False
        if is_day(line.text, is_beside=self.is_form):
            self.day = line.text
            return True
        if is_period(line.text):
            self.period = line.text
            return True
        if _NAME.match(key):
            self.name = self.name or line.text
            return True
        return is_filled_in(line.text)

    def _take_title(self, pieces: Level) -> bool:
        if not pieces:
            return True
        line = joined(pieces)
        if line is None:
            self.headings += 1
            return not self.caption and self.headings <= _HEADING_LEVELS
        if self.headings and not (is_named_table(line.text) or starts_numbered(line.text)):
            return False
        lower = self.caption[0] if self.caption else None
        if lower is None:
            fits = may_be_title(line.text, lower_part_known=False) and self._stands_over_number(line)
        else:
            fits = self._wraps(line, lower) and may_be_title(line.text, lower_part_known=True)
        if fits:
            self.caption.insert(0, line)
            self.unit = self.unit or unit_of(line.text)
        return fits

    def _stands_over_number(self, line: TextLine) -> bool:
        """Over a number that stands alone there may be its title, or the prose before it."""
        below = self.number
        if below is None:
            return True
        taller = height(line) > (1 + SAME_SIZE) * height(below)
        return taller or (self._is_centred(line) and not _SECTION.match(match_key(line.text)))

    def _is_centred(self, line: TextLine) -> bool:
        return abs((line.x0 + line.x1) / 2 - self.centre) < _CENTRE * self.width

    def _wraps(self, line: TextLine, lower: TextLine) -> bool:
        """May this line be the beginning of the caption whose lower part is known?

        Not when its letters are of another size, nor when it is whole by itself: the title of a set of tables, or a
        section's heading that the caption repeats.
        """
        key, known = match_key(line.text), match_key("".join(one.text for one in self.caption))
        if starts_numbered(lower.text):
            return False
        if starts_numbered(line.text):
            return True
        shares_middle = abs(line.x0 + line.x1 - lower.x0 - lower.x1) < _CENTRE * self.width
        if all(is_bracketed(one.text) for one in self.caption):
            return shares_middle or self._is_centred(line)
        if key.endswith(_WHOLE) or known.startswith(_SECTION.sub("", key)):
            return False
        if line.x1 - line.x0 > _WIDE * self.width and difference(height(line), height(lower)) <= SAME_SIZE:
            return True
        is_tight = middle(lower) - middle(line) < (1 + _LEADING) * min(height(line), height(lower))
        return is_tight and shares_middle and are_alike(line, lower) and not _PART.match(key)


def title_above(lines: list[TextLine], top: float, x0: float, x1: float) -> Title:
    """What the lines above `top` say of the table between x0 and x1.

    `lines` are the page's lines without furniture that stand above the table, from top to bottom.
    """
    reading = _Reading(x0, x1)
    levels = levels_of(lines)
    reach = top
    while levels:
        level = levels[-1]
        if reach - max(line.bottom for line in level) > LINE_GAP:
            break
        if reading.caption and all(is_unit_line(line.text) for line in level):
            break
        if not reading.caption and (note := lines_of_note(levels)):
            reach = min(line.top for line in levels[-note])
            del levels[-note:]
            continue
        before = len(reading.caption), reading.number
        goes_on = reading.take(level)
        if not goes_on and before == (len(reading.caption), reading.number):
            break
        levels.pop()
        reach = min(line.top for line in level)
        if not goes_on:
            break
    above = levels[-1] if reading.caption and levels else []
    if above and not reading.unit and reach - max(line.bottom for line in above) <= LINE_GAP:
        # The unit above the title: nothing else stands between it and the table.
        reading.unit = next((unit_of(line.text) for line in above if is_unit_line(line.text)), "")
    rest = [line.text for level in levels for line in level]
    return _title(reading, rest)


def _title(reading: _Reading, rest: list[str]) -> Title:
    number = "" if reading.number is None else reading.number.text
    caption = without_unit(clean("\n".join(line.text for line in reading.caption)))
    if number and not match_key(caption).startswith(match_key(number)):
        caption = clean(f"{number}\n{caption}")
    if caption and reading.day:
        caption = clean(f"{caption} {reading.day}")
    if not caption:
        caption = clean(reading.day or reading.period or reading.form or reading.name)
    lines = [line.text for line in reading.caption] + [number] * bool(number)
    return Title(caption, reading.unit, rest[-3:], lines)


def with_title_drawn(caption: str, texts: list[str]) -> str:
    """The caption with the title that is drawn in the first rows of the table; `texts` are their cells.

    It counts where nothing stands over the table, or only a number.
    """
    if caption and not is_number(caption):
        return caption
    titles = (without_unit(text) for text in texts if not is_filled_in(text) and not is_unit_line(text))
    title = next((text for text in titles if has_letters(text)), "")
    return caption if not title or (caption and starts_numbered(title)) else clean(f"{caption}\n{title}")


def title_before(lines: list[TextLine], width: tuple[float, float]) -> Title:
    """What the foot of the page before says of a table that begins a page.

    Only a numbered caption, a unit line or a line that ends in 表 is known to belong to it: another may be the end
    of the prose. A year alone below them says nothing.
    """
    while lines and is_footnote(lines[-1]):
        lines = lines[:-1]
    named = lines[:-1] if lines and is_period(lines[-1].text) else lines
    last = named[-1].text if named else ""
    if not (is_caption(last) or _states_unit(last) or is_named_table(last)):
        return Title(context=[line.text for line in lines[-3:]])
    return title_above(lines, lines[-1].bottom, *width)


def _states_unit(text: str) -> bool:
    return units.lookup(unit_of(text)) is not None and len(match_key(text)) <= _MAX_UNIT_LINE


def title_below(lines: list[TextLine], bottom: float) -> str:
    """A numbered caption printed right under a table, or an empty text."""
    for line in lines:
        if line.top < bottom - 2:
            continue
        if line.top - bottom > LINE_GAP / 2:
            return ""
        if unit_of(line.text) and not starts_numbered(line.text):
            continue
        return clean(line.text) if starts_numbered(line.text) else ""
    return ""
