"""Forms with lines between their rows and none between their columns.

Every band of a form has columns of its own, so white space over the whole height shows none. A line that begins inside
the form tells where a column does and that the labels left of it go on below; the rest is told by where texts stand
in their cells.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractors.geometry import band_of
from extractors.lattice import SNAP, Grid, GridBox
from extractors.model import RawTable
from extractors.pages import Page
from extractors.placing import column_edges, placed
from extractors.region import Region
from extractors.segment_cells import written_cell
from extractors.segments import Segment
from extractors.words import known_roles

_BANDS = 4  # lines over the whole width that a form has at least
_WIDEST = 3  # texts side by side that one of its rows has at least
_EDGE = 8.0


@dataclass(slots=True)
class _Block:
    """Bands [first, last) between the heights left and right, with the texts in it from left to right.

    Texts one under the other are one.
    """

    first: int
    last: int
    left: float
    right: float
    texts: list[list[Segment]]


def read_row_ruled(page: Page, region: Region, em: float, before: RawTable | None = None) -> RawTable | None:
    """The table of a region that is such a form, or goes on with the form `before`; None for all others."""
    if region.source != "rules":
        return None
    known = _edges_of(before, region)
    if known is None and not _is_form(region):
        return None
    ys = _heights(region)
    if not _parts_rows(region, ys):
        return None
    edges = [region.x0, *_starts(region, em), region.x1]
    blocks = _blocks(region, ys, edges)
    xs = column_edges([b.texts for b in blocks], _merged(edges, known or []))
    grid = Grid(xs, ys, [])
    cells = []
    for block in blocks:
        low, high = band_of(xs, block.left + 0.1), band_of(xs, block.right - 0.1) + 1
        for (start, end), inside in placed(block.texts, xs[low : high + 1], em):
            box = GridBox(block.first, low + start, block.last - block.first, end - start)
            cells.append(written_cell(page, grid, box, inside))
    return RawTable(page.number, xs, ys, sorted(cells, key=lambda c: (c.row, c.column)), region.source)


def _edges_of(before: RawTable | None, region: Region) -> list[float] | None:
    """The columns of a form on the page before, when this region is as wide; None when there is no such form."""
    if before is None or before.method != "rules":
        return None
    if abs((before.xs[-1] - before.xs[0]) - (region.x1 - region.x0)) > _EDGE:
        return None
    first = [c.text for c in before.cells if c.row == 0 and c.text]
    if not _is_pair(first) or all(c.column_span == 1 for c in before.cells):
        return None
    return [x - before.xs[0] + region.x0 for x in before.xs]


def _merged(edges: list[float], known: list[float]) -> list[float]:
    """Both, those that nearly agree once."""
    return sorted([*edges, *(x for x in known if all(abs(x - e) > SNAP for e in edges))])


def _parts_rows(region: Region, ys: list[float]) -> bool:
    """Is there a line for nearly every row? A table of three lines on the next page is no more of the form."""
    rows, bands = sum(line.is_multiple for line in region.lines), len(ys) - 1
    headed = sum(bool(known_roles(s.text)) for s in region.lines[0].segments) > 1
    return bands > 0 and rows <= (bands if headed else 2 * bands)


def _is_form(region: Region) -> bool:
    """Does it begin with a label and its value, alone between two lines, and have rows of many texts below?"""
    full = sorted(r.at for r in region.rules if _is_full(region, r.start, r.end))
    widest = max((len(line.segments) for line in region.lines), default=0)
    if len(full) < _BANDS or widest < _WIDEST:
        return False
    bands = [
        [s.text for line in region.lines if a < line.middle < b for s in line.segments]
        for a, b in itertools.pairwise(full)
    ]
    return _is_pair(bands[0]) or (len(bands[0]) == 1 and _is_pair(bands[1]))


def _is_pair(texts: list[str]) -> bool:
    """A label and its value: not the headings of two columns."""
    return len(texts) == 2 and bool(known_roles(texts[0])) and not known_roles(texts[1])


def _is_full(region: Region, start: float, end: float) -> bool:
    return start < region.x0 + _EDGE and end > region.x1 - _EDGE


def _heights(region: Region) -> list[float]:
    """Edges of the bands; a page break may leave the first or the last band open."""
    drawn = [r.at for r in region.rules]
    first, last = region.lines[0].middle, region.lines[-1].middle
    open_ends = ([region.top] if first < min(drawn) else []) + ([region.bottom] if last > max(drawn) else [])
    ys: list[float] = []
    for at in sorted([*drawn, *open_ends]):
        if not ys or at - ys[-1] > SNAP:
            ys.append(at)
    return ys


def _starts(region: Region, em: float) -> list[float]:
    """Where lines begin or end inside the form."""
    found: list[float] = []
    for x in sorted(x for r in region.rules for x in (r.start, r.end)):
        inside = region.x0 + em < x < region.x1 - em
        if inside and (not found or x - found[-1] > SNAP):
            found.append(x)
    return found


def _blocks(region: Region, ys: list[float], edges: list[float]) -> list[_Block]:
    """Neighbouring columns whose cells reach over the same bands, from the top."""
    segments = [s for line in region.lines for s in line.segments]
    found: list[_Block] = []
    tops = [0] * (len(edges) - 1)  # the band in which the open cell of each column begins
    for j, y in enumerate(ys[1:], 1):
        closed = [k for k, (a, b) in enumerate(itertools.pairwise(edges)) if _is_drawn(region, y, a, b)]
        if j == len(ys) - 1:
            closed = list(range(len(tops)))
        for run in _runs(closed, tops):
            left, right = edges[run[0]], edges[run[-1] + 1]
            first = tops[run[0]]
            inside = [s for s in segments if ys[first] < s.middle < y and left < s.centre < right]
            found.append(_Block(first, j, left, right, _side_by_side(inside)))
        for k in closed:
            tops[k] = j
    return found


def _is_drawn(region: Region, y: float, left: float, right: float) -> bool:
    middle = (left + right) / 2
    return any(abs(r.at - y) <= SNAP and r.start < middle < r.end for r in region.rules)


def _runs(columns: list[int], tops: list[int]) -> list[list[int]]:
    """Neighbouring columns with the same top."""
    runs: list[list[int]] = []
    for k in columns:
        if runs and runs[-1][-1] == k - 1 and tops[runs[-1][-1]] == tops[k]:
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def _side_by_side(segments: list[Segment]) -> list[list[Segment]]:
    """Segments from left to right; those that stand one under the other are one text."""
    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.x0):
        if groups and segment.x0 < max(s.x1 for s in groups[-1]):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups
