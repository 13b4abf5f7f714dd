"""A page as a picture: rendered, freed of seals, straightened.

Pictures are arrays of pixels (rows, columns), grey values 0 (black) to 255 (paper) unless said otherwise. Sizes given
in points are turned into pixels by `DPI`; every page is rendered at that resolution, however fine the scan is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

DPI = 200
MAX_SIDE = 4000  # pixels: larger sheets are rendered at a lower resolution
_MAX_SKEW = 8.0  # degrees
_SAMPLE = 60_000  # pixels of ink that tell the skew
_PAPER_BLOCK = 12.0  # points: ink is judged against the paper within this distance
_STROKE = 8.0  # points: no stroke of type is broader

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


class Pieces(NamedTuple):
    """Pieces of a mask that hang together; the first is what is empty."""

    labels: npt.NDArray[np.int32]  # of the rows looked at: which piece a pixel belongs to
    rows: npt.NDArray[np.intp]  # the rows looked at
    stats: npt.NDArray[np.int32]  # (n, 5): left, top, width, height, pixels
    centres: npt.NDArray[np.float64]  # (n, 2): x, y


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


def ink_of(grey: Picture, scale: float, margin: int = 18) -> Mask:
    """Strokes darker by `margin` than the paper around them; the rim of a shaded area is none."""
    block = round(_PAPER_BLOCK * scale) | 1
    paper = cv2.boxFilter(grey, -1, (block, block), borderType=cv2.BORDER_REPLICATE)
    broad = round(_STROKE * scale) | 1
    ground = closed(grey, broad, broad)
    return np.asarray((cv2.subtract(paper, grey) > margin) & (cv2.subtract(ground, grey) > margin // 2))


def skew_of(ink: Mask) -> float:
    """Degrees, clockwise, by which lines of text and rules lean; 0 when nothing on the page tells.

    The page is sheared by every angle tried; at the right one ink piles up in the fewest rows (or columns, for text
    that runs up the page).
    """
    rows, columns = np.nonzero(ink)
    if len(rows) < 500:
        return 0.0
    if len(rows) > _SAMPLE:
        chosen = np.random.default_rng(0).integers(0, len(rows), _SAMPLE)
        rows, columns = rows[chosen], columns[chosen]
    y, x = rows.astype(np.float64), columns.astype(np.float64)
    best = _best_angle(x, y, np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.4))
    best = _best_angle(x, y, best + np.arange(-0.4, 0.41, 0.1))
    return _best_angle(x, y, best + np.arange(-0.1, 0.11, 0.025))


def _best_angle(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], angles: npt.NDArray[np.float64]
) -> float:
    def sharpness(values: npt.NDArray[np.float64]) -> float:
        counts = np.bincount((values - values.min()).astype(np.int64)).astype(np.float64)
        return float((counts**2).sum())

    scores = []
    for angle in angles:
        slope = np.tan(np.radians(angle))
        scores.append(sharpness(y - x * slope) + sharpness(x + y * slope))
    # Several neighbouring angles can be as good as each other: take the middle one.
    good = np.nonzero(np.array(scores) >= 0.997 * max(scores))[0]
    return float(angles[good[len(good) // 2]])


def rotated(grey: Picture, degrees: float) -> Picture:
    """The picture turned anticlockwise by a small angle about its centre, same size, paper in the corners."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    paper = int(np.median(grey[::16, ::16]))
    turned: Any = cv2.warpAffine(
        grey,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(paper,) * 3,
    )
    return np.asarray(turned, dtype=np.uint8)


def pieces_of(mask: Picture) -> Pieces:
    """Which pixels of a mask hang together, corners included. Only rows with such pixels are looked at."""
    filled: Mask = np.asarray(mask.any(axis=1))
    looked_at: Mask = filled.copy()
    looked_at[1:] |= filled[:-1]  # an empty row keeps what lies apart apart
    looked_at[0] = True
    rows = np.nonzero(looked_at)[0]
    part = np.ascontiguousarray(mask[rows])
    _, labels, stats, centres = cv2.connectedComponentsWithStats(part, connectivity=8)
    tops = stats[:, cv2.CC_STAT_TOP].copy()
    away = rows[tops] - tops
    stats[:, cv2.CC_STAT_TOP] += away.astype(np.int32)
    centres[:, 1] += away
    return Pieces(
        np.asarray(labels, np.int32), rows, np.asarray(stats, np.int32), np.asarray(centres, np.float64)
    )


def opened(picture: Picture, rows: int, columns: int) -> Picture:
    """What of a mask is at least this high and wide."""
    kernel = np.ones((rows, columns), np.uint8)
    return np.asarray(cv2.morphologyEx(picture, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def closed(picture: Picture, rows: int, columns: int) -> Picture:
    """A mask with gaps smaller than this filled up."""
    kernel = np.ones((rows, columns), np.uint8)
    return np.asarray(cv2.morphologyEx(picture, cv2.MORPH_CLOSE, kernel), dtype=np.uint8)
