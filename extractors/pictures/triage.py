"""Whether the text of a page can be trusted: text, a scan without text, or a text layer that may lie.

A page of ordinary text is judged by its characters alone; the page's objects are looked at only where images cover
much of it or where it seems to be empty.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages import Page

Kind = Literal["text", "scan", "untrusted"]

_COVERED = 0.6  # share of the page that images cover when it is a picture of a page
_SEEN = 0.01  # share of the page from which a picture may hold something to read
_FEW = 40  # characters: stamps and page numbers that a scanner's program adds
_ENOUGH = 30  # characters from which shares mean something
_FEW_NUMBERS = 3  # numbers with nameless digits that are no accident
_HIDDEN = 0.5  # share of text objects that cannot be seen
_ODD = 0.1  # share of characters without a meaning
_ONE = 0.4  # share of text in runs of one and the same letter
_COMMON = 0.6  # least share of common characters in Chinese text; a font with wrong names has about 0.3
_OPAQUE = 200  # mean alpha of an image that hides what is under it
_CLEAR = 16  # alpha below which a fill cannot be seen
_MAX_DEPTH = 4
_MAX_OBJECTS = 20_000
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_CID = re.compile(r"\(cid:\d+\)")
_NAMELESS = re.compile(r"[\ufffd\ue000-\uf8ff]")
_NAMELESS_NUMBER = re.compile(
    r"[\d.,]?[\ufffd\ue000-\uf8ff]+[.,][\ufffd\ue000-\uf8ff\d]|\d[\ufffd\ue000-\uf8ff]+[%\d]"
)
_RUN = re.compile(r"([^\W\d_]|[?□■])\1{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LEADERS = re.compile(r"[\s\d.,·…—–\-_=*+|/\\%xX×○√]")


@dataclass(frozen=True, slots=True)
class Triage:
    """What a page is and why; the reason of an ordinary page of text is empty."""

    kind: Kind
    reason: str = ""


def triage(handle: pdfium.PdfPage, page: Page) -> Triage:
    """Judge one page. `handle` is the open page that `page` was read from."""
    count = len("".join("".join(page.text).split()))
    if not count:
        return _without_text(handle, page)
    if page.image_area >= _COVERED:
        if count < _FEW:
            return Triage("scan", f"an image covers the page; its text is {count} characters")
        hidden = _hidden_reason(handle, page)
        if hidden:
            return Triage("untrusted", hidden)
    odd = page.false or _odd_reason("".join(page.text))
    return Triage("untrusted", odd) if odd else Triage("text")


def _without_text(handle: pdfium.PdfPage, page: Page) -> Triage:
    if page.image_area >= _COVERED / 2:
        return Triage("scan", "an image and no text")
    items = [item for item, kind in _objects(handle.raw) if kind == raw.FPDF_PAGEOBJ_TEXT]
    nameless = sum(_shown_share(item, handle) > 0 for item in items)
    if nameless:
        return Triage(
            "untrusted", f"{nameless} pieces of text whose font does not say which characters they are"
        )
    return Triage("text")


def lost_pictures(handle: pdfium.PdfPage) -> int:
    """How many pictures on a page pdfium cannot unpack. It leaves them out without a word: the page is white there."""
    pictures = (item for item, kind in _objects(handle.raw) if kind == raw.FPDF_PAGEOBJ_IMAGE)
    return sum(_shown_share(item, handle) >= _SEEN and not _can_be_unpacked(item) for item in pictures)


def _can_be_unpacked(picture: object) -> bool:
    bitmap = raw.FPDFImageObj_GetBitmap(picture)
    if bitmap:
        raw.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)


def _hidden_reason(handle: pdfium.PdfPage, page: Page) -> str:
    """Why the text of a page covered by an image is not what one sees; empty when it is seen."""
    unseen = behind = seen = 0
    for item, kind in _objects(handle.raw):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            if seen and _shown_share(item, handle) >= _COVERED and _is_solid(item, handle):
                behind, seen = behind + seen, 0
        elif _is_unseen(item):
            unseen += 1
        else:
            seen += 1
    total = unseen + behind + seen
    if total and unseen >= _HIDDEN * total:
        return "invisible text under an image of the page"
    if total and behind >= _HIDDEN * total:
        return "text behind an image that covers the page"
    return ""


def _objects(parent: object) -> Iterator[tuple[object, int]]:
    """Text and image objects in drawing order, also those inside form objects."""
    budget = _MAX_OBJECTS
    stack = [(parent, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0, 0)]
    while stack and budget:
        holder, count, get, index, depth = stack.pop()
        if index >= count(holder):
            continue
        stack.append((holder, count, get, index + 1, depth))
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        budget -= 1
        if kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE):
            yield item, kind
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            stack.append((item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, 0, depth + 1))


def _is_unseen(text: object) -> bool:
    """Is a text object drawn without ink?"""
    if raw.FPDFTextObj_GetTextRenderMode(text) in _UNSEEN:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(text, *map(ctypes.byref, (red, green, blue, alpha)))
    return bool(known) and alpha.value < _CLEAR


def _is_solid(image: object, handle: pdfium.PdfPage) -> bool:
    """Does an image hide what is under it, or does it let it through (a watermark)?"""
    if raw.FPDFPageObj_HasTransparency(image):
        return False
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(handle.pdf.raw, handle.raw, image)
    if not bitmap:
        return True
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        stride, height = raw.FPDFBitmap_GetStride(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        alphas = pixels[3 :: 4 * 97]  # a sample will do
        return sum(alphas) >= _OPAQUE * len(alphas)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _shown_share(item: object, handle: pdfium.PdfPage) -> float:
    """Share of the page that the box of an object covers."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, (left, bottom, right, top))):
        return 0.0
    x0, y0, x1, y1 = handle.get_bbox()
    width = max(0.0, min(right.value, x1) - max(left.value, x0))
    height = max(0.0, min(top.value, y1) - max(bottom.value, y0))
    return float(width * height / max((x1 - x0) * (y1 - y0), 1.0))


def _odd_reason(text: str) -> str:
    """Why the characters cannot be what is printed; empty when they can."""
    cids = sum(len(match.group()) for match in _CID.finditer(text))
    if cids > _ENOUGH and cids > _ODD * len(text):
        return "glyph numbers (cid:…) in place of characters"
    nameless_numbers = len(_NAMELESS_NUMBER.findall(text))
    if nameless_numbers >= _FEW_NUMBERS:
        return f"{nameless_numbers} numbers have digits without a meaning (replacement or private-use codes)"
    letters = _LEADERS.sub("", text)
    if len(letters) < _ENOUGH:
        return ""
    nameless = len(_NAMELESS.findall(letters))
    if nameless > _ODD * len(letters):
        return f"{nameless} of {len(letters)} characters have no meaning (replacement or private-use codes)"
    runs = [match.group() for match in _RUN.finditer(text)]
    if sum(map(len, runs)) > _ONE * len(letters):
        return f"runs of one and the same character ({runs[0][0]}): the font gives many glyphs one name"
    chinese = "".join(_CHINESE.findall(letters))
    if len(chinese) > _ENOUGH and len(chinese) > 0.5 * len(letters):
        common = _share_common(chinese)
        if common < _COMMON:
            return f"only {common:.0%} of the Chinese characters are common ones; the font names them wrongly"
    return ""


def _share_common(chinese: str) -> float:
    """Share of characters in the first level of GB 2312 or Big 5, which nearly all of any text is written with."""
    return sum(map(_is_common, chinese)) / len(chinese)


@lru_cache(maxsize=8192)
def _is_common(char: str) -> bool:
    """One of the 3755 common simplified or the 5401 common traditional characters?"""
    simple = char.encode("gb2312", errors="ignore")
    full = char.encode("big5", errors="ignore")
    return bool(simple and 0xB0 <= simple[0] <= 0xD7) or bool(full and 0xA4 <= full[0] <= 0xC6)
