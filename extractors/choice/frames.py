"""Tables between level rules of one length: what stands between the first and the last of them.

Books and papers draw a rule above a table, one below its header and one below its last row, all as long as the table
is wide. So rules of one length with nothing but rows between them frame a table, whatever its words are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.geometry import median
from extractors.grids import Line, Region
from extractors.lines import SegmentLine

SAME = 4.0  # points by which the ends of rules of one length may differ
_LEAST = 3.0  # em that a table is wide at least
_DOUBLE = 1.3  # em: two rules nearer than this with nothing between them are one
_FAR = 3.4  # em between a rule and the next line of its table, or between two of its lines
_OUTSIDE = 1.0  # em by which text may stand out over the rules
_HEADED = 1.1  # em between a header and the rule below it
_ALONE = 1.6  # em between the lines of a table with a single rule
_UNDER = 0.3  # em below the baseline at which a text is underlined
_FITS = 2.0  # points by which an underline may miss the ends of its text
_SHARE = 0.6  # share of the columns that a line next to the rules must fill to be one of their table's


def framed_regions(
    lines: list[SegmentLine], level: Sequence[Line], upright: Sequence[Line], em: float
) -> list[Region]:
    """The regions of tables that level rules frame among these lines, from top to bottom."""
    runs = [run for group in _alike(level) for run in _runs(lines, group, upright, em)]
    regions: list[Region] = []
    for run in sorted(runs, key=lambda r: -(r[-1].at - r[0].at) * (r[0].end - r[0].start)):
        x0, x1 = min(r.start for r in run), max(r.end for r in run)
        if x1 - x0 < _LEAST * em or any(_is_within(run, region) for region in regions):
            continue
        region = _region(lines, level, upright, run, em)
        if region is not None and not any(_shares(region, other) for other in regions):
            regions.append(region)
    return sorted(regions, key=lambda region: region.top)


def _alike(level: Sequence[Line]) -> list[list[Line]]:
    """Rules by length and place across, each group from top to bottom."""
    groups: list[list[Line]] = []
    for rule in sorted(level, key=lambda r: r.at):
        for group in groups:
            if abs(group[0].start - rule.start) <= SAME and abs(group[0].end - rule.end) <= SAME:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _runs(
    lines: list[SegmentLine], group: list[Line], upright: Sequence[Line], em: float
) -> list[list[Line]]:
    """Neighbouring rules of a group with nothing but rows of one table between them."""
    runs = [[group[0]]]
    for above, below in itertools.pairwise(group):
        if _is_row_band(lines, above, below, upright, em):
            runs[-1].append(below)
        else:
            runs.append([below])
    return runs


def _is_row_band(
    lines: list[SegmentLine], above: Line, below: Line, upright: Sequence[Line], em: float
) -> bool:
    x0, x1 = above.start, above.end
    if any(
        u.start < above.at + SAME and u.end > below.at - SAME and x0 - SAME < u.at < x1 + SAME
        for u in upright
    ):
        return True
    inside = beside(lines, x0, x1, above.at, below.at)
    if not inside:
        return below.at - above.at < _DOUBLE * em
    if any(_stands_out(line, x0, x1, em) or is_running(line, x0, x1, em) for line in inside):
        return False
    edges = [above.at, *(y for line in inside for y in (line.top, line.bottom)), below.at]
    return all(b - a < _FAR * em for a, b in zip(edges[::2], edges[1::2], strict=True))


def beside(lines: list[SegmentLine], x0: float, x1: float, top: float, bottom: float) -> list[SegmentLine]:
    """What stands between two heights over or under a stretch of x; what stands beside it is cut off."""
    found = []
    for line in lines:
        if top < line.middle < bottom and line.x0 < x1 and line.x1 > x0:
            inside = [s for s in line.segments if s.x0 < x1 and s.x1 > x0]
            if inside:
                found.append(line if len(inside) == len(line.segments) else SegmentLine(inside))
    return found


def _stands_out(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    return line.x0 < x0 - _OUTSIDE * em or line.x1 > x1 + _OUTSIDE * em


def is_running(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    """Does a line fill the whole width like one of a paragraph: many words, none set apart?"""
    inked = sum(s.x1 - s.x0 for s in line.segments)
    words = sum(len(s.ink) for s in line.segments)
    return (
        line.x0 < x0 + 3 * em
        and line.x1 > x1 - 2 * em
        and inked > 0.9 * (line.x1 - line.x0)
        and len(line.segments) <= 2
        and (words > 4 or not line.is_multiple)
    )


def _is_within(run: list[Line], region: Region) -> bool:
    x0, x1 = run[0].start, run[0].end
    across = region.x0 - SAME < x0 and x1 < region.x1 + SAME
    return across and region.top - 1 < run[0].at and run[-1].at < region.bottom + 1


def _shares(one: Region, other: Region) -> bool:
    own = {id(s) for line in one.lines for s in line.segments}
    return any(id(s) in own for line in other.lines for s in line.segments)


def _region(
    lines: list[SegmentLine],
    level: Sequence[Line],
    upright: Sequence[Line],
    run: list[Line],
    em: float,
) -> Region | None:
    """The region of a run of rules, with a header above its first rule and rows below its last, if there are any."""
    x0, x1 = min(r.start for r in run), max(r.end for r in run)
    high, low = _drawn_ends(run, upright, x0, x1)
    inside = beside(lines, x0 - em, x1 + em, high, low)
    widest = max((len(line.segments) for line in inside), default=0)
    pitch = _pitch(inside, em)
    head = _next_to(beside(lines, x0, x1, -1e9, high)[::-1], high, -1, x0, x1, em, pitch, widest)[::-1]
    is_open = high == low or not inside
    widest = max([widest, *(len(line.segments) for line in head)])
    rows = _next_to(beside(lines, x0, x1, low, 1e9), low, 1, x0, x1, em, pitch, widest)
    if high == low and not (head and rows):
        return None
    if not is_open and not _parts_rows(inside, run):
        rows = []
    taken = [*head, *inside, *rows]
    if sum(line.is_multiple for line in taken) < 2:
        return None
    top = min(run[0].at, min(line.top for line in taken) - 1)
    bottom = max(run[-1].at, max(line.bottom for line in taken) + 1)
    rules = [r for r in level if top - 1 < r.at < bottom + 1 and r.start > x0 - SAME and r.end < x1 + SAME]
    return Region(x0, x1, top, bottom, taken, rules, source="rules")


def _drawn_ends(run: list[Line], upright: Sequence[Line], x0: float, x1: float) -> tuple[float, float]:
    """Heights between which the rules and the upright lines that cross them are drawn."""
    top, bottom = run[0].at, run[-1].at
    crossing = [
        u for u in upright if x0 - SAME < u.at < x1 + SAME and u.start < bottom + SAME and u.end > top - SAME
    ]
    return min([top, *(u.start for u in crossing)]), max([bottom, *(u.end for u in crossing)])


def _parts_rows(inside: list[SegmentLine], run: list[Line]) -> bool:
    """Is a rule drawn between nearly all rows?"""
    bands = len(run) - 1
    return bands > 1 and len(inside) <= 1.5 * bands


def _pitch(inside: list[SegmentLine], em: float) -> float:
    """White between two lines of a table, at most, that is no end of it."""
    steps = [b.top - a.bottom for a, b in itertools.pairwise(inside)]
    return max(_HEADED * em, _HEADED * median(steps)) if steps else _ALONE * em


def _next_to(
    lines: list[SegmentLine],
    edge: float,
    step: int,
    x0: float,
    x1: float,
    em: float,
    pitch: float,
    widest: int,
) -> list[SegmentLine]:
    """Rows above the first rule or below the last, nearest first; `pitch` is the usual white between two lines."""
    taken: list[SegmentLine] = []
    last = edge
    for line in lines:
        distance = (line.top - last) if step > 0 else (last - line.bottom)
        if distance > pitch or _stands_out(line, x0, x1, em) or is_running(line, x0, x1, em):
            break
        taken.append(line)
        last = line.bottom if step > 0 else line.top
    while taken and len(taken[-1].segments) < max(2, _SHARE * widest):
        taken.pop()
    return taken


def head_lines(region: Region) -> int:
    """How many lines stand above the rule under the header; 0 when no rule tells."""
    full = [r.at for r in region.rules if r.start < region.x0 + SAME and r.end > region.x1 - SAME]
    lines = region.lines
    under = [at for at in full if at > lines[0].middle]
    if not under:
        return 0
    head = [line for line in lines if line.middle < under[0]]
    most = max(len(line.segments) for line in lines)
    rows = sum(len(line.segments) > _SHARE * most for line in head)
    return len(head) if rows <= 1 and len(head) < len(lines) else 0


def without_underlines(level: Sequence[Line], lines: list[SegmentLine], em: float) -> list[Line]:
    """The level lines but those that are drawn right under a text, as long as it is."""
    ends = [(s.x0, s.x1, s.base) for line in lines for s in line.segments]
    return [
        rule
        for rule in level
        if not any(
            0 < rule.at - base < _UNDER * em and abs(rule.start - x0) < _FITS and abs(rule.end - x1) < _FITS
            for x0, x1, base in ends
        )
    ]
