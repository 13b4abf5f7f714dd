"""Grids of an extraction, and how far they agree with those of a golden file.

Tables are paired by the texts they share; of two paired grids those positions agree that print the same text
in the same column, their rows matched in order. Empty positions count for nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from extractors import formats
from normalizers.text import match_key
from pipeline.ingest import Extraction

Grid = list[list[str]]


def published_grid(found: Extraction, table: dict[str, Any]) -> Grid:
    """The grid of a table from its published cells; a merged cell repeats its text."""
    rows = [[""] * table["column_count"] for _ in range(table["row_count"])]
    for cell in found.rows["cells"]:
        if cell["table_id"] == table["table_id"]:
            for r in range(cell["row_index"], cell["row_index"] + cell["row_span"]):
                for c in range(cell["column_index"], cell["column_index"] + cell["column_span"]):
                    rows[r][c] = cell["text"]
    return rows


def places(grid: formats.Grid) -> Grid:
    """Text of every place of a grid that a file shows; a merged cell repeats its text."""
    rows = [[""] * grid.column_count for _ in range(grid.row_count)]
    for cell in grid.cells:
        for row in rows[cell.row : cell.row + cell.row_span]:
            own = slice(cell.column, cell.column + cell.column_span)
            assert not any(row[own]), "cells overlap"
            row[own] = [cell.text] * cell.column_span
    return rows


def agreement(found: list[Grid], golden: list[Grid]) -> tuple[int, int, int]:
    """Positions that agree, positions found, positions in the golden grids."""
    ours, true = [_keys(grid) for grid in found], [_keys(grid) for grid in golden]
    bags = [_bag(grid) for grid in ours], [_bag(grid) for grid in true]
    shared = sorted(
        ((sum((a & b).values()), -i, -j) for i, a in enumerate(bags[0]) for j, b in enumerate(bags[1])),
        reverse=True,
    )
    hits, used_ours, used_true = 0, set(), set()
    for common, i, j in shared:
        if common and -i not in used_ours and -j not in used_true:
            used_ours.add(-i)
            used_true.add(-j)
            hits += _aligned(ours[-i], true[-j])
    return hits, sum(bag.total() for bag in bags[0]), sum(bag.total() for bag in bags[1])


def _keys(grid: Grid) -> Grid:
    return [[match_key(text) for text in row] for row in grid]


def _bag(grid: Grid) -> Counter[str]:
    return Counter(text for row in grid for text in row if text)


def _aligned(ours: Grid, true: Grid) -> int:
    """Most positions that agree when the rows of both grids are matched in order."""
    before = [0] * (len(true) + 1)
    for row in ours:
        now = [0]
        for j, other in enumerate(true, 1):
            same = sum(1 for a, b in zip(row, other, strict=False) if a and a == b)
            now.append(max(before[j], now[-1], before[j - 1] + same))
        before = now
    return before[-1]
