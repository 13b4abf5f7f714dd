"""A table cut into title rows, blocks under headings, and rows that stand in no block."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.addresses.blocks import cells_of, cut_at_headers, is_lone_title, is_plain, is_title
from extractors.addresses.header_rows import Span, header_depth
from extractors.addresses.headings import heading_at, states_a_value
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
    spans, loose = cut_at_headers(rows, first, lambda r, current: heading_at(rows, r, r == first, current))
    if not spans and is_plain(table, rows, first) and not states_a_value(rows, first):
        depth = header_depth(rows, first, rows[first])
        spans = [Span(list(range(first, first + depth)), list(range(first + depth, len(rows))))]
        loose = []
    return Layout(list(range(first)), spans, loose)
