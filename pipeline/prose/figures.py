"""Rows of `figures`: the numbers of sentences that give facts."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.context import Row
from pipeline.prose.rows import IMPLIED, Rows
from pipeline.prose.said import Said

_MEASURES = frozenset(
    {"actual", "amount", "cap", "count", "ratio", "rate", "score", "standard", "target", "weight"}
)
_OF_KIND = {"money": "amount", "money_fx": "amount", "percent": "rate", "score": "score", "count": "count"}


def figure_rows(rows: Rows, said: Iterable[Said]) -> list[Row]:
    """One row for every number that a fact took, the words that lead to it as its row path."""
    return [_row(rows, one) for one in said if one.taken]


def _row(rows: Rows, said: Said) -> Row:
    facets, stated = said.facets, said.stated
    table, column = said.taken[0]
    measure = _OF_KIND.get(stated.kind) or facets.measure
    return rows.fact(
        said,
        IMPLIED,
        value_text=stated.text,
        value=float(stated.value),
        unit=stated.unit.name if stated.unit else None,
        unit_source="cell" if stated.unit else None,
        amount_yuan=said.yuan,
        row_path=[*said.sentence.section, *stated.address],
        column_path=[],
        measure=measure if measure in _MEASURES else "other",
        item=said.item or None,
        region_code=said.region_code,
        region_name=said.region_name,
        fiscal_year=said.year,
        as_of=said.as_of,
        quarter=facets.quarter,
        phase=said.phase,
        flow=facets.flow,
        funding_source=facets.funding_source,
        payer_level=facets.payer_level,
        recipient_class=facets.recipient_class,
        is_total=said.is_total,
        fact_table=table,
        fact_column=column,
    )
