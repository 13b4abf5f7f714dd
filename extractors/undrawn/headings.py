"""The cells of a header found by alignment: headings over one column, and names of groups over several."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.grids import Region
from extractors.lines import Segment, SegmentLine
from extractors.model import RawCell
from extractors.undrawn.header_groups import names_of_groups
from extractors.undrawn.heading_spans import Group, columns_covered, has_leaf_below, home, overlapped


@dataclass(slots=True)
class HeaderCell:
    """A heading: levels and columns covered, and its segments."""

    level: int
    level_span: int
    column: int
    column_span: int
    segments: list[Segment]


def header_cells(
    region: Region, xs: list[float], header: list[SegmentLine], em: float
) -> tuple[list[HeaderCell], int]:
    """Cells of a header of one to three levels, and the number of levels."""
    segments = [s for line in header for s in line.segments]
    columns = len(xs) - 1
    groups = _groups(region, xs, segments, em)
    levels = len(groups) + 1
    cells: list[HeaderCell] = []
    covered = [0] * columns  # levels above that a group takes, per column
    grouped: set[int] = set()
    for level, row in enumerate(groups):
        for low, high, members in row:
            cells.append(HeaderCell(level, 1, low, high - low, members))
            grouped |= {id(s) for s in members}
            for c in range(low, high):
                covered[c] = level + 1
    for c in range(columns):
        own = [s for s in segments if id(s) not in grouped and home(s, xs) == c]
        cells.append(HeaderCell(covered[c], levels - covered[c], c, 1, own))
    return _widened(cells, xs, em), levels


def _widened(cells: list[HeaderCell], xs: list[float], em: float) -> list[HeaderCell]:
    """A heading beside a column without one covers it when it stands centred over both."""
    out = list(cells)
    for empty in [c for c in cells if not c.segments and c.column_span == 1]:
        for other in out:
            if not other.segments or (other.level, other.level_span) != (empty.level, empty.level_span):
                continue
            first = min(other.column, empty.column)
            last = max(other.column + other.column_span, empty.column + 1)
            if last - first != other.column_span + 1:
                continue
            centre = sum(s.centre for s in other.segments) / len(other.segments)
            own = abs((xs[other.column] + xs[other.column + other.column_span]) / 2 - centre)
            both = abs((xs[first] + xs[last]) / 2 - centre)
            if both < own - 0.5 * em and both < 1.5 * em:
                other.column, other.column_span = first, last - first
                out.remove(empty)
                break
    return out


def tiles(cells: list[HeaderCell], levels: int, columns: int) -> bool:
    """Do the headings cover every place of the header, and none twice?"""
    places = [
        (level, column)
        for cell in cells
        for level in range(cell.level, cell.level + cell.level_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    return sorted(places) == [(level, column) for level in range(levels) for column in range(columns)]


def _groups(region: Region, xs: list[float], segments: list[Segment], em: float) -> list[list[Group]]:
    """Headings that cover several columns, by level from the top.

    They are known by their width, or by a rule that is drawn under them over several columns but not all.
    """
    if not segments:
        return []
    top, bottom = min(s.top for s in segments), max(s.bottom for s in segments)
    found = [s for s in segments if _stands_over_several(s, segments, xs, em)]
    found = found or names_of_groups(segments, xs, em)
    beside = [
        s
        for s in segments
        if any(abs(s.base - g.base) < 0.3 * em for g in found) and _is_over_others(s, segments, em)
    ]
    found += [s for s in beside if not any(s is g for g in found)]
    found = found or _narrow_groups(segments, xs, em)
    ranges: list[tuple[float, float, float]] = []
    for rule in region.rules:
        inner = top + 0.3 * em < rule.at < bottom - 0.3 * em
        if inner and (rule.start > xs[0] + em or rule.end < xs[-1] - em):
            ranges.append((rule.at, rule.start, rule.end))
            found += [
                s
                for s in segments
                if s.middle < rule.at and rule.start - em < s.centre < rule.end + em and s not in found
            ]
    levels: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: s.base):
        if (levels and segment.base - levels[-1][-1].base <= 0.9 * em) or (
            levels
            and any(
                abs(segment.centre - s.centre) < 2 * em and segment.base - s.base < 1.7 * em
                for s in levels[-1]
            )
        ):
            levels[-1].append(segment)
        else:
            levels.append([segment])
    rest = [s for s in segments if not any(s is g for g in found)]
    spread = [columns_covered(level, rest, segments, xs, ranges, em) for level in levels]
    return [groups for groups in spread if groups]


def _stands_over_several(segment: Segment, segments: list[Segment], xs: list[float], em: float) -> bool:
    """Wide enough to stand over two columns; a little is enough when both have headings of their own below."""
    low, high = overlapped(segment, xs, 0.8 * em)
    if high - low > 1:
        return True
    low, high = overlapped(segment, xs, 0.4 * em)
    below = {home(s, xs) for s in segments if s.base > segment.base + 0.6 * em}
    return high - low > 1 and set(range(low, high)) <= below


def _narrow_groups(segments: list[Segment], xs: list[float], em: float) -> list[Segment]:
    """Headings no wider than a column that stand over another while the next column has headings below only."""
    over = [s for s in segments if _is_over_others(s, segments, em)]
    rest = [s for s in segments if not any(s is o for o in over)]
    columns = range(len(xs) - 1)
    return [
        s
        for s in over
        if any(
            has_leaf_below(c, rest, segments, xs, [s], em)
            for c in (home(s, xs) - 1, home(s, xs) + 1)
            if c in columns
        )
    ]


def _is_over_others(segment: Segment, segments: list[Segment], em: float) -> bool:
    return any(s.base > segment.base + 0.6 * em and s.x0 < segment.x1 and s.x1 > segment.x0 for s in segments)


def as_raw(cell: HeaderCell, xs: list[float], ys: list[float], text: str, page: int) -> RawCell:
    """The heading as a cell of the grid."""
    return RawCell(
        cell.level,
        cell.column,
        cell.level_span,
        cell.column_span,
        xs[cell.column],
        ys[cell.level],
        xs[cell.column + cell.column_span],
        ys[cell.level + cell.level_span],
        text,
        page,
    )
