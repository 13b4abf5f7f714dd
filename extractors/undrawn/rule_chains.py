"""Level lines of one table: inside the same edges, with nothing but rows between them."""

from __future__ import annotations

import itertools

from extractors.grids import (
    NOTE,
    Line,
    cropped,
    crosses,
    ends_table,
    is_heading,
    is_note,
    is_prose,
    names_table,
)
from extractors.lines import SegmentLine
from extractors.pages import Page
from normalizers.text import match_key

EDGE = 6.0  # points by which the ends of a table's rules may differ
_ROW_STEP = 3.0  # em: two lines of one row stand closer
_PADDING = 1.5  # points; what stands nearer to the end of a rule is in no cell
_TALL = 3.0  # heights of a line; a band so tall is no row of one line


def chained_rules(
    page: Page, lines: list[SegmentLine], level: list[Line], em: float, is_row: bool
) -> list[list[Line]]:
    """Level lines of one table: inside the same edges, with nothing but rows (or a single one) between them."""
    chains: list[list[Line]] = []
    for rule in sorted(level, key=lambda r: (r.at, r.start)):
        if rule.end - rule.start < 2 * em:
            continue
        for chain in reversed(chains):
            x0, x1 = min(r.start for r in chain), max(r.end for r in chain)
            inside = rule.start >= x0 - EDGE and rule.end <= x1 + EDGE
            if not inside and not _is_wider(rule, x0, x1):
                continue
            x0, x1 = min(x0, rule.start), max(x1, rule.end)
            if _is_table_band(lines, chain[-1].at, rule.at, x0, x1, em, is_row):
                chain.append(rule)
                break
        else:
            if rule.end - rule.start >= 0.2 * page.width:
                chains.append([rule])
    return chains


def _is_wider(rule: Line, x0: float, x1: float) -> bool:
    """Does a rule go on beyond one end of the rules above it, which merged labels beside them cut short?"""
    at_left, at_right = abs(rule.start - x0) <= EDGE, abs(rule.end - x1) <= EDGE
    covers = rule.start <= x0 + EDGE and rule.end >= x1 - EDGE
    return covers and (at_left or at_right)


def _is_table_band(
    lines: list[SegmentLine], top: float, bottom: float, x0: float, x1: float, em: float, is_row: bool
) -> bool:
    """Are the lines between two rules rows of a table, or the lines of a single row (`is_row`)?"""
    band = cropped([line for line in lines if top < line.middle < bottom], x0, x1, em)
    if not band:
        return bottom - top < 12 * em
    if _is_heading_between(band, lines, bottom - top, x0):
        return False
    prose = sum(is_prose(line, x0, x1, em) for line in band)
    notes = sum(is_note(line, x0, x1, em) for line in band)
    whole = _without_wrapped(band, em)
    headings = sum(is_heading(line, x0, em) for line in whole)
    if (
        2 * prose >= len(band)
        or prose + notes >= 2
        or (prose and headings)
        or any(names_table(line) or NOTE.match(match_key(line.text)) for line in whole)
        or (is_row and _is_broken(whole, x0, em))
    ):
        return False
    return any(line.is_multiple for line in band) or (len(band) == 1 and band[0].x1 < x1 - 8 * em)


def _is_heading_between(band: list[SegmentLine], lines: list[SegmentLine], height: float, x0: float) -> bool:
    """A text alone, set without the padding that cells have, or with white space around it: the heading of the next
    table."""
    line = band[0]
    if len(band) > 1 or line.is_multiple or abs(line.x0 - x0) > _PADDING:
        return False
    padding = min((o.x0 - x0 for o in lines if o.is_multiple and o.x0 > x0 - _PADDING), default=0.0)
    return padding > 2 * _PADDING or height > _TALL * (line.bottom - line.top)


def _without_wrapped(band: list[SegmentLine], em: float) -> list[SegmentLine]:
    """Leave out lines nearer to a row than a line's height: those of a wrapped cell, whatever they begin with."""
    rows = [line.base for line in band if line.is_multiple]
    return [line for line in band if line.is_multiple or all(abs(line.base - y) > em for y in rows)]


def _is_broken(band: list[SegmentLine], x0: float, em: float) -> bool:
    """Does the text of a row end before the band does, with a heading or a title of another table below it?"""
    rows = [line for line in band if line.is_multiple]
    if any(b.base - a.base > _ROW_STEP * em for a, b in itertools.pairwise(band)):
        return True
    return any(
        ends_table(line, x0, em) or (rows and line.base > rows[-1].base and crosses(line, rows[-1], em))
        for line in band
    )
