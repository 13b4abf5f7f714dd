"""Repairs of what the reader of a line is known to get wrong, made only where the picture or the digits prove them.

* A dash or a slash that stands alone in a cell is taken for 一 or 1: its shape tells.
* Two equal characters side by side come out as one: the picture shows the same character twice.
* A letter between digits is a digit, and a wide comma before three digits a separator.

A minus sign before a figure and a decimal point with nothing before it may be the end of a line or a speck: they stay,
and the figure is not sure.
"""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np

from extractors.pictures.ocr_engine import Reading
from extractors.pictures.scan_image import Mask, Picture

_LONE = set("一-—–_ー―1/Il|丨\\丿7")
_SURE = 0.9  # confidence of a sign told by its shape
_DOUBT = 0.6  # highest confidence of a letter read as a digit
_ALIKE = 0.55  # correlation of two pictures of the same character
_LETTER = re.compile(r"(?<=[\d.,])[OoQDIl|](?=[\d.,%％])|(?<=\d)[OoIl|](?=\d)")
_MARK = re.compile(r"^[^\w.]*([-−－–—.])(?=\d)")
_MARK_DOUBT = 0.85  # highest confidence of such a sign
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_DIGIT = {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1"}


def repaired(reading: Reading, grey: Picture, ink: Mask) -> Reading:
    """The reading of one line with its repairs; `grey` and `ink` are the picture of that line."""
    if len(reading.text) <= 1:
        return lone_sign(reading, ink)
    return _marks(_digits(_separators(_doubled(reading, grey))))


def lone_sign(reading: Reading, ink: Mask) -> Reading:
    """A dash or slash by its shape; any other reading is returned as it is."""
    if reading.text and reading.text not in _LONE:
        return reading
    rows, columns = np.nonzero(ink)
    if len(rows) < 6:
        return reading
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    height, width = int(bottom - top + 1), int(right - left + 1)
    if height <= 0.25 * width:
        # A dash is as wide as a character, a hyphen as half of one; the crop is about a character high.
        return _sign("—" if width > 0.65 * ink.shape[0] else "-", reading)
    third = max(1, height // 3)
    upper = columns[rows < top + third].mean()
    lower = columns[rows > bottom - third].mean()
    if height > 0.8 * width and 0.2 * height < upper - lower and _is_straight(rows, columns):
        return _sign("/", reading)
    return reading


def _sign(text: str, reading: Reading) -> Reading:
    centre = reading.centres[:1] if len(reading.centres) else np.array([0.5])
    return Reading(text, centre, np.array([_SURE]))


def _is_straight(rows: np.ndarray, columns: np.ndarray) -> bool:
    """Do the pixels lie close to one line?"""
    slope, offset = np.polyfit(rows, columns, 1)
    return bool(np.abs(columns - (slope * rows + offset)).mean() < 0.06 * (rows.max() - rows.min()))


def _doubled(reading: Reading, grey: Picture) -> Reading:
    """Put in the second of two equal Chinese characters where one was left out."""
    width = grey.shape[1]
    centres = reading.centres * width
    wide = np.array([ord(char) > 0x2E7F for char in reading.text])
    steps = np.diff(centres)
    usual = steps[wide[:-1] & wide[1:]]
    if len(usual) < 4:
        return reading
    em = float(np.median(usual))
    text, places, sure, breaks = (
        list(reading.text),
        list(reading.centres),
        list(reading.confidences),
        reading.breaks,
    )
    for k in reversed(np.nonzero(wide[:-1] & (steps > 1.7 * em) & (steps < 2.4 * em))[0].tolist()):
        if _same_picture(grey, centres[k], centres[k] + em, em):
            text.insert(k + 1, text[k])
            breaks = frozenset(b + (b > k) for b in breaks)
            places.insert(k + 1, (centres[k] + em) / width)
            sure.insert(k + 1, min(sure[k], _SURE))
    if len(text) == len(reading.text):
        return reading
    return Reading("".join(text), np.array(places), np.array(sure), breaks)


def _same_picture(grey: Picture, first: float, second: float, em: float) -> bool:
    """Does the character at one place look like the one at the other?"""
    half, slack = 0.45 * em, 0.35 * em
    a, b = round(first - half), round(first + half)
    c, d = round(second - half - slack), round(second + half + slack)
    if a < 0 or d > grey.shape[1] or b - a < 6:
        return False
    pattern, place = grey[:, a:b], grey[:, c:d]
    if pattern.std() < 8:
        return False
    return float(cv2.matchTemplate(place, pattern, cv2.TM_CCOEFF_NORMED).max()) > _ALIKE


def _separators(reading: Reading) -> Reading:
    """A comma before three digits of a figure is none of the sentence, however wide it was read."""
    return replace(reading, text=_WIDE_COMMA.sub(",", reading.text))


def _digits(reading: Reading) -> Reading:
    """Letters between digits as the digits they look like."""
    found = [match.start() for match in _LETTER.finditer(reading.text)]
    if not found:
        return reading
    text, sure = list(reading.text), reading.confidences.copy()
    for k in found:
        text[k] = _DIGIT[text[k]]
        sure[k] = min(float(sure[k]), _DOUBT)
    return replace(reading, text="".join(text), confidences=sure)


def _marks(reading: Reading) -> Reading:
    """Doubt a sign or a point that opens a figure."""
    found = _MARK.match(reading.text)
    if found is None:
        return reading
    sure = reading.confidences.copy()
    sure[found.start(1)] = min(float(sure[found.start(1)]), _MARK_DOUBT)
    return replace(reading, confidences=sure)
