"""A page as a picture: rendered, freed of seals, straightened.

Pictures are arrays of pixels (rows, columns), grey values 0 (black) to 255 (paper) unless said otherwise. Sizes given
in points are turned into pixels by `DPI`; every page is rendered at that resolution, however fine the scan is.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

DPI = 200
MAX_SIDE = 4000  # pixels: larger sheets are rendered at a lower resolution
_MAX_SKEW = 8.0  # degrees
_SEAL = 40.0  # points: a stamp is at least this wide and high
_PAPER_BLOCK = 12.0  # points: ink is judged against the paper within this distance

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def render(page: pdfium.PdfPage) -> tuple[Picture, float]:
    """The shown page as (rows, columns, 3) blue, green, red, and its scale in pixels a point."""
    width, height = page.get_size()
    scale = min(DPI / 72, MAX_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False)
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2 or pixels.shape[2] == 1:
            pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
        return np.ascontiguousarray(pixels[:, :, :3]), scale
    finally:
        bitmap.close()


def to_grey(colour: Picture, scale: float) -> Picture:
    """Grey values with red seals taken out by channel; red print elsewhere stays."""
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return _without_grey_seals(_without_red_seals(colour, grey, scale), scale)


def _without_red_seals(colour: Picture, grey: Picture, scale: float) -> Picture:
    """In the area of each seal the red channel, in which the seal is as light as the paper."""
    small = cv2.resize(colour, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.int16)
    red = (small[:, :, 2] - np.maximum(small[:, :, 0], small[:, :, 1]) > 30).astype(np.uint8)
    if not red.any():
        return grey
    # The ring, the star and the letters of a stamp lie within a few points of each other.
    reach = max(3, round(4 * scale / 4)) | 1
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    least = _SEAL * scale / 4
    result = grey
    for x, y, w, h, _ in cv2.connectedComponentsWithStats(joined)[2][1:]:
        if min(w, h) < least:
            continue
        if result is grey:
            result = grey.copy()
        rows, columns = slice(4 * max(0, y - 1), 4 * (y + h + 1)), slice(4 * max(0, x - 1), 4 * (x + w + 1))
        result[rows, columns] = colour[rows, columns, 2]
    return result


def _without_grey_seals(grey: Picture, scale: float) -> Picture:
    """Stamps of a scan without colour: broad strokes of one middle tone; what is darker is print and stays."""
    size = max(3, round(scale)) | 1
    kernel = np.ones((size, size), np.uint8)
    flat = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel)) < 40
    toned = (flat & (grey > 60) & (grey < 200)).astype(np.uint8)
    if toned.mean() < 1e-4:
        return grey
    reach = max(3, round(5 * scale)) | 1
    joined = cv2.dilate(toned, np.ones((reach, reach), np.uint8))
    result = grey
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    paper = float(np.median(grey[::8, ::8]))
    for k in range(1, count):
        x, y, w, h, _ = stats[k].tolist()
        if min(w, h) < _SEAL * scale or max(w, h) > 1.8 * min(w, h):
            continue
        place = np.s_[y : y + h, x : x + w]
        own = (labels[place] == k) & toned[place].astype(bool)
        tones = grey[place][own].astype(np.int16)
        tone = float(np.median(tones))
        if len(tones) < 1.5 * (w + h) or (np.abs(tones - tone) < 20).mean() < 0.75:
            continue
        # What lies inside the ring and has its tone is part of the stamp as well.
        near = toned[place] & (np.abs(grey[place].astype(np.int16) - tone) < 40)
        area = cv2.dilate(near.astype(np.uint8), np.ones((size + 2, size + 2), np.uint8)).astype(bool)
        if result is grey:
            result = grey.copy()
        # Ink over the stamp darkens it by the same share as the paper: dividing gives the ink alone.
        part = result[place]
        part[area] = np.minimum(part[area] * (paper / tone), paper).astype(np.uint8)
    return result


def ink_of(grey: Picture, scale: float, margin: int = 18) -> Mask:
    """Pixels darker by `margin` than the paper around them."""
    block = round(_PAPER_BLOCK * scale) | 1
    paper = cv2.boxFilter(grey, -1, (block, block), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.subtract(paper, grey) > margin)


def skew_of(ink: Mask) -> float:
    """Degrees, clockwise, by which lines of text and rules lean; 0 when nothing on the page tells.

    The page is sheared by every angle tried; at the right one ink piles up in the fewest rows (or columns, for text
    that runs up the page).
    """
    rows, columns = np.nonzero(ink)
    if len(rows) < 500:
        return 0.0
    if len(rows) > 40_000:
        chosen = np.random.default_rng(0).choice(len(rows), 40_000, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    y, x = rows.astype(np.float64), columns.astype(np.float64)
    best = _best_angle(x, y, np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.4))
    best = _best_angle(x, y, best + np.arange(-0.4, 0.41, 0.1))
    return _best_angle(x, y, best + np.arange(-0.1, 0.11, 0.025))


def _best_angle(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], angles: npt.NDArray[np.float64]) -> float:
    def sharpness(values: npt.NDArray[np.float64]) -> float:
        counts = np.bincount((values - values.min()).astype(np.int64)).astype(np.float64)
        return float((counts**2).sum())

    scores = []
    for angle in angles:
        slope = np.tan(np.radians(angle))
        scores.append(sharpness(y - x * slope) + sharpness(x + y * slope))
    return float(angles[int(np.argmax(scores))])


def rotated(grey: Picture, degrees: float) -> Picture:
    """The picture turned anticlockwise by a small angle about its centre, same size, paper in the corners."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    paper = int(np.median(grey[::16, ::16]))
    turned: Any = cv2.warpAffine(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,) * 3
    )
    return np.asarray(turned, dtype=np.uint8)
