"""Columns from page to page: pages that print fewer or more of them, facing pages, columns of tables on one sheet."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import RawTable, TextLine
from extractors.vocabulary import is_value
from normalizers.text import match_key

EDGE = 8.0  # points by which the outer edges of two segments may differ
COLUMN = 3.5  # points by which a column boundary may move from page to page
_ROW = 3.0  # points by which the heights of a row may differ on facing pages
_MOST = 0.6  # share of the cells that tells what a column holds
_GOES_ON = re.compile(r"续表?[)）]?$")


def prints_other_columns(first: RawTable, second: RawTable) -> bool:
    """Has one of two drawn segments only the first columns of the other?"""
    fewer, more = sorted((first, second), key=lambda table: table.column_count)
    count = fewer.column_count
    if not _are_drawn(first, second) or not 2 <= count < more.column_count:
        return False
    if abs(first.xs[0] - second.xs[0]) > 3 * EDGE:
        return False
    edges = zip(fewer.xs, more.xs, strict=False)
    if any(abs((a - fewer.xs[0]) - (b - more.xs[0])) > COLUMN for a, b in edges):
        return False
    return all(_holds_values(first, k) == _holds_values(second, k) for k in range(count))


def goes_on_beside(first: RawTable, second: RawTable) -> bool:
    """Does the next page print further columns for the rows of the table, without their names?"""
    if not _are_drawn(first, second) or not 3 <= first.row_count == second.row_count:
        return False
    if _holds_values(first, 0) or not all(_holds_values(second, k) for k in range(second.column_count)):
        return False
    heights = [
        abs((first.ys[r + 1] - first.ys[r]) - (second.ys[r + 1] - second.ys[r]))
        for r in range(first.row_count)
    ]
    heads = [
        {match_key(c.text) for c in table.cells if c.row == 0 and c.text and not is_value(c.text)}
        for table in (first, second)
    ]
    return max(heights) < _ROW and all(heads) and not heads[0] & heads[1] and not _counts_rows(second)


def faces(first: RawTable, second: RawTable) -> bool:
    """Does it do so at the same height of a facing page, over which the title and the unit may go on?"""
    before = first.facing[-1] if first.facing else first
    return abs(before.top - second.top) < _ROW and goes_on_beside(first, second)


def beside(first: RawTable, second: RawTable) -> RawTable:
    """The table with the further columns of its rows; its cells stay where they stand on their pages."""
    shift = first.xs[-1] - second.xs[0]
    columns = first.column_count
    return replace(
        first,
        xs=[*first.xs, *(x + shift for x in second.xs[1:])],
        cells=[*first.cells, *(c.moved(c.row, c.column + columns, c.column_span) for c in second.cells)],
        confidence=min(first.confidence, second.confidence),
        facing=[*first.facing, second],
    )


def goes_on_at_right(first: RawTable, second: RawTable, lines: list[TextLine]) -> bool:
    """Does the second table of a page go on right of the first under the same headings? `lines` are the page's."""
    if not _are_drawn(first, second) or second.xs[0] < first.xs[-1] - COLUMN:
        return False
    if (
        min(first.bottom, second.bottom) < max(first.top, second.top)
        or first.column_count != second.column_count
    ):
        return False
    widths = [table.xs[-1] - table.xs[0] for table in (first, second)]
    if abs(widths[0] - widths[1]) > EDGE or not _headings(first) or _headings(first) != _headings(second):
        return False
    own = [
        line
        for line in lines
        if line.bottom < second.top + 2 and line.x0 > first.xs[-1] - COLUMN and line.x0 < second.xs[-1]
    ]
    return all(_GOES_ON.search(match_key(line.text)) or "单位" in line.text for line in own)


def _headings(table: RawTable) -> list[str]:
    texts = [match_key(c.text) for c in table.cells if c.row == 0]
    return texts if len([text for text in texts if text and not is_value(text)]) >= 2 else []


def _are_drawn(*tables: RawTable) -> bool:
    return all(table.method == "ruled" for table in tables)


def _holds_values(table: RawTable, column: int) -> bool:
    """Are most of a column's cells figures, its heading left out?"""
    texts = [c.text for c in table.cells if c.column == column and c.column_span == 1 and c.text]
    body = texts[1:] if texts and not is_value(texts[0]) else texts
    return bool(body) and sum(map(is_value, body)) >= _MOST * len(body)


def _counts_rows(table: RawTable) -> bool:
    """Is the first column a number of the row: 1, 2, 3?"""
    texts = [match_key(c.text) for c in table.cells if c.column == 0 and c.row > 0]
    return texts[:3] == ["1", "2", "3"]
