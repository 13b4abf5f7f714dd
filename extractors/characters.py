"""The characters of a page as pdfium gives them: codes, boxes, origins and angles, a column at a time."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors import pdfium_calls as calls

ASLANT = 8.0  # degrees by which a character may lean from level or upright

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]

_HIGH, _LOW, _BEYOND = 0xD800, 0xDC00, 0xE000  # halves of pairs: high ones, low ones, what follows
_LAST = 0x10FFFF
_SPACE = 32


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters in content order.

    `boxes` (n, 4) are left, bottom, right, top in user space: advance width by font height. `origins` (n, 4) hold
    the point on the baseline twice, as a box without size. `angles` (n,) are degrees.
    """

    text: list[str]
    boxes: Array
    origins: Array
    angles: Array


@dataclass(slots=True)
class _Places:
    """Where pdfium writes boxes and origins. Kept between pages: making a reference takes as long as a call."""

    boxes: Any = None
    points: Any = None
    box_refs: list[Any] = field(default_factory=list)
    x_refs: list[Any] = field(default_factory=list)
    y_refs: list[Any] = field(default_factory=list)

    def hold(self, count: int) -> None:
        if self.boxes is not None and count <= len(self.box_refs):
            return
        size = max(4096, 1 << count.bit_length())
        self.boxes, self.points = (ctypes.c_float * (4 * size))(), (ctypes.c_double * (2 * size))()
        self.box_refs = [ctypes.byref(self.boxes, at) for at in range(0, 16 * size, 16)]
        self.x_refs = [ctypes.byref(self.points, at) for at in range(0, 16 * size, 16)]
        self.y_refs = [ctypes.byref(self.points, at) for at in range(8, 16 * size + 8, 16)]


_places = _Places()


def read_characters(page: pdfium.PdfPage) -> Characters:
    """The characters that stand level or upright; what pdfium adds (spaces, line ends) is left out."""
    textpage = page.get_textpage()
    try:
        return _read(calls.handle_of(textpage.raw), max(textpage.count_chars(), 0))
    finally:
        textpage.close()


def _read(handle: calls.Handle, count: int) -> Characters:
    codes = np.fromiter(map(calls.char_code, repeat(handle), range(count)), np.uint32, count)
    kept = _printed(handle, codes)
    boxes, points, has_box = _boxes_and_points(handle, count)
    kept = kept[has_box[kept]]
    angles = np.array(list(map(calls.char_angle, repeat(handle), kept.tolist())), dtype=float)
    degrees = np.degrees(angles)
    # Letters set aslant are a watermark or a stamp over the text, not part of it.
    straight = np.abs((degrees + 45) % 90 - 45) < ASLANT
    if not straight.all():
        kept, degrees = kept[straight], degrees[straight]
    text = list(codes[kept].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"))
    return Characters(text, boxes[kept], np.tile(points[kept], 2), degrees)


def _printed(handle: calls.Handle, codes: Codes) -> npt.NDArray[np.int64]:
    """Indices of the characters that stand on the page. Joins the halves of pairs in `codes`, at the second."""
    if ((codes >= _HIGH) & (codes < _BEYOND)).any():
        _join_pairs(codes)
    has_meaning = (codes >= _SPACE) & (codes <= _LAST) & (codes != 0xFFFE) & (codes != 0xFFFF)
    # Only spaces and line ends are pdfium's own, so no other need be asked.
    for index in np.nonzero(codes == _SPACE)[0].tolist():
        has_meaning[index] = calls.char_is_generated(handle, index) != 1
    return np.nonzero(has_meaning)[0]


def _join_pairs(codes: Codes) -> None:
    """The second half of a pair becomes the character, the first nothing."""
    high = 0
    for index in np.nonzero((codes >= _HIGH) & (codes < _BEYOND))[0].tolist():
        code = int(codes[index])
        if code < _LOW:
            high, codes[index] = code, 0
        elif high:
            codes[index] = 0x10000 + ((high - _HIGH) << 10) + (code - _LOW)
            high = 0


def _boxes_and_points(handle: calls.Handle, count: int) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Boxes (n, 4) in the order of Characters, points on the baseline (n, 2), and which characters have a box."""
    _places.hold(count)
    indices = range(count)
    has_box = np.fromiter(map(calls.char_box, repeat(handle), indices, _places.box_refs), np.bool_, count)
    deque(map(calls.char_origin, repeat(handle), indices, _places.x_refs, _places.y_refs), maxlen=0)
    # pdfium's rectangles are left, top, right, bottom.
    rectangles = np.frombuffer(_places.boxes, np.float32, 4 * count).reshape(count, 4)
    boxes = rectangles[:, [0, 3, 2, 1]].astype(float)
    points = np.frombuffer(_places.points, np.float64, 2 * count).reshape(count, 2).copy()
    return boxes, points, has_box
