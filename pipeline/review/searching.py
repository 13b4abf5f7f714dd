"""Search for words in all published texts, by the named query `search`, and what its answer can be narrowed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.answers.named_queries import find_query
from pipeline.review.paging import ROWS, Slice, cut, offset_of
from pipeline.review.published import Reader

KINDS = ("title", "caption", "heading", "cell", "sentence", "finding")
"""Kinds of text, as `text_kind` of the answer has them."""
FACETS: Mapping[str, tuple[str, ...]] = {
    "kind": ("text_kind",),
    "table": ("table_kind",),
    "type": ("document_type",),
    "region": ("region_code", "region_name"),
    "year": ("fiscal_year",),
}
"""What an answer can be narrowed to: the parameter of the request, and the columns that hold its value and name."""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a facet can have. `value` is what the request gives, `name` what the column says."""

    value: str
    name: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the texts that hold the words, and for each facet what there is under all other facets."""

    page: Slice
    facets: Mapping[str, Sequence[Choice]]


def search(reader: Reader, given: Mapping[str, str]) -> Found | None:
    """Texts that hold all words of `q`, narrowed to the facets that are given; None without a word.

    Rows have the columns of the named query: `text`, `stands_for` (the labels that lead to a number), `text_kind`,
    `page_number`, `caption`, `table_id`, `row_index`, `column_index`, `file_name`, `region_name`, `document_id` …
    """
    text = given.get("q", "").strip()[:_LONGEST]
    if not text:
        return None
    answer = find_query("search").run(reader.catalog, {"text": text})
    columns = {column for names in FACETS.values() for column in names}
    values = {name: answer.column(name).to_pylist() for name in columns}
    chosen = {facet: given[facet] for facet in FACETS if given.get(facet)}
    facets: dict[str, Sequence[Choice]] = {}
    for facet, (column, *named) in FACETS.items():
        under_others = _rows(values, {name: value for name, value in chosen.items() if name != facet})
        names = values[named[0]] if named else values[column]
        counted = Counter((values[column][row], names[row]) for row in under_others)
        facets[facet] = _choices(counted, chosen.get(facet))
    rows = list(_rows(values, chosen))
    offset = offset_of(given)
    shown = answer.take(rows[offset : offset + ROWS + 1]).to_pylist() if rows[offset:] else []
    return Found(cut(shown, offset, total=len(rows)), facets)


def _rows(values: Mapping[str, Sequence[Any]], chosen: Mapping[str, str]) -> Iterable[int]:
    """Numbers of the rows that have all chosen values."""
    count = len(next(iter(values.values())))
    wanted = [(values[FACETS[facet][0]], value) for facet, value in chosen.items()]
    return (row for row in range(count) if all(str(column[row]) == value for column, value in wanted))


def _choices(counted: Mapping[tuple[Any, Any], int], chosen: str | None) -> list[Choice]:
    """Most frequent first; what has no value cannot be chosen."""
    return [
        Choice(str(value), name, count, str(value) == chosen)
        for (value, name), count in sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
        if value is not None
    ]
