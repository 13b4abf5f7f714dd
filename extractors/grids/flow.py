"""Rows from the order in which a page's characters are written.

Word processors and browsers write a table row by row and each cell to its end, so a step back to the left begins a
new row, however the lines of its cells stand. A file may also be written in another order; then the rows found here
would overlap, and nothing is returned.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractors.geometry import median
from extractors.grids.column_lines import WIDER, ColumnLines, is_one_line_per_row
from extractors.vocabulary import is_value

Rows = list[list[list[int]]]
"""Line numbers of each cell: one list per column, in it one list per row."""

_OVERLAP = 0.35  # em by which the lines of neighbouring rows may overlap
_LEVEL = 0.25  # em by which two lines that stand level may differ in height


@dataclass(slots=True)
class _Line:
    """One line of a cell: when it was written, its column, its number there, its height."""

    order: int
    column: int
    number: int
    middle: float


def flow_rows(columns: list[ColumnLines], em: float) -> Rows | None:
    """Rows in writing order; None when that order does not give rows one under the other."""
    lines = sorted(
        (
            _Line(min(min(s.members) for s in line), c, n, column.middles[n])
            for c, column in enumerate(columns)
            for n, line in enumerate(column.segments)
        ),
        key=lambda line: line.order,
    )
    if not _steps_up(lines, em):
        return None
    pitch = _pitch(lines)
    highest = _highest_to_come(lines)
    rows: list[list[_Line]] = [[lines[0]]]
    for (last, line), top in zip(itertools.pairwise(lines), highest[1:], strict=True):
        if _begins_row(rows[-1], last, line, top, pitch, em):
            rows.append([])
        rows[-1].append(line)
    found: Rows = [
        [[line.number for line in row if line.column == c] for row in rows] for c in range(len(columns))
    ]
    return found if _is_sound(columns, rows, em) else None


def _steps_up(lines: list[_Line], em: float) -> bool:
    """Is a line written after one that stands lower, as beside a wrapped cell? Else the order is that of the eye."""
    return any(a.middle - b.middle > 0.3 * em for a, b in itertools.pairwise(lines))


def _pitch(lines: list[_Line]) -> float:
    """The usual distance of two lines of one cell; infinite when no cell has two."""
    steps = [b.middle - a.middle for a, b in itertools.pairwise(lines) if a.column == b.column]
    return min((step for step in steps if step > 0), default=float("inf"))


def _highest_to_come(lines: list[_Line]) -> list[float]:
    """For each line the height of the highest one from there to the next step back to the left."""
    found: list[float] = []
    for k in range(len(lines) - 1, -1, -1):
        goes_on = k + 1 < len(lines) and lines[k + 1].column >= lines[k].column
        found.append(min(lines[k].middle, found[-1]) if goes_on else lines[k].middle)
    return found[::-1]


def _begins_row(row: list[_Line], last: _Line, line: _Line, top: float, pitch: float, em: float) -> bool:
    """`top` is the height of the highest line of what may be a new row: labels may stand lower than their row."""
    if line.column < last.column:
        return True
    step = line.middle - last.middle
    if line.column == last.column:
        return step < 0 or step > WIDER * pitch or step > 2.6 * em
    return top - max(item.middle for item in row) > 0.9 * em


def _is_sound(columns: list[ColumnLines], rows: list[list[_Line]], em: float) -> bool:
    """Do the rows follow each other down the page, with one value of every column of values in each?"""
    single = {c for c, column in enumerate(columns) if is_one_line_per_row(column, em)}
    for row in rows:
        values = [line.column for line in row if is_value(columns[line.column].texts[line.number])]
        if any(values.count(c) > 1 for c in single):
            return False
    if _is_written_apart(columns, rows, em):
        return False
    edges = [_extent(row) for row in rows]
    wrong = sum(b[0] < a[1] - _OVERLAP * em for a, b in itertools.pairwise(edges))
    return wrong == 0


def _is_written_apart(columns: list[ColumnLines], rows: list[list[_Line]], em: float) -> bool:
    """Was a whole column written at one go, a line for every row, as where the rest was added to a form later?"""
    if len(rows) < 2:
        return False
    for c, column in enumerate(columns):
        own = [[line for line in row if line.column == c] for row in rows]
        if len(column.middles) < len(rows) or sum(map(bool, own)) != 1:
            continue
        others = [[line.middle for line in row if line.column != c] for row in rows]
        if all(any(abs(a - b) < _LEVEL * em for a in column.middles for b in row) for row in others):
            return True
    return False


def _extent(row: list[_Line]) -> tuple[float, float]:
    """Upper and lower end of a row, labels that stand lower than its last cells left out."""
    last = max(line.column for line in row)
    own = [line.middle for line in row if line.column == last]
    return min(own), max(own)


def row_anchors(columns: list[ColumnLines], rows: Rows, skipped: set[int]) -> list[float]:
    """Heights of the rows' middles; the columns in `skipped` hold labels of several rows."""
    anchors: list[float] = []
    for r in range(len(rows[0])):
        heights = [
            (columns[c].middles[numbers[0]] + columns[c].middles[numbers[-1]]) / 2
            for c in range(len(columns))
            if (numbers := rows[c][r]) and c not in skipped
        ] or [columns[c].middles[n] for c in range(len(columns)) for n in rows[c][r]]
        anchors.append(median(heights))
    return anchors
