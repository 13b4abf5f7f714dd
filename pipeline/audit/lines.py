"""Lines of a budget that do not add up as documented: without the totals among them they make another sum."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.audit.figures import read_figure, rounding, shown
from pipeline.audit.rules import Report
from pipeline.column_sums import ColumnSum, column_sums
from pipeline.context import Row


def lines_off_total(rows: Iterable[Row], report: Report) -> None:
    """Report the largest total of each column, phase, flow and date of a table that its other lines do not make.

    A total that breaks its own parts is reported where it stands; this is about those that use the table's lines.
    """
    for found in column_sums(rows).values():
        total = found.row
        place = total["table_id"], total["page_number"], total["row_index"]
        tolerance = max(found.tolerance, _rounded(found))
        if abs(found.together - found.amount) <= tolerance or report.has_place("sum_differs_down", place):
            continue
        report.find(
            "lines_off_total",
            place,
            printed=total["amount_text"] or shown(found.amount, 2),
            recomputed=shown(found.together, 2),
            tolerance=tolerance,
            label=total["line_item"] or "合计",
            yuan=shown(found.amount, 2),
        )


def _rounded(found: ColumnSum) -> Decimal:
    """Yuan by which rounding to the digits that are printed may move the sum, of a column in one unit only."""
    rows = [found.row, *found.lines]
    figures = [figure for row in rows if (figure := read_figure(row["amount_text"])) is not None]
    total = read_figure(found.row["amount_text"])
    if (
        len({row["amount_unit"] for row in rows}) > 1
        or len(figures) < len(rows)
        or not (total and total.value)
    ):
        return Decimal(0)
    return rounding(figures, exact_integers=False) * abs(found.amount / total.value)
