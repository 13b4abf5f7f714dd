"""What the picture of a page says in some of its places: a second witness beside the text.

Boxes are points on the upright page, origin at the top left, as everywhere else. A page is drawn once, and of each box
only the ink around its own characters is read: what a neighbour left in a cell is not its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors.pages import Page, page_geometry, turn_of

FIRST_DPI, SECOND_DPI = 200, 300
"""Dots per inch of a first look, and of a second one that is to confirm it."""

_SCREEN_DPI = 100
_SPECKS = 2  # columns of ink beside a number that mean nothing
_MAX_SIDE = 6000  # pixels
_BESIDE = 1.2  # heights of a line: as far from its own characters ink may belong to a number
_EDGE = 1.0  # points: a cell's own rules
_INK = 60  # how much darker than the paper ink is
_HEIGHT = 30.0  # pixels of a line at a first look; small type is drawn larger
_LEAST_HEIGHT = 18  # pixels of a line that can be read with certainty
_PAD = 3  # pixels of paper around the ink

Box = tuple[float, float, float, float]
Picture = npt.NDArray[np.uint8]


class Reader(Protocol):
    """What recognises lines of text (`ocr_engine.Engine`)."""

    def read(self, crops: list[Picture]) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read in one box, a line under the other, and how sure it is, 0..1; '' and 0 for nothing.

    `own` are the characters of the text that stand in the box; `is_blank` says that nothing at all is drawn there.
    """

    text: str
    confidence: float
    own: str = ""
    is_blank: bool = False


def reader(threads: int) -> Reader:
    """What reads, with so many threads. Loads the models: only where something is to be read."""
    from extractors.pictures.ocr_engine import engine

    return engine(threads)


def read_boxes(
    handle: pdfium.PdfPage, number: int, boxes: Sequence[Box], reader: Reader, dpi: int = FIRST_DPI
) -> list[Seen]:
    """What stands in each box of an open page; `number` is 1-based."""
    page = page_geometry(handle, number)
    lines = [(index, line) for index, box in enumerate(boxes) for line in _lines(page, box)]
    if not lines:
        return []
    usual = float(np.median([bottom - top for _, (_, (_, top, _, bottom)) in lines]))
    picture, scale = _drawn(handle, page, dpi * max(1.0, _HEIGHT / (usual * FIRST_DPI / 72)))
    crops: list[Picture] = []
    owners: list[int] = []
    unseen = set(range(len(boxes)))
    for index, (_, area) in lines:
        if (area[3] - area[1]) * scale < _LEAST_HEIGHT:
            unseen.discard(index)  # too small to tell
            continue
        crop = _trimmed(picture, area, scale)
        if crop is not None:
            unseen.discard(index)
            crops.append(crop)
            owners.append(index)
    texts: list[list[str]] = [[] for _ in boxes]
    sure: list[list[float]] = [[] for _ in boxes]
    for index, reading in zip(owners, reader.read(crops), strict=True):
        texts[index].append(reading.text)
        sure[index].append(float(reading.confidence))
    own = ["\n".join(text for k, (text, _) in lines if k == index) for index in range(len(boxes))]
    return [
        Seen("\n".join(texts[k]), min(sure[k], default=0.0), own[k], k in unseen) for k in range(len(boxes))
    ]


def have_odd_ink(handle: pdfium.PdfPage, number: int, boxes: Sequence[Box]) -> list[bool]:
    """Whether each box shows more than the digits of its text, or not all of them. Nothing is recognised.

    Where fonts are honest, this is what is left that can make a number another one: a minus drawn as a line, a
    hidden digit.
    """
    page = page_geometry(handle, number)
    picture, scale = _drawn(handle, page, _SCREEN_DPI)
    return [any(_is_odd(page, picture, scale, area) for _, area in _lines(page, box)) for box in boxes]


def _is_odd(page: Page, picture: Picture, scale: float, area: Box) -> bool:
    """Is there ink beside the characters of a line, or a digit without any?"""
    found = _ink(picture, area, scale)
    if found is None:
        return True
    left = max(0, round(area[0] * scale))
    columns: npt.NDArray[np.bool_] = np.asarray(found[1].any(axis=0))
    middle_y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    inside = (page.boxes[:, 0] >= area[0]) & (page.boxes[:, 2] <= area[2])
    own = np.nonzero(inside & (middle_y > area[1]) & (middle_y < area[3]))[0].tolist()
    beside = columns.copy()
    for i in own:
        start, end = round(page.lefts[i] * scale) - left, round(page.rights[i] * scale) - left
        if page.text[i].isdigit() and not columns[max(0, start) : end + 1].any():
            return True
        beside[max(0, start - 1) : end + 2] = False
    return int(beside.sum()) > _SPECKS


def _drawn(handle: pdfium.PdfPage, page: Page, dpi: float) -> tuple[Picture, float]:
    """The upright page in grey, (rows, columns), and its scale in pixels a point."""
    scale = min(dpi / 72, _MAX_SIDE / max(page.width, page.height, 1.0))
    bitmap = handle.render(scale=scale, rotation=-turn_of(handle) % 360, grayscale=True)
    try:
        return bitmap.to_numpy().reshape(bitmap.height, -1).copy(), scale
    finally:
        bitmap.close()


def _lines(page: Page, box: Box) -> Iterable[tuple[str, Box]]:
    """The lines of text of a cell, and where each stands with the ink beside it.

    The whole cell where none stands upright.
    """
    x0, top, x1, bottom = box
    middle_x = (page.boxes[:, 0] + page.boxes[:, 2]) / 2
    middle_y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    inside = (middle_x > x0) & (middle_x < x1) & (middle_y > top) & (middle_y < bottom)
    own = [i for i in np.nonzero(inside)[0].tolist() if not page.text[i].isspace()]
    if page.quarters is not None and page.quarters[own].any():
        own = []  # the picture shows a 9 for a 6 that stands on its head
    lines: list[list[int]] = []
    for i in sorted(own, key=lambda i: (page.bases[i], page.lefts[i])):
        if lines and abs(page.bases[i] - page.bases[lines[-1][-1]]) < 0.5 * max(page.heights[i], 1.0):
            lines[-1].append(i)
        else:
            lines.append([i])
    if not lines:
        yield "", (x0 + _EDGE, top + _EDGE, x1 - _EDGE, bottom - _EDGE)
    for line in lines:
        edges = page.boxes[line]
        height = float((edges[:, 3] - edges[:, 1]).max())
        left, right = float(edges[:, 0].min()), float(edges[:, 2].max())
        text = "".join(page.text[i] for i in sorted(line, key=lambda i: page.lefts[i]))
        yield (
            text,
            (
                min(left, max(left - _BESIDE * height, x0 + _EDGE)) - 0.5,
                float(edges[:, 1].min()) - 0.1 * height,
                max(right, min(right + _BESIDE * height, x1 - _EDGE)) + 0.5,
                float(edges[:, 3].max()) + 0.1 * height,
            ),
        )


def _trimmed(picture: Picture, area: Box, scale: float) -> Picture | None:
    """The ink of an area with a little paper around it, rules along its edges left out; None where there is none."""
    found = _ink(picture, area, scale)
    if found is None:
        return None
    crop, ink = found
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows):
        return None
    first, last = max(0, columns[0] - _PAD), columns[-1] + _PAD + 1
    return np.ascontiguousarray(crop[:, first:last])


def _ink(picture: Picture, area: Box, scale: float) -> tuple[Picture, npt.NDArray[np.bool_]] | None:
    """An area of the picture, and where its ink is, rules from edge to edge left out; None for one without size."""
    height, width = picture.shape
    x0, top = max(0, round(area[0] * scale)), max(0, round(area[1] * scale))
    x1, bottom = min(width, round(area[2] * scale)), min(height, round(area[3] * scale))
    crop = picture[top:bottom, x0:x1]
    if min(crop.shape) < 2:
        return None
    ink = np.abs(crop.astype(int) - int(np.median(crop))) > _INK
    ink[:, ink.mean(axis=0) > 0.95] = False
    ink[ink.mean(axis=1) > 0.95] = False
    return crop, ink
