"""Which lines of a region are its header and which its rows."""

from __future__ import annotations

import itertools

from extractors.forms import is_written_by_cells, texts_of
from extractors.grids import Region
from extractors.lines import SegmentLine
from extractors.undrawn.header_flow import heading_texts
from extractors.vocabulary import known_roles, may_head


def split_header(region: Region, em: float) -> tuple[list[SegmentLine], list[SegmentLine]]:
    """Header lines and body lines: by the second full rule, else by the first line that holds values."""
    lines = sorted(region.lines, key=lambda line: line.base)
    full = [r.at for r in region.rules if r.start < region.x0 + 8 and r.end > region.x1 - 8]
    if len(full) >= 2 and full[0] <= lines[0].top + 0.5 * em:
        # A heading of several levels stands across the edges between the shaded strips of the header.
        clear = [at for at in full[1:] if not any(line.top + 2 < at < line.bottom - 2 for line in lines)]
        above = _lines_to_rule(lines, clear or full[1:])
        if above and len(above) < len(lines) and not _is_body(above):
            return above, lines[len(above) :]
    texts = heading_texts(lines, em)
    if (
        len(lines) <= 8
        and not _holds_values(lines)
        and 2 * sum(bool(known_roles(t)) for t in texts) >= len(texts)
    ):
        return lines, []
    for k, line in enumerate(lines):
        if _holds_values([line]) and line.is_multiple:
            start = _lines_above_rule(region, lines, k) or _with_its_texts(
                region, lines, _first_line_of_row(lines, k, em), em
            )
            return lines[:start], lines[start:]
    known = sum(bool(known_roles(s.text)) for s in lines[0].segments)
    return (lines[:1], lines[1:]) if known >= 2 or len(full) >= 1 else ([], lines)


def _lines_to_rule(lines: list[SegmentLine], full: list[float]) -> list[SegmentLine]:
    """The lines above the first full rule; a header shaded row by row goes on to the edge below its last row."""
    first = [line for line in lines if _middle(line) < full[0]]
    above = first
    for at in full[1:]:
        further = [line for line in lines if _middle(line) < at]
        if not above or _holds_values(further):
            break
        added = lines[len(above) : len(further)]
        if covers_columns(above, lines[len(above) :]) and not _are_headings(added):
            break
        above = further
    return above if covers_columns(above, lines[len(above) :]) else first


def _are_headings(lines: list[SegmentLine]) -> bool:
    """Are all texts of these lines known headings?"""
    segments = [s for line in lines for s in line.segments]
    return len(segments) > 1 and all(known_roles(s.text) for s in segments)


def _lines_above_rule(region: Region, lines: list[SegmentLine], k: int) -> int:
    """How many lines stand above the lowest rule that is drawn between the first line and line k; 0 without one."""
    inner = [r.at for r in region.rules if lines[0].bottom - 2 < r.at < _middle(lines[k])]
    return sum(_middle(line) < max(inner) for line in lines[:k]) if inner else 0


def _first_line_of_row(lines: list[SegmentLine], k: int, em: float) -> int:
    """A row of wrapped cells begins above the line that holds its values; a header line keeps its distance."""
    if k < 2:
        return k
    steps = [b.base - a.base for a, b in itertools.pairwise(lines)]
    start = k
    while start > 1 and steps[start - 1] < 0.75 * em:
        start -= 1
    return start


def _with_its_texts(region: Region, lines: list[SegmentLine], start: int, em: float) -> int:
    """Where a row begins whose texts, by the order in which they were written, begin above the line `start`."""
    segments = [s for line in lines for s in line.segments]
    if not is_written_by_cells(segments, em):
        return start
    first = {
        id(s): text.first
        for text in texts_of(segments, region.rules, em, by_cells=True)
        for s in text.segments
    }
    top = min((first[id(s)] for line in lines[start:] for s in line.segments), default=0.0)
    while start > 1 and min(s.middle for s in lines[start - 1].segments) > top - 1:
        start -= 1
    return start


def covers_columns(header: list[SegmentLine], body: list[SegmentLine]) -> bool:
    """Has the header about as many headings as the rows have cells?"""
    widest = max((len(line.segments) for line in body), default=0)
    headings = sum(len(line.segments) for line in header)
    return headings >= 2 and headings >= 0.4 * widest


def _is_body(lines: list[SegmentLine]) -> bool:
    """Do the lines above the second rule hold values like the rows below it?"""
    segments = [s for line in lines for s in line.segments]
    values = sum(not may_head(s.text) for s in segments)
    return values >= 2 and 4 * values >= len(segments)


def _holds_values(lines: list[SegmentLine]) -> bool:
    return any(not may_head(s.text) for line in lines for s in line.segments)


def _middle(line: SegmentLine) -> float:
    return (line.top + line.bottom) / 2


def header_bottom(region: Region, header: list[SegmentLine], body: list[SegmentLine]) -> float:
    low, high = max(line.bottom for line in header), min(line.top for line in body)
    between = [r.at for r in region.rules if min(low, high) - 3 <= r.at <= max(low, high) + 3]
    return between[0] if between else (low + high) / 2
