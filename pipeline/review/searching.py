"""Search for words in all published texts, as the named query `search` does, and what its answer can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.review.downloads import Answer
from pipeline.review.facets import Facet, Found, Listing, every_row, find
from pipeline.review.published import Reader, Row
from pipeline.review.texts import Texts
from pipeline.schemas import FACTS

KINDS = ("title", "caption", "heading", "cell", "sentence", "finding")
"""Kinds of text, as `text_kind` has them."""
_LONGEST = 100
_FACTS = " UNION ALL ".join(
    f"""SELECT document_id, table_id, row_index, column_index,
        CASE WHEN table_id IS NULL THEN source_text END AS words, '{table}' AS fact FROM {table}"""
    for table in FACTS
)
# Facts of a cell stand at its place, those of a sentence at its words.
LISTED = Listing(
    source=f"""(
        WITH hits AS MATERIALIZED (FROM texts_told WHERE holds(folded, words_of($text))),
        facts AS (
            SELECT document_id, table_id, row_index, column_index, words, list(DISTINCT fact) AS facts
            FROM ({_FACTS})
            WHERE document_id IN (SELECT document_id FROM hits WHERE text_kind IN ('cell', 'sentence'))
            GROUP BY ALL
        )
        SELECT h.*, f.facts
        FROM hits AS h
        LEFT JOIN facts AS f
            ON h.text_kind IN ('cell', 'sentence') AND f.document_id = h.document_id
            AND coalesce(f.table_id, '') = coalesce(h.table_id, '')
            AND coalesce(f.row_index, -1) = coalesce(h.row_index, -1)
            AND coalesce(f.column_index, -1) = coalesce(h.column_index, -1)
            AND coalesce(f.words, '') = CASE WHEN h.table_id IS NULL THEN h.text ELSE '' END)""",
    facets=(
        Facet("kind", "text_kind", known=KINDS),
        Facet("fact", "facts", known=FACTS, is_list=True),
        Facet("table", "table_kind"),
        Facet("region", "region_code", label="region_name"),
        Facet("year", "fiscal_year", is_number=True),
        Facet("type", "document_type"),
        Facet("document", "document_id", label="file_name"),
    ),
    # Titles before captions before the rest; in each, texts that say nothing else come first.
    orders={
        "best": "array_position(['title', 'caption'], text_kind) NULLS LAST, length(folded), region_code NULLS LAST, "
        "fiscal_year NULLS LAST, file_name, document_id, page_number, table_id NULLS LAST, row_index, column_index"
    },
    counted="text_kind, facts, table_kind, region_code, region_name, fiscal_year, document_type, document_id, "
    "file_name",
)
_TAKEN = (
    "text", "stands_for", "text_kind", "region_name", "fiscal_year", "file_name", "page_number", "place_text",
    "caption", "table_kind", "document_type", "row_index", "column_index", "table_id", "document_id",
)  # fmt: skip
# Labels and captions of the rows shown; the lists are read side by side.
_LABELS = """
WITH shown AS (
    SELECT unnest($ids) AS document_id, unnest($tables) AS table_id, unnest($rows) AS row_index,
           unnest($columns) AS column_index
)
SELECT s.document_id, s.table_id, s.row_index, s.column_index, any_value(t.caption) AS caption,
       min(concat_ws(' | ', nullif(array_to_string(f.row_path, ' > '), ''),
                     nullif(array_to_string(f.column_path, ' > '), ''))) AS stands_for
FROM shown AS s
LEFT JOIN tables AS t USING (document_id, table_id)
LEFT JOIN (SELECT document_id, table_id, row_index, column_index, row_path, column_path FROM figures
           WHERE document_id IN (SELECT document_id FROM shown)) AS f
    USING (document_id, table_id, row_index, column_index)
GROUP BY ALL"""


def search(reader: Reader, given: Mapping[str, str]) -> Found | None:
    """Texts that hold all words of `q`, narrowed to the facets that are given; None without a word.

    Rows have the columns of the view `texts_told`, and `caption` and `stands_for`, the labels that lead to a number.
    """
    text = _words(given)
    if not text:
        return None
    found = find(reader, LISTED, given, {"text": text})
    _label(reader, found.page.rows)
    return found


def answer(reader: Reader, given: Mapping[str, str], most: int, say: Texts) -> Answer:
    """What the page lists, to take away."""
    text = _words(given)
    rows = every_row(reader, LISTED, given, most, {"text": text}) if text else []
    _label(reader, rows)
    for row in rows:
        row["text_kind"] = say(f"text_kind.{row['text_kind']}")
        row["table_kind"] = say.code("kind", row["table_kind"]) if row["table_kind"] else None
    return Answer(say("search.title"), _TAKEN, rows, frozenset({"document_type"}), "search", given)


def _words(given: Mapping[str, str]) -> str:
    return given.get("q", "").strip()[:_LONGEST]


def _label(reader: Reader, rows: Sequence[Row]) -> None:
    """Give each row its caption and labels."""
    inside = [row for row in rows if row["table_id"] is not None]
    names = {"ids": "document_id", "tables": "table_id", "rows": "row_index", "columns": "column_index"}
    asked: dict[str, Any] = {name: [row[column] for row in inside] for name, column in names.items()}
    known = {_place(row): row for row in (reader.rows(_LABELS, asked) if inside else ())}
    for row in rows:
        found = known.get(_place(row), {})
        row["caption"], row["stands_for"] = found.get("caption"), found.get("stands_for") or None


def _place(row: Row) -> tuple[Any, ...]:
    return row["document_id"], row["table_id"], row["row_index"], row["column_index"]
