"""Where the words of a page come from: its text, or its picture where the text is missing or cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2 as pdfium

from extractors.model import PageNote, PageSource
from extractors.pages import Page
from extractors.pictures.pictured import with_pictured
from extractors.pictures.triage import Triage, lost_pictures, triage
from extractors.recognition import HOW_TO_INSTALL, Ocr, ocr_available

__all__ = ["HOW_TO_INSTALL", "Ocr", "Sourced", "ocr_available", "sourced"]


@dataclass(frozen=True, slots=True)
class Sourced:
    """A page to read tables from; an unread one has no characters."""

    page: Page
    source: PageSource
    reason: str = ""
    lost_pictures: int = 0
    """Pictures on a page read from its picture that could not be unpacked."""
    notes: list[PageNote] = field(default_factory=list)
    unread_pictures: str = ""
    """Why text in pictures on a page of text was not read."""


def sourced(page: Page, handle: pdfium.PdfPage | None, ocr: Ocr) -> Sourced:
    """The page itself, or what its picture says. `handle` is the open page, None when it could not be opened."""
    if handle is None:
        return Sourced(page, "text")
    found = Triage("scan", "asked for") if ocr.mode == "always" else triage(handle, page)
    if found.kind == "text":
        whole = with_pictured(page, handle, ocr)
        return Sourced(whole.page, whole.source, notes=list(whole.notes), unread_pictures=whole.unread)
    if ocr.mode == "never":
        # The user wants the text as it is; a picture has none.
        return Sourced(
            page, "text" if found.kind == "untrusted" and page.has_text else "unread", found.reason
        )
    if not ocr_available():
        return Sourced(page.without_text(), "unread", f"{found.reason}; {HOW_TO_INSTALL}")
    seen = _from_picture(page, handle, ocr.threads)
    return Sourced(seen, "ocr", found.reason, lost_pictures(handle))


def _from_picture(page: Page, handle: pdfium.PdfPage, threads: int) -> Page:
    # Loads OpenCV and the models: only where a page asks for it.
    from extractors.pictures.ocr_engine import engine
    from extractors.pictures.scan import read_scan

    return read_scan(handle, page.number, engine(threads))
