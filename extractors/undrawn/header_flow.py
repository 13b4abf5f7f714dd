"""The cells of a header from the order in which its headings are written: cell by cell, level by level.

A step back to the left begins a new level; the lines of one heading follow each other. That tells a wrapped heading
from a group over its columns, which look alike on the page.
"""

from __future__ import annotations

import itertools

from extractors.geometry import band_of
from extractors.lines import Segment, SegmentLine
from extractors.undrawn.header_groups import ALIGNED
from extractors.undrawn.heading_spans import Group, share_columns
from extractors.undrawn.headings import HeaderCell, tiles


def written_header(
    xs: list[float], header: list[SegmentLine], em: float
) -> tuple[list[HeaderCell], int] | None:
    """Cells of a header and the number of its levels; None when the writing order does not tell."""
    rows = _levels(_headings([s for line in header for s in line.segments], em))
    if not rows:
        return None
    levels, columns = len(rows), len(xs) - 1
    cells: list[HeaderCell] = []
    below: set[int] = set()  # columns with headings on a deeper level
    for level in range(levels - 1, -1, -1):
        placed = _place(rows[level], sorted(below), xs, em)
        if placed is None:
            return None
        leaves, groups = placed
        covered = {c for low, high, _ in groups for c in range(low, high)}
        cells = [_raised(cell, level) if cell.column not in covered else cell for cell in cells]
        cells += [HeaderCell(level, levels - level, c, 1, segments) for c, segments in leaves.items()]
        cells += [HeaderCell(level, 1, low, high - low, segments) for low, high, segments in groups]
        below |= set(leaves)
    cells += [HeaderCell(0, levels, c, 1, []) for c in range(columns) if c not in below]
    return (cells, levels) if tiles(cells, levels, columns) else None


def heading_texts(header: list[SegmentLine], em: float) -> list[str]:
    """Texts of the headings, their lines put together where the writing order shows which belong to one."""
    segments = [s for line in header for s in line.segments]
    return ["".join(s.text for s in heading) for heading in _headings(segments, em)] or [
        s.text for s in segments
    ]


def _raised(cell: HeaderCell, level: int) -> HeaderCell:
    """A heading with nothing over it reaches up to the level above."""
    if cell.level != level + 1:
        return cell
    return HeaderCell(level, cell.level_span + 1, cell.column, cell.column_span, cell.segments)


def _headings(segments: list[Segment], em: float) -> list[list[Segment]]:
    """Segments in writing order grouped into headings; empty when the order is that of the eye."""
    found: list[list[Segment]] = []
    is_written = False
    for segment in sorted(segments, key=lambda s: min(s.members)):
        last = found[-1][-1] if found else None
        if last is not None and last.middle - segment.middle > 0.3 * em:
            is_written = True
        # Lines that stand nearly level may have changed places: the heading before the last may go on.
        open_headings = [h for h in found[-2:][::-1] if _goes_on(h[-1], segment, em)]
        if open_headings:
            open_headings[0].append(segment)
        else:
            found.append([segment])
    return found if is_written else []


def _goes_on(last: Segment, segment: Segment, em: float) -> bool:
    """Is the segment the next line of the same heading?"""
    step = segment.middle - last.middle
    apart = min(abs(last.centre - segment.centre), abs(last.x0 - segment.x0), abs(last.x1 - segment.x1))
    return 0.3 * em < step < 2.4 * em and apart < ALIGNED * em


def _levels(headings: list[list[Segment]]) -> list[list[list[Segment]]]:
    """Headings by level: a new level begins further left than the heading before."""
    levels: list[list[list[Segment]]] = [[heading] for heading in headings[:1]]
    for before, heading in itertools.pairwise(headings):
        if _centre(heading) < _centre(before):
            levels.append([])
        levels[-1].append(heading)
    return levels if len(levels) <= 4 else []


def _centre(heading: list[Segment]) -> float:
    return (min(s.x0 for s in heading) + max(s.x1 for s in heading)) / 2


def _place(
    headings: list[list[Segment]], below: list[int], xs: list[float], em: float
) -> tuple[dict[int, list[Segment]], list[Group]] | None:
    """Headings over columns of their own, and those over columns that have headings further down."""
    leaves: dict[int, list[Segment]] = {}
    groups: list[list[Segment]] = []
    for heading in headings:
        column = band_of(xs, _centre(heading))
        if column in below:
            groups.append(heading)
        elif column in leaves:
            return None
        else:
            leaves[column] = heading
    shared = share_columns(below, groups, xs)
    if len(shared) < len(groups) or any(_is_astray(group, xs, em) for group in shared):
        return None
    return leaves, shared


def _is_astray(group: Group, xs: list[float], em: float) -> bool:
    """Does a name stand neither in the middle of its columns nor at their left edge?"""
    low, high, segments = group
    left, right = xs[low], xs[high]
    off = abs((left + right) / 2 - _centre(segments))
    return off > max(1.5 * em, 0.15 * (right - left)) and min(s.x0 for s in segments) - left > 1.5 * em
