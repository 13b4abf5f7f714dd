"""Rates and counts of a row of grants: which of its amounts they belong to."""

from __future__ import annotations

from normalizers.facets import read_label
from pipeline.context import Row
from pipeline.facts.grants import counts_recipients, is_unit_of_recipients
from pipeline.facts.rates import rate_of
from pipeline.meaning import Figure, PartMeaning


def class_of_sum(meaning: PartMeaning, figure: Figure) -> str | None:
    """The class of a column; a sum beside columns of classes is of all."""
    classes = {meaning.heads[c.index].recipient_class for c in meaning.columns} - {None}
    is_sum = bool(classes) and meaning.heads[figure.column.index].is_total
    return figure.facets.recipient_class or ("all" if is_sum else None)


def attach(meaning: PartMeaning, rows: list[Row], figures: list[Figure]) -> None:
    """Rates and counts of a table row go to its rows: to the first that has none."""
    dues = {_subject(row): row["due_yuan"] for row in reversed(rows) if row["due_yuan"]}
    for row in rows:
        due = row["due_yuan"] or dues.get(_subject(row))  # what was due is printed once beside several dates
        if row["paid_yuan"] is not None and due:
            row["execution_rate_pct"] = round(float(row["paid_yuan"] / due * 100), 4)
    for figure in figures:
        facets = figure.facets
        if figure.value is None:
            continue
        if facets.measure == "rate" and facets.rate_of in ("execution", "payment", "arrival"):
            column, value = "execution_rate_printed_pct", rate_of(meaning, figure)
        elif _counts_recipients(figure) and figure.value == figure.value.to_integral_value():
            column, value = "recipient_count", int(figure.value)
        else:
            continue
        free = [r for r in rows if r[column] is None]
        of_class = class_of_sum(meaning, figure)
        if of_class is not None and any(r["recipient_class"] == of_class for r in rows):
            free = [r for r in free if r["recipient_class"] == of_class]
        if free:
            free[0][column] = value
            figure.taken_by("disbursement", column)


def _subject(row: Row) -> tuple[object, ...]:
    return row["item"], row["payer_level"], row["recipient_class"]


def _counts_recipients(figure: Figure) -> bool:
    """Does a number count who gets the money, rather than machines, months or places?"""
    facets = figure.facets
    if facets.measure != "count":
        return False
    if figure.unit is not None and figure.unit.name != "个":
        return is_unit_of_recipients(figure.unit.name)
    headings = reversed(figure.column.path)
    return any(counts_recipients(read_label(heading).name) for heading in headings)
