"""Texts of an open table and the columns they stand over: single ones, those of a row, and those put in their place."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.lines import Segment
from extractors.vocabulary import is_value


@dataclass(slots=True)
class Item:
    """A text and the columns it covers, first and one past the last."""

    first: int
    last: int
    segments: list[Segment]

    @property
    def columns(self) -> set[int]:
        return set(range(self.first, self.last))

    @property
    def is_figure(self) -> bool:
        return is_value(" ".join(s.text for s in self.segments))


@dataclass(slots=True)
class Row:
    """The texts of one or more lines, and the heights of the lines."""

    middles: list[float]
    items: list[Item] = field(default_factory=list)

    @property
    def columns(self) -> set[int]:
        return {c for item in self.items for c in item.columns}

    @property
    def top(self) -> float:
        return min(s.top for item in self.items for s in item.segments)

    @property
    def bottom(self) -> float:
        return max(s.bottom for item in self.items for s in item.segments)


@dataclass(slots=True)
class Placed:
    """A text with its place in the grid: row, column and spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    segments: list[Segment]
