"""What each column of a block holds: its role from the heading, the values under it and its neighbours."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from extractors.addresses import Span
from extractors.kinds.column import LABELS, Column, distinct_cells
from extractors.kinds.column_roles import role_of
from extractors.kinds.ledgers import side_by_side, with_names_of_sides
from extractors.kinds.neighbours import NAMES, by_neighbours, spending_counts
from extractors.kinds.subjects import subject
from extractors.model import LogicalTable, RawCell
from extractors.vocabulary import profile
from normalizers.text import match_key

_CODE = re.compile(r"\d{3,9}")
_MOSTLY = 0.8


def read_columns(table: LogicalTable, span: Span) -> list[list[Column]]:
    """Columns under a header from left to right, with their roles; one list for each of the ledgers side
    by side."""
    owners = table.owners()
    body = [r for r in span.body]
    columns: list[Column] = []
    for index, width, path in _header_paths(owners, span, table.column_count, body):
        cells = [c for c in distinct_cells(owners, body, index) if c.column_span <= width]
        role, evidence = (
            (None, "") if _repeats_heading(path, cells) else role_of(path, profile(c.text for c in cells))
        )
        columns.append(Column(index, width, path, role, evidence))
    columns = _codes_beside_names(columns, owners, body)
    columns = with_names_of_sides(_items_in_headings(columns, owners, body), owners, body)
    return [
        by_neighbours(part, owners, body) for part in side_by_side(_without_doubles(spending_counts(columns)))
    ]


def _codes_beside_names(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """201 | 一般公共服务 under one heading 项目: of two columns that share it, that of digits alone holds the codes."""
    out = list(columns)
    for n, (column, right) in enumerate(itertools.pairwise(columns)):
        if column.role is not None or not column.path or column.path != right.path:
            continue
        codes, names = (
            [c.text for c in distinct_cells(owners, body, one.index) if c.column_span == 1]
            for one in (column, right)
        )
        filled = [match_key(text) for text in codes if text]
        if filled and all(_CODE.fullmatch(key) for key in filled) and profile(names).text >= _MOSTLY:
            out[n] = replace(column, role="item_code", evidence="values")
    return out


def _items_in_headings(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """合计 | 因公出国（境）费 | 公务接待费 above amounts that nothing else names: the headings name the items."""
    roles = {c.role for c in columns}
    if not roles & {"amount_sum", "amount_item"} or len(columns) < 3:
        return columns
    if roles - {"amount_sum", "amount_item", None}:
        return columns
    for column in columns:
        values = profile(c.text for c in distinct_cells(owners, body, column.index))
        if not column.path or not values.fits("money") or values.percent:
            return columns
    return [replace(c, role="amount_item", evidence="values") for c in columns]


def _repeats_heading(path: tuple[str, ...], cells: list[RawCell]) -> bool:
    """A label set beside the whole block (绩效指标 beside header and rows) is cut by the line under the header."""
    return bool(path) and bool(cells) and all(match_key(c.text) == match_key(path[-1]) for c in cells)


def _header_paths(
    owners: list[list[RawCell | None]], span: Span, width: int, body: list[int]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Grid column, span and headings of each column; places with one heading and one body cell are one
    column."""
    header = [r for r in span.header if not span.body or r < span.body[0]] or span.header
    header = [r for r in header if r not in span.numbering]
    stacks: list[list[RawCell | None]] = [[owners[r][c] for r in header] for c in range(width)]
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for c in range(span.side_columns, width):
        same_head = c > span.side_columns and all(
            a is b for a, b in zip(stacks[c], stacks[c - 1], strict=True)
        )
        together = sum(owners[r][c] is owners[r][c - 1] for r in body) if same_head else 0
        if same_head and 2 * together >= len(body):
            index, wide, path = found[-1]
            found[-1] = (index, wide + 1, path)
            continue
        cells: list[RawCell] = []
        for cell in stacks[c]:
            if cell is not None and not any(cell is other for other in cells):
                cells.append(cell)
        found.append((c, 1, tuple(cell.text for cell in cells if cell.text)))
    return found


def _without_doubles(columns: list[Column]) -> list[Column]:
    """A role guessed from words gives way to the same role found by name, unless the two differ in whose,
    when, or
    of which class they speak. Where no column names the lines, the headings name items: all of them count."""
    if not any(c.role in LABELS or (c.role in NAMES and c.evidence != "") for c in columns):
        return columns
    named = {(c.role, subject(c.path)) for c in columns if c.evidence == "name"}
    return [
        replace(c, role=None, evidence="")
        if c.evidence == "words" and (c.role, subject(c.path)) in named
        else c
        for c in columns
    ]
