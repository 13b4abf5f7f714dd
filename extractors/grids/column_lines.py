"""The lines of one column of a region, from top to bottom, and whether they are whole values or pieces of one."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from extractors.geometry import band_of
from extractors.lines import Segment, SegmentLine
from extractors.vocabulary import shape
from normalizers.text import match_key

VALUES = ("number", "percent", "quantity", "date", "blank")
_BROKEN = re.compile(r"\d[.,]\d?$|\d{4,}$")  # a number that the edge of its cell may have cut
_REST = re.compile(r"\d{1,3}(\D{0,3}$|$)|[.,]\d")
_REST_ONLY = re.compile(r"[.,]\d|[%％]$")  # what no value begins with
_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?[%％]?")
WIDER = 1.15  # times the distance of two lines in a cell: a wider step begins a new row


@dataclass(frozen=True)
class ColumnLines:
    """The lines of one column from top to bottom."""

    segments: list[list[Segment]]  # one entry per line; a line may be cut into several segments

    @cached_property
    def middles(self) -> list[float]:
        return [sum(s.middle for s in line) / len(line) for line in self.segments]

    @cached_property
    def texts(self) -> list[str]:
        return [" ".join(s.text for s in line) for line in self.segments]


def column_lines(lines: list[SegmentLine], xs: list[float]) -> list[ColumnLines]:
    """Share the segments of the body among the columns by their centres."""
    columns: list[list[list[Segment]]] = [[] for _ in range(len(xs) - 1)]
    for line in lines:
        by_column: dict[int, list[Segment]] = {}
        for segment in line.segments:
            home = band_of(xs, segment.centre)
            by_column.setdefault(home, []).append(segment)
        for column, segments in by_column.items():
            columns[column].append(segments)
    return [ColumnLines(c) for c in columns]


def is_one_line_per_row(column: ColumnLines, em: float) -> bool:
    """A column of whole numbers or percentages, none of which goes on in the next line."""
    if not holds_whole_values(column, em):
        return False
    texts, middles = column.texts, column.middles
    steps = [y - x for x, y in itertools.pairwise(middles)]
    pairs = zip(texts, texts[1:], steps, strict=False)
    return not any(step < 1.9 * em and is_cut_value(a, b) for a, b, step in pairs)


def holds_whole_values(column: ColumnLines, em: float) -> bool:
    """Are nearly all lines whole values, not all of them blank, and no two of them on one another's height?"""
    texts = column.texts
    whole = [shape(t) in VALUES and not t.endswith((".", ",", "，")) for t in texts]
    if not texts or sum(whole) < 0.8 * len(texts) or all(shape(t) == "blank" for t in texts):
        return False
    return all(b - a >= 0.9 * em for a, b in itertools.pairwise(column.middles))


def is_rest(text: str) -> bool:
    """Does a text begin as no value does: with a decimal point or a comma, or is it a percent sign alone?"""
    return bool(_REST_ONLY.match(match_key(text)))


def is_cut_value(above: str, below: str) -> bool:
    """May the two lines be one number that the edge of its cell has cut?"""
    a, b = match_key(above), match_key(below)
    if "," in a and shape(a) == "number" and not _GROUPED.fullmatch(a):
        return bool(_GROUPED.fullmatch(a + b))
    return is_rest(below) or bool(_BROKEN.search(a) and _REST.match(b))


def agree(first: ColumnLines, second: ColumnLines, em: float) -> bool:
    """Does the second column have a line beside nearly every line of the first?"""
    others = second.middles
    beside = sum(any(abs(y - o) < 0.35 * em for o in others) for y in first.middles)
    return beside >= 0.8 * len(first.segments)
