"""Amounts and shares as the pictures write them: 亿元 or 万元, as many decimals as say something."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.charts.canvas import number
from pipeline.language import CHINESE, ENGLISH, chosen, tr, tr_noop

_UNITS = {
    CHINESE: ((100_000_000.0, "亿元"), (10_000.0, "万元"), (1.0, "元")),
    ENGLISH: ((1_000_000_000.0, " bn yuan"), (1_000_000.0, " m yuan"), (1.0, " yuan")),
}

Number = Decimal | float | int
UNKNOWN, NOTHING = tr_noop("not stated"), "—"


def unit_for(amounts: Iterable[float]) -> tuple[float, str]:
    """Yuan in the unit of an axis, and its name: the largest unit that the largest amount fills."""
    units = _UNITS[chosen()]
    highest = max((abs(amount) for amount in amounts), default=0.0)
    return next(((size, name) for size, name in units if round(highest, 2) >= size), units[-1])


def amount(yuan: Number | None) -> str:
    """In a unit of its own, so that the small beside the large keeps its digits."""
    if yuan is None:
        return tr(UNKNOWN)
    size, unit = unit_for([float(yuan)])
    return f"{number(float(yuan) / size)}{unit}"


def percent(value: Number | None) -> str:
    """Up to two decimals."""
    return tr(UNKNOWN) if value is None else f"{number(float(value))}%"


def change(value: Number | None) -> str:
    """Against the year before, with its sign; nothing where it is not known."""
    if value is None:
        return ""
    signed = f"{'+' if value > 0 else ''}{number(float(value))}"
    return tr(" ({change}% on the year before)", change=signed)
