"""The light on a picture evened out: shadows, grey copies, dark edges of a scanner's lid.

Done only where the paper is measured to be uneven; a clean scan is returned as it is. Print keeps its contrast with
the paper around it, so that what is told by tone afterwards (ink, shading, seals) is told everywhere alike.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Picture, closed, opened

_STRUCTURE = 70  # points: print, pictures and shaded rows are narrower than this one way, light is not
_SMOOTH = 8.0  # points over which the light may change
_UNEVEN = 0.1  # share by which the paper's brightness changes over the page
_DEEPEST = 0.5  # of the lightest paper: what is darker is printed so
_PAPER = 245.0  # grey value of the paper in the result
_EDGE = 0.6  # of the paper: a darker band along the picture's edge lies outside the page
_BAND = 40  # points: how broad such a band can be
_LONG = 0.5  # share of the side that it takes

Tones = npt.NDArray[np.float32]


def evened(colour: Picture, scale: float, small: Picture | None = None) -> Picture:
    """The picture (rows, columns, 3) as if its paper were equally bright everywhere; the same array where it is.

    `small`: its grey values at one pixel a point.
    """
    paper = _paper(small_of(colour, scale) if small is None else small)
    lightest = float(np.percentile(paper, 98))
    rows, columns = (size // 25 for size in paper.shape)
    inner = paper[rows : -rows or None, columns : -columns or None]
    if float(np.percentile(inner, 2)) > (1 - _UNEVEN) * lightest:
        return colour
    paper = np.maximum(paper, _DEEPEST * lightest)
    size = colour.shape[1], colour.shape[0]
    gain = cv2.resize(_PAPER / paper, size, interpolation=cv2.INTER_LINEAR)
    result = np.empty_like(colour)
    for channel in range(3):
        lit: Any = cv2.multiply(colour[:, :, channel], gain, dtype=cv2.CV_8U)
        result[:, :, channel] = lit
    return result


def without_dark_edges(colour: Picture, scale: float, small: Picture | None = None) -> Picture:
    """The picture with the dark bands along its edges made paper: what a lid left open shows beside the page.

    The same array where there are none. `small`: its grey values at one pixel a point.
    """
    small = small_of(colour, scale) if small is None else small
    paper = float(np.median(small))
    dark = (small < _EDGE * paper).astype(np.uint8)
    result = colour
    # Each side in turn as the left one.
    for turn in range(4):
        seen = np.rot90(dark, turn)
        band = _band(np.ascontiguousarray(seen))
        if not band:
            continue
        if result is colour:
            result = colour.copy()
        place = np.rot90(result, turn)  # a view: what is set here is set in the picture
        place[:, : round((band + 2) * scale)] = np.median(colour[::16, ::16].reshape(-1, 3), axis=0)
    return result


def _band(dark: Picture) -> int:
    """Breadth in points of the solid dark band along the left edge; 0 where there is none."""
    solid = opened(closed(dark, 3, 3), max(3, len(dark) // 8), 2)
    share = solid[:, :_BAND].mean(axis=0)
    away = np.nonzero(share < _LONG)[0]
    breadth = int(away[0]) if len(away) else _BAND
    return 0 if breadth in (0, _BAND) else breadth


def small_of(colour: Picture, scale: float) -> Picture:
    """Grey values of the picture at one pixel a point."""
    size = max(1, round(colour.shape[1] / scale)), max(1, round(colour.shape[0] / scale))
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _paper(small: Picture) -> Tones:
    """Brightness of the bare paper at every point."""
    filled = closed(cv2.medianBlur(small, 3).astype(np.uint8), _STRUCTURE, _STRUCTURE)
    return np.asarray(cv2.GaussianBlur(filled.astype(np.float32), (0, 0), _SMOOTH), dtype=np.float32)
