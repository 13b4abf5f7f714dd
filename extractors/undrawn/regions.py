"""Where tables without a full grid stand: between level rules, in shaded bands, or in lines that align.

Rules and shading are hints of one kind: both give level lines. Lines of text between two of them belong to a table
when they are set in columns; prose between them ends it.
"""

from __future__ import annotations

import re

from extractors.forms import find_forms
from extractors.grids import (
    Line,
    Region,
    cropped,
    extend,
    fill_columns,
    fill_edges,
    is_inside,
    to_edge,
    without,
)
from extractors.lines import SegmentLine
from extractors.model import RawTable
from extractors.pages import Page
from extractors.undrawn.region_white import aligned_regions, last_row
from extractors.undrawn.rule_chains import EDGE, chained_rules
from extractors.vocabulary import is_value, known_roles, shape
from normalizers.text import match_key

_FOOT_ZONE = 0.8  # share of the page's height below which a table may be cut by its foot
_MARGIN = 0.08  # share of the page's height in which running heads and feet stand
_HEAD_GAP = 1.5  # em below a running head
_FOOT = re.compile(r"^[-—–·]*(第)?\d{1,4}(页)?([/共]\d{1,4}(页)?)?[-—–·]*$")


def find_regions(
    page: Page, lines: list[SegmentLine], loose: list[Line], em: float, before: RawTable | None = None
) -> list[Region]:
    """Regions of tables among the lines of a page that no grid holds, from top to bottom.

    `before` is the last table of the page before: a single row of it may stand at the head of this page.
    """
    head = _head_rule(page, lines, loose, em)
    loose = [rule for rule in loose if rule.at > head]
    lines = [line for line in lines if line.top > head and not _is_foot(line, page)]
    lines = lines[1:] if _is_running_head(lines, page, em) else lines
    goes_on = before is not None
    forms = find_forms(page, lines, loose, em, before)
    lines = without(lines, forms)
    loose = [rule for rule in loose if not any(f.top - 1 < rule.at < f.bottom + 1 for f in forms)]
    regions = _ruled_regions(page, lines, loose, em, "rules", goes_on)
    shaded = _ruled_regions(page, without(lines, regions), fill_edges(page.fills), em, "shading", goes_on)
    for region in shaded:
        region.fills = [f for f in page.fills if is_inside(f, region)]
        region.uprights = fill_columns(region)
    regions += shaded
    regions += aligned_regions(without(lines, regions), em)
    if before is not None and not any(r.top < (1 - _FOOT_ZONE) * page.height for r in regions):
        regions += last_row(without(lines, regions), before, em)
    return sorted([*forms, *(r for r in regions if not _is_chart(page, r))], key=lambda r: r.top)


def _is_chart(page: Page, region: Region) -> bool:
    """Do curved figures fill a good part of the region?"""
    area = sum(
        max(0.0, min(x1, region.x1) - max(x0, region.x0))
        * max(0.0, min(bottom, region.bottom) - max(top, region.top))
        for x0, top, x1, bottom in page.shapes
    )
    return area > 0.05 * (region.x1 - region.x0) * (region.bottom - region.top)


def _head_rule(page: Page, lines: list[SegmentLine], level: list[Line], em: float) -> float:
    """Height of the rule under the page's running head, -1 without one: high on the page, with white below it."""
    for rule in sorted(level, key=lambda r: r.at):
        if rule.at > 0.12 * page.height:
            break
        below = min((line.top for line in lines if line.top > rule.at - 2), default=page.height)
        above = [line for line in lines if line.bottom < rule.at + 3]
        is_closing = any(
            r.at < line.top < rule.at and abs(r.end - rule.end) < EDGE for r in level for line in above
        )
        if is_closing:
            continue  # the last rule of a table that ends high on the page
        if below - rule.at > 1.2 * em and len(above) <= 2 and rule.end - rule.start > 0.4 * page.width:
            return rule.at
    return -1.0


def _is_running_head(lines: list[SegmentLine], page: Page, em: float) -> bool:
    """Is the first line a single text in the page's margin, with white space below it?"""
    if len(lines) < 2 or lines[0].is_multiple or lines[0].bottom > _MARGIN * page.height:
        return False
    return lines[1].top - lines[0].bottom > _HEAD_GAP * em


def _is_foot(line: SegmentLine, page: Page) -> bool:
    return bool(_FOOT.match(match_key(line.text))) and not 0.08 < line.base / page.height < 0.92


def _ruled_regions(
    page: Page, lines: list[SegmentLine], level: list[Line], em: float, source: str, goes_on: bool
) -> list[Region]:
    """Tables between level lines; `goes_on` when one may have begun on the page before."""
    regions: list[Region] = []
    chains = chained_rules(page, lines, level, em, source == "shading")
    # A shaded row is no other table.
    tables = [chain for chain in chains if source == "rules" or _rows_inside(lines, chain) > 1]
    for chain in chains:
        x0, x1 = min(r.start for r in chain), max(r.end for r in chain)
        near = cropped(without(lines, regions), x0, x1, em)
        near = _between_others(near, chain, [c for c in tables if c is not chain], x0, x1)
        inside = [line for line in near if chain[0].at - 1 < line.middle < chain[-1].at + 1]
        before = _rows_before(page, near, inside, chain, em, source, goes_on)
        after = _rows_after(page, near, inside, chain, em, source)
        if source == "rules" and len(chain) == 1 and after and not before:
            before = _header_over(near, chain[0], x0, x1, em)
        inside = [*before, *inside, *after]
        if sum(line.is_multiple for line in inside) < 2 and not _is_header_at_foot(inside, page):
            continue
        top = min(chain[0].at, min(line.top for line in inside) - 1)
        bottom = max(chain[-1].at, max(line.bottom for line in inside) + 1)
        regions.append(Region(x0, x1, top, bottom, inside, list(chain), source=source))
    return regions


def _rows_inside(lines: list[SegmentLine], chain: list[Line]) -> int:
    return sum(line.is_multiple for line in lines if chain[0].at < line.middle < chain[-1].at)


def _rows_after(
    page: Page,
    lines: list[SegmentLine],
    inside: list[SegmentLine],
    chain: list[Line],
    em: float,
    source: str,
) -> list[SegmentLine]:
    """Rows below the last line of a table that the page's foot cuts open, or that is only shaded here and there."""
    x0, x1 = min(r.start for r in chain), max(r.end for r in chain)
    below = [line for line in lines if line.middle >= chain[-1].at + 1]
    rows = [line for line in inside if line.is_multiple]
    found = to_edge(below, rows[-1:], chain[-1].at, x0, x1, em, 1, (1 - _MARGIN) * page.height)
    if found and found[-1].bottom > _FOOT_ZONE * page.height:
        return found
    full = [r for r in chain if r.start < x0 + EDGE and r.end > x1 - EDGE]
    is_open = source == "shading" or (len(full) <= 2 and not _holds_rows(inside))
    return extend(below, chain[-1].at, x0, x1, em, 1, is_cut=True) if is_open else []


def _rows_before(
    page: Page,
    lines: list[SegmentLine],
    inside: list[SegmentLine],
    chain: list[Line],
    em: float,
    source: str,
    goes_on: bool,
) -> list[SegmentLine]:
    """Rows above the first line, from top to bottom: the rest of a table that goes on from the page before."""
    x0, x1 = min(r.start for r in chain), max(r.end for r in chain)
    above = [line for line in lines if line.middle <= chain[0].at - 1][::-1]
    rows = [line for line in inside if line.is_multiple]
    head = _MARGIN * page.height
    found = to_edge(above, rows[:1], chain[0].at, x0, x1, em, -1, head) if goes_on else []
    is_title = bool(rows) and _is_headed(rows[0]) and not any(line.is_multiple for line in found)
    if not found or is_title or found[-1].top > (1 - _FOOT_ZONE) * page.height:
        found = extend(above, chain[0].at, x0, x1, em, -1) if source == "shading" else []
    return found[::-1]


def _header_over(lines: list[SegmentLine], rule: Line, x0: float, x1: float, em: float) -> list[SegmentLine]:
    """The header above the only rule of a table, with rows below it, from top to bottom."""
    above = [line for line in lines if line.middle <= rule.at - 1][::-1]
    return extend(above, rule.at, x0, x1, em, -1)[::-1]


def _is_headed(line: SegmentLine) -> bool:
    """Does a line hold known headings?"""
    return sum(bool(known_roles(s.text)) for s in line.segments) >= 2


def _is_header_at_foot(lines: list[SegmentLine], page: Page) -> bool:
    """A header whose rows stand on the next page."""
    segments = [s for line in lines for s in line.segments]
    known = sum(bool(known_roles(s.text)) for s in segments)
    return known >= 2 and 2 * known >= len(segments) and lines[-1].bottom > _FOOT_ZONE * page.height


def _between_others(
    lines: list[SegmentLine], chain: list[Line], others: list[list[Line]], x0: float, x1: float
) -> list[SegmentLine]:
    """The lines that can belong to a chain: none beyond the rules of another one above or below it."""
    beside = [c for c in others if min(r.start for r in c) < x1 and max(r.end for r in c) > x0]
    low = max((c[-1].at for c in beside if c[-1].at <= chain[0].at), default=-1.0)
    high = min((c[0].at for c in beside if c[0].at >= chain[-1].at), default=float("inf"))
    return [line for line in lines if low < line.middle < high]


def _holds_rows(lines: list[SegmentLine]) -> bool:
    """Do the lines between two rules hold values, as the rows of a closed table do and a header does not?"""
    rows = [
        line for line in lines if sum(is_value(s.text) and shape(s.text) != "date" for s in line.segments) > 1
    ]
    return 2 * len(rows) >= len(lines) > 0
