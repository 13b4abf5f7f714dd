"""Characters that say nothing and show something: a font that maps its minus to a space prints ` 12.50` for -12.50."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from extractors.bulk import RawCharacters

_MINUS = ord("-")
# In heights of the character's box, which is about as high as its font is large:
_SHORTEST, _LONGEST = 0.2, 1.0
_THICKEST = 0.14
_LOWEST, _HIGHEST = 0.1, 0.6  # of its middle, above the baseline
_TURNED = 0.9


def show_minuses(raw: RawCharacters) -> None:
    """Make a minus of every blank in front of a figure whose glyph is one, in place."""
    for index in _in_front(raw).tolist():
        if raw.is_generated[index]:
            continue
        left, right, bottom, top = raw.glyphs[index].tolist()
        ink, middle = (right - left, top - bottom), ((left + right) / 2, (top + bottom) / 2)
        base, box = raw.points[index].tolist(), raw.boxes[index].tolist()
        size = (abs(box[2] - box[0]), abs(box[1] - box[3]))
        # Along the line of text and across it; a page may be turned by quarters.
        along, across = (1, 0) if abs(math.sin(raw.angles[index])) > _TURNED else (0, 1)
        if _is_minus(ink[along], ink[across], abs(middle[across] - base[across]), size[across]):
            raw.codes[index] = _MINUS


def _in_front(raw: RawCharacters) -> npt.NDArray[np.int64]:
    """Characters without a meaning of their own, each with a figure behind it."""
    codes = raw.codes
    is_blank = (
        (codes <= 0x20)
        | ((codes >= 0x7F) & (codes <= 0xA0))
        | ((codes >= 0x2000) & (codes <= 0x200F))
        | (codes == 0x3000)
        | ((codes >= 0xE000) & (codes < 0xF900))  # private use: every font has its own
        | ((codes >= 0xFFFD) & (codes <= 0xFFFF))
    )
    is_figure = (codes >= ord("0")) & (codes <= ord("9"))
    return np.nonzero((is_blank & raw.has_box)[:-1] & is_figure[1:])[0]


def _is_minus(width: float, height: float, middle: float, size: float) -> bool:
    """Is ink of this size, so far above the baseline, a level stroke in the middle of a line?"""
    if size <= 0 or not 0 < height < _THICKEST * size:
        return False
    return _SHORTEST * size < width < _LONGEST * size and _LOWEST * size < middle < _HIGHEST * size
