"""A printed value: operator, number and unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from normalizers.numbers.units import Unit, lookup
from normalizers.text import match_key


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed value: `op` is ≥ > ≤ < = or text, percentages stay 0..100, 2万家次 stays 2 with unit 万家次.

    For a range `value` is the lower bound (op ≥ or >) and `value_high` the upper one in the same unit. `text`
    values have no number; `date` is set when the words are a date or a deadline (`2026年12月底前`).
    """

    op: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    unit_obj: Unit | None
    text: str
    op_printed: bool
    date: date | None = None


def with_unit(found: Quantity, printed: str, default_unit: str | None) -> Quantity:
    """Attach the printed unit, or the one of the column or indicator where none (or a lone 万) is printed."""
    if printed.startswith("(") and printed.endswith(")"):
        printed = printed[1:-1]
    unit = lookup(printed)
    stated = _without_outer_brackets(match_key(default_unit)) if default_unit else ""
    if stated and not printed:
        printed, unit = stated, lookup(stated)
    elif stated and unit is not None and unit.kind == "scale":
        whole = stated if stated.startswith(printed) else printed + stated
        completed = lookup(whole)
        if completed is not None:
            printed, unit = whole, completed
    if unit is not None and unit.name == "成":
        return replace(_tenfold(found), unit="%", unit_obj=lookup("%"))
    return replace(found, unit=printed or None, unit_obj=unit)


def _without_outer_brackets(unit: str) -> str:
    """(万元) is 万元; the brackets of 台(套) are its own."""
    whole = unit.startswith("(") and unit.endswith(")") and "(" not in unit[1:]
    return unit[1:-1] if whole else unit


def _tenfold(found: Quantity) -> Quantity:
    high = None if found.value_high is None else found.value_high * 10
    return replace(found, value=None if found.value is None else found.value * 10, value_high=high)
