"""What a sample report says: the TOML files in `samples/`, read and checked.

A table's `rows` are written as printed, with `<` for a cell merged with the one to its left and `^` for one
merged with the one above.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LEFT, ABOVE = "<", "^"


@dataclass(frozen=True, slots=True)
class Cell:
    """One physical cell: its top left position in the grid, how far it spans, and its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A ruled table. `widths` are relative; `cut_rows` lets a row be divided at the foot of a page."""

    kind: str
    rows: list[list[str]]
    widths: list[float]
    header_rows: int = 1
    title: str | None = None
    unit: str | None = None
    size: float = 9.0
    cut_rows: bool = False
    repeat_header: bool = False
    facts: list[dict[str, Any]] = field(default_factory=list)
    truth: list[str] = field(default_factory=list)

    def cells(self) -> list[Cell]:
        """Resolve the merge marks into cells in reading order."""
        spans: dict[tuple[int, int], list[int]] = {}
        for r, row in enumerate(self.rows):
            for c in range(len(row)):
                top, left = self._origin(r, c)
                bottom_right = spans.setdefault((top, left), [top, left])
                bottom_right[0] = max(bottom_right[0], r)
                bottom_right[1] = max(bottom_right[1], c)
        return [
            Cell(top, left, bottom - top + 1, right - left + 1, self.rows[top][left])
            for (top, left), (bottom, right) in sorted(spans.items())
        ]

    def grid(self) -> list[list[str]]:
        """The rows with merged cells repeated."""
        full = [[""] * len(row) for row in self.rows]
        for cell in self.cells():
            for r in range(cell.row, cell.row + cell.row_span):
                full[r][cell.column : cell.column + cell.column_span] = [cell.text] * cell.column_span
        return full

    def _origin(self, row: int, column: int) -> tuple[int, int]:
        while self.rows[row][column] == LEFT:
            column -= 1
        while self.rows[row][column] == ABOVE:
            row -= 1
        while self.rows[row][column] == LEFT:
            column -= 1
        return row, column


@dataclass(frozen=True, slots=True)
class TextSpec:
    """A line or paragraph: `style` is one of title, subtitle, heading, paragraph, pagebreak."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One sample report and the facts about it that no table states."""

    name: str
    region_code: str
    fiscal_year: int
    codes: dict[str, str]
    truth: list[str]
    blocks: list[TextSpec | TableSpec]

    def tables(self) -> list[TableSpec]:
        """The tables in reading order."""
        return [block for block in self.blocks if isinstance(block, TableSpec)]

    def characters(self) -> str:
        """Every character the report prints, for the font subset."""
        parts: list[str] = []
        for block in self.blocks:
            if isinstance(block, TextSpec):
                parts.append(block.text)
            else:
                parts += [block.title or "", block.unit or "", *(t for row in block.rows for t in row)]
        return "".join(sorted(set("".join(parts)) - {"\n"}))


def load(path: Path) -> ReportSpec:
    """Read one report; raises ValueError when a table's rows differ in length."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    blocks: list[TextSpec | TableSpec] = []
    for block in data["blocks"]:
        if "rows" in block:
            table = TableSpec(**block)
            if {len(row) for row in table.rows} != {len(table.widths)}:
                raise ValueError(
                    f"{path.name}: rows of {table.title!r} differ from its {len(table.widths)} widths"
                )
            blocks.append(table)
        else:
            ((style, text),) = block.items()
            blocks.append(TextSpec(style, text))
    return ReportSpec(
        name=path.stem,
        region_code=data["region_code"],
        fiscal_year=data["fiscal_year"],
        codes=data.get("codes", {}),
        truth=data.get("truth", []),
        blocks=blocks,
    )
