"""The grids of Word's tables: rows of cells that span columns, and cells that are merged with those above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from extractors.formats.blocks import Grid, GridCell
from extractors.formats.documents.docx_names import (
    GONE,
    Element,
    attribute,
    child,
    children,
    is_on,
    kind,
    number,
    points,
    value,
    within,
)
from extractors.formats.nested import fills, set_into

_SLIVER = 4.0  # points: edges nearer to each other than this were meant to be one
_MOST_COLUMNS = 1000  # of a table; Word has 63
_WIDEST = 4000.0  # points


@dataclass(slots=True)
class CellText:
    """What a cell shows: its own text, and the tables in it."""

    text: str
    indent: float = 0.0
    is_red: bool = False
    nested: list[Grid] = field(default_factory=list)


ReadCell = Callable[[Element], CellText]


@dataclass(slots=True)
class _Cell:
    element: Element
    start: int  # edges of the grid, from 0
    end: int
    goes_on: bool  # it is one with the cell above
    left: float = 0.0  # points, by the width that the cell itself states
    right: float = 0.0


def goes_on_in(table: Element, below: Element) -> bool:
    """Are two tables with nothing between them shown as one? They are where their columns are the same."""
    first, second = _widths(table), _widths(below)
    return len(first) == len(second) and all(
        abs(one - other) < _SLIVER for one, other in zip(first, second, strict=True)
    )


def read_table(parts: list[Element], number_of: int, read: ReadCell) -> tuple[Grid | None, list[Grid]]:
    """The grid of a table that is the so-maniest of its file (from 1), and the tables that stand in its cells.

    It may be stored in several parts. Rows that are hidden, or deleted by a tracked change, are not shown. No grid
    where nothing is left.
    """
    widths = _widths(parts[0])
    shown = (row for part in parts for row in within(part) if kind(row) == "w:tr" and not _is_gone(row))
    rows = [cells for row in shown if (cells := _cells(row))]
    if not rows:
        return None, []
    if _is_ragged(rows):
        widths = _by_widths(rows)
    count = max(cell.end for row in rows for cell in row)
    widths = widths + [0.0] * (count - len(widths)) if len(widths) < count else widths[:count]
    _merge_edges(rows, widths)
    return _grid(rows, widths, number_of, read)


def _widths(table: Element) -> list[float]:
    """Points of each column, 0 where none are stated."""
    return [points(attribute(one, "w")) or 0.0 for one in children(child(table, "w:tblGrid"), "w:gridCol")]


def frame_of(table: Element) -> Element | None:
    """The only cell of a table that has no other, which is a frame around what it shows."""
    rows = [one for one in within(table) if kind(one) == "w:tr"]
    if len(rows) != 1 or _is_gone(rows[0]):
        return None
    cells = [one for one in within(rows[0]) if kind(one) == "w:tc"]
    return cells[0] if len(cells) == 1 else None


def _is_gone(row: Element) -> bool:
    """Is a row hidden or deleted? It is deleted, too, where everything that was in it is."""
    properties = child(row, "w:trPr")
    hidden = child(properties, "w:hidden")
    if child(properties, "w:del") is not None or (hidden is not None and is_on(hidden)):
        return True
    is_empty = True
    for one in row.iter("{*}t", "{*}delText", "{*}sym", "{*}drawing", "{*}pict"):
        if not any(kind(above) in GONE for above in one.iterancestors()):
            return False
        is_empty = False
    return not is_empty


def _cells(row: Element) -> list[_Cell]:
    """The cells of a row from left to right."""
    properties = child(row, "w:trPr")
    at = min(number(value(properties, "w:gridBefore")) or 0, _MOST_COLUMNS)
    left = points(attribute(child(properties, "w:wBefore"), "w")) or 0.0
    found: list[_Cell] = []
    for one in within(row):
        if kind(one) != "w:tc":
            continue
        about = child(one, "w:tcPr")
        span = max(number(value(about, "w:gridSpan")) or 1, 1)
        end = min(at + span, _MOST_COLUMNS)
        right = left + _width(about)
        if end > at and child(about, "w:cellDel") is None:
            if found and _goes_on(child(about, "w:hMerge")):
                found[-1].end, found[-1].right = end, right
            else:
                found.append(_Cell(one, at, end, _goes_on(child(about, "w:vMerge")), left, right))
        at, left = end, right
    return found


def _goes_on(merge: Element | None) -> bool:
    return merge is not None and (attribute(merge) or "continue") != "restart"


def _width(about: Element | None) -> float:
    width = child(about, "w:tcW")
    return points(attribute(width, "w")) or 0.0 if attribute(width, "type") in (None, "dxa") else 0.0


def _is_ragged(rows: list[list[_Cell]]) -> bool:
    """Do rows end at different columns of the grid, though by their cells' widths all end at one edge?"""
    if len({row[-1].end for row in rows}) == 1 or any(c.right <= c.left for row in rows for c in row):
        return False
    rights = [row[-1].right for row in rows]
    return max(rights) - min(rights) < 2 * _SLIVER


def _by_widths(rows: list[list[_Cell]]) -> list[float]:
    """Give the cells of a ragged table the columns that their widths make; the widths of these columns."""
    edges: list[float] = []
    for at in sorted(x for row in rows for cell in row for x in (cell.left, cell.right)):
        if not edges or at - edges[-1] > _SLIVER:
            edges.append(at)
    for row in rows:
        for cell in row:
            cell.start, cell.end = (
                min(range(len(edges)), key=lambda k: abs(edges[k] - at)) for at in (cell.left, cell.right)
            )
    return [right - left for left, right in pairwise(edges)]


def _merge_edges(rows: list[list[_Cell]], widths: list[float]) -> None:
    """Leave out edges that no cell ends at, and join those that stand so near that they were meant to be one.

    Changes rows and widths.
    """
    used = {at for row in rows for cell in row for at in (cell.start, cell.end)} | {0, len(widths)}
    narrow = {(cell.start, cell.end) for row in rows for cell in row}
    xs = list(accumulate(widths, initial=0.0))
    kept = [0]
    place = {0: 0}
    for at in range(1, len(widths) + 1):
        is_sliver = 0 < xs[at] - xs[kept[-1]] < _SLIVER and all(
            not (kept[-1] <= start and end <= at) for start, end in narrow
        )
        if at in used and not is_sliver:
            kept.append(at)
        place[at] = len(kept) - 1
    for row in rows:
        for cell in row:
            cell.start, cell.end = place[cell.start], place[cell.end]
    widths[:] = [xs[b] - xs[a] for a, b in pairwise(kept)]


def _grid(
    rows: list[list[_Cell]], widths: list[float], number_of: int, read: ReadCell
) -> tuple[Grid, list[Grid]]:
    is_known = all(width > 0 for width in widths) and sum(widths) < _WIDEST
    grid = Grid([], len(rows), len(widths), widths if is_known else [])
    nested: list[tuple[GridCell, list[Grid]]] = []
    above: dict[int, GridCell] = {}  # the cells of the row before, by the column in which they begin
    for at, row in enumerate(rows):
        here: dict[int, GridCell] = {}
        for cell in row:
            span = cell.end - cell.start
            over = above.get(cell.start) if cell.goes_on else None
            if over is not None and over.column_span == span:
                over.row_span += 1
                here[cell.start] = over
                continue
            shown = read(cell.element)
            place = f"第{number_of}个表 第{at + 1}行第{cell.start + 1}列"
            found = GridCell(
                at, cell.start, shown.text, 1, span, place, indent=shown.indent, is_red=shown.is_red
            )
            grid.cells.append(found)
            here[cell.start] = found
            if shown.nested:
                nested.append((found, shown.nested))
        above = here
    return _with_nested(grid, nested)


def _with_nested(grid: Grid, nested: list[tuple[GridCell, list[Grid]]]) -> tuple[Grid, list[Grid]]:
    """Tables that fill their cell are set into it; the others follow."""
    behind: list[Grid] = []
    for one, inner in nested:
        cell = next(c for c in grid.cells if c.place == one.place)
        if len(inner) == 1 and fills(grid, cell, inner[0]):
            grid = set_into(grid, cell, inner[0])
        else:
            behind += inner
    return grid, behind
