"""Columns that only white space made: without a heading, and filled only where the column beside is empty."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import RawCell, RawTable

Owners = list[list[RawCell | None]]


def without_bare_columns(table: RawTable, header_rows: int) -> RawTable:
    """The table with such columns put together with their neighbour; one cell set to another side made them."""
    column = 0
    while header_rows and column + 1 < table.column_count and table.column_count > 2:
        owners = _owners(table)
        if _is_one(owners, column, header_rows):
            table = _joined(table, owners, column)
        else:
            column += 1
    return table


def _owners(table: RawTable) -> Owners:
    owners: Owners = [[None] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        for row in owners[cell.row : cell.row + cell.row_span]:
            row[cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
    return owners


def _is_one(owners: Owners, column: int, header_rows: int) -> bool:
    """Is one of two columns without a heading, and in no row are both filled?"""
    pairs = [(row[column], row[column + 1]) for row in owners]
    if any(a is None or b is None for a, b in pairs):
        return False
    apart = [(a, b) for a, b in pairs if a is not b and a is not None and b is not None]
    if any(a.text and b.text for a, b in apart) or any(not _can_go(a, b) for a, b in apart):
        return False
    heads = [(a, b) for a, b in pairs[:header_rows] if a is not b and a is not None and b is not None]
    bare = any(heads) and (not any(a.text for a, _ in heads) or not any(b.text for _, b in heads))
    body = [(a, b) for a, b in pairs[header_rows:] if a is not b and a is not None and b is not None]
    return bare and any(a.text for a, _ in body) + any(b.text for _, b in body) > 0


def _can_go(a: RawCell, b: RawCell) -> bool:
    """The blank one of two cells must lie within the rows of the other, and in one column."""
    blank, kept = (a, b) if not a.text else (b, a)
    inside = kept.row <= blank.row and blank.row + blank.row_span <= kept.row + kept.row_span
    return inside and blank.column_span == 1


def _joined(table: RawTable, owners: Owners, column: int) -> RawTable:
    gone: set[int] = set()
    grown: set[int] = set()
    for row in owners:
        a, b = row[column], row[column + 1]
        if a is not b and a is not None and b is not None:
            blank, kept = (a, b) if not a.text else (b, a)
            gone.add(id(blank))
            grown.add(id(kept))
    cells: list[RawCell] = []
    for cell in table.cells:
        if id(cell) in gone:
            continue
        first, end = cell.column, cell.column + cell.column_span
        if id(cell) in grown:
            first, end = min(first, column), max(end, column + 2)
        first -= first > column
        end -= end > column + 1
        xs = [*table.xs[: column + 1], *table.xs[column + 2 :]]
        cells.append(replace(cell, column=first, column_span=end - first, x0=xs[first], x1=xs[end]))
    return replace(table, xs=[*table.xs[: column + 1], *table.xs[column + 2 :]], cells=cells)
