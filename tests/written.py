"""Pages for tests, written cell by cell as word processors and browsers write them.

A cell is (left, middle, text): its lines, parted by line breaks, stand one under the other around the middle height.
Chinese characters are SIZE points wide, others half of it; the text is set from the left.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from extractors.grids.drawn_lines import Line
from extractors.model import RawTable
from extractors.pages.page import Page
from extractors.pages.paths import Fill
from extractors.undrawn.ruleless import read_ruleless

SIZE, PITCH = 10.0, 12.0
WIDTH, HEIGHT = 595.0, 842.0
Cell = tuple[float, float, str]


def page_of(cells: list[Cell], *, fills: list[Fill] | None = None, number: int = 1) -> Page:
    """A page with the cells in their order."""
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for left, middle, content in cells:
        lines = content.split("\n")
        top = middle - PITCH * len(lines) / 2 + (PITCH - SIZE) / 2
        for k, line in enumerate(lines):
            x = left
            for char in line:
                width = SIZE if unicodedata.east_asian_width(char) in "WF" else SIZE / 2
                text.append(char)
                boxes.append((x, top + k * PITCH, x + width, top + k * PITCH + SIZE))
                x += width
    array = np.array(boxes, dtype=float).reshape(-1, 4)
    return Page(number, WIDTH, HEIGHT, text, array, array[:, 3] - 0.15 * SIZE, fills=fills or [])


def in_order_of_the_eye(page: Page) -> Page:
    """The same page with its characters sorted by line, then from left to right."""
    order = np.lexsort((page.boxes[:, 0], np.round(page.boxes[:, 3])))
    page.text = [page.text[i] for i in order]
    page.boxes, page.baselines = page.boxes[order], page.baselines[order]
    return page


def tables_of(page: Page, rules: list[Line] | None = None, before: RawTable | None = None) -> list[RawTable]:
    """What the reader of undrawn tables finds."""
    return read_ruleless(page, np.ones(len(page.text), dtype=bool), rules or [], before)


def grid_of(table: RawTable) -> list[list[str]]:
    """Texts by place; a merged cell repeats its text."""
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                rows[r][c] = cell.text
    return rows
