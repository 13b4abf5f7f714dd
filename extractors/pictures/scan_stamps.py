"""What seals of every colour have in common: they lie in a circle, and their tone can be lifted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Mask

SEAL = 40.0  # points: a stamp is at least this wide or high
_LARGEST = 180.0  # points
SPREAD = 20  # grey values within which the tone of a stamp keeps
_RING = 0.18  # least share of a stamp's pixels that are its ring; two stamps may lie over each other
SHADED = 0.88  # of the paper: what is lighter is no stroke
REACH = 15.0  # points between the strokes of one stamp
STROKE = 1.0  # points: the ring of a stamp is at least this broad
DRAWN = 0.8  # share of the ring that must be drawn

Gray = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]


def without_tone(values: Gray, tone: float | Points, paper: float) -> Gray:
    """Grey values under a stamp as they were without it: its tone is paper, the darkest print black."""
    darkest = min(float(np.percentile(values, 0.5)), float(np.min(tone)) - 2 * SPREAD)
    return np.asarray(np.clip((values - darkest) * (paper / (tone - darkest)), 0, paper), dtype=np.uint8)


def best_circle(own: Mask, scale: float) -> tuple[float, float, float] | None:
    """Centre and radius of the circle on which most pixels lie."""
    rows, columns = np.nonzero(own)
    points = np.stack([columns, rows], axis=1).astype(np.float64)
    generator = np.random.default_rng(0)
    best, circle = _RING, None
    for _ in range(250):
        guess = _circle(points[generator.choice(len(points), 3, replace=False)])
        if guess is None or not SEAL / 2 * scale < guess[2] < _LARGEST / 2 * scale:
            continue
        off = np.abs(np.hypot(points[:, 0] - guess[0], points[:, 1] - guess[1]) - guess[2])
        share = float((off < scale).mean())
        if share > best:
            best, circle = share, guess
    return circle


def _circle(three: Points) -> tuple[float, float, float] | None:
    """Centre and radius of the circle through three points."""
    (ax, ay), (bx, by), (cx, cy) = three.tolist()
    d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(d) < 1e-6:
        return None
    a, b, c = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / d
    y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / d
    return x, y, float(np.hypot(ax - x, ay - y))
