"""A sheet of a workbook as a person sees it: titles, unit lines, notes and tables, side by side or one below the other.

Lines part a table from what stands round it where a sheet has any; else rows of several texts that stand together are
one. Every text becomes a cell of a table or a paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from extractors.formats.blocks import Beside, Block, Grid, GridCell, Middle, Sheet
from extractors.formats.cuts.areas import Area, framed_areas, places_of, without_overlap
from extractors.formats.cuts.cutting import cut_rows, grid_of, outside
from extractors.formats.cuts.open_areas import join_parts, open_areas
from extractors.formats.cuts.row_kinds import has_label, is_about, is_note, is_quantity, names_table, texts_of
from extractors.formats.layout import LEFT, WIDTH, join_lines
from extractors.formats.workbooks.page_headers import with_unit
from extractors.formats.workbooks.workbook import SheetCell, SheetCells, SheetMiddle

_LEAST_WIDTH = 1.0  # points of a column
_MOST_ALONE = 200  # tables of numbers outside all others


@dataclass(slots=True)
class _Piece:
    """A table, or a row of texts outside all tables, on the sheet."""

    area: Area
    blocks: list[Block]


def to_sheet(cells: SheetCells) -> Sheet:
    """What a sheet shows from top to bottom. It takes the cells: there may be too many to have them twice."""
    sheet = _sheet(cells)
    if cells.middle is None or any(isinstance(one, Grid) and one.middle is not None for one in sheet.blocks):
        return sheet
    return _sheet(cells.middle.whole())


def _sheet(cells: SheetCells) -> Sheet:
    areas = framed_areas(cells)
    places = places_of(areas, cells)
    outside = [c for c in cells.cells if places[c.row, c.column] < 0 and c.text.strip()]
    areas = without_overlap([*areas, *open_areas(_by_row(outside), areas)])
    if len(areas) > 1:
        areas = without_overlap(join_parts(areas, _by_row([c for c in cells.cells if c.text.strip()])))
    places = places_of(areas, cells)
    xs = _edges(cells)
    members: list[list[SheetCell]] = [[] for _ in areas]
    rest: list[SheetCell] = []
    del outside
    cells.cells.reverse()
    while cells.cells:
        cell = cells.cells.pop()
        if cell.text.strip():
            number = int(places[cell.row, cell.column])
            (members[number] if number >= 0 else rest).append(cell)
    pieces = [
        piece
        for area, own in zip(areas, members, strict=True)
        for piece in _table(area, own, xs, cells.middle)
    ]
    pieces += _texts(rest, areas, xs)
    blocks = with_unit(list(_levels(pieces)), cells.name, cells.page_texts)
    return Sheet(cells.number, blocks, cells.name)


def _by_row(cells: Sequence[SheetCell]) -> list[list[SheetCell]]:
    rows = groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row)
    return [list(row) for _, row in rows]


def _edges(cells: SheetCells) -> list[float]:
    """Edges of the columns on the page, in whose middle they stand."""
    widths = [max(width, _LEAST_WIDTH) for width in cells.widths]
    return list(accumulate(widths, initial=LEFT + max(0.0, (WIDTH - sum(widths)) / 2)))


def _table(
    area: Area, members: list[SheetCell], xs: list[float], left_out: SheetMiddle | None
) -> Iterator[_Piece]:
    """An area as a grid of the rows and columns in which something is printed, cut into what it shows."""
    rows, columns = set[int](), set[int]()
    for cell in members:
        rows.update(range(cell.row, cell.row + cell.row_span))
        columns.update(range(cell.column, cell.column + cell.column_span))
    row_places, column_places = _places(rows), _places(columns)
    found = []
    members.reverse()
    while members:
        cell = members.pop()
        row, column = row_places[cell.row], column_places[cell.column]
        height = row_places[cell.row + cell.row_span - 1] + 1 - row
        width = column_places[cell.column + cell.column_span - 1] + 1 - column
        found.append(_cell(cell, row, column, height, width))
    widths = [xs[column + 1] - xs[column] for column in sorted(columns)]
    middle = None
    if left_out is not None and area.top < left_out.at < area.bottom and left_out.columns <= columns:
        middle = _middle(left_out, bisect_left(sorted(rows), left_out.at), column_places)
    grid = Grid(found, len(row_places), len(column_places), widths, xs[min(columns)], middle)
    numbers = [*sorted(rows), area.bottom]
    for first, end, blocks in cut_rows(grid, is_open=not area.is_framed):
        yield _Piece(Area(numbers[first], numbers[end], area.left, area.right), blocks)


def _middle(left_out: SheetMiddle, at: int, column_places: dict[int, int]) -> Middle:
    """The rows of a table that are left out, in its own columns."""

    def cells() -> Iterator[GridCell]:
        for cell in left_out.cells():
            column = column_places[cell.column]
            width = column_places[cell.column + cell.column_span - 1] + 1 - column
            yield _cell(cell, cell.row, column, cell.row_span, width)

    return Middle(at, left_out.row_count, cells, left_out.reach)


def _places(numbers: set[int]) -> dict[int, int]:
    return {number: place for place, number in enumerate(sorted(numbers))}


def _cell(cell: SheetCell, row: int, column: int, row_span: int, column_span: int) -> GridCell:
    look = cell.look
    if "\n" not in cell.text and not cell.text[0].isspace() and not cell.text[-1].isspace():
        lines: tuple[str, ...] = ()
        text, indent = cell.text, look.indent
    else:
        lines = tuple(line.strip() for line in cell.text.splitlines() if line.strip())
        text = join_lines(list(lines))
        first = cell.text.lstrip("\r\n")
        indent = look.indent + sum(
            1.0 if one == "\u3000" else 0.5 for one in first[: len(first) - len(first.lstrip())]
        )
    return GridCell(
        row,
        column,
        text,
        row_span,
        column_span,
        cell.place,
        indent if look.align == "left" else 0.0,
        align=look.align,
        size=look.size,
        lines=lines if len(lines) > 1 else (),
    )


def _texts(cells: Sequence[SheetCell], areas: Sequence[Area], xs: list[float]) -> Iterator[_Piece]:
    """Texts outside all tables: those of one row at the same side of the tables beside it are one piece, and so are
    numbers with the labels right above them."""
    groups: list[list[GridCell]] = []
    ending: dict[int, list[list[GridCell]]] = {}  # by the row behind their last one
    for row in _by_row(cells):
        beside = [area for area in areas if area.top <= row[0].row < area.bottom]
        for _, group in groupby(row, key=lambda cell: sum(area.left < cell.column for area in beside)):
            own = [_cell(c, c.row, c.column, c.row_span, c.column_span) for c in group]
            above = ending.get(own[0].row, ()) if _are_numbers(own) else ()
            over = next((one for one in above if _heads(one, own)), None)
            if over is None:
                groups.append(own)
            else:
                over += own
            ending.setdefault(max(c.row + c.row_span for c in own), []).append(over or own)
    for own, blocks in _together(groups, areas, xs):
        left, right = min(c.column for c in own), max(c.column + c.column_span for c in own)
        top, bottom = own[0].row, max(c.row + c.row_span for c in own)
        yield _Piece(Area(top, bottom, left, right), blocks)


def _together(
    groups: Sequence[list[GridCell]], areas: Sequence[Area], xs: list[float]
) -> Iterator[tuple[list[GridCell], list[Block]]]:
    """Groups of texts with what they come to. Labels with their numbers that follow each other in the same columns are
    one table, and of very many all others are."""
    last: list[GridCell] = []
    count = 0
    for own in groups:
        blocks: list[Block] = outside(own, xs) if own[-1].row == own[0].row else [grid_of(own, xs)]
        is_table = len(blocks) == 1 and isinstance(blocks[0], Grid)
        if last and is_table and (count > _MOST_ALONE or _goes_on_with(last, own, areas)):
            last += own
            continue
        if last:
            yield last, [grid_of(last, xs)]
        last = own if is_table else []
        count += is_table
        if not is_table:
            yield own, blocks
    if last:
        yield last, [grid_of(last, xs)]


def _goes_on_with(last: Sequence[GridCell], own: Sequence[GridCell], areas: Sequence[Area]) -> bool:
    """Do numbers stand in the columns of those before, with no table between?"""
    if [c.column for c in last if c.row == last[-1].row] != [c.column for c in own if c.row == own[0].row]:
        return False
    return not any(last[-1].row < area.top and area.bottom <= own[0].row for area in areas)


def _are_numbers(row: Sequence[GridCell]) -> bool:
    return all(is_quantity(cell.text) and not has_label(cell.text) for cell in row)


def _heads(over: Sequence[GridCell], row: Sequence[GridCell]) -> bool:
    """Do texts stand right above the numbers of a row, one above each, that say what they are?"""
    last = [cell for cell in over if cell.row == over[-1].row]
    is_right_above = all(cell.row + cell.row_span == row[0].row for cell in last)
    texts = texts_of(over)
    return (
        is_right_above
        and [cell.column for cell in last] == [cell.column for cell in row]
        and not any(is_about(text) or is_note(text) or names_table(text) for text in texts)
    )


def _levels(pieces: Sequence[_Piece]) -> Iterator[Block]:
    """Pieces from top to bottom; those that share rows beside each other."""
    level: list[_Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.area.top, one.area.left)):
        if level and piece.area.top >= max(one.area.bottom for one in level):
            yield from _level(level)
            level = []
        level.append(piece)
    yield from _level(level)


def _level(pieces: Sequence[_Piece]) -> list[Block]:
    """Pieces that share rows: those over each other are one part, from top to bottom."""
    parts: list[tuple[Area, list[_Piece]]] = []
    for piece in pieces:
        area, own = Area(piece.area.top, piece.area.bottom, piece.area.left, piece.area.right), [piece]
        for met in [part for part in parts if part[0].shares_columns(area)]:
            parts.remove(met)
            area.take(met[0])
            own = [*met[1], *own]
        parts.append((area, own))
    parts.sort(key=lambda part: part[0].left)
    blocks = [[block for piece in own for block in piece.blocks] for _, own in parts]
    if len(blocks) == 1:
        return blocks[0]
    return [Beside(blocks)] if blocks else []
