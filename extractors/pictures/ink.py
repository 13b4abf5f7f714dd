"""The ink of a page: small renderings of it, and what of them each piece of its text is responsible for.

Needs numpy and pdfium alone. Pictures are (rows, columns); places on the page are points on the page as shown, text
turned on it or not. The ink of a text is what changes in the picture when that text is left out, so white figures on
a dark heading have ink, and black ones under a white box, in a layer that is switched off or outside their clip have
none.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages import pdfium_calls as calls

FAINT = 12  # of 255, by which ink differs at least from what it stands on
SCALE = 2.0  # pixels a point
_AROUND = 2  # pixels around a glyph that belong to its ground
_MOST_PIXELS = 4_000_000
_FAR = 100_000.0  # points off the page
_MARGIN = 2.0  # points around the part of a page that is rendered

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Array = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a page that is rendered: its corner in pixels, and pixels a point."""

    crop: Box  # points cut off at the left, bottom, right, top
    scale: float
    left: int
    top: int

    @classmethod
    def round_about(cls, handle: pdfium.PdfPage, boxes: Array) -> Window | None:
        """The part with all of these boxes (n, 4), as finely as its size allows; None where none is on the page."""
        width, height = handle.get_size()
        x0, top = np.maximum(boxes[:, :2].min(axis=0) - _MARGIN, 0)
        x1, bottom = np.minimum(boxes[:, 2:].max(axis=0) + _MARGIN, (width, height))
        if not (x1 - x0 > 1 and bottom - top > 1):
            return None
        scale = min(SCALE, math.sqrt(_MOST_PIXELS / ((x1 - x0) * (bottom - top))))
        crop = (float(x0), float(height - bottom), float(width - x1), float(top))
        return cls(crop, scale, math.ceil(x0 * scale), math.ceil(top * scale))

    def pixels(self, boxes: Array) -> npt.NDArray[np.int64]:
        """Boxes (n, 4) of the page in whole pixels of the window, at least one: left, top, right, bottom."""
        corner = np.array([self.left, self.top, self.left, self.top])
        scaled = boxes * self.scale - corner
        low, high = np.floor(scaled[:, :2] + 0.01), np.ceil(scaled[:, 2:] - 0.01)
        return np.concatenate((low, np.maximum(high, low + 1)), axis=1).astype(np.int64)


class Ink(NamedTuple):
    """What some texts do to the window: pictures (rows, columns, 3) without and with them.

    `changes` (rows, columns) is by how much each pixel differs, 0 to 255.
    """

    without: Picture
    with_them: Picture
    changes: Picture

    def fills(self, box: Sequence[int], least: tuple[float, float], *, is_pale: bool) -> bool:
        """Is there ink in the box of a glyph, over at least these shares of its height and width?

        Where its colour `is_pale`, near that of its ground, only ink counts that leads away from the ground's colour:
        white figures over black ones lead back to it.
        """
        part = _part(self.changes, box)
        if not part.size or part.max() < FAINT:
            return False
        is_ink = part > FAINT // 2
        if is_pale:
            left, top, right, bottom = box
            wider = (left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND)
            ground = np.median(_part(self.without, wider), axis=(0, 1))
            before, after = (
                np.abs(_part(picture, box) - ground).max(axis=2) for picture in (self.without, self.with_them)
            )
            is_ink &= after > before
            if not is_ink.any():
                return False
        rows, columns = _extent(is_ink, 1), _extent(is_ink, 0)
        return len(rows) >= least[0] * (box[3] - box[1]) and len(columns) >= least[1] * (box[2] - box[0])

    def rows_and_columns(self, box: Sequence[int]) -> tuple[range, range]:
        """The rows and the columns of the window between which a box has ink; empty where it has none."""
        left, top = max(box[0], 0), max(box[1], 0)
        is_ink = _part(self.changes, box) > FAINT // 2
        rows, columns = _extent(is_ink, 1), _extent(is_ink, 0)
        return range(rows.start + top, rows.stop + top), range(columns.start + left, columns.stop + left)

    def varies(self, box: Sequence[int]) -> bool:
        """Has the picture with them more than one colour in this box?"""
        part = _part(self.with_them, box).reshape(-1, 3)
        return bool(part.size and (part.max(axis=0) - part.min(axis=0)).max() >= FAINT)


def _extent(is_ink: Mask, across: int) -> range:
    """From the first to the last row of a mask that has ink, or its columns where `across` is 0."""
    places = np.nonzero(is_ink.any(axis=across))[0]
    return range(int(places[0]), int(places[-1]) + 1) if len(places) else range(0)


def _part(picture: Picture, box: Sequence[int]) -> Picture:
    left, top, right, bottom = (max(edge, 0) for edge in box)
    return picture[top:bottom, left:right]


def ink_of_groups(
    handle: pdfium.PdfPage, window: Window, groups: Sequence[Sequence[int]], *, with_notes: bool
) -> list[Ink]:
    """The ink of each group of text objects (handles), added one after the other to the page without any of them.

    `with_notes` says that annotations are drawn, too.
    """
    everything = [item for group in groups for item in group]
    try:
        _set_active(everything, False)
        before, found = _rendered(handle, window, with_notes), []
        for group in groups:
            _set_active(group, True)
            after = _rendered(handle, window, with_notes)
            found.append(Ink(_colours(before), _colours(after), _changes(before, after)))
            before = after
        return found
    finally:
        _set_active(everything, True)


def _colours(picture: npt.NDArray[np.uint32]) -> Picture:
    return picture.view(np.uint8).reshape(*picture.shape, 4)[:, :, :3]


def _set_active(objects: Iterable[int], is_active: bool) -> None:
    """Whether these objects (handles) are drawn and read."""
    for item in objects:
        calls.set_active(calls.Handle(item), is_active)


@contextmanager
def out_of_the_way(objects: Iterable[int]) -> Iterator[None]:
    """Text objects (handles) not read: switched off, and moved off the page, for pdfium leaves out their doubles."""
    places = []
    for item in map(calls.Handle, objects):
        matrix = raw.FS_MATRIX()
        if calls.object_matrix(item, ctypes.byref(matrix)):
            places.append((item, matrix))
    try:
        for item, m in places:
            away = raw.FS_MATRIX(m.a, m.b, m.c, m.d, m.e + _FAR, m.f + _FAR)
            calls.set_matrix(item, ctypes.byref(away))
            calls.set_active(item, False)
        yield
    finally:
        for item, matrix in places:
            calls.set_matrix(item, ctypes.byref(matrix))
            calls.set_active(item, True)


def _rendered(handle: pdfium.PdfPage, window: Window, with_notes: bool) -> npt.NDArray[np.uint32]:
    """The window in colour, a number for each pixel."""
    bitmap = handle.render(scale=window.scale, crop=window.crop, draw_annots=with_notes, prefer_bgrx=True)
    try:
        return np.ascontiguousarray(bitmap.to_numpy()).view(np.uint32)[:, :, 0].copy()
    finally:
        bitmap.close()


def _changes(before: npt.NDArray[np.uint32], after: npt.NDArray[np.uint32]) -> Picture:
    """The largest difference of a colour at each pixel."""
    changes = np.zeros(before.shape, np.uint8)
    places = np.nonzero(before != after)
    one, other = (
        picture[places].view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int16) for picture in (before, after)
    )
    changes[places] = np.abs(one - other).max(axis=1, initial=0)
    return changes
