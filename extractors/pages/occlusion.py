"""What could keep each text of a page from being seen, by what is drawn on it: the twin of `bulk.c`.

Nothing is decided here: a doubt only says that the page's picture must be asked (`extractors/pictures/ink.py`).
"""

from __future__ import annotations

import ctypes
import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from extractors.bulk import TEXT, Doubt
from extractors.pages import pdfium_calls as calls
from extractors.pages.pdfium_calls import Handle

_NEAR = 48  # by which two colours differ that can be told apart
_WHITE = 0xFFFFFF
_ANY_COLOUR = -2  # of a picture, or of what lets others shine through
_MOST_COMPARED = 4_000_000  # boxes; on a page with more, every text is in doubt
_THIN = 2.5  # points: nothing so thin hides text, save a slice of a picture
_THICK = 3.0  # points: a stroke so thick may hide text
_OVERLAP = 0.5  # points by which two things at least overlap
_CUT = 1.0  # points that a clip may take of a text's box
_UNPAINTED = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_NO_COVER = (  # links, closed notes, and signs in the margin that open them
    raw.FPDF_ANNOT_LINK,
    raw.FPDF_ANNOT_POPUP,
    raw.FPDF_ANNOT_TEXT,
    raw.FPDF_ANNOT_FILEATTACHMENT,
    raw.FPDF_ANNOT_SOUND,
)
_CLEAR = 16  # alpha below which nothing is seen
_ACTUAL_TEXT = b"ActualText"

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

NOWHERE: Box = (math.inf, math.inf, -math.inf, -math.inf)
EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)

_floats = [ctypes.c_float() for _ in range(4)]
_float_refs = [ctypes.byref(place) for place in _floats]
_colours = [ctypes.c_uint() for _ in range(4)]
_colour_refs = [ctypes.byref(place) for place in _colours]
_words = (ctypes.c_ushort * 64)()
_size = ctypes.c_ulong()


class Around(NamedTuple):
    """What the forms around an object add to the doubt about it, and the box that they leave of it."""

    doubt: int = 0
    window: Box = EVERYWHERE


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point in the space that the matrix leads to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def widened(box: Box, point: tuple[float, float]) -> Box:
    """The box with this point in it."""
    left, bottom, right, top = box
    x, y = point
    return min(x, left), min(y, bottom), max(x, right), max(y, top)


def bounds_of(handle: Handle, outer: Matrix) -> Box:
    """The box round an object, in page space."""
    for place in _floats:
        place.value = 0
    calls.object_bounds(handle, *_float_refs)
    left, bottom, right, top = (place.value for place in _floats)
    box = NOWHERE
    for x in (left, right):
        for y in (bottom, top):
            box = widened(box, applied(outer, x, y))
    return box


class Doubts:
    """Collects the texts of a page in drawing order, with what could hide each of them."""

    def __init__(self) -> None:
        self._handles: list[int] = []
        self._boxes: list[Box] = []
        self._doubts: list[int] = []
        self._grounds: list[tuple[Box, int]] = []
        self._compared = 0

    def texts(self) -> npt.NDArray[np.void]:
        """All of them, as an array of `TEXT`."""
        found = np.zeros(len(self._handles), TEXT)
        if len(found):
            found["object"], found["box"], found["doubt"] = self._handles, self._boxes, self._doubts
            if self._compared > _MOST_COMPARED:
                found["doubt"] |= Doubt.COVERED
        return found

    def text(self, handle: Handle, outer: Matrix, around: Around) -> None:
        """A text object, after everything that is drawn before it."""
        doubt, box, mode = around.doubt, bounds_of(handle, outer), calls.text_mode(handle)
        if mode in _UNPAINTED:
            doubt |= Doubt.UNPAINTED
        elif self._is_like_ground(_colour(handle, mode), box):
            doubt |= Doubt.PALE
        if calls.has_transparency(handle):
            doubt |= Doubt.THROUGH
        clip, is_odd = clip_of(handle, outer)
        if is_odd or _cuts(clip, box) or _cuts(around.window, box):
            doubt |= Doubt.CLIPPED
        self._handles.append(handle.value or 0)
        self._boxes.append(box)
        self._doubts.append(doubt | marks_of(handle))

    def figure(self, handle: Handle, box: Box, fill: int, thick: float) -> None:
        """Part of a path: it hides what is under it where it is filled, or stroked with a broad pen."""
        left, bottom, right, top = box
        if thick >= _THICK:
            self.ground((left - thick / 2, bottom - thick / 2, right + thick / 2, top + thick / 2))
        elif fill >= 0 and right - left > _THIN and top - bottom > _THIN:
            self.ground(box, _ANY_COLOUR if calls.has_transparency(handle) else fill)

    def ground(self, box: Box, colour: int = _ANY_COLOUR) -> None:
        """Something is drawn over what stands in this box already, and is what later text stands on."""
        self._grounds.append((box, colour))
        self._compared += len(self._boxes)
        if self._compared <= _MOST_COMPARED:
            for i, other in enumerate(self._boxes):
                if _overlap(other, box):
                    self._doubts[i] |= Doubt.COVERED

    def _is_like_ground(self, colour: int, box: Box) -> bool:
        """Is the colour that of the paper, or of something under the box?"""
        if colour < 0 or _is_near(colour, _WHITE):
            return True
        self._compared += len(self._grounds)
        return self._compared > _MOST_COMPARED or any(
            (other == _ANY_COLOUR or _is_near(colour, other)) and _overlap(place, box)
            for place, other in self._grounds
        )


def annotation_boxes(page: Handle) -> list[Box]:
    """Where a page has annotations that may hide its text; links and notes do not."""
    found = []
    for index in range(calls.annotation_count(page)):
        note = calls.annotation(page, index)
        if not note.value:
            continue
        rect = raw.FS_RECTF()
        if calls.annotation_kind(note) not in _NO_COVER and calls.annotation_rect(note, ctypes.byref(rect)):
            (left, right), (bottom, top) = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
            found.append((left, bottom, right, top))
        calls.close_annotation(note)
    return found


def within(one: Box, other: Box) -> Box:
    """What two boxes share; left over right where they share nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def clip_of(handle: Handle, outer: Matrix) -> tuple[Box, bool]:
    """The box of what the clips of an object leave of it; is one of them no upright rectangle?"""
    left_over, is_odd = EVERYWHERE, False
    clip = calls.object_clip(handle)
    for k in range(calls.clip_count(clip) if clip.value else 0):
        box, before = NOWHERE, (0.0, 0.0)
        count = calls.clip_segment_count(clip, k)
        is_odd |= count > 5
        for i in range(min(count, 6)):
            segment = calls.clip_segment(clip, k, i)
            calls.segment_point(segment, *_float_refs[:2])
            x, y = _floats[0].value, _floats[1].value
            is_odd |= calls.segment_kind(segment) == raw.FPDF_SEGMENT_BEZIERTO
            is_odd |= i > 0 and abs(x - before[0]) > _CUT and abs(y - before[1]) > _CUT
            before = x, y
            box = widened(box, applied(outer, x, y))
        left_over = within(left_over, box)
    return left_over, is_odd


def marks_of(handle: Handle) -> int:
    """Does a mark put an object in a layer, or give other words for it?"""
    found = 0
    for i in range(calls.mark_count(handle)):
        mark = calls.object_mark(handle, i)
        named = calls.mark_name(mark, _words, 8, ctypes.byref(_size))
        if named and _size.value == 6 and (_words[0], _words[1]) == (ord("O"), ord("C")):
            found |= Doubt.OPTIONAL
        if _gives_figures(mark):
            found |= Doubt.REWORDED
    return found


def _gives_figures(mark: Handle) -> bool:
    length = ctypes.sizeof(_words)
    if not calls.mark_text(mark, _ACTUAL_TEXT, _words, length, ctypes.byref(_size)):
        return False
    if _size.value > length:
        return True
    return any(0x30 <= code <= 0x39 or 0xFF10 <= code <= 0xFF19 for code in _words[: _size.value // 2])


def _colour(handle: Handle, mode: int) -> int:
    """0xRRGGBB of a text; -1 when it is transparent."""
    get = calls.stroke_colour if mode == raw.FPDF_TEXTRENDERMODE_STROKE else calls.fill_colour
    if not get(handle, *_colour_refs):
        return 0
    red, green, blue, alpha = (place.value for place in _colours)
    return -1 if alpha < _CLEAR else red << 16 | green << 8 | blue


def _is_near(one: int, other: int) -> bool:
    return all(abs((one >> shift & 255) - (other >> shift & 255)) < _NEAR for shift in (0, 8, 16))


def _overlap(a: Box, b: Box) -> bool:
    return (
        a[0] + _OVERLAP < b[2]
        and b[0] + _OVERLAP < a[2]
        and a[1] + _OVERLAP < b[3]
        and b[1] + _OVERLAP < a[3]
    )


def _cuts(clip: Box, box: Box) -> bool:
    return (
        box[0] < clip[0] - _CUT
        or box[1] < clip[1] - _CUT
        or box[2] > clip[2] + _CUT
        or box[3] > clip[3] + _CUT
    )
