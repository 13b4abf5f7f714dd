"""Amounts and shares as the pictures write them: 亿元 or 万元, as many decimals as say something."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.charts.canvas import number

_UNITS = ((100_000_000.0, "亿元"), (10_000.0, "万元"), (1.0, "元"))

Number = Decimal | float | int
UNKNOWN, NOTHING = "未写明", "—"


def unit_for(amounts: Iterable[float]) -> tuple[float, str]:
    """Yuan in the unit of an axis, and its name: the largest unit that the largest amount fills."""
    highest = max((abs(amount) for amount in amounts), default=0.0)
    return next(((size, name) for size, name in _UNITS if round(highest, 2) >= size), _UNITS[-1])


def amount(yuan: Number | None) -> str:
    """In a unit of its own, so that the small beside the large keeps its digits."""
    if yuan is None:
        return UNKNOWN
    size, unit = unit_for([float(yuan)])
    return f"{number(float(yuan) / size)}{unit}"


def percent(value: Number | None) -> str:
    """Up to two decimals."""
    return UNKNOWN if value is None else f"{number(float(value))}%"


def change(value: Number | None) -> str:
    """Against the year before, with its sign; nothing where it is not known."""
    return "" if value is None else f"（比上年{'+' if value > 0 else ''}{number(float(value))}%）"
