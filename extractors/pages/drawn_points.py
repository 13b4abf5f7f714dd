"""Decimal points that are drawn: a spot on the baseline in the gap between two digits, and no character.

The text of `4,075.42` reads 4,075 and 42 there. A spot whose shape does not tell, such as a comma, becomes a character
without a meaning, so that the picture of the page is asked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.pages.false_text import NAMELESS
from extractors.pages.page_characters import Array, PageCharacters, Places

_MOST = 20_000  # spots of a page: more are a drawing
# In heights of a digit's box, which is about as high as its font is large:
_LEVEL = 0.2  # how far the baselines of two digits differ
_POINT = 0.3  # how large a point is at most
_ABOVE, _BELOW = 0.3, 0.12  # how far from the baseline a point ends, upwards and downwards
_TALLEST, _LOWEST = 0.55, 0.35  # the same for any mark between two digits
_GAP = 0.75  # how wide the gap is at most
_INTO = 0.12  # how far the middle of the mark stands inside a digit's box at most
_ROW = 1.0  # in heights: another spot so near, at the same height, makes a dotted line


def show_points(printed: PageCharacters, spots: Array) -> None:
    """Put a point for each spot in a gap between two digits, in place; `spots` (n, 4) on the upright page."""
    if not 0 < len(spots) <= _MOST:
        return
    digits = np.nonzero([char.isdecimal() for char in printed.text])[0]
    if printed.quarters is not None:
        digits = digits[printed.quarters[digits] == 0]
    if len(digits) < 2:
        return
    found = _gaps(printed, digits, spots)
    # From the last to the first, so that the numbers of the others stay.
    for before, spot in sorted(found.items(), reverse=True):
        printed.add(before + 1, _meaning(printed, before, spots[spot]), spots[spot], before)


def _gaps(printed: PageCharacters, digits: Places, spots: Array) -> dict[int, int]:
    """The digits behind which a spot stands, and the spot."""
    boxes, bases = printed.boxes, printed.origins[:, 1]
    digits = digits[np.argsort(bases[digits], kind="stable")]
    heights = boxes[digits, 3] - boxes[digits, 1]
    tallest = float(heights.max())
    middles = (spots[:, 0] + spots[:, 2]) / 2
    first = np.searchsorted(bases[digits], spots[:, 3] - _LOWEST * tallest)
    last = np.searchsorted(bases[digits], spots[:, 3] + _TALLEST * tallest)
    found: dict[int, int] = {}
    for spot in np.nonzero(last - first > 1)[0].tolist():
        near = digits[first[spot] : last[spot]]
        height = boxes[near, 3] - boxes[near, 1]
        is_beside = (spots[spot, 3] < bases[near] + _LOWEST * height) & (
            spots[spot, 1] > bases[near] - _TALLEST * height
        )
        left, right = middles[spot] - boxes[near, 2], boxes[near, 0] - middles[spot]
        before = near[is_beside & (left > -_INTO * height) & (left < _GAP * height)]
        behind = near[is_beside & (right > -_INTO * height) & (right < _GAP * height)]
        if len(before) and len(behind):
            one, other = int(before[boxes[before, 2].argmax()]), int(behind[boxes[behind, 0].argmin()])
            if _is_between(printed, one, other, spots[spot]) and not _is_of_row(spots, spot, height.max()):
                found[one] = spot
    return found


def _is_between(printed: PageCharacters, one: int, other: int, spot: Array) -> bool:
    """Does a spot stand alone in the gap of two digits of one line?"""
    boxes, bases = printed.boxes, printed.origins[:, 1]
    height = float(boxes[one, 3] - boxes[one, 1])
    gap = boxes[other, 0] - boxes[one, 2]
    if abs(bases[one] - bases[other]) > _LEVEL * height or not 0 < gap < _GAP * height:
        return False
    if spot[2] - spot[0] > gap + 2 * _INTO * height or spot[3] - spot[1] > _TALLEST * height:
        return False
    middle = (spot[0] + spot[2]) / 2
    level = np.abs(bases - bases[one]) < _LEVEL * height
    there = level & (boxes[:, 0] < middle) & (boxes[:, 2] > middle)
    there[[one, other]] = False
    return not any(not printed.text[i].isspace() for i in np.nonzero(there)[0].tolist())


def _is_of_row(spots: Array, spot: int, height: float) -> bool:
    """Is a spot one of a dotted line?"""
    level = np.abs(spots[:, 3] - spots[spot, 3]) < 0.1 * height
    near = level & (np.abs(spots[:, 0] - spots[spot, 0]) < _ROW * height)
    apart = np.abs(spots[:, 0] - spots[spot, 0]) > 0.1 * height  # else it is the same, drawn twice
    return bool((near & apart).any())


def _meaning(printed: PageCharacters, before: int, spot: npt.NDArray[np.float64]) -> str:
    """A point, by its size and its place on the baseline; else nothing that is known."""
    height = float(printed.boxes[before, 3] - printed.boxes[before, 1])
    base = float(printed.origins[before, 1])
    width, tall = float(spot[2] - spot[0]), float(spot[3] - spot[1])
    is_point = max(width, tall) <= _POINT * height and base - _ABOVE * height <= spot[1]
    return "." if is_point and spot[3] <= base + _BELOW * height else chr(NAMELESS)
