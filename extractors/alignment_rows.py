"""Rows of a region: where values stand on one line, and which wrapped lines belong to which row."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from extractors.lattice import Line
from extractors.regions import Region
from extractors.segments import Segment, SegmentLine
from extractors.values import shape
from normalizers.text import match_key

_VALUES = ("number", "percent", "quantity", "date", "blank")
_BROKEN = re.compile(r"\d[.,]\d?$|\d{4,}$")  # a number that the edge of its cell may have cut
_REST = re.compile(r"\d{1,3}(\D{0,3}$|$)|[.,]\d")
_MOST_LINES = 60  # lines that one cell may hold
_EMPTY = 0.25  # cost of a row without text in a column, in em


@dataclass(slots=True)
class ColumnLines:
    """The lines of one column from top to bottom."""

    segments: list[list[Segment]]  # one entry per line; a line may be cut into several segments

    @property
    def middles(self) -> list[float]:
        return [sum(s.middle for s in line) / len(line) for line in self.segments]

    @property
    def texts(self) -> list[str]:
        return [" ".join(s.text for s in line) for line in self.segments]


def column_lines(lines: list[SegmentLine], xs: list[float]) -> list[ColumnLines]:
    """Share the segments of the body among the columns by their centres."""
    columns: list[list[list[Segment]]] = [[] for _ in range(len(xs) - 1)]
    for line in lines:
        by_column: dict[int, list[Segment]] = {}
        for segment in line.segments:
            home = max(0, min(len(xs) - 2, int(np.searchsorted(xs, segment.centre)) - 1))
            by_column.setdefault(home, []).append(segment)
        for column, segments in by_column.items():
            columns[column].append(segments)
    return [ColumnLines(c) for c in columns]


def find_anchors(columns: list[ColumnLines], em: float) -> list[float]:
    """Heights of the rows: where columns of values have their lines; else where the best spaced column has its cells."""
    usable = [c for c in columns if _is_one_line_per_row(c, em)]
    if usable:
        most = max(len(c.segments) for c in usable)
        full = [c for c in usable if len(c.segments) >= 0.6 * most]  # not figures merged over many rows
        reference = max(full, key=lambda c: (_rank(c), sum(_agree(c, o, em) for o in full), len(c.segments)))
        heights = [y for c in usable if c is reference or _agree(reference, c, em) for y in c.middles]
        return _cluster(heights, 0.5 * em)
    groups = [_by_pitch(column.middles, em) for column in columns if len(column.segments) > 0]
    best = max(groups, key=len, default=[])
    return [sum(g) / len(g) for g in best]


def with_cut_rows(columns: list[ColumnLines], anchors: list[float], em: float) -> list[float]:
    """Add a row above the first for lines that are the rest of a row cut by the page break.

    A cell stands centred on its row: lines above the first row's height without as many below it are not its own.
    """
    if len(anchors) < 2:
        return anchors
    first, pitch = anchors[0], min(b - a for a, b in zip(anchors, anchors[1:], strict=False))
    orphans: list[float] = []
    for column in columns:
        above = [y for y in column.middles if y < first - 0.35 * em]
        below = [y for y in column.middles if first + 0.35 * em < y < first + 0.5 * pitch]
        extra = above[: max(0, len(above) - len(below))]
        orphans += [y for y in extra if y < first - 0.6 * pitch]
    return [sum(orphans) / len(orphans), *anchors] if orphans else anchors


def _is_one_line_per_row(column: ColumnLines, em: float) -> bool:
    """A column of whole numbers or percentages, none of which goes on in the next line."""
    texts = column.texts
    whole = [shape(t) in _VALUES and not t.endswith((".", ",", "，")) for t in texts]
    if not texts or sum(whole) < 0.8 * len(texts) or all(shape(t) == "blank" for t in texts):
        return False
    middles = column.middles
    steps = [y - x for x, y in zip(middles, middles[1:], strict=False)]
    if steps and min(steps) < 0.9 * em:
        return False
    pairs = zip(texts, texts[1:], steps, strict=False)
    return not any(step < 1.9 * em and _BROKEN.search(a) and _REST.match(b) for a, b, step in pairs)


def _rank(column: ColumnLines) -> int:
    """How surely a column has one line in each row: ordinals, percentages, then numbers."""
    keys = [match_key(t) for t in column.texts]
    if len(keys) >= 2 and all(k.isdigit() for k in keys):
        numbers = [int(k) for k in keys]
        if all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False)):
            return 3
    shapes = [shape(t) for t in column.texts]
    if all(s in ("percent", "blank") for s in shapes):
        return 2
    return 1 if all(s in ("number", "percent", "blank") for s in shapes) else 0


def _agree(first: ColumnLines, second: ColumnLines, em: float) -> bool:
    """Does the second column have a line beside nearly every line of the first?"""
    others = second.middles
    beside = sum(any(abs(y - o) < 0.35 * em for o in others) for y in first.middles)
    return beside >= 0.8 * len(first.segments)


def _cluster(values: list[float], width: float) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= width:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _by_pitch(middles: list[float], em: float) -> list[list[float]]:
    """Lines of a column grouped into cells: the gap between cells is wider than between lines of one cell."""
    if len(middles) < 2:
        return [middles] if middles else []
    steps = [b - a for a, b in zip(middles, middles[1:], strict=False)]
    if max(steps) > 1.3 * min(steps):
        limit = 1.25 * min(steps)
    else:  # evenly spaced: all lines of one cell, or all rows
        limit = 0.0 if min(steps) > 1.5 * em else float("inf")
    groups = [[middles[0]]]
    for step, middle in zip(steps, middles[1:], strict=True):
        if step > limit:
            groups.append([])
        groups[-1].append(middle)
    return groups


def assign(column: ColumnLines, anchors: list[float], em: float) -> list[list[int]]:
    """Line numbers of each row: the split in order that best centres every cell on its row (or hangs it from it)."""
    centred, hung = (_assign(column.middles, anchors, em, mode) for mode in ("centre", "top"))
    return centred[1] if centred[0] <= hung[0] + 0.3 * em else hung[1]


def _assign(middles: list[float], anchors: list[float], em: float, mode: str) -> tuple[float, list[list[int]]]:
    n, rows = len(middles), len(anchors)
    infinite = float("inf")
    cost = np.full((n + 1, rows + 1), infinite)
    take = np.zeros((n + 1, rows + 1), dtype=int)
    cost[0, 0] = 0.0
    for r in range(1, rows + 1):
        for i in range(n + 1):
            best, size = cost[i, r - 1] + _EMPTY * em, 0
            for k in range(1, min(i, _MOST_LINES) + 1):
                if cost[i - k, r - 1] == infinite:
                    continue
                cell = middles[i - k : i]
                if k > 1 and max(b - a for a, b in zip(cell, cell[1:], strict=False)) > 2.6 * em:
                    break
                place = sum(cell) / k if mode == "centre" else cell[0]
                total = cost[i - k, r - 1] + abs(place - anchors[r - 1])
                if total < best:
                    best, size = total, k
            cost[i, r], take[i, r] = best, size
    out: list[list[int]] = [[] for _ in anchors]
    i = n
    for r in range(rows, 0, -1):
        k = int(take[i, r])
        out[r - 1] = list(range(i - k, i))
        i -= k
    return float(cost[n, rows]), out if i == 0 else [[] for _ in anchors]


def ruled_rows(region: Region, top: float, bottom: float, anchors: list[float], x1: float) -> list[Line] | None:
    """The rules below the header when they separate the rows; None when they do not."""
    inner = [r for r in region.rules if top + 1 < r.at < bottom - 1 and r.end > x1 - 8]
    edges = [top, *(r.at for r in inner), bottom]
    bands = sum(any(a < y < b for y in anchors) for a, b in zip(edges, edges[1:], strict=False))
    return inner if anchors and inner and bands >= 0.8 * len(anchors) else None


def boundaries(rows: list[list[tuple[float, float]]], anchors: list[float], top: float, bottom: float) -> list[float]:
    """Heights between rows from the extents (top, bottom) of the text in each."""
    found = [top]
    for r in range(len(rows) - 1):
        above = max((b for _, b in rows[r]), default=anchors[r])
        below = min((a for a, _ in rows[r + 1]), default=anchors[r + 1])
        middle = (above + below) / 2
        if not anchors[r] < middle < anchors[r + 1]:
            middle = (anchors[r] + anchors[r + 1]) / 2
        found.append(middle)
    return [*found, bottom]


def spread_labels(centres: list[float], ys: list[float], empty: float) -> tuple[list[tuple[int, int]], float]:
    """Rows (first, one past last) that each label covers when each stands centred over neighbouring rows.

    Rows at the head or foot may be left without a label, at a cost of `empty` points: theirs stands on another page.
    Returns the ranges and the mean distance in points between labels and the middles of their rows.
    """
    labels, rows = len(centres), len(ys) - 1
    best: dict[tuple[int, int], tuple[float, int]] = {(0, start): (empty * (start > 0), 0) for start in range(rows)}
    for k in range(1, labels + 1):
        for end in range(k, rows - (labels - k) + 1):
            options = [
                (best[k - 1, start][0] + abs((ys[start] + ys[end]) / 2 - centres[k - 1]), start)
                for start in range(k - 1, end)
                if (k - 1, start) in best
            ]
            if options:
                best[k, end] = min(options)
    ends = [(best[labels, end][0] + empty * (end < rows), end) for end in range(1, rows + 1) if (labels, end) in best]
    if not labels or not ends:
        return [], float("inf")
    total, end = min(ends)
    ranges: list[tuple[int, int]] = []
    for k in range(labels, 0, -1):
        start = best[k, end][1]
        ranges.append((start, end))
        end = start
    return ranges[::-1], total / labels
