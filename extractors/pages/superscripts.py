"""Small raised figures: note marks and exponents.

In the stored text nothing tells the note mark of `150¹` from a fourth digit, only its place and size do. It becomes the
superscript character that it looks like, and stands on the baseline of what it is attached to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from extractors.pages.paths import Rule

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_RAISED = dict(zip("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", strict=True))
_MARK = re.compile(r"\(?[0-9]{1,2}\)?")
_LONGEST = 4  # characters of a mark: two digits in brackets
_POINTS = frozenset(".,．，")
# In heights of the character before it:
_LEAST, _MOST = 0.12, 0.75  # how far the baseline is raised
_SMALL = 0.86  # how high the box of a smaller character is at most
_CLEARLY = 0.25  # how far one of the same size is raised at least
_OVERLAP, _GAP, _CLOSE = -0.25, 0.5, 0.2  # how far to the right it begins; the last for one of the same size
_FEW = 60  # small figures on a page; where there are more, they are text of their own


def mark_raised(
    text: list[str],
    boxes: Array,
    baselines: Array,
    rules: Iterable[Rule] = (),
    quarters: npt.NDArray[np.int8] | None = None,
) -> None:
    """Change raised figures of a page to superscript characters, and their baselines, in place.

    Characters are in writing order: `boxes` (n, 4), `baselines` (n,), `quarters` (n,) where some are turned. Nothing
    behind one of the upright `rules` is a mark on what stands before it.
    """
    codes = np.frombuffer("".join(text).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    is_ink = (codes != 0x20) & (codes != 0xA0) & (codes != 0x3000)
    inked = np.nonzero(is_ink if quarters is None else is_ink & (quarters == 0))[0]
    if len(inked) < 2:
        return
    heights = boxes[:, 3] - boxes[:, 1]
    found = [
        *_right_behind(inked, boxes, baselines, heights),
        *_written_apart(codes, inked, boxes, baselines, heights),
    ]
    walls = [rule for rule in rules if not rule.level] if found else []
    for foot, place in found:
        mark = _mark(text, boxes, baselines, foot, inked[place : place + _LONGEST + 2].tolist())
        if mark and not _is_parted(walls, boxes[foot], boxes[mark[0]]):
            for i in mark:
                text[i] = _RAISED[text[i]]
                baselines[i] = baselines[foot]


def _right_behind(inked: Places, boxes: Array, baselines: Array, heights: Array) -> list[tuple[int, int]]:
    """Characters with a raised one behind them, written right after, and the place of that one in `inked`."""
    before, after = inked[:-1], inked[1:]
    height = heights[before]
    raised = baselines[before] - baselines[after]
    gap = boxes[after, 0] - boxes[before, 2]
    is_higher = (raised > _LEAST * height) & (raised < _MOST * height)
    is_smaller = (heights[after] < _SMALL * height) & (gap < _GAP * height)
    is_same = (raised > _CLEARLY * height) & (gap < _CLOSE * height)
    places = np.nonzero(is_higher & (gap > _OVERLAP * height) & (is_smaller | is_same))[0]
    return [(int(before[k]), int(k) + 1) for k in places]


def _written_apart(
    codes: Codes, inked: Places, boxes: Array, baselines: Array, heights: Array
) -> list[tuple[int, int]]:
    """The same for small figures that were written after all other text: the character that each stands beside."""
    own = heights[inked]
    usual = float(np.partition(own, len(own) // 2)[len(own) // 2])
    places = np.nonzero(own < _SMALL * usual)[0]
    figures = codes[inked[places]]
    places = places[(figures >= ord("0")) & (figures <= ord("9"))]
    if not 0 < len(places) <= _FEW:
        return []
    larger = inked[own >= _SMALL * usual]
    found = []
    for k in places.tolist():
        i = inked[k]
        height = heights[larger]
        raised, gap = baselines[larger] - baselines[i], boxes[i, 0] - boxes[larger, 2]
        beside = (raised > _LEAST * height) & (raised < _MOST * height) & (np.abs(gap) < _CLOSE * height)
        feet = larger[beside]
        if len(feet):
            found.append((int(feet[np.abs(boxes[feet, 2] - boxes[i, 0]).argmin()]), k))
    return found


def _mark(text: list[str], boxes: Array, baselines: Array, foot: int, places: list[int]) -> list[int]:
    """The raised figures from the first of these places on, behind the character `foot`; none if they are no mark."""
    first = places[0]
    size = float(boxes[first, 3] - boxes[first, 1])
    mark = [first]
    for i in places[1:]:
        gap = boxes[i, 0] - boxes[mark[-1], 2]
        if abs(baselines[i] - baselines[first]) > 0.1 * size or not _OVERLAP * size < gap < _GAP * size:
            break
        mark.append(i)
    if text[foot] in _POINTS or not _MARK.fullmatch("".join(text[i] for i in mark)):
        return []  # in 12.⁵⁰ small decimals belong to the number
    following = places[len(mark) : len(mark) + 1]
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
