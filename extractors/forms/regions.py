"""Where forms stand on a page: from a first row of label and value down to where the lines leave its columns."""

from __future__ import annotations

import itertools
from dataclasses import replace

from extractors.forms.signs import are_headings, first_line, is_form, is_row_of_another, opens
from extractors.grids import Line, Region, ends_table, fill_edges, is_prose, is_title, names_table
from extractors.lines import Segment, SegmentLine
from extractors.model import RawTable
from extractors.pages import Page
from extractors.vocabulary import known_roles

_GAP = 3.0  # em between two lines of a form
_REACH = 2.5  # em between its first line and the line drawn over it
_LOW = 0.6  # share of the page's height: a form that goes on ends lower, and its rest begins above as much
_FOOT = 0.85  # share of the page's height below which its foot may cut a form
_BEYOND = 3.0  # em by which a form with nothing drawn may be wider on its next page
_EDGE = 6.0  # points by which the ends of lines drawn may differ
_SHORT = 8.0  # em: a text alone on its line that is no prose
_INDENT = 3.0  # em: a text that begins further in is no prose
_CLOSE = 1.75  # em between two lines of one cell
_CLOSED = 0.8  # em from the text of a drawn cell to the lines above and below it


def find_forms(
    page: Page, lines: list[SegmentLine], level: list[Line], em: float, before: RawTable | None = None
) -> list[Region]:
    """Regions of forms among the lines of a page, from top to bottom.

    The first may go on with the form `before`, the last table of the page before.
    """
    regions: list[Region] = []
    k = 0
    while k < len(lines):
        rest = _rest(page, lines, level, em, before) if before is not None and not k else None
        region = rest or (_region(page, lines, k, level, em) if opens(lines, k, em) else None)
        if region is None:
            k += 1
            continue
        regions.append(region)
        last = region.lines[-1]
        k = next((i for i, line in enumerate(lines) if line.base > last.base), len(lines))
    return regions


def _rest(
    page: Page, lines: list[SegmentLine], level: list[Line], em: float, before: RawTable
) -> Region | None:
    """What follows at the head of a page of the form before: lines as wide as it is."""
    if not before.is_form or before.bottom < _LOW * page.height or lines[0].top > (1 - _LOW) * page.height:
        return None
    is_new = bool(known_roles(lines[0].segments[0].text)) and opens(lines, 0, em)
    if is_new or names_table(lines[0]):
        return None
    x0, x1 = before.xs[0], before.xs[-1]
    rules = _within(level, Line(0.0, x0, x1))
    near = [lines[0], *_near(lines[1:], lines[:1], rules, em)]
    reach = (_BEYOND if before.method == "alignment" else 1.0) * em
    outside = next(
        (k for k, line in enumerate(near) if line.x0 < x0 - reach or line.x1 > x1 + reach), len(near)
    )
    taken = _up_to_rule(page, _inside(page, near[:outside], x0, x1, rules, em), rules)
    if not _are_side_by_side([s for line in taken for s in line.segments], em):
        return None
    return replace(_bounded(page, taken, rules, x0, x1, em), is_rest=True)


def _are_side_by_side(segments: list[Segment], em: float) -> bool:
    """Do two of them stand beside each other, at one height or as a label in several lines beside its value?"""
    return any(b.x0 > a.x1 and abs(b.middle - a.middle) < em for a, b in itertools.permutations(segments, 2))


def _region(page: Page, lines: list[SegmentLine], k: int, level: list[Line], em: float) -> Region | None:
    """The form that begins with line k; None when what follows is none."""
    start = first_line(lines, k, em)
    if start is None or is_row_of_another(lines, start, level, em):
        return None
    first = lines[k]
    rules = _rules_of(level, lines[start], em)
    near = _near(lines[k + 1 :], lines[start : k + 1], rules, em)
    x0, x1 = (rules[0].start, rules[0].end) if rules else _width([first, *near], em)
    taken = [*lines[start : k + 1], *_inside(page, near, x0, x1, rules, em)]
    is_known = bool(known_roles(first.segments[0].text))
    closed = _up_to_rule(page, taken, rules)
    if is_form(closed, rules, em, is_known=is_known):
        taken = closed  # else the last line drawn is not its foot
    elif not is_form(taken, rules, em, is_known=is_known):
        return None
    while rules and (row := _row_over(lines[:start], level, rules[0], em)):
        start, rules = start - len(row[0]), [row[1], *rules]
        taken = [*row[0], *taken]
    return _bounded(page, taken, rules, x0, x1, em)


def _width(lines: list[SegmentLine], em: float) -> tuple[float, float]:
    """Left and right end of lines with nothing drawn around them, prose left out."""
    whole = [line for line in lines if line.is_multiple or line.x1 - line.x0 < _SHORT * em] or lines
    x0 = min(line.x0 for line in whole)
    inside = [line for line in lines if line.is_multiple or line.x0 > x0 + _INDENT * em]
    return x0, max((line.x1 for line in inside), default=x0)


def _row_over(
    lines: list[SegmentLine], level: list[Line], top: Line, em: float
) -> tuple[list[SegmentLine], Line] | None:
    """The lines of a cell or two drawn over the first line of a form, with the line over them."""
    over = [r for r in level if r.at < top.at - em and _is_as_wide(r, top)]
    if not over:
        return None
    rule = max(over, key=lambda r: r.at)
    row = [line for line in lines if rule.at < line.middle < top.at]
    is_close = bool(row) and row[0].top - rule.at < _CLOSED * em and top.at - row[-1].bottom < _CLOSED * em
    return (row, rule) if is_close and len(row) == 1 else None


def _is_as_wide(one: Line, other: Line) -> bool:
    return abs(one.start - other.start) < _EDGE and abs(one.end - other.end) < _EDGE


def _inside(
    page: Page, lines: list[SegmentLine], x0: float, x1: float, rules: list[Line], em: float
) -> list[SegmentLine]:
    """The lines up to a title, a heading, a note or prose that is no cell of the form."""
    levels = [*rules, *fill_edges(page.fills)]
    for k, line in enumerate(lines):
        is_text = is_prose(line, x0, x1, em) or ends_table(line, x0, em)
        if is_title(line, x0, x1, em) or (is_text and not _is_cell(lines, k, levels, em)):
            return lines[:k]
    return lines


def _is_cell(lines: list[SegmentLine], k: int, levels: list[Line], em: float) -> bool:
    """Is a line over the whole width one of a cell: drawn close above and below, or with headings right below it?"""
    line = lines[k]
    middle = (line.x0 + line.x1) / 2
    over = [r.at for r in levels if r.start < middle < r.end]
    above = max((at for at in over if at < line.middle), default=0.0)
    below = min((at for at in over if at > line.middle), default=float("inf"))
    cell = [other for other in lines if above < other.middle < below]
    if any(other.is_multiple for other in cell):
        end = next((i for i in range(k, len(lines)) if lines[i].is_multiple), k)
        steps = [b.top - a.bottom for a, b in itertools.pairwise(lines[max(0, k - 1) : end + 1])]
        return max(steps, default=0.0) < _CLOSE * em and are_headings([s.text for s in lines[end].segments])
    return cell[0].top - above < _CLOSED * em and below - cell[-1].bottom < _CLOSED * em


def _bounded(
    page: Page, taken: list[SegmentLine], rules: list[Line], x0: float, x1: float, em: float
) -> Region:
    """The region of these lines, with what is drawn around them."""
    top, foot = min(line.top for line in taken) - 1, max(line.bottom for line in taken) + 1
    rules = [r for r in rules if r.at < foot + _REACH * em]
    low, high = top - _REACH * em, foot + _REACH * em
    fills = [
        f for f in page.fills if low < f.top < foot and top < f.bottom < high and f.x0 < x1 and f.x1 > x0
    ]
    x0, x1 = min([x0, *(f.x0 for f in fills)]), max([x1, *(f.x1 for f in fills)])
    edges = [top, foot, *(r.at for r in rules), *(y for f in fills for y in (f.top, f.bottom))]
    source = "rules" if rules else "shading" if fills else "alignment"
    return Region(x0, x1, min(edges), max(edges), taken, rules, fills=fills, source=source, is_form=True)


def _near(
    lines: list[SegmentLine], taken: list[SegmentLine], rules: list[Line], em: float
) -> list[SegmentLine]:
    """The lines below the first row, up to a wide gap, a caption or another form."""
    opening = taken[-1].segments[0].text
    foot = max(line.bottom for line in taken)
    found: list[SegmentLine] = []
    for line in lines:
        is_cut = not rules or any(foot - 1 < r.at < line.top + 1 for r in rules)
        is_far = is_cut and line.top - foot > _GAP * em
        if is_far or names_table(line) or line.segments[0].text == opening:
            break
        found.append(line)
        foot = max(foot, line.bottom)
    return found


def _up_to_rule(page: Page, lines: list[SegmentLine], rules: list[Line]) -> list[SegmentLine]:
    """The lines down to the last one drawn, which closes a form that the page's foot does not cut."""
    is_cut = bool(lines) and lines[-1].bottom > _FOOT * page.height
    closed = [] if is_cut or not rules else [line for line in lines if line.middle < rules[-1].at]
    return closed or lines


def _rules_of(level: list[Line], first: SegmentLine, em: float) -> list[Line]:
    """The line over the first row and those below it that keep within its ends."""
    over = [
        r for r in level if 0 < first.middle - r.at < _REACH * em and r.start < first.x0 and r.end > first.x1
    ]
    if not over:
        return []
    return _within(level, max(over, key=lambda r: r.at))


def _within(level: list[Line], top: Line) -> list[Line]:
    """A line and those below it that keep within its ends."""
    return sorted(
        (r for r in level if r.at >= top.at and r.start > top.start - _EDGE and r.end < top.end + _EDGE),
        key=lambda r: (r.at, r.start),
    )
