"""An open PDF and its pages, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.failures import UNLIMITED, Failures, Part
from extractors.pages.annotations import open_page
from extractors.pages.geometry import page_geometry
from extractors.pages.page import Page
from extractors.pages.skew import levelled

_AT_ONCE = 32 * 1024 * 1024  # bytes of a file that are read at once


class PdfError(Exception):
    """The file cannot be opened as a PDF; `code` is pdfium's reason: password, format or file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Document:
    """An open PDF; iterate `pages()`. Close it or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        _forget_last_error()
        try:
            self._pdf = pdfium.PdfDocument(_contents(path))
        except pdfium.PdfiumError as error:
            raise PdfError(_reason(error), str(error)) from error
        self.path = path

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def pages(self) -> Iterator[Page]:
        """Yield every page in order."""
        for page, _ in self.open_pages():
            yield page

    def open_pages(
        self, failures: Failures = UNLIMITED, wanted: Callable[[int], bool] = lambda number: True
    ) -> Iterator[tuple[Page, pdfium.PdfPage | None]]:
        """Yield every wanted page in order beside its open handle; it is closed before the next is read.

        `wanted` is asked for each number (1-based) when its turn comes; pages that are not are never opened.

        A page that cannot be opened is yielded empty, with `is_broken` set and no handle; so is one whose geometry
        fails, which stands among the `failures`.
        """
        for number in range(1, len(self._pdf) + 1):
            if not wanted(number):
                continue
            handle, annotations, is_broken = None, None, False
            with failures.limited_to(Part.PAGE, number):
                try:
                    handle, annotations = open_page(self._pdf, number - 1)
                except pdfium.PdfiumError:
                    is_broken = True
            if handle is None:
                yield _empty(number, is_broken=is_broken), None
                continue
            try:
                page, shown = _empty(number), None
                with failures.limited_to(Part.PAGE, number):
                    page = page_geometry(handle, number, annotations)
                    if page.lean is not None:
                        handle, annotations = levelled(self._pdf, number - 1, handle, annotations, page.lean)
                        page = replace(page_geometry(handle, number, annotations), is_plain=False)
                    shown = handle
                yield page, shown
            finally:
                handle.close()


def _empty(number: int, *, is_broken: bool = False) -> Page:
    """A page of which nothing is known."""
    nothing = np.zeros((0, 4))
    return Page(number, 0.0, 0.0, [], nothing, nothing[:, 0], is_broken=is_broken)


def _contents(path: Path) -> Path | bytes:
    """The file itself where it is not large: pdfium reads a file in small pieces, which takes a tenth longer."""
    try:
        return path.read_bytes() if path.stat().st_size <= _AT_ONCE else path
    except OSError:
        return path  # pdfium says what is wrong with it


def _forget_last_error() -> None:
    """pdfium keeps one error for the whole process and does not set it for every file that it refuses.

    So a damaged file would fail for what was wrong with a file read before it. Refusing one byte sets it anew.
    """
    raw.FPDF_LoadMemDocument(b"-", 1, None)


def _reason(error: pdfium.PdfiumError) -> str:
    code = getattr(error, "err_code", None)
    return {raw.FPDF_ERR_PASSWORD: "password", raw.FPDF_ERR_FORMAT: "format", raw.FPDF_ERR_FILE: "file"}.get(
        code or 0, "format"
    )
