"""The header of a table without a full grid: its headings parted at the columns, and its cells."""

from __future__ import annotations

from extractors.grids import (
    Region,
)
from extractors.lines import (
    Segment,
    SegmentLine,
    cell_text,
    cut_at,
    cut_at_gaps,
)
from extractors.model import RawCell
from extractors.pages import Page
from extractors.undrawn.header_fills import shaded_header
from extractors.undrawn.header_flow import written_header
from extractors.undrawn.headings import as_raw, header_cells
from extractors.vocabulary import known_roles
from normalizers.text import clean

_CLOSE = 0.5  # em: headings of narrow columns keep at least this distance


def parted_headings(page: Page, line: SegmentLine, body: list[SegmentLine], em: float) -> SegmentLine:
    """Part headings set so close that they look like one, where the rows have as many cells below it."""
    rows = [row for row in body if row.is_multiple]
    out: list[Segment] = []
    for item in line.segments:
        if len(item.ink) < 3:  # fewer gaps than three headings have between them
            out.append(item)
            continue
        pieces = cut_at_gaps(page, item, _CLOSE * em, em)
        below = max(
            (sum(item.x0 - em < s.centre < item.x1 + em for s in row.segments) for row in rows), default=0
        )
        out += pieces if len(pieces) == below > 2 and all(len(p.members) > 1 for p in pieces) else [item]
    return SegmentLine(out)


def cut_headings(page: Page, line: SegmentLine, xs: list[float], em: float) -> SegmentLine:
    """Cut headings set close together where columns begin, when the pieces read like headings."""
    out: list[Segment] = []
    for item in line.segments:
        pieces = cut_at(page, SegmentLine([item]), xs, em).segments
        out += pieces if _are_headings([piece.text for piece in pieces]) else [item]
    return SegmentLine(out)


def _are_headings(texts: list[str]) -> bool:
    """All are known; of three or more, parted wherever a column begins, one known is enough."""
    known = sum(bool(known_roles(text)) for text in texts)
    whole = all(len(text) > 1 and text[0] not in "（(" for text in texts)
    return known == len(texts) or (len(texts) > 2 and known > 0 and whole)


def header_part(
    page: Page, region: Region, xs: list[float], header: list[SegmentLine], em: float, bottom: float
) -> tuple[list[RawCell], list[float]]:
    cells, levels = (
        shaded_header(region, xs, header)
        or written_header(xs, header, em)
        or header_cells(region, xs, header, em)
    )
    top = min(region.top, min(line.top for line in header) - 1)
    ys = [top + (bottom - top) * k / levels for k in range(levels + 1)]
    out = []
    for cell in cells:
        members = [i for s in cell.segments for i in s.members]
        text, _ = cell_text(page, members, xs[cell.column + cell.column_span])
        out.append(as_raw(cell, xs, ys, clean(text), page.number))
    return out, ys
