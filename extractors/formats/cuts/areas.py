"""Areas of a sheet, in rows and columns; those that lines are drawn around."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.formats.workbooks.workbook import SheetCell, SheetCells

_SIDES = 3  # of a cell that have lines: the outer edge of a table may be left open

_Lines = NDArray[np.bool_]


@dataclass(slots=True)
class Area:
    """Rows and columns of a sheet, each from the first to the one behind the last."""

    top: int
    bottom: int
    left: int
    right: int
    is_framed: bool = False

    def meets(self, other: Area) -> bool:
        return self.shares_rows(other) and self.shares_columns(other)

    def shares_rows(self, other: Area) -> bool:
        return self.top < other.bottom and other.top < self.bottom

    def shares_columns(self, other: Area) -> bool:
        return self.left < other.right and other.left < self.right

    def take(self, other: Area) -> None:
        self.top, self.bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.is_framed = self.is_framed or other.is_framed


def area_of(cells: Sequence[SheetCell]) -> Area:
    """The area that cells take."""
    return Area(
        min(cell.row for cell in cells),
        max(cell.row + cell.row_span for cell in cells),
        min(cell.column for cell in cells),
        max(cell.column + cell.column_span for cell in cells),
    )


def framed_areas(sheet: SheetCells) -> list[Area]:
    """Where cells with lines around them stand together, each with more than one text; from top to bottom."""
    areas = [area for area in without_overlap(_connected(_framed(sheet))) if area.bottom > area.top]
    for area in areas:
        area.is_framed = True
    counts = [0] * len(areas)
    places = places_of(areas, sheet)
    for cell in sheet.cells:
        number = int(places[cell.row, cell.column])
        if number >= 0 and cell.text.strip():
            counts[number] += 1
    return [area for area, count in zip(areas, counts, strict=True) if count > 1]


def places_of(areas: Sequence[Area], sheet: SheetCells) -> NDArray[np.int32]:
    """The number of the area for each row and column, -1 where there is none."""
    places = np.full((sheet.row_count, sheet.column_count), -1, np.int32)
    for number, area in enumerate(areas):
        places[area.top : area.bottom, area.left : area.right] = number
    return places


def without_overlap(areas: list[Area]) -> list[Area]:
    """Areas that meet taken together; from top to bottom, then from left to right."""
    found: list[Area] = []
    for area in sorted(areas, key=lambda one: (one.top, one.left)):
        while met := next((other for other in found if other.meets(area)), None):
            found.remove(met)
            area.take(met)
        found.append(area)
    return sorted(found, key=lambda one: (one.top, one.left))


def _framed(sheet: SheetCells) -> _Lines:
    """For each row and column whether it is part of a cell with lines around it."""
    rows, columns = sheet.row_count, sheet.column_count
    across = np.zeros((rows + 1, columns), np.bool_)  # a line over a row; the last, under all
    down = np.zeros((rows, columns + 1), np.bool_)
    merged: list[SheetCell] = []
    says = np.zeros((rows, columns), np.bool_)  # a text begins here
    for cell in sheet.cells:
        row, column, look = cell.row, cell.column, cell.look
        end, right = row + cell.row_span, column + cell.column_span
        if right - column > 1 or end - row > 1:
            merged.append(cell)
        if look.has_top:
            across[row, column:right] = True
        if look.has_bottom:
            across[end, column:right] = True
        if look.has_left:
            down[row:end, column] = True
        if look.has_right:
            down[row:end, right] = True
        says[row, column] = bool(cell.text)
    over, under, left, right_of = across[:-1], across[1:], down[:, :-1], down[:, 1:]
    sides = over.astype(np.int8) + under + left + right_of
    several = says.sum(axis=1) > 1
    # An empty column between two tables has lines at both sides, too.
    framed: _Lines = (sides >= _SIDES) | (left & right_of & says) | (over & under & several[:, None])
    for cell in merged:
        row, column = cell.row, cell.column
        end, right = row + cell.row_span, column + cell.column_span
        ends = bool(across[row, column:right].all()), bool(across[end, column:right].all())
        edges = bool(down[row:end, column].all()), bool(down[row:end, right].all())
        is_row = all(ends) and bool(several[row])
        framed[row:end, column:right] = (
            sum(ends) + sum(edges) >= _SIDES or (all(edges) and bool(cell.text)) or is_row
        )
    return framed


def _connected(framed: _Lines) -> list[Area]:
    """The areas of places that touch. Rows that are alike are looked at once."""
    changes = np.flatnonzero((framed[1:] != framed[:-1]).any(axis=1)) + 1
    starts = [0, *changes.tolist(), len(framed)] if len(framed) else []
    found: list[Area] = []
    above: list[Area] = []
    for top, bottom in itertools.pairwise(starts):
        runs = [Area(top, bottom, left, right) for left, right in _runs(framed[top])]
        current: list[Area] = []
        for run in runs:
            for met in [area for area in above if area.left < run.right and run.left < area.right]:
                if met in found:
                    found.remove(met)
                run.take(met)
            for met in [area for area in current if area.shares_columns(run)]:
                current.remove(met)
                found.remove(met)
                run.take(met)
            current.append(run)
            found.append(run)
        above = current
    return found


def _runs(row: _Lines) -> list[tuple[int, int]]:
    """First and end of each run of places in a row that are part of a frame."""
    steps = np.diff(np.concatenate(([0], row.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps > 0).tolist(), np.flatnonzero(steps < 0).tolist(), strict=True))
