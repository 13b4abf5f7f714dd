"""A second reading of a page's tables by this package itself, from its layout alone.

The page is parted where it is set in two columns; rules of one length frame tables; white parts their columns and
baselines are their rows, whatever the words are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.choice.frames import framed_regions, head_lines, without_underlines
from extractors.choice.open_columns import open_columns
from extractors.choice.open_rows import open_rows
from extractors.choice.open_white import white_regions
from extractors.grids import Grid, GridBox, Line, Region, joined_lines, page_parts, without, written_cell
from extractors.lines import Segment, SegmentLine, cut_at, cut_written, em_of, segment_lines
from extractors.model import RawCell, RawTable
from extractors.pages import Page
from extractors.undrawn import header_bottom, header_part

_WHITE = 0.38  # em of white between the texts of two columns
_WIDER = 1.3  # times the usual white between the words of a text


def read_open(page: Page, drawn: Sequence[Line] = ()) -> list[RawTable]:
    """Tables that the page's layout shows, from top to bottom; all characters are looked at.

    Indices are to stand on the line of their text; `drawn` are level lines that are no rules of the page.
    """
    members = [i for i, char in enumerate(page.text) if not char.isspace()]
    if len(members) < 8:
        return []
    em = em_of(page, members)
    level, upright = joined_lines(page.rules)
    lines = segment_lines(page, members, em)
    level = without_underlines([*level, *drawn], lines, em)
    parts = [
        (segment_lines(page, part.members, em), part.rules)
        for part in page_parts(lines, level, page.height, em)
    ] or [(lines, level)]
    tables = []
    for own, rules in parts:
        framed = framed_regions(own, rules, upright, em)
        for region in [*framed, *white_regions(without(own, framed), em)]:
            tables.append(open_table(page, region, upright, em))
    return [table for table in tables if table is not None]


def open_table(page: Page, region: Region, upright: Sequence[Line], em: float) -> RawTable | None:
    """The table of a region; None when it has fewer than two columns or rows."""
    em = em_of(page, [i for line in region.lines for s in line.segments for i in s.members]) or em
    region.lines = [cut_written(page, line, em) for line in region.lines]
    xs = open_columns(region, upright, em)
    if len(xs) < 3:
        return None
    lines = [_parted(page, line, xs[1:-1], em) for line in region.lines]
    count = head_lines(region)
    header, body = lines[:count], lines[count:]
    top = header_bottom(region, header, body) if header else region.top
    head, head_ys = header_part(page, region, xs, header, em, top) if header else ([], [top])
    placed, ys = open_rows(
        [s for line in body for s in line.segments], xs, region.rules, (top, region.bottom), em
    )
    shift = len(head_ys) - 1
    ys = [*head_ys[:-1], *ys]
    if len(ys) < 3:
        return None
    cells = [
        *head,
        *(
            written_cell(
                page,
                Grid(xs, ys, []),
                GridBox(p.row + shift, p.column, p.row_span, p.column_span),
                p.segments,
            )
            for p in placed
        ),
    ]
    return RawTable(page.number, xs, ys, _with_blanks(cells, xs, ys, page.number), "open")


def _parted(page: Page, line: SegmentLine, xs: list[float], em: float) -> SegmentLine:
    """Cut texts that run over a column boundary where they leave more white there than between their words."""
    out: list[Segment] = []
    for item in line.segments:
        gaps = sorted(b[0] - a[1] for a, b in itertools.pairwise(item.ink))
        usual = gaps[len(gaps) // 2] if len(gaps) > 1 else 0.0
        pieces = cut_at(page, SegmentLine([item]), xs, em).segments
        whites = [b.x0 - a.x1 for a, b in itertools.pairwise(pieces)]
        is_wide = whites and min(whites) > max(_WHITE * em, _WIDER * usual)
        out += pieces if is_wide else [item]
    return SegmentLine(out)


def _with_blanks(cells: list[RawCell], xs: list[float], ys: list[float], number: int) -> list[RawCell]:
    """The cells and an empty one in every place that none covers."""
    taken = {
        (r, c)
        for cell in cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    blanks = [
        RawCell(r, c, 1, 1, xs[c], ys[r], xs[c + 1], ys[r + 1], page_number=number)
        for r in range(len(ys) - 1)
        for c in range(len(xs) - 1)
        if (r, c) not in taken
    ]
    return sorted([*cells, *blanks], key=lambda c: (c.row, c.column))
