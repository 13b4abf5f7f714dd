"""Numbers that a term read in words took: 最高不超过5万元 in a cell of its own is the limit of its row's term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from normalizers.numbers import to_yuan, units
from pipeline.context import Row

_AMOUNTS = ("cap_yuan", "standard_yuan")


def note_taken(figures: Iterable[Row], terms: Iterable[Row]) -> None:
    """Mark the rows of `figures` that nothing explains and that a term of the same row of the table states."""
    by_row: dict[object, list[Row]] = defaultdict(list)
    for term in terms:
        by_row[term["row_index"]].append(term)
    for figure in figures:
        if figure["fact_table"] is None and figure["value"] is not None:
            column = next(filter(None, (_column(figure, term) for term in by_row[figure["row_index"]])), None)
            if column is not None:
                figure["fact_table"], figure["fact_column"] = "subsidy_terms", column


def _column(figure: Row, term: Row) -> str | None:
    """The column of a term that holds a printed number."""
    unit = units.lookup(figure["unit"]) if figure.get("unit") else None
    value = Decimal(str(figure["value"]))
    yuan = to_yuan(value, unit)
    if yuan is not None:
        return next((name for name in _AMOUNTS if term[name] == yuan), None)
    is_ratio = unit is not None and unit.kind == "percent" and term["ratio_pct"] == figure["value"]
    return "ratio_pct" if is_ratio else None
