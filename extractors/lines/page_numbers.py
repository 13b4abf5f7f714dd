"""The number of a page where a table reaches down to it: it stands in the table's frame, and is none of its figures."""

from __future__ import annotations

import re

import numpy as np

from extractors.lines.layout import extent, group_lines, line_text
from extractors.pages import Page

_FOOT = 0.88  # of the page's height: the number stands below
_MIDDLE = 1 / 6  # of the page's width: how far from its middle the number stands at most
_ALIGNED = 1.5  # points between the edges or middles of figures of one column
_ABOVE = 0.15  # of the page's height: how far up the column is looked at
_LONGEST = 30  # characters at the height of the lowest one
_ROWS = 2  # lines in columns over a number that stands under a table
_PLAIN = re.compile(r"\d{1,4}")
_COUNT = re.compile(r"\d[\d,]*")
_SET_APART = re.compile(
    r"[-—–·]\s*\d{1,4}\s*[-—–·]|\d{1,4}\s*/\s*\d{1,4}|第\s*\d{1,4}\s*页(\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)


def page_number(page: Page) -> list[int]:
    """The characters of the number in the middle of the page's foot; empty where none is sure to be there."""
    if not page.has_text or (lowest := float(page.boxes[:, 1].max())) < _FOOT * page.height:
        return []
    foot = np.nonzero(page.boxes[:, 3] > lowest)[0]
    if len(foot) > _LONGEST:
        return []
    last = group_lines(page, foot)[-1]
    text = line_text(page, last)
    x0, top, x1, _ = extent(page, last)
    if _SET_APART.fullmatch(text):
        return last
    if abs((x0 + x1) / 2 - page.width / 2) > _MIDDLE * page.width:
        return []
    return last if _PLAIN.fullmatch(text) and not _ends_column(page, x0, top, x1) else []


def _ends_column(page: Page, x0: float, top: float, x1: float) -> bool:
    """May the number be a figure of a column, or the page end with a paragraph?"""
    above = (page.boxes[:, 3] < top) & (page.boxes[:, 1] > top - _ABOVE * page.height)
    rows = 0
    for line in group_lines(page, np.nonzero(above)[0]):
        runs = _runs(page, line)
        rows += len(runs) > 1
        for run in runs:
            left, _, right, bottom = extent(page, run)
            if top - bottom < page.heights[run[0]] and left < x1 and right > x0:
                return True  # the rest of a wrapped text
            apart = min(abs(left - x0), abs(right - x1), abs(left + right - x0 - x1) / 2)
            if apart < _ALIGNED and _COUNT.fullmatch(line_text(page, run)):
                return True
    return rows < _ROWS


def _runs(page: Page, line: list[int]) -> list[list[int]]:
    """A line cut at gaps as wide as a character."""
    runs: list[list[int]] = []
    for i in line:
        if not runs or page.lefts[i] - page.rights[runs[-1][-1]] > page.heights[i]:
            runs.append([])
        runs[-1].append(i)
    return runs
