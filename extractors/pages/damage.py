"""Is the file itself whole? A second engine (qpdf, through pikepdf) looks at every object and stream.

pdfium repairs in silence: a file that lost its tail may show fewer pages and say nothing. Streams packed with
Flate carry a checksum, so unpacking them proves their bytes; what they say is looked at besides: content is parsed,
what pages name must be there, pictures must have the data that their size asks for.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Pdf

from extractors.failures import UNLIMITED, Failures, Part
from extractors.pages.content_faults import content_faults
from extractors.pages.faults import Fault
from extractors.pages.file_tail import UPDATE_CUT_OFF, end_before_cut_update
from extractors.pages.named_objects import font_faults, picture_faults
from extractors.pages.page_tree import tree_problems
from extractors.pages.streams import Unpacked, unpack_all
from extractors.pages.unshown import unshown

_SHOWN = 3
_LONGEST = 160
_HEADER_WITHIN = 1024
# Slips of writers that cost no engine anything: what a page asks for and does not have is looked for by itself.
_HARMLESS = (
    "dictionary has duplicated key",
    "Resources is missing or invalid; repairing",
    "is not one plus the highest object number",
)


@dataclass(frozen=True, slots=True)
class Health:
    """What the second engine found: its number of pages (None: it cannot open the file) and what is damaged.

    `faults` are the damages of single pages. `unshown` is what the file holds beside its pages, each with a stable
    code and what to do.
    """

    page_count: int | None
    problems: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_older_state: bool = False
    """May what the pages show be an older state, because the end of the file is missing?"""


def in_short(problems: Sequence[str]) -> str:
    """The first of them in one line, and how many more there are."""
    more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    return "; ".join(problems[:_SHOWN]) + more


def examine(path: Path, failures: Failures = UNLIMITED) -> Health:
    """Look at a whole file that pdfium could open. A check that fails itself stands among the `failures`."""
    count: int | None = None
    problems: list[str] = []
    beside: tuple[str, ...] = ()
    faults: list[Fault] = []
    whole_until = end_before_cut_update(path)
    try:
        with contextlib.ExitStack() as stack:
            pdf = stack.enter_context(pikepdf.open(_openable(path, stack, whole_until)))
            count = len(pdf.pages)
            beside = unshown(pdf)
            problems += _before_the_header(path)
            unpacked = unpack_all(pdf)
            problems += unpacked.problems
            problems += _harmful(pdf.get_warnings())
            with failures.limited_to(Part.FILE_CHECK, name="page tree"):
                problems += tree_problems(pdf)
            faults = _page_faults(pdf, unpacked, failures)
            problems += _harmful(pdf.get_warnings())
    except pikepdf.PasswordError:
        problems.append("the second engine asks for a password")
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError) as error:
        problems.append(str(error))
    if whole_until is not None:
        beside += (UPDATE_CUT_OFF,)
    said = tuple(dict.fromkeys(_said(problem, path) for problem in problems))
    return Health(count, said, beside, tuple(dict.fromkeys(faults)), whole_until is not None)


def _page_faults(pdf: Pdf, unpacked: Unpacked, failures: Failures) -> list[Fault]:
    """What is damaged on single pages; what qpdf warns of meanwhile is part of it."""
    found: list[Fault] = []
    with failures.limited_to(Part.FILE_CHECK, name="contents"):
        found += content_faults(pdf, unpacked)
    with failures.limited_to(Part.FILE_CHECK, name="pictures"):
        found += picture_faults(pdf, unpacked.short_pictures, unpacked.broken_pictures)
    with failures.limited_to(Part.FILE_CHECK, name="fonts"):
        found += font_faults(pdf)
    return found


def _openable(path: Path, stack: contextlib.ExitStack, whole_until: int | None) -> Path | BinaryIO:
    """The path, or an open file where its name is no UTF-8, which qpdf asks for; a path is read much faster.

    Of a file whose last update is cut off, the state before it: that is what its pages show.
    """
    if whole_until is not None:
        with path.open("rb") as file:
            return io.BytesIO(file.read(whole_until))
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return stack.enter_context(path.open("rb"))
    return path


def _before_the_header(path: Path) -> list[str]:
    """A file may be something else first: an archive that holds a PDF, say, of which only one part is read."""
    with path.open("rb") as file:
        before, header, _ = file.read(_HEADER_WITHIN).partition(b"%PDF-")
    if header and before.strip(b"\xef\xbb\xbf\0\t\n\r "):
        return [f"{len(before)} bytes stand before the PDF in the file"]
    return []


def _harmful(warnings: Sequence[str]) -> list[str]:
    return [warning for warning in warnings if not any(slip in warning for slip in _HARMLESS)]


def _said(message: str, path: Path) -> str:
    """The message on one line, without the path that qpdf puts before it."""
    words = message.replace("WARNING: ", "").replace(str(path), "")
    return " ".join(words.split()).lstrip(":, ")[:_LONGEST]
