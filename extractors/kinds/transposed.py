"""Transposed tables: regions or indicators stand across, and what is told of them down the first column."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import LogicalTable
from extractors.vocabulary import (
    is_value,
    known_roles,
    level_names,
    region_share,
    suggested_roles,
    value_type,
)
from normalizers.labels import is_total_label
from normalizers.text import match_key

_FIGURES = frozenset({"count", "money", "percent", "score"})
_MOST = 0.6  # share of headings that must be regions or indicators


def transposed(table: LogicalTable) -> LogicalTable | None:
    """The table with rows and columns exchanged where it is transposed; None where it does not.

    Regions (or 决策 | 过程 | 产出) head the columns, and every row is named like a column: 分值, 得分.
    """
    if (
        table.row_count < 3
        or table.column_count < 3
        or any(c.row_span + c.column_span > 2 for c in table.cells)
    ):
        return None
    grid = table.grid()
    roles = [_figures_of(row[0]) for row in grid[1:]]
    if not all(roles) or len(set(roles)) < 2 or not _names_things(grid[0][1:]):
        return None
    if any(text and not is_value(text) for row in grid[1:] for text in row[1:]):
        return None
    cells = [
        replace(c, row=c.column, column=c.row, row_span=c.column_span, column_span=c.row_span)
        for c in table.cells
    ]
    cells.sort(key=lambda c: (c.row, c.column))
    return replace(table, cells=cells, row_count=table.column_count, column_count=table.row_count)


def _figures_of(label: str) -> str | None:
    """The role of the figures beside a label."""
    roles = (*known_roles(label), *suggested_roles(label))
    return next((role for role in roles if value_type(role) in _FIGURES), None)


def _names_things(headings: list[str]) -> bool:
    """Are the headings names of regions or of indicators, sums aside?"""
    names = [text for text in headings if not is_total_label(text)]
    known = sum(match_key(text) in level_names("level1") | level_names("level2") for text in names)
    return len(names) > 1 and (region_share(names) >= _MOST or known >= _MOST * len(names))
