"""Columns that rows of different cells share, and which of them each text covers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.forms.texts import Text
from extractors.vocabulary import is_value

EMPTY = 0.03  # what a cell without a text costs, as a share of the table's width
ASIDE = 0.045  # what a text at a side costs where all others stand in the middle, as a share of the width
_BEYOND = 10  # times as bad as a point inside: a point outside
_PADDING = 6.0  # points between a text set to a side and the edge of its cell

Columns = tuple[int, int]
"""A first column and one past the last."""


@dataclass(slots=True)
class Item:
    """A text to be placed: it covers no column beyond `end`, and has the sides of `cell` where its cell is known."""

    text: Text
    end: float = float("inf")
    cell: tuple[float, float] | None = None


def column_edges(rows: Sequence[Sequence[Text]], known: list[float]) -> list[float]:
    """Edges of columns, left to right: those that are known, and as few others as part all texts of every row.

    Rows with many texts come first: they show the columns best.
    """
    gaps = [(-len(texts), a.x1, b.x0) for texts in rows for a, b in itertools.pairwise(texts)]
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
    items: Sequence[Item], xs: list[float], em: float, empty: float = EMPTY, aside: float = 0.0
) -> list[tuple[Columns, Item | None]]:
    """All columns between `xs`, from left to right, with the item that covers them, or one by one without.

    An item covers the columns in whose middle, or at one of whose ends, it stands best. `empty` and `aside` are what
    a column without an item and an item at a side cost, as shares of the width. There must be a column for each item.
    """
    columns, width = len(xs) - 1, xs[-1] - xs[0]
    best: dict[tuple[int, int], tuple[float, int, bool]] = {(0, 0): (0.0, 0, False)}
    for end in range(1, columns + 1):
        for count in range(min(end, len(items)) + 1):
            options = []
            if (count, end - 1) in best:
                options.append((best[count, end - 1][0] + empty * width, end - 1, False))
            for start in range(end) if count else ():
                if (count - 1, start) in best:
                    cost = _cost(items[count - 1], xs[start], xs[end], em, aside * width)
                    options.append((best[count - 1, start][0] + cost, start, True))
            if options:
                best[count, end] = min(options)
    found: list[tuple[Columns, Item | None]] = []
    count, end = len(items), columns
    while end:
        _, start, is_filled = best[count, end]
        found.append(((start, end), items[count - 1] if is_filled else None))
        count, end = count - is_filled, start
    return found[::-1]


def _cost(item: Item, left: float, right: float, em: float, aside: float) -> float:
    cost = distance(item.text, left, right, em, aside) + _BEYOND * max(0.0, right - item.end)
    if item.cell is not None:
        cost += _BEYOND * (abs(left - item.cell[0]) + abs(right - item.cell[1]))
    return cost


def distance(text: Text, left: float, right: float, em: float, aside: float = 0.0) -> float:
    """Points between a text and the nearest place where it would stand in a cell.

    Figures stand in the middle or at the right, other texts in the middle or at the left; at a side costs `aside`.
    """
    outside = max(0.0, left - text.x0 - 1) + max(0.0, text.x1 - right - 1)
    middle = abs(text.centre - (left + right) / 2)
    is_figure = len(text.segments) == 1 and is_value(text.segments[0].text)
    side = max(0.0, (abs(right - text.x1) if is_figure else abs(text.x0 - left)) - _PADDING)
    return _BEYOND * outside + min(middle, em / 2 + aside + 2 * side)
