"""Columns that rows of different cells share, and which of them each text covers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.segments import Segment
from extractors.values import is_value

Text = list[Segment]
_PADDING = 6.0  # points between a text set to a side and the edge of its cell
_BEYOND = 10  # times as bad as a point inside
_ASIDE = 0.045  # what a text at a side costs where all others stand in the middle, as a share of the width
EMPTY = 0.03  # what a cell without a text costs, as a share of the table's width


def column_edges(rows: Sequence[list[Text]], known: list[float]) -> list[float]:
    """Edges of columns, left to right: those that are known, and as few others as part all texts of every row.

    Rows with many texts come first: they show the columns best.
    """
    gaps = [
        (-len(texts), max(s.x1 for s in a), min(s.x0 for s in b))
        for texts in rows
        for a, b in itertools.pairwise(texts)
    ]
    white: list[tuple[float, float]] = []  # where each of the other edges may stand
    for _, low, high in sorted(gaps, key=lambda gap: (gap[0], gap[2] - gap[1])):
        if any(low - 1 < x < high + 1 for x in known):
            continue
        shared = [(min(high, b) - max(low, a), k) for k, (a, b) in enumerate(white)]
        width, k = max(shared, default=(0.0, -1))
        if width > 0:
            white[k] = max(low, white[k][0]), min(high, white[k][1])
        else:
            white.append((low, high))
    return sorted([*known, *((a + b) / 2 for a, b in white)])


def placed(
    texts: list[Text],
    xs: list[float],
    em: float,
    is_centred: bool = False,
    ends: Sequence[float] = (),
    cells: Sequence[tuple[float, float] | None] = (),
    empty: float = EMPTY,
) -> list[tuple[tuple[int, int], list[Segment]]]:
    """Columns (first, one past the last) with the text in them, from left to right, for all columns.

    A text covers the columns in whose middle, or at one of whose ends, it stands best; the others stay empty. No text
    covers columns beyond its place in `ends`, and those with a cell in `cells` have its sides. An empty cell costs `empty` of the table's width.
    """
    columns, width = len(xs) - 1, xs[-1] - xs[0]
    aside = _ASIDE * width if is_centred else 0.0
    best: dict[tuple[int, int], tuple[float, int, bool]] = {(0, 0): (0.0, 0, False)}
    for end in range(1, columns + 1):
        for count in range(len(texts) + 1):
            options = []
            if (count, end - 1) in best:
                options.append((best[count, end - 1][0] + empty * width, end - 1, False))
            for start in range(end) if count else ():
                if (count - 1, start) in best:
                    cost = _distance(texts[count - 1], xs[start], xs[end], em, aside)
                    if ends and xs[end] > ends[count - 1]:
                        cost += _BEYOND * (xs[end] - ends[count - 1])
                    if cells and (cell := cells[count - 1]):
                        cost += _BEYOND * (abs(xs[start] - cell[0]) + abs(xs[end] - cell[1]))
                    options.append((best[count - 1, start][0] + cost, start, True))
            if options:
                best[count, end] = min(options)
    if (len(texts), columns) not in best:
        return [((0, columns), [s for text in texts for s in text])]
    found: list[tuple[tuple[int, int], list[Segment]]] = []
    count, end = len(texts), columns
    while end:
        _, start, is_filled = best[count, end]
        found.append(((start, end), texts[count - 1] if is_filled else []))
        count, end = count - is_filled, start
    return found[::-1]


def _distance(text: Text, left: float, right: float, em: float, aside: float) -> float:
    """Points between a text and the nearest place where it would stand in a cell.

    Figures stand in the middle or at the right, other texts in the middle or at the left, which costs
    `aside` where nothing is set to a side.
    """
    x0, x1 = min(s.x0 for s in text), max(s.x1 for s in text)
    outside = max(0.0, left - x0 - 1) + max(0.0, x1 - right - 1)
    middle = abs((x0 + x1) / 2 - (left + right) / 2)
    is_figure = len(text) == 1 and is_value(text[0].text)
    side = max(0.0, (abs(right - x1) if is_figure else abs(x0 - left)) - _PADDING)
    return _BEYOND * outside + min(middle, em / 2 + aside + 2 * side)
