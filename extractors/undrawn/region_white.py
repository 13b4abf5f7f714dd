"""Tables with nothing drawn around them: lines of text set in columns with white between them."""

from __future__ import annotations

import itertools

from extractors.grids import LEADERS, Region, crosses, is_prose, names_table, run_of
from extractors.lines import SegmentLine
from extractors.model import RawTable
from extractors.vocabulary import is_value, known_roles
from normalizers.labels import is_total_label
from normalizers.text import match_key

_WRAPPED = 1.75  # em between two lines of one text
_IN_LINE = 0.4  # em by which they may differ in their middle or where they begin
_MIN_ROWS = 3  # lines of an unmarked table


def aligned_regions(lines: list[SegmentLine], em: float) -> list[Region]:
    """Runs of lines set in columns with nothing drawn around them."""
    regions: list[Region] = []
    run: list[SegmentLine] = []
    above: SegmentLine | None = None  # the line before the run
    for before, line in itertools.pairwise([None, *lines, None]):
        if line is not None and run and _goes_on(run, line, em):
            run.append(line)
            continue
        # The last line of a wrapped cell stays close to the line above it.
        while run and not run[-1].is_multiple and (len(run) < 2 or run[-1].base - run[-2].base > 1.6 * em):
            run.pop()
        if run and above is not None and any(_is_written_on(above, first, em) for first in run[:2]):
            run.insert(0, above)
        for part in _side_by_side(run, em):
            if _is_aligned_table(part, em):
                x0, x1 = min(line.x0 for line in part), max(line.x1 for line in part)
                regions.append(Region(x0, x1, part[0].top - 1, part[-1].bottom + 1, part))
        run = [line] if line is not None and _may_start(line) else []
        above = before
    return regions


def _is_written_on(above: SegmentLine, line: SegmentLine, em: float) -> bool:
    """Is a single text over a line the first line of one in it: written just before it, and in line with it?"""
    first = above.segments[0]
    return not above.is_multiple and any(
        0 < min(s.members) - max(first.members) <= 2
        and s.middle - first.middle < _WRAPPED * em
        and min(abs(s.centre - first.centre), abs(s.x0 - first.x0)) < _IN_LINE * em
        for s in line.segments
    )


def _side_by_side(run: list[SegmentLine], em: float) -> list[list[SegmentLine]]:
    """Two tables set beside each other: their last line holds two totals, or their headings repeat."""
    multiple = [line for line in run if line.is_multiple]
    if len(multiple) < _MIN_ROWS:
        return [list(run)]
    totals = [s for s in multiple[-1].segments if is_total_label(s.text)]
    head = [match_key(s.text) for s in multiple[0].segments]
    half = len(head) // 2
    repeated = half >= 2 and len(head) % 2 == 0 and head[:half] == head[half:]
    if len(totals) != 2 and not repeated:
        return [list(run)]
    start = totals[1].x0 if len(totals) == 2 else multiple[0].segments[half].x0
    gaps = [(a[1], b[0]) for a, b in itertools.pairwise(_white_columns(run, em)) if a[1] < start]
    if not gaps:
        return [list(run)]
    middle = sum(gaps[-1]) / 2
    left = [[s for s in line.segments if s.centre < middle] for line in run]
    right = [[s for s in line.segments if s.centre >= middle] for line in run]
    return [[SegmentLine(segments) for segments in side if segments] for side in (left, right)]


def _may_start(line: SegmentLine) -> bool:
    return line.is_multiple and not LEADERS.search(match_key(line.text)) and not names_table(line)


def _goes_on(run: list[SegmentLine], line: SegmentLine, em: float) -> bool:
    too_far = line.top - run[-1].bottom > 2.2 * em
    if too_far or names_table(line) or LEADERS.search(match_key(line.text)):
        return False
    x0, x1 = min(line.x0 for line in run), max(line.x1 for line in run)
    if line.is_multiple or (line.x0 > x0 + 4 * em and line.x1 - line.x0 < 0.6 * (x1 - x0)):
        return True
    if _is_in_first_column(run, line) and line.top - run[-1].bottom < 1.3 * em:
        return True  # a line of a wrapped cell, whose values stand at its middle
    return not is_prose(line, x0, x1, em) and line.x1 - line.x0 < 0.4 * (x1 - x0)


def _is_in_first_column(run: list[SegmentLine], line: SegmentLine) -> bool:
    """Does a line begin where the rows do and end before their second text?"""
    rows = [other for other in run if other.is_multiple]
    return (
        len(rows) > 1
        and abs(line.x0 - min(row.x0 for row in rows)) < 2
        and line.x1 < min(row.segments[1].x0 for row in rows)
    )


def _is_aligned_table(run: list[SegmentLine], em: float) -> bool:
    """Lines set in columns with white between them from top to bottom, which hold values or have known headings."""
    multiple = [line for line in run if line.is_multiple]
    segments = [s for line in multiple for s in line.segments]
    if len(multiple) < _MIN_ROWS or sum(":" in match_key(s.text) for s in segments) > 0.4 * len(segments):
        return False
    columns = _white_columns(run, em)
    known = sum(bool(known_roles(s.text)) for s in run[0].segments)
    if len(columns) < 3 and not (len(columns) == 2 and known >= 2):
        return False
    with_values = 0
    for low, high in columns[1:]:
        texts = [s.text for line in run[1:] for s in line.segments if low <= s.centre <= high]
        with_values += bool(texts) and 2 * sum(is_value(t) for t in texts) >= len(texts)
    return with_values > 0 or known >= 2


def _white_columns(run: list[SegmentLine], em: float) -> list[tuple[float, float]]:
    """Stretches of x that the lines fill, parted by white of at least an em."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted(ink for line in run for s in line.segments for ink in s.ink):
        if found and x0 - found[-1][1] < em:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def last_row(lines: list[SegmentLine], before: RawTable, em: float) -> list[Region]:
    """The rest of the table of the page before: a line or two at the page's head that stand in its columns."""
    if not lines or before.method == "ruled":
        return []
    x0, x1 = before.xs[0], before.xs[-1]
    taken = run_of(lines, lines[0].top, x0, x1, em, 1)
    rows = [line for line in taken if line.is_multiple]
    while taken and not taken[-1].is_multiple and crosses(taken[-1], rows[-1] if rows else taken[0], em):
        taken.pop()
    segments = [s for line in taken for s in line.segments]
    crossed = [
        s
        for s in segments
        if any(s.x0 + 1 < x < s.x1 - 1 for x in before.xs[1:-1]) and not is_total_label(s.text)
    ]
    if not rows or crossed or min(s.x0 for s in segments) < x0 - 1 or max(s.x1 for s in segments) > x1 + 1:
        return []
    return [Region(x0, x1, taken[0].top - 1, taken[-1].bottom + 1, taken, is_rest=True)]
