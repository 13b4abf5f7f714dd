"""Where the words of a page come from: its text, or its picture where the text is missing or cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2 as pdfium

from extractors.model import PageNote, PageSource
from extractors.pages import Page, Reworded
from extractors.pictures.printed import Printed, printed, without_hidden
from extractors.pictures.triage import Triage, lost_pictures, triage
from extractors.recognition import Ocr, ocr_available

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


def sourced(page: Page, handle: pdfium.PdfPage | None, ocr: Ocr) -> Sourced:
    """The page itself, or what its picture says. `handle` is the open page, None when it could not be opened."""
    if handle is None:
        return Sourced(page, "text")
    seen = None if ocr.mode == "always" else printed(page, handle)
    if seen is not None and ocr.mode == "never":
        seen = seen.with_layers()
    found = Triage("scan", "asked for") if ocr.mode == "always" else triage(handle, page, seen)
    if found.kind == "text":
        return _printed_only(page, handle, seen, ocr)
    if ocr.mode == "never":
        if found.kind == "untrusted" and page.has_text:
            return Sourced(page, "text", found.reason)  # the user wants the text as it is
        shown = page if seen is None else page.with_characters(seen.is_printed)
        return Sourced(shown, "unread", found.reason)
    if not ocr_available():
        return Sourced(page.without_text(), "unread", f"{found.reason}; {HOW_TO_INSTALL}")
    picture = _from_picture(page, handle, ocr.threads)
    return Sourced(picture, "ocr", found.reason, lost_pictures(handle))


def _printed_only(page: Page, handle: pdfium.PdfPage, seen: Printed | None, ocr: Ocr) -> Sourced:
    """The page without the characters that nobody sees on it."""
    notes = [] if page.reworded is None else [_note_of(page.number, page.reworded)]
    if seen is None:
        return Sourced(page, "text", notes=notes)
    shown = without_hidden(page, handle, seen, has_layers=ocr.mode == "never")
    if hidden := seen.note(page, shown):
        notes.append(hidden)
    return Sourced(shown, "text", notes=notes)


def _note_of(number: int, reworded: Reworded) -> PageNote:
    message = f"第{number}页的文件文字（ActualText）写作“{reworded.given}”，页面上印的是“{reworded.drawn}”，以所印为准"
    return PageNote("actual_text_differs", "warning", message, reworded.drawn)


def _from_picture(page: Page, handle: pdfium.PdfPage, threads: int) -> Page:
    # Loads OpenCV and the models: only where a page asks for it.
    from extractors.pictures.ocr_engine import engine
    from extractors.pictures.scan import read_scan

    return read_scan(handle, page.number, engine(threads))
