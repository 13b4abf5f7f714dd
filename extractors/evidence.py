"""How well a reading of a table fits: the words on the page, the values in its columns, its headings, its sums.

Every reader's result for the same place is judged here, so that the choice between readings is made in one place
and its reason can be published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from extractors.layout import group_lines
from extractors.model import RawTable
from extractors.pages import Page
from extractors.segments import INK, em_of
from extractors.values import is_value, shape
from extractors.words import known_roles
from normalizers.labels import is_total_label
from normalizers.numbers import parse_number
from normalizers.text import match_key

_GLUED = re.compile(r"\d\.\d+\.\d|%\d|\d,\d{3}\.\d{2}\d")
_WEIGHTS = {"words": 0.3, "filled": 0.25, "types": 0.2, "headings": 0.1, "sums": 0.15}
_TOLERANCE = 0.006  # share by which rounded parts may differ from their total


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares, 0..1, of what a good reading has.

    Words kept whole, places filled (a row cut in two leaves holes), columns of one type, known headings, and sums
    that hold (None: there are none to check).
    """

    words: float
    filled: float
    types: float
    headings: float
    sums: float | None

    @property
    def score(self) -> float:
        parts = {"words": self.words, "filled": self.filled, "types": self.types, "headings": self.headings}
        if self.sums is not None:
            parts["sums"] = self.sums
        weight = sum(_WEIGHTS[name] for name in parts)
        return sum(_WEIGHTS[name] * value for name, value in parts.items()) / weight

    def __str__(self) -> str:
        sums = "no sums to check" if self.sums is None else f"sums {self.sums:.2f}"
        contents = f"column types {self.types:.2f}, headings {self.headings:.2f}"
        return f"words {self.words:.2f}, filled {self.filled:.2f}, {contents}, {sums}"


def judge(page: Page, table: RawTable) -> Evidence:
    """Evidence for one reading of a table on its page."""
    grid = _grid(table)
    body = [row for row in grid if any(is_value(text) for text in row)] or grid[1:]
    head = [row for row in grid if row not in body]
    headings = _known_headings(head)
    # A part without headings may go on from another page: its total is of rows that stand there.
    sums = _sums(grid) if head and headings else None
    return Evidence(_whole_words(page, table), _filled(table), _pure_columns(body), headings, sums)


def _filled(table: RawTable) -> float:
    """Share of places with text, columns that are empty throughout left out; a merged cell fills all its places."""
    places: dict[int, list[bool]] = {}
    for cell in table.cells:
        for column in range(cell.column, cell.column + cell.column_span):
            places.setdefault(column, []).extend([bool(cell.text)] * cell.row_span)
    kept = [mark for marks in places.values() if any(marks) for mark in marks]
    return sum(kept) / len(kept) if kept else 0.0


def _grid(table: RawTable) -> list[list[str]]:
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        for r in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
            rows[r][cell.column] = cell.text
    return rows


def _whole_words(page: Page, table: RawTable) -> float:
    """Share of words, runs without a gap, that lie in a single cell."""
    column = np.searchsorted(table.xs, (page.boxes[:, 0] + page.boxes[:, 2]) / 2) - 1
    row = np.searchsorted(table.ys, (page.boxes[:, 1] + page.boxes[:, 3]) / 2) - 1
    inside = (column >= 0) & (column < table.column_count) & (row >= 0) & (row < table.row_count)
    members = np.nonzero(inside)[0].tolist()
    if not members:
        return 0.0
    gap = INK * em_of(page, members)
    places = np.full((table.row_count, table.column_count), -1)
    for k, cell in enumerate(table.cells):
        places[cell.row : cell.row + cell.row_span, cell.column : cell.column + cell.column_span] = k
    owner = dict(zip(members, places[row[members], column[members]].tolist(), strict=True))
    text, lefts, rights = page.text, page.lefts, page.rights
    whole = words = 0
    for line in group_lines(page, members):
        run: set[int] = set()
        end = None
        for i in line:
            if text[i] == " " or text[i].isspace():
                continue
            if end is not None and lefts[i] - end > gap:
                words, whole, run = words + 1, whole + (len(run) == 1), set()
            run.add(owner[i])
            end = rights[i]
        words, whole = words + 1, whole + (len(run) == 1)
    return whole / words if words else 0.0


def _pure_columns(body: list[list[str]]) -> float:
    """Mean share, over the columns, of the cells that are of the column's usual type."""
    if not body:
        return 0.0
    shares = []
    for column in zip(*body, strict=True):
        texts = [text for text in column if shape(text) != "blank"]
        if not texts:
            continue
        kinds = [
            "glued" if _GLUED.search(match_key(t)) else "value" if is_value(t) else "text" for t in texts
        ]
        usual = max(("value", "text"), key=kinds.count)
        shares.append(kinds.count(usual) / len(kinds))
    return sum(shares) / len(shares) if shares else 0.0


def _known_headings(head: list[list[str]]) -> float:
    texts = {text for row in head for text in row if text}
    return sum(bool(known_roles(text)) for text in texts) / len(texts) if texts else 0.5


def _sums(grid: list[list[str]]) -> float | None:
    """Share of columns of numbers whose parts add up to the last row's total."""
    if len(grid) < 4 or not any(is_total_label(text) for text in grid[-1][:3]):
        return None
    holds = checked = 0
    for column in zip(*grid, strict=True):
        total = parse_number(column[-1])
        parts = [parse_number(text) for text in column[:-1]]
        numbers = [p for p in parts if p is not None]
        if total is None or len(numbers) < 2 or "%" in column[-1]:
            continue
        checked += 1
        holds += abs(sum(numbers) - total) <= max(
            abs(total) * type(total)(str(_TOLERANCE)), type(total)("0.05")
        )
    return holds / checked if checked else None
