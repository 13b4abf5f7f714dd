"""A table that fills a cell of another one divides this cell, as it does on the page: the two are one grid."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

from extractors.formats.blocks import Grid, GridCell

_NEAR = (
    0.25  # share of the narrower of the columns beside them by which two edges may differ and still be one
)


def fills(outer: Grid, cell: GridCell, inner: Grid) -> bool:
    """Does a table divide the cell that it stands in, for others in its rows lead to it? Else it is one of its own."""
    rows = range(cell.row, cell.row + cell.row_span)
    beside = (
        c for c in outer.cells if c is not cell and c.row < rows.stop and rows.start < c.row + c.row_span
    )
    return bool(inner.cells) and not cell.text and any(other.text for other in beside)


def set_into(outer: Grid, cell: GridCell, inner: Grid) -> Grid:
    """The grid of both. Columns are one where their edges stand nearly at one place; rows are added for the inner."""
    xs = _edges(outer)
    left, right = xs[cell.column], xs[cell.column + cell.column_span]
    own = _edges(inner)
    wanted = [left + (x - own[0]) * (right - left) / max(own[-1] - own[0], 1.0) for x in own]
    taken = _taken(xs, wanted, cell)
    merged = sorted({*xs, *taken})
    columns = {x: at for at, x in enumerate(merged)}
    outer_columns, inner_columns = [columns[x] for x in xs], [columns[x] for x in taken]
    more = max(inner.row_count - cell.row_span, 0)
    last = cell.row + cell.row_span - 1  # the row that those are added to
    cells = [_moved(c, outer_columns, last, more) for c in outer.cells if c is not cell]
    cells += [_within(c, inner_columns, cell, inner.row_count) for c in inner.cells]
    cells.sort(key=lambda c: (c.row, c.column))
    widths = [b - a for a, b in pairwise(merged)] if outer.widths else []
    return Grid(cells, outer.row_count + more, len(merged) - 1, widths, outer.x0)


def _edges(grid: Grid) -> list[float]:
    return list(accumulate(grid.widths or [50.0] * grid.column_count, initial=0.0))


def _taken(xs: list[float], wanted: list[float], cell: GridCell) -> list[float]:
    """Where the edges of the inner grid come to stand: on those of the outer one that are near, each on another."""
    free = xs[cell.column + 1 : cell.column + cell.column_span]
    found = [xs[cell.column]]
    for at in range(1, len(wanted) - 1):
        room = _NEAR * min(wanted[at] - wanted[at - 1], wanted[at + 1] - wanted[at])
        near = min((x for x in free if x > found[-1]), key=lambda x: abs(x - wanted[at]), default=None)
        is_near = near is not None and abs(near - wanted[at]) <= room
        found.append(near if near is not None and is_near else max(wanted[at], found[-1] + 0.01))
    return [*found, xs[cell.column + cell.column_span]]


def _moved(cell: GridCell, columns: list[int], last: int, more: int) -> GridCell:
    """A cell of the outer grid in that of both."""
    start, end = columns[cell.column], columns[cell.column + cell.column_span]
    covers = cell.row <= last < cell.row + cell.row_span
    return replace(
        cell,
        row=cell.row + (more if cell.row > last else 0),
        row_span=cell.row_span + (more if covers else 0),
        column=start,
        column_span=end - start,
    )


def _within(cell: GridCell, columns: list[int], around: GridCell, row_count: int) -> GridCell:
    """A cell of the inner grid in that of both; its last rows reach down to the end of the cell around them."""
    start, end = columns[cell.column], columns[cell.column + cell.column_span]
    is_last = cell.row + cell.row_span == row_count
    return replace(
        cell,
        row=around.row + cell.row,
        row_span=cell.row_span + (max(around.row_span - row_count, 0) if is_last else 0),
        column=start,
        column_span=end - start,
    )
