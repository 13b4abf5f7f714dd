"""Figures of recognised pages that would fit their total if one character had been read otherwise.

The fact keeps what was read; the finding proposes what the total says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.numbers import normalize_digits
from pipeline.audit.figures import read_figure, shown
from pipeline.audit.readings import readings
from pipeline.audit.rules import Report
from pipeline.audit.sheet import FigureColumn, Sheet

DOUBT = 0.9  # a figure whose least sure character is surer than this is taken as read
_ENOUGH = 3  # digits that a figure needs so that one of them may be wrong
_LOOKALIKES = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "S": "5", "B": "8", "Z": "2"})
_STRAY = re.compile(r"[^\d.-]")


@dataclass(frozen=True, slots=True)
class Slip:
    """A doubtful figure at a place, what was read there and what its total says."""

    row: int
    column: FigureColumn
    printed: str
    wanted: Decimal


def slips(sheet: Sheet, report: Report) -> set[tuple[int, int]]:
    """Report doubtful figures; return the totals (row, column) that they explain."""
    explained: set[tuple[int, int]] = set()
    # Nearly every table is read from text and has no doubtful figure at all.
    is_read = any(cell.ocr_confidence is not None for cell in sheet.view.table.cells)
    columns = [
        c
        for c in (sheet.columns if is_read else ())
        if any(_is_doubtful(sheet, c, row) for row in (*c.figures, *c.unread))
    ]
    for at, line in enumerate(sheet.lines if columns else ()):
        if not line.is_total:
            continue
        for column in columns:
            slip = _slip(sheet, column, at)
            if slip is not None:
                explained.add((line.row, column.column.index))
                _report(sheet, slip, report)
    return explained


def _slip(sheet: Sheet, column: FigureColumn, at: int) -> Slip | None:
    """The only figure among a total and its parts of which a doubtful reading keeps them from agreeing."""
    row = sheet.lines[at].row
    for _, parts in readings(sheet.lines, at):
        places = [r for r in (*parts, row) if r in column.figures or r in column.unread]
        unread = [r for r in places if r in column.unread]
        if len(unread) > 1 or len(places) < _ENOUGH:
            continue
        doubtful = unread or [r for r in places if _is_doubtful(sheet, column, r)]
        found = [slip for r in doubtful if (slip := _other_reading(sheet, column, row, parts, r)) is not None]
        if len(found) == 1:
            return found[0]
    return None


def _other_reading(
    sheet: Sheet, column: FigureColumn, total: int, parts: tuple[int, ...], place: int
) -> Slip | None:
    """The figure at a place read otherwise, so that the parts make the total; None when that is no slip."""
    if not _is_doubtful(sheet, column, place):
        return None
    printed = sheet.view.text(place, column.column)
    wanted = _wanted(column, total, parts, place)
    read = read_figure(printed)
    differs = read is None or read.value != wanted
    return Slip(place, column, printed, wanted) if differs and is_slip(printed, wanted) else None


def _is_doubtful(sheet: Sheet, column: FigureColumn, row: int) -> bool:
    cell = sheet.view.cell(row, column.column.index)
    return cell is not None and cell.ocr_confidence is not None and cell.ocr_confidence < DOUBT


def _wanted(column: FigureColumn, total: int, parts: tuple[int, ...], place: int) -> Decimal:
    """What the figure at a place must be so that the parts make the total."""
    others = sum((column.figures[r].value for r in parts if r != place and r in column.figures), Decimal(0))
    return others if place == total else column.figures[total].value - others


def is_slip(printed: str, wanted: Decimal) -> bool:
    """Would one character less, more or other, or a stray mark, turn what was read into the wanted figure?"""
    read = _STRAY.sub("", normalize_digits(printed.translate(_LOOKALIKES)))
    decimals = len(read.partition(".")[2])
    for places in {decimals, 0, 1, 2}:
        right = f"{wanted:.{places}f}"
        if Decimal(right) == wanted and len(right) >= _ENOUGH and _differ_by_one(read, right):
            return True
    return False


def _differ_by_one(a: str, b: str) -> bool:
    """At most one character inserted, left out or replaced."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    return any(a[start + i :] == b[start + j :] for i, j in ((0, 0), (1, 1), (1, 0), (0, 1)))


def _report(sheet: Sheet, slip: Slip, report: Report) -> None:
    report.find(
        "ocr_slip",
        sheet.place(slip.row, slip.column.column),
        printed=slip.printed,
        recomputed=shown(slip.wanted, 6),
        label=sheet.label(slip.row),
        column=slip.column.name,
    )
