"""Ruling lines to grids: which lines belong together, and which boxes they enclose.

The page's rules are snapped and joined, split into groups that touch, and each group is cut into the
elementary boxes between neighbouring lines. Boxes with no line between them are one cell, so merged cells and
their spans come out of the drawing itself, and a corner that the drawing misses by a point does no harm.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extractors.geometry import median
from extractors.pages import Rule

SNAP = 2.5  # points within which two parallel lines are one
TOUCH = 3.0  # points by which two lines may miss each other and still meet
COVER = 0.6  # share of a box side that must be drawn


@dataclass(slots=True)
class Line:
    """A joined line: position across, extent along."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class GridBox:
    """A cell of the grid: first row and column, spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(slots=True)
class Grid:
    """Boundaries in points and the cells between them."""

    xs: list[float]
    ys: list[float]
    boxes: list[GridBox]


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


def joined_lines(rules: Iterable[Rule]) -> tuple[list[Line], list[Line]]:
    """The level and the upright lines that the rules draw, pieces of one line joined."""
    rules = list(rules)
    level = _join([Line(r.top, r.x0, r.x1) for r in rules if r.level])
    return level, _join([Line(r.x0, r.top, r.bottom) for r in rules if not r.level])


def _join(lines: list[Line]) -> list[Line]:
    """Snap parallel lines that lie within SNAP and join those that overlap or touch."""
    lines.sort(key=lambda line: line.at)
    joined: list[Line] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if (
            index < len(lines)
            and lines[index].at - lines[index - 1].at <= SNAP
            and (lines[index].at - lines[start].at <= 2 * SNAP)
        ):
            continue
        group = sorted(lines[start:index], key=lambda line: line.start)
        at = median(line.at for line in group)
        last: Line | None = None
        for line in group:
            if last is not None and line.start <= last.end + TOUCH:
                last.end = max(last.end, line.end)
            else:
                last = Line(at, line.start, line.end)
                joined.append(last)
        start = index
    return joined


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


def grid_of(level: list[Line], upright: list[Line]) -> Grid:
    """The cells that these lines enclose."""
    xs, ys = _positions(upright), _positions(level)
    if len(xs) < 2 or len(ys) < 2:
        return Grid(xs, ys, [])
    walls = _drawn(upright, xs, ys)  # walls[i][j]: upright line xs[i] beside row j
    floors = _drawn(level, ys, xs)  # floors[j][i]: level line ys[j] above column i
    return Grid(xs, ys, _merge(walls, floors, len(ys) - 1, len(xs) - 1))


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


def _positions(lines: list[Line]) -> list[float]:
    found: list[float] = []
    for at in sorted(line.at for line in lines):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    return found


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


def _drawn(lines: list[Line], across: list[float], along: list[float]) -> list[list[bool]]:
    """drawn[k][n]: is the line at across[k] drawn between along[n] and along[n + 1]?"""
    last = len(along) - 1
    drawn = [[False] * last for _ in across]
    for line in lines:
        k = _nearest(across, line.at)
        for n in range(max(0, bisect_right(along, line.start) - 1), bisect_left(along, line.end, hi=last)):
            low, high = along[n], along[n + 1]
            if min(high, line.end) - max(low, line.start) >= COVER * (high - low):
                drawn[k][n] = True
    return drawn


def _nearest(places: list[float], at: float) -> int:
    """Number of the place nearest to a height; the first of two as near."""
    n = bisect_left(places, at)
    return n - 1 if n == len(places) or (n and at - places[n - 1] <= places[n] - at) else n


def _merge(walls: list[list[bool]], floors: list[list[bool]], rows: int, columns: int) -> list[GridBox]:
    """Join boxes with no line between them; leave out what is open to the outside."""
    seen = [[False] * columns for _ in range(rows)]
    boxes: list[GridBox] = []
    for row in range(rows):
        for column in range(columns):
            if seen[row][column]:
                continue
            if (
                walls[column][row]
                and walls[column + 1][row]
                and floors[row][column]
                and floors[row + 1][column]
            ):
                boxes.append(GridBox(row, column, 1, 1))
                continue
            area, exits = _flood(walls, floors, rows, columns, row, column)
            for r, c in area:
                seen[r][c] = True
            if not exits or _is_cut_open(area, exits, walls, floors):
                boxes.extend(_rectangles(area))
    return sorted(boxes, key=lambda b: (b.row, b.column))


def _flood(
    walls: list[list[bool]], floors: list[list[bool]], rows: int, columns: int, row: int, column: int
) -> tuple[set[tuple[int, int]], set[str]]:
    """The boxes reached from one without crossing a line, and through which sides they leave the grid."""
    area = {(row, column)}
    queue = [(row, column)]
    exits: set[str] = set()
    while queue:
        r, c = queue.pop()
        for blocked, nr, nc in (
            (walls[c][r], r, c - 1),
            (walls[c + 1][r], r, c + 1),
            (floors[r][c], r - 1, c),
            (floors[r + 1][c], r + 1, c),
        ):
            if blocked:
                continue
            if not (0 <= nr < rows and 0 <= nc < columns):
                exits.add("level" if nr == r else "upright")
            elif (nr, nc) not in area:
                area.add((nr, nc))
                queue.append((nr, nc))
    return area, exits


def _is_cut_open(
    area: set[tuple[int, int]], exits: set[str], walls: list[list[bool]], floors: list[list[bool]]
) -> bool:
    """A cell that only misses its outer side: its two other sides are drawn up to the edge of the grid."""
    if len(exits) > 1:
        return False
    rows, columns = [r for r, _ in area], [c for _, c in area]
    top, bottom, left, right = min(rows), max(rows), min(columns), max(columns)
    if len(area) != (bottom - top + 1) * (right - left + 1):
        return False
    if "upright" in exits:
        return all(walls[left][r] and walls[right + 1][r] for r in range(top, bottom + 1))
    return all(floors[top][c] and floors[bottom + 1][c] for c in range(left, right + 1))


def _rectangles(area: set[tuple[int, int]]) -> list[GridBox]:
    """Cover an area with rectangles, widest first from the top; nearly always it is one."""
    left = set(area)
    found: list[GridBox] = []
    while left:
        row, column = min(left)
        width = 1
        while (row, column + width) in left:
            width += 1
        height = 1
        while all((row + height, c) in left for c in range(column, column + width)):
            height += 1
        found.append(GridBox(row, column, height, width))
        left -= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
    return found
