"""One page: which reader reads its tables, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from extractors.layout import text_lines
from extractors.model import PageContent
from extractors.pages import Document, Page
from extractors.ruled import read_ruled
from extractors.ruleless import read_ruleless
from extractors.second_opinion import settle
from extractors.source import Ocr, sourced

WHERE_NEEDED = Ocr()


def read_pages(
    document: Document, ocr: Ocr = WHERE_NEEDED, on_page: Callable[[PageContent], None] | None = None
) -> list[PageContent]:
    """Every page of a document in order. `on_page` hears of each one when it is read."""
    pages: list[PageContent] = []
    for page, handle in document.open_pages():
        found = sourced(page, handle, ocr)
        content = read_page(found.page, document.path, pages[-1] if pages else None)
        content.source, content.source_reason = found.source, found.reason
        content.lost_pictures = found.lost_pictures
        pages.append(content)
        if on_page is not None:
            on_page(content)
    return pages


def read_page(page: Page, path: Path, before: PageContent | None = None) -> PageContent:
    """Tables and remaining lines of a page, both from top to bottom; `before` is the page before it."""
    free = np.ones(len(page.text), dtype=bool)
    tables, loose = read_ruled(page, free)
    last = before.tables[-1] if before is not None and before.tables else None
    tables += read_ruleless(page, free, loose, last)
    tables = settle(page, path, tables, free)
    tables.sort(key=lambda t: (t.top, t.xs[0]))
    for cell in (cell for table in tables for cell in table.cells):
        cell.ocr_confidence = page.confidence_in(cell.x0, cell.top, cell.x1, cell.bottom)
    return PageContent(
        page.number,
        page.width,
        page.height,
        tables,
        text_lines(page, np.nonzero(free)[0]),
        is_broken=page.is_broken,
        dropped=page.dropped,
    )
