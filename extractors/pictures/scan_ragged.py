"""Ruling lines that a fax machine or a black-and-white scan has broken into dashes, made whole.

A speck and a decimal point are the same few pixels, so nothing is taken off such a picture: only its lines are mended.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.scan_image import Mask, Picture, closed, opened, pieces_of

_SPECK = 4  # pixels: no character is so small
_SPECKS = 200.0  # specks in a million pixels: a clean scan has fewer than ten
_REACH = 40.0  # points along which ink must add up to a line
_SHARE = 0.45  # of that length which is ink in a broken line
_BESIDE = 1.8  # points from a line where a row of type has ink as well
_CLEAR = 0.2  # share of ink there beside a line
_GAP = 8.0  # points of a break in a line
_LEAST = 120.0  # points: the strokes of a line of type add up to shorter ones


def is_ragged(drawn: Picture) -> bool:
    """Has the picture (1: ink) so many specks that its lines are broken, too?"""
    sizes = pieces_of(drawn).stats[1:, cv2.CC_STAT_AREA]
    return int((sizes <= _SPECK).sum()) > _SPECKS * drawn.size / 1e6


def mended(drawn: Picture, scale: float) -> Picture:
    """The picture with the breaks of its level lines filled."""
    reach, off = round(_REACH * scale) | 1, max(2, round(_BESIDE * scale))
    # A line that leans by a pixel or two, or whose edges are eaten away, counts as one.
    thick = cv2.dilate(drawn, np.ones((3, 1), np.uint8))
    tall = thick.astype(np.float32)
    # Looked at both ways: a line ends where it has no ink before it or behind it.
    along = np.maximum(
        *(
            cv2.boxFilter(tall, -1, (reach, 1), anchor=(at, 0), borderType=cv2.BORDER_CONSTANT)
            for at in (0, reach - 1)
        )
    )
    beside = cv2.boxFilter(drawn.astype(np.float32), -1, (reach, 3), borderType=cv2.BORDER_CONSTANT)
    above, below = np.zeros_like(beside), np.zeros_like(beside)
    above[off:], below[:-off] = beside[:-off], beside[off:]
    line: Mask = (along > _SHARE) & (above < _CLEAR) & (below < _CLEAR)
    pieces = (line & thick.astype(bool)).astype(np.uint8)
    filled = opened(closed(pieces, 1, round(_GAP * scale)) & line.astype(np.uint8), 1, round(_LEAST * scale))
    return np.asarray(drawn | filled, dtype=np.uint8)
