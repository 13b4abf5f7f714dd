"""Places of a page read from its picture: areas like small scans, lines of nameless glyphs one by one."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2 as pdfium

from extractors.pages import Array, Page
from extractors.pictures.joined import with_lines, with_read
from extractors.pictures.ocr_engine import Engine
from extractors.pictures.page_view import PageView, without_text
from extractors.pictures.pictured import Unread
from extractors.pictures.scan import ScannedPage, read_area
from extractors.pictures.scan_image import DPI, MAX_SIDE, Picture, ink_of
from extractors.pictures.scan_words import characters

_RIM = 8.0  # points of white round an area: lines at the very edge of a picture are shadows
_USUAL = 10.0  # points: the height of a line of text
_UNITS = 0.6, 4.0  # what a picture may be enlarged or shrunk by
_WHOLE = 0.5  # of the page: an area that is a page's picture
_STRETCH = 1.25  # times that a picture may be drawn too high or too wide and be read as it is
_PAD = 1.0  # points round a line of glyphs
_SURE = 0.8  # mean confidence of an area's characters: below it stands no text
_PLAIN = 0.9  # of a mark or a single character that stands alone
_INK = 0.01  # share of a line's box that must be ink


def read_places(page: Page, handle: pdfium.PdfPage, unread: Unread, engine: Engine) -> tuple[Page, Unread]:
    """The page with what its pictures say, and the places where nothing could be read."""
    scale = min(DPI / 72, MAX_SIDE / max(page.width, page.height, 1.0))
    shown = PageView(page, handle)
    units = [
        _units(area, size, shown.stretch(area), page)
        for area, size in zip(unread.areas.tolist(), unread.sizes.tolist(), strict=True)
    ]
    with without_text(handle):
        pictures = [
            shown.area(area, scale / min(unit))
            for area, unit in zip(unread.areas.tolist(), units, strict=True)
        ]
    lost: list[int] = []
    result = page
    for k, (picture, (wide, high)) in enumerate(zip(pictures, units, strict=True)):
        even = _shrunk(picture, min(wide, high) / wide, min(wide, high) / high)
        found = read_area(_rimmed(even, scale), scale, page.number, engine)
        if found is None or not _is_text(found):
            lost.append(k)
            continue
        left, top = unread.areas[k, 0] - _RIM * wide, unread.areas[k, 1] - _RIM * high
        result = with_read(result, found, (wide, high), float(left), float(top))
    result, blind = _with_named(result, shown, unread.lines, scale, engine)
    return result, Unread(unread.areas[lost], unread.sizes[lost], blind)


def _units(area: list[float], size: float, stretch: float, page: Page) -> tuple[float, float]:
    """Points of the page to a point of an area (across, down) whose words are as high as those of a page."""
    covered = (area[2] - area[0]) * (area[3] - area[1]) / max(page.width * page.height, 1.0)
    if 1 / _STRETCH < stretch < _STRETCH:
        stretch = 1.0
    if covered > _WHOLE and stretch == 1.0 and _USUAL / 2 < size < 2 * _USUAL:
        return 1.0, 1.0
    high = float(np.clip(size / _USUAL, *_UNITS))
    return high / stretch, high


def _shrunk(picture: Picture, across: float, down: float) -> Picture:
    """A picture made smaller by these factors."""
    if across == down == 1.0:
        return picture
    size = max(2, round(picture.shape[1] * across)), max(2, round(picture.shape[0] * down))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _rimmed(picture: Picture, scale: float) -> Picture:
    """A picture with paper around it."""
    rim = round(_RIM * scale)
    paper = [int(value) for value in np.median(picture.reshape(-1, 3)[::7], axis=0)]
    return np.asarray(
        cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8
    )


def _is_text(found: ScannedPage) -> bool:
    """Was what stands in an area read plainly enough to be text?"""
    sure = found.confidences
    if sure is None or not len(sure):
        return False
    return float(sure.mean()) >= (_SURE if len(sure) > 1 else _PLAIN)


def _with_named(
    page: Page, shown: PageView, lines: Array, scale: float, engine: Engine
) -> tuple[Page, Array]:
    """The page with lines of nameless glyphs read, their named neighbours with them, and the lines that were not."""
    boxes: list[list[float]] = []
    crops: list[Picture] = []
    for line in lines.tolist():
        box = _with_neighbours(line, page)
        picture = np.asarray(
            cv2.cvtColor(shown.area(_padded(box), scale), cv2.COLOR_BGR2GRAY), dtype=np.uint8
        )
        if min(picture.shape) > 4 and ink_of(picture, scale).mean() > _INK:
            boxes.append(box)
            crops.append(picture)
    readings = engine.read(crops)
    lost: list[list[float]] = []
    for box, crop, reading in zip(boxes, crops, readings, strict=True):
        is_single = box[2] - box[0] < box[3] - box[1] and not len(reading.text) > 1
        if is_single and not (reading.text.isdigit() and reading.confidence >= _PLAIN):
            continue  # a bullet
        if not reading.text or reading.confidence < _SURE:
            lost.append(box)
            continue
        own = _inside(page, box)
        height, width = crop.shape
        found = characters(np.array([[0.0, 0.0, width, height]]), [reading], ink_of(crop, scale))
        corner = _padded(box)
        places = found.boxes / scale + np.array([corner[0], corner[1], corner[0], corner[1]])
        page = with_lines(
            page, found.text, places, found.baselines / scale + corner[1], found.confidences, own
        )
    return page, np.array(lost, dtype=float).reshape(-1, 4)


def _padded(box: list[float]) -> list[float]:
    return [box[0] - _PAD, box[1] - _PAD, box[2] + _PAD, box[3] + _PAD]


def _inside(page: Page, box: list[float]) -> np.ndarray:
    """Which characters have their middle in a box."""
    x = (page.boxes[:, 0] + page.boxes[:, 2]) / 2
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    return np.asarray((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3]))


def _with_neighbours(line: list[float], page: Page) -> list[float]:
    """The box of a line of glyphs with the page's characters that go on from its ends: a percent sign, a minus."""
    x0, top, x1, bottom = line
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    beside = page.boxes[(y > top) & (y < bottom)]
    near = 0.15 * (bottom - top)
    for _ in range(40):
        goes_on = beside[(beside[:, 0] <= x1 + near) & (beside[:, 2] >= x0 - near)]
        if not len(goes_on):
            break
        left, right = min(x0, float(goes_on[:, 0].min())), max(x1, float(goes_on[:, 2].max()))
        if (left, right) == (x0, x1):
            break
        x0, x1 = left, right
    return [x0, top, x1, bottom]
