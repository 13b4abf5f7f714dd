"""Columns of a drawn table that no line parts: boxes in which texts stand side by side, row after row.

The counterpart of `row_bands`: some tables draw an upright line between some of their columns only. A box of the
header that holds a name over several such columns and their own headings below it is cut between the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.geometry import band_of
from extractors.grids import Grid, GridBox
from extractors.lines import Segment, SegmentLine, em_of, segment_lines
from extractors.model import RawCell
from extractors.pages import Page
from extractors.vocabulary import is_value

_LEAST_ROWS = 3
_SHARE = 0.6  # of the rows that must have a text on either side
_WHITE = 0.5  # em of white between two columns, from the first row to the last
_SIDE_BY_SIDE = re.compile(r"\S\s+[-−+(（△▲]?\d")


def with_columns(
    page: Page, grid: Grid, members: list[list[int]], cells: Sequence[RawCell]
) -> tuple[Grid, list[list[int]]]:
    """The grid with such columns parted, and the characters (indices of the page) of each of its boxes.

    `cells` are the boxes as they are read now. Where nothing is to be parted, grid and members come back as they are.
    """
    before = grid
    for column, span in _suspects(cells):
        if span > 1:
            grid, members = _cut_at_known_edges(page, grid, members, column, span)
    lines = {c: _lines(page, grid, members, c, 1) for c, span in _suspects(cells) if span == 1}
    added = {c: edges for c, own in lines.items() if (edges := _edges(own))}
    if added:
        grid, members = _parted(page, grid, members, added)
    return _with_levels(page, grid, members) if grid is not before else (grid, members)


def _suspects(cells: Sequence[RawCell]) -> list[tuple[int, int]]:
    """Places (column, columns covered) whose cells hold figures behind white space, row after row.

    A look at the texts alone.
    """
    found: Counter[tuple[int, int]] = Counter()
    for cell in cells:
        if " " in cell.text:
            found[cell.column, cell.column_span] += len(_SIDE_BY_SIDE.findall(cell.text))
    return [(c, span) for (c, span), count in found.items() if count >= (_LEAST_ROWS if span == 1 else 1)]


def _lines(page: Page, grid: Grid, members: list[list[int]], column: int, span: int) -> list[SegmentLine]:
    """The lines of text in the boxes that cover the same columns, cut at wide gaps."""
    found: list[SegmentLine] = []
    for box, own in zip(grid.boxes, members, strict=True):
        if box.column == column and box.column_span == span:
            found += _written(page, own)
    return found


def _cut_at_known_edges(
    page: Page, grid: Grid, members: list[list[int]], column: int, span: int
) -> tuple[Grid, list[list[int]]]:
    """Boxes over several columns cut where other rows draw the line between these, if their texts stand in columns."""
    edges = grid.xs[column + 1 : column + span]
    rows = [line.segments for line in _lines(page, grid, members, column, span) if line.is_multiple]
    rows = [row for row in rows if not _is_crossed(row, edges)]
    halves = [([s for s in row if s.x1 <= x], [s for s in row if s.x0 >= x]) for x in edges for row in rows]
    if not rows or not _are_columns([a for a, _ in halves], [b for _, b in halves]):
        return grid, members
    boxes: list[GridBox] = []
    inside: list[list[int]] = []
    for box, own in zip(grid.boxes, members, strict=True):
        lines = _written(page, own) if (box.column, box.column_span) == (column, span) else []
        segments = [s for line in lines for s in line.segments]
        if not any(line.is_multiple for line in lines) or _is_crossed(segments, edges):
            boxes.append(box)
            inside.append(own)
            continue
        for side, part in enumerate(_shared(segments, edges)):
            boxes.append(GridBox(box.row, column + side, box.row_span, 1))
            inside.append([i for s in part for i in s.members])
    return _ordered(Grid(grid.xs, grid.ys, boxes), inside)


def _written(page: Page, members: list[int]) -> list[SegmentLine]:
    return segment_lines(page, members, em_of(page, members)) if members else []


def _edges(lines: list[SegmentLine]) -> list[float]:
    """Where white parts the texts of a column's boxes, from left to right, with figures behind it."""
    rows = [line.segments for line in lines if line.is_multiple]
    if len(rows) < _LEAST_ROWS or len(rows) < _SHARE * (len(lines) - 1):
        return []
    heights = sorted(s.bottom - s.top for row in rows for s in row)
    return _cut_between(rows, 0.85 * heights[len(heights) // 2])


def _cut_between(rows: list[list[Segment]], em: float) -> list[float]:
    """The widest white band that parts columns, and those on either side of it."""
    inks = sorted((s.x0, s.x1) for row in rows for s in row)
    end = inks[0][1]
    bands: list[tuple[float, float]] = []
    for x0, x1 in inks[1:]:
        if x0 - end > _WHITE * em:
            bands.append((end, x0))
        end = max(end, x1)
    for low, high in sorted(bands, key=lambda band: band[0] - band[1]):
        at = (low + high) / 2
        left = [[s for s in row if s.x1 < at] for row in rows]
        right = [[s for s in row if s.x0 > at] for row in rows]
        if _are_columns(left, right):
            parts = ([row for row in side if row] for side in (left, right))
            before, behind = (_cut_between(part, em) for part in parts)
            return [*before, at, *behind]
    return []


def _are_columns(left: list[list[Segment]], right: list[list[Segment]]) -> bool:
    """Do nearly all rows have a text on the left and a figure on the right?"""
    both = sum(bool(a and b) for a, b in zip(left, right, strict=True))
    first = [part[0].text for part in right if part]
    return both >= _SHARE * len(left) and sum(map(is_value, first)) >= _SHARE * len(first)


def _parted(
    page: Page, grid: Grid, members: list[list[int]], added: dict[int, list[float]]
) -> tuple[Grid, list[list[int]]]:
    """The grid with more column edges; a box whose text stands across one of them keeps all its columns."""
    place = [0]
    for column in range(len(grid.xs) - 1):
        place.append(place[-1] + 1 + len(added.get(column, [])))
    boxes: list[GridBox] = []
    inside: list[list[int]] = []
    for box, own in zip(grid.boxes, members, strict=True):
        first, end = place[box.column], place[box.column + box.column_span]
        edges = added.get(box.column, []) if box.column_span == 1 else []
        lines = _written(page, own) if edges else []
        segments = [s for line in lines for s in line.segments]
        if not edges or _is_crossed(segments, edges) or _levels(lines, edges):
            boxes.append(GridBox(box.row, first, box.row_span, end - first))
            inside.append(own)
            continue
        for side, part in enumerate(_shared(segments, edges)):
            boxes.append(GridBox(box.row, first + side, box.row_span, 1))
            inside.append([i for s in part for i in s.members])
    xs = sorted([*grid.xs, *(x for edges in added.values() for x in edges)])
    return _ordered(Grid(xs, grid.ys, boxes), inside)


def _is_crossed(segments: list[Segment], edges: list[float]) -> bool:
    return any(s.x0 < x < s.x1 for s in segments for x in edges)


def _shared(segments: list[Segment], edges: list[float]) -> list[list[Segment]]:
    """The segments left of the first edge, between the edges, and right of the last."""
    parts: list[list[Segment]] = [[] for _ in range(len(edges) + 1)]
    for s in segments:
        parts[sum(x < s.centre for x in edges)].append(s)
    return parts


def _ordered(grid: Grid, members: list[list[int]]) -> tuple[Grid, list[list[int]]]:
    order = sorted(range(len(grid.boxes)), key=lambda k: (grid.boxes[k].row, grid.boxes[k].column))
    return Grid(grid.xs, grid.ys, [grid.boxes[k] for k in order]), [members[k] for k in order]


def _with_levels(page: Page, grid: Grid, members: list[list[int]]) -> tuple[Grid, list[list[int]]]:
    """The grid with each row cut in two in which a box holds a name over several columns and their headings below."""
    for row in reversed(range(len(grid.ys) - 1)):
        found: dict[int, tuple[list[Segment], list[Segment], float]] = {}
        for k, box in enumerate(grid.boxes):
            if (box.row, box.row_span) == (row, 1) and box.column_span > 1:
                levels = _levels(
                    _written(page, members[k]), grid.xs[box.column + 1 : box.column + box.column_span]
                )
                if levels:
                    found[k] = levels
        if found:
            grid, members = _cut_row(grid, members, row, found)
    return grid, members


def _levels(
    lines: list[SegmentLine], edges: list[float]
) -> tuple[list[Segment], list[Segment], float] | None:
    """The name of a group, the headings below it, and the height between them; None for any other box."""
    below: list[SegmentLine] = []
    while lines and lines[-1].is_multiple and not _is_crossed(lines[-1].segments, edges):
        below.insert(0, lines[-1])
        lines = lines[:-1]
    if not lines or not below or any(line.is_multiple for line in lines):
        return None
    name = [s for line in lines for s in line.segments]
    return name, [s for line in below for s in line.segments], (lines[-1].bottom + below[0].top) / 2


def _cut_row(
    grid: Grid,
    members: list[list[int]],
    row: int,
    found: dict[int, tuple[list[Segment], list[Segment], float]],
) -> tuple[Grid, list[list[int]]]:
    """Row `row` as two rows: boxes without levels cover both."""
    at = sorted(height for _, _, height in found.values())[len(found) // 2]
    boxes: list[GridBox] = []
    inside: list[list[int]] = []
    for k, (box, own) in enumerate(zip(grid.boxes, members, strict=True)):
        covers = box.row <= row < box.row + box.row_span
        if k not in found:
            boxes.append(
                GridBox(box.row + (box.row > row), box.column, box.row_span + covers, box.column_span)
            )
            inside.append(own)
            continue
        name, headings, _ = found[k]
        boxes.append(GridBox(row, box.column, 1, box.column_span))
        inside.append([i for s in name for i in s.members])
        for column in range(box.column, box.column + box.column_span):
            boxes.append(GridBox(row + 1, column, 1, 1))
            inside.append([i for s in headings if band_of(grid.xs, s.centre) == column for i in s.members])
    ys = [*grid.ys[: row + 1], at, *grid.ys[row + 1 :]]
    return _ordered(Grid(grid.xs, ys, boxes), inside)
