"""Vector graphics of a page: ruling lines and filled areas, in the page's user space.

A ruling line is drawn in many ways: a stroked segment, a stroked rectangle, a filled rectangle half a point
thin, or the border of a shape inside a form object. All become `Rule`; larger filled areas become `Fill`
(shading).
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors import pdfium_calls as calls
from extractors.pdfium_calls import Handle

THIN = 2.5  # points: a filled rectangle thinner than this is a line
SHAPE = 25.0  # points: a curved figure larger than this in both directions is part of a drawing
SHORT = 2.0  # points: a line shorter than this is a dot or the corner piece of a border
STRAIGHT = 1.0  # points a line may lean and still count as upright or level
_PALE = 240  # colour value from which a fill or stroke cannot be told from white paper
_MAX_DEPTH = 6

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_DRAWN = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)

# Where pdfium writes its answers; made once, since there are tens of thousands of questions.
_matrix_place = raw.FS_MATRIX()
_matrix_ref = ctypes.byref(_matrix_place)
_float_places = [ctypes.c_float() for _ in range(4)]
_float_refs = [ctypes.byref(place) for place in _float_places]
_mode_places = [ctypes.c_int() for _ in range(2)]
_mode_refs = [ctypes.byref(place) for place in _mode_places]
_colour_places = [ctypes.c_uint() for _ in range(4)]
_colour_refs = [ctypes.byref(place) for place in _colour_places]


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


@dataclass(slots=True)
class Graphics:
    """What is drawn on a page: rules, shading, images, and shapes such as the slices of a chart.

    Boxes are left, bottom, right, top in user space.
    """

    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)


def read_graphics(page: pdfium.PdfPage) -> Graphics:
    """The vector graphics and image places of a page, those inside form objects included."""
    found = Graphics()
    for handle, kind, matrix in _objects(calls.handle_of(page.raw), _IDENTITY, 0):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images.append(_bounds(handle, matrix))
        else:
            _read_path(handle, matrix, found)
    return found


def _objects(parent: Handle, matrix: Matrix, depth: int) -> Iterator[tuple[Handle, int, Matrix]]:
    """Path and image objects, also those inside form objects, with the matrix that applies to them."""
    count, get = (
        (calls.form_object_count, calls.form_object)
        if depth
        else (calls.page_object_count, calls.page_object)
    )
    handles = list(map(get, repeat(parent), range(count(parent))))
    for handle, kind in zip(handles, map(calls.object_kind, handles), strict=True):
        if kind in _DRAWN:
            yield handle, kind, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            yield from _objects(handle, _compose(_matrix(handle), matrix), depth + 1)


def _matrix(handle: Handle) -> Matrix:
    if not calls.object_matrix(handle, _matrix_ref):
        return _IDENTITY
    m = _matrix_place
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(handle: Handle, matrix: Matrix) -> Box:
    calls.object_bounds(handle, *_float_refs)
    left, bottom, right, top = (place.value for place in _float_places)
    if matrix is _IDENTITY:
        return left, bottom, right, top
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _read_path(handle: Handle, matrix: Matrix, found: Graphics) -> None:
    calls.path_mode(handle, *_mode_refs)
    filled, stroked = (place.value != 0 for place in _mode_places)
    if filled:
        colour = _colour(calls.fill_colour, handle)
        filled = colour is not None
    if stroked:
        stroked = _colour(calls.stroke_colour, handle) is not None
    if not (filled or stroked):
        return
    for subpath, closed, curved in _subpaths(handle, matrix):
        if curved:
            _add_shape(found.shapes, subpath)
        if curved or len(subpath) < 2:
            continue
        if filled and len(subpath) > 2:
            xs, ys = zip(*subpath, strict=True)
            left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
            width, height = right - left, top - bottom
            if min(width, height) <= THIN:
                _add_line(found.rules, left, bottom, right, top)
                continue
            if _is_box(subpath):
                assert colour is not None
                if min(colour) < _PALE + 12:
                    found.fills.append(Fill(left, bottom, right, top, colour))
                if not stroked:
                    continue
        if stroked:
            points = [*subpath, subpath[0]] if closed else subpath
            for (xa, ya), (xb, yb) in itertools.pairwise(points):
                _add_line(found.rules, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _add_shape(shapes: list[Box], points: list[tuple[float, float]]) -> None:
    """Keep the box of a large curved figure."""
    xs, ys = zip(*points, strict=True)
    if max(xs) - min(xs) > SHAPE and max(ys) - min(ys) > SHAPE:
        shapes.append((min(xs), min(ys), max(xs), max(ys)))


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


def _is_box(points: list[tuple[float, float]]) -> bool:
    """True for an axis-parallel rectangle."""
    if not 4 <= len(points) <= 5:
        return False
    xs = {round(x) for x, _ in points}
    ys = {round(y) for _, y in points}
    return len(xs) <= 2 and len(ys) <= 2


def _colour(get: Callable[..., int], handle: Handle) -> tuple[int, int, int] | None:
    """RGB of a fill or stroke; None when it is transparent."""
    if not get(handle, *_colour_refs):
        return (0, 0, 0)
    red, green, blue, alpha = (place.value for place in _colour_places)
    return None if alpha < 16 else (red, green, blue)


def _subpaths(handle: Handle, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool, bool]]:
    """Points of each subpath in user space, whether it is closed and whether it holds curves."""
    own = _compose(_matrix(handle), matrix)
    points: list[tuple[float, float]] = []
    closed = curved = False
    (x, y), refs = _float_places[:2], _float_refs[:2]
    segments = list(map(calls.path_segment, repeat(handle), range(calls.segment_count(handle))))
    for segment, kind in zip(segments, map(calls.segment_kind, segments), strict=True):
        calls.segment_point(segment, *refs)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if points:
                yield points, closed, curved
            points, closed, curved = [], False, False
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            curved = True
        points.append(_apply(own, x.value, y.value))
        closed = closed or bool(calls.segment_closes(segment))
    if points:
        yield points, closed, curved
