"""The boxes that level and upright lines enclose: those with no line between them are one cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extractors.grids.drawn_lines import Line, positions

COVER = 0.6  # share of a box side that must be drawn


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


def grid_of(level: list[Line], upright: list[Line]) -> Grid:
    """The cells that these lines enclose."""
    xs, ys = positions(upright), positions(level)
    if len(xs) < 2 or len(ys) < 2:
        return Grid(xs, ys, [])
    walls = _drawn(upright, xs, ys)  # walls[i][j]: upright line xs[i] beside row j
    floors = _drawn(level, ys, xs)  # floors[j][i]: level line ys[j] above column i
    return Grid(xs, ys, _merge(walls, floors, len(ys) - 1, len(xs) - 1))


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
