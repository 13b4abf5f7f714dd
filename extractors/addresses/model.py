"""What an addressed table is made of. Rows and columns are those of the table's logical grid, 0-based."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractors.addresses.blocks import Pair
from extractors.model import LogicalTable, RawCell

ColumnKind = Literal["stub", "code", "ordinal", "text", "figures"]
"""stub: names of the rows; code and ordinal: what numbers them; text: what else is said of a row; figures: numbers."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label with its place; `heading` are the headings over it, from top to bottom.

    `indent` is the white space in points between the left edge of its cell and the text, `cell_width` the width of the
    cell in points; None where they are not known.
    """

    text: str
    row: int
    column: int
    heading: tuple[str, ...] = ()
    indent: float | None = None
    cell_width: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a part: its first grid column, how many it covers, and its headings from top to bottom."""

    index: int
    span: int
    path: tuple[str, ...]
    kind: ColumnKind


@dataclass(slots=True)
class Line:
    """One row of a part.

    `groups` are the labels that stand beside or above several rows, outermost first; `labels` those of the row itself,
    from left to right; `number` what numbers it in a column of its own, as printed; `code` the digits of its code,
    `other_codes` those of a second list in columns of their own, `texts` what else is said of it, by grid column.
    """

    row: int
    groups: tuple[Label, ...] = ()
    labels: tuple[Label, ...] = ()
    code: str = ""
    texts: dict[int, RawCell] = field(default_factory=dict)
    figures: dict[int, RawCell] = field(default_factory=dict)  # by grid column; cells that begin in this row
    other_codes: tuple[str, ...] = ()
    number: str = ""


@dataclass(slots=True)
class Part:
    """Rows that share headings and have their names in one stub: a block of the table, or one of two ledgers in it."""

    block: int
    columns: list[Column]
    lines: list[Line]
    side: str = ""  # the label beside the whole block
    is_pairs: bool = False  # labels with their values, not rows under headings

    def of_kind(self, *kinds: ColumnKind) -> list[Column]:
        """The columns of the given kinds, from left to right."""
        return [c for c in self.columns if c.kind in kinds]


@dataclass(slots=True)
class Addressed:
    """A table cut into parts and pairs of label and value; `titles` are rows that name the table, `numbering` the
    places (row, grid column) of codes and of numbers that count the rows."""

    table: LogicalTable
    parts: list[Part]
    pairs: list[Pair]
    titles: list[int]
    header_rows: frozenset[int]
    numbering: frozenset[tuple[int, int]] = frozenset()
