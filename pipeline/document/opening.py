"""A file opened and every page read, whatever its format, or refused with the reason why it cannot be."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from extractors.choice import read_pages
from extractors.failures import UNLIMITED, Failures, Part
from extractors.formats import (
    PRINTED,
    SOURCE_FORMATS,
    FormatError,
    Kind,
    LongTable,
    Reading,
    Trouble,
    cut_long,
    kind_of,
    lay_out,
    print_pdf,
    read_sheets,
)
from extractors.model import PageContent
from extractors.pages import (
    TEXT_IN_DOUBT,
    Document,
    Health,
    PdfError,
    examine,
    in_short,
    is_packed,
    name_kind,
    signed_kind,
)
from extractors.recognition import Ocr
from pipeline.errors import (
    ArchiveNotRead,
    Damaged,
    DocumentFailed,
    DocumentTimeout,
    EmptyFile,
    Encrypted,
    NoPages,
    PartsNotRead,
    ProgramMissing,
    TooLargeInside,
    UnknownFormat,
)
from pipeline.workers.child import announce_page, announce_slow_step, time_is_up

Left = Mapping[int, str]
"""Numbers of pages, and the reason of the failure for which each is left out."""
NOTHING: Left = {}
# Every page that had to be recognised adds the time that it took to the limit, within these bounds.
LEAST_OCR_SECONDS, MOST_OCR_SECONDS = 20.0, 60.0


_TROUBLES: dict[Trouble, type[DocumentFailed]] = {
    "damaged": Damaged,
    "empty": NoPages,
    "needs_program": ProgramMissing,
    "password": Encrypted,
    "too_large": TooLargeInside,
    "unknown": UnknownFormat,
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A file as it can be read: the PDF that shows its pages, or None where it knows its own grids.

    `damages` say in English what of the file is not in that PDF.
    """

    path: Path
    kind: Kind
    pdf: Path | None
    damages: tuple[str, ...] = ()

    @property
    def source_format(self) -> str:
        return SOURCE_FORMATS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class Opened:
    """Every page of a file, and how whole the file is. `has_pages`: their numbers mean something to its reader;
    `in_doubt`: pages whose text may be another than the file was to show; `sheets`: names of those that are sheets;
    `long_tables`: of these the pages have the first rows only."""

    pages: list[PageContent]
    health: Health
    has_pages: bool = True
    in_doubt: frozenset[int] = frozenset()
    sheets: Mapping[int, str] = field(default_factory=dict)
    long_tables: tuple[LongTable, ...] = ()


@contextmanager
def printed(path: Path) -> Iterator[Printed]:
    """The file in the form in which it is read; a PDF made of it lasts as long as the block.

    Raises EmptyFile, UnknownFormat, Encrypted, Damaged, TooLargeInside or ProgramMissing.
    """
    if path.stat().st_size == 0:
        raise EmptyFile(f"{path.name} is empty (0 bytes).")
    kind = kind_of(path)
    if kind not in PRINTED:
        yield Printed(path, kind, path if kind in ("pdf", "unknown", "zip") else None)
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        pdf = Path(folder) / "pages.pdf"
        with _told(path):
            damages = print_pdf(path, kind, pdf)
        yield Printed(path, kind, pdf, tuple(damages))


def open_pages(file: Printed, ocr: Ocr, failures: Failures = UNLIMITED, left_out: Left = NOTHING) -> Opened:
    """Every page read for tables and lines, and what is damaged in the file.

    A page that fails is empty, and stands among the `failures`. Pages of `left_out` are not tried, and none is begun
    when the time for pages is up; `source_reason` of such a page is the reason of the document's failure that it
    would have been.

    Raises UnknownFormat, Encrypted, Damaged, NoPages, TooLargeInside or ProgramMissing.
    """
    return _sheets(file) if file.pdf is None else _pages(file, file.pdf, ocr, failures, left_out)


def _sheets(file: Printed) -> Opened:
    """A file that knows its grids."""
    with _told(file.path):
        reading = read_sheets(file.path, file.kind)
    if not any(sheet.blocks for sheet in reading.sheets):
        raise NoPages(f"{file.path.name} shows nothing.")
    long = tuple(table for sheet in reading.sheets for table in cut_long(sheet))
    pages = [lay_out(sheet) for sheet in reading.sheets]
    health = Health(len(pages), tuple(reading.damages), _unread(reading))
    names = {sheet.number: sheet.name for sheet in reading.sheets if sheet.name}
    return Opened(pages, health, reading.has_pages, frozenset(reading.in_doubt), names, long)


def _unread(reading: Reading) -> tuple[str, ...]:
    """What stands beside text and tables in a file, as a stable code with what it is."""
    if not reading.unread:
        return ()
    what = in_short(reading.unread)
    return (f"{PartsNotRead.reason}: what it holds besides text and tables was not read ({what})",)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What a reader of another format than PDF refuses, as the failure of the document."""
    try:
        yield
    except FormatError as error:
        raise _TROUBLES[error.code](f"{path.name}: {error}") from error


def _pages(file: Printed, pdf: Path, ocr: Ocr, failures: Failures, left_out: Left) -> Opened:
    """A PDF, or what was printed as one."""
    path = file.path
    if file.kind == "zip":
        # It may hold a whole PDF near its beginning, and is none all the same.
        raise _refusal(path, PdfError("format", "it is an archive"))
    try:
        with Document(pdf) as document:
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
    health = Health(len(pages), file.damages)
    if file.kind == "pdf":
        with failures.limited_to(Part.FILE_CHECK):
            health = examine(path, failures)
    in_doubt = frozenset(fault.page for fault in health.faults if fault.kind in TEXT_IN_DOUBT)
    if health.is_older_state:
        in_doubt = frozenset(page.number for page in pages)
    return Opened(pages, health, in_doubt=in_doubt)


def _refusal(path: Path, error: PdfError) -> DocumentFailed:
    if error.code == "password":
        return Encrypted(f"{path.name} asks for a password.")
    with path.open("rb") as file:
        looks_like_pdf = b"%PDF-" in file.read(4096)
    if looks_like_pdf and not signed_kind(path):
        return Damaged(f"{path.name} is a damaged PDF: {error}")
    if is_packed(path):
        return ArchiveNotRead(f"{path.name} is {name_kind(path)}, which cannot be unpacked here.")
    return UnknownFormat(f"{path.name} is of a kind that is not read: {name_kind(path)}.")


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
