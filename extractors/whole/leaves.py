"""Two pages on one sheet: read as pages of their own, told as the one page of the file that they are.

Tables and text go on from the left page to the right one as from page to page, so for joining them every page has
its own number, counted in reading order. What is published names the page of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.model import LogicalTable, PageContent, RawCell


def both_sides(pages: Sequence[PageContent]) -> list[PageContent]:
    """All pages in reading order, those at the right of others behind them."""
    return [one for page in pages for one in (page, page.facing) if one is not None]


@dataclass(frozen=True, slots=True)
class Leaves:
    """Pages numbered in reading order, and where each lies: page of the file, points from the sheet's left edge."""

    pages: list[PageContent]
    places: list[tuple[int, float]]

    def told(self, table: LogicalTable) -> None:
        """Give a table and its cells the page numbers of the file, and their places on the whole sheet."""
        if not self.places:
            return
        for cell in table.cells:
            cell.parts = tuple(replace(part) for part in cell.parts)
            for piece in (cell, *cell.parts):
                self._move(piece)
        table.page_first, table.page_last = self.number(table.page_first), self.number(table.page_last)

    def number(self, leaf: int) -> int:
        """The page of the file that a numbered page stands on."""
        return self.places[leaf - 1][0] if self.places else leaf

    def _move(self, cell: RawCell) -> None:
        cell.page_number, left = self.places[cell.page_number - 1]
        cell.x0 += left
        cell.x1 += left
        if cell.text_centre is not None:
            cell.text_centre += left


def leaves(pages: list[PageContent]) -> Leaves:
    """The pages as they are bound; where no sheet holds two, as they are."""
    if all(page.facing is None for page in pages):
        return Leaves(pages, [])
    sides = both_sides(pages)
    numbered = [_numbered(page, number) for number, page in enumerate(sides, 1)]
    return Leaves(numbered, [(page.number, page.left) for page in sides])


def _numbered(page: PageContent, number: int) -> PageContent:
    tables = []
    for table in page.tables:
        for cell in table.cells:
            cell.page_number = number
        tables.append(replace(table, page_number=number))
    return replace(page, number=number, tables=tables)
