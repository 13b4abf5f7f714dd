"""Printed figures: their value, and how far rounding may have moved it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import MAX_PREC, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from normalizers.numbers import LARGEST, normalize_digits, parse_number

_DECIMALS = re.compile(r"\.(\d+)")
EXACT = Decimal(0)
"""Tolerance of a check that allows no difference."""
_FIRST = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_ANY_LENGTH = Context(prec=MAX_PREC)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed; `decimals` counts the digits behind its point."""

    value: Decimal
    decimals: int
    text: str

    @property
    def is_plain(self) -> bool:
        """Few digits that any other figure may have too: such a figure identifies nothing."""
        return len(str(abs(self.value)).replace(".", "").strip("0")) < 4


@lru_cache(maxsize=16384)
def read_figure(text: str | None) -> Figure | None:
    """The figure of a cell that holds nothing else; what is too long to count anything is none."""
    value = parse_number(text)
    if value is None or text is None or abs(value) >= LARGEST:
        return None
    return Figure(value, _decimals(text), text.strip())


def first_figure(text: str | None) -> Figure | None:
    """The first figure of a text that may hold an operator and a unit: `≥ 312 家`."""
    found = _FIRST.search(normalize_digits(text)) if text else None
    return read_figure(found[0]) if found else None


def _decimals(text: str) -> int:
    found = _DECIMALS.search(normalize_digits(text).replace(" ", ""))
    return len(found[1]) if found else 0


def rounding(figures: Iterable[Figure], *, exact_integers: bool) -> Decimal:
    """The most that rounding can move a sum of these figures and its total.

    Figures that are added up are rounded alike, so the finest one shows the digit that all were rounded to;
    a zero is nothing, not a rounded something. Counts printed without decimals are not rounded at all.
    """
    figures = list(figures)
    finest = max((f.decimals for f in figures), default=0)
    if finest == 0 and exact_integers:
        return Decimal(0)
    return half_unit(finest) * sum(f.value != 0 for f in figures)


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last printed digit."""
    return Decimal(5).scaleb(-decimals - 1)


def shown(value: Decimal, decimals: int = 2) -> str:
    """A computed value for a message: at most so many decimals, no needless zeros."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_ANY_LENGTH)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
