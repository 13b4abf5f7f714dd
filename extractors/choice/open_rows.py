"""Rows of a table without lines between them: what stands on one baseline is a row.

A line is the rest of the one above it when the words it begins with had no room there; names that stand centred over
several rows cover them; a text alone in its row covers the columns it runs over.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.choice.open_spans import between, covered, with_names
from extractors.choice.open_texts import Item, Placed, Row
from extractors.geometry import band_of, median
from extractors.grids import Line
from extractors.lines import Segment

_LEVEL = 0.4  # em by which the texts of one row may differ in height
_INSIDE = 0.5  # share of its height by which a text overlaps the one it belongs to, above or below it
_CLOSE = 1.25  # times the least distance of two lines: lines of one cell stand no further apart
_BETWEEN = 0.75  # of the usual distance of two rows: a text nearer to both stands between them
_EVEN = 1.3  # times, at most, one of two distances that are alike
_OVER = 0.5  # em by which a text must reach into a column to cover it


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
            first, last = covered(item, row, xs, em)
            placed.append(Placed(r, first, 1, last - first, item.segments))
    for k in sorted(floating):
        placed += [between(item, levels[k].middles[0], ys) for item in levels[k].items]
    return with_names(placed, ys, rules, xs), ys


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
