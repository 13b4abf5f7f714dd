"""One page: which reader reads its tables, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from extractors.choice.second_opinion import settle
from extractors.drawn import read_ruled
from extractors.failures import UNLIMITED, Failures, Part
from extractors.lines import page_number, text_lines
from extractors.model import PageContent, RawTable
from extractors.pages import Document, Flags, Page, turned_areas
from extractors.pictures import sourced
from extractors.recognition import Ocr
from extractors.undrawn import read_ruleless

WHERE_NEEDED = Ocr()


def read_pages(
    document: Document,
    ocr: Ocr = WHERE_NEEDED,
    on_page: Callable[[PageContent], None] | None = None,
    failures: Failures = UNLIMITED,
    wanted: Callable[[int], bool] = lambda number: True,
) -> list[PageContent]:
    """Every page of a document in order; one that fails is empty. `on_page` hears of each one when it is read.

    `wanted` is asked for each number when its turn comes; what is not wanted is left out, and empty.
    """
    pages: list[PageContent] = []
    for page, handle in document.open_pages(failures, wanted):
        content = PageContent(page.number, page.width, page.height, [], [], is_broken=page.is_broken)
        with failures.limited_to(Part.PAGE, page.number):
            before = (pages[-1].facing or pages[-1]) if pages else None
            content = _content(page, handle, ocr, document.path, before, failures)
        pages.append(content)
        if on_page is not None:
            on_page(content)
    read = {page.number: page for page in pages}
    return [read.get(number) or _left_out(number) for number in range(1, len(document) + 1)]


def _left_out(number: int) -> PageContent:
    return PageContent(number, 0.0, 0.0, [], [], "unread", is_left_out=True)


def _content(
    page: Page,
    handle: pdfium.PdfPage | None,
    ocr: Ocr,
    path: Path,
    before: PageContent | None,
    failures: Failures,
) -> PageContent:
    """A page read from where its words come from."""
    found = sourced(page, handle, ocr)
    found.page.typed = page.typed
    content = _with_areas(found.page.with_typed(), path, before, failures)
    content.source, content.source_reason = found.source, found.reason
    content.lost_pictures = found.lost_pictures
    content.notes += page.typed_notes + found.notes
    content.unread_pictures = found.unread_pictures
    content.is_unproved = found.page.is_unproved
    for area in content.turned:
        area.source = found.source
    if found.facing is not None:
        content.facing = read_page(found.facing, path, content, failures)
        content.facing.left, content.facing.source = found.left, found.source
        content.dropped += content.facing.dropped
    return content


def _with_areas(page: Page, path: Path, before: PageContent | None, failures: Failures) -> PageContent:
    """A page whose tables that are set on their side are read upright."""
    turned: list[PageContent] = []
    rest = page
    for area in turned_areas(page):
        last = turned[-1] if turned else before.turned[-1] if before is not None and before.turned else None
        own = read_page(area.page(page), path, last, failures)
        if own.tables or area.is_text:
            own.quarters = area.quarters
            turned.append(own)
            rest = area.cut_from(rest)
    content = read_page(rest, path, before, failures)
    content.turned = turned
    return content


def read_page(
    page: Page, path: Path, before: PageContent | None = None, failures: Failures = UNLIMITED
) -> PageContent:
    """Tables and remaining lines of a page, both from top to bottom; `before` is the page before it."""
    free = np.ones(len(page.text), dtype=bool)
    number = page_number(page)
    free[number] = False  # stands in no table
    tables, loose = read_ruled(page, free)
    last = before.tables[-1] if before is not None and before.tables else None
    tables += read_ruleless(page, free, loose, last, failures)
    tables = _settled(page, path, tables, free, failures)
    tables = _in_order(tables)
    free[number] = True
    for cell in (cell for table in tables for cell in table.cells):
        cell.ocr_confidence = page.confidence_in(cell.x0, cell.top, cell.x1, cell.bottom)
        if len(page.red) and any(map(str.isdigit, cell.text)):
            count = len(cell.text) - sum(map(str.isspace, cell.text))
            cell.is_red = page.is_red(cell.x0, cell.top, cell.x1, cell.bottom, count)
    return PageContent(
        page.number,
        page.width,
        page.height,
        tables,
        text_lines(page, np.nonzero(free)[0]),
        is_broken=page.is_broken,
        dropped=page.dropped,
        notes=list(page.notes),
    )


def _settled(
    page: Page, path: Path, tables: list[RawTable], free: Flags, failures: Failures
) -> list[RawTable]:
    """The tables as read, or as other readers read them better."""
    marks = free.copy()
    with failures.limited_to(Part.SECOND_OPINION, page.number):
        return settle(page, path, tables, free)
    free[:] = marks
    return tables


def _in_order(tables: list[RawTable]) -> list[RawTable]:
    """From top to bottom; of tables side by side the left one first, as on a sheet with two pages."""
    ordered: list[RawTable] = []
    for table in sorted(tables, key=lambda t: (t.top, t.xs[0])):
        place = len(ordered)
        while place and table.xs[-1] <= ordered[place - 1].xs[0] and table.top < ordered[place - 1].bottom:
            place -= 1
        ordered.insert(place, table)
    return ordered
