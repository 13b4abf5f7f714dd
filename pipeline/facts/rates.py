"""Printed rates of execution: which amount each of them is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from normalizers.facets import read_label
from pipeline.context import Row, TableRows, percent, prints_fractions
from pipeline.facts.times import year_of
from pipeline.meaning import Figure, PartMeaning

_BUDGETS = ("initial", "adjusted")
_SPENT = ("completion", "execution", "payment")


def rate_of(meaning: PartMeaning, figure: Figure) -> float | None:
    """A printed rate on the scale 0..100; one whose column prints shares of one (0.9588) a hundredfold."""
    index = figure.column.index
    if index not in meaning.in_fractions:
        texts = [line.figures[index].text for line in meaning.part.lines if index in line.figures]
        meaning.in_fractions[index] = prints_fractions(texts)
    found = percent(figure.text, fraction=meaning.in_fractions[index])
    return float(figure.value) if found is None and figure.value is not None else found


def attach_rates(view: TableRows, meaning: PartMeaning, executed: dict[int, list[tuple[int, Row]]]) -> None:
    """Each printed rate of execution goes to the amount that it is of."""
    budgets: dict[int, list[Decimal]] = defaultdict(list)
    for figure in meaning.figures:
        stated = figure.facets.choices[:1]
        if figure.amount and figure.amount.yuan and stated and stated != ("executed",):
            budgets[id(figure.line)].append(figure.amount.yuan)
    for figure in meaning.figures:
        if figure.facets.measure != "rate" or figure.facets.rate_of not in _SPENT or figure.value is None:
            continue
        target = _executed_of(view, figure, executed, budgets[id(figure.line)])
        if target is not None and target["execution_rate_printed_pct"] is None:
            target["execution_rate_printed_pct"] = rate_of(meaning, figure)
            target["confidence"] = min(target["confidence"], view.confidence(figure.row, figure.column.index))
            figure.taken_by("budget", "execution_rate_printed_pct")


def _executed_of(
    view: TableRows, rate: Figure, executed: dict[int, list[tuple[int, Row]]], budgets: list[Decimal]
) -> Row | None:
    """The amount spent that a rate is of: one that is this share of a budget of its row, else the nearest to its left.

    A row of rates alone is of the amounts above it: phases down, payers across.
    """
    rows = executed.get(id(rate.line), [])
    if not rows:
        return next(
            (row for found in executed.values() for index, row in found if index == rate.column.index), None
        )
    shares = [(index, row) for index, row in rows if len(rows) > 1 and _is_share(row, budgets, rate)]
    year = year_of(view, rate.facets)
    rows = shares or [(index, row) for index, row in rows if row["fiscal_year"] == year] or rows
    left = [row for index, row in rows if index < rate.column.index]
    return (left or [row for _, row in rows])[-1]


def _is_share(row: Row, budgets: Iterable[Decimal], rate: Figure) -> bool:
    """Is an amount spent the printed share of one of the budgets, up to the last digit?"""
    spent, share = row["amount_yuan"], rate.value
    if spent is None or share is None:
        return False
    near = Decimal(1).scaleb(int(share.as_tuple().exponent))
    return any(abs(spent / whole * 100 - share) <= near for whole in budgets)


def attach_lone_rates(parts: Sequence[PartMeaning], rows: list[Row]) -> None:
    """Rates of execution that stand apart from the amounts of their part."""
    _attach_beside(parts, rows)
    _attach_only(parts, rows)


def _attach_beside(parts: Iterable[PartMeaning], rows: Iterable[Row]) -> None:
    """One that shares its cells with other numbers (执行率/得分) is that of the nearest amount spent to its left."""
    spent: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["phase"] == "executed" and row["flow"] != "balance":
            spent[row["row_index"]].append(row)
    for part in parts:
        for figure in part.figures:
            is_rate = figure.facets.measure == "rate" and figure.facets.rate_of == "execution"
            if not is_rate or part.part.is_pairs or figure.fact_table or figure.value is None:
                continue
            left = [row for row in spent[figure.row] if row["column_index"] < figure.cell.column]
            if left and left[-1]["execution_rate_printed_pct"] is None:
                left[-1]["execution_rate_printed_pct"] = rate_of(part, figure)
                figure.taken_by("budget", "execution_rate_printed_pct")


def _is_in_row_of_its_own(rate: Figure) -> bool:
    labels = rate.line.labels
    return rate.fact_table is None and bool(labels) and read_label(labels[-1].text).rate_of == "execution"


def _attach_only(parts: Iterable[PartMeaning], rows: list[Row]) -> None:
    """A rate of execution beside its label, apart from all money, is that of the one amount spent; of several, of the
    one that is this share of a budget of its line."""
    rates = [
        figure
        for part in parts
        for figure in part.figures
        if figure.facets.rate_of == "execution" and (part.part.is_pairs or _is_in_row_of_its_own(figure))
    ]
    money = [r for r in rows if r["flow"] != "balance" and r["amount_yuan"] is not None]
    spent = [r for r in money if r["phase"] == "executed"]
    if len(rates) != 1 or rates[0].value is None or any(r["execution_rate_printed_pct"] for r in spent):
        return
    if len(spent) > 1:
        budgets: dict[str, list[Decimal]] = defaultdict(list)
        for row in money:
            if row["phase"] in _BUDGETS and row["amount_yuan"]:
                budgets[row["line_item"]].append(row["amount_yuan"])
        spent = [row for row in spent if _is_share(row, budgets[row["line_item"]], rates[0])]
    if len(spent) == 1:
        spent[0]["execution_rate_printed_pct"] = float(rates[0].value)
        rates[0].taken_by("budget", "execution_rate_printed_pct")
