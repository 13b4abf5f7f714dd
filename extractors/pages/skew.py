"""Pages that lie a little aslant, as a crooked print does: turned back before anything on them is read."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages.annotations import Shown, Typed
from extractors.pages.characters import Characters, read_characters
from extractors.pages.paths import Box, read_graphics

Array = npt.NDArray[np.float64]

_LEAST = 0.25  # degrees: a rule that leans less is still taken for level
_ALIKE = 0.2  # degrees between characters that lean alike
_MOST = 0.7  # share of the characters, watermarks included, that must lean alike for the page to lean
_FEWEST = 20  # characters from which a page is judged
_BORNE_OUT = 0.6  # share of the steps from character to character that must go the way they lean


class Lean(NamedTuple):
    """Degrees by which a page leans counter-clockwise, and the point in user space about which it is turned back."""

    degrees: float
    x: float
    y: float


def lean_of(found: Characters) -> Lean | None:
    """How most text of a page leans; None where it is level, or upright.

    A slanted font leans too, but its characters follow each other on a level line.
    """
    leans = _from_level(found.angles)
    if len(leans) < _FEWEST or (np.abs(leans) > _LEAST).mean() < _MOST:
        return None
    lean = float(np.median(leans))
    alike = np.abs(leans - lean) < _ALIKE
    others = 0 if found.aslant is None else len(found.aslant.text)
    if abs(lean) < _LEAST or alike.sum() < _MOST * (len(leans) + others) or not _is_borne_out(found, lean):
        return None
    boxes = found.boxes[alike]
    left, bottom = boxes[:, :2].min(axis=0).tolist()
    right, top = boxes[:, 2:].max(axis=0).tolist()
    return Lean(-lean, (left + right) / 2, (bottom + top) / 2)


def levelled(
    pdf: pdfium.PdfDocument, index: int, page: pdfium.PdfPage, shown: Shown | None, lean: Lean
) -> tuple[pdfium.PdfPage, Shown | None]:
    """The page turned back as a whole, opened anew; `page` is closed. The document holds it so from then on.

    Raises PdfiumError when it cannot be opened again.
    """
    a, b = cos(radians(-lean.degrees)), sin(radians(-lean.degrees))
    e, f = lean.x - a * lean.x + b * lean.y, lean.y - b * lean.x - a * lean.y
    try:
        raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(a, b, -b, a, e, f), None)
    finally:
        page.close()
    page = pdf[index]
    if shown is None:
        return page, None

    def moved(box: Box) -> Box:
        """A box as large as it was, about its middle."""
        left, bottom, right, top = box
        x, y = (left + right) / 2, (bottom + top) / 2
        right_by, up_by = a * x - b * y + e - x, b * x + a * y + f - y
        return left + right_by, bottom + up_by, right + right_by, top + up_by

    def typed(notes: list[Typed]) -> list[Typed]:
        return [replace(note, box=moved(note.box)) for note in notes]

    return page, replace(
        shown,
        content=read_graphics(page),
        strikes=[moved(box) for box in shown.strikes],
        fields=typed(shown.fields),
        undrawn=typed(shown.undrawn),
    )


def level(
    pdf: pdfium.PdfDocument, index: int, page: pdfium.PdfPage, shown: Shown | None = None
) -> tuple[pdfium.PdfPage, Shown | None]:
    """The open page `index` (0-based), turned back where it leans; then `page` itself is closed."""
    lean = lean_of(read_characters(page))
    return (page, shown) if lean is None else levelled(pdf, index, page, shown, lean)


def _from_level(degrees: Array) -> Array:
    """Degrees from the nearest quarter turn, -45 to 45."""
    return (degrees + 45) % 90 - 45


def _is_borne_out(found: Characters, lean: float) -> bool:
    """Do characters follow each other the way they lean?"""
    points = found.origins[:, :2]
    steps = np.diff(points, axis=0)
    sizes = np.hypot(*(found.boxes[:-1, 2:] - found.boxes[:-1, :2]).T)
    lengths = np.hypot(*steps.T)
    is_next = (lengths > 0) & (lengths < 2 * sizes)
    if not is_next.any():
        return False
    # pdfium measures the angles of characters clockwise.
    ways = -np.degrees(np.arctan2(steps[is_next, 1], steps[is_next, 0]))
    return bool((np.abs(_from_level(ways - lean)) < _ALIKE).mean() > _BORNE_OUT)
