"""How well a reading of a table fits its page, whatever language the page is in.

Every reader's result for the same place is judged here, so that the choice between readings is made in one place
and its reason can be published. What is asked is what goes wrong: columns joined or cut, rows joined or torn, running
text taken for a table, a table taken in part.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.grids import is_cut_value
from extractors.lines import INK, SPLIT
from extractors.model import RawTable
from extractors.pages import Flags, Page
from extractors.vocabulary import is_value, known_roles, shape

# How much each share tells of the similarity (GriTS) between a reading and the table that was printed: least squares
# over readings by all readers of tables with known cells, in Chinese reports and forms and in two public sets.
_WEIGHTS = {
    "words": 0.3,
    "gaps": 0.25,
    "lines": 0.1,
    "figures": 0.3,
    "filled": 1.0,
    "types": 0.2,
    "text": 0.5,
    "edges": 0.35,
    "single": 0.3,
    "rows": 0.2,
    "columns": 0.3,
}
_OF_CELLS = ("words", "gaps", "lines", "figures", "types", "edges")
_LONG, _TEXT = 0.8, 10.0  # share of its cell, and em, that a line of running text is long at least
_BESIDE = 1.5  # em from the edge of the table to a text that it may have cut off
_MOST_ROWS, _MOST_COLUMNS = 6, 4  # more of them say no more
_STEP = 0.4  # heights of a character by which two baselines of one line may differ

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares, 0..1, of what a good reading has.

    words: kept whole. gaps: wide gaps on a line that a column boundary parts. lines: rows that hold one line of
    texts side by side. figures: alone on their line of a cell. filled: places with text. types: cells of their
    column's usual type. text: lines that are no running text. edges: lines that do not go on beside the table.
    single: cells of one row and column. rows, columns: how many there are.
    """

    words: float
    gaps: float
    lines: float
    figures: float
    filled: float
    types: float
    text: float
    edges: float
    single: float
    rows: float
    columns: float

    @property
    def score(self) -> float:
        """About how similar the reading is to the printed table, 0..1."""
        amiss: float = sum(weight * (1.0 - getattr(self, name)) for name, weight in _WEIGHTS.items())
        return max(0.0, 1.0 - amiss)

    @property
    def drawn(self) -> float:
        """The same of drawn cells: how many there are, how many are merged or empty, says nothing against them."""
        amiss: float = sum(_WEIGHTS[name] * (1.0 - getattr(self, name)) for name in _OF_CELLS)
        return max(0.0, 1.0 - amiss)

    @property
    def whole(self) -> float:
        """The worst of the shares that fall only where cells are joined, cut or left out: all is well at 1.

        Lines of text side by side are none of them: drawn cells may hold wrapped texts.
        """
        return min(self.words, self.gaps, self.figures, self.edges)

    def __str__(self) -> str:
        low = [f"{f.name} {getattr(self, f.name):.2f}" for f in fields(self) if getattr(self, f.name) < 0.995]
        return ", ".join([f"fit {self.score:.2f}", *low])


class Judge:
    """Judges readings of the tables of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        index = np.nonzero(~np.array([*map(str.isspace, page.text)], dtype=bool))[0]
        line = _line_numbers(page, index)
        order = np.lexsort((page.boxes[index, 0], line))
        self._index: Array = index[order]
        self._line: Array = line[order]
        boxes = page.boxes[self._index]
        self._x0, self._x1 = boxes[:, 0], boxes[:, 2]
        self._x, self._y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        self._heights = boxes[:, 3] - boxes[:, 1]
        codes = np.array(page.text, dtype="U1").view(np.uint32)[self._index]  # of the first letter of each
        self._wide = (codes >= 0x4E00) & (codes < 0xA000)

    def evidence(self, table: RawTable) -> Evidence:
        """Evidence for one reading of a table."""
        column = np.searchsorted(table.xs, self._x) - 1
        row = np.searchsorted(table.ys, self._y) - 1
        inside = (column >= 0) & (column < table.column_count) & (row >= 0) & (row < table.row_count)
        at = np.nonzero(inside)[0]
        grid = _Grid(table)
        if not len(at) or not grid.columns:
            return Evidence(*[0.0] * len(fields(Evidence)))
        em = self._em(at)
        owner = grid.owner[row[at], column[at]]
        runs = _Runs(self._line[at], owner, self._x0[at], self._x1[at], self._wide[at], em)
        return Evidence(
            words=runs.whole_words,
            gaps=runs.parted_gaps,
            lines=_single_lines(runs, table),
            figures=_single_figures(self._page, self._index[at], runs, table),
            filled=grid.filled,
            types=grid.pure_columns,
            text=_no_text(runs, table, em),
            edges=self._clear_edges(table, inside, em, runs.count),
            single=grid.single,
            rows=_size(len(grid.rows), _MOST_ROWS),
            columns=_size(len(grid.columns), _MOST_COLUMNS),
        )

    def rows_in(self, free: Flags, gaps: int) -> int:
        """How many lines of the characters that are `free` look like rows of tables: short texts with gaps between.

        They have so many wide gaps at least; longer texts side by side are columns of running text.
        """
        at = np.nonzero(free[self._index])[0]
        if len(at) < 2:
            return 0
        em, line = self._em(at), self._line[at]
        gap = self._x0[at][1:] - self._x1[at][:-1]
        wide = (line[1:] == line[:-1]) & (gap > SPLIT * em)
        count = np.bincount(line[1:][wide], minlength=int(line.max()) + 1)
        ink = np.bincount(line, self._x1[at] - self._x0[at], minlength=len(count))
        return int(((count >= gaps) & (ink < _TEXT * em * (count + 1))).sum())

    def _em(self, at: Array) -> float:
        """As `segments.em_of`: the width of a Chinese character, for other scripts a share of the height."""
        wide = at[self._wide[at]]
        if len(wide) >= 5:
            return float(np.median(self._x1[wide] - self._x0[wide]))
        return float(np.median(self._heights[at])) * 0.85

    def _clear_edges(self, table: RawTable, inside: Array, em: float, count: int) -> float:
        """Share of the lines that do not go on beside the table."""
        left, right = table.xs[0], table.xs[-1]
        at_left = (self._x0 < left - 1) & (self._x1 > left - _BESIDE * em)
        at_right = (self._x1 > right + 1) & (self._x0 < right + _BESIDE * em)
        level = (self._y > table.ys[0]) & (self._y < table.ys[-1])
        beside = np.unique(self._line[(at_left | at_right) & level & ~inside])
        return max(0.0, 1.0 - len(beside) / max(1, count))


def _line_numbers(page: Page, index: Array) -> Array:
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


def _size(count: int, most: int) -> float:
    return math.log(max(1, min(count, most))) / math.log(most)


class _Grid:
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


class _Runs:
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


def _no_text(runs: _Runs, table: RawTable, em: float) -> float:
    """Share of the lines of cells that do not fill wide cells from edge to edge, as running text does."""
    left = np.array([cell.x0 for cell in table.cells] + [0.0])[runs.cell]
    right = np.array([cell.x1 for cell in table.cells] + [0.0])[runs.cell]
    length = runs.x1 - runs.x0
    running = (length > _LONG * (right - left)) & (length > _TEXT * em)
    return 1.0 - float(running.sum()) / len(running)


def _single_figures(page: Page, index: Array, runs: _Runs, table: RawTable) -> float:
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


def _single_lines(runs: _Runs, table: RawTable) -> float:
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
