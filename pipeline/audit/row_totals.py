"""Rows whose 合计 column is not the sum of its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalizers.labels import is_total_label
from pipeline.audit.figures import Figure, rounding, shown
from pipeline.audit.rules import Report
from pipeline.audit.table_block import FigureColumn, Sheet

_AGREEING_ROWS = 3  # rows that must show the structure before one is called wrong
_AGREEING_SHARE = 0.8


def wrong_row_sums(sheet: Sheet, report: Report) -> None:
    """Report the rows of a block that break a sum which its other rows keep."""
    for whole in sheet.columns:
        if _is_sum(whole):
            tried = list(_readings(sheet.columns, whole))
            parts = _structure(whole, tried)
            if parts is not None:
                _report_rows(sheet, whole, parts, tried, report)


def _is_sum(column: FigureColumn) -> bool:
    return column.column.role == "amount_sum" or any(is_total_label(t) for t in column.column.path[-2:])


def _readings(columns: list[FigureColumn], whole: FigureColumn) -> Iterator[list[FigureColumn]]:
    """Columns that may be the parts: under the same heading, to the right, to the left, all."""
    at = columns.index(whole)
    sums = [_is_sum(c) for c in columns]
    right = at + 1
    while right < len(columns) and not sums[right]:
        right += 1
    left = at
    while left > 0 and not sums[left - 1]:
        left -= 1
    yield columns[at + 1 : right]
    yield columns[left:at]
    yield [c for c, is_sum in zip(columns, sums, strict=True) if not is_sum]
    yield [c for c, is_sum in zip(columns, sums, strict=True) if is_sum and c is not whole]
    path = whole.column.path
    for depth in range(1, len(path)):
        alike = [c for c in columns if c is not whole and c.column.path[:depth] == path[:depth]]
        yield alike
        yield [c for c in alike if not _is_sum(c)]
        yield [c for c in alike if _is_sum(c)]
    yield [c for c in columns[at + 1 :] if c.column.path[-1:] == path[-1:]]


def _structure(whole: FigureColumn, tried: list[list[FigureColumn]]) -> list[FigureColumn] | None:
    """The parts that nearly all rows show."""
    best: list[FigureColumn] | None = None
    most = 0
    for parts in tried:
        rows = [r for r in whole.figures if _tells(parts, r)]
        agreeing = sum(_agrees(whole, parts, r) for r in rows)
        few_break_it = len(rows) - agreeing <= max(1, (1 - _AGREEING_SHARE) * len(rows))
        if agreeing >= _AGREEING_ROWS and few_break_it and agreeing > most:
            best, most = parts, agreeing
    return best


def _report_rows(
    sheet: Sheet,
    whole: FigureColumn,
    parts: list[FigureColumn],
    tried: list[list[FigureColumn]],
    report: Report,
) -> None:
    for row, printed in whole.figures.items():
        if any(row in c.unread for c in parts) or not _tells(parts, row):
            continue
        if any(_agrees(whole, other, row) for other in tried if other):
            continue
        figures = _figures(parts, row)
        total = sum((f.value for f in figures), Decimal(0))
        report.find(
            "sum_differs_across",
            sheet.place(row, whole.column),
            printed=printed.text,
            recomputed=shown(total, 6),
            label=sheet.label(row),
            column=whole.name,
            difference=shown(abs(printed.value - total), 6),
            tolerance=_tolerance(whole, parts, row),
        )


def _figures(parts: list[FigureColumn], row: int) -> list[Figure]:
    return [c.figures[row] for c in parts if row in c.figures]


def _tells(parts: list[FigureColumn], row: int) -> bool:
    return sum(f.value != 0 for f in _figures(parts, row)) >= 2


def _tolerance(whole: FigureColumn, parts: list[FigureColumn], row: int) -> Decimal:
    exact = all(c.exact_integers for c in (whole, *parts))
    return rounding([*_figures(parts, row), whole.figures[row]], exact_integers=exact)


def _agrees(whole: FigureColumn, parts: list[FigureColumn], row: int) -> bool:
    total = sum((f.value for f in _figures(parts, row)), Decimal(0))
    return abs(whole.figures[row].value - total) <= _tolerance(whole, parts, row)
