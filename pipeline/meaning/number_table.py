"""A block of a table as numbers with what its labels say: what the finding of sums asks for, and nothing else."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A row: its numbers, one a column, and what its label says of the rows around it."""

    label: str
    values: tuple[Decimal | None, ...]
    outer: tuple[str, ...] = ()
    """Labels of merged cells that hold this row together with others, outermost first."""
    ordinal: tuple[int, int] | None = None
    """Style of numbering, 0 the outermost (一、), and number."""
    code: str = ""
    """Digits of a classification in which 201 holds 20105."""
    named_code: str = ""
    """The code that the name has in a classification, where none is printed."""
    indent: float | None = None
    """Points from the left edge of the label's cell to the label."""
    cell_width: float | None = None
    """Points from the left edge of the label's cell to the right one."""
    is_part: bool = False
    """The label says 其中."""
    is_total: bool = False
    """The label is a word for a sum."""
    is_section: bool = False
    """A heading for the rows below it, without figures of its own."""
    is_deducted: bool = False
    """The label says that the row is taken off (减：)."""
    side: str | None = None
    """income or expenditure, where the label says it."""


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers: with which others it can add up, and what its heading says."""

    path: tuple[str, ...] = ()
    """Headings, outermost first."""
    group: Hashable = None
    """Columns of one group have one unit, phase and flow, and can add up; None: with no other column."""
    instalments: Hashable = None
    """Of a column that runs up to now (累计): the group whose columns it adds up if the numbers say so."""
    adds_down: bool | None = True
    """Can its rows add up? Amounts and counts can, rates, prices and codes cannot; None: nothing tells, it is
    seen from the numbers."""
    is_total: bool = False
    is_part: bool = False
    is_difference: bool = False
    """The heading compares (增减额)."""


@dataclass(frozen=True, slots=True)
class NumberTable:
    """One block: rows × columns. Ledgers side by side are two blocks; the pages of a table are one."""

    rows: tuple[NumberRow, ...]
    columns: tuple[NumberColumn, ...]
