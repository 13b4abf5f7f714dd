"""Parts of a page that are displayed and not read: frames, which hold other pages, drawings, pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.formats.web.tree import Element, Page, name_of

UNREAD = "not-read"
_FRAMES = ("frame", "iframe", "embed", "object")
_FRAME = 200  # pixels of its height, from which on a frame holds something to read
_PICTURE = (400, 200)  # pixels of width and height, from which on a picture may be a table
_DATA = 50_000  # letters of a picture within the page, where nothing says its size


@dataclass(slots=True)
class Parts:
    """`frames`: addresses of frames that are large enough to be read, and of files shown in the page."""

    frames: list[str] = field(default_factory=list)
    has_pictures: bool = False


def unread_parts(page: Page) -> Parts:
    """To be asked for before what is not displayed is taken out."""
    frames = [frame for frame in page.root.iter(*_FRAMES) if _is_frame_to_read(frame)]
    return Parts([_address(frame) for frame in frames], page.root.find(".//img") is not None)


def unread_of(element: Element) -> str:
    """In English what a frame or drawing shows that is not read; "" for others, and for those that show next to
    nothing: what a site counts its readers with, icons."""
    tag = name_of(element)
    if tag == "svg":
        texts = ("".join(one.itertext()) for one in element.iter("text"))
        is_said = any(letter.isdigit() for text in texts for letter in text)
        return "a drawing with text on the page was not read; print the page to a PDF" if is_said else ""
    if tag not in _FRAMES:
        return ""
    if any(letter.isdigit() for letter in element.get("srcdoc") or ""):
        return "a page within the page was not read; open it alone and save it"
    if not _is_frame_to_read(element) or not _is_high(element):
        return ""
    return another_page(_address(element))


def another_page(address: str) -> str:
    """In English that a page frames another."""
    return f"the page frames another, which was not read; open it and save it: {address}"


def unread_in(article: Element) -> list[str]:
    """In English what of an article is not read, when all that is not displayed is taken out of it."""
    found = dict.fromkeys(one.get(UNREAD, "") for one in article.iter() if one.get(UNREAD))
    if any(_is_large(image) for image in article.iter("img")):
        found["pictures on the page were not read"] = None
    return list(found)


def _is_high(frame: Element) -> bool:
    """Does it say itself that it is large? One that says nothing is small."""
    said = f"height:{frame.get('height') or ''};{frame.get('style') or ''}"
    return _pixels(frame, "height") is not None or bool(
        re.search(r"(?<!-)height\s*:\s*\d+(%|vh)", said, re.I)
    )


def _address(frame: Element) -> str:
    return (frame.get("src") or frame.get("data") or "").strip()


def _is_frame_to_read(frame: Element) -> bool:
    if not _address(frame) or re.search(r"display\s*:\s*none", frame.get("style") or "", re.I):
        return False
    height = _pixels(frame, "height")
    return height is None or height >= _FRAME


def _is_large(image: Element) -> bool:
    width, height = _pixels(image, "width"), _pixels(image, "height")
    if width is not None and height is not None:
        return width >= _PICTURE[0] and height >= _PICTURE[1]
    source = image.get("src") or ""
    return source.startswith("data:") and len(source) >= _DATA


def _pixels(element: Element, name: str) -> float | None:
    """As its attribute or its style says; None where nothing says it in pixels."""
    said = re.search(rf"(?:^|;)\s*{name}\s*:\s*(\d+(?:\.\d+)?)px", element.get("style") or "", re.I)
    value = said.group(1) if said else (element.get(name) or "").strip().removesuffix("px")
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else None
