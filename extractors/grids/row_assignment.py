"""Which lines of a column belong to which row: cells centred on their rows, labels centred over several."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right

from extractors.grids.column_lines import WIDER, ColumnLines

_MOST_LINES = 60  # lines that one cell may hold
_SPLIT, _TORN = 0.15, 0.15  # cost in em of a wide step inside a cell, of a narrow step between two
_EMPTY = 0.25  # cost of a row without text in a column, in em


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
