"""Tables without a full grid, read from the alignment of their words.

Columns come from white space, rows from the columns of values, headings from the lines above them; rules and
shading help where they are drawn. The result is a raw table like that of the ruled reader.
"""

from __future__ import annotations

import numpy as np

from extractors.failures import UNLIMITED, Failures, Part
from extractors.forms import read_form
from extractors.grids import (
    Line,
    Region,
    column_lines,
    find_anchors,
    flow_rows,
    label_columns,
    page_parts,
    row_anchors,
    ruled_rows,
    with_bare_rows,
    with_cut_rows,
)
from extractors.lines import (
    SegmentLine,
    cut_at,
    cut_written,
    em_of,
    segment_lines,
)
from extractors.model import RawTable
from extractors.pages import Flags, Page
from extractors.undrawn.alignment import find_columns
from extractors.undrawn.bare_columns import without_bare_columns
from extractors.undrawn.bodies import aligned_body, row_heights, ruled_body, shaded_rows
from extractors.undrawn.header_flow import heading_texts
from extractors.undrawn.header_lines import covers_columns, header_bottom, split_header
from extractors.undrawn.header_part import cut_headings, header_part, parted_headings
from extractors.undrawn.regions import find_regions
from extractors.vocabulary import known_roles
from normalizers.labels import is_total_label

_WORD = 2  # characters: a letter set by itself is one of upright text


def read_ruleless(
    page: Page,
    free: Flags,
    loose: list[Line],
    before: RawTable | None = None,
    failures: Failures = UNLIMITED,
) -> list[RawTable]:
    """Tables among the characters that are still free; those of the tables found are taken from `free`.

    `before` is the last table of the page before: a table without a header may go on in its columns.
    """
    members = np.nonzero(free)[0]
    if len(members) < 8:
        return []
    em = em_of(page, members.tolist())
    lines = [cut_written(page, line, em, _WORD) for line in segment_lines(page, members.tolist(), em)]
    parts = [
        (
            [cut_written(page, line, em, _WORD) for line in segment_lines(page, part.members, em)],
            part.rules,
        )
        for part in page_parts(lines, loose, page.height, em)
    ] or [(lines, loose)]
    tables: list[RawTable] = []
    for own, rules in parts:
        for region in find_regions(page, own, rules, em, before if not tables else None):
            table = None
            with failures.limited_to(Part.TABLE, page.number):
                table = build_table(page, region, em, before if not tables else None)
            if table is not None:
                tables.append(table)
                for line in region.lines:
                    for segment in line.segments:
                        free[segment.members] = False
    return tables


def build_table(page: Page, region: Region, em: float, before: RawTable | None = None) -> RawTable | None:
    """The table of a region; None when it has fewer than two columns or rows."""
    em = em_of(page, [i for line in region.lines for s in line.segments for i in s.members]) or em
    region.lines = [cut_written(page, line, em) for line in region.lines]
    if region.is_form:
        return read_form(page, region, em, before)
    header, body = ([], region.lines) if region.is_rest else split_header(region, em)
    if header and before is not None and _is_more_of(before, region, header, body, em):
        header, body = [], [*header, *body]
    if header and not covers_columns(header, body):
        header, body = [], [*header, *body]  # the rest of a row that the page break cut
    if not body:
        return _header_only(page, region, header, em)
    header = [parted_headings(page, line, body, em) for line in header]
    xs = (None if header else _columns_of(before, region, body)) or find_columns(region, body, header, em)
    if len(xs) < 3:
        return None
    header = [cut_headings(page, line, xs[1:-1], em) for line in header]
    body = [cut_at(page, line, xs[1:-1], em) for line in body]
    columns = column_lines(body, xs)
    rows = flow_rows(columns, em)
    if rows is not None:
        anchors = row_anchors(columns, rows, set())
        labels = label_columns(columns, rows, anchors, em)
        anchors = row_anchors(columns, rows, labels)
    else:
        anchors = with_bare_rows(columns, find_anchors(columns, em), em)
        anchors = with_cut_rows(columns, anchors, em)
    if not anchors or (len(anchors) + bool(header) < 2 and not region.is_rest):
        return None
    top = region.top if not header else header_bottom(region, header, body)
    bottom = region.bottom
    rules = ruled_rows(region, top, bottom, anchors, columns, xs[-1])
    bands = shaded_rows(region, rules, anchors, xs, top, bottom) if rules else None
    if rules is not None and bands is None:
        heights = row_heights(columns, rows, anchors)
        cells, ys = ruled_body(page, region, xs, body, top, bottom, heights)
    else:
        cells, ys = aligned_body(page, xs, columns, rows, anchors, top, bottom, em, bands)
    head, head_ys = header_part(page, region, xs, header, em, top) if header else ([], [top])
    shift = len(head_ys) - 1
    for cell in cells:
        cell.row += shift
    table = RawTable(page.number, xs, [*head_ys[:-1], *ys], [*head, *cells], region.source)
    table = without_bare_columns(table, shift)
    filled = sum(bool(c.text) for c in table.cells)
    return table if filled >= (2 if region.is_rest else 4) else None


def _is_more_of(
    before: RawTable, region: Region, header: list[SegmentLine], body: list[SegmentLine], em: float
) -> bool:
    """Does a region whose first lines hold no known heading stand in the columns of the table before it?"""
    if any(known_roles(text) for text in heading_texts(header, em)):
        return False
    return _columns_of(before, region, [*header, *body]) is not None


def _columns_of(before: RawTable | None, region: Region, body: list[SegmentLine]) -> list[float] | None:
    """The columns of the table on the page before, when this region is as wide and no text crosses them."""
    if before is None:
        return None
    if abs((before.xs[-1] - before.xs[0]) - (region.x1 - region.x0)) <= 12:
        xs = [x - before.xs[0] + region.x0 for x in before.xs]
    elif before.xs[0] - 1 <= region.x0 and region.x1 <= before.xs[-1] + 1:
        xs = list(before.xs)  # what is drawn or written does not reach the table's edges
    else:
        return None
    runs = [run for line in body for s in line.segments if not is_total_label(s.text) for run in s.ink]
    crossed = sum(any(a + 1 < x < b - 1 for x in xs[1:-1]) for a, b in runs)
    return xs if len(xs) >= 3 and crossed <= 0.03 * len(runs) else None


def _header_only(page: Page, region: Region, header: list[SegmentLine], em: float) -> RawTable | None:
    """A header left alone at the foot of a page; the rows stand on the next."""
    segments = [s for line in header for s in line.segments]
    leaves = [
        s
        for s in segments
        if not any(o.base > s.base + 0.6 * em and o.x0 < s.x1 and o.x1 > s.x0 for o in segments)
    ]
    xs = find_columns(region, [SegmentLine(sorted(leaves, key=lambda s: s.x0))], [], em)
    if len(xs) < 4:
        return None
    cells, ys = header_part(page, region, xs, header, em, region.bottom)
    return RawTable(page.number, xs, ys, cells, region.source)
