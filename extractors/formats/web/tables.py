"""The rows and cells of a table of a page, by the rules of the standard for their spans, as a grid or as layout.

Old pages lay themselves out by tables: such a one is no grid, and its cells are read in their order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.formats.blocks import Align, FormatError, Grid, GridCell
from extractors.formats.layout import join_lines
from extractors.formats.nested import fills, set_into
from extractors.formats.web.lines import Line, Piece
from extractors.formats.web.words import words

MOST_COLUMNS, MOST_ROWS = 1000, 65534  # what the standard allows a span
_MOST_PLACES = 4_000_000  # of a table: rows times columns
_SHARE = 0.6  # of the text in one cell, from which on an unruled table lays out the page
_FEW = 6  # cells of a table that lays out the page
_PARAGRAPHS = 5  # in the cell of its text
_LABELS, _LABELLED = (
    3,
    0.4,
)  # labels of properties of the page, and their share of all cells, in a table of them
_HEADINGS = 4  # rows of a table of headings alone
_ROW_OF_DATA = 4  # cells of a single row that is ruled, from which on it is a table


@dataclass(slots=True)
class Cell:
    """A cell with what it holds; `row` and `column` are known when the table ends."""

    row: int
    row_span: int
    column_span: int
    align: Align = "left"
    column: int = 0
    is_heading: bool = False
    number: str = ""
    """That which the page keeps beside the text, "" where it keeps none."""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [piece for piece in self.pieces if isinstance(piece, Line)]

    @property
    def grids(self) -> list[Grid]:
        return [piece for piece in self.pieces if isinstance(piece, Grid)]

    @property
    def text(self) -> str:
        return join_lines([line.text for line in self.lines])


@dataclass(slots=True)
class Table:
    """A table that is being read."""

    is_ruled: bool
    is_layout: bool = False
    cells: list[Cell] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    """The group (head, bodies, foot) of each row."""
    foot: int | None = None
    """The group that stands last wherever it is written: the first foot, others stay in their place."""
    hidden: set[int] = field(default_factory=set)
    """Columns that are not displayed."""
    caption: list[Piece] = field(default_factory=list)

    def begin_row(self, group: int) -> None:
        self.groups.append(group)

    def begin_cell(self, cell: Cell, group: int) -> None:
        if not self.groups:
            self.begin_row(group)
        cell.row = len(self.groups) - 1
        self.cells.append(cell)

    def end(self) -> list[Piece]:
        """What the table comes to: a grid with the grids within it, or the lines of its cells."""
        self._put_in_place()
        self._leave_out()
        shown = [cell for cell in self.cells if cell.pieces]
        if self.is_head and len(shown) > 1:
            return [*self.caption, _grid(self.cells)]
        if not shown:
            return self.caption
        if self._lays_out(shown):
            return self.caption + [piece for cell in self.cells for piece in cell.pieces]
        if _is_of_properties(self.cells):
            return [*self.caption, *_pairs(shown)]
        return [*self.caption, *_with_inner(_grid(self.cells), shown)]

    @property
    def is_head(self) -> bool:
        """Only headings: scripts that keep them in sight put them into a table of their own."""
        return len(self.groups) <= _HEADINGS and all(cell.is_heading for cell in self.cells)

    @property
    def is_body(self) -> bool:
        return not any(cell.is_heading and cell.pieces for cell in self.cells)

    def _lays_out(self, shown: list[Cell]) -> bool:
        rows, columns = {cell.row for cell in shown}, {cell.column for cell in shown}
        if self.is_layout or len(columns) == 1:
            return True
        if len(rows) == 1:
            return not (self.is_ruled and len(shown) >= _ROW_OF_DATA)
        inner = sum(len(grid.cells) for cell in shown for grid in cell.grids)
        own = sum(1 for cell in shown if not cell.grids and cell.lines)
        if inner and not (self.is_ruled and own >= _ROW_OF_DATA):
            return inner >= own
        lengths = [sum(len(line.text) for line in cell.lines) for cell in shown]
        longest = shown[lengths.index(max(lengths))]
        return (
            not self.is_ruled
            and len(shown) <= _FEW
            and len(longest.lines) >= _PARAGRAPHS
            and max(lengths) > _SHARE * sum(lengths)
        )

    def _leave_out(self) -> None:
        """Columns that are hidden, and rows of headings without a word, which only keep the widths of columns."""
        filled = {cell.row for cell in self.cells if cell.pieces or not cell.is_heading}
        self.cells = [cell for cell in self.cells if cell.row in filled]
        for cell in self.cells if self.hidden else ():
            places = [
                one for one in range(cell.column, cell.column + cell.column_span) if one not in self.hidden
            ]
            cell.column_span = len(places)
            cell.column = places[0] if places else cell.column
        self.cells = [cell for cell in self.cells if cell.column_span]

    def _put_in_place(self) -> None:
        """The first free column for each cell, those of the foot last; spans end with their group."""
        order = sorted(range(len(self.groups)), key=lambda row: (self.groups[row] == self.foot, row))
        at = {row: place for place, row in enumerate(order)}
        last = {self.groups[row]: place for place, row in enumerate(order)}
        for cell in self.cells:
            group = self.groups[cell.row]
            cell.row = at[cell.row]
            room = last[group] - cell.row + 1
            cell.row_span = min(cell.row_span or room, room)
        self.cells.sort(key=lambda cell: cell.row)
        taken: dict[int, int] = {}  # columns, and the row from which on each is free
        column, row, places = 0, -1, 0
        for cell in self.cells:
            if cell.row != row:
                column, row = 0, cell.row
                places += len(taken)
            places += cell.column_span
            if places > _MOST_PLACES:
                raise FormatError("too_large", "a table of the page has too many cells")
            while taken.get(column, 0) > row:
                column += 1
            free = 1
            while free < cell.column_span and taken.get(column + free, 0) <= row:
                free += 1
            for one in range(column, column + cell.column_span):
                taken[one] = max(taken.get(one, 0), row + cell.row_span)
            # Where a cell from above hangs down into it, the standard lets the two lie over each other.
            cell.column, cell.column_span, column = column, free, column + cell.column_span


def below(head: Grid, body: Grid) -> Grid:
    """One grid of a table of headings and the one below it with as many columns."""
    cells = [replace(cell, row=cell.row + head.row_count) for cell in body.cells]
    return Grid(head.cells + cells, head.row_count + body.row_count, head.column_count)


def _is_of_properties(cells: list[Cell]) -> bool:
    """A table of what the page is: its number, its office, its date. Behind every label stands its value."""
    is_label = [_label(cell) in words("property_labels") for cell in cells]
    filled = sum(bool(cell.pieces) for cell in cells)
    if sum(is_label) < _LABELS or sum(is_label) < _LABELLED * filled:
        return False
    following = zip(cells, cells[1:], is_label, is_label[1:], strict=False)
    return not any(one and other and cell.row == right.row for cell, right, one, other in following)


def _label(cell: Cell) -> str:
    return "".join(cell.text.split()).rstrip(":：")


def _pairs(shown: list[Cell]) -> Iterator[Line]:
    """Label and value as one line; a label without a value has none."""
    label: Cell | None = None
    for cell in shown:
        if _label(cell) in words("property_labels"):
            label = cell
        elif label is not None:
            first = cell.lines[0]
            yield Line(f"{label.text.rstrip(':：')}：{cell.text}", "left", first.size, 0.0)
            label = None


def _grid(cells: list[Cell]) -> Grid:
    """Rows in which no cell begins have no height, and columns in which none with a text begins nothing to say: they
    are left out."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells if cell.pieces})
    if len(rows) * len(columns) > _MOST_PLACES:
        raise FormatError("too_large", "a table of the page has too many cells")
    found = (_grid_cell(cell, rows, columns) for cell in cells)
    return Grid([cell for cell in found if cell.column_span], len(rows), len(columns))


def _with_inner(grid: Grid, shown: list[Cell]) -> list[Grid]:
    """A table that fills its cell divides it; the others follow."""
    behind: list[Grid] = []
    for cell in shown:
        if not (inner := cell.grids):
            continue
        place = _mark(cell)
        around = next((one for one in grid.cells if one.place == place), None)
        if around is not None and len(inner) == 1 and fills(grid, around, inner[0]):
            grid = set_into(grid, around, inner[0])
        else:
            behind += inner
    return [grid, *behind]


def _mark(cell: Cell) -> str:
    """What tells a cell from all others until it gets its place."""
    return f"#{id(cell)}"


def _grid_cell(cell: Cell, rows: list[int], columns: list[int]) -> GridCell:
    row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
    lines = cell.lines
    is_red = any(line.is_red for line in lines)
    # Excel keeps the sign that red stands for.
    lacks_sign = is_red and cell.number.startswith("-") and cell.text[:1] not in "-−(（"
    stands_in = bool(lines) and lines[0].align == "left"
    return GridCell(
        row,
        column,
        f"-{cell.text}" if lacks_sign else cell.text,
        bisect_left(rows, cell.row + cell.row_span) - row,
        bisect_left(columns, cell.column + cell.column_span) - column,
        place=_mark(cell),
        indent=lines[0].indent if stands_in else 0.0,
        align=lines[0].align if lines else None,
        size=lines[0].size if lines else 0.0,
        lines=tuple(line.text for line in lines) if len(lines) > 1 else (),
        is_red=is_red and not cell.number,
    )
