"""Rows of `figures`: every printed number of a table with its address and meaning, also those no column explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.addresses import Addressed, Pair, several_numbers
from extractors.model import RawCell
from extractors.vocabulary import is_value, shape
from normalizers.facets import read_label
from normalizers.numbers import parse_quantity
from normalizers.text import match_key
from pipeline.context import Row, TableRows
from pipeline.meaning.days import as_of
from pipeline.meaning.figure import Figure

# Measures whose numbers are understood, though no table of facts holds them.
_NO_FACT = {"count": "statistics", "unit_price": "statistics", "tier": "statistics"}
_RATES = {"arrival": "comparison", "completion": "comparison", "growth": "comparison", "share": "comparison"}


Paths = dict[tuple[str, ...], list[str]]
"""Paths as they are published: the figures of a row, and those of a column, share theirs."""


def figure_rows(view: TableRows, table: Addressed, figures: Iterable[Figure]) -> list[Row]:
    """All printed numbers of a table in reading order."""
    rows: list[Row] = []
    paths: Paths = {}
    seen: set[tuple[int, int]] = set()
    for figure in figures:
        seen.add((figure.cell.row, figure.cell.column))
        is_year = figure.facets.names[:1] == ("year",)
        if figure.value is not None and not is_year and shape(figure.text) != "date":
            rows.append(_row(view, figure, paths))
        elif figure.value is None and not is_year:
            rows += [_row(view, one, paths) for one in _numbers_within(figure)]
    pairs = {id(pair.value): pair for pair in reversed(table.pairs)}
    rows += [_bare_row(view, pairs.get(id(cell)), cell, text) for cell, text in _rest(table, seen)]
    return sorted(rows, key=lambda row: (row["row_index"], row["column_index"]))


def _numbers_within(figure: Figure) -> list[Figure]:
    """The numbers of a cell that prints several under one heading: which of them is what nothing says."""
    facets = figure.facets.changed(measure=None, choices=(), no_fact=None)
    return [
        replace(
            figure,
            cell=replace(figure.cell, text=text),
            facets=facets,
            amount=None,
            value=quantity.value,
            unit=quantity.unit_obj,
        )
        for text in several_numbers(figure.text)
        if (quantity := parse_quantity(text)) is not None
    ]


def reason_of(figure: Figure) -> str | None:
    """Why a number that no fact took is none: a reason of the contract, None where it is not understood."""
    facets = figure.facets
    reason = facets.no_fact or _NO_FACT.get(facets.measure or "")
    if reason is None and facets.measure == "rate":
        reason = _RATES.get(facets.rate_of or "")
    if reason is None and facets.measure is None and facets.names[:1] == ("period",):
        reason = "statistics"  # 期限（年）
    return f"none:{reason}" if reason else None


def _row(view: TableRows, figure: Figure, paths: Paths) -> Row:
    column_path = (*([figure.part.side] if figure.part.side else []), *figure.column_path)
    facets, amount = figure.facets, figure.amount
    unit = amount.unit if amount else (figure.unit.name if figure.unit else None)
    year = facets.fiscal_year or view.fiscal_year
    if facets.fiscal_year is None and facets.year_offset and year is not None:
        year += facets.year_offset
    return view.fact(
        figure.row,
        figure.cell.column,
        figure.text,
        value_text=figure.text,
        value=float(figure.value) if figure.value is not None else None,
        unit=unit,
        unit_source=amount.unit_source if amount else ("cell" if unit else None),
        amount_yuan=amount.yuan if amount else None,
        row_path=paths.setdefault(figure.row_path, list(figure.row_path)),
        column_path=paths.setdefault(column_path, list(column_path)),
        measure=facets.measure if facets.measure in _MEASURES else ("other" if facets.measure else None),
        item=figure.item or facets.item or None,
        region_code=figure.region_code,
        region_name=figure.region_name,
        fiscal_year=year,
        as_of=as_of(facets, year),
        quarter=facets.quarter,
        phase=facets.phase,
        flow=facets.flow,
        funding_source=facets.funding_source,
        payer_level=facets.payer_level,
        recipient_class=facets.recipient_class,
        is_total=figure.is_total,
        fact_table=figure.fact_table or reason_of(figure),
        fact_column=figure.fact_column,
    )


_MEASURES = frozenset(
    {"actual", "amount", "cap", "count", "ratio", "rate", "score", "standard", "target", "weight"}
)


def _rest(table: Addressed, seen: set[tuple[int, int]]) -> list[tuple[RawCell, str]]:
    """Numbers that stand in no column of figures, with their cells: values of pairs, numbers among names."""
    return [
        (cell, text)
        for cell in table.table.cells
        if (cell.row, cell.column) not in seen
        and cell.row not in table.header_rows
        and (cell.row, cell.column) not in table.numbering
        for text in _numbers_of(cell.text)
    ]


def _numbers_of(text: str) -> tuple[str, ...]:
    if is_value(text):
        return () if shape(text) == "date" or _is_numbered_name(text) else (text,)
    return several_numbers(text)


def _is_numbered_name(text: str) -> bool:
    """Is a text a name that looks like a number: 1.增值税, 20505 培训, or a place such as 九台区?"""
    facets = read_label(text)
    if facets.region is not None:
        return True
    is_numbered = facets.ordinal or facets.function_code or facets.economic_code or facets.code
    return bool(is_numbered) and bool(facets.name) and not facets.name[0].isdigit()


def _bare_row(view: TableRows, pair: Pair | None, cell: RawCell, text: str) -> Row:
    """A number of a cell with the labels left of it: those of its pair where it has some."""
    labels = (
        list(pair.labels)
        if pair
        else [
            c.text for c in view.cells(cell.row) if c.column < cell.column and c.text and not is_value(c.text)
        ]
    )
    quantity = parse_quantity(text)
    value = quantity.value if quantity else None
    return view.fact(
        cell.row,
        cell.column,
        text,
        value_text=text,
        value=float(value) if value is not None else None,
        unit=quantity.unit if quantity and value is not None else None,
        row_path=[text for text in labels if match_key(text)],
        column_path=[],
        region_code=view.context.region_code,
        region_name=view.context.region_name,
        fiscal_year=view.fiscal_year,
        is_total=False,
        fact_table=None,
        fact_column=None,
    )
