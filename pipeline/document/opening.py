"""A file opened and every page read, or refused with the reason why it cannot be."""

from __future__ import annotations

from pathlib import Path

from extractors.choice import read_pages
from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import PageContent
from extractors.pages import Document, Health, PdfError, examine, name_kind, signed_kind
from extractors.recognition import Ocr
from pipeline.errors import DamagedPdf, DocumentFailed, EmptyFile, EncryptedPdf, NoPages, NotAPdf
from pipeline.workers.isolation import announce_slow_step

OCR_SECONDS = 20.0  # added to the time limit for every page that had to be recognised


def open_pages(path: Path, ocr: Ocr, failures: Failures = UNLIMITED) -> tuple[list[PageContent], Health]:
    """Every page read for tables and lines, and what a second engine says of the file.

    A page that fails is empty, and stands among the `failures`.

    Raises EmptyFile, NotAPdf, EncryptedPdf, DamagedPdf or NoPages.
    """
    if path.stat().st_size == 0:
        raise EmptyFile(f"{path.name} is empty (0 bytes).")
    try:
        with Document(path) as document:
            if len(document) == 0:
                raise NoPages(f"{path.name} has no pages.")
            count = len(document)
            pages = read_pages(document, ocr, lambda page: _announce(page, count), failures)
    except PdfError as error:
        raise _refusal(path, error) from error
    health = Health(len(pages))
    with failures.limited_to(Part.FILE_CHECK):
        health = examine(path)
    return pages, health


def _refusal(path: Path, error: PdfError) -> DocumentFailed:
    if error.code == "password":
        return EncryptedPdf(f"{path.name} asks for a password.")
    with path.open("rb") as file:
        looks_like_pdf = b"%PDF-" in file.read(4096)
    if looks_like_pdf and not signed_kind(path):
        return DamagedPdf(f"{path.name} is a damaged PDF: {error}")
    return NotAPdf(f"{path.name} is not a PDF file but {name_kind(path)}.")


def _announce(page: PageContent, count: int) -> None:
    """Recognising a page takes seconds: the time limit grows with it, and the user sees that it goes on."""
    if page.source in ("ocr", "mixed"):
        announce_slow_step(OCR_SECONDS, page.number, count)
