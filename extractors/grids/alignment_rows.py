"""Rows of a region: where values stand on one line, and which wrapped lines belong to which row."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from extractors.geometry import band_of
from extractors.grids.lattice import Line
from extractors.grids.region import Region
from extractors.lines import Segment, SegmentLine
from extractors.vocabulary import shape
from normalizers.text import match_key

_VALUES = ("number", "percent", "quantity", "date", "blank")
_BROKEN = re.compile(r"\d[.,]\d?$|\d{4,}$")  # a number that the edge of its cell may have cut
_REST = re.compile(r"\d{1,3}(\D{0,3}$|$)|[.,]\d")
_REST_ONLY = re.compile(r"[.,]\d|[%％]$")  # what no value begins with
_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?[%％]?")
_MOST_LINES = 60  # lines that one cell may hold
WIDER = 1.15  # times the distance of two lines in a cell: a wider step begins a new row
_SPLIT, _TORN = 0.15, 0.15  # cost in em of a wide step inside a cell, of a narrow step between two
_EVEN = 0.2  # em by which heights of rows that are alike may differ
_EMPTY = 0.25  # cost of a row without text in a column, in em


@dataclass(frozen=True)
class ColumnLines:
    """The lines of one column from top to bottom."""

    segments: list[list[Segment]]  # one entry per line; a line may be cut into several segments

    @cached_property
    def middles(self) -> list[float]:
        return [sum(s.middle for s in line) / len(line) for line in self.segments]

    @cached_property
    def texts(self) -> list[str]:
        return [" ".join(s.text for s in line) for line in self.segments]


def column_lines(lines: list[SegmentLine], xs: list[float]) -> list[ColumnLines]:
    """Share the segments of the body among the columns by their centres."""
    columns: list[list[list[Segment]]] = [[] for _ in range(len(xs) - 1)]
    for line in lines:
        by_column: dict[int, list[Segment]] = {}
        for segment in line.segments:
            home = band_of(xs, segment.centre)
            by_column.setdefault(home, []).append(segment)
        for column, segments in by_column.items():
            columns[column].append(segments)
    return [ColumnLines(c) for c in columns]


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


def is_one_line_per_row(column: ColumnLines, em: float) -> bool:
    """A column of whole numbers or percentages, none of which goes on in the next line."""
    if not holds_whole_values(column, em):
        return False
    texts, middles = column.texts, column.middles
    steps = [y - x for x, y in itertools.pairwise(middles)]
    pairs = zip(texts, texts[1:], steps, strict=False)
    return not any(step < 1.9 * em and is_cut_value(a, b) for a, b, step in pairs)


def holds_whole_values(column: ColumnLines, em: float) -> bool:
    """Are nearly all lines whole values, not all of them blank, and no two of them on one another's height?"""
    texts = column.texts
    whole = [shape(t) in _VALUES and not t.endswith((".", ",", "，")) for t in texts]
    if not texts or sum(whole) < 0.8 * len(texts) or all(shape(t) == "blank" for t in texts):
        return False
    return all(b - a >= 0.9 * em for a, b in itertools.pairwise(column.middles))


def is_rest(text: str) -> bool:
    """Does a text begin as no value does: with a decimal point or a comma, or is it a percent sign alone?"""
    return bool(_REST_ONLY.match(match_key(text)))


def is_cut_value(above: str, below: str) -> bool:
    """May the two lines be one number that the edge of its cell has cut?"""
    a, b = match_key(above), match_key(below)
    if "," in a and shape(a) == "number" and not _GROUPED.fullmatch(a):
        return bool(_GROUPED.fullmatch(a + b))
    return is_rest(below) or bool(_BROKEN.search(a) and _REST.match(b))


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


def agree(first: ColumnLines, second: ColumnLines, em: float) -> bool:
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


def assign(column: ColumnLines, anchors: list[float], em: float) -> list[list[int]]:
    """Line numbers of each row: the split in order that best centres every cell on its row (or hangs it from it)."""
    plain = _one_by_one(column.middles, anchors, em)
    if plain is not None:
        return plain
    centred, hung = (_assign(column.middles, anchors, em, mode) for mode in ("centre", "top"))
    return centred[1] if centred[0] <= hung[0] + 0.3 * em else hung[1]


def _one_by_one(middles: list[float], anchors: list[float], em: float) -> list[list[int]] | None:
    """Every line alone in its row, where that is plain: what `_assign` would find at length.

    Of lines this near to rows of their own, none is cheaper to put together: that leaves another row empty, and saves
    no more than the distances of the lines and the tearing.
    """
    reach = (_EMPTY - _TORN) / 2 * em
    out: list[list[int]] = [[] for _ in anchors]
    last = -1
    for line, y in enumerate(middles):
        row = bisect_left(anchors, y - reach)
        if row <= last or bisect_right(anchors, y + reach, row) != row + 1:
            return None
        out[row].append(line)
        last = row
    return out


def _assign(
    middles: list[float], anchors: list[float], em: float, mode: str
) -> tuple[float, list[list[int]]]:
    """Cheapest split of the lines into cells, one per row, in order.

    A cell costs its distance from its row, and more when a wide step lies inside it or a narrow one before it.
    """
    n, rows = len(middles), len(anchors)
    steps = [0.0, *(b - a for a, b in itertools.pairwise(middles))]
    pitch = min(steps[1:], default=0.0)
    is_wide = [step > WIDER * pitch for step in steps]
    mixed = any(is_wide[1:]) and not all(is_wide[1:]) and pitch < 1.9 * em
    cost = [[float("inf")] * (rows + 1) for _ in range(n + 1)]
    take = [[0] * (rows + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0
    for r in range(1, rows + 1):
        for i in range(n + 1):
            best, size = cost[i][r - 1] + _EMPTY * em, 0
            inside = 0
            for k in range(1, min(i, _MOST_LINES) + 1):
                first = i - k
                if k > 1:
                    if steps[first + 1] > 2.6 * em:
                        break
                    inside += is_wide[first + 1]
                place = (middles[first] + middles[i - 1]) / 2 if mode == "centre" else middles[first]
                total = cost[first][r - 1] + abs(place - anchors[r - 1])
                if mixed:
                    total += em * (_SPLIT * inside + _TORN * (first > 0 and not is_wide[first]))
                if total < best:
                    best, size = total, k
            cost[i][r], take[i][r] = best, size
    out: list[list[int]] = [[] for _ in anchors]
    i = n
    for r in range(rows, 0, -1):
        k = take[i][r]
        out[r - 1] = list(range(i - k, i))
        i -= k
    return cost[n][rows], out if i == 0 else [[] for _ in anchors]


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
            values = [t for t in inside if shape(t) in _VALUES]
            if len(values) > 1 and not all(is_cut_value(a, b) for a, b in itertools.pairwise(values)):
                return True
    return False


def boundaries(
    rows: list[list[tuple[float, float]]], anchors: list[float], top: float, bottom: float
) -> list[float]:
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
    best: dict[tuple[int, int], tuple[float, int]] = {
        (0, start): (empty * (start > 0), 0) for start in range(rows)
    }
    for k in range(1, labels + 1):
        for end in range(k, rows - (labels - k) + 1):
            options = [
                (best[k - 1, start][0] + abs((ys[start] + ys[end]) / 2 - centres[k - 1]), start)
                for start in range(k - 1, end)
                if (k - 1, start) in best
            ]
            if options:
                best[k, end] = min(options)
    ends = [
        (best[labels, end][0] + empty * (end < rows), end)
        for end in range(1, rows + 1)
        if (labels, end) in best
    ]
    if not labels or not ends:
        return [], float("inf")
    _, end = min(ends)
    ranges: list[tuple[int, int]] = []
    for k in range(labels, 0, -1):
        start = best[k, end][1]
        ranges.append((start, end))
        end = start
    ranges.reverse()
    distances = [abs((ys[a] + ys[b]) / 2 - centre) for (a, b), centre in zip(ranges, centres, strict=True)]
    return ranges, sum(distances) / labels
