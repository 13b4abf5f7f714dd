"""A photographed page made rectangular: its outline on a darker table is found and drawn apart.

Only a page with something darker on all sides has an outline; a scan is returned as it is.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Picture, closed

_RING = 0.012  # share of the picture's width: its outermost pixels
_AROUND = 0.85  # share of that ring which must be darker than the page
_DARKER = 0.7  # of the page's brightness: the table is darker than that
_CUT = 0.3  # of the way from the table's brightness to the page's
_LEAST = 0.35  # share of the picture that the page takes
_MATCH = 0.96  # share of the page and its four-sided outline that agree
_SIDE = (0.08, 0.92)  # part of a side that tells where it runs: corners may be folded

Points = npt.NDArray[np.float64]


def flattened(colour: Picture, scale: float) -> Picture:
    """The page alone, seen from straight above; the same array where no page on a table is seen."""
    factor = 0.75 / scale
    small = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    tones = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    corners = _corners(tones)
    if corners is None:
        return colour
    (left_top, right_top, right_bottom, left_bottom) = corners / factor
    width = round(max(_length(left_top, right_top), _length(left_bottom, right_bottom)))
    height = round(max(_length(left_top, left_bottom), _length(right_top, right_bottom)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform((corners / factor).astype(np.float32), target)
    flat = cv2.warpPerspective(
        colour, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, dtype=np.uint8)


def _corners(tones: Picture) -> Points | None:
    """The corners of the page (4, 2) from the top left clockwise, or None."""
    height, width = tones.shape
    rim = max(2, round(_RING * width))
    ring = np.ones(tones.shape, dtype=bool)
    ring[rim:-rim, rim:-rim] = False
    inner = tones[height // 4 : -height // 4, width // 4 : -width // 4]
    table, page = float(np.median(tones[ring])), float(np.percentile(inner, 75))
    if table > _DARKER * page or (tones[ring] < _DARKER * page).mean() < _AROUND:
        return None
    light = (tones > table + _CUT * (page - table)).astype(np.uint8)
    light = closed(light, 9, 9)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(light)
    if len(stats) < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[largest, cv2.CC_STAT_AREA] < _LEAST * width * height:
        return None
    outline, _ = cv2.findContours(
        (labels == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    contour = max(outline, key=len).reshape(-1, 2).astype(np.float64)
    corners = _meeting(contour)
    return corners if corners is not None and _agrees(corners, contour, tones.shape) else None


def _meeting(contour: Points) -> Points | None:
    """Where straight lines through the four sides of an outline meet."""
    total, apart = contour.sum(axis=1), contour[:, 0] - contour[:, 1]
    rough = contour[[int(total.argmin()), int(apart.argmax()), int(total.argmax()), int(apart.argmin())]]
    sides = []
    for k in range(4):
        start, along = rough[k], rough[(k + 1) % 4] - rough[k]
        length = float(np.hypot(*along))
        if length < 20:
            return None
        away = contour - start
        share = away @ along / length**2
        off = np.abs(away @ np.array([-along[1], along[0]])) / length
        own = contour[(share > _SIDE[0]) & (share < _SIDE[1]) & (off < 0.03 * length)]
        if len(own) < 10:
            return None
        vx, vy, x, y = cv2.fitLine(own.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        sides.append((np.array([x, y]), np.array([vx, vy])))
    corners = []
    for k in range(4):
        (p, u), (q, v) = sides[k - 1], sides[k]
        system = np.array([u, -v]).T
        if abs(np.linalg.det(system)) < 0.3:
            return None
        corners.append(p + np.linalg.solve(system, q - p)[0] * u)
    return np.array(corners)


def _agrees(corners: Points, contour: Points, shape: tuple[int, ...]) -> bool:
    """Is the outline of the page the four-sided figure through its corners?"""
    drawn = np.zeros((2, *shape), np.uint8)
    cv2.fillPoly(drawn[0], [corners.round().astype(np.int32)], 1)
    cv2.fillPoly(drawn[1], [contour.astype(np.int32)], 1)
    both, either = (drawn[0] & drawn[1]).sum(), (drawn[0] | drawn[1]).sum()
    return bool(both > _MATCH * either)


def _length(a: Points, b: Points) -> float:
    return float(np.hypot(*(b - a)))
