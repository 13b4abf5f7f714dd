"""The subpaths, images and texts of a page, asked of pdfium one by one: what `bulk.c` does where it was compiled."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import repeat

import numpy as np
import pypdfium2.raw as raw

from extractors.bulk import Doubt, Drawn
from extractors.pages import pdfium_calls as calls
from extractors.pages.occlusion import (
    NOWHERE,
    Around,
    Doubts,
    Matrix,
    applied,
    bounds_of,
    clip_of,
    marks_of,
    widened,
    within,
)
from extractors.pages.pdfium_calls import Handle

_MAX_DEPTH = 6
_CLEAR = 16  # alpha below which nothing is seen

_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

# Where pdfium writes its answers; made once, since there are tens of thousands of questions.
_matrix_place = raw.FS_MATRIX()
_matrix_ref = ctypes.byref(_matrix_place)
_float_places = [ctypes.c_float() for _ in range(4)]
_float_refs = [ctypes.byref(place) for place in _float_places]
_mode_places = [ctypes.c_int() for _ in range(2)]
_mode_refs = [ctypes.byref(place) for place in _mode_places]
_colour_places = [ctypes.c_uint() for _ in range(4)]
_colour_refs = [ctypes.byref(place) for place in _colour_places]


def read_drawn(page: Handle) -> Drawn:
    """What is drawn on an open page."""
    subpaths: list[list[int]] = []
    points: list[tuple[float, float]] = []
    images: list[list[tuple[float, float]]] = []
    doubts = Doubts()
    for handle, kind, matrix, around in _objects(page, _IDENTITY, 0, Around()):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            doubts.text(handle, matrix, around)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _read_path(handle, matrix, subpaths, points, doubts)
        else:
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                images.append(_corners(handle, matrix))
            doubts.ground(bounds_of(handle, matrix))
    return Drawn(
        subpaths, np.array(points).reshape(-1, 2), np.array(images).reshape(-1, 4, 2), doubts.texts()
    )


def _objects(
    parent: Handle, matrix: Matrix, depth: int, around: Around
) -> Iterator[tuple[Handle, int, Matrix, Around]]:
    """All objects but forms, also those inside forms, with the matrix and the forms that apply to them."""
    count, get = (
        (calls.form_object_count, calls.form_object)
        if depth
        else (calls.page_object_count, calls.page_object)
    )
    handles = list(map(get, repeat(parent), range(count(parent))))
    for handle, kind in zip(handles, map(calls.object_kind, handles), strict=True):
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield handle, kind, matrix, around
        elif depth < _MAX_DEPTH:
            inner = _compose(_matrix(handle), matrix)
            yield from _objects(handle, inner, depth + 1, _inside(handle, matrix, around))


def _inside(form: Handle, outer: Matrix, around: Around) -> Around:
    """What a form adds to the doubt about what it holds."""
    clip, is_odd = clip_of(form, outer)
    doubt = around.doubt | Doubt.INNER | marks_of(form) & Doubt.OPTIONAL
    if calls.has_transparency(form):
        doubt |= Doubt.THROUGH
    if is_odd:
        doubt |= Doubt.CLIPPED
    return Around(int(doubt), within(around.window, clip))


def _matrix(handle: Handle) -> Matrix:
    if not calls.object_matrix(handle, _matrix_ref):
        return _IDENTITY
    m = _matrix_place
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F)


def _corners(handle: Handle, matrix: Matrix) -> list[tuple[float, float]]:
    calls.object_bounds(handle, *_float_refs)
    left, bottom, right, top = (place.value for place in _float_places)
    return [applied(matrix, x, y) for x in (left, right) for y in (bottom, top)]


def _read_path(
    handle: Handle,
    matrix: Matrix,
    subpaths: list[list[int]],
    points: list[tuple[float, float]],
    doubts: Doubts,
) -> None:
    calls.path_mode(handle, *_mode_refs)
    is_filled, is_stroked = (place.value != 0 for place in _mode_places)
    fill = _colour(calls.fill_colour, handle) if is_filled else -1
    is_stroked = is_stroked and _colour(calls.stroke_colour, handle) >= 0
    if fill < 0 and not is_stroked:
        return
    own = _compose(_matrix(handle), matrix)
    thick, box = _thickness(handle, own) if is_stroked else 0.0, NOWHERE
    (x, y), refs = _float_places[:2], _float_refs[:2]
    segments = list(map(calls.path_segment, repeat(handle), range(calls.segment_count(handle))))
    now: list[int] | None = None
    for segment, kind in zip(segments, map(calls.segment_kind, segments), strict=True):
        calls.segment_point(segment, *refs)
        if now is None or kind == raw.FPDF_SEGMENT_MOVETO:
            doubts.figure(handle, box, fill, thick)
            box = NOWHERE
            now = [fill, int(is_stroked), 0, 0, len(points), 0]
            subpaths.append(now)
        points.append(applied(own, x.value, y.value))
        box = widened(box, points[-1])
        now[2] |= int(calls.segment_closes(segment) != 0)
        now[3] |= int(kind == raw.FPDF_SEGMENT_BEZIERTO)
        now[5] += 1
    doubts.figure(handle, box, fill, thick)


def _thickness(handle: Handle, own: Matrix) -> float:
    """How broad the stroke of a path is on the page."""
    width = _float_places[2]
    width.value = 0
    calls.stroke_width(handle, _float_refs[2])
    a, b, c, d = own[:4]
    return width.value * math.sqrt(abs(a * d - b * c))


def _colour(get: Callable[..., int], handle: Handle) -> int:
    """0xRRGGBB of a fill or stroke; -1 when it is transparent."""
    if not get(handle, *_colour_refs):
        return 0
    red, green, blue, alpha = (place.value for place in _colour_places)
    return -1 if alpha < _CLEAR else red << 16 | green << 8 | blue
