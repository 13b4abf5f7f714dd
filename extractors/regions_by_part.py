"""The regions of tables on a page, looked for in each of its columns of text where it is set in two."""

from __future__ import annotations

from extractors.lattice import Line
from extractors.model import RawTable
from extractors.page_parts import page_parts
from extractors.pages import Page
from extractors.region import Region
from extractors.regions import find_regions
from extractors.segments import SegmentLine, segment_lines


def regions_by_part(
    page: Page, lines: list[SegmentLine], loose: list[Line], em: float, before: RawTable | None = None
) -> list[Region]:
    """As `find_regions`; a table that may go on from the page `before` does so at the head of the first part."""
    parts = page_parts(lines, loose, page.height, em)
    if not parts:
        return find_regions(page, lines, loose, em, before)
    found: list[Region] = []
    for part in parts:
        own = segment_lines(page, part.members, em)
        found += find_regions(page, own, part.rules, em, before if part is parts[0] else None)
    return found
