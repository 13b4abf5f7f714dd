"""The blocks of a table: header rows, the rows under them, and label-value pairs.

A plain table is one block. A form is several: pairs such as 项目名称 | …, a money block, an indicator
block, each with headings of its own in the middle of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractors.addresses.header_rows import Span, beginning, header_at, header_depth
from extractors.addresses.headers_again import numbers_again, own_texts, printed_again
from extractors.model import LogicalTable, RawCell
from extractors.vocabulary import is_value, known_roles, value_type
from extractors.whole import is_unit_line, numbers_columns, unit_of
from normalizers.labels import is_total_label
from normalizers.text import is_blank, match_key

__all__ = ["Pair", "Span", "Structure", "find_structure"]

# Lines above a header that were drawn as a row: who filled the table in, and when.
_STATEMENT = re.compile(
    r"^(填报|编制|填表|编报|公开|预算|部门|单位)?(单位|部门|名称|日期|时间|人)?(\([^()]*\))?:"
)

_TITLE_ROWS = 3  # rows of a title drawn over the header


@dataclass(slots=True)
class Pair:
    """A value of a form with the labels that lead to it."""

    labels: tuple[str, ...]
    value: RawCell


@dataclass(slots=True)
class Structure:
    """Title rows, blocks and pairs of a table."""

    title_rows: list[int]
    spans: list[Span]
    pairs: list[Pair]


def find_structure(table: LogicalTable) -> Structure:
    """Cut a table into title rows, blocks and pairs."""
    rows = [cells_of(row) for row in table.owners()]
    first = 0
    while first < len(rows) - 1 and (is_title(rows[first]) or is_lone_title(rows, first)):
        first += 1
    titles = list(range(first))
    spans, loose = cut_at_headers(rows, first, lambda r, current: header_at(rows, r, is_first=r == first))
    if not spans and is_plain(table, rows, first):
        depth = header_depth(rows, first, rows[first])
        spans = [Span(list(range(first, first + depth)), list(range(first + depth, len(rows))))]
        loose = []
    return Structure(titles, spans, [pair for r in loose for pair in _pairs(rows[r], r)])


def cut_at_headers(
    rows: list[list[RawCell]], first: int, header: Callable[[int, Span | None], Span | None]
) -> tuple[list[Span], list[int]]:
    """Cut rows into blocks under their headers, from row `first` on, and rows outside of all blocks.

    `header` is the header that begins at a row, below a block or none.
    """
    spans: list[Span] = []
    loose: list[int] = []
    current: Span | None = None
    texts = [own_texts(beginning(rows, r)) for r in range(len(rows))]
    r = first
    while r < len(rows):
        if not rows[r]:
            r += 1
            continue
        again = printed_again(rows, texts, r, current) if current is not None else []
        if current is not None and again:
            current.header.extend(again)
            current.numbering.extend(q for q in again if numbers_columns(beginning(rows, q)))
            r = again[-1] + 1
            continue
        head = header(r, current)
        if head is not None:
            if current is not None and own_texts(rows[r]) == own_texts(rows[current.header[0]]):
                current.header.extend(head.header)
                current.numbering.extend(head.numbering)
            else:
                current = head
                spans.append(head)
            r = head.header[-1] + 1
            continue
        if current is not None and numbers_again(rows, texts, r, current):
            current.header.append(r)
            current.numbering.append(r)
            r += 1
            continue
        if current is not None and leaves_block(rows[r], rows[current.header[-1]], current):
            current = None
        (loose if current is None else current.body).append(r)
        r += 1
    return spans, loose


def is_title(cells: list[RawCell]) -> bool:
    """A title drawn as a row: one cell across the table, or a line such as 编制单位：… | 单位：万元."""
    if any(is_value(c.text) for c in cells):
        return False
    filled = [c for c in cells if c.text]
    if len(cells) == 1:
        return True
    return (
        0 < len(filled) <= 3
        and all(c.row_span == 1 for c in cells)
        and all(unit_of(c.text) or _STATEMENT.match(match_key(c.text)) for c in filled)
    )


def is_lone_title(rows: list[list[RawCell]], r: int) -> bool:
    """A title or a unit printed in one cell of a row whose other cells are blank, over the header."""
    filled = [c for c in rows[r] if c.text]
    if len(filled) != 1 or any(c.row_span > 1 for c in rows[r]) or is_value(filled[0].text):
        return False
    if filled[0].column and not is_unit_line(filled[0].text):
        return False
    below = next((q for q in range(r + 1, len(rows)) if len([c for c in rows[q] if c.text]) > 1), None)
    return below is not None and below - r <= _TITLE_ROWS and header_at(rows, below, True) is not None


def cells_of(owners: list[RawCell | None]) -> list[RawCell]:
    """Distinct cells of a row from left to right."""
    return list({id(cell): cell for cell in owners if cell is not None}.values())


def leaves_block(cells: list[RawCell], header: list[RawCell], span: Span) -> bool:
    """Does a row no longer follow the columns of its header?

    A label with one wide value is a pair of the form; a total, or one label across the table, is not. Nor is a name
    before nothing: it heads the rows below it.
    """
    inner = [
        c for c in cells if c.column >= span.side_columns or c.column + c.column_span > span.side_columns
    ]
    if len(inner) > 2 or not inner or sum(c.column >= span.side_columns for c in header) < 3:
        return False
    if any(is_total_label(c.text) for c in inner):
        return False
    if len(inner) == 1:
        return len(match_key(inner[0].text)) > 40
    label, value = inner
    if is_blank(value.text) and not known_roles(label.text):
        return False
    return value.column_span > 1 and not is_value(value.text)


def is_plain(table: LogicalTable, rows: list[list[RawCell]], first: int) -> bool:
    """A table whose headings are all unknown still has its first row for a header."""
    cells = rows[first]
    return (
        table.row_count - first >= 2
        and len(cells) >= 2
        and all(not is_value(c.text) and len(c.text) <= 40 for c in cells)
        and sum(bool(c.text) for c in cells) >= max(2, len(cells) - 1)
        and not _alternates(rows, first)
    )


def _alternates(rows: list[list[RawCell]], first: int) -> bool:
    """Do most rows hold known labels in front of their values, as forms do?"""
    if all(known_roles(c.text) for c in rows[first]):
        return False
    marks = [
        bool(known_roles(cells[0].text))
        and (len(cells) == 2 or (len(cells) == 4 and not is_value(cells[2].text)))
        and not _heads_numbers(cells[1].text)
        for cells in rows[first:]
        if cells
    ]
    return len(marks) >= 2 and sum(marks) > 0.6 * len(marks)


def _heads_numbers(text: str) -> bool:
    """Is the text a heading over numbers, and so no value of a form?"""
    return any(value_type(role) in ("money", "percent", "score", "count") for role in known_roles(text))


def _pairs(cells: list[RawCell], r: int) -> list[Pair]:
    """Labels and values of one row of a form; a value that began in a row above is no news."""
    return [pair for pair in _pairs_of(cells) if pair.value.row == r]


def _pairs_of(cells: list[RawCell]) -> list[Pair]:
    side = [c for c in cells if c.row_span > 1 and c is cells[0]]
    rest = cells[len(side) :]
    if len(rest) % 2 and len(rest) > 1 and not is_value(rest[0].text):
        side, rest = [*side, rest[0]], rest[1:]
    group = tuple(c.text for c in side if c.text)
    if len(rest) % 2 == 0 and all(not is_value(c.text) for c in rest[::2]):
        return [Pair((*group, a.text), b) for a, b in zip(rest[::2], rest[1::2], strict=True) if a.text]
    found: list[Pair] = []
    labels: list[str] = []
    for cell in rest:
        if is_value(cell.text) or (is_blank(cell.text) and labels):
            if group or labels:
                found.append(Pair((*group, *labels), cell))
            labels = []
        else:
            labels.append(cell.text)
    return found
