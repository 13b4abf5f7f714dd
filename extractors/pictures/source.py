"""Where the words of a page come from: its text, or its picture where the text is missing or cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from extractors.model import PageNote, PageSource
from extractors.pages import Page
from extractors.pictures.triage import Triage, lost_pictures, triage
from extractors.recognition import Ocr, ocr_available

if TYPE_CHECKING:
    from extractors.pictures.scan import ScannedPage

__all__ = ["HOW_TO_INSTALL", "Ocr", "Sourced", "ocr_available", "sourced"]

HOW_TO_INSTALL = "OCR is not installed: .venv/bin/pip install -e '.[ocr]'"


@dataclass(frozen=True, slots=True)
class Sourced:
    """A page to read tables from; an unread one has no characters."""

    page: Page
    source: PageSource
    reason: str = ""
    lost_pictures: int = 0
    """Pictures on a page read from its picture that could not be unpacked."""
    notes: list[PageNote] = field(default_factory=list)
    facing: Page | None = None
    """The page at the right of it, where two lie side by side on one sheet."""
    left: float = 0.0
    """Points from the sheet's left edge to that page."""


def sourced(page: Page, handle: pdfium.PdfPage | None, ocr: Ocr) -> Sourced:
    """The page itself, or what its picture says. `handle` is the open page, None when it could not be opened."""
    if handle is None:
        return Sourced(page, "text")
    found = Triage("scan", "asked for") if ocr.mode == "always" else triage(handle, page)
    if found.kind == "text":
        return Sourced(page, "text")
    if ocr.mode == "never":
        # The user wants the text as it is; a picture has none.
        return Sourced(
            page, "text" if found.kind == "untrusted" and page.has_text else "unread", found.reason
        )
    if not ocr_available():
        return Sourced(page.without_text(), "unread", f"{found.reason}; {HOW_TO_INSTALL}")
    first, *others = _from_picture(page, handle, ocr.threads)
    seen = Sourced(first, "ocr", found.reason, lost_pictures(handle))
    return replace(seen, facing=others[0], left=others[0].left) if others else seen


def _from_picture(page: Page, handle: pdfium.PdfPage, threads: int) -> list[ScannedPage]:
    # Loads OpenCV and the models: only where a page asks for it.
    from extractors.pictures.ocr_engine import engine
    from extractors.pictures.scan import read_scan

    return read_scan(handle, page.number, engine(threads))
