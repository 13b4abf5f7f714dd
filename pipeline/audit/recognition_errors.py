"""Figures of recognised pages that would fit their total if one character had been read otherwise.

The fact keeps what was read; the finding proposes what the total says. Most characters are doubted only where their
reader was unsure. Minus signs and decimal points are doubted everywhere: a speck, or the end of a ruling line, looks
like one, and where one is lost nothing shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.numbers import normalize_digits
from pipeline.audit.figures import read_figure, shown
from pipeline.audit.readings import readings
from pipeline.audit.rules import Report
from pipeline.audit.table_block import FigureColumn, Sheet

DOUBT = 0.9  # a figure whose least sure character is surer than this is taken as read
_ENOUGH = 3  # digits that a figure needs so that one of them may be wrong
_LOOKALIKES = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "S": "5", "B": "8", "Z": "2"})
_STRAY = re.compile(r"[^\d.-]")
_MARKS = str.maketrans("", "", ".-")


@dataclass(frozen=True, slots=True)
class Misreading:
    """A doubtful figure at a place, what was read there and what its total says."""

    row: int
    column: FigureColumn
    printed: str
    wanted: Decimal


def misread_figures(sheet: Sheet, report: Report) -> set[tuple[int, int]]:
    """Report doubtful figures; return the totals (row, column) that they explain."""
    explained: set[tuple[int, int]] = set()
    # Nearly every table is read from text.
    is_read = any(cell.ocr_confidence is not None for cell in sheet.view.table.cells)
    columns = sheet.columns if is_read else ()
    for at, line in enumerate(sheet.lines if columns else ()):
        if not line.is_total:
            continue
        for column in columns:
            misreading = _misreading(sheet, column, at)
            if misreading is not None:
                explained.add((line.row, column.column.index))
                _report(sheet, misreading, report)
    return explained


def _misreading(sheet: Sheet, column: FigureColumn, at: int) -> Misreading | None:
    """The only figure among a total and its parts of which a doubtful reading keeps them from agreeing."""
    row = sheet.lines[at].row
    for _, parts in readings(sheet.lines, at):
        places = [r for r in (*parts, row) if r in column.figures or r in column.unread]
        unread = [r for r in places if r in column.unread]
        if len(unread) > 1 or len(places) < _ENOUGH:
            continue
        others = {
            r: misreading
            for r in unread or places
            if (misreading := _other_reading(sheet, column, row, parts, r)) is not None
        }
        # The figure that its reader doubted is asked before those of which only a mark can be wrong.
        doubtful = [misreading for r, misreading in others.items() if _is_doubtful(sheet, column, r)]
        found = doubtful or list(others.values())
        if len(found) == 1:
            return found[0]
    return None


def _other_reading(
    sheet: Sheet, column: FigureColumn, total: int, parts: tuple[int, ...], place: int
) -> Misreading | None:
    """The figure at a place read otherwise, so that the parts make the total; None when that is no misreading."""
    cell = sheet.view.cell(place, column.column.index)
    if cell is None or cell.ocr_confidence is None:
        return None
    printed = sheet.view.text(place, column.column)
    wanted = _wanted(column, total, parts, place)
    read = read_figure(printed)
    differs = read is None or read.value != wanted
    is_other = is_misreading if cell.ocr_confidence < DOUBT else is_misread_mark
    return Misreading(place, column, printed, wanted) if differs and is_other(printed, wanted) else None


def _is_doubtful(sheet: Sheet, column: FigureColumn, row: int) -> bool:
    cell = sheet.view.cell(row, column.column.index)
    return cell is not None and cell.ocr_confidence is not None and cell.ocr_confidence < DOUBT


def _wanted(column: FigureColumn, total: int, parts: tuple[int, ...], place: int) -> Decimal:
    """What the figure at a place must be so that the parts make the total."""
    others = sum((column.figures[r].value for r in parts if r != place and r in column.figures), Decimal(0))
    return others if place == total else column.figures[total].value - others


def is_misreading(printed: str, wanted: Decimal) -> bool:
    """Would one character less, more or other, or a stray mark, turn what was read into the wanted figure?"""
    return any(_differ_by_one(_digits(printed), right) for right in _spellings(printed, wanted))


def is_misread_mark(printed: str, wanted: Decimal) -> bool:
    """Would a minus sign or a decimal point less or more do so?"""
    read = _digits(printed)
    return any(
        read.translate(_MARKS) == right.translate(_MARKS) and _differ_by_one(read, right)
        for right in _spellings(printed, wanted)
    )


def _digits(printed: str) -> str:
    return _STRAY.sub("", normalize_digits(printed.translate(_LOOKALIKES)))


def _spellings(printed: str, wanted: Decimal) -> list[str]:
    """The wanted figure with the decimals that were read, none, one or two."""
    decimals = len(_digits(printed).partition(".")[2])
    spelt = [f"{wanted:.{places}f}" for places in sorted({decimals, 0, 1, 2})]
    return [right for right in spelt if Decimal(right) == wanted and len(right) >= _ENOUGH]


def _differ_by_one(a: str, b: str) -> bool:
    """At most one character inserted, left out or replaced."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    return any(a[start + i :] == b[start + j :] for i, j in ((0, 0), (1, 1), (1, 0), (0, 1)))


def _report(sheet: Sheet, misreading: Misreading, report: Report) -> None:
    report.find(
        "ocr_slip",
        sheet.place(misreading.row, misreading.column.column),
        printed=misreading.printed,
        recomputed=shown(misreading.wanted, 6),
        label=sheet.label(misreading.row),
        column=misreading.column.name,
    )
