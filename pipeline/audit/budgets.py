"""First budgets that the sentences of a report tell differently from its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pipeline.audit.figures import EXACT, shown
from pipeline.audit.rules import Report
from pipeline.context import Row
from pipeline.prose import StatedBudgets

_WHOLE = (None, "all")
_YUAN = Decimal(10_000)


def differing_first_budgets(rows: Sequence[Row], told: StatedBudgets, report: Report) -> None:
    """Report the first budget of a line where a sentence gives another one for money of which as much was spent.

    The amount spent shows that sentence and line are about the same money. A line that prints the amount of the
    sentence in another stage says what it is, and contradicts nobody.
    """
    for line in _lines(rows):
        spent = next((row["amount_yuan"] for row in line if row["phase"] == "executed"), None)
        firsts = [row for row in line if row["phase"] == "initial"]
        said = told.first_beside(spent) if spent and len(firsts) == 1 else None
        if said is None or said.first & {row["amount_yuan"] for row in line}:
            continue
        row = firsts[0]
        report.find(
            "first_budget_differs_from_text",
            (row["table_id"], row["page_number"], row["row_index"]),
            printed=row["amount_text"],
            recomputed=f"{shown(next(iter(said.first)) / _YUAN, 6)}万元",
            tolerance=EXACT,
            label=row["line_item"] or "",
            page=said.page_number,
        )


def _lines(rows: Sequence[Row]) -> list[list[Row]]:
    """The amounts of each line of a table that are of no one source of money."""
    found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["table_id"] and row["amount_yuan"] is not None and row["funding_source"] in _WHOLE:
            found[row["table_id"], row["row_index"], row["fiscal_year"]].append(row)
    return list(found.values())
