"""Short level lines that belong to the text: those that strike characters out, and a minus that is drawn.

A line through the middle of characters takes them back: they are printed no more. It begins and ends with them, where
a line of a table goes on to other lines, and a line under the text or over it misses their middle.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extractors.pages.paths import Rule

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

# In heights of a character:
_LOW, _HIGH = 0.14, 0.62  # how far above the baseline the middle of a character is
_OVERHANG = 0.6  # how far a line reaches beyond the characters that it strikes
_SHORTEST, _LONGEST = 0.2, 0.8  # a minus
_NEAR, _CLEAR = 0.4, 1.0  # how near the number behind it is, and how far what stands before it
# In widths of a character:
_JOINED = 0.3  # how near the figures of one number stand: a blank is wider
_WHOLLY, _HARDLY = 0.5, 0.15
_TOUCH = 0.8  # points between lines that meet
_MOST = 1_000_000  # pairs of lines and characters beside each other: from there on the page is a drawing
_FIGURES = re.compile(r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BLANKS = frozenset(" \u00a0\u3000")


@dataclass(slots=True)
class Strokes:
    """What lines do to the characters of a page; both are numbered in writing order, lines as they are given."""

    struck: dict[int, list[int]] = field(default_factory=dict)  # by line: the characters that it strikes out
    minuses: dict[int, int] = field(default_factory=dict)  # by line: the figure before which it is a minus


def find_strokes(
    text: Sequence[str],
    boxes: Array,
    baselines: Array,
    rules: Sequence[Rule],
    quarters: npt.NDArray[np.int8] | None = None,
) -> Strokes:
    """The lines of a page that strike out characters or are signs; `boxes` (n, 4), `baselines` (n,)."""
    found = Strokes()
    near = _through_text(boxes, baselines, rules, quarters)
    if not near:
        return found
    drawn = _Drawn(rules)
    for at in near:
        pieces = drawn.pieces(at)
        rule = rules[at]._replace(
            x0=min(rules[piece].x0 for piece in pieces), x1=max(rules[piece].x1 for piece in pieces)
        )
        if drawn.ends_at_wall(rule):
            continue
        line = np.unique(np.array([i for piece in pieces for i in near.get(piece, ())]))
        if struck := _struck(text, boxes, line, rule):
            found.struck[at] = struck
        elif len(pieces) == 1 and (figure := _behind(text, boxes, baselines, line, rule)) is not None:
            reach = _CLEAR * float(boxes[figure, 3] - boxes[figure, 1])
            if len(drawn.pieces(at, reach)) == 1:  # else it is a dash of a line
                found.minuses[at] = figure
    return found


def _through_text(
    boxes: Array, baselines: Array, rules: Sequence[Rule], quarters: npt.NDArray[np.int8] | None
) -> dict[int, list[int]]:
    """Level lines beside the middle of characters, and these: those that they run through and those near their ends."""
    level = np.array([at for at, rule in enumerate(rules) if rule.level], dtype=np.int64)
    order = np.argsort(baselines, kind="stable")
    if quarters is not None:
        order = order[quarters[order] == 0]
    if not len(level) or not len(order):
        return {}
    bases, heights = baselines[order], np.maximum(boxes[order, 3] - boxes[order, 1], 0.1)
    tallest = 2 * float(np.partition(heights, len(heights) // 2)[len(heights) // 2])
    lines = np.array([rules[at] for at in level.tolist()])
    first = np.searchsorted(bases, lines[:, 1])
    counts = np.maximum(np.searchsorted(bases, lines[:, 1] + _HIGH * tallest) - first, 0)
    if counts.sum() > _MOST:
        return {}
    # Each line beside each character of the stretch of text that it may run through.
    which = np.repeat(np.arange(len(level)), counts)
    places = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
    height, line = heights[places], lines[which]
    above = (bases[places] - line[:, 1]) / height
    left, right = boxes[order[places], 0], boxes[order[places], 2]
    margin = (_CLEAR + _LONGEST) * height
    is_near = (above > _LOW) & (above < _HIGH) & (left < line[:, 2] + margin) & (right > line[:, 0] - margin)
    found: dict[int, list[int]] = {}
    for k in np.nonzero(is_near)[0].tolist():
        found.setdefault(int(level[which[k]]), []).append(int(order[places[k]]))
    return found


class _Drawn:
    """The lines of a page by their places."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        level = sorted((rule.top, at) for at, rule in enumerate(rules) if rule.level)
        self._tops, self._level = [top for top, _ in level], [at for _, at in level]
        self._walls = np.array([rule for rule in rules if not rule.level]).reshape(-1, 4)

    def pieces(self, at: int, reach: float = _TOUCH) -> list[int]:
        """A level line and those that go on at its ends, no more than `reach` points away."""
        rule = self._rules[at]
        first, last = (bisect_left(self._tops, rule.top + step) for step in (-_TOUCH, _TOUCH))
        beside = [(n, self._rules[n].x0, self._rules[n].x1) for n in self._level[first:last]]
        x0, x1, pieces = rule.x0, rule.x1, [at]
        while True:
            joined = [(n, a, b) for n, a, b in beside if a <= x1 + reach and b >= x0 - reach]
            if len(joined) <= len(pieces):
                return pieces
            pieces = [n for n, _, _ in joined]
            x0, x1 = min(a for _, a, _ in joined), max(b for _, _, b in joined)

    def ends_at_wall(self, rule: Rule) -> bool:
        """Does an upright line stand at one of the ends of a level one?"""
        x, top, _, bottom = self._walls.T
        is_there = (top - _TOUCH < rule.top) & (rule.top < bottom + _TOUCH)
        return bool((is_there & (np.minimum(abs(x - rule.x0), abs(x - rule.x1)) < _TOUCH)).any())


def _struck(text: Sequence[str], boxes: Array, line: Places, rule: Rule) -> list[int]:
    """The characters that a line strikes out; none where it reaches beyond them or cuts a word in two."""
    left, right = boxes[line, 0], boxes[line, 2]
    width = np.maximum(right - left, 0.1)
    share = (np.minimum(right, rule.x1) - np.maximum(left, rule.x0)) / width
    struck = line[share > _WHOLLY].tolist()
    inked = [i for i in struck if text[i] not in _BLANKS]
    if not inked:
        return []
    whole = set(struck).union(*(_number(text, boxes, end) for end in (inked[0], inked[-1])))
    cut = [i for i in line[share > _HARDLY].tolist() if text[i] not in _BLANKS and i not in whole]
    if cut or 2 * len(struck) < len(whole):
        return []
    height = float((boxes[inked, 3] - boxes[inked, 1]).max())
    before, behind = boxes[inked, 0].min() - rule.x0, rule.x1 - boxes[inked, 2].max()
    return [] if max(before, behind) > _OVERHANG * height else sorted(whole)


def _behind(text: Sequence[str], boxes: Array, baselines: Array, line: Places, rule: Rule) -> int | None:
    """The first figure of the number before which a line stands as its minus."""
    gaps = boxes[line, 0] - rule.x1
    heights = boxes[line, 3] - boxes[line, 1]
    near = np.nonzero((gaps > -0.1 * heights) & (gaps < _NEAR * heights))[0]
    if not len(near):
        return None
    figure = int(line[near[gaps[near].argmin()]])
    height = float(boxes[figure, 3] - boxes[figure, 1])
    if not _SHORTEST * height < rule.x1 - rule.x0 < _LONGEST * height or not text[figure].isdecimal():
        return None
    beside = line[np.abs(baselines[line] - baselines[figure]) < 0.2 * height]
    inked = beside[[text[i] not in _BLANKS for i in beside.tolist()]]
    is_before = (boxes[inked, 2] > rule.x0 - _CLEAR * height) & (boxes[inked, 0] < rule.x0)
    number = "".join(text[i] for i in _number(text, boxes, figure))
    return None if is_before.any() or not _FIGURES.fullmatch(number) or _YEAR.fullmatch(number) else figure


def _number(text: Sequence[str], boxes: Array, figure: int) -> range:
    """The characters of the number that one belongs to, as they were written one behind the other."""
    if not _is_of_number(text[figure]):
        return range(figure, figure + 1)
    first = last = figure
    while first > 0 and _is_of_number(text[first - 1]) and _follows(boxes, first - 1, first):
        first -= 1
    while last + 1 < len(text) and _is_of_number(text[last + 1]) and _follows(boxes, last, last + 1):
        last += 1
    return range(first, last + 1)


def _is_of_number(char: str) -> bool:
    return char.isdecimal() or char in ",，.．"


def _follows(boxes: Array, before: int, behind: int) -> bool:
    height = boxes[before, 3] - boxes[before, 1]
    width = max(boxes[before, 2] - boxes[before, 0], boxes[behind, 2] - boxes[behind, 0])  # a point is narrow
    gap, step = boxes[behind, 0] - boxes[before, 2], boxes[behind, 3] - boxes[before, 3]
    return bool(-height < gap < _JOINED * width and abs(step) < 0.2 * height)
