"""Printed amounts and rates: their value, and what their unit makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from normalizers.numbers import parse_number, quantities, units
from normalizers.text import is_blank


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: value in its unit, and in yuan when the unit is stated and is yuan."""

    text: str
    value: Decimal
    unit: str | None
    unit_source: str | None
    yuan: Decimal | None


def money_unit(texts: Iterable[str]) -> units.Unit | None:
    """The first unit of money that one of some texts states."""
    for text in texts:
        unit = units.header_unit(text) if text else None
        if unit is not None and unit.kind in ("money", "money_fx"):
            return unit
    return None


def percent(text: str, *, fraction: bool = False) -> float | None:
    """A printed rate on the scale 0..100; a bare number counts because the heading says rate."""
    share = parse_number(text) if fraction else None
    if share is not None:
        return float(share * 100)
    found = quantities.parse_percent(text, bare_ok=True)
    return float(found) if found is not None else None


def prints_fractions(texts: list[str]) -> bool:
    """Does a column of rates print shares of one (0.9588, now and then 1.12) rather than percentages?"""
    values = [parse_number(t) for t in texts if not is_blank(t)]
    numbers = [v for v in values if v is not None]
    small = sum(abs(v) <= 1 for v in numbers)
    return (
        bool(numbers)
        and len(numbers) == len(values)
        and all(abs(v) <= 2 for v in numbers)
        and 2 * small >= len(numbers)
        and any(v != v.to_integral_value() for v in numbers)
    )
