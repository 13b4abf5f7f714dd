"""Rows of a region: the heights at which its values stand on one line, or that white or rules part."""

from __future__ import annotations

import itertools

from extractors.grids.column_lines import VALUES, WIDER, ColumnLines, agree, is_cut_value, is_one_line_per_row
from extractors.grids.drawn_lines import Line
from extractors.grids.region import Region
from extractors.vocabulary import shape
from normalizers.text import match_key

_EVEN = 0.2  # em by which heights of rows that are alike may differ


def find_anchors(columns: list[ColumnLines], em: float) -> list[float]:
    """Heights of the rows: where columns of values have their lines, else the bands that white parts."""
    usable = [c for c in columns if is_one_line_per_row(c, em)]
    bands = _by_bands(columns, em)
    if not usable:
        return bands
    most = max(len(c.segments) for c in usable)
    full = [c for c in usable if len(c.segments) >= 0.6 * most]  # not figures merged over many rows
    reference = max(full, key=lambda c: (_rank(c), sum(agree(c, o, em) for o in full), len(c.segments)))
    heights = [y for c in usable if c is reference or agree(reference, c, em) for y in c.middles]
    anchors = _cluster(heights, 0.5 * em)
    # Few values beside many rows of words: the values are merged over several rows.
    return bands if len(bands) >= 1.5 * len(anchors) and _rank(reference) < 2 else anchors


def _by_bands(columns: list[ColumnLines], em: float) -> list[float]:
    """Rows of words: between two rows the white band is wider than between two lines of a cell."""
    most = max((len(c.segments) for c in columns), default=0)
    usable = [c for c in columns if len(c.segments) >= 0.8 * most]  # labels stand between rows
    steps = [b - a for c in usable for a, b in zip(c.middles, c.middles[1:], strict=False)]
    lines = _cluster([y for c in usable for y in c.middles], 0.3 * em)
    apart = [b - a for a, b in itertools.pairwise(lines)]
    if not steps or not apart:
        return lines
    pitch = min(steps)
    if max(apart) <= WIDER * pitch:
        # Evenly spaced: all lines of one cell, or every line a row.
        return lines if pitch > 1.5 * em else [sum(lines) / len(lines)]
    groups = [[lines[0]]]
    for step, y in zip(apart, lines[1:], strict=True):
        if step > WIDER * pitch:
            groups.append([])
        groups[-1].append(y)
    return [(g[0] + g[-1]) / 2 for g in groups]


def with_cut_rows(columns: list[ColumnLines], anchors: list[float], em: float) -> list[float]:
    """Add a row above the first for lines that are the rest of a row cut by the page break.

    A cell stands centred on its row: lines above the first row's height without as many below it are not its own.
    """
    if len(anchors) < 2:
        return anchors
    first, pitch = anchors[0], min(b - a for a, b in itertools.pairwise(anchors))
    orphans: list[float] = []
    for column in columns:
        above = [y for y in column.middles if y < first - 0.35 * em]
        below = [y for y in column.middles if first + 0.35 * em < y < first + 0.5 * pitch]
        extra = above[: max(0, len(above) - len(below))]
        orphans += [y for y in extra if y < first - 0.6 * pitch]
    return [sum(orphans) / len(orphans), *anchors] if orphans else anchors


def with_bare_rows(columns: list[ColumnLines], anchors: list[float], em: float) -> list[float]:
    """Add rows without a value between rows of one height: their lines stand exactly where rows would.

    A wrapped cell has its lines closer together, and a label of several rows stands between them.
    """
    steps = [b - a for a, b in itertools.pairwise(anchors)]
    pitch = min(steps, default=0.0)
    even = sum(step - pitch < _EVEN * em for step in steps)
    if 2 * even < len(steps) or not even:
        return anchors
    lines = sorted({y for column in columns for y in column.middles})
    found: list[float] = []
    for a, b in itertools.pairwise(anchors):
        between = [a + n * pitch for n in range(1, round((b - a) / pitch))]
        inside = [y for y in lines if a + _EVEN * em < y < b - _EVEN * em]
        at_rows = all(any(abs(y - at) < _EVEN * em for at in between) for y in inside)
        taken = all(any(abs(y - at) < _EVEN * em for y in inside) for at in between)
        found += [a, *between] if at_rows and taken else [a]
    return [*found, anchors[-1]]


def _rank(column: ColumnLines) -> int:
    """How surely a column has one line in each row: ordinals, percentages, then numbers."""
    keys = [match_key(t) for t in column.texts]
    if len(keys) >= 2 and all(k.isdecimal() and len(k) < 10 for k in keys):
        numbers = [int(k) for k in keys]
        if all(b - a == 1 for a, b in itertools.pairwise(numbers)):
            return 3
    shapes = [shape(t) for t in column.texts]
    if all(s in ("percent", "blank") for s in shapes):
        return 2
    return 1 if all(s in ("number", "percent", "blank") for s in shapes) else 0


def _cluster(values: list[float], width: float) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= width:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def ruled_rows(
    region: Region, top: float, bottom: float, anchors: list[float], columns: list[ColumnLines], x1: float
) -> list[Line] | None:
    """The rules below the header when they separate the rows; None when they do not."""
    inner = [r for r in region.rules if top + 1 < r.at < bottom - 1 and r.end > x1 - 8]
    edges = [top, *(r.at for r in inner), bottom]
    bands = [(a, b) for a, b in itertools.pairwise(edges) if any(a < y < b for y in anchors)]
    if not anchors or not inner:
        return None
    single = sum(sum(a < y < b for y in anchors) == 1 for a, b in bands)
    if len(bands) >= 0.8 * len(anchors) or (2 * single >= len(bands) and not _hold_more(columns, bands)):
        return inner
    return None


def _hold_more(columns: list[ColumnLines], bands: list[tuple[float, float]]) -> bool:
    """Does a band between two rules hold two whole values of one column: more than one row?"""
    for column in columns:
        for low, high in bands:
            inside = [t for t, y in zip(column.texts, column.middles, strict=True) if low < y < high]
            values = [t for t in inside if shape(t) in VALUES]
            if len(values) > 1 and not all(is_cut_value(a, b) for a, b in itertools.pairwise(values)):
                return True
    return False
