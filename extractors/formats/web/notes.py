"""Parts of a page that are not read: frames, which lead to other pages, and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.formats.web.tree import Element, Page

_FRAMES = ("frame", "iframe", "embed", "object")
_FRAME = 200  # pixels of its height, from which on a frame holds something to read
_PICTURE = (400, 200)  # pixels of width and height, from which on a picture may be a table
_DATA = 50_000  # letters of a picture within the page, where nothing says its size


@dataclass(slots=True)
class Parts:
    """`frames`: addresses of frames that are large enough to be read, and of files shown in the page."""

    frames: list[str] = field(default_factory=list)
    has_pictures: bool = False

    def damages(self, page: Page, has_text: bool) -> list[str]:
        """In English, of what stands in the article."""
        found = []
        if self.frames and not has_text:
            found.append(
                f"the page frames another, which was not read; open it and save it: {self.frames[0]}"
            )
        if any(_is_large(image) for image in page.body.iter("img")):
            found.append("pictures on the page were not read")
        return found


def unread_parts(page: Page) -> Parts:
    """To be asked for before what is not displayed is taken out."""
    frames = [frame for frame in page.root.iter(*_FRAMES) if _is_frame_to_read(frame)]
    return Parts([_address(frame) for frame in frames], page.root.find(".//img") is not None)


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
