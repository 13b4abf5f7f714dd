"""Rows of a table without lines between them: what stands on one baseline is a row.

A line is the rest of the one above it when the words it begins with had no room there; names that stand centred over
several rows cover them; a text alone in its row covers the columns it runs over.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.geometry import band_of, median
from extractors.lattice import Line
from extractors.segments import Segment
from extractors.values import is_value

_LEVEL = 0.4  # em by which the texts of one row may differ in height
_INSIDE = 0.5  # share of its height by which a text overlaps the one it belongs to, above or below it
_CLOSE = 1.25  # times the least distance of two lines: lines of one cell stand no further apart
_BETWEEN = 0.75  # of the usual distance of two rows: a text nearer to both stands between them
_EVEN = 1.3  # times, at most, one of two distances that are alike
_OVER = 0.5  # em by which a text must reach into a column to cover it
_CENTRED = 0.35  # of a row's height by which a name may stand off the middle of its rows
_MIDDLE = 0.8  # em by which a text over all columns may stand off their middle


@dataclass(slots=True)
class Item:
    """A text and the columns it covers, first and one past the last."""

    first: int
    last: int
    segments: list[Segment]

    @property
    def columns(self) -> set[int]:
        return set(range(self.first, self.last))

    @property
    def is_figure(self) -> bool:
        return is_value(" ".join(s.text for s in self.segments))


@dataclass(slots=True)
class Row:
    """The texts of one or more lines, and the heights of the lines."""

    middles: list[float]
    items: list[Item] = field(default_factory=list)

    @property
    def columns(self) -> set[int]:
        return {c for item in self.items for c in item.columns}

    @property
    def top(self) -> float:
        return min(s.top for item in self.items for s in item.segments)

    @property
    def bottom(self) -> float:
        return max(s.bottom for item in self.items for s in item.segments)


@dataclass(slots=True)
class Placed:
    """A text with its place in the grid: row, column and spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    segments: list[Segment]


def open_rows(
    segments: Sequence[Segment],
    xs: list[float],
    rules: Sequence[Line],
    extent: tuple[float, float],
    em: float,
) -> tuple[list[Placed], list[float]]:
    """The texts with their places, and the edges of the rows between the heights of `extent`."""
    levels = _with_wrapped(levels_of(segments, xs, em))
    if not levels:
        return [], list(extent)
    floating = _floating(levels)
    rows = _joined([level for k, level in enumerate(levels) if k not in floating], xs, rules, em)
    ys = _edges(rows, rules, xs, extent)
    placed = []
    for r, row in enumerate(rows):
        for item in row.items:
            first, last = _covered(item, row, xs, em)
            placed.append(Placed(r, first, 1, last - first, item.segments))
    for k in sorted(floating):
        placed += [_between(item, levels[k].middles[0], ys) for item in levels[k].items]
    return _with_names(placed, ys, rules, xs), ys


def levels_of(segments: Sequence[Segment], xs: list[float], em: float) -> list[Row]:
    """Texts by height, from top to bottom; accents and indices that stand alone go with what they overlap."""
    levels: list[Row] = []
    last: list[Segment] = []
    for segment in sorted(segments, key=lambda s: s.middle):
        near = levels and segment.middle - levels[-1].middles[0] <= _LEVEL * em
        if not near and not any(_overlap(segment, other, em) for other in last):
            levels.append(Row([segment.middle]))
            last = []
        last.append(segment)
        levels[-1].items.append(Item(*_over(segment, xs, em), [segment]))
    for level in levels:
        level.items = _merged(sorted(level.items, key=lambda item: item.segments[0].x0))
        level.middles = [median(s.middle for item in level.items for s in item.segments)]
    return levels


def _overlap(one: Segment, other: Segment, em: float) -> bool:
    """Do two texts overlap in height, and touch or overlap across, as no two lines of a cell do?"""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    touching = min(one.x1, other.x1) - max(one.x0, other.x0) > -0.2 * em
    return touching and shared > _INSIDE * min(one.bottom - one.top, other.bottom - other.top)


def _over(segment: Segment, xs: list[float], em: float) -> tuple[int, int]:
    """The columns that a text covers, first and one past the last."""
    home = band_of(xs, segment.centre)
    reach = [
        c
        for c in range(len(xs) - 1)
        if min(segment.x1, xs[c + 1]) - max(segment.x0, xs[c]) > _OVER * em or c == home
    ]
    return reach[0], reach[-1] + 1


def _merged(items: list[Item]) -> list[Item]:
    """Texts over the same column are one."""
    out: list[Item] = []
    for item in items:
        if out and item.first < out[-1].last:
            out[-1] = Item(out[-1].first, max(out[-1].last, item.last), [*out[-1].segments, *item.segments])
        else:
            out.append(item)
    return out


def _with_wrapped(levels: list[Row]) -> list[Row]:
    """Lines of one column right above and below a row that lacks it are a wrapped cell of that row."""
    out: list[Row] = []
    k = 0
    while k < len(levels):
        part = levels[k : k + 3]
        if len(part) == 3 and _is_wrapped(*part):
            out.append(_one(_one(part[0], part[1]), part[2]))
            k += 3
        else:
            out.append(part[0])
            k += 1
    return out


def _is_wrapped(above: Row, row: Row, below: Row) -> bool:
    steps = row.middles[0] - above.middles[0], below.middles[0] - row.middles[0]
    return (
        len(above.columns) == 1
        and above.columns == below.columns
        and not above.columns & row.columns
        and not any(item.is_figure for item in above.items)
        and max(steps) < _EVEN * min(steps)
        and max(steps) < row.bottom - row.top
    )


def _floating(levels: list[Row]) -> set[int]:
    """Lines that stand between two rows: names of groups, each centred over several rows."""
    most = max(len(level.columns) for level in levels)
    main = [level.middles[0] for level in levels if 2 * len(level.columns) > most]
    steps = [b - a for a, b in itertools.pairwise(main)]
    if not steps:
        return set()
    pitch = median(steps)
    found = set()
    for k, (above, level, below) in enumerate(zip(levels, levels[1:], levels[2:], strict=False), 1):
        far = max(level.middles[0] - above.middles[-1], below.middles[0] - level.middles[0])
        is_sparse = len(level.middles) == 1 and 2 * len(level.columns) <= most
        if is_sparse and far < _BETWEEN * pitch and not level.columns & (above.columns | below.columns):
            found.add(k)
    return found


def _joined(levels: list[Row], xs: list[float], rules: Sequence[Line], em: float) -> list[Row]:
    """Rows of one or more lines."""
    steps = [b.middles[0] - a.middles[-1] for a, b in itertools.pairwise(levels)]
    least = min((s for s in steps if s > 0.8 * em), default=0.0)
    rows = [levels[0]]
    for step, level in zip(steps, levels[1:], strict=True):
        row = rows[-1]
        is_close = step < _CLOSE * least and not _is_parted(row, level, rules, xs)
        if is_close and (_goes_on(row, level, xs) or _begins(row, level, xs)):
            rows[-1] = _one(row, level)
        else:
            rows.append(level)
    return rows


def _is_parted(row: Row, level: Row, rules: Sequence[Line], xs: list[float]) -> bool:
    """Is a line drawn between the two over a column that both fill?"""
    shared = row.columns & level.columns or set(range(len(xs) - 1))
    return any(
        row.middles[-1] < rule.at < level.middles[0]
        and any(rule.start < (xs[c] + xs[c + 1]) / 2 < rule.end for c in shared)
        for rule in rules
    )


def _goes_on(row: Row, level: Row, xs: list[float]) -> bool:
    """Is the line the rest of wrapped texts of the row, which has more of them?"""
    return (
        level.columns < row.columns
        and 2 * len(level.columns) <= len(row.columns) + 1
        and not any(item.is_figure for item in level.items)
        and all(_had_no_room(row, item, xs) for item in level.items)
    )


def _begins(row: Row, level: Row, xs: list[float]) -> bool:
    """Is the row, so far, the beginning of wrapped texts of this line?"""
    rest = [item for item in level.items if item.columns & row.columns]
    return (
        row.columns < level.columns
        and 2 * len(row.columns) <= len(level.columns) + 1
        and not any(item.is_figure for item in [*row.items, *rest])
        and all(_had_no_room(row, item, xs) for item in rest)
    )


def _had_no_room(row: Row, item: Item, xs: list[float]) -> bool:
    """Would the first word of a text have run out of its column at the end of the line above it?"""
    above = next((other for other in row.items if other.columns & item.columns), None)
    if above is None or len(item.columns | above.columns) > 1:
        return False
    first = item.segments[0]
    word = (first.x1 - first.x0) * len(first.text.split()[0]) / len(first.text)
    last = [s for s in above.segments if abs(s.middle - row.middles[-1]) < 0.5 * (s.bottom - s.top)]
    return bool(last) and max(s.x1 for s in last) + word > xs[item.last]


def _one(row: Row, level: Row) -> Row:
    """Both as one row, texts over the same column put together."""
    items = [Item(item.first, item.last, list(item.segments)) for item in row.items]
    for item in level.items:
        same = next((other for other in items if other.columns & item.columns), None)
        if same is None:
            items.append(item)
        else:
            same.segments += item.segments
            same.first, same.last = min(same.first, item.first), max(same.last, item.last)
    return Row([*row.middles, *level.middles], sorted(items, key=lambda item: item.first))


def _edges(
    rows: list[Row], rules: Sequence[Line], xs: list[float], extent: tuple[float, float]
) -> list[float]:
    """Heights between the rows: where a line is drawn over the whole width, else half way."""
    full = [r.at for r in rules if r.start < xs[0] + 8 and r.end > xs[-1] - 8]
    found = [extent[0]]
    for above, below in itertools.pairwise(rows):
        drawn = [y for y in full if above.middles[-1] < y < below.middles[0]]
        found.append(drawn[0] if drawn else (above.bottom + below.top) / 2)
    return [*found, extent[1]]


def _covered(item: Item, row: Row, xs: list[float], em: float) -> tuple[int, int]:
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


def _between(item: Item, middle: float, ys: list[float]) -> Placed:
    """A name that stands between two rows covers both."""
    edge = min(range(1, max(2, len(ys) - 1)), key=lambda k: abs(ys[k] - middle))
    return Placed(edge - 1, item.first, min(2, len(ys) - edge), item.last - item.first, item.segments)


def _with_names(
    placed: list[Placed], ys: list[float], rules: Sequence[Line], xs: list[float]
) -> list[Placed]:
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
