"""What is found of the rows and columns of a block: who is the sum of whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class LineSum:
    """What was found of one row or column; all numbers are indices of rows or columns of the block."""

    parent: int | None = None
    """The line that this one is a part of, by its labels or its place; sums with a mere word (合计) are none."""
    children: list[int] = field(default_factory=list)
    level: int = 1
    """1 is the outermost."""
    is_named: bool = False
    """Its label is a word for a sum."""
    is_total: bool = False
    """Its parts are printed in the block, or its label is a word for a sum and no sum of the block needs it."""
    total_of: tuple[int, ...] = ()
    """The lines it is the sum of."""
    summed_in: int | None = None
    """The line whose sum it goes into."""
    is_partial_part: bool = False
    """A part that must not be added: its whole is counted, because not all parts of it are printed or because it
    is split a second time."""
    difference_of: tuple[int, int] | None = None
    """(a, b): it is a minus b."""
    held: int = 0
    """In how many lines across the sum held …"""
    checked: int = 0
    """… of so many that print total and parts."""
    mismatches: tuple[int, ...] = ()
    """The lines across in which it did not."""
    slips: int = 0
    """How many of these are off by so little that a number was mistyped or rounded."""

    def moved(self, places: Sequence[int]) -> LineSum:
        """The same with other indices: `places[i]` for i."""
        return replace(
            self,
            parent=None if self.parent is None else places[self.parent],
            children=[places[i] for i in self.children],
            total_of=tuple(places[i] for i in self.total_of),
            summed_in=None if self.summed_in is None else places[self.summed_in],
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """Who is the sum of whom in a block."""

    rows: list[LineSum]
    columns: list[LineSum]
    printed: list[list[bool]]
    """Which cells of rows × columns print a number."""

    def is_total(self, row: int, column: int) -> bool:
        """Is the number a sum? A line is one only where its parts print numbers, or where its label says so and
        no other sum needs it."""
        return _is_sum(self.rows, row, lambda at: self.printed[at][column]) or _is_sum(
            self.columns, column, lambda at: self.printed[row][at]
        )

    def is_repeated(self, row: int, column: int) -> bool:
        """Is the number a part of one that is counted in its place? A total row whose label alone says that it is one
        is not: of its parts not all are printed, and nothing else stands for it."""
        return _is_counted_above(
            self.rows, row, lambda at: self.printed[at][column], True
        ) or _is_counted_above(self.columns, column, lambda at: self.printed[row][at])


def _is_sum(found: Sequence[LineSum], at: int, prints: Callable[[int], bool]) -> bool:
    one = found[at]
    if not one.total_of and not one.is_named:
        return False
    if any(_prints(found, part, prints) for part in one.total_of):
        return True
    return one.is_named and (one.summed_in is None or not prints(one.summed_in))


def _prints(found: Sequence[LineSum], at: int, prints: Callable[[int], bool]) -> bool:
    """Does a line print a number, or any of its parts?"""
    return prints(at) or any(_prints(found, part, prints) for part in found[at].total_of)


def _is_counted_above(
    found: Sequence[LineSum], at: int, prints: Callable[[int], bool], but_totals: bool = False
) -> bool:
    while found[at].is_partial_part and (above := found[at].parent) is not None:
        if prints(above):
            return not (but_totals and _is_sum(found, above, prints) and not found[above].total_of)
        at = above
    return False
