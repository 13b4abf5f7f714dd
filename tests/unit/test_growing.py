"""A table that grows page by page knows what looking at all its cells again would tell."""

from __future__ import annotations

import random

import pytest

from extractors.model import RawCell
from extractors.whole.growing import GrowingTable
from normalizers.text import match_key

TEXTS = ("", "", "合计", "小微企业", "100.00", "大型 企业")


def page(pick: random.Random, start: int, rows: int) -> list[RawCell]:
    """Cells of three columns, some of them over several rows, that fill `rows` rows."""
    cells = []
    for column in range(3):
        row = 0
        while row < rows:
            span = min(pick.choice((1, 1, 1, 2, 3)), rows - row)
            cells.append(RawCell(start + row, column, span, 1, 0, 0, 0, 0, pick.choice(TEXTS)))
            row += span
    return cells


def dense(cells: list[RawCell], rows: int) -> set[int]:
    marks: dict[int, list[bool]] = {}
    for cell in cells:
        if cell.row_span == 1 and cell.row < rows - 1:
            marks.setdefault(cell.column, []).append(bool(cell.text))
    return {column for column, filled in marks.items() if sum(filled) >= 0.85 * len(filled)}


@pytest.mark.parametrize("seed", range(40))
def test_it_knows_what_all_cells_tell(seed: int) -> None:
    pick = random.Random(seed)
    rows = pick.randint(1, 4)
    table = GrowingTable(page(pick, 0, rows), rows)
    for _ in range(6):
        last = table.last()
        assert last == {c.column: c for c in table.cells if c.row + c.row_span == rows}
        assert table.dense_columns() == dense(table.cells, rows)
        usual = {(c.column, match_key(c.text)) for c in table.cells if c.row + c.row_span < rows}
        asked = {(column, text) for column in range(3) for text in TEXTS if table.is_usual(column, text)}
        assert asked == {(column, text) for column, text in _all() if (column, match_key(text)) in usual}
        header = max(c.row_span for c in table.cells if c.row == 0)
        tall = [c for c in table.cells if c.row_span > 1]
        assert table.merged_columns() == {c.column for c in tall if c.row >= header}
        assert table.has_merged_cells == bool(tall)
        height = pick.randint(1, 4)
        fresh = page(pick, rows, height)
        if pick.random() < 0.5:
            # The label at the foot goes on: it takes the place of the first cell below.
            goes_on, below = last[0], next(c for c in fresh if c.column == 0)
            fresh.remove(below)
            goes_on.text, goes_on.row_span = goes_on.text + below.text, goes_on.row_span + below.row_span
            table.extended(goes_on)
        rows += height
        table.add(fresh, rows)


def _all() -> list[tuple[int, str]]:
    return [(column, text) for column in range(3) for text in TEXTS]
