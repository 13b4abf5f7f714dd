"""Which columns a heading covers: those that it stands over, or is centred over with others of its level."""

from __future__ import annotations

from extractors.geometry import band_of
from extractors.lines import Segment


def home(segment: Segment, xs: list[float]) -> int:
    """The column that the middle of a segment stands over."""
    return band_of(xs, segment.centre)


def overlapped(segment: Segment, xs: list[float], least: float) -> tuple[int, int]:
    """First column and one past the last over which a segment stands by at least `least` points."""
    touched = [
        c for c in range(len(xs) - 1) if min(segment.x1, xs[c + 1]) - max(segment.x0, xs[c]) > least
    ] or [home(segment, xs)]
    return touched[0], touched[-1] + 1


Group = tuple[int, int, list[Segment]]
"""First column, one past the last, and the segments of a heading that covers them."""


def columns_covered(
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
    free = [c for c in range(len(xs) - 1) if has_leaf_below(c, rest, segments, xs, level, em)]
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
            low, high = overlapped(max(stack, key=lambda s: s.x1 - s.x0), xs, 0.8 * em)
            # A column has one heading on a level: names set so close that they overlap share the columns below.
            low = max([low, *(end for first, end, _ in out if first <= low < end)])
            high = min([high, *(first for first, _, _ in out if low < first)])
            if high - low > 1:
                out.append((low, high, stack))
    return out


def has_leaf_below(
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
    own = [s for s in rest if home(s, xs) == column]
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
