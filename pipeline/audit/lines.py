"""Lines of a budget that do not add up as documented: without the totals among them they make another sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from pipeline.audit.figures import shown
from pipeline.audit.rules import Report
from pipeline.context import Row

_FEWEST = 2  # lines beside the total
_ROUNDED = Decimal("0.00002")  # of the total: figures printed in 亿元 to two places
_OF_EACH = Decimal(100)  # yuan that each rounded line may be off


def lines_off_total(rows: Iterable[Row], report: Report) -> None:
    """Report the largest total of each column, phase, flow and date of a table that its other lines do not make.

    A total that breaks its own parts is reported where it stands; this is about those that use the table's lines.
    """
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["amount_yuan"] is not None and row["table_id"] is not None:
            key = ("table_id", "column_index", "phase", "flow", "fiscal_year", "as_of", "quarter")
            groups[tuple(row.get(name) for name in key)].append(row)
    for group in groups.values():
        _check(group, report)


def _check(group: list[Row], report: Report) -> None:
    totals = [row for row in group if row["is_total"]]
    lines = [row for row in group if not row["is_total"]]
    if not totals or len(lines) < _FEWEST:
        return
    total = max(totals, key=lambda row: abs(row["amount_yuan"]))
    amount = Decimal(str(total["amount_yuan"]))
    together = sum((Decimal(str(row["amount_yuan"])) for row in lines), Decimal(0))
    tolerance = max(Decimal(1), _ROUNDED * abs(amount) + _OF_EACH * len(lines))
    place = total["table_id"], total["page_number"], total["row_index"]
    if abs(together - amount) <= tolerance or report.has_place("sum_differs_down", place):
        return
    report.find(
        "lines_off_total",
        place,
        printed=total["amount_text"] or shown(amount, 2),
        recomputed=shown(together, 2),
        tolerance=tolerance,
        label=total["line_item"] or "合计",
        yuan=shown(amount, 2),
    )
