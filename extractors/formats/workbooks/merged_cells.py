"""Merged cells of a sheet: which stand, and the lines drawn around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.formats.workbooks.middle import Range
from extractors.formats.workbooks.workbook import Look, SheetCell


def without_covered(cells: list[SheetCell]) -> Iterator[SheetCell]:
    """Without those under a merged one; of two merged ones that overlap the later is as small as it was."""
    above: list[SheetCell] = []
    row = -1
    for cell in cells:
        if cell.row != row:
            row = cell.row
            above = [one for one in above if one.row + one.row_span > row]
        if any(_covers(one, cell) for one in above):
            continue
        if cell.row_span > 1 or cell.column_span > 1:
            if any(_overlap(one, cell) for one in above):
                cell.row_span = cell.column_span = 1
            above.append(cell)
        if cell.text or is_ruled(cell.look):
            yield cell


def is_ruled(look: Look) -> bool:
    return look.has_top or look.has_left or look.has_bottom or look.has_right


def _covers(one: SheetCell, cell: SheetCell) -> bool:
    return one.column <= cell.column < one.column + one.column_span and cell.row < one.row + one.row_span


def _overlap(one: SheetCell, other: SheetCell) -> bool:
    return (
        one.column < other.column + other.column_span
        and other.column < one.column + one.column_span
        and other.row < one.row + one.row_span
    )


class Lines:
    """Lines around merged cells: each edge is that of the cells along it."""

    def __init__(self, cells: list[SheetCell], merges: dict[tuple[int, int], Range]) -> None:
        corners = {corner for area in merges.values() for corner in ((area[2], area[1]), (area[0], area[3]))}
        self._looks = {
            (cell.row, cell.column): cell.look for cell in cells if (cell.row, cell.column) in corners
        }
        self._known: dict[tuple[Look, bool, bool], Look] = {}

    def around(self, look: Look, area: Range) -> Look:
        r0, c0, r1, c1 = area
        bottom = self._looks.get((r1, c0))
        right = self._looks.get((r0, c1))
        key = (
            look,
            look.has_bottom if bottom is None else bottom.has_bottom,
            look.has_right if right is None else right.has_right,
        )
        if key not in self._known:
            self._known[key] = replace(look, has_bottom=key[1], has_right=key[2])
        return self._known[key]
