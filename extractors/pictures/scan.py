"""A scanned page as a `Page`: its picture straightened, ruling lines and characters found in it.

The result goes through the same table readers as a page of text. Boxes are those of the straightened picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from extractors.pages import Fill, Page
from extractors.pictures.ocr_engine import Boxes, Engine, Reading
from extractors.pictures.scan_fills import find_fills, with_dark_areas_inverted
from extractors.pictures.scan_image import Mask, Picture, ink_of, rotated, skew_of
from extractors.pictures.scan_lines import PictureLines, find_lines, wipe
from extractors.pictures.scan_repairs import repaired
from extractors.pictures.scan_seals import to_grey
from extractors.pictures.scan_seen import seen
from extractors.pictures.scan_spread import fold_of, is_empty, without_fold, without_folds
from extractors.pictures.scan_words import characters, crop, cut_boxes, is_alone, overlooked, unstack

_LEAST_SKEW = 0.04  # degrees that are worth turning the picture
_LEAST_CONFIDENCE = 0.5  # of a line: below it stands noise
_PLAIN = 0.9  # confidence at which ink that the finder overlooked is text
_RAGGED = 0.85  # highest confidence of a character whose strokes are broken: its reader is too sure of itself
_POOR = 0.9  # mean confidence of a page that may stand on its head


@dataclass
class ScannedPage(Page):
    """A page read from its picture."""

    skew: float = 0.0  # degrees taken out
    turned: int = 0  # degrees by which the picture was turned clockwise to stand upright
    left: float = 0.0  # points from the left edge of its sheet, where two pages lie side by side


@dataclass(slots=True)
class _Sheet:
    """A straightened picture and what was found in it."""

    clean: Picture  # without ruling lines
    ink: Mask  # of the clean picture
    lines: PictureLines
    boxes: Boxes
    fills: list[Fill]
    scale: float


def read_scan(page: pdfium.PdfPage, number: int, engine: Engine) -> list[ScannedPage]:
    """Read the picture of a page; two pages side by side on it become two. `number` is 1-based."""
    colour, scale = seen(page)
    grey = to_grey(colour, scale)
    del colour
    ink = ink_of(grey, scale)
    fold = fold_of(ink, scale)
    if fold is not None:
        return _both(number, grey, fold, scale, engine)
    skew = skew_of(ink)
    if abs(skew) > _LEAST_SKEW:
        grey = rotated(grey, skew)
    sheet = _sheet(grey, scale, engine)
    if not _runs_up(sheet.boxes):
        return [_upright(number, grey, scale, engine, skew, 0, sheet)]
    grey = np.ascontiguousarray(np.rot90(grey, -1))
    fold = fold_of(ink_of(grey, scale), scale)
    if fold is not None:
        return _both(number, grey, fold, scale, engine, 90)
    return [_upright(number, grey, scale, engine, skew, 90)]


def read_area(colour: Picture, scale: float, number: int, engine: Engine) -> ScannedPage | None:
    """Read the picture (rows, columns, 3) of a part of a page, drawn at `scale` pixels a point.

    None where its text runs up or down the page.
    """
    grey = to_grey(colour, scale)
    skew = skew_of(ink_of(grey, scale))
    if abs(skew) > _LEAST_SKEW:
        grey = rotated(grey, skew)
    sheet = _sheet(grey, scale, engine)
    if _runs_up(sheet.boxes):
        return None
    return _page(number, sheet, _read(sheet, engine), skew, 0)


def _both(
    number: int, grey: Picture, fold: int, scale: float, engine: Engine, turned: int = 0
) -> list[ScannedPage]:
    """The pages on both sides of a fold, in reading order; a side without a page is left out."""
    pages: list[ScannedPage] = []
    for start, end in ((0, fold), (fold, grey.shape[1])):
        half = np.ascontiguousarray(grey[:, start:end])
        ink = ink_of(half, scale)
        if is_empty(ink, scale):
            continue
        skew = skew_of(without_folds(ink, scale))
        half = without_fold(half, ink, scale)
        if abs(skew) > _LEAST_SKEW:
            half = rotated(half, skew)
        page = _upright(number, half, scale, engine, skew, turned)
        # Upside down the sheet's right page is its first.
        is_over = page.turned != turned
        page.left = (grey.shape[1] - end if is_over else start) / scale
        pages.insert(0 if is_over else len(pages), page)
    return pages or [_upright(number, grey, scale, engine, 0.0, turned)]


def _upright(
    number: int,
    grey: Picture,
    scale: float,
    engine: Engine,
    skew: float,
    turned: int,
    sheet: _Sheet | None = None,
) -> ScannedPage:
    """A straightened page, stood on its feet where it stands on its head."""
    sheet = sheet or _sheet(grey, scale, engine)
    readings = _read(sheet, engine)
    if _mean(readings) < _POOR and _is_upside_down(sheet, engine):
        grey, turned = np.ascontiguousarray(np.rot90(grey, 2)), (turned + 180) % 360
        sheet = _sheet(grey, scale, engine)
        readings = _read(sheet, engine)
    return _page(number, sheet, readings, skew, turned)


def _sheet(grey: Picture, scale: float, engine: Engine) -> _Sheet:
    grey = with_dark_areas_inverted(grey, scale)
    ink = ink_of(grey, scale)
    lines = find_lines(ink, scale)
    clean = wipe(grey, ink, lines, scale)
    boxes = engine.find_lines(clean, scale)
    return _Sheet(clean, ink_of(clean, scale), lines, boxes, find_fills(grey, scale), scale)


def _runs_up(boxes: Boxes) -> bool:
    """Do most lines of text run up or down the page?"""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    long = np.maximum(width, height) > 2.5 * np.minimum(width, height)
    return int(long.sum()) >= 3 and float((height > width)[long].mean()) > 0.6


def _read(sheet: _Sheet, engine: Engine) -> list[Reading]:
    """Cut the boxes at the ruling lines and read them all, and what the finder overlooked."""
    found = cut_boxes(unstack(sheet.boxes, sheet.ink, sheet.scale), sheet.lines, sheet.scale)
    more = overlooked(found, sheet.ink, sheet.lines, sheet.scale)
    alone = is_alone(more, found, sheet.lines, sheet.scale)
    sheet.boxes = np.concatenate([found, more])
    pieces = [(crop(sheet.clean, box), crop(sheet.ink, box)) for box in sheet.boxes.tolist()]
    readings = engine.read([grey for grey, _ in pieces])
    for k in range(len(readings)):
        # What was overlooked beside other text is either plainly read or a speck.
        if k < len(found) or alone[k - len(found)]:
            readings[k] = repaired(readings[k], *pieces[k])
        elif readings[k].confidence < _PLAIN:
            readings[k] = readings[k].nothing()
    return readings


def _mean(readings: list[Reading]) -> float:
    sure = [r.confidence for r in readings if len(r.text) > 1]
    return sum(sure) / len(sure) if sure else 1.0


def _is_upside_down(sheet: _Sheet, engine: Engine) -> bool:
    """Are the longest lines read with more confidence when they are turned round?"""
    widths = sheet.boxes[:, 2] - sheet.boxes[:, 0]
    crops = [crop(sheet.clean, sheet.boxes[k].tolist()) for k in np.argsort(-widths)[:8]]
    turned = [np.ascontiguousarray(np.rot90(c, 2)) for c in crops]
    return _mean(engine.read(turned)) > _mean(engine.read(crops)) + 0.05


def _page(number: int, sheet: _Sheet, readings: list[Reading], skew: float, turned: int) -> ScannedPage:
    sure = [k for k, r in enumerate(readings) if r.text and r.confidence >= _LEAST_CONFIDENCE]
    dropped = sum(bool(r.text) for r in readings) - len(sure)
    found = characters(sheet.boxes[sure], [readings[k] for k in sure], sheet.ink)
    height, width = sheet.clean.shape
    return ScannedPage(
        number,
        width / sheet.scale,
        height / sheet.scale,
        found.text,
        found.boxes / sheet.scale,
        found.baselines / sheet.scale,
        sheet.lines.rules(sheet.scale),
        sheet.fills,
        image_area=1.0,
        is_plain=False,
        confidences=np.minimum(found.confidences, _RAGGED if sheet.lines.are_ragged else 1.0),
        skew=skew,
        turned=turned,
        dropped=dropped,
    )
