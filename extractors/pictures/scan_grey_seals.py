"""Round stamps of one middle tone taken out of a grey picture."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.scan_image import Mask, Picture, closed, opened
from extractors.pictures.scan_stamps import (
    DRAWN,
    REACH,
    SEAL,
    SHADED,
    SPREAD,
    STROKE,
    Gray,
    Points,
    best_circle,
    without_tone,
)

_ONE_TONE = 0.75  # share of a stamp's pixels that have its tone
_OVERLAID = 3  # stamps that are looked for in one place
_LOCAL = 3.0  # points within which the tone of a stamp is taken as one


def without_grey_seals(grey: Picture, scale: float) -> Picture:
    """The picture without round stamps of one middle tone; unchanged (the same array) when it has none."""
    broad = _broad_tones(grey, scale)
    if not broad.any():
        return grey
    reach = max(3, round(REACH * scale)) | 1
    joined = cv2.dilate(broad, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    paper = float(np.median(grey[::8, ::8]))
    result = grey
    for k in range(1, count):
        x, y, w, h, _ = stats[k].tolist()
        if max(w, h) < SEAL * scale or max(w, h) > 3 * min(w, h):
            continue
        place = np.s_[y : y + h, x : x + w]
        own = (labels[place] == k) & broad[place].astype(bool)
        done = np.zeros(own.shape, dtype=bool)
        for _ in range(_OVERLAID):
            found = _lift_stamp(grey[place], own, broad[place].astype(bool), paper, scale)
            if found is None:
                break
            if result is grey:
                result = grey.copy()
            area, lifted = found
            new = area & ~done
            result[place][new] = lifted[new]
            own, done = own & ~area, done | area
    return result


def _lift_stamp(
    grey: Picture, own: Mask, broad: Mask, paper: float, scale: float
) -> tuple[Mask, Gray] | None:
    """The pixels of one round stamp, and the picture lifted by its tone; None where there is no stamp."""
    tones = grey[own].astype(np.int16)
    if len(tones) < 1.5 * sum(grey.shape):
        return None
    tone = float(np.median(tones))
    off = np.abs(tones - tone)
    away = np.abs(grey.astype(np.int16) - tone)
    alike = broad & (away < 2 * SPREAD)
    area = None
    if (off < SPREAD).mean() >= _ONE_TONE:
        area = _stamp(grey, own, alike, tone + SPREAD, scale)
    is_worn = area is None
    if is_worn and (off < 2 * SPREAD).mean() >= _ONE_TONE:
        alike = broad & (away < 3 * SPREAD)
        area = _stamp(grey, own, alike, (tone + paper) / 2, scale)
    if area is None:
        return None
    if is_worn:
        # What is hardly darker than the paper is shading, and no stroke of the stamp.
        strokes = cv2.dilate((grey < SHADED * paper).astype(np.uint8), np.ones((7, 7), np.uint8))
        area &= strokes.astype(bool)
    result = grey.copy()
    pieces, labelled = cv2.connectedComponents(area.astype(np.uint8))
    tones_at = _tone_at(grey, alike, tone, scale) if is_worn else np.full(grey.shape, tone)
    for piece in range(1, pieces):
        inside = labelled == piece
        result[inside] = without_tone(grey[inside], tones_at[inside], paper)
    return area, result


def _tone_at(grey: Picture, alike: Mask, tone: float, scale: float) -> Points:
    """The tone of a stamp at every pixel: its ink is fuller here than there."""
    weight = alike.astype(np.float32)
    # Edges of strokes are lighter than the stamp, print over it darker: neither tells.
    weight = np.asarray(cv2.erode(weight, np.ones((3, 3), np.uint8)), dtype=np.float32)
    reach = _LOCAL * scale
    total = cv2.GaussianBlur(grey * weight, (0, 0), reach) + 0.01 * tone
    return np.asarray(total / (cv2.GaussianBlur(weight, (0, 0), reach) + 0.01), dtype=np.float64)


def _broad_tones(grey: Picture, scale: float) -> Picture:
    """Pixels (1) inside broad strokes of one middle tone."""
    size = max(3, round(scale)) | 1
    kernel = np.ones((size, size), np.uint8)
    flat = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel)) < 2 * SPREAD
    toned = (flat & (grey > 60) & (grey < 200)).astype(np.uint8)
    # Blurred type and thin lines have specks of that tone; a stamp's strokes have it over some breadth.
    broad = opened(toned, 2, 2)
    if not broad.any():
        return broad
    _, specks, sizes, _ = cv2.connectedComponentsWithStats(broad)
    is_long = (np.maximum(sizes[:, 2], sizes[:, 3]) >= 3 * scale)[specks]
    return np.asarray(broad & is_long.astype(np.uint8), dtype=np.uint8)


def _stamp(grey: Picture, own: Mask, alike: Mask, light: float, scale: float) -> Mask | None:
    """The pixels of a round stamp: its ring, and what lies inside and has its tone; None when there is no ring.

    What is darker than `light` is drawn.
    """
    circle = best_circle(own, scale)
    if circle is None:
        return None
    x, y, radius = circle
    columns, rows = np.meshgrid(np.arange(own.shape[1]), np.arange(own.shape[0]))
    away = np.asarray(np.hypot(columns - x, rows - y))
    strokes = away[own & (np.abs(away - radius) < 2 * scale)]
    inner, outer = (float(v) for v in np.percentile(strokes, (1, 99)))
    core = (away > inner) & (away < outer)
    # Type on both sides of an imagined circle leaves most of it white; a ring is drawn all round.
    if outer - inner < STROKE * scale or (grey[core] < light).mean() < DRAWN:
        return None
    across = max(3, round(3 * scale)) | 1
    whole = closed((alike & (away < inner)).astype(np.uint8), across, across)
    inside = cv2.dilate(whole, np.ones((5, 5), np.uint8)).astype(bool) & (away < inner)
    return np.asarray(inside | (away > inner - 2) & (away < outer + 2))
