"""Seals taken out of a scan, so that lines and print under them can be read.

A red seal goes by channel: in the red one it is as light as the paper. In a scan without colour a seal is broad
strokes of one middle tone; print over it is darker still, so stretching what is darker gives the print.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_grey_seals import without_grey_seals
from extractors.pictures.scan_image import Mask, Picture, closed
from extractors.pictures.scan_stamps import (
    DRAWN,
    REACH,
    SEAL,
    SHADED,
    STROKE,
    Gray,
    best_circle,
    without_tone,
)

_RED = 30  # by how much the red channel is lighter than the others
_SOLID = 16.0  # points: a stamp has no larger part without a gap, its star included
_CLOSE = 5.0  # points: so near to a stroke its ground is better known than from afar
_KNOWN = 0.1  # share of a place that must be ground so that its tone is known
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
    reach = max(3, round(REACH / 2 * scale / 4)) | 1
    joined = closed(strong.astype(np.uint8), reach, reach)
    paper = float(np.median(grey[::8, ::8]))
    result = grey
    for x, y, w, h, _ in cv2.connectedComponentsWithStats(joined)[2][1:].tolist():
        if min(w, h) < SEAL * scale / 4 or max(w, h) > 3 * min(w, h):
            continue
        circle = best_circle(strong[y : y + h, x : x + w], scale / 4)
        if circle is None:
            continue
        columns, rows = np.meshgrid(np.arange(w) - circle[0], np.arange(h) - circle[1])
        away = np.hypot(columns, rows) - circle[2]
        if strong[y : y + h, x : x + w][np.abs(away) < STROKE * scale / 4].mean() < DRAWN / 2:
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
        lifted = without_tone(channel[near], float(np.percentile(channel[is_tinted], 30)), paper)
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
        if min(w, h) < SEAL * scale / 4:
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
        lifted = without_tone(channel[near], float(np.percentile(channel[is_red], 30)), paper)
        channel[near] = np.minimum(lifted, ground[near])
    return channel


def _ground(channel: Picture, near: Mask, scale: float) -> Gray:
    """The tone of the paper or the shading on which a seal stands, by what is seen of it between the strokes."""
    paper = float(np.median(channel[~near])) if not near.all() else 255.0
    weight = (~near & (channel > SHADED * paper)).astype(np.float32)
    ground = np.full(channel.shape, 255.0, np.float32)  # where nothing is seen of it
    for reach in (_SOLID, _CLOSE):
        size = (round(reach * scale) | 1,) * 2
        total = cv2.boxFilter(channel * weight, cv2.CV_32F, size, normalize=False)
        count = cv2.boxFilter(weight, cv2.CV_32F, size, normalize=False)
        ground = np.where(count > _KNOWN * size[0] ** 2, total / np.maximum(count, 1), ground)
    return np.asarray(ground, dtype=np.uint8)
