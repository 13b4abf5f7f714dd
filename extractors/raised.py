"""Small raised figures: note marks and exponents.

In the stored text nothing tells the note mark of `150¹` from a fourth digit, only its place and size do. It becomes the
superscript character that it looks like, and stands on the baseline of what it is attached to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from extractors.paths import Rule

Array = npt.NDArray[np.float64]

_RAISED = dict(zip("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", strict=True))
_MARK = re.compile(r"\(?[0-9]{1,2}\)?")
_SPACES = np.array([0x20, 0xA0, 0x3000], dtype=np.uint32)
_LONGEST = 4  # characters of a mark: two digits in brackets
_POINTS = frozenset(".,．，")
# In heights of the character before it:
_LEAST, _MOST = 0.12, 0.75  # how far the baseline is raised
_SMALL = 0.86  # how high the box of a smaller character is at most
_CLEARLY = 0.25  # how far one of the same size is raised at least
_OVERLAP, _GAP, _CLOSE = -0.25, 0.5, 0.2  # how far to the right it begins; the last for one of the same size


def mark_raised(text: list[str], boxes: Array, baselines: Array, rules: Iterable[Rule] = ()) -> None:
    """Change raised figures of a page to superscript characters, and their baselines, in place.

    Characters are in writing order: `boxes` (n, 4), `baselines` (n,). Nothing behind one of the upright `rules` is a
    mark on what stands before it.
    """
    codes = np.frombuffer("".join(text).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    inked = np.nonzero(~np.isin(codes, _SPACES))[0]
    if len(inked) < 2:
        return
    before, after = inked[:-1], inked[1:]
    heights = boxes[:, 3] - boxes[:, 1]
    height = heights[before]
    raised = baselines[before] - baselines[after]
    gap = boxes[after, 0] - boxes[before, 2]
    is_higher = (raised > _LEAST * height) & (raised < _MOST * height)
    is_smaller = (heights[after] < _SMALL * height) & (gap < _GAP * height)
    is_same = (raised > _CLEARLY * height) & (gap < _CLOSE * height)
    found = np.nonzero(is_higher & (gap > _OVERLAP * height) & (is_smaller | is_same))[0].tolist()
    if not found:
        return
    walls = [rule for rule in rules if not rule.level]
    for place in found:
        places = inked[place : place + _LONGEST + 2].tolist()
        mark = _mark(text, boxes, baselines, places)
        if mark and not _is_parted(walls, boxes[places[0]], boxes[mark[0]]):
            for i in mark:
                text[i] = _RAISED[text[i]]
                baselines[i] = baselines[places[0]]


def _mark(text: list[str], boxes: Array, baselines: Array, places: list[int]) -> list[int]:
    """The raised figures right behind the first of these places; empty where they are part of a number."""
    foot, first = places[0], places[1]
    size = float(boxes[first, 3] - boxes[first, 1])
    mark = [first]
    for i in places[2:]:
        gap = boxes[i, 0] - boxes[mark[-1], 2]
        if abs(baselines[i] - baselines[first]) > 0.1 * size or not _OVERLAP * size < gap < _GAP * size:
            break
        mark.append(i)
    if text[foot] in _POINTS or not _MARK.fullmatch("".join(text[i] for i in mark)):
        return []  # in 12.⁵⁰ small decimals belong to the number
    following = places[len(mark) + 1 : len(mark) + 2]
    if (
        following
        and text[following[0]].isdigit()
        and _goes_on(boxes, baselines, foot, mark[-1], following[0])
    ):
        return []
    return mark


def _is_parted(walls: list[Rule], foot: Array, mark: Array) -> bool:
    """Is a line drawn between the two?"""
    left, right = sorted(((foot[0] + foot[2]) / 2, (mark[0] + mark[2]) / 2))
    return any(left < wall.x0 < right and wall.top < mark[3] and wall.bottom > mark[1] for wall in walls)


def _goes_on(boxes: Array, baselines: Array, foot: int, last: int, following: int) -> bool:
    """Does the line go on right behind the mark?"""
    size = boxes[foot, 3] - boxes[foot, 1]
    is_level = abs(baselines[following] - baselines[foot]) < _LEAST * size
    return bool(is_level and abs(boxes[following, 0] - boxes[last, 2]) < _GAP * size)
