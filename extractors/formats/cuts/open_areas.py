"""Tables of a sheet without lines: rows of several texts that stand together; and rows typed on to a framed table."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.formats.cuts.areas import Area, area_of
from extractors.formats.cuts.row_kinds import begins_table, heads, is_about_row, is_value, names_table, signs
from extractors.formats.workbooks.workbook import SheetCell

_MOST_EMPTY = 2  # rows between two parts of a table
_HEAD = 3  # first rows of which one names the tables that stand side by side

Row = list[SheetCell]
"""The filled cells of one row, from left to right."""


def open_areas(rows: Sequence[Row], framed: Sequence[Area]) -> list[Area]:
    """The areas of tables among cells outside the framed ones, which grow by the rows that go on with them."""
    found: list[Area] = []
    for band in _bands(rows, framed):
        rest = _typed_on(band, [*framed, *found])
        if sum(map(_is_wide, rest)) < 2:
            continue
        for part in _side_by_side(rest):
            if sum(map(_is_wide, part)) >= 2:
                found.append(area_of([cell for row in part for cell in row]))
    return found


def join_parts(areas: list[Area], rows: Sequence[Row]) -> list[Area]:
    """Areas with nothing but empty rows between them taken together where the second has no headings of its own.

    `rows` are all filled cells of the sheet.
    """
    found: list[Area] = []
    by_number = {row[0].row: row for row in rows}
    for area in areas:
        before = next((one for one in reversed(found) if one.shares_columns(area)), None)
        if before is not None and _goes_on(before, area, by_number):
            before.take(area)
        else:
            found.append(area)
    return found


def _goes_on(before: Area, area: Area, rows: dict[int, Row]) -> bool:
    if (
        not 0 <= area.top - before.bottom <= _MOST_EMPTY
        or area.left < before.left
        or area.right > before.right
    ):
        return False
    if any(number in rows for number in range(before.bottom, area.top)):
        return False
    for number in range(area.top, area.bottom):
        texts = [cell.text for cell in rows.get(number, ()) if area.left <= cell.column < area.right]
        if len(texts) == 1 and not begins_table(texts):
            continue
        if texts:
            return any(map(is_value, texts)) and not begins_table(texts)
    return False


def _bands(rows: Sequence[Row], framed: Sequence[Area]) -> list[list[Row]]:
    """Rows right below each other, beside the same framed areas."""
    found: list[list[Row]] = []
    beside: list[Area] = []
    for row in rows:
        number = row[0].row
        now = [area for area in framed if area.top <= number < area.bottom]
        last = found[-1][-1] if found else None
        if last is not None and number <= max(c.row + c.row_span for c in last) and now == beside:
            found[-1].append(row)
        else:
            found.append([row])
        beside = now
    return found


def _is_wide(row: Row) -> bool:
    """A row of a table: several texts, which do not only say what the table is about."""
    texts = [cell.text for cell in row]
    return len(texts) > 1 and not is_about_row(texts, is_open=True) and not signs(texts, is_open=True)


def _typed_on(band: list[Row], areas: Sequence[Area]) -> list[Row]:
    """What is left of a band without the rows that go on with a table over it, or head one right below it."""
    rest = list(band)
    for area in areas:
        if area.is_framed or all(not _is_wide(row) for row in band[1:]):
            rest = _with_rows_below(area, rest)
        rest = _with_headings(area, rest)
    return rest


def _with_rows_below(area: Area, rows: list[Row]) -> list[Row]:
    """Rows with values right below a table, or a few empty rows below it, become rows of it; the others are left."""
    left: list[Row] = []
    reach = area.bottom + _MOST_EMPTY
    for number, row in enumerate(rows):
        own, others = _within(row, area)
        if (
            not area.bottom <= row[0].row <= reach
            or not _is_wide(own)
            or not any(is_value(cell.text) for cell in own)
        ):
            return left + rows[number:]
        area.take(area_of(own))
        reach = area.bottom
        if others:
            left.append(others)
    return left


def _with_headings(area: Area, rows: list[Row]) -> list[Row]:
    """Rows of headings right over a table become rows of it; the others are left."""
    rest = list(rows)
    while rest and max(cell.row + cell.row_span for cell in rest[-1]) == area.top:
        own, others = _within(rest[-1], area)
        is_wide = 2 * sum(cell.column_span for cell in own) >= area.right - area.left
        if others or not is_wide or not _is_wide(own) or not heads([cell.text for cell in own]):
            break
        area.take(area_of(rest.pop()))
    return rest


def _within(row: Row, area: Area) -> tuple[Row, Row]:
    """The cells of a row in the columns of an area, and those that an empty column parts from it."""
    own = [cell for cell in row if area.left <= cell.column and cell.column + cell.column_span <= area.right]
    others = [cell for cell in row if cell not in own]
    near = any(cell.column <= area.right and cell.column + cell.column_span >= area.left for cell in others)
    return ([], row) if near else (own, others)


def _side_by_side(rows: list[Row]) -> list[list[Row]]:
    """Rows of tables that stand side by side, table by table: an empty column parts them, and each has its title.

    What stands behind an empty column and under no heading is no part of the table either.
    """
    whole = area_of([cell for row in rows for cell in row])
    filled = bytearray(whole.right)
    for row in rows:
        if len(row) > 1:
            for cell in row:
                filled[cell.column : cell.column + cell.column_span] = b"\1" * cell.column_span
    for column in range(whole.left + 2, whole.right - 1):
        is_titled = column < whole.right - 2 and any(_are_titles(row, column) for row in rows[:_HEAD])
        if filled[column] or not (is_titled or _is_bare(rows, column)):
            continue
        left = [part for row in rows if (part := [c for c in row if c.column < column])]
        right = [part for row in rows if (part := [c for c in row if c.column >= column])]
        return [left, *_side_by_side(right)]
    return [rows]


def _are_titles(row: Row, column: int) -> bool:
    """Does a row hold one text at the left of a column and one at the right, of which each names a table?"""
    sides = [[c for c in row if c.column < column], [c for c in row if c.column > column]]
    return all(len(side) == 1 and names_table(side[0].text) for side in sides)


def _is_bare(rows: Sequence[Row], column: int) -> bool:
    """Is there no heading at the right of a column, though there are several at its left?"""
    is_head = False
    for row in rows:
        own = [cell for cell in row if cell.column < column]
        is_wide = _is_wide(own) and heads([cell.text for cell in own])
        if is_wide and len(own) < len(row):
            return False
        if is_head and not is_wide:
            return True
        is_head = is_head or is_wide
    return False
