"""Boxes of lines of text out of the finder's map, which says of each pixel how surely text stands there.

As PaddleOCR's "differentiable binarization" does it: text shrunk to its core in the map is grown again by a share of
its size.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Picture

_TEXT = 0.3  # of a pixel of text
_LEAST_SCORE = 0.4  # mean of the pixels of a box
_GROW = 1.6  # share of area by circumference by which the core of a line grows to all sides
_CORE, _LINE = 3.0, 5.0  # pixels: lower cores and lower lines are specks
_LEVEL = 10  # pixels: boxes that begin less apart follow each other from left to right
_INK = 18  # grey values darker than the paper
_MARGIN = 16  # pixels of paper left around the ink
_STEP = 64  # pixels: the engine prepares itself for every size of picture

Boxes = npt.NDArray[np.float64]
Map = npt.NDArray[np.float32]
Leaning = tuple[Sequence[float], Sequence[float], float]  # centre, width and height, angle


def printed_part(picture: Picture) -> tuple[Picture, int, int]:
    """The part of a picture that holds all its ink, in sizes of whole steps; with its left and top in the picture."""
    paper = float(np.median(picture[::4, ::4]))
    dark = picture < paper - _INK
    rows, columns = np.nonzero(dark.any(axis=1))[0], np.nonzero(dark.any(axis=0))[0]
    if not len(rows):
        return picture[:0, :0], 0, 0
    top, left = max(0, int(rows[0]) - _MARGIN), max(0, int(columns[0]) - _MARGIN)
    part = picture[top : int(rows[-1]) + _MARGIN, left : int(columns[-1]) + _MARGIN]
    height, width = part.shape
    whole = np.full((-(-height // _STEP) * _STEP, -(-width // _STEP) * _STEP), round(paper), np.uint8)
    whole[:height, :width] = part
    return whole, left, top


def boxes_of(sure: Map) -> Boxes:
    """Left, top, right, bottom (n, 4) of lines of text in a map, line after line from the top."""
    text = cv2.dilate((sure > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    cores = [
        cv2.minAreaRect(contour)
        for contour in cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]
    ]
    found = [_box(core) for core in cores if min(core[1]) >= _CORE and _score(sure, core) >= _LEAST_SCORE]
    boxes = np.array([box for box in found if box is not None], dtype=np.float64).reshape(-1, 4)
    boxes = boxes[np.argsort(boxes[:, 1], kind="stable")]
    line = np.cumsum(np.diff(boxes[:, 1], prepend=boxes[:1, 1]) >= _LEVEL)
    return boxes[np.lexsort((boxes[:, 0], line))]


def _box(core: Leaning) -> list[float] | None:
    """The upright box of a line whose core is a rectangle that may lean a little."""
    (x, y), (width, height), angle = core
    centre = (x + 0.5, y + 0.5)  # contours go through the middles of pixels
    grown = _GROW * width * height / (width + height)  # twice the way that a side moves
    if min(width, height) + grown < _LINE:
        return None
    corners = cv2.boxPoints((centre, (width + grown, height + grown), angle))
    left, right = np.split(corners[np.argsort(corners[:, 0], kind="stable")], 2)
    top = (left[:, 1].min() + right[:, 1].min()) / 2
    bottom = (left[:, 1].max() + right[:, 1].max()) / 2
    return [corners[:, 0].min(), top, corners[:, 0].max(), bottom]


def _score(sure: Map, core: Leaning) -> float:
    """Mean of the map inside a rectangle."""
    corners = cv2.boxPoints(core)
    x0, y0 = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = np.ascontiguousarray(sure[y0:y1, x0:x1])
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(inside, [(corners - [x0, y0]).astype(np.int32)], 1)
    return float(cv2.mean(part, inside)[0])
