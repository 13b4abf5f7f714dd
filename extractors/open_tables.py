"""A second reading of a page's tables by this package itself, from its layout alone.

The page is parted where it is set in two columns; rules of one length frame tables; the rest is what `ruleless`
does with any region.
"""

from __future__ import annotations

from extractors.frames import framed_regions
from extractors.lattice import joined_lines
from extractors.model import RawTable
from extractors.page_columns import page_parts
from extractors.open_columns import open_columns
from extractors.pages import Page
from extractors.raised import with_level_scripts
from extractors.ruleless import build_table
from extractors.segments import em_of, segment_lines


def read_open(page: Page) -> list[RawTable]:
    """Tables that the page's layout shows, from top to bottom; all characters are looked at."""
    members = [i for i, char in enumerate(page.text) if not char.isspace()]
    if len(members) < 8:
        return []
    page = with_level_scripts(page)
    em = em_of(page, members)
    level, upright = joined_lines(page.rules)
    lines = segment_lines(page, members, em)
    parts = [
        (segment_lines(page, part.members, em), part.rules)
        for part in page_parts(lines, level, page.height, em)
    ] or [(lines, level)]
    tables = []
    for own, rules in parts:
        for region in framed_regions(own, rules, upright, em):
            table = build_table(page, region, em, None, lambda r, e: open_columns(r, upright, e))
            if table is not None:
                table.method = "open"
                tables.append(table)
    return tables
