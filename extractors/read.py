"""One page: which reader reads its tables, and why."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from extractors.layout import text_lines
from extractors.model import PageContent
from extractors.pages import Document, Page
from extractors.ruled import read_ruled
from extractors.ruleless import read_ruleless
from extractors.second_opinion import settle

IMAGE_SHARE = 0.5  # of the page: from here a page without text is a picture of one


def read_pages(document: Document) -> list[PageContent]:
    """Every page of a document in order."""
    pages: list[PageContent] = []
    for page in document.pages():
        pages.append(read_page(page, document.path, pages[-1] if pages else None))
    return pages


def read_page(page: Page, path: Path, before: PageContent | None = None) -> PageContent:
    """Tables and remaining lines of a page, both from top to bottom; `before` is the page before it."""
    free = np.ones(len(page.text), dtype=bool)
    tables, loose = read_ruled(page, free)
    last = before.tables[-1] if before is not None and before.tables else None
    tables += read_ruleless(page, free, loose, last)
    tables = [settle(page, path, table) for table in tables]
    tables.sort(key=lambda t: (t.top, t.xs[0]))
    return PageContent(
        page.number,
        page.width,
        page.height,
        tables,
        text_lines(page, np.nonzero(free)[0]),
        is_image=not page.text and page.image_area > IMAGE_SHARE,
        is_broken=page.is_broken,
    )
