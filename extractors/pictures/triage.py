"""Whether the text of a page can be trusted: text, a scan without text, or a text layer that may lie.

A page is judged by the characters that are printed; its objects are looked at only where it seems to have none.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages import Page
from extractors.pictures.objects import objects
from extractors.pictures.printed import Printed

Kind = Literal["text", "scan", "untrusted"]

_COVERED = 0.6  # share of the page that images cover when it is a picture of a page
_SEEN = 0.01  # share of the page from which a picture may hold something to read
_FEW = 40  # characters: stamps and page numbers that a scanner's program adds
_ENOUGH = 30  # characters from which shares mean something
_FEW_NUMBERS = 3  # numbers with nameless digits that are no accident
_HIDDEN = 0.5  # share of the characters that cannot be seen
_INVISIBLE, _BEHIND = "invisible text under an image of the page", "text behind an image that covers the page"
_UNNAMED = 0.2  # share of glyphs without a name
_ODD = 0.1  # share of characters without a meaning
_ACCENTS = 0.25  # share of letters with accents and ligatures; no text has so many
_ONE = 0.4  # share of text in runs of one and the same letter
_COMMON = 0.6  # least share of common characters in Chinese text; a font with wrong names has about 0.3
_CID = re.compile(r"\(cid:\d+\)")
_NAMELESS = re.compile(r"[\ufffd\ue000-\uf8ff]")
_NAMELESS_NUMBER = re.compile(
    r"[\d.,]?[\ufffd\ue000-\uf8ff]+[.,][\ufffd\ue000-\uf8ff\d]|\d[\ufffd\ue000-\uf8ff]+[%\d]"
)
_ACCENTED = re.compile(
    r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0192\u2020\u2021\u2039\u203a\u2044\ufb00-\ufb06]"
)
_RUN = re.compile(r"([^\W\d_]|[?□■])\1{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LEADERS = re.compile(r"[\s\d.,·…—–\-_=*+|/\\%xX×○√]")


@dataclass(frozen=True, slots=True)
class Triage:
    """What a page is and why; the reason of an ordinary page of text is empty."""

    kind: Kind
    reason: str = ""


def triage(handle: pdfium.PdfPage, page: Page, found: Printed | None = None) -> Triage:
    """Judge one page. `handle` is the open page that `page` was read from, `found` what of its text is printed."""
    shown = page.text if found is None else list(itertools.compress(page.text, found.is_printed.tolist()))
    count, printed = _count(page.text), _count(shown)
    if page.image_area >= _COVERED and count:
        if count < _FEW:
            return Triage("scan", f"an image covers the page; its text is {count} characters")
        if found is not None and count - printed >= _HIDDEN * count:
            is_layer = found.is_layer.sum() >= _HIDDEN * (~found.is_printed).sum()
            return Triage("untrusted", _INVISIBLE if is_layer else _BEHIND)
    if not printed:
        return _without_text(handle, page)
    odd = page.false or _odd_reason("".join(shown))
    return Triage("untrusted", odd) if odd else Triage("text")


def _count(text: Sequence[str]) -> int:
    return len("".join("".join(text).split()))


def _without_text(handle: pdfium.PdfPage, page: Page) -> Triage:
    if page.image_area >= _COVERED / 2:
        return Triage("scan", "an image and no text")
    if page.text:
        return Triage("text")  # of which nothing is printed, and no picture says more
    items = [item for item, kind in objects(handle.raw) if kind == raw.FPDF_PAGEOBJ_TEXT]
    nameless = sum(_shown_share(item, handle) > 0 for item in items)
    if nameless:
        return Triage(
            "untrusted", f"{nameless} pieces of text whose font does not say which characters they are"
        )
    return Triage("text")


def names_few(page: Page) -> Triage:
    """Text whose font leaves so many glyphs without a name that the names of the others mean nothing, either."""
    named, nameless = _count(page.text), len(page.nameless)
    if nameless >= max(_ENOUGH, _UNNAMED * (named + nameless)):
        return Triage("untrusted", f"the fonts do not name {nameless} of {named + nameless} characters")
    return Triage("text")


def lost_pictures(handle: pdfium.PdfPage) -> int:
    """How many pictures on a page pdfium cannot unpack. It leaves them out without a word: the page is white there."""
    pictures = (item for item, kind in objects(handle.raw) if kind == raw.FPDF_PAGEOBJ_IMAGE)
    return sum(_shown_share(item, handle) >= _SEEN and not _can_be_unpacked(item) for item in pictures)


def _can_be_unpacked(picture: object) -> bool:
    bitmap = raw.FPDFImageObj_GetBitmap(picture)
    if bitmap:
        raw.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)


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
    accented = len(_ACCENTED.findall(letters))
    if accented > _ACCENTS * len(letters):
        return f"{accented} of {len(letters)} characters are letters with accents: the font has no names for them"
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
