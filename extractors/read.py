"""One page: which reader reads its tables, and why."""

from __future__ import annotations

from pathlib import Path

from extractors.model import PageContent
from extractors.pages import Page
from extractors.ruled import read_ruled

IMAGE_SHARE = 0.5  # of the page: from here a page without text is a picture of one


def read_page(page: Page, path: Path) -> PageContent:
    """Tables and remaining lines of a page."""
    content, _ = read_ruled(page)
    content.is_image = not page.text and page.image_area > IMAGE_SHARE
    return content
