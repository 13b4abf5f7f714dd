"""Parts of a page as they are shown, with or without the text that is known. Needs pdfium and numpy alone."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages import Page, turned_back
from extractors.pictures.objects import objects

_NEAR = 1.0  # points

Pixels = npt.NDArray[np.uint8]


@contextmanager
def without_text(handle: pdfium.PdfPage) -> Iterator[None]:
    """The page with no text drawn on it: what is left is shown by pictures and paths."""
    texts = [item for item, kind in objects(handle.raw) if kind == raw.FPDF_PAGEOBJ_TEXT]
    for item in texts:
        raw.FPDFPageObj_SetIsActive(item, False)
    try:
        yield
    finally:
        for item in texts:
            raw.FPDFPageObj_SetIsActive(item, True)


class PageView:
    """The pictures of areas of one page, which stand upright as `page` does."""

    def __init__(self, page: Page, handle: pdfium.PdfPage) -> None:
        self._handle = handle
        self._turned = page.shown_turn

    def area(self, box: Sequence[float], scale: float) -> Pixels:
        """The inside of a box (x0, top, x1, bottom in points) as (rows, columns, 3) blue, green, red."""
        width, height = self._handle.get_size()
        x0, top, x1, bottom = turned_back(np.array([box], dtype=float), self._turned, width, height)[0]
        cut = (max(0.0, x0), max(0.0, height - bottom), max(0.0, width - x1), max(0.0, top))
        bitmap = self._handle.render(scale=scale, crop=cut, rev_byteorder=False, prefer_bgrx=False)
        try:
            pixels = bitmap.to_numpy()
            if pixels.ndim == 2 or pixels.shape[2] == 1:
                pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
            return np.ascontiguousarray(np.rot90(pixels[:, :, :3], self._turned // 90))
        finally:
            bitmap.close()

    def stretch(self, box: Sequence[float]) -> float:
        """By how much the pictures that fill an area are drawn too high for their pixels; 1 where none does."""
        for item, kind in objects(self._handle.raw):
            if kind != raw.FPDF_PAGEOBJ_IMAGE or not self._fills(item, box):
                continue
            wide, high = ctypes.c_uint(), ctypes.c_uint()
            if raw.FPDFImageObj_GetImagePixelSize(item, wide, high) and wide.value and high.value:
                width, height = box[2] - box[0], box[3] - box[1]
                if (self._handle.get_rotation() + self._turned) % 180:
                    width, height = height, width
                return (height / high.value) / (width / wide.value)
        return 1.0

    def _fills(self, item: object, box: Sequence[float]) -> bool:
        """Is an object as large as an area, either way it may be turned?"""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return False
        sides = sorted((right.value - left.value, top.value - bottom.value))
        own = sorted((box[2] - box[0], box[3] - box[1]))
        return all(abs(a - b) < 2 * _NEAR for a, b in zip(sides, own, strict=True))
