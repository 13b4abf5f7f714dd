"""A block of a table as the audit sees it: lines with labels, columns of figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from extractors.kinds import Block, Column
from normalizers.labels import is_total_label
from normalizers.numbers import units
from normalizers.text import is_blank, match_key
from pipeline.audit.figures import Figure, read_figure
from pipeline.audit.rules import words
from pipeline.context import TableRows

_NOT_FIGURES = frozenset({"fiscal_year", "issued_date", "item_code", "paid_date", "row_no", "target_text"})
_FIRST_LABELS = 3  # one of them says that a row is a total
_STYLES = (
    ("chapter", re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")),
    ("section", re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")),
    ("number", re.compile(r"\d{1,2}[、.．](?!\d)")),
    ("inner", re.compile(r"[(（]\d{1,2}[)）]")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row by its labels: what it is called, whether it is a total, and signs of its depth."""

    row: int
    label: str
    is_total: bool
    is_subtotal: bool
    is_detail: bool
    style: str
    code: str
    labels: int  # label cells that begin in this row


@dataclass
class FigureColumn:
    """A column of figures; `unread` are rows that print something else."""

    column: Column
    figures: dict[int, Figure] = field(default_factory=dict)
    unread: set[int] = field(default_factory=set)
    exact_integers: bool = True

    @property
    def name(self) -> str:
        """The headings from top to bottom."""
        return "".join(dict.fromkeys(self.column.path))

    @cached_property
    def finest(self) -> int:
        """The most digits that a figure has behind its point."""
        return max(f.decimals for f in self.figures.values())


class Sheet:
    """One block of a classified table."""

    def __init__(self, view: TableRows, block: Block) -> None:
        self.view = view
        self.block = block
        self.table_id = view.table_id
        self._first, self._end = block.first, block.end

    @cached_property
    def columns(self) -> list[FigureColumn]:
        """Columns whose figures may be added up."""
        read = [self._read(c) for c in self.block.columns if _may_add(c)]
        return [c for c in read if c.figures and len(c.unread) <= len(c.figures)]

    @cached_property
    def lines(self) -> list[Line]:
        """Body rows that print a label or a figure."""
        numeric = {c.column.index for c in self.columns}
        return [self._line(row, numeric) for row in self.block.rows]

    def place(self, row: int, column: Column | None = None) -> tuple[str, int, int]:
        """Table, page and row of a finding."""
        return self.table_id, self.view.page(row, column.index if column else self.block.first), row

    def label(self, row: int) -> str:
        """What a row is called."""
        return next((line.label for line in self.lines if line.row == row), "")

    def _read(self, column: Column) -> FigureColumn:
        found = FigureColumn(column, exact_integers=not self._is_rounded(column))
        for row in self.block.rows:
            cell = self.view.cell(row, column.index)
            if cell is None or cell.row != row or is_blank(cell.text):
                continue
            figure = read_figure(cell.text) if cell.column == column.index else None
            if figure is None:
                found.unread.add(row)
            else:
                found.figures[row] = figure
        return found

    def _is_rounded(self, column: Column) -> bool:
        """Money is rounded even where it is printed without decimals, in whole yuan too."""
        stated = (*reversed(column.path), f"单位：{self.view.table.unit_text}", self.view.table.caption)
        for text in stated:
            unit = units.header_unit(text)
            if unit is not None:
                return unit.kind in ("money", "money_fx")
        return column.role is not None and column.role.startswith("amount")

    def _line(self, row: int, numeric: set[int]) -> Line:
        cells = [
            c
            for c in self.view.cells(row)
            if c.column not in numeric and c.text and self._is_own(c.column, c.column_span)
        ]
        named = [c for c in cells if read_figure(c.text) is None]
        fresh = [c.text for c in named if c.row == row]
        total = next((n for n, t in enumerate(fresh) if is_total_label(t)), None)
        texts = [match_key(t) for t in fresh]
        codes = [c.text for c in cells if c.row == row and read_figure(c.text)]
        label = fresh[total or 0] if fresh else ""
        return Line(
            row=row,
            label=label or next((c.text for c in named), ""),
            is_total=total is not None and total < _FIRST_LABELS,
            is_subtotal=any("小计" in t for t in texts),
            is_detail=any(t.lstrip("(").startswith(words("detail")) for t in texts),
            style=next((name for name, sign in _STYLES for t in texts if sign.match(t)), ""),
            code="".join(codes),
            labels=len(fresh),
        )

    def _is_own(self, column: int, span: int) -> bool:
        return self._first < column + span and column < self._end


def _may_add(column: Column) -> bool:
    role = column.role or ""
    headings = match_key("".join(column.path))
    return (
        role not in _NOT_FIGURES
        and not role.endswith("_pct")
        and not any(word in headings for word in words("not_added"))
    )
