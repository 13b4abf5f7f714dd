"""Numbers as whole multiples of half a printed unit, and how well some of them add up to another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

_MOST_DECIMALS = 6
_FEW = 0.2  # share of a column's numbers
_MOST = 0.8

Values = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The numbers of a block in one common unit, rows × columns."""

    rows: list[list[int | None]]
    halves: list[int]
    """Half the last printed digit of each column."""
    grains: list[int]
    """The power of ten, in the last printed digits of each column, that most of its numbers are multiples of."""


def read_amounts(rows: Sequence[Sequence[Decimal | None]], columns: int) -> Amounts:
    """Whole numbers for decimals."""
    decimals = [[_decimals(row[c]) for row in rows if row[c]] for c in range(columns)]
    finest = max((max(some, default=0) for some in decimals), default=0)
    factor = 2 * 10**finest
    numbers = [[_whole(value, factor) for value in row] for row in rows]
    halves = [10 ** (finest - _rounded_to(some)) for some in decimals]
    grains = [_grain([n for row in numbers if (n := row[c])], 2 * halves[c]) for c in range(columns)]
    return Amounts(numbers, halves, grains)


def _rounded_to(decimals: Sequence[int]) -> int:
    """The digit behind the point that the numbers of a column were rounded to: the finest that more than a few show.
    Spreadsheets leave zeros behind the point away, and single numbers are printed finer than the others."""
    return max((d for d in set(decimals) if sum(n >= d for n in decimals) >= _FEW * len(decimals)), default=0)


def _grain(numbers: Sequence[int], unit: int) -> int:
    while numbers and sum(n % (10 * unit) == 0 for n in numbers) >= _MOST * len(numbers):
        unit *= 10
    return unit


def _decimals(value: Decimal | None) -> int:
    if value is None or not value:
        return 0
    exponent = value.as_tuple().exponent
    return min(max(-exponent, 0), _MOST_DECIMALS) if isinstance(exponent, int) else 0


def _whole(value: Decimal | None, factor: int) -> int | None:
    return int(value * factor) if value is not None and value.is_finite() else None


@dataclass(slots=True)
class Match:
    """A total beside the sum of its parts, position by position."""

    held: int = 0
    absent: int = 0
    """Positions where the total prints a number and no part does."""
    witnesses: int = 0
    """Positions that hold with two parts or more and say something of their own."""
    most_parts: int = 0
    chance: float = 1.0
    """How probable it is that given numbers of this size add up so by chance."""
    distance: int = 0
    short: int = 0
    """Differing positions where the parts are less than the total."""
    off: float = 0.0
    """The largest difference, as a share of the total."""
    wrong: list[int] = field(default_factory=list)
    """Positions that differ."""

    @property
    def differs(self) -> int:
        return len(self.wrong)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where sums are compared, and what a number says there."""

    positions: Sequence[int]
    halves: Sequence[int]
    """Half the last printed digit at each position."""
    grains: Sequence[int]
    """What most numbers at a position are multiples of: round numbers add up by chance more often."""
    derived: Collection[int] = ()
    """Positions that are sums of others and so witness nothing of their own."""
    signed: Collection[int] = ()
    """Positions with negative numbers."""


def compare(total: Values, parts: Sequence[Values], scale: Scale) -> Match:
    """Hold a total against its parts. Rounding may move a sum by half a unit for each number in it."""
    halves = scale.halves
    match = Match()
    seen: set[tuple[int | None, ...]] = set()
    for at in scale.positions:
        target = total[at]
        if target is None:
            continue
        numbers = [part[at] for part in parts]
        filled = [n for n in numbers if n]
        if not filled:
            if target:
                match.off = 1.0
                if all(n is None for n in numbers):
                    match.absent += 1
                else:
                    match.wrong.append(at)
            continue
        together = sum(filled)
        difference = abs(target - together)
        if difference > (len(filled) + 1) * halves[at]:
            match.wrong.append(at)
            match.short += together * target >= 0 and abs(together) < abs(target)
            match.off = max(match.off, difference / abs(target) if target else 1.0)
            continue
        match.held += 1
        match.distance += difference
        key = (target, *numbers)
        if len(filled) > 1 and key not in seen and at not in scale.derived:
            seen.add(key)
            match.witnesses += 1
            match.most_parts = max(match.most_parts, len(filled))
            grain = scale.grains[at]
            match.chance *= min(1.0, (2 * difference + grain) / max(abs(target), grain))
    return match


def chance_of(values: Values, scale: Scale) -> float:
    """How probable it is that another line has the same numbers by chance."""
    chance = 1.0
    for number, at in {values[at]: at for at in scale.positions}.items():
        if number:
            chance *= min(1.0, 2 * scale.grains[at] / abs(number))
    return chance


def added(parts: Sequence[Values], width: int) -> list[int | None]:
    """The sum of some rows, None where none of them prints a number."""
    sums: list[int | None] = [None] * width
    for part in parts:
        for at, number in enumerate(part):
            if number is not None:
                sums[at] = (sums[at] or 0) + number
    return sums
