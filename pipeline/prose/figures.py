"""Rows of `figures`: the numbers of sentences that give facts, and money of a fund whose phase nothing tells."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.context import Row
from pipeline.prose.rows import IMPLIED, Rows
from pipeline.prose.settled_number import Said

_MEASURES = frozenset(
    {"actual", "amount", "cap", "count", "ratio", "rate", "score", "standard", "target", "weight"}
)
_OF_KIND = {"money": "amount", "money_fx": "amount", "percent": "rate", "score": "score", "count": "count"}


def figure_rows(rows: Rows, said: Iterable[Said]) -> list[Row]:
    """One row for every number that a fact took, or that stands right behind the name of a fund's income or
    expenditure; the words that lead to it are its row path."""
    return [_row(rows, one) for one in said if one.taken or _is_named(one)]


def _is_named(said: Said) -> bool:
    """Is it money with a known name (一般公共预算收入7亿元), though no fact because nothing tells its phase?"""
    own = said.phrase.facets
    has_name = own.fund_type is not None and own.flow in ("income", "expenditure")
    return has_name and said.yuan is not None and said.why_not is None


def _row(rows: Rows, said: Said) -> Row:
    facets, stated = said.facets, said.stated
    table, column = said.taken[0] if said.taken else (None, None)
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
