"""A column of a block with its role."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import RawCell

LABELS = frozenset(
    {"item_code", "level1", "level2", "level3", "line_item", "program_name", "recipient", "region", "row_no"}
)
"""Roles of columns that name what a row is about."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block. `path` holds its headings from top to bottom; `evidence` says how the role was
    found."""

    index: int
    span: int
    path: tuple[str, ...]
    role: str | None
    evidence: str = ""  # name, words, values or neighbours

    @property
    def heading(self) -> str:
        return self.path[-1] if self.path else ""


def distinct_cells(owners: list[list[RawCell | None]], body: list[int], column: int) -> list[RawCell]:
    """The cells of a column in the rows of `body`, each once. `owners` gives the cell of each row and column."""
    cells: list[RawCell] = []
    for r in body:
        cell = owners[r][column]
        if cell is not None and (not cells or cell is not cells[-1]):
            cells.append(cell)
    return cells
