"""Where a wrong total was used again: rates that divide it, tables that carry it on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalizers.numbers import find_numbers
from normalizers.text import match_key
from pipeline.audit.figures import Figure, first_figure, half_unit, shown
from pipeline.audit.rules import Report
from pipeline.audit.sums import WrongTotal, check_column
from pipeline.audit.table_block import FigureColumn, Sheet

_HUNDRED = Decimal(100)
_PERCENT = "execution_rate_pct"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")

Rates = tuple[tuple[Figure, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A wrong figure as printed, what it should be, the wrong total that it comes from, and the rates that its
    row computes from it, each with what it should be."""

    printed: Figure
    right: Decimal
    source: WrongTotal
    rates: Rates = ()


def carried_on(wrong: Sequence[WrongTotal], sheets: Sequence[Sheet], report: Report) -> list[Carried]:
    """Report every rate and every further total that was computed from a wrong total.

    Only figures with enough digits to be recognised are followed. Returns the wrong totals and the totals
    that they made wrong.
    """
    found: list[Carried] = []
    for error in wrong:
        if error.printed.is_plain:
            continue
        rates = _rates(
            error, error.sheet, error.row, error.column, error.printed.value, error.recomputed, report
        )
        found.append(Carried(error.printed, error.recomputed, error, rates))
        for sheet in sheets:
            for column in sheet.columns:
                for row, figure in column.figures.items():
                    here = sheet is error.sheet and row == error.row and column is error.column
                    if figure.value == error.printed.value and not here:
                        found += _follow(error, sheet, row, column, report)
    return found


def _follow(error: WrongTotal, sheet: Sheet, row: int, column: FigureColumn, report: Report) -> list[Carried]:
    """The figure itself in another table, its rate, and the totals it is part of."""
    _say(error, sheet, row, column, column.figures[row], error.recomputed, report)
    _rates(error, sheet, row, column, error.printed.value, error.recomputed, report)
    change = error.recomputed - error.printed.value
    totals: list[Carried] = []
    for line in sheet.lines:
        if not line.is_total or line.row == row or line.row not in column.figures:
            continue
        parts = tuple(one.row for one in sheet.lines if not one.is_total and one.row < line.row)
        total = column.figures[line.row]
        if row in parts and len(parts) >= 2 and check_column(column, line.row, parts).agrees:
            _say(error, sheet, line.row, column, total, total.value + change, report)
            rates = _rates(error, sheet, line.row, column, total.value, total.value + change, report)
            totals.append(Carried(total, total.value + change, error, rates))
    return totals


def _say(
    error: WrongTotal,
    sheet: Sheet,
    row: int,
    column: FigureColumn,
    printed: Figure,
    right: Decimal,
    report: Report,
) -> None:
    report.find(
        "error_carried_on",
        sheet.place(row, column.column),
        printed=printed.text,
        recomputed=shown(right, 6),
        label=sheet.label(row),
        page=error.sheet.place(error.row)[1],
        wrong=error.printed.text,
        right=shown(error.recomputed, 6),
    )


def _rates(
    error: WrongTotal,
    sheet: Sheet,
    row: int,
    column: FigureColumn,
    was: Decimal,
    right: Decimal,
    report: Report,
) -> Rates:
    """Report rates of the row that divide the wrong figure by another one of the row."""
    found: list[tuple[Figure, Decimal]] = []
    for rate in sheet.block.columns:
        text = sheet.view.text(row, rate) if rate.role == _PERCENT else ""
        printed = first_figure(text)
        if printed is None:
            continue
        for below in sheet.columns:
            base = below.figures.get(row)
            if below is column or base is None or base.value == 0:
                continue
            before, after = (value / base.value * _HUNDRED for value in (was, right))
            half = half_unit(printed.decimals)
            if abs(printed.value - before) <= half < abs(printed.value - after):
                _say_rate(error, sheet, row, rate.index, printed, text, after, report)
                found.append((printed, after))
                break
    return tuple(found)


def _say_rate(
    error: WrongTotal,
    sheet: Sheet,
    row: int,
    column: int,
    printed: Figure,
    text: str,
    after: Decimal,
    report: Report,
) -> None:
    report.find(
        "error_carried_on",
        (sheet.table_id, sheet.view.page(row, column), row),
        printed=text,
        recomputed=shown(after, max(2, printed.decimals)) + "%",
        tolerance=half_unit(printed.decimals),
        label=sheet.label(row),
        page=error.sheet.place(error.row)[1],
        wrong=error.printed.text,
        right=shown(error.recomputed, 6),
    )


def told_on(carried: Iterable[Carried], lines: Iterable[tuple[int, str]], report: Report) -> None:
    """Report the pages whose running text repeats a wrong total, or right behind it the rate made from it."""
    telling = [wrong for wrong in carried if not wrong.printed.is_plain]
    if not telling:
        return
    pages: dict[int, list[str]] = {}
    for page, line in lines:
        pages.setdefault(page, []).append(line)
    texts = {page: _THOUSANDS.sub("", match_key("".join(ls))) for page, ls in pages.items()}
    for wrong in telling:
        for page in sorted(texts):
            if not any(_prints(line, wrong.printed) for line in pages[page]):
                continue
            _say_told(wrong, page, wrong.printed.text, shown(wrong.right, 6), None, report)
            for rate, right in wrong.rates:
                if _prints_rate(texts[page], wrong.printed, rate):
                    recomputed = shown(right, max(2, rate.decimals)) + "%"
                    half = half_unit(rate.decimals)
                    _say_told(wrong, page, f"{rate.text}%", recomputed, half, report)


def _say_told(
    wrong: Carried, page: int, printed: str, recomputed: str, tolerance: Decimal | None, report: Report
) -> None:
    report.find(
        "error_carried_on",
        (None, page, None),
        printed=printed,
        recomputed=recomputed,
        tolerance=tolerance,
        label="正文",
        page=wrong.source.sheet.place(wrong.source.row)[1],
        wrong=wrong.source.printed.text,
        right=shown(wrong.source.recomputed, 6),
    )


def _prints_rate(text: str, figure: Figure, rate: Figure) -> bool:
    """Does the text name the figure and, in the same breath, the rate?"""
    amount = re.escape(_THOUSANDS.sub("", match_key(figure.text)))
    share = re.escape(match_key(rate.text))
    return (
        re.search(rf"(?<![\d.]){amount}(?![\d.])[^\d。;]{{0,16}}率[^\d。;]{{0,3}}{share}%", text) is not None
    )


def _prints(line: str, figure: Figure) -> bool:
    return any(found.value == figure.value for found in find_numbers(line))
