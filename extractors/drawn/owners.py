"""Which cell of a drawn grid each character belongs to.

What was written at one go belongs together: a name that is wider than its cell, a figure whose last digit stands past
the line. So a run of characters without a gap goes to one cell, even where it runs over the line.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.grids import Grid
from extractors.pages import Flags, Page

_GAP = 0.08  # of the character height: characters written at one go are no further apart and overlap no more
_STRADDLE = 0.5  # points by which a character must reach over a line to stand across it
_PADDING = 1.2  # of the character height: how far text that is set to an edge of its cell stands from it
_CENTRED = 0.5  # of the character height by which the middles of a text and of its cell may differ
_NUMBER = frozenset("0123456789.,，%％-−–—()（）+<>=≥≤＞＜△▲¥￥")
Places = npt.NDArray[np.int64]


def share_out(page: Page, grid: Grid, free: Flags) -> list[list[int]]:
    """The free characters of each box of the grid, in writing order."""
    members: list[list[int]] = [[] for _ in grid.boxes]
    if not len(page.text):
        return members
    owner = _by_centre(page, grid)
    owner[~free] = -2
    inside = owner >= 0
    crossed = _crossings(page, owner, inside)
    if crossed:
        _keep_together(page, grid, owner, crossed)
    for i, k in enumerate(owner.tolist()):
        if k >= 0:
            members[k].append(i)
    return members


def _by_centre(page: Page, grid: Grid) -> Places:
    """The box in which the centre of each character lies, -1 outside the grid."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    boxes = np.full((rows + 2, columns + 2), -1)  # with a frame of what is outside
    for k, box in enumerate(grid.boxes):
        boxes[box.row + 1 : box.row + box.row_span + 1, box.column + 1 : box.column + box.column_span + 1] = k
    column = np.searchsorted(grid.xs, (page.boxes[:, 0] + page.boxes[:, 2]) / 2)
    row = np.searchsorted(grid.ys, (page.boxes[:, 1] + page.boxes[:, 3]) / 2)
    found: Places = boxes[row, column]
    return found


def _crossings(page: Page, owner: Places, inside: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs of characters without a gap that lie in more than one box: first character and the one past the last."""
    lefts, rights, heights = page.boxes[:, 0], page.boxes[:, 2], page.boxes[:, 3] - page.boxes[:, 1]
    gaps = lefts[1:] - rights[:-1]
    height = np.minimum(heights[1:], heights[:-1])
    joined = (np.abs(gaps) < _GAP * height) & (owner[1:] != -2) & (owner[:-1] != -2)
    joined &= np.abs(np.diff(page.baselines)) < 0.1 * height
    crossing = np.nonzero(joined & (owner[1:] != owner[:-1]) & (inside[1:] | inside[:-1]))[0]
    if not len(crossing):
        return []
    is_ink = ~np.array([*map(str.isspace, page.text)])
    joined &= is_ink[1:] & is_ink[:-1]
    if page.quarters is not None:
        joined &= (page.quarters[1:] == 0) & (page.quarters[:-1] == 0)
    marks = b"\0" + joined.tobytes() + b"\0"  # 1 where a character goes on the run of the one before it
    runs: dict[int, int] = {}
    for i in (crossing[joined[crossing]] + 1).tolist():
        runs[marks.rfind(0, 0, i)] = marks.find(0, i)
    return list(runs.items())


def _keep_together(page: Page, grid: Grid, owner: Places, runs: list[tuple[int, int]]) -> None:
    """Give each of the runs to one box."""
    for start, end in runs:
        usual = float(np.median(page.boxes[start + 1 : end, 0] - page.boxes[start : end - 1, 2]))
        cuts = [
            i for i in range(start + 1, end) if owner[i] != owner[i - 1] and _is_cut(page, grid, i, usual)
        ]
        for first, last in zip([start, *cuts], [*cuts, end], strict=True):
            places = owner[first:last].tolist()
            if len(set(places)) > 1:
                is_over = _is_printed_over(page, grid, set(places), first)
                owner[first:last] = -1 if is_over else _home(page, grid, owner, first, last)


def _is_printed_over(page: Page, grid: Grid, places: set[int], first: int) -> bool:
    """Is the run too high for the rows it runs over: a watermark or a stamp?"""
    rows = [grid.boxes[k] for k in places if k >= 0]
    room = max(grid.ys[box.row + box.row_span] - grid.ys[box.row] for box in rows)
    return len(rows) > 1 and page.heights[first] > room


def _is_cut(page: Page, grid: Grid, i: int, usual: float) -> bool:
    """Do the text of one cell end and that of another begin at a line between characters i - 1 and i?"""
    before, after = page.rights[i - 1], page.lefts[i]
    walls = [x for x in grid.xs if before - _STRADDLE <= x <= after + _STRADDLE]
    if not walls:
        return False  # a character stands across the line
    return abs(after - before - usual) > _STRADDLE / 2


def _home(page: Page, grid: Grid, owner: Places, first: int, last: int) -> int:
    """The box of a run that lies in several."""
    places: list[int] = owner[first:last].tolist()
    # Dictionaries keep the order, which is from left to right.
    shares = {k: places.count(k) for k in places}
    left, right = page.lefts[first], page.rights[last - 1]
    size = max(page.heights[first:last])
    taken = {k for k in shares if k >= 0 and _has_other(page, owner, k, first, last)}
    candidates = [k for k in shares if k not in taken and k >= 0] or [k for k in shares if k >= 0]
    if len(candidates) == 1:
        return candidates[0]
    most = max(candidates, key=lambda k: shares[k])
    if _NUMBER.issuperset(page.text[first:last]):
        return most
    edges = {k: _edges(grid, k) for k in candidates}
    middle = (edges[most][0] + edges[most][1]) / 2
    if abs((left + right) / 2 - middle) < _CENTRED * size:
        return most
    for k, (x0, _) in edges.items():
        if 0 <= left - x0 < _PADDING * size:
            return k
    for k, (_, x1) in edges.items():
        if 0 <= x1 - right < _PADDING * size:
            return k
    return candidates[0] if shares[candidates[0]] > 1 else most


def _has_other(page: Page, owner: Places, k: int, first: int, last: int) -> bool:
    """Does other text of the box stand on the same line?"""
    top, bottom = min(page.tops[first:last]), max(page.bottoms[first:last])
    return any(
        not first <= i < last
        and not page.text[i].isspace()
        and page.tops[i] < bottom
        and page.bottoms[i] > top
        for i in np.nonzero(owner == k)[0].tolist()
    )


def _edges(grid: Grid, k: int) -> tuple[float, float]:
    box = grid.boxes[k]
    return grid.xs[box.column], grid.xs[box.column + box.column_span]
