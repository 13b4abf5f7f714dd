"""Printed rates of execution: which amount each of them is of."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.facts.times import year_of
from pipeline.meaning.settle import PartMeaning
from pipeline.records.context import Row, TableRows

_SPENT = ("completion", "execution", "payment")


def attach_rates(view: TableRows, meaning: PartMeaning, executed: dict[int, list[tuple[int, Row]]]) -> None:
    """Each printed rate of execution goes to the amount that it is of: the nearest one to its left, else any."""
    for figure in meaning.figures:
        if figure.facets.measure != "rate" or figure.facets.rate_of not in _SPENT or figure.value is None:
            continue
        year = year_of(view, figure.facets)
        rows = executed.get(id(figure.line), [])
        rows = [(index, row) for index, row in rows if row["fiscal_year"] == year] or rows
        left = [row for index, row in rows if index < figure.column.index]
        near = left or [row for _, row in rows]
        target = near[-1] if near else None
        if target is not None and target["execution_rate_printed_pct"] is None:
            target["execution_rate_printed_pct"] = float(figure.value)
            figure.taken_by("budget", "execution_rate_printed_pct")


def attach_lone_rates(parts: Iterable[PartMeaning], rows: list[Row]) -> None:
    """A rate of execution beside its label, apart from all money, is that of the one amount spent that has none."""
    spent = [
        r
        for r in rows
        if r["phase"] == "executed" and r["flow"] != "balance" and r["amount_yuan"] is not None
    ]
    if len(spent) != 1 or spent[0]["execution_rate_printed_pct"] is not None:
        return
    rates = [
        f for part in parts if part.part.is_pairs for f in part.figures if f.facets.rate_of == "execution"
    ]
    if len(rates) == 1 and rates[0].value is not None:
        spent[0]["execution_rate_printed_pct"] = float(rates[0].value)
        rates[0].taken_by("budget", "execution_rate_printed_pct")
