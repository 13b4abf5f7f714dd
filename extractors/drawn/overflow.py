"""Text under the foot of a drawn table that belongs to its last cells.

Browsers cut a table at the page break wherever it is: a merged cell whose bottom is on the next page may print its
text lower than the last line that is drawn.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.geometry import median
from extractors.grids import COVER, SNAP, Grid, GridBox
from extractors.pages import Flags, Page

_LINES = 3  # such text is what remains of a cell, not a paragraph
_LEADING = 1.9  # heights of a character from one line to the next


def text_below(page: Page, grid: Grid, free: Flags) -> list[tuple[int, int]]:
    """The box and index of each free character that stands right under a cell without a bottom.

    A line with a character anywhere else is no part of the table, and nothing below it is.
    """
    cells = _without_bottom(page, grid)
    if not cells:
        return []
    height = median((page.boxes[:, 3] - page.boxes[:, 1]).tolist())
    middles = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    reach = grid.ys[-1] + _LINES * _LEADING * height
    below = [i for i in np.nonzero(free & (middles > grid.ys[-1]) & (middles < reach))[0].tolist()]
    found: list[tuple[int, int]] = []
    edge = grid.ys[-1]
    for line in _lines(sorted(below, key=lambda i: float(middles[i])), middles, height):
        placed = [(_cell_over(grid, cells, page.lefts[i], page.rights[i]), i) for i in line]
        if page.tops[line[0]] - edge > _LEADING * height or any(k is None for k, _ in placed):
            break
        found += [(k, i) for k, i in placed if k is not None]
        edge = page.bottoms[line[0]]
    return found


def _without_bottom(page: Page, grid: Grid) -> dict[int, GridBox]:
    """The boxes of the last row, by number, under which no line is drawn; empty when none is drawn at all."""
    at_foot = [r for r in page.rules if r.level and abs(r.top - grid.ys[-1]) <= 2 * SNAP]
    last = {k: box for k, box in enumerate(grid.boxes) if box.row + box.row_span == len(grid.ys) - 1}
    cells: dict[int, GridBox] = {}
    for k, box in last.items():
        x0, x1 = grid.xs[box.column], grid.xs[box.column + box.column_span]
        drawn = sum(max(0.0, min(r.x1, x1) - max(r.x0, x0)) for r in at_foot)
        if drawn < COVER * (x1 - x0):
            cells[k] = box
    return cells if len(cells) < len(last) else {}


def _lines(members: list[int], middles: npt.NDArray[np.float64], height: float) -> list[list[int]]:
    """Characters, from top to bottom, in lines."""
    lines: list[list[int]] = []
    for i in members:
        if lines and middles[i] - middles[lines[-1][-1]] < height / 2:
            lines[-1].append(i)
        else:
            lines.append([i])
    return lines


def _cell_over(grid: Grid, cells: dict[int, GridBox], left: float, right: float) -> int | None:
    middle = (left + right) / 2
    for k, box in cells.items():
        if grid.xs[box.column] < middle < grid.xs[box.column + box.column_span]:
            return k
    return None
