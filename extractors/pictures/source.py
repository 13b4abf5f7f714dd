"""Where the words of a page come from: its text, or its picture where the text is missing or cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import pypdfium2 as pdfium

from extractors.model import PageNote, PageSource
from extractors.pages import Page, Reworded
from extractors.pictures.pictured import with_pictured
from extractors.pictures.printed import Printed, printed, without_hidden
from extractors.pictures.triage import Triage, lost_pictures, names_few, triage
from extractors.recognition import HOW_TO_INSTALL, Ocr, ocr_available

if TYPE_CHECKING:
    from extractors.pictures.scan import ScannedPage

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
    facing: Page | None = None
    """The page at the right of it, where two lie side by side on one sheet."""
    left: float = 0.0
    """Points from the sheet's left edge to that page."""


def sourced(page: Page, handle: pdfium.PdfPage | None, ocr: Ocr) -> Sourced:
    """The page itself, or what its picture says. `handle` is the open page, None when it could not be opened."""
    if handle is None:
        return Sourced(page, "text")
    seen = None if ocr.mode == "always" else printed(page, handle)
    if seen is not None and ocr.mode == "never":
        seen = seen.with_layers()
    found = Triage("scan", "asked for") if ocr.mode == "always" else triage(handle, page, seen)
    if found.kind == "text" and len(page.nameless) and ocr.mode == "auto" and ocr_available():
        found = names_few(page)
    if found.kind == "text":
        return _with_pictures(_printed_only(page, handle, seen, ocr), handle, ocr)
    if ocr.mode == "never":
        if found.kind == "untrusted" and page.has_text:
            # The user wants the text as it is; what is known to be false of it stands in the picture alone.
            unread = f"{page.false}; recognition is switched off" if page.false else ""
            return Sourced(page, "text", found.reason, notes=_notes(page, found), unread_pictures=unread)
        shown = page if seen is None else page.with_characters(seen.is_printed)
        return Sourced(shown, "unread", found.reason, notes=_notes(page, found))
    if not ocr_available():
        return Sourced(page.without_text(), "unread", f"{found.reason}; {HOW_TO_INSTALL}")
    first, *others = _from_picture(page, handle, ocr.threads)
    notes = _notes(page, found, is_read=True)
    read = Sourced(first, "ocr", found.reason, lost_pictures(handle), notes=notes)
    return replace(read, facing=others[0], left=others[0].left) if others else read


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


def _with_pictures(found: Sourced, handle: pdfium.PdfPage, ocr: Ocr) -> Sourced:
    """The page with the text that its pictures hold, read from there."""
    seen = with_pictured(found.page, handle, ocr)
    return Sourced(seen.page, seen.source, notes=[*found.notes, *seen.notes], unread_pictures=seen.unread)


def _notes(page: Page, found: Triage, *, is_read: bool = False) -> list[PageNote]:
    """What a reader must know of text that cannot be trusted: which is taken as it is, or was false."""
    if found.kind != "untrusted" or (is_read and not page.false):
        return []
    what = "已改按图像识别" if is_read else "未按图像核对，含义不明的字符不作数字采用"
    severity: Literal["info", "warning"] = "info" if is_read else "warning"
    return [
        PageNote("untrusted_text", severity, f"第{page.number}页的文本层不可信（{found.reason}），{what}")
    ]


def _from_picture(page: Page, handle: pdfium.PdfPage, threads: int) -> list[ScannedPage]:
    # Loads OpenCV and the models: only where a page asks for it.
    from extractors.pictures.ocr_engine import engine
    from extractors.pictures.scan import read_scan

    return read_scan(handle, page.number, engine(threads))
