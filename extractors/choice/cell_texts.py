"""The characters of a table as a reading puts them into cells: whose they are, and what shows that cells are wrong."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.grids import is_cut_value
from extractors.lines import INK, SPLIT
from extractors.model import RawTable
from extractors.pages import Page
from extractors.vocabulary import is_value, known_roles, shape

_LONG, TEXT = 0.8, 10.0  # share of its cell, and em, that a line of running text is long at least
_STEP = 0.4  # heights of a character by which two baselines of one line may differ

Array = npt.NDArray[Any]


def line_numbers(page: Page, index: Array) -> Array:
    """A number for each character: the same for those on one baseline."""
    if not len(index):
        return np.zeros(0, dtype=np.int64)
    bases = page.baselines[index]
    step = _STEP * float(np.median(page.boxes[index, 3] - page.boxes[index, 1])) or 1.0
    heights, at = np.unique(bases, return_inverse=True)
    numbers: list[int] = []
    number, anchor = -1, -1e9
    for base in heights.tolist():
        if base - anchor > step:
            number, anchor = number + 1, base
        numbers.append(number)
    return np.array(numbers, dtype=np.int64)[at]


class Places:
    """The places of a reading: whose cell each is, and which rows and columns hold text."""

    def __init__(self, table: RawTable) -> None:
        owner = [[-1] * table.column_count for _ in range(table.row_count)]
        for k, cell in enumerate(table.cells):
            for row in owner[cell.row : cell.row + cell.row_span]:
                row[cell.column : cell.column + cell.column_span] = [k] * cell.column_span
        self.owner = np.array(owner)
        filled = np.array([bool(cell.text) for cell in table.cells] + [False])
        holds = filled[self.owner]
        self.rows = np.nonzero(holds.any(axis=1))[0].tolist()
        self.columns = np.nonzero(holds.any(axis=0))[0].tolist()
        texts = [cell for cell in table.cells if cell.text]
        self.single = sum(c.row_span == 1 == c.column_span for c in texts) / max(1, len(texts))
        # A column that has but a known heading says nothing: budgets print those of money that an office does not have.
        empty = self._headings_alone([cell.text for cell in table.cells], holds)
        asked = [c for c in self.columns if c not in empty]
        kept = len(self.rows) * len(asked)
        self.filled = float(holds[:, asked].sum()) / kept if kept else 0.0
        self.pure_columns = self._pure_columns([cell.text for cell in table.cells])

    def _headings_alone(self, texts: list[str], holds: Array) -> set[int]:
        """Columns that print a known heading, and nothing from the first row on that holds a value."""
        is_of_value = np.array([*map(is_value, texts), False])
        first = next((r for r in self.rows if is_of_value[self.owner[r]].any()), None)
        if first is None:
            return set()
        empty = [c for c in self.columns if not holds[first:, c].any()]
        headings = {c: dict.fromkeys(self.owner[:first, c].tolist()) for c in empty}
        return {c for c, own in headings.items() if known_roles("".join(texts[k] for k in own if k >= 0))}

    def _pure_columns(self, texts: list[str]) -> float:
        """Mean share, over the columns, of the cells below the header that are of the column's usual type."""
        # The last entry is that of places without a cell.
        is_of_value = np.array([*map(is_value, texts), False])
        is_printed = np.array([*(shape(text) != "blank" for text in texts), False])
        owner = self.owner[self.rows]
        has_values = is_of_value[owner].any(axis=1)
        body = owner[has_values] if has_values.any() else owner[1:]
        printed = is_printed[body].sum(axis=0).tolist()
        values = is_of_value[body].sum(axis=0).tolist()
        shares = [max(v, n - v) / n for n, v in zip(printed, values, strict=True) if n]
        return sum(shares) / len(shares) if shares else 0.0


class Runs:
    """The characters of a table line by line: where words and wide gaps are, and the part of each line in a cell."""

    def __init__(self, line: Array, owner: Array, x0: Array, x1: Array, is_wide: Array, em: float) -> None:
        same = line[1:] == line[:-1]
        gap = x0[1:] - x1[:-1]
        moved = owner[1:] != owner[:-1]
        parted = ~same | (gap > INK * em)
        wide = same & (gap > SPLIT * em)
        word = np.concatenate(([0], np.cumsum(parted)))
        self.whole_words = 1.0 - len(np.unique(word[1:][moved & ~parted])) / (int(word[-1]) + 1)
        alone = is_wide & np.concatenate(([True], parted)) & np.concatenate((parted, [True]))
        gaps = wide & ~alone[1:] & ~alone[:-1]  # not between the characters of a label spread over its cell
        self.parted_gaps = float((gaps & moved).sum() / gaps.sum()) if gaps.any() else 1.0
        self.count = 1 + int((~same).sum())
        self.start: Array = np.concatenate(([0], np.nonzero(~same | moved)[0] + 1))
        self.end: Array = np.concatenate((self.start[1:], [len(line)]))
        self.cell, self.line = owner[self.start], line[self.start]
        self.x0, self.x1 = x0[self.start], np.maximum.reduceat(x1, self.start)


def no_text(runs: Runs, table: RawTable, em: float) -> float:
    """Share of the lines of cells that do not fill wide cells from edge to edge, as running text does."""
    left = np.array([cell.x0 for cell in table.cells] + [0.0])[runs.cell]
    right = np.array([cell.x1 for cell in table.cells] + [0.0])[runs.cell]
    length = runs.x1 - runs.x0
    running = (length > _LONG * (right - left)) & (length > TEXT * em)
    return 1.0 - float(running.sum()) / len(running)


def single_figures(page: Page, index: Array, runs: Runs, table: RawTable) -> float:
    """Share of printed figures that do not stand over others in their cell, in rows with several such cells."""
    lines: dict[int, list[int]] = {}
    for k, cell in enumerate(runs.cell.tolist()):
        lines.setdefault(cell, []).append(k)
    tall = Counter(table.cells[cell].row for cell, own in lines.items() if cell >= 0 and len(own) > 1)
    figures = stacked = 0
    for cell, own in lines.items():
        if len(own) == 1:
            figures += cell >= 0 and is_value(table.cells[cell].text)
            continue
        parts = ["".join(page.text[i] for i in index[runs.start[k] : runs.end[k]].tolist()) for k in own]
        is_cut = any(is_cut_value(a, b) for a, b in itertools.pairwise(parts))
        values = 1 if is_cut else sum(map(is_value, parts))
        figures += values
        stacked += values if values > 1 and tall[table.cells[cell].row] > 1 else 0
    return 1.0 - stacked / figures if figures else 1.0


def single_lines(runs: Runs, table: RawTable) -> float:
    """Share of rows in which no two lines hold texts side by side in most of the columns."""
    rows: dict[int, dict[int, set[int]]] = {}
    for cell, line in zip(runs.cell.tolist(), runs.line.tolist(), strict=True):
        if cell >= 0 and table.cells[cell].row_span == 1:
            rows.setdefault(table.cells[cell].row, {}).setdefault(line, set()).add(table.cells[cell].column)
    joined = 0
    for lines in rows.values():
        if len(lines) < 2:
            continue
        least = max(2.0, 0.6 * len(set().union(*lines.values())))
        joined += sum(len(columns) >= least for columns in lines.values()) > 1
    return 1.0 - joined / len(rows) if rows else 1.0
