"""How well a reading of a table fits its page, whatever language the page is in.

Every reader's result for the same place is judged here, so that the choice between readings is made in one place
and its reason can be published. What is asked is what goes wrong: columns joined or cut, rows joined or torn, running
text taken for a table, a table taken in part.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from extractors.choice.cell_texts import (
    TEXT,
    Array,
    Places,
    Runs,
    line_numbers,
    no_text,
    single_figures,
    single_lines,
)
from extractors.lines import SPLIT
from extractors.model import RawTable
from extractors.pages import Flags, Page

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
_BESIDE = 1.5  # em from the edge of the table to a text that it may have cut off
_MOST_ROWS, _MOST_COLUMNS = 6, 4  # more of them say no more


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
        line = line_numbers(page, index)
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
        grid = Places(table)
        if not len(at) or not grid.columns:
            return Evidence(*[0.0] * len(fields(Evidence)))
        em = self._em(at)
        owner = grid.owner[row[at], column[at]]
        runs = Runs(self._line[at], owner, self._x0[at], self._x1[at], self._wide[at], em)
        return Evidence(
            words=runs.whole_words,
            gaps=runs.parted_gaps,
            lines=single_lines(runs, table),
            figures=single_figures(self._page, self._index[at], runs, table),
            filled=grid.filled,
            types=grid.pure_columns,
            text=no_text(runs, table, em),
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
        return int(((count >= gaps) & (ink < TEXT * em * (count + 1))).sum())

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


def _size(count: int, most: int) -> float:
    return math.log(max(1, min(count, most))) / math.log(most)
