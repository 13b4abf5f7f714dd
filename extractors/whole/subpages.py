"""Two pages on one sheet, and areas set on their side: read as pages of their own, told as the page of the file.

Tables and text go on from the left page to the right one as from page to page, so for joining them every page has
its own number, counted in reading order. What is published names the page of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from extractors.model import LogicalTable, PageContent, RawCell
from extractors.pages import turned_back
from extractors.vocabulary import is_caption


def both_sides(pages: Sequence[PageContent]) -> list[PageContent]:
    """All pages in reading order, those at the right of others and areas on their side behind them.

    Where tables on their side go on from page to page, they follow each other.
    """
    return [own for own, _ in _sides(pages)]


@dataclass(frozen=True, slots=True)
class Subpages:
    """Pages numbered in reading order, and the page of the file that each is, or is a part of."""

    pages: list[PageContent]
    sheets: list[PageContent]

    def to_sheet(self, table: LogicalTable) -> None:
        """Give a table and its cells the page numbers of the file, and their places on the whole sheet."""
        if not self.sheets:
            return
        for cell in table.cells:
            cell.parts = tuple(replace(part) for part in cell.parts)
            for piece in (cell, *cell.parts):
                self._move(piece)
        table.page_first, table.page_last = self.number(table.page_first), self.number(table.page_last)

    def number(self, subpage: int) -> int:
        """The page of the file that a numbered page stands on."""
        return self.sheets[subpage - 1].number if self.sheets else subpage

    def _move(self, cell: RawCell) -> None:
        subpage, sheet = self.pages[cell.page_number - 1], self.sheets[cell.page_number - 1]
        cell.page_number = sheet.number
        if subpage.quarters:
            box = np.array([[cell.x0, cell.top, cell.x1, cell.bottom]])
            [place] = turned_back(box, 90 * subpage.quarters, sheet.width, sheet.height).tolist()
            cell.x0, cell.top, cell.x1, cell.bottom = place
            cell.is_sideways = subpage.quarters % 2 == 1
            cell.text_centre = None
            return
        cell.x0 += subpage.left
        cell.x1 += subpage.left
        if cell.text_centre is not None:
            cell.text_centre += subpage.left


def subpages(pages: list[PageContent]) -> Subpages:
    """The pages as they are bound; where none has parts that are pages of their own, as they are."""
    if all(page.facing is None and not page.turned for page in pages):
        return Subpages(pages, [])
    sides = _sides(pages)
    numbered = [_numbered(own, number) for number, (own, _) in enumerate(sides, 1)]
    return Subpages(numbered, [sheet for _, sheet in sides])


def _sides(pages: Sequence[PageContent]) -> list[tuple[PageContent, PageContent]]:
    """Every page, and part of a page, in reading order with the page of the file that it belongs to."""
    found: list[tuple[PageContent, PageContent]] = []
    for _, group in groupby(zip(pages, _runs(pages), strict=True), key=lambda item: item[1]):
        run = [page for page, _ in group]
        first, *others = run
        found += [(own, first) for own in (first, first.facing) if own is not None]
        found += [(area, page) for page in run for area in page.turned]
        found += [(page, page) for page in others]
    return found


def _runs(pages: Iterable[PageContent]) -> list[int]:
    """Numbers that are the same for pages in a row over which tables on their side may go on.

    They have no more beside these than text that names no table.
    """
    numbers: list[int] = []
    before: PageContent | None = None
    for page in pages:
        may_go_on = before is not None and bool(before.turned or before.tables)
        is_bare = not page.tables and page.facing is None and not any(is_caption(t.text) for t in page.lines)
        goes_on = may_go_on and bool(page.turned) and is_bare
        numbers.append((numbers[-1] if numbers else 0) + (not goes_on))
        before = page
    return numbers


def _numbered(page: PageContent, number: int) -> PageContent:
    tables = []
    for table in page.tables:
        for cell in table.cells:
            cell.page_number = number
        tables.append(replace(table, page_number=number))
    return replace(page, number=number, tables=tables)
