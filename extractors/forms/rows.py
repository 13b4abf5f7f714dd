"""Rows of a form.

Cells are written row by row, so a step back to the left begins a new row. Where the page is written line by line, the
texts that stand side by side at one height are a row, and what stands between two rows covers both.
"""

from __future__ import annotations

import itertools

from extractors.forms.texts import Text
from extractors.geometry import median
from extractors.grids import SNAP, Line

_LEVEL = 0.35  # em by which the texts of one row may differ in height
_BELOW = 0.2  # em below all texts of a row: what stands there is of the next
_BACK = 0.3  # em by which a text may begin before the one to its left ends
_SLANT = 0.6  # em of white that a row may have more on one side of its texts than on the other
_FEWEST = 2  # texts at the right of a row that tell how high it is
_SORTED = 0.5  # em by which heights may differ that pdfium takes for one
_A_ROW = 0.7  # of the usual distance of two rows: what is nearer is no row
_TIGHT = 0.5  # of the usual white between two rows: what has less above or below is no row of its own


def written_rows(texts: list[Text], em: float) -> list[list[Text]] | None:
    """Texts by row in writing order; None when the rows would not stand one under the other."""
    runs: list[list[Text]] = []
    for text in sorted(texts, key=lambda t: t.order):
        if not runs or text.x0 < runs[-1][-1].x1 - _BACK * em:
            runs.append([])
        runs[-1].append(text)
    runs = _as_written(runs, em)
    heights = [_height(run) for run in runs]
    steps = [b - a for a, b in itertools.pairwise(heights) if b > a]
    pitch = median(steps) if steps else 0.0
    rows = [
        row
        for run, below in zip(runs, [*heights[1:], float("inf")], strict=True)
        for row in _one_below_the_other(run, below, pitch, em)
    ]
    return rows if all(_height(b) > _height(a) for a, b in itertools.pairwise(rows)) else None


def _height(row: list[Text]) -> float:
    return min(t.middle for t in row)


def _as_written(runs: list[list[Text]], em: float) -> list[list[Text]]:
    """The runs with the last texts of a row given back to it: pdfium sorts them among the first of the next row where
    they stand at one height."""
    found: list[list[Text]] = []
    for run in runs:
        before = found[-1] if found else []
        last = found[-2][-1] if len(found) > 1 else None
        if (
            last is not None
            and len(before) > 1
            and last.x1 <= before[-1].x0
            and before[-2].x1 <= run[0].x0 + _BACK * em
            and abs(before[-1].first - before[-2].first) < _SORTED * em
            and min(abs(run[0].middle - before[-2].middle), abs(run[0].first - before[-2].first))
            < _LEVEL * em
        ):
            found[-2].append(before.pop())
            before += run
        else:
            found.append(run)
    return found


def _one_below_the_other(run: list[Text], below: float, pitch: float, em: float) -> list[list[Text]]:
    """A run of texts to the right, cut where all that follow stand a row lower: a row that begins under labels.

    `below` is the height of the next run and `pitch` the usual distance of two rows; what stands lower than the next
    row, or not as low as a row, covers several.
    """
    for k in range(1, len(run)):
        foot = max(s.bottom for t in run[:k] for s in t.segments)
        top, height = min(s.top for t in run[k:] for s in t.segments), _height(run[k:])
        if top > foot + _BELOW * em and height - _height(run[:k]) > _A_ROW * pitch and height < below:
            return [run[:k], *_one_below_the_other(run[k:], below, pitch, em)]
    return [run]


def seen_rows(texts: list[Text], em: float) -> tuple[list[list[Text]], list[Text]]:
    """Rows of texts side by side at one height, from top to bottom, and the texts that stand between rows."""
    groups: list[list[Text]] = []
    for text in sorted(texts, key=lambda t: t.middle):
        if groups and text.middle - groups[-1][0].middle <= _LEVEL * em:
            groups[-1].append(text)
        else:
            groups.append([text])
    rows = _most_texts(groups, 0.0)
    gaps = [_white(a, b) for a, b in itertools.pairwise(rows) if min(len(a), len(b)) > 1]
    rows = [list(row) for row in _most_texts(groups, _TIGHT * median(gaps) if gaps else 0.0)]
    between: list[Text] = []
    taken = {id(text) for row in rows for text in row}
    for text in (t for group in groups for t in group if id(t) not in taken):
        beside = [row for row in rows if abs(row[0].first - text.first) < _LEVEL * em]
        (beside[0] if beside else between).append(text)
    return [sorted(row, key=lambda t: t.x0) for row in rows], between


def _most_texts(groups: list[list[Text]], white: float) -> list[list[Text]]:
    """The groups with more than so many points of white between each two that hold most texts together."""
    best: list[tuple[int, int]] = []  # texts up to each group, and the group before it
    for k, group in enumerate(groups):
        options = [(best[j][0], j) for j in range(k) if _white(groups[j], group) > white]
        texts, before = max(options, default=(0, -1))
        best.append((texts + len(group), before))
    k = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    found: list[list[Text]] = []
    while k >= 0:
        found.append(groups[k])
        k = best[k][1]
    return found[::-1]


def _white(a: list[Text], b: list[Text]) -> float:
    """Points of white between two rows, a above b; negative when they overlap."""
    if min(len(a), len(b)) > 1:
        a, b = _without_labels(a), _without_labels(b)
    return _extent(b)[0] - _extent(a)[1]


def _without_labels(row: list[Text]) -> list[Text]:
    """The last texts of a row, of one height, where there are some: labels before them may be higher than the row."""
    ordered = sorted(row, key=lambda t: t.x0)
    least = min(t.last - t.first for t in row)
    high = [k for k, t in enumerate(ordered[:-_FEWEST]) if t.last - t.first > least + 1]
    return ordered[high[-1] + 1 :] if high else ordered


def own_texts(rows: list[list[Text]], em: float) -> list[list[Text]]:
    """The texts of each row that stand at its height, in line by their middle or their first line.

    The others cover further rows. At its height a row has as much white above as below.
    """
    found: list[list[Text]] = []
    for r, row in enumerate(rows):
        above = _extent(found[-1])[1] if found else None
        below = _extent(rows[r + 1])[0] if r + 1 < len(rows) else None
        found.append(_level(row, above, below, em))
    return found


def _level(row: list[Text], above: float | None, below: float | None, em: float) -> list[Text]:
    """Most texts of a row at one height, unless fewer stand clearly more in the middle between `above` and `below`."""

    def slant(group: list[Text]) -> float:
        top, bottom = _extent(group)
        return 0.0 if above is None or below is None else abs((top - above) - (below - bottom))

    groups: list[list[Text]] = []
    for text in sorted(row, key=lambda t: t.middle):
        groups.append([t for t in row if abs(t.middle - text.middle) < _LEVEL * em])
        groups.append([t for t in row if abs(t.first - text.first) < _LEVEL * em])
    most, middle = max(groups, key=len), min(groups, key=slant)
    is_other = any(not any(t is other for other in most) for t in middle)
    return middle if is_other and slant(middle) < slant(most) - _SLANT * em else most


def _extent(texts: list[Text]) -> tuple[float, float]:
    return min(s.top for t in texts for s in t.segments), max(s.bottom for t in texts for s in t.segments)


def row_edges(
    rows: list[list[Text]], levels: list[Line], top: float, bottom: float, em: float
) -> list[float]:
    """Edges of the rows: a line drawn between two of them, else the middle of the white.

    Where nothing is drawn at `top` or `bottom`, there is as much white as on the other side of the row.
    """
    extents = [_extent(own) for own in own_texts(rows, em)]
    ys = [top]
    for (_, above), (below, _) in itertools.pairwise(extents):
        low, high = min(above, below) - SNAP, max(above, below) + SNAP
        drawn = [line for line in levels if low < line.at < high]
        at = max(drawn, key=lambda line: line.end - line.start).at if drawn else (above + below) / 2
        ys.append(max(at, ys[-1] + 0.1))
    ys.append(max(bottom, ys[-1] + 0.1))
    if len(rows) > 1 and not any(abs(line.at - top) < SNAP for line in levels):
        ys[0] = min(top, extents[0][0] + extents[0][1] - ys[1])
    if len(rows) > 1 and not any(abs(line.at - bottom) < SNAP for line in levels):
        ys[-1] = max(ys[-1], extents[-1][0] + extents[-1][1] - ys[-2])
    return ys
