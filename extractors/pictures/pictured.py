"""Text that a page of text shows and its characters do not hold: in pictures, in figures drawn as paths, in glyphs
that their font does not name.

What was drawn tells where such text may stand; the shape of the ink there tells whether it does. Only then these
places are read, and what is found joins the page's own characters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from extractors.model import PageNote, PageSource
from extractors.pages import Array, Page
from extractors.pictures.page_view import PageView, without_text
from extractors.pictures.places import is_known, suspects
from extractors.pictures.text_shapes import SCALE, TextShapes, text_shapes
from extractors.recognition import HOW_TO_INSTALL, Ocr, ocr_available

_LINES, _WORDS = 4, 5  # a picture with so many lines, or two lines and so many words, is no logo
_WIDE, _HIGH = 60.0, 18.0  # points: a smaller picture has no room for them
_BESIDE = 40.0, 200.0  # points up and sideways within which a cell's lines stand around a figure

_SHARE = 0.5  # of its characters that were recognised, from which a page counts as read from its picture


@dataclass(frozen=True, slots=True)
class Pictured:
    """A page with the text of its pictures, and what a reader must know of it."""

    page: Page
    source: PageSource = "text"
    notes: tuple[PageNote, ...] = ()
    unread: str = ""  # why text in its pictures was not read


@dataclass(frozen=True, slots=True)
class Unread:
    """Places (n, 4) of a page that evidently hold text which is none of its characters."""

    areas: Array  # pictures and figures drawn as paths
    sizes: Array  # (n,) how high the words of each area are, in points
    lines: Array  # of glyphs without a name

    def __bool__(self) -> bool:
        return bool(len(self.areas) or len(self.lines))


def with_pictured(page: Page, handle: pdfium.PdfPage, ocr: Ocr) -> Pictured:
    """A page of text with what its pictures say, or with the reason why that was not read."""
    unread = unread_places(page, handle)
    if not unread:
        return Pictured(page)
    if ocr.mode == "never":
        return Pictured(page, unread="recognition is switched off")
    if not ocr_available():
        return Pictured(page, unread=HOW_TO_INSTALL)
    seen, lost = _read(page, handle, unread, ocr.threads)
    notes = []
    count = 0 if seen.confidences is None else int((~np.isnan(seen.confidences)).sum())
    if count:
        message = f"第{page.number}页有{count}个字符取自图像（图片、轮廓或无名字形），并非文本"
        notes.append(PageNote("pictured_text", "info", message, str(count)))
    if lost:
        places = len(lost.areas) + len(lost.lines)
        message = f"第{page.number}页图像中有{places}处像文字的内容未能识别"
        notes.append(PageNote("pictured_text_unread", "warning", message, str(places)))
    source: PageSource = "text" if not count else "ocr" if count > _SHARE * len(seen.text) else "mixed"
    return Pictured(seen, source, tuple(notes))


def _read(page: Page, handle: pdfium.PdfPage, unread: Unread, threads: int) -> tuple[Page, Unread]:
    # Loads OpenCV and the models: only where a page asks for it.
    from extractors.pictures.ocr_engine import engine
    from extractors.pictures.pictured_scan import read_places

    return read_places(page, handle, unread, engine(threads))


def unread_places(page: Page, handle: pdfium.PdfPage) -> Unread:
    """Where text stands that is not among the characters. Costs next to nothing where nothing is drawn."""
    found = suspects(page)
    areas: list[list[float]] = []
    sizes: list[float] = []
    likely = [area for area in found.areas.tolist() if _is_large(area) or _in_a_cell(area, page)]
    if likely:
        shown = PageView(page, handle)
        with without_text(handle):
            for area in likely:
                shapes = text_shapes(shown.area(area, SCALE))
                if shapes.is_text and _is_news(shapes, area, page):
                    areas.append(area)
                    sizes.append(shapes.size)
    return Unread(np.array(areas, dtype=float).reshape(-1, 4), np.array(sizes), found.lines)


def _is_large(area: list[float]) -> bool:
    """Has an area room for lines of text?"""
    return area[2] - area[0] >= _WIDE and area[3] - area[1] >= _HIGH


def _is_news(shapes: TextShapes, area: list[float], page: Page) -> bool:
    """Does a picture hold more than a mark, and other words than those of the page?"""
    words = shapes.words + np.array([area[0], area[1], area[0], area[1]])
    left = shapes.without(is_known(words, page))
    if left.lines >= _LINES or (left.lines >= 2 and len(left.words) >= _WORDS):
        return True
    return len(left.words) > 0 and _in_a_cell(area, page)


def _in_a_cell(box: list[float], page: Page) -> bool:
    """Do lines of the page stand on all four sides of a box, as those of a cell do?"""
    x0, top, x1, bottom = box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    up, side = _BESIDE
    level = [rule.top for rule in page.rules if rule.level and rule.x0 <= x <= rule.x1]
    upright = [rule.x0 for rule in page.rules if not rule.level and rule.top <= y <= rule.bottom]
    return (
        any(y - up - (y - top) <= at <= y for at in level)
        and any(y <= at <= bottom + up for at in level)
        and any(x0 - side <= at <= x for at in upright)
        and any(x <= at <= x1 + side for at in upright)
    )
