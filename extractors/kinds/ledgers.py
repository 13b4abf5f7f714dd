"""Ledgers set side by side in one table: 收入 | 预算数 | 支出 | 预算数."""

from __future__ import annotations

from dataclasses import replace

from extractors.kinds.column import LABELS, Column, distinct_cells
from extractors.kinds.subjects import GENERIC, plain
from extractors.model import RawCell
from extractors.vocabulary import is_value, value_type


def with_names_of_sides(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """Columns of words without a role, each followed by figures under the same headings, name what these are for."""
    words = [n for n, c in enumerate(columns) if c.role is None and _holds_words(c, owners, body)]
    if len(words) < 2 or words[0] != 0 or any(c.role in LABELS for c in columns):
        return columns
    parts = [columns[a + 1 : b] for a, b in zip(words, [*words[1:], len(columns)], strict=True)]
    headings = [[plain(c.heading) for c in part] for part in parts]
    if not all(_has_figures(part) for part in parts) or any(h != headings[0] for h in headings):
        return columns
    return [
        replace(c, role="line_item", evidence="values") if n in words else c for n, c in enumerate(columns)
    ]


def _holds_words(column: Column, owners: list[list[RawCell | None]], body: list[int]) -> bool:
    texts = [cell.text for cell in distinct_cells(owners, body, column.index) if cell.text]
    return bool(texts) and not any(map(is_value, texts))


def side_by_side(columns: list[Column]) -> list[list[Column]]:
    """Cut the columns of ledgers set side by side: 收入 | 预算数 | 支出 | 预算数.

    A part begins where a label that has its figures is headed again; every part needs figures of its own.
    """
    parts: list[list[Column]] = [[]]
    for column in columns:
        part = parts[-1]
        again = (
            column.role in {c.role for c in part}
            or plain(column.heading) in {plain(c.heading) for c in part} - GENERIC
        )
        if column.role in LABELS and again and _has_figures(part):
            parts.append([column])
        else:
            part.append(column)
    return parts if all(_has_figures(part) for part in parts) else [columns]


def _has_figures(columns: list[Column]) -> bool:
    return any(c.role and value_type(c.role) in ("money", "percent", "score") for c in columns)
