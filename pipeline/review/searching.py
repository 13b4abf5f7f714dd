"""Search for words in all published texts, by the named query `search`, and what its answer can be narrowed to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.answers.named_queries import find_query
from pipeline.review.downloads import Answer
from pipeline.review.facets import Choice, Found
from pipeline.review.paging import ROWS, cut, offset_of
from pipeline.review.published import Reader, Row
from pipeline.review.texts import Texts
from pipeline.schemas import FACTS

KINDS = ("title", "caption", "heading", "cell", "sentence", "finding")
"""Kinds of text, as `text_kind` of the answer has them."""
FACETS: Mapping[str, tuple[str, ...]] = {
    "kind": ("text_kind",),
    "fact": ("facts",),
    "table": ("table_kind",),
    "region": ("region_code", "region_name"),
    "year": ("fiscal_year",),
    "type": ("document_type",),
    "document": ("document_id", "file_name"),
}
"""What an answer can be narrowed to: the parameter of the request, and the columns that hold its value and name.

`facts` are the tables of facts that were read at the place; all other columns are those of the named query."""
_LONGEST = 100
_TAKEN = (
    "text", "stands_for", "text_kind", "region_name", "fiscal_year", "file_name", "page_number", "caption",
    "table_kind", "document_type", "row_index", "column_index", "table_id", "document_id",
)  # fmt: skip
Values = Mapping[str, Sequence[Any]]


def search(reader: Reader, given: Mapping[str, str]) -> Found | None:
    """Texts that hold all words of `q`, narrowed to the facets that are given; None without a word.

    Rows have the columns of the named query: `text`, `stands_for` (the labels that lead to a number), `text_kind`,
    `page_number`, `caption`, `table_id`, `row_index`, `column_index`, `file_name`, `region_name`, `document_id` …
    """
    found = _texts(reader, given)
    if found is None:
        return None
    answer, values, chosen = found
    facets: dict[str, Sequence[Choice]] = {}
    for facet, (column, *named) in FACETS.items():
        under_others = _rows(values, {name: value for name, value in chosen.items() if name != facet})
        names = values[named[0]] if named else values[column]
        counted = Counter(
            pair for row in under_others for pair in _each(values[column][row], names[row], facet)
        )
        facets[facet] = _choices(counted, chosen.get(facet))
    rows = list(_rows(values, chosen))
    offset = offset_of(given)
    shown = answer.take(rows[offset : offset + ROWS + 1]).to_pylist() if rows[offset:] else []
    taken = [
        (facet, next((one for one in facets[facet] if one.is_chosen), Choice(value, value, 0, True)))
        for facet, value in chosen.items()
    ]
    return Found(cut(shown, offset, total=len(rows)), facets, "", taken)


def answer(reader: Reader, given: Mapping[str, str], most: int, say: Texts) -> Answer:
    """What the page lists, to take away."""
    found = _texts(reader, given)
    rows: list[Row] = []
    if found is not None:
        texts, values, chosen = found
        rows = texts.take(list(_rows(values, chosen))[:most]).to_pylist()
    for row in rows:
        row["text_kind"] = say(f"text_kind.{row['text_kind']}")
        row["table_kind"] = say.code("kind", row["table_kind"]) if row["table_kind"] else None
    return Answer(say("search.title"), _TAKEN, rows, frozenset({"document_type"}), "search", given)


def _texts(reader: Reader, given: Mapping[str, str]) -> tuple[pa.Table, Values, dict[str, str]] | None:
    """All texts with the words, the values that facets look at, and those chosen; None without a word."""
    text = given.get("q", "").strip()[:_LONGEST]
    if not text:
        return None
    answer = find_query("search").run(reader.catalog, {"text": text})
    columns = {column for names in FACETS.values() for column in names} - {"facts"}
    values: dict[str, Sequence[Any]] = {name: answer.column(name).to_pylist() for name in columns}
    values["facts"] = _facts(reader, answer)
    return answer, values, {facet: given[facet] for facet in FACETS if given.get(facet)}


def _facts(reader: Reader, answer: pa.Table) -> list[tuple[str, ...]]:
    """For each text the tables of facts that were read from its cell or sentence."""
    places = ("document_id", "table_id", "row_index", "column_index")
    parts = " UNION ALL ".join(
        f"""SELECT DISTINCT {", ".join(places)}, CASE WHEN table_id IS NULL THEN source_text END AS words,
            '{table}' AS fact FROM {table} WHERE document_id IN (SELECT unnest($ids))"""
        for table in FACTS
    )
    ids = answer.column("document_id").unique().to_pylist()
    known: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in reader.rows(parts, {"ids": ids}) if ids else ():
        known[(*(row[name] for name in places), row["words"])].append(row["fact"])
    columns = [answer.column(name).to_pylist() for name in (*places, "text")]
    return [
        tuple(known.get((*place, text if place[1] is None else None), ()))
        for *place, text in zip(*columns, strict=True)
    ]


def _rows(values: Values, chosen: Mapping[str, str]) -> Iterable[int]:
    """Numbers of the rows that have all chosen values."""
    count = len(next(iter(values.values())))
    wanted = [(facet, values[FACETS[facet][0]], value) for facet, value in chosen.items()]
    return (
        row
        for row in range(count)
        if all(
            value in (str(one) for one, _ in _each(column[row], None, facet))
            for facet, column, value in wanted
        )
    )


def _each(value: Any, name: Any, facet: str) -> list[tuple[Any, Any]]:
    """Value and name; of a place that several facts were read from, each of their tables."""
    return [(one, one) for one in value] if facet == "fact" else [(value, name)]


def _choices(counted: Mapping[tuple[Any, Any], int], chosen: str | None) -> list[Choice]:
    """Most frequent first; what has no value cannot be chosen."""
    return [
        Choice(str(value), name, count, str(value) == chosen)
        for (value, name), count in sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
        if value is not None
    ]
