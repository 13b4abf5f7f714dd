"""The facts of a document: a page of a table of facts, and the facts that were read at one place.

A fact has no number of its own. On the page it goes by its table and its place in a fixed order of the document's
facts in that table; in the file of corrections, by where it was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.nightly.checked_file import SAID
from pipeline.nightly.override_file import correctable_columns, value_text
from pipeline.review.paging import Slice, cut
from pipeline.review.published import Reader, Row
from pipeline.schemas import FACTS, SCHEMAS

ROWS = 150
_AT_A_PLACE = 40
_WORDS_ID = 12  # letters of a short name
PLACE = ("document_id", "table_id", "page_number", "row_index", "column_index", "source_text")


def _numbered(table: str) -> str:
    """All facts of document $id in a table, numbered from 1 in an order that one version keeps."""
    rest = ", ".join(f'"{name}" NULLS LAST' for name in SCHEMAS[table].names if name not in PLACE)
    return f"""(
        SELECT *, row_number() OVER (
            ORDER BY page_number NULLS LAST, table_id NULLS LAST, row_index NULLS LAST, column_index NULLS LAST,
                     source_text NULLS LAST, {rest}
        ) AS number
        FROM {table} WHERE document_id = $id
    )"""


def list_facts(reader: Reader, document_id: str, table: str, offset: int, total: int) -> Slice:
    """One page of a table of facts; `table` is one of FACTS."""
    sql = f"FROM {_numbered(table)} ORDER BY number LIMIT $size OFFSET $offset"
    rows = reader.rows(sql, {"id": document_id, "size": ROWS + 1, "offset": offset})
    return cut(rows, offset, ROWS, total)


def find_fact(reader: Reader, document_id: str, table: str, number: int) -> Row | None:
    """The fact with this number; None when there is none."""
    if table not in FACTS:
        return None
    sql = f"FROM {_numbered(table)} WHERE number = $number LIMIT 1"
    return reader.row(sql, {"id": document_id, "number": number})


def facts_in_cell(reader: Reader, document_id: str, cell: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """Facts whose row the cell stands in, as (table, fact); those of the cell itself have `is_exact`."""
    wanted = {
        "id": document_id,
        "table": cell["table_id"],
        "first": cell["row_index"],
        "last": cell["row_index"] + (cell["row_span"] or 1) - 1,
        "left": cell["column_index"],
        "right": cell["column_index"] + (cell["column_span"] or 1) - 1,
        "size": _AT_A_PLACE,
    }
    for table in FACTS:
        sql = f"""SELECT *, coalesce(column_index BETWEEN $left AND $right, false) AS is_exact
            FROM {_numbered(table)}
            WHERE table_id = $table AND row_index BETWEEN $first AND $last
            ORDER BY is_exact DESC, number LIMIT $size"""
        for row in reader.rows(sql, wanted):
            yield table, row


def facts_in_prose(reader: Reader, document_id: str, page: int) -> list[tuple[str, Row]]:
    """Facts that sentences of a page state, as (table, fact)."""
    found = []
    for table in FACTS:
        sql = f"""FROM {_numbered(table)}
            WHERE table_id IS NULL AND page_number = $page ORDER BY number LIMIT $size"""
        wanted = {"id": document_id, "page": page, "size": 10 * _AT_A_PLACE}
        found += [(table, row) for row in reader.rows(sql, wanted)]
    return found


def facts_at(reader: Reader, table: str, place: Mapping[str, Any]) -> list[Row]:
    """Facts of a table that were read at exactly this place; `place` holds the columns of PLACE."""
    same = " AND ".join(f"{name} IS NOT DISTINCT FROM ${name}" for name in PLACE)
    sql = f"FROM {table} WHERE {same} LIMIT {10 * _AT_A_PLACE}"
    return reader.rows(sql, {name: place[name] for name in PLACE})


def correctable(table: str, fact: Row) -> list[tuple[str, str]]:
    """(column, present value as the file of corrections writes it): what one compares with the page first, empty ones
    last."""
    names = sorted(correctable_columns(table), key=lambda name: (fact[name] is None, name not in SAID[table]))
    return [(name, value_text(fact[name])) for name in names]


def words_id(text: str | None) -> str:
    """A short name of the words that facts were read from; '' for none."""
    return hashlib.sha256(text.encode()).hexdigest()[:_WORDS_ID] if text else ""


def find_by_words(reader: Reader, document_id: str, words: str, page: int | None) -> tuple[str, Row] | None:
    """The first fact that was read from the words with this name, as (table, fact); `page` where it is known."""
    for table in FACTS:
        sql = f"""FROM {_numbered(table)}
            WHERE sha256(source_text)[:{_WORDS_ID}] = $words AND ($page IS NULL OR page_number = $page)
            ORDER BY number LIMIT 1"""
        row = reader.row(sql, {"id": document_id, "words": words, "page": page})
        if row is not None:
            return table, row
    return None
