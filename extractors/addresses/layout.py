"""A table cut into title rows, blocks under headings, and rows that stand in no block."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.addresses.headings import heading_at, states_a_value
from extractors.blocks import (
    cells_of,
    is_lone_title,
    is_plain,
    is_title,
    leaves_block,
    numbers_again,
    own_texts,
    printed_again,
)
from extractors.column_numbers import numbers_columns
from extractors.header_rows import Span, beginning, header_depth
from extractors.model import LogicalTable, RawCell

Owners = list[list[RawCell | None]]


@dataclass(slots=True)
class Layout:
    """Title rows, blocks, and rows of labels with their values."""

    titles: list[int]
    spans: list[Span]
    loose: list[int]


def find_layout(table: LogicalTable, owners: Owners) -> Layout:
    """Cut a table; `owners` are its cells by row and column, without those that are read by themselves."""
    rows = [cells_of(row) for row in owners]
    first = 0
    while first < len(rows) - 1 and (not rows[first] or is_title(rows[first]) or is_lone_title(rows, first)):
        first += 1
    spans: list[Span] = []
    loose: list[int] = []
    current: Span | None = None
    r = first
    while r < len(rows):
        if not rows[r]:
            r += 1
            continue
        again = printed_again(rows, r, current) if current is not None else []
        if current is not None and again:
            current.header.extend(again)
            current.numbering.extend(q for q in again if numbers_columns(beginning(rows, q)))
            r = again[-1] + 1
            continue
        head = heading_at(rows, r, r == first, current)
        if head is not None:
            if current is not None and own_texts(rows[r]) == own_texts(rows[current.header[0]]):
                current.header.extend(head.header)
                current.numbering.extend(head.numbering)
            else:
                current = head
                spans.append(head)
            r = head.header[-1] + 1
            continue
        if current is not None and numbers_again(rows, r, current):
            current.header.append(r)
            current.numbering.append(r)
            r += 1
            continue
        if current is not None and leaves_block(rows[r], rows[current.header[-1]], current):
            current = None
        (loose if current is None else current.body).append(r)
        r += 1
    if not spans and is_plain(table, rows, first) and not states_a_value(rows, first):
        depth = header_depth(rows, first, rows[first])
        spans = [Span(list(range(first, first + depth)), list(range(first + depth, len(rows))))]
        loose = []
    return Layout(list(range(first)), spans, loose)
