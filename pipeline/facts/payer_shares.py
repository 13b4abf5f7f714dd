"""What each payer takes of a standard: 补贴标准（元/人·月） | 省级承担（元） | 县级承担（元）."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from normalizers.numbers import Unit
from pipeline.context import TableRows
from pipeline.facts.term_labels import payer_of, says_no_fact, unit_of
from pipeline.meaning import Figure

_FEWEST = 2


def shares_of_standard(
    view: TableRows, figures: Sequence[Figure], payers: dict[int, str | None]
) -> dict[int, Unit]:
    """Where amounts of payers add up to the one standard of a line: its unit, by their places. `payers`: who pays, by
    row, where the lines say it."""
    stated = [f for f in figures if f.facets.measure == "standard" and not says_no_fact(f.column.path)]
    shares = [f for f in figures if _may_share(f) and (payers.get(f.row) or payer_of(f)) is not None]
    unit = unit_of(view, stated[0]) if len(stated) == 1 else None
    if unit is None or unit.kind not in ("money", "money_rate") or len(shares) < _FEWEST:
        return {}
    together = sum((f.value for f in shares if f.value is not None), Decimal(0))
    return {f.place: unit for f in shares} if together == stated[0].value else {}


def _may_share(figure: Figure) -> bool:
    facets = figure.facets
    is_open = not facets.choices and not says_no_fact(figure.column.path)
    return is_open and facets.measure in (None, "amount") and figure.value is not None
