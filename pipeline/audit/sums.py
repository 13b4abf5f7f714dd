"""Totals that are not the sum of the rows above or below them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.figures import Figure, rounding, shown
from pipeline.audit.readings import Reading, near_readings, readings
from pipeline.audit.rules import Report
from pipeline.audit.table_block import FigureColumn, Sheet

_NEAR = Decimal("0.01")  # a lone column is doubted only where its total is this near to the sum
_ENOUGH = 3  # parts that a lone column needs


@dataclass(frozen=True, slots=True)
class WrongTotal:
    """A printed total and the sum of its parts."""

    sheet: Sheet
    column: FigureColumn
    row: int
    printed: Figure
    recomputed: Decimal
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One reading of one column: the parts that print something, their sum, what rounding allows."""

    total: Figure
    parts: tuple[Figure, ...]
    tolerance: Decimal

    @property
    def sum(self) -> Decimal:
        return sum((p.value for p in self.parts), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.total.value - self.sum

    @property
    def agrees(self) -> bool:
        return abs(self.difference) <= self.tolerance

    @property
    def tells(self) -> bool:
        """Two parts or more: a single part that equals its total shows no structure."""
        return sum(p.value != 0 for p in self.parts) >= 2


def wrong_totals(
    sheet: Sheet, report: Report, explained: Collection[tuple[int, int]] = ()
) -> list[WrongTotal]:
    """Report and return the totals of a block that no reading of its rows explains.

    `explained` are totals (row, column) that something else was said about.
    """
    found: list[WrongTotal] = []
    for at, line in enumerate(sheet.lines):
        if line.is_total:
            found += _of_row(sheet, at)
    found = [wrong for wrong in found if (wrong.row, wrong.column.column.index) not in explained]
    for wrong in found:
        _report(wrong, report)
    return found


def _of_row(sheet: Sheet, at: int) -> list[WrongTotal]:
    row = sheet.lines[at].row
    columns = [c for c in sheet.columns if row in c.figures]
    doubted = _unexplained(columns, row, near_readings(sheet.lines, at))
    doubted = _unexplained(doubted, row, readings(sheet.lines, at))
    tried = [rows for _, rows in readings(sheet.lines, at)] if doubted else []
    if not tried:
        return []
    parts = _structure(columns, row, tried, len(doubted))
    if parts is None:
        return []
    wrong = []
    for column in doubted:
        check = check_column(column, row, parts)
        if len(check.parts) >= 2 and not column.unread & set(parts):
            wrong.append(WrongTotal(sheet, column, row, check.total, check.sum, parts))
    return wrong


def _unexplained(columns: Iterable[FigureColumn], row: int, tried: Iterable[Reading]) -> list[FigureColumn]:
    """The columns in which no reading agrees with the total. Reads no further than until all do."""
    doubted = list(columns)
    for _, parts in tried if doubted else ():
        doubted = [c for c in doubted if not check_column(c, row, parts).agrees]
        if not doubted:
            break
    return doubted


def _structure(
    columns: list[FigureColumn], row: int, tried: list[tuple[int, ...]], doubted: int
) -> tuple[int, ...] | None:
    """The rows that are the parts, shown by the columns that do add up; None where nothing shows it."""
    support = {
        parts: sum((check := check_column(c, row, parts)).agrees and check.tells for c in columns)
        for parts in tried
    }
    best = max(tried, key=lambda parts: support[parts])
    if support[best] >= max(1, doubted):
        return best
    plainest = tried[0]
    if len(tried) == 1 and len(columns) == doubted:
        checks = [check_column(c, row, plainest) for c in columns]
        if all(is_near(check) for check in checks):
            return plainest
    return None


def is_near(check: Check) -> bool:
    """Is the total so near to its parts that these must be meant?"""
    return len(check.parts) >= _ENOUGH and abs(check.difference) <= _NEAR * abs(check.total.value)


def check_column(column: FigureColumn, row: int, parts: tuple[int, ...]) -> Check:
    """Compare the total in a row with the sum of some rows of a column."""
    total = column.figures[row]
    figures = tuple(column.figures[r] for r in parts if r in column.figures)
    return Check(total, figures, rounding([*figures, total], exact_integers=column.exact_integers))


def _report(wrong: WrongTotal, report: Report) -> None:
    check = check_column(wrong.column, wrong.row, wrong.parts)
    report.find(
        "sum_differs_down",
        wrong.sheet.place(wrong.row, wrong.column.column),
        printed=wrong.printed.text,
        recomputed=shown(wrong.recomputed, 6),
        label=wrong.sheet.label(wrong.row),
        column=wrong.column.name,
        count=len(check.parts),
        difference=shown(abs(check.difference), 6),
        tolerance=check.tolerance,
    )
