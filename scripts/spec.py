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
    """A table. `widths` are relative to each other.

    rules       grid, open (no lines at the sides), three (booktabs), rows (between rows only) or none
    shade       "", rows (a grey strip for every second row) or cells (the same, cell by cell)
    align       one letter (l, c, r) a column for the body; without it long texts go left, the rest is centred
    vertical    where a short cell stands in a high row: middle or top
    width       share of the text's width; place: left or right of another table, or the full width
    cut_rows    a row may be divided at the foot of a page; cuts: row -> lines after which it is divided
    breaks      rows that begin a new page
    note        a line below the table
    """

    kind: str
    rows: list[list[str]]
    widths: list[float]
    header_rows: int = 1
    title: str | None = None
    unit: str | None = None
    size: float = 9.0
    cut_rows: bool = False
    repeat_header: bool = False
    rules: str = "grid"
    shade: str = ""
    align: str = ""
    vertical: str = "middle"
    width: float = 1.0
    place: str = ""
    caption_below: bool = False
    note: str | None = None
    breaks: list[int] = field(default_factory=list)
    cuts: dict[str, int] = field(default_factory=dict)
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
    """A line or paragraph.

    `style` is one of title, subtitle, heading, paragraph, formula, small; contents (a line of a table of
    contents, its page behind a bar), footnote, space (points), pagebreak (shape of the next page: upright,
    landscape, rotated, turned; empty for the same).
    """

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class PageSpec:
    """What every page carries: head, foot with {page} and {pages}, watermark; and the first one's shape."""

    head: str = ""
    foot: str = "- {page} -"
    watermark: str = ""
    shape: str = "upright"


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One sample report and the facts about it that no table states; None for what it does not say."""

    name: str
    region_code: str | None
    fiscal_year: int | None
    codes: dict[str, str]
    truth: list[str]
    blocks: list[TextSpec | TableSpec]
    page: PageSpec = PageSpec()

    def tables(self) -> list[TableSpec]:
        """The tables in reading order."""
        return [block for block in self.blocks if isinstance(block, TableSpec)]

    def characters(self) -> str:
        """Every character the report prints, for the font subset."""
        parts: list[str] = [self.page.head, self.page.foot.format(page="", pages=""), self.page.watermark]
        for block in self.blocks:
            if isinstance(block, TextSpec):
                parts.append(block.text)
            else:
                parts += [
                    block.title or "",
                    block.unit or "",
                    block.note or "",
                    *(t for row in block.rows for t in row),
                ]
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
        region_code=data.get("region_code"),
        fiscal_year=data.get("fiscal_year"),
        codes=data.get("codes", {}),
        truth=data.get("truth", []),
        blocks=blocks,
        page=PageSpec(**data.get("page", {})),
    )
