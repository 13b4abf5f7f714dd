"""A file opened and every page read, or refused with the reason why it cannot be."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from extractors.choice import read_pages
from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import PageContent
from extractors.pages import Document, Health, PdfError, examine, name_kind, signed_kind
from extractors.recognition import Ocr
from pipeline.errors import (
    DamagedPdf,
    DocumentFailed,
    DocumentTimeout,
    EmptyFile,
    EncryptedPdf,
    NoPages,
    NotAPdf,
)
from pipeline.workers.isolation import announce_page, announce_slow_step, time_is_up

Left = Mapping[int, str]
"""Numbers of pages, and the reason of the failure for which each is left out."""
NOTHING: Left = {}
# Every page that had to be recognised adds the time that it took to the limit, within these bounds.
LEAST_OCR_SECONDS, MOST_OCR_SECONDS = 20.0, 60.0


def open_pages(
    path: Path, ocr: Ocr, failures: Failures = UNLIMITED, left_out: Left = NOTHING
) -> tuple[list[PageContent], Health]:
    """Every page read for tables and lines, and what a second engine says of the file.

    A page that fails is empty, and stands among the `failures`. Pages of `left_out` are not tried, and none is begun
    when the time for pages is up; `source_reason` of such a page is the reason of the document's failure that it
    would have been.

    Raises EmptyFile, NotAPdf, EncryptedPdf, DamagedPdf or NoPages.
    """
    if path.stat().st_size == 0:
        raise EmptyFile(f"{path.name} is empty (0 bytes).")
    try:
        with Document(path) as document:
            if len(document) == 0:
                raise NoPages(f"{path.name} has no pages.")
            count = len(document)
            steps = _Steps(count, left_out)
            pages = read_pages(document, ocr, steps.done, failures, steps.is_wanted)
            steps.end()
    except PdfError as error:
        raise _refusal(path, error) from error
    for page in pages:
        if page.is_left_out:
            page.source_reason = left_out.get(page.number, DocumentTimeout.reason)
    health = Health(len(pages))
    with failures.limited_to(Part.FILE_CHECK):
        health = examine(path, failures)
    return pages, health


def _refusal(path: Path, error: PdfError) -> DocumentFailed:
    if error.code == "password":
        return EncryptedPdf(f"{path.name} asks for a password.")
    with path.open("rb") as file:
        looks_like_pdf = b"%PDF-" in file.read(4096)
    if looks_like_pdf and not signed_kind(path):
        return DamagedPdf(f"{path.name} is a damaged PDF: {error}")
    return NotAPdf(f"{path.name} is not a PDF file but {name_kind(path)}.")


class _Steps:
    """The pages as the supervisor hears of them: which is begun, and which took long, by which its limit grows."""

    def __init__(self, count: int, left_out: Left) -> None:
        self._count, self._left_out = count, left_out
        self._began = time.monotonic()
        self._has_read = False

    def is_wanted(self, number: int) -> bool:
        """Is this page (1-based) to be read? Then it is begun. Of every document one page is tried."""
        if number in self._left_out or (self._has_read and time_is_up()):
            return False
        self._began, self._has_read = time.monotonic(), True
        announce_page(number)
        return True

    def done(self, page: PageContent) -> None:
        """Recognising a page takes seconds: the time limit grows with it, and the user sees that it goes on."""
        if page.source in ("ocr", "mixed"):
            took = time.monotonic() - self._began
            granted = min(max(took, LEAST_OCR_SECONDS), MOST_OCR_SECONDS)
            announce_slow_step(granted, page.number, self._count)

    def end(self) -> None:
        """What follows is about no page."""
        announce_page(0)
