"""Vector graphics of a page: ruling lines and filled areas, in the page's user space.

A ruling line is drawn in many ways: a stroked segment, a stroked rectangle, a filled rectangle half a point
thin, or the border of a shape inside a form object. All become `Rule`; larger filled areas become `Fill`
(shading).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors.bulk import TEXT, library
from extractors.pages import pdfium_calls as calls
from extractors.pages.subpaths import read_drawn

THIN = 2.5  # points: a filled rectangle thinner than this is a line
SHAPE = 25.0  # points: a curved figure larger than this in both directions is part of a drawing
GLYPH = 40.0  # points: a figure larger than this is no character
SHORT = 2.0  # points: a line shorter than this is a dot or the corner piece of a border
SPOT = 4.0  # points: a figure no larger than this may be a decimal point
STRAIGHT = 1.0  # points a line may lean and still count as upright or level
_PALE = 240  # colour value from which a fill or stroke cannot be told from white paper


class Rule(NamedTuple):
    """A level or upright line; a zero-width box."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Fill(NamedTuple):
    """A shaded area and its RGB colour."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: tuple[int, int, int]


Box = tuple[float, float, float, float]
Points = Sequence[Sequence[float]]


@dataclass(slots=True)
class Graphics:
    """What is drawn on a page: rules, shading, images, shapes such as the slices of a chart, and outlines, small
    figures that are no boxes and may be characters.

    `spots` are figures and images as small as a decimal point. Boxes are left, bottom, right, top in user space.
    `texts` are those of `Drawn`.
    """

    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    texts: npt.NDArray[np.void] = field(default_factory=lambda: np.zeros(0, TEXT))
    outlines: list[Box] = field(default_factory=list)
    spots: list[Box] = field(default_factory=list)


def read_graphics(page: pdfium.PdfPage) -> Graphics:
    """The vector graphics and image places of a page, those inside form objects included."""
    handle, compiled = calls.handle_of(page.raw), library()
    drawn = compiled.graphics(handle) if compiled is not None else read_drawn(handle)
    images = _bounds(drawn.images.reshape(-1, 2), range(0, 4 * len(drawn.images), 4))
    found = Graphics(images=images, texts=drawn.texts)
    found.spots = [box for box in images if box[2] - box[0] <= SPOT >= box[3] - box[1]]
    boxes = _bounds(drawn.points, [subpath[4] for subpath in drawn.subpaths])
    for box, (fill, is_stroked, is_closed, is_curved, first, count) in zip(
        boxes, drawn.subpaths, strict=True
    ):
        if box[2] - box[0] <= SPOT >= box[3] - box[1] and (is_stroked or not _is_pale(fill)):
            found.spots.append(box)
        if is_curved:
            _add_shape(found, box)
        elif count > 2 and _is_small(box) and _leans(drawn.points[first : first + count].tolist()):
            found.outlines.append(box)  # however thin: the figure 1, the hole of a 4
        elif (is_stroked and count == 2 and not is_closed) or (fill >= 0 and count > 2 and _is_thin(box)):
            _add_line(found.rules, *box)
        elif count > 1:
            points = drawn.points[first : first + count].tolist()
            _add_straight(found, points, box, fill, bool(is_stroked), bool(is_closed))
    return found


def _bounds(points: npt.NDArray[np.float64], starts: Sequence[int]) -> list[Box]:
    """The box round each stretch of points; `starts` are their first ones."""
    if not starts:
        return []
    low, high = (extreme.reduceat(points, starts) for extreme in (np.minimum, np.maximum))
    return list(map(tuple, np.concatenate((low, high), axis=1).tolist()))


def _is_pale(fill: int) -> bool:
    return min(fill >> 16, fill >> 8 & 255, fill & 255) >= _PALE


def _is_thin(box: Box) -> bool:
    left, bottom, right, top = box
    return min(right - left, top - bottom) <= THIN


def _add_straight(
    found: Graphics, points: Points, box: Box, fill: int, is_stroked: bool, is_closed: bool
) -> None:
    """Keep a figure without curves that is more than a line as lines, as shading, or as both."""
    if fill >= 0 and len(points) > 2 and _is_box(points):
        colour = fill >> 16, fill >> 8 & 255, fill & 255
        if min(colour) < _PALE + 12:
            found.fills.append(Fill(*box, colour))
        if not is_stroked:
            return
    if is_stroked:
        for (xa, ya), (xb, yb) in itertools.pairwise([*points, points[0]] if is_closed else points):
            _add_line(found.rules, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _add_shape(found: Graphics, box: Box) -> None:
    """Keep the box of a curved figure that is large, or small enough for a character."""
    left, bottom, right, top = box
    if right - left > SHAPE and top - bottom > SHAPE:
        found.shapes.append(box)
    if _is_small(box):
        found.outlines.append(box)


def _is_small(box: Box) -> bool:
    """Is a figure of the size of a character?"""
    left, bottom, right, top = box
    return SHORT < top - bottom < GLYPH and right - left < GLYPH


def _leans(points: Points) -> bool:
    """Is an edge of a figure neither level nor upright?"""
    return any(
        abs(xb - xa) > STRAIGHT / 2 < abs(yb - ya) for (xa, ya), (xb, yb) in itertools.pairwise(points)
    )


def _add_line(rules: list[Rule], left: float, bottom: float, right: float, top: float) -> None:
    """Keep a thin box as its centre line when it is level or upright and long enough."""
    width, height = right - left, top - bottom
    if max(width, height) < SHORT or min(width, height) > max(THIN, STRAIGHT):
        return
    if width >= height:
        middle = (bottom + top) / 2
        rules.append(Rule(left, middle, right, middle))
    else:
        middle = (left + right) / 2
        rules.append(Rule(middle, bottom, middle, top))


def _is_box(points: Points) -> bool:
    """True for an axis-parallel rectangle."""
    if not 4 <= len(points) <= 5:
        return False
    xs = {round(x) for x, _ in points}
    ys = {round(y) for _, y in points}
    return len(xs) <= 2 and len(ys) <= 2
