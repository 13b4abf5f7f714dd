"""Seals taken out of a scan, so that lines and print under them can be read.

A red seal goes by channel: in the red one it is as light as the paper. In a scan without colour a seal is broad
strokes of one middle tone; print over it is darker still, so stretching what is darker gives the print.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Mask, Picture, closed, opened

_SEAL = 40.0  # points: a stamp is at least this wide or high
_LARGEST = 180.0  # points
_RED = 30  # by how much the red channel is lighter than the others
_SPREAD = 20  # grey values within which the tone of a stamp keeps
_RING = 0.18  # least share of a stamp's pixels that are its ring; two stamps may lie over each other
_ONE_TONE = 0.75  # share of a stamp's pixels that have its tone
_OVERLAID = 3  # stamps that are looked for in one place
_SHADED = 0.88  # of the paper: what is lighter is no stroke
_LOCAL = 3.0  # points within which the tone of a stamp is taken as one
_REACH = 15.0  # points between the strokes of one stamp

_SOLID = 16.0  # points: a stamp has no larger part without a gap, its star included
_CLOSE = 5.0  # points: so near to a stroke its ground is better known than from afar
_KNOWN = 0.1  # share of a place that must be ground so that its tone is known
_STROKE = 1.0  # points: the ring of a stamp is at least this broad
_DRAWN = 0.8  # share of the ring that must be drawn

Gray = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
Tones = npt.NDArray[np.int16]  # a picture of a quarter of the size


def to_grey(colour: Picture, scale: float) -> Picture:
    """Grey values of a picture (rows, columns, 3) without its seals; coloured print elsewhere stays."""
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    small = cv2.resize(colour, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.int16)
    grey = _without_red_seals(colour, small, grey, scale)
    return without_grey_seals(_without_other_seals(colour, small, grey, scale), scale)


def _without_other_seals(colour: Picture, small: Tones, grey: Picture, scale: float) -> Picture:
    """Round seals of any other colour: the channel in which their ink is lightest.

    Print and shading are often blue; only what has the ring of a seal is one.
    """
    tint = small.max(axis=2) - small.min(axis=2)
    strong = (tint > 2 * _RED) & (small[:, :, 2] < small.max(axis=2))
    if not strong.any():
        return grey
    reach = max(3, round(_REACH / 2 * scale / 4)) | 1
    joined = closed(strong.astype(np.uint8), reach, reach)
    paper = float(np.median(grey[::8, ::8]))
    result = grey
    for x, y, w, h, _ in cv2.connectedComponentsWithStats(joined)[2][1:].tolist():
        if min(w, h) < _SEAL * scale / 4 or max(w, h) > 3 * min(w, h):
            continue
        circle = _best_circle(strong[y : y + h, x : x + w], scale / 4)
        if circle is None:
            continue
        columns, rows = np.meshgrid(np.arange(w) - circle[0], np.arange(h) - circle[1])
        away = np.hypot(columns, rows) - circle[2]
        if strong[y : y + h, x : x + w][np.abs(away) < _STROKE * scale / 4].mean() < _DRAWN / 2:
            continue
        if result is grey:
            result = grey.copy()
        place = np.s_[4 * y : 4 * (y + h), 4 * x : 4 * (x + w)]
        within = cv2.resize((away < 3 * scale / 4).astype(np.uint8), (4 * w, 4 * h)).astype(bool)
        within = within[: result[place].shape[0], : result[place].shape[1]]
        result[place][within] = _tint_lifted(colour[place], paper, scale)[within]
    return result


def _tint_lifted(colour: Picture, paper: float, scale: float) -> Gray:
    """The lightest channel of a seal's place, stretched until the seal is as light as what lies around it."""
    channel = colour.max(axis=2)
    is_tinted = channel.astype(np.int16) - colour.min(axis=2) > 2 * _RED
    near = cv2.dilate(is_tinted.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    if is_tinted.any():
        ground = _ground(channel, near, scale)
        lifted = _lifted(channel[near], float(np.percentile(channel[is_tinted], 30)), paper)
        channel[near] = np.minimum(lifted, ground[near])
    return np.asarray(channel, dtype=np.uint8)


def _without_red_seals(colour: Picture, small: Tones, grey: Picture, scale: float) -> Picture:
    """In the area of each red seal the red channel, in which the seal is nearly as light as the paper."""
    red = (small[:, :, 2] - np.maximum(small[:, :, 0], small[:, :, 1]) > _RED).astype(np.uint8)
    if not red.any():
        return grey
    # The ring, the star and the letters of a stamp lie within a few points of each other.
    reach = max(3, round(2 * scale)) | 1
    joined = closed(red, reach, reach)
    paper = float(np.median(grey[::8, ::8]))
    result = grey
    for x, y, w, h, _ in cv2.connectedComponentsWithStats(joined)[2][1:].tolist():
        if min(w, h) < _SEAL * scale / 4:
            continue
        if result is grey:
            result = grey.copy()
        place = np.s_[4 * max(0, y - 1) : 4 * (y + h + 1), 4 * max(0, x - 1) : 4 * (x + w + 1)]
        result[place] = _red_lifted(colour[place], paper, scale)
    return result


def _red_lifted(colour: Picture, paper: float, scale: float) -> Gray:
    """The red channel of a seal's place, stretched until the seal is as light as what lies around it."""
    values = colour.astype(np.int16)
    is_red = values[:, :, 2] - np.maximum(values[:, :, 0], values[:, :, 1]) > _RED
    channel = colour[:, :, 2].copy()
    near = cv2.dilate(is_red.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    if is_red.any():
        # Print over the seal is hardly red; what is red shows how light the seal is in this channel.
        ground = _ground(channel, near, scale)
        lifted = _lifted(channel[near], float(np.percentile(channel[is_red], 30)), paper)
        channel[near] = np.minimum(lifted, ground[near])
    return channel


def _ground(channel: Picture, near: Mask, scale: float) -> Gray:
    """The tone of the paper or the shading on which a seal stands, by what is seen of it between the strokes."""
    paper = float(np.median(channel[~near])) if not near.all() else 255.0
    weight = (~near & (channel > _SHADED * paper)).astype(np.float32)
    ground = np.full(channel.shape, 255.0, np.float32)  # where nothing is seen of it
    for reach in (_SOLID, _CLOSE):
        size = (round(reach * scale) | 1,) * 2
        total = cv2.boxFilter(channel * weight, cv2.CV_32F, size, normalize=False)
        count = cv2.boxFilter(weight, cv2.CV_32F, size, normalize=False)
        ground = np.where(count > _KNOWN * size[0] ** 2, total / np.maximum(count, 1), ground)
    return np.asarray(ground, dtype=np.uint8)


def without_grey_seals(grey: Picture, scale: float) -> Picture:
    """The picture without round stamps of one middle tone; unchanged (the same array) when it has none."""
    broad = _broad_tones(grey, scale)
    if not broad.any():
        return grey
    reach = max(3, round(_REACH * scale)) | 1
    joined = cv2.dilate(broad, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    paper = float(np.median(grey[::8, ::8]))
    result = grey
    for k in range(1, count):
        x, y, w, h, _ = stats[k].tolist()
        if max(w, h) < _SEAL * scale or max(w, h) > 3 * min(w, h):
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
    alike = broad & (away < 2 * _SPREAD)
    area = None
    if (off < _SPREAD).mean() >= _ONE_TONE:
        area = _stamp(grey, own, alike, tone + _SPREAD, scale)
    is_worn = area is None
    if is_worn and (off < 2 * _SPREAD).mean() >= _ONE_TONE:
        alike = broad & (away < 3 * _SPREAD)
        area = _stamp(grey, own, alike, (tone + paper) / 2, scale)
    if area is None:
        return None
    if is_worn:
        # What is hardly darker than the paper is shading, and no stroke of the stamp.
        strokes = cv2.dilate((grey < _SHADED * paper).astype(np.uint8), np.ones((7, 7), np.uint8))
        area &= strokes.astype(bool)
    result = grey.copy()
    pieces, labelled = cv2.connectedComponents(area.astype(np.uint8))
    tones_at = _tone_at(grey, alike, tone, scale) if is_worn else np.full(grey.shape, tone)
    for piece in range(1, pieces):
        inside = labelled == piece
        result[inside] = _lifted(grey[inside], tones_at[inside], paper)
    return area, result


def _tone_at(grey: Picture, alike: Mask, tone: float, scale: float) -> Points:
    """The tone of a stamp at every pixel: its ink is fuller here than there."""
    weight = alike.astype(np.float32)
    # Edges of strokes are lighter than the stamp, print over it darker: neither tells.
    weight = np.asarray(cv2.erode(weight, np.ones((3, 3), np.uint8)), dtype=np.float32)
    reach = _LOCAL * scale
    total = cv2.GaussianBlur(grey * weight, (0, 0), reach) + 0.01 * tone
    return np.asarray(total / (cv2.GaussianBlur(weight, (0, 0), reach) + 0.01), dtype=np.float64)


def _lifted(values: Gray, tone: float | Points, paper: float) -> Gray:
    """Grey values under a stamp as they were without it: its tone is paper, the darkest print black."""
    darkest = min(float(np.percentile(values, 0.5)), float(np.min(tone)) - 2 * _SPREAD)
    return np.asarray(np.clip((values - darkest) * (paper / (tone - darkest)), 0, paper), dtype=np.uint8)


def _broad_tones(grey: Picture, scale: float) -> Picture:
    """Pixels (1) inside broad strokes of one middle tone."""
    size = max(3, round(scale)) | 1
    kernel = np.ones((size, size), np.uint8)
    flat = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel)) < 2 * _SPREAD
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
    circle = _best_circle(own, scale)
    if circle is None:
        return None
    x, y, radius = circle
    columns, rows = np.meshgrid(np.arange(own.shape[1]), np.arange(own.shape[0]))
    away = np.asarray(np.hypot(columns - x, rows - y))
    strokes = away[own & (np.abs(away - radius) < 2 * scale)]
    inner, outer = (float(v) for v in np.percentile(strokes, (1, 99)))
    core = (away > inner) & (away < outer)
    # Type on both sides of an imagined circle leaves most of it white; a ring is drawn all round.
    if outer - inner < _STROKE * scale or (grey[core] < light).mean() < _DRAWN:
        return None
    across = max(3, round(3 * scale)) | 1
    whole = closed((alike & (away < inner)).astype(np.uint8), across, across)
    inside = cv2.dilate(whole, np.ones((5, 5), np.uint8)).astype(bool) & (away < inner)
    return np.asarray(inside | (away > inner - 2) & (away < outer + 2))


def _best_circle(own: Mask, scale: float) -> tuple[float, float, float] | None:
    """Centre and radius of the circle on which most pixels lie."""
    rows, columns = np.nonzero(own)
    points = np.stack([columns, rows], axis=1).astype(np.float64)
    generator = np.random.default_rng(0)
    best, circle = _RING, None
    for _ in range(250):
        guess = _circle(points[generator.choice(len(points), 3, replace=False)])
        if guess is None or not _SEAL / 2 * scale < guess[2] < _LARGEST / 2 * scale:
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
