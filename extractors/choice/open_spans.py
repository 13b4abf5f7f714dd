"""How many columns and rows the texts of an open table cover: names over columns, and names of groups of rows."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.choice.open_texts import Item, Placed, Row
from extractors.grids import Line
from extractors.vocabulary import is_value

_CENTRED = 0.35  # of a row's height by which a name may stand off the middle of its rows
_MIDDLE = 0.8  # em by which a text over all columns may stand off their middle


def covered(item: Item, row: Row, xs: list[float], em: float) -> tuple[int, int]:
    """First column and one past the last: a text alone in its row covers all columns when it runs over some."""
    first, last, columns = item.first, item.last, len(xs) - 1
    if len(row.items) == 1 and len(row.middles) == 1:
        x0, x1 = min(s.x0 for s in item.segments), max(s.x1 for s in item.segments)
        is_middle = abs(x0 + x1 - xs[0] - xs[-1]) < 2 * _MIDDLE * em
        if last - first > 1 or (is_middle and first > 0):
            return 0, columns
    if last - first > 1 and not row.columns & set(range(first)):
        first = 0
    return first, last


def between(item: Item, middle: float, ys: list[float]) -> Placed:
    """A name that stands between two rows covers both."""
    edge = min(range(1, max(2, len(ys) - 1)), key=lambda k: abs(ys[k] - middle))
    return Placed(edge - 1, item.first, min(2, len(ys) - edge), item.last - item.first, item.segments)


def with_names(placed: list[Placed], ys: list[float], rules: Sequence[Line], xs: list[float]) -> list[Placed]:
    """Names grown over the empty rows above and below them, as far as they stand in the middle of these."""
    taken = {
        (r, c)
        for p in placed
        for r in range(p.row, p.row + p.row_span)
        for c in range(p.column, p.column + p.column_span)
    }
    for name in sorted(placed, key=lambda p: p.row):
        if name.column_span > 1 or is_value(" ".join(s.text for s in name.segments)):
            continue
        rows = _centred_rows(name, ys, taken, rules, xs)
        if rows is not None and (name.row_span > 1 or _is_closed(rows, name.column, ys, rules, xs)):
            name.row, name.row_span = rows[0], rows[1] - rows[0]
            taken |= {(r, name.column) for r in range(*rows)}
    return placed


def _centred_rows(
    name: Placed, ys: list[float], taken: set[tuple[int, int]], rules: Sequence[Line], xs: list[float]
) -> tuple[int, int] | None:
    """The most rows, as many above as below, in whose middle a name stands and which are empty beside it."""
    middle = (min(s.top for s in name.segments) + max(s.bottom for s in name.segments)) / 2
    best = None
    low, high = name.row, name.row + name.row_span
    while low > 0 and high < len(ys) - 1:
        if (low - 1, name.column) in taken or _is_drawn(ys[low], name.column, rules, xs):
            break
        if (high, name.column) in taken or _is_drawn(ys[high], name.column, rules, xs):
            break
        low, high = low - 1, high + 1
        if abs((ys[low] + ys[high]) / 2 - middle) < _CENTRED * (ys[high] - ys[low]) / (high - low):
            best = low, high
    return best


def _is_closed(
    rows: tuple[int, int], column: int, ys: list[float], rules: Sequence[Line], xs: list[float]
) -> bool:
    """Do lines, or the ends of the table, close the rows above and below?"""
    above = rows[0] == 0 or _is_drawn(ys[rows[0]], column, rules, xs)
    return above and (rows[1] == len(ys) - 1 or _is_drawn(ys[rows[1]], column, rules, xs))


def _is_drawn(y: float, column: int, rules: Sequence[Line], xs: list[float]) -> bool:
    middle = (xs[column] + xs[column + 1]) / 2
    return any(abs(r.at - y) < 1 and r.start < middle < r.end for r in rules)
