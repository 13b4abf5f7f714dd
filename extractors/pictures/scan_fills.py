"""Shaded areas of a picture: rows and headings set off by a tone.

They are looked for on a picture of one pixel a point, in which print has been filled up with the tone around it, and
measured against the paper, whose brightness may change smoothly over the page.
"""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pages import Fill
from extractors.pictures.scan_image import Mask, Picture, closed, opened

_LEAST = 4.0  # grey values by which a shaded area is darker than the paper
_NOISE = 3.0  # times the noise
_BOX = 0.85  # share of its box that a shaded area fills
_WIDE, _HIGH, _HIGHEST = 20, 6, 400  # points
_DARK = 0.62  # of the paper: print on a darker area is white
_SOLID = 0.93  # share of a dark area's rim that is dark: print keeps off it
_PARTED = 100  # points: so wide is an area of several boxes
_RAGGED = 5  # points by which the edges of one box differ from row to row
_ROUGH = 2  # points by which an area may be larger than it seems from afar
_HALF = 0.5  # share of a row or column of a dark area that is dark
_DEEPER = 25  # grey values by which lines are darker than a dark area
_LEVEL = 0.4  # share of a shaded area that shows its tone, print left out

Tones = npt.NDArray[np.float64]


def find_fills(grey: Picture, scale: float) -> list[Fill]:
    """Shaded boxes in points, from top to bottom."""
    small = _small(grey, scale)
    plain = np.asarray(cv2.medianBlur(closed(small, 7, 7), 5), dtype=np.uint8)
    below = _paper(plain) - plain
    noise = 1.5 * float(np.median(np.abs(below)))
    mask = (below > max(_LEAST, _NOISE * noise)).astype(np.uint8)
    mask = opened(mask, 5, 5)
    fills: list[Fill] = []
    for x, y, w, h in _boxes(mask):
        if w < _WIDE or not _HIGH <= h <= _HIGHEST:
            continue
        inside = below[y : y + h, x : x + w]
        for a, b in _bands(np.median(inside, axis=1)):
            tone = int(np.median(plain[y + a : y + b, x : x + w]))
            level = np.abs(small[y + a : y + b, x : x + w].astype(np.int16) - tone) < _LEAST + 2 * noise
            # Lines of small type look like a tone from afar, but little of them has it.
            if b - a >= _HIGH and level.mean() > _LEVEL:
                fills.append(Fill(float(x), float(y + a), float(x + w), float(y + b), (tone, tone, tone)))
    return sorted(fills, key=lambda fill: (fill.top, fill.x0))


def _boxes(mask: Picture) -> list[tuple[int, int, int, int]]:
    """Shaded boxes (left, top, width, height); an area of several, such as a row and the label beside it, is cut."""
    boxes: list[tuple[int, int, int, int]] = []
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for k, (x, y, w, h, area) in enumerate(stats.tolist()):
        if k == 0 or w < _WIDE or h < _HIGH:
            continue
        if area >= _BOX * w * h:
            boxes.append((x, y, w, h))
        elif w >= _PARTED:
            own = labels[y : y + h, x : x + w] == k
            boxes += [(x + left, y + top, width, height) for left, top, width, height in _cut(own)]
    return boxes


def _cut(area: Mask) -> list[tuple[int, int, int, int]]:
    """An area as boxes: stretches of rows that begin and end at the same places."""
    boxes: list[tuple[int, int, int, int]] = []
    growing: list[tuple[int, int, int]] = []  # left, right, top
    for row in range(len(area) + 1):
        line = area[row] if row < len(area) else np.zeros(area.shape[1], dtype=bool)
        edges = (
            np.nonzero(np.diff(np.concatenate([[0], line.astype(np.int8), [0]])))[0].reshape(-1, 2).tolist()
        )
        going: list[tuple[int, int, int]] = []
        for left, right, top in growing:
            like = [e for e in edges if abs(e[0] - left) <= _RAGGED and abs(e[1] - right) <= _RAGGED]
            if like:
                edges.remove(like[0])
                going.append((left, right, top))
            else:
                boxes.append((left, top, right - left, row - top))
        growing = going + [(left, right, row) for left, right in edges]
    return boxes


def _small(grey: Picture, scale: float) -> Picture:
    """The picture at one pixel a point."""
    size = max(1, round(grey.shape[1] / scale)), max(1, round(grey.shape[0] / scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _paper(plain: Picture) -> Tones:
    """Brightness of the bare paper at every pixel: a smooth surface through the lightest parts."""
    height, width = plain.shape
    rows, columns = np.linspace(-1, 1, height), np.linspace(-1, 1, width)
    down, right = (slice(size // 40, -(size // 40) or None, 6) for size in (height, width))
    v, u = (each.ravel() for each in np.meshgrid(rows[down], columns[right], indexing="ij"))
    x = np.stack([np.ones_like(v), v, u, v * u, v**2, u**2], axis=-1)
    y = plain[down, right].reshape(-1).astype(np.float64)
    use = y >= np.median(y) - 2 * _LEAST
    factors: Tones = np.zeros(6)
    for _ in range(6):
        factors = np.asarray(np.linalg.lstsq(x[use], y[use], rcond=None)[0], dtype=np.float64)
        off = y - x @ factors
        use = (off > -_LEAST) & (off < 2 * _LEAST)
        if use.sum() < 50:
            break
    level, by_row, by_column, by_both, by_row2, by_column2 = factors
    of_rows = level + by_row * rows + by_row2 * rows**2
    of_columns = by_column * columns + by_column2 * columns**2
    return np.asarray(of_rows[:, None] + of_columns + by_both * np.outer(rows, columns))


def _bands(profile: Tones) -> list[tuple[int, int]]:
    """Parts (start, end) of a shaded column of rows between which its tone changes."""
    step = np.abs(profile[3:] - profile[:-3]) > _LEAST
    edges, last = [0], -9
    for k in np.nonzero(step)[0].tolist():
        if k - last > 3:
            edges.append(k + 1)
        last = k
    edges.append(len(profile))
    merged = [(a, b) for a, b in itertools.pairwise(edges) if b - a > 2]
    return merged or [(0, len(profile))]


def with_dark_areas_inverted(grey: Picture, scale: float) -> Picture:
    """The picture with white print on dark areas made dark print on light ones."""
    small = _small(grey, scale)
    limit = _DARK * float(np.median(small))
    dark = (small < limit).astype(np.uint8)
    solid = opened(closed(dark, 7, 7), 7, 7)
    result = grey
    for x, y, w, h, area in cv2.connectedComponentsWithStats(solid)[2][1:].tolist():
        if w < _WIDE or h < 8 or area < _BOX * w * h:
            continue
        inner = dark[y + 1 : y + h - 1, x + 1 : x + w - 1]
        rim = np.concatenate(
            [inner[:2].ravel(), inner[-2:].ravel(), inner[:, :2].ravel(), inner[:, -2:].ravel()]
        )
        if rim.mean() < _SOLID:
            continue  # large black print
        top, left = round(max(0, y - _ROUGH) * scale), round(max(0, x - _ROUGH) * scale)
        bottom, right = round((y + h + _ROUGH) * scale), round((x + w + _ROUGH) * scale)
        if result is grey:
            result = grey.copy()
        _invert(result[top:bottom, left:right], limit, scale)
    return result


def _invert(area: Picture, limit: float, scale: float) -> None:
    """Make the white print on a dark area dark print on paper, in place; lines darker than the area stay."""
    dark = area < limit
    rows, columns = np.nonzero(dark.mean(axis=1) > _HALF)[0], np.nonzero(dark.mean(axis=0) > _HALF)[0]
    if not len(rows) or not len(columns):
        return
    # The box is known roughly: neither what it reaches over of the paper nor what it leaves of the area may be ink.
    inside = area[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tone = float(np.median(inside))
    deeper = (inside < tone - _DEEPER).astype(np.uint8)
    long = round(_HIGH * scale)
    lines = (opened(deeper, 1, long) | opened(deeper, long, 1)).astype(bool)
    light = (255.0 - inside) * (255.0 / max(255.0 - tone, 1.0))
    inside[:] = np.where(lines, 0, np.clip(light, 0, 255)).astype(np.uint8)
