"""Lines drawn with characters: rows of hyphens for rules, rows of dots from a label to its values."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from extractors.grids import Line
from extractors.lines import group_lines
from extractors.pages import Page

_RULE = re.compile(r"([-_=─━])\1{9,}")  # so many that no blank cell is marked by them
_LEADER = re.compile(r"(?:\.[ ]?){5,}|(?:·[ ]?){5,}|…{2,}")


def without_typed_lines(page: Page) -> tuple[Page, list[Line]]:
    """The page with spaces in place of such characters, and the level lines that they drew."""
    if not any(char in "-_=─━.·…" for char in set(page.text)):
        return page, []
    gone: list[int] = []
    drawn: list[Line] = []
    for line in group_lines(page, [i for i, char in enumerate(page.text) if not char.isspace()]):
        text = "".join(page.text[i] for i in line)
        if len(text) != len(line):
            continue  # a ligature of several letters: places in the text are none in the line
        for match in _RULE.finditer(text):
            inside = line[match.start() : match.end()]
            middle = sum(page.bases[i] - 0.3 * page.heights[i] for i in inside) / len(inside)
            drawn.append(Line(middle, page.lefts[inside[0]], page.rights[inside[-1]]))
            gone += inside
        for match in _LEADER.finditer(text):
            if _leads_to_many(page, line[match.end() :]):
                gone += line[match.start() : match.end()]
    if not gone:
        return page, drawn
    text_left = list(page.text)
    for i in gone:
        text_left[i] = " "
    return replace(page, text=text_left), drawn


def _leads_to_many(page: Page, rest: list[int]) -> bool:
    """Do several texts follow the dots? A single one is the number of a page in a list of contents."""
    return any(page.lefts[b] - page.rights[a] > 0.5 * page.heights[a] for a, b in itertools.pairwise(rest))
