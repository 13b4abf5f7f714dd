"""Tables without a full grid, read from the alignment of their words.

Columns come from white space, rows from the columns of values, headings from the lines above them; rules and
shading help where they are drawn. The result is a raw table like that of the ruled reader.
"""

from __future__ import annotations

import itertools

import numpy as np

from extractors.failures import UNLIMITED, Failures, Part
from extractors.forms import read_form
from extractors.geometry import band_of
from extractors.grids import (
    ColumnLines,
    Grid,
    GridBox,
    Line,
    Region,
    Rows,
    assign,
    column_lines,
    find_anchors,
    flow_rows,
    grid_of,
    label_columns,
    merge_sections,
    merge_totals,
    page_parts,
    placed_labels,
    row_anchors,
    ruled_rows,
    split_labels,
    with_bare_rows,
    with_cut_rows,
    written_cell,
)
from extractors.lines import (
    Segment,
    SegmentLine,
    cell_text,
    cut_at,
    cut_at_gaps,
    cut_written,
    em_of,
    segment_lines,
)
from extractors.model import RawCell, RawTable
from extractors.pages import Flags, Page
from extractors.undrawn.alignment import find_columns
from extractors.undrawn.bare_columns import without_bare_columns
from extractors.undrawn.header_fills import shaded_header
from extractors.undrawn.header_flow import heading_texts, written_header
from extractors.undrawn.header_lines import covers_columns, header_bottom, split_header
from extractors.undrawn.headings import as_raw, header_cells
from extractors.undrawn.regions import find_regions
from extractors.vocabulary import known_roles
from normalizers.labels import is_total_label
from normalizers.text import clean

_WORD = 2  # characters: a letter set by itself is one of upright text
_SHORT = 12.0  # points by which a rule may stop before the edge of its table
_CLOSE = 0.5  # em: headings of narrow columns keep at least this distance


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
    header = [_parted_headings(page, line, body, em) for line in header]
    xs = (None if header else _columns_of(before, region, body)) or find_columns(region, body, header, em)
    if len(xs) < 3:
        return None
    header = [_cut_headings(page, line, xs[1:-1], em) for line in header]
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
    bands = _shaded_rows(region, rules, anchors, xs, top, bottom) if rules else None
    if rules is not None and bands is None:
        heights = _row_heights(columns, rows, anchors)
        cells, ys = _ruled_body(page, region, xs, body, top, bottom, heights)
    else:
        cells, ys = _aligned_body(page, xs, columns, rows, anchors, top, bottom, em, bands)
    head, head_ys = header_part(page, region, xs, header, em, top) if header else ([], [top])
    shift = len(head_ys) - 1
    for cell in cells:
        cell.row += shift
    table = RawTable(page.number, xs, [*head_ys[:-1], *ys], [*head, *cells], region.source)
    table = without_bare_columns(table, shift)
    filled = sum(bool(c.text) for c in table.cells)
    return table if filled >= (2 if region.is_rest else 4) else None


def _parted_headings(page: Page, line: SegmentLine, body: list[SegmentLine], em: float) -> SegmentLine:
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


def _cut_headings(page: Page, line: SegmentLine, xs: list[float], em: float) -> SegmentLine:
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


def _ruled_body(
    page: Page,
    region: Region,
    xs: list[float],
    body: list[SegmentLine],
    top: float,
    bottom: float,
    heights: dict[int, float],
) -> tuple[list[RawCell], list[float]]:
    """Rows from the rules drawn between them; a rule that stops short leaves the cells beside it merged.

    `heights` gives segments (by id) whose row is known from elsewhere.
    """
    level = [
        Line(top, xs[0], xs[-1]),
        *(_to_edge(r, xs[-1]) for r in region.rules if top + 1 < r.at < bottom - 1),
        Line(bottom, xs[0], xs[-1]),
    ]
    grid = grid_of(level, [Line(x, top, bottom) for x in xs])
    segments = [s for line in body for s in line.segments]
    members: dict[int, list[Segment]] = {}
    owner = np.full((len(grid.ys) - 1, len(grid.xs) - 1), -1)
    for k, box in enumerate(grid.boxes):
        owner[box.row : box.row + box.row_span, box.column : box.column + box.column_span] = k
    for segment in segments:
        height = heights.get(id(segment), segment.middle)
        row = band_of(grid.ys, height)
        column = band_of(grid.xs, segment.centre)
        members.setdefault(int(owner[row, column]), []).append(segment)
    em = em_of(page, [i for s in segments for i in s.members])
    cells: list[RawCell] = []
    for k, box in enumerate(grid.boxes):
        for part, inside in split_labels(box, members.get(k, []), grid.ys, em):
            cells.append(written_cell(page, grid, part, inside))
    return merge_sections(merge_totals(cells, grid.xs), grid.xs, em), grid.ys


def _to_edge(rule: Line, x1: float) -> Line:
    """A rule that stops a little before the table's right edge goes up to it."""
    return Line(rule.at, rule.start, x1) if x1 - _SHORT < rule.end < x1 else rule


def _shaded_rows(
    region: Region, rules: list[Line], anchors: list[float], xs: list[float], top: float, bottom: float
) -> list[float] | None:
    """Edges of rows that are shaded in turn over their whole width: these do not tell which cells are merged."""
    edges = [top, *(r.at for r in rules), bottom]
    if region.source != "shading" or any(r.start > xs[0] + 8 for r in rules):
        return None
    single = all(sum(a < y < b for y in anchors) == 1 for a, b in itertools.pairwise(edges))
    return edges if single else None


def _row_heights(columns: list[ColumnLines], rows: Rows | None, anchors: list[float]) -> dict[int, float]:
    """For labels written in several lines: the height of the row they were written in."""
    found: dict[int, float] = {}
    for column, cells in zip(columns, rows or [], strict=False):
        for anchor, numbers in zip(anchors, cells, strict=True):
            if len(numbers) > 1:
                found.update({id(s): anchor for n in numbers for s in column.segments[n]})
    return found


def _aligned_body(
    page: Page,
    xs: list[float],
    columns: list[ColumnLines],
    written: Rows | None,
    anchors: list[float],
    top: float,
    bottom: float,
    em: float,
    bands: list[float] | None,
) -> tuple[list[RawCell], list[float]]:
    """Rows from the heights of the values; labels that stand centred over several rows cover them.

    `bands` are the edges of the rows where they are known from elsewhere.
    """
    rows = written or [assign(column, anchors, em) for column in columns]
    placed, ys = placed_labels(columns, rows, anchors, (top, bottom), em, written is not None, bands)
    grid = Grid(xs, ys, [])
    cells = [
        written_cell(page, grid, GridBox(start, c, end - start, 1), segments)
        for start, end, c, segments in placed
    ]
    return merge_sections(merge_totals(cells, xs), xs, em), ys
