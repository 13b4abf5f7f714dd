"""Printed rates that are not what they divide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from extractors.kinds import Column
from normalizers.text import is_blank
from pipeline.audit.figures import Figure, first_figure, half_unit, shown
from pipeline.audit.rules import Report
from pipeline.audit.table_block import FigureColumn, Sheet
from pipeline.context import Row, percent, prints_fractions

_SPENT = frozenset({"amount_executed", "amount_paid"})
_BASES = frozenset({"amount_adjusted", "amount_due", "amount_initial", "amount_issued"})
_NEAR = 10  # percentage points: a rate further off divides something that the row does not print
_HUNDRED = Decimal(100)

Pair = tuple[FigureColumn, FigureColumn]


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure and how far rounding may have moved it."""

    value: Decimal
    slack: Decimal


def fits(printed: Decimal, decimals: int, above: Operand, below: Operand) -> bool:
    """Can the printed rate be the quotient, given what rounding did to all three?

    A rate that was cut off instead of rounded is a habit of writing, not a contradiction: a whole unit of the
    last digit is allowed.
    """
    if below.value - below.slack <= 0:
        return below.value == 0
    unit = 2 * half_unit(decimals)
    low = (above.value - above.slack) / (below.value + below.slack) * _HUNDRED
    high = (above.value + above.slack) / (below.value - below.slack) * _HUNDRED
    return low - unit <= printed <= high + unit or (printed == _HUNDRED and low >= _HUNDRED)


def allowance(decimals: int, above: Operand, below: Operand) -> Decimal:
    """The most, in percentage points, that `fits` lets a printed rate lie off the quotient."""
    unit = 2 * half_unit(decimals)
    if below.value - below.slack <= 0:
        return unit
    high = (above.value + above.slack) / (below.value - below.slack)
    return unit + (high - above.value / below.value) * _HUNDRED


def wrong_execution_rates(sheet: Sheet, report: Report) -> None:
    """Report rates of a block that no two figures of their row explain."""
    for column in sheet.block.columns:
        if column.role == "execution_rate_pct":
            _check_rates(sheet, column, report)


def _check_rates(sheet: Sheet, column: Column, report: Report) -> None:
    rates = _printed_rates(sheet, column)
    pairs = list(permutations([*sheet.columns, *_after_adjustment(sheet)], 2))
    named = [p for p in pairs if p[0].column.role in _SPENT and p[1].column.role in _BASES]
    ranked = sorted(named, key=lambda p: (-_agreeing(p, rates), abs(p[0].column.index - column.index)))
    if not ranked:
        return
    above, below = ranked[0]
    for row, (printed, decimals) in rates.items():
        if row not in above.figures or row not in below.figures or below.figures[row].value == 0:
            continue
        if any(_explains(pair, row, printed, decimals) for pair in pairs):
            continue
        computed = above.figures[row].value / below.figures[row].value * _HUNDRED
        if abs(computed - printed) <= _NEAR or _agreeing(ranked[0], rates):
            report.find(
                "rate_differs",
                sheet.place(row, column),
                printed=sheet.view.text(row, column),
                recomputed=shown(computed) + "%",
                tolerance=allowance(decimals, _operand(above, row), _operand(below, row)),
                label=sheet.label(row),
                measure=column.heading,
                above=above.figures[row].text,
                below=below.figures[row].text,
            )


def _after_adjustment(sheet: Sheet) -> list[FigureColumn]:
    """The budget after its adjustment where only the two are printed: 年初预算数 | 调整数."""
    changes = [c for c in sheet.columns if c.column.role == "amount_adjustment"]
    firsts = [c for c in sheet.columns if c.column.role == "amount_initial"]
    if len(changes) != 1 or len(firsts) != 1:
        return []
    first, change = firsts[0].figures, changes[0].figures
    sums = {
        row: Figure(value, max(first[row].decimals, change[row].decimals), shown(value))
        for row in first.keys() & change.keys()
        if (value := first[row].value + change[row].value) > 0
    }
    return [FigureColumn(firsts[0].column, sums)]


def _printed_rates(sheet: Sheet, column: Column) -> dict[int, tuple[Decimal, int]]:
    texts = {r: sheet.view.text(r, column) for r in sheet.block.rows if sheet.view.starts(r, column)}
    fraction = prints_fractions(list(texts.values()))
    found: dict[int, tuple[Decimal, int]] = {}
    for row, text in texts.items():
        value = None if is_blank(text) else percent(text, fraction=fraction)
        figure = first_figure(text)
        if value is not None and figure is not None:
            found[row] = Decimal(str(value)), max(0, figure.decimals - (2 if fraction else 0))
    return found


def _agreeing(pair: Pair, rates: dict[int, tuple[Decimal, int]]) -> int:
    """Rows whose rate the pair explains; 0 and 100 are explained by too much."""
    return sum(
        _explains(pair, row, printed, decimals)
        for row, (printed, decimals) in rates.items()
        if printed not in (0, _HUNDRED)
    )


def _explains(pair: Pair, row: int, printed: Decimal, decimals: int) -> bool:
    above, below = pair
    if row not in above.figures or row not in below.figures:
        return False
    return fits(printed, decimals, _operand(above, row), _operand(below, row))


def _operand(column: FigureColumn, row: int) -> Operand:
    exact = column.finest == 0 and column.exact_integers
    value = column.figures[row].value
    return Operand(value, Decimal(0) if exact or value == 0 else half_unit(column.finest))


def wrong_indicator_rates(rows: Iterable[Row], report: Report) -> None:
    """Report score rates that are not score over weight, and completion rates not result over target."""
    for row in rows:
        if row["score_rate_printed_pct"] is not None and row["score"] is not None and row["weight"]:
            _check_rate(row, "score_rate_printed_pct", "score", "weight", report)
        if row["completion_rate_printed_pct"] is not None and row["completion_rate_pct"] is not None:
            _check_completion(row, report)


def _check_rate(row: Row, rate: str, above: str, below: str, report: Report) -> None:
    printed, top, bottom = (figure_of(row[key]) for key in (rate, above, below))
    if not fits(printed.value, printed.decimals, operand_of(top), operand_of(bottom)):
        report.find(
            "rate_differs",
            (row["table_id"], row["page_number"], row["row_index"]),
            printed=f"{printed.text}%",
            recomputed=shown(top.value / bottom.value * _HUNDRED) + "%",
            tolerance=allowance(printed.decimals, operand_of(top), operand_of(bottom)),
            label=name_of(row),
            measure="得分率",
            above=top.text,
            below=bottom.text,
        )


def _check_completion(row: Row, report: Report) -> None:
    """Only a target that is to be reached has one reading of completion; more than it may count as 100."""
    if row["target_op"] not in ("=", "≥", ">") or not row["target_value"] or row["actual_value"] is None:
        return
    printed = figure_of(row["completion_rate_printed_pct"])
    computed = Decimal(str(row["completion_rate_pct"]))
    target, actual = figure_of(row["target_value"]), figure_of(row["actual_value"])
    half = half_unit(max(target.decimals, actual.decimals, 0))
    slack = half * _HUNDRED / target.value * (1 + computed / _HUNDRED) if target.decimals else Decimal(0)
    allowed = 2 * half_unit(printed.decimals) + slack
    over = computed - _HUNDRED  # some reports print by how much a target was exceeded
    if any(abs(printed.value - value) <= allowed for value in (computed, over)):
        return
    if computed >= _HUNDRED and printed.value == _HUNDRED:
        return
    report.find(
        "completion_rate_differs",
        (row["table_id"], row["page_number"], row["row_index"]),
        printed=f"{printed.text}%",
        recomputed=shown(computed) + "%",
        tolerance=allowed,
        label=name_of(row),
        above=row["actual_text"],
        below=row["target_text"],
    )


def figure_of(value: float) -> Figure:
    """A published number as a figure; zeros at its end are lost, which only widens what rounding allows."""
    text = f"{Decimal(str(value)).normalize():f}"
    return Figure(Decimal(text), len(text.partition(".")[2]), text)


def operand_of(figure: Figure) -> Operand:
    """A figure that is exact without decimals, as scores and counts are."""
    slack = half_unit(figure.decimals) if figure.decimals > 2 else Decimal(0)
    return Operand(figure.value, slack)


def name_of(row: Row) -> str:
    """The deepest level that a row of indicators names."""
    return next((row[k] for k in ("level3", "level2", "level1") if row[k]), "")
