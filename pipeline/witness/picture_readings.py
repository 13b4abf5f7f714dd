"""The pages opened again and their pictures read in the places asked for, within a limit of time."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium

from extractors.failures import Failures, Part
from extractors.pages import level, open_page
from extractors.pictures import FIRST_DPI, SECOND_DPI, Reader, Seen, have_odd_ink, read_boxes
from pipeline.witness.asking import Place
from pipeline.witness.comparing import Verdict, compared
from pipeline.workers.child import announce_slow_step

AGREES: Verdict = "agrees"
DIFFERS: Verdict = "differs"
UNREADABLE: Verdict = "unreadable"
BLANK: Verdict = "blank"
SET_RIGHT = "set_right"
"""What stands in `cells.witness`."""

_CHECK = "witness"
_SURE = 0.8  # confidence of a reading that may contradict a text
_AT_ONCE = 64  # cells of a page that are read at once; the clock is looked at between


class Differing(NamedTuple):
    """A cell whose picture shows another number than its text says."""

    place: Place
    own: str
    seen: str
    right: str  # the cell's text with the numbers of the picture; '' where they cannot be put in their places


@dataclass(slots=True)
class PictureReadings:
    """What the picture said of the places (table, row, column) that it was asked about."""

    wanted: int = 0
    verdicts: dict[tuple[str, int, int], str] = field(default_factory=dict)
    differing: list[Differing] = field(default_factory=list)


def read_pictures(
    path: Path, places: Sequence[Place], reader: Reader, seconds: float, failures: Failures
) -> PictureReadings:
    """Ask the pictures of a document about these places, page by page, for so many seconds at most.

    A page that fails stands among the `failures`, and its cells are not asked.
    """
    readings = PictureReadings(len(places))
    end = time.monotonic() + seconds
    pdf = pdfium.PdfDocument(path)
    try:
        granted = seconds
        for number, group in _by_page(places):
            if time.monotonic() >= end:
                break
            announce_slow_step(granted, number, len(pdf))
            granted = 0.0  # the limit is for the whole document
            with failures.limited_to(Part.CHECK, number, name=_CHECK):
                with _opened(pdf, number) as page:
                    _ask(page, number, group, reader, readings)
                continue
            readings.wanted -= sum(place[:3] not in readings.verdicts for place in group)
    finally:
        pdf.close()
    return readings


def with_odd_ink(
    path: Path, places: Sequence[Place], kept: Collection[int], failures: Failures
) -> list[Place]:
    """Places whose picture shows other ink than their text has characters, and all of the pages `kept`."""
    odd: set[tuple[str, int, int]] = set()
    pdf = pdfium.PdfDocument(path)
    try:
        for number, group in _by_page([place for place in places if place.cell.page_number not in kept]):
            with failures.limited_to(Part.CHECK, number, name=_CHECK):
                with _opened(pdf, number) as page:
                    marks = have_odd_ink(page, number, [_box(place) for place in group])
                odd |= {place[:3] for place, is_odd in zip(group, marks, strict=True) if is_odd}
    finally:
        pdf.close()
    return [place for place in places if place.cell.page_number in kept or place[:3] in odd]


@contextmanager
def _opened(pdf: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """A page as it was read: with what its annotations show, turned back where it leans."""
    page, shown = open_page(pdf, number - 1)
    page, _ = level(pdf, number - 1, page, shown)
    try:
        yield page
    finally:
        page.close()


def _by_page(places: Sequence[Place]) -> Iterator[tuple[int, list[Place]]]:
    """Places of one page in groups, pages in the order in which they are first asked about."""
    pages: dict[int, list[Place]] = {}
    for place in places:
        pages.setdefault(place.cell.page_number, []).append(place)
    for number, group in pages.items():
        for start in range(0, len(group), _AT_ONCE):
            yield number, group[start : start + _AT_ONCE]


def _ask(
    page: pdfium.PdfPage, number: int, places: list[Place], reader: Reader, readings: PictureReadings
) -> None:
    """Ask about places of one page; what does not agree is looked at again, drawn larger."""
    doubted: list[tuple[Place, Seen]] = []
    for place, seen in zip(places, _seen(page, number, places, reader, FIRST_DPI), strict=True):
        if compared(place.cell.text, seen.text)[0] == AGREES:
            readings.verdicts[place[:3]] = AGREES
        else:
            doubted.append((place, seen))
    if not doubted:
        return
    again = _seen(page, number, [place for place, _ in doubted], reader, SECOND_DPI)
    for (place, first), second in zip(doubted, again, strict=True):
        _judge(place, first, second, readings)


def _judge(place: Place, first: Seen, second: Seen, readings: PictureReadings) -> None:
    """The picture contradicts a text only where it says the same other thing twice, and surely."""
    own = place.cell.text
    if compared(own, second.own)[0] != AGREES:
        readings.verdicts[place[:3]] = UNREADABLE  # the box is not where the number stands
        return
    if first.is_blank and second.is_blank:
        readings.verdicts[place[:3]] = BLANK
        readings.differing.append(Differing(place, own, "", ""))
        return
    (before, _), (verdict, text) = compared(own, first.text), compared(own, second.text)
    is_sure = min(first.confidence, second.confidence) >= _SURE
    is_same = compared(first.text, second.text)[0] == AGREES
    if verdict == DIFFERS and not (before == DIFFERS and is_same and is_sure):
        verdict = UNREADABLE
    readings.verdicts[place[:3]] = verdict
    if verdict == DIFFERS:
        readings.differing.append(Differing(place, own, second.text, text))


def _seen(page: pdfium.PdfPage, number: int, places: list[Place], reader: Reader, dpi: int) -> list[Seen]:
    return read_boxes(page, number, [_box(place) for place in places], reader, dpi)


def _box(place: Place) -> tuple[float, float, float, float]:
    return place.cell.x0, place.cell.top, place.cell.x1, place.cell.bottom
