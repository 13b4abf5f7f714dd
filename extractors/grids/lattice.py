"""Ruling lines to grids: which lines belong together, and which boxes they enclose.

The page's rules are snapped and joined, split into groups that touch, and each group is cut into the
elementary boxes between neighbouring lines. Boxes with no line between them are one cell, so merged cells and
their spans come out of the drawing itself, and a corner that the drawing misses by a point does no harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from extractors.grids.boxes import Grid, GridBox, grid_of
from extractors.grids.drawn_lines import TOUCH, Line, joined_lines
from extractors.pages import Rule


def find_grids(rules: Iterable[Rule]) -> tuple[list[Grid], list[Line]]:
    """Return the grids drawn by the rules and the level lines that belong to none of them."""
    level, upright = joined_lines(rules)
    level += _cut_ends(level, upright)
    grids: list[Grid] = []
    loose: list[Line] = []
    for rows, columns in _groups(level, upright):
        grid = _grid(rows, columns) if len(rows) + len(columns) >= 4 and rows and columns else None
        if grid is None:
            loose.extend(rows)
        else:
            grids.append(grid)
    return grids, loose


def _cut_ends(level: list[Line], upright: list[Line]) -> list[Line]:
    """Level lines that close a table cut open by the page's edge.

    Where two or more upright lines end at the same height and nothing is drawn across their ends, the table
    goes on on another page.
    """
    added: list[Line] = []
    for side in ("start", "end"):
        ends = sorted(
            (
                (getattr(line, side), line.at)
                for line in upright
                if not _crossed(level, line.at, getattr(line, side))
            ),
        )
        group: list[tuple[float, float]] = []
        for end in [*ends, (float("inf"), 0.0)]:
            if group and end[0] - group[0][0] > TOUCH:
                if len(group) >= 2:
                    across = [at for _, at in group]
                    added.append(Line(group[0][0], min(across), max(across)))
                group = []
            group.append(end)
    return added


def _crossed(level: list[Line], x: float, y: float) -> bool:
    return any(abs(line.at - y) <= TOUCH and line.start - TOUCH <= x <= line.end + TOUCH for line in level)


def _groups(level: list[Line], upright: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Split the lines into sets that meet each other, from top to bottom."""
    parent = list(range(len(level) + len(upright)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    if level and upright:
        h = np.array([(line.at, line.start, line.end) for line in level])
        v = np.array([(line.at, line.start, line.end) for line in upright])
        meets = (
            (v[None, :, 0] >= h[:, None, 1] - TOUCH)
            & (v[None, :, 0] <= h[:, None, 2] + TOUCH)
            & (h[:, None, 0] >= v[None, :, 1] - TOUCH)
            & (h[:, None, 0] <= v[None, :, 2] + TOUCH)
        )
        alike: dict[bytes, int] = {}  # level lines that meet the same upright ones: the first of them
        for i, row in enumerate(meets):
            first = alike.setdefault(row.tobytes(), i)
            others = [first] if first != i and row.any() else (np.nonzero(row)[0] + len(level)).tolist()
            for other in others:
                parent[find(i)] = find(other)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(level):
        groups[find(i)][0].append(line)
    for j, line in enumerate(upright):
        groups[find(len(level) + j)][1].append(line)
    return sorted(groups.values(), key=lambda g: min([r.at for r in g[0]] + [c.start for c in g[1]]))


def _grid(level: list[Line], upright: list[Line]) -> Grid | None:
    """Cut one group of lines into cells; None when it encloses fewer than two."""
    level, upright = _close(level, upright)
    level, upright = _close(upright, level)[1], upright
    grid = grid_of(level, upright)
    return _without_empty_bands(grid) if len(grid.boxes) >= 2 else None


def _without_empty_bands(grid: Grid) -> Grid:
    """Drop rows in which no cell begins or ends: space that only spanning cells cross."""
    needed = {0, len(grid.ys) - 1}
    starts = {b.row for b in grid.boxes}
    single = {b.row for b in grid.boxes if b.row_span == 1}
    ends = {b.row + b.row_span for b in grid.boxes}
    keep = [r for r in range(len(grid.ys) - 1) if r in single or (r in starts and (r + 1) in ends)]
    # A band at the foot that only spanning cells enter belongs to the row above it, one at the head to the
    # row below.
    rows = len(grid.ys) - 1
    drop = {r for r in range(rows) if r not in keep and (r in (0, rows - 1))}
    if not drop or rows - len(drop) < 1 or needed <= drop:
        return grid
    kept = [r for r in range(rows) if r not in drop]
    place = {r: k for k, r in enumerate(kept)}
    boxes = []
    for box in grid.boxes:
        inside = [place[r] for r in range(box.row, box.row + box.row_span) if r in place]
        if inside:
            boxes.append(GridBox(inside[0], box.column, len(inside), box.column_span))
    ys = [grid.ys[0], *(grid.ys[r + 1] for r in kept)]
    ys[-1] = grid.ys[-1]
    return Grid(grid.xs, ys, boxes)


def _close(level: list[Line], upright: list[Line]) -> tuple[list[Line], list[Line]]:
    """Add the outer upright lines of a table that is open at the left or right.

    At least two level lines must end at the same place well beyond the outermost upright line. Called with
    the two directions exchanged it closes tables cut open by a page break.
    """
    if not level or not upright:
        return level, upright
    added = list(upright)
    outer = min(line.at for line in upright), max(line.at for line in upright)
    for side, limit in enumerate(outer):
        ends = [line.start if side == 0 else line.end for line in level]
        far = min(ends) if side == 0 else max(ends)
        beyond = limit - far if side == 0 else far - limit
        reaching = [line for line, end in zip(level, ends, strict=True) if abs(end - far) <= TOUCH]
        if beyond > TOUCH and len(reaching) >= 2:
            top, bottom = min(line.at for line in reaching), max(line.at for line in reaching)
            added.append(Line(far, *_beside_merged(level, ends, limit, top, bottom)))
    return level, added


def _beside_merged(
    level: list[Line], ends: list[float], limit: float, top: float, bottom: float
) -> tuple[float, float]:
    """How far the outer line goes on beside cells merged over rows: their level lines begin at the next upright."""
    across = sorted((line.at, end) for line, end in zip(level, ends, strict=True))
    above = [(at, end) for at, end in across if at < top][::-1]
    below = [(at, end) for at, end in across if at > bottom]
    for outside in (above, below):
        for at, end in outside:
            if abs(end - limit) > TOUCH:
                break
            top, bottom = min(top, at), max(bottom, at)
    return top, bottom
