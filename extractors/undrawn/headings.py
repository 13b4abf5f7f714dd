"""The cells of a header found by alignment: headings over one column, and names of groups over several."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.geometry import band_of
from extractors.grids import Region
from extractors.lines import Segment, SegmentLine
from extractors.model import RawCell
from extractors.undrawn.header_groups import names_of_groups


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
        own = [s for s in segments if id(s) not in grouped and _home(s, xs) == c]
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


def home(x: float, xs: list[float]) -> int:
    """The column that a point stands over."""
    return band_of(xs, x)


def _home(segment: Segment, xs: list[float]) -> int:
    return home(segment.centre, xs)


def _overlapped(segment: Segment, xs: list[float], least: float) -> tuple[int, int]:
    """First column and one past the last over which a segment stands by at least `least` points."""
    touched = [
        c for c in range(len(xs) - 1) if min(segment.x1, xs[c + 1]) - max(segment.x0, xs[c]) > least
    ] or [_home(segment, xs)]
    return touched[0], touched[-1] + 1


Group = tuple[int, int, list[Segment]]
"""First column, one past the last, and the segments of a heading that covers them."""


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
    spread = [_spread(level, rest, segments, xs, ranges, em) for level in levels]
    return [groups for groups in spread if groups]


def _stands_over_several(segment: Segment, segments: list[Segment], xs: list[float], em: float) -> bool:
    """Wide enough to stand over two columns; a little is enough when both have headings of their own below."""
    low, high = _overlapped(segment, xs, 0.8 * em)
    if high - low > 1:
        return True
    low, high = _overlapped(segment, xs, 0.4 * em)
    below = {_home(s, xs) for s in segments if s.base > segment.base + 0.6 * em}
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
            _has_leaf_below(c, rest, segments, xs, [s], em)
            for c in (_home(s, xs) - 1, _home(s, xs) + 1)
            if c in columns
        )
    ]


def _is_over_others(segment: Segment, segments: list[Segment], em: float) -> bool:
    return any(s.base > segment.base + 0.6 * em and s.x0 < segment.x1 and s.x1 > segment.x0 for s in segments)


def _spread(
    level: list[Segment],
    rest: list[Segment],
    segments: list[Segment],
    xs: list[float],
    ranges: list[tuple[float, float, float]],
    em: float,
) -> list[Group]:
    """Which columns each heading of a level covers."""
    stacks: list[list[Segment]] = []
    for segment in sorted(level, key=lambda s: s.x0):
        for stack in stacks:
            if segment.x0 < stack[0].x1 and segment.x1 > stack[0].x0:
                stack.append(segment)
                break
        else:
            stacks.append([segment])
    free = [c for c in range(len(xs) - 1) if _has_leaf_below(c, rest, segments, xs, level, em)]
    if ranges:
        middles = [(c, (xs[c] + xs[c + 1]) / 2) for c in free]
        base = max(s.base for s in level)
        free = [c for c, x in middles if any(a < x < b for at, a, b in ranges if at > base - em)]
    out: list[Group] = []
    for run, inside in _runs(free, stacks, xs):
        out += _partition(run, inside, xs)
    placed = {id(s) for _, _, members in out for s in members}
    for stack in stacks:
        if id(stack[0]) not in placed:
            low, high = _overlapped(max(stack, key=lambda s: s.x1 - s.x0), xs, 0.8 * em)
            # A column has one heading on a level: names set so close that they overlap share the columns below.
            low = max([low, *(end for first, end, _ in out if first <= low < end)])
            high = min([high, *(first for first, _, _ in out if low < first)])
            if high - low > 1:
                out.append((low, high, stack))
    return out


def _has_leaf_below(
    column: int,
    rest: list[Segment],
    segments: list[Segment],
    xs: list[float],
    level: list[Segment],
    em: float,
) -> bool:
    """Does a column have headings below the level? One that covers both levels stands in the middle of the header.

    `rest` are the headings that are no group's.
    """
    own = [s for s in rest if _home(s, xs) == column]
    if not own or min(s.base for s in own) <= max(s.base for s in level) + 0.3 * em:
        return False
    middle = (min(s.top for s in segments) + max(s.bottom for s in segments)) / 2
    return (min(s.top for s in own) + max(s.bottom for s in own)) / 2 > middle + 0.3 * em


def _runs(
    free: list[int], stacks: list[list[Segment]], xs: list[float]
) -> list[tuple[list[int], list[list[Segment]]]]:
    """Neighbouring columns under group headings, with the headings that stand over them."""
    found = []
    for run in _neighbours(free):
        inside = [s for s in stacks if xs[run[0]] <= s[0].centre <= xs[run[-1] + 1]]
        if inside and len(run) > len(inside):
            found.append((run, inside))
    return found


def _neighbours(columns: list[int]) -> list[list[int]]:
    """Columns in runs that no other column parts."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def share_columns(free: list[int], groups: list[list[Segment]], xs: list[float]) -> list[Group]:
    """Columns for the names of groups, each centred over neighbouring columns out of `free`."""
    found: list[Group] = []
    for run in _neighbours(free):
        inside = [g for g in groups if xs[run[0]] <= sum(s.centre for s in g) / len(g) <= xs[run[-1] + 1]]
        if len(inside) == 1:
            found.append((run[0], run[-1] + 1, inside[0]))
        elif inside:
            found += _partition(run, inside, xs)
    return found


def _partition(run: list[int], stacks: list[list[Segment]], xs: list[float]) -> list[Group]:
    """Share a run of columns among headings so that each is centred over its own; columns may stay without one."""
    count, size = len(stacks), len(run)
    skip = 0.02 * (xs[-1] - xs[0])
    best: dict[tuple[int, int], tuple[float, int, int]] = {
        (0, end): (skip * end, 0, 0) for end in range(size + 1)
    }
    for k in range(1, count + 1):
        centre = sum(s.centre for s in stacks[k - 1]) / len(stacks[k - 1])
        for end in range(k, size + 1):
            options = [
                (
                    best[k - 1, start][0] + abs((xs[run[start]] + xs[run[end - 1] + 1]) / 2 - centre),
                    start,
                    end,
                )
                for start in range(end)
                if (k - 1, start) in best
            ]
            if (k, end - 1) in best:
                cost, start, stop = best[k, end - 1]
                options.append((cost + skip, start, stop))
            if options:
                best[k, end] = min(options)
    out: list[Group] = []
    end = size
    for k in range(count, 0, -1):
        if (k, end) not in best:
            return []
        _, start, stop = best[k, end]
        out.append((run[start], run[stop - 1] + 1, stacks[k - 1]))
        end = start
    return out[::-1]


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
