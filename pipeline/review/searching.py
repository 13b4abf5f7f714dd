"""Search for a text in all cells and facts."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.review.paging import ROWS, Slice, cut, offset_of
from pipeline.review.published import Reader
from pipeline.schemas import FACTS, PROVENANCE, SCHEMAS, allowed_values

SCOPES = ("cells", *FACTS)
_LONGEST = 100
# A search stops once a page is full: what is found stands in the order of the files, not sorted over all of them.
_SEARCH = """
WITH found AS (
    SELECT document_id, table_id, page_number, row_index, column_index, {text} AS text, {more} AS more
    FROM {table}
    WHERE {searched}
    LIMIT $size OFFSET $offset
),
numbered AS (SELECT *, row_number() OVER () AS place FROM found)
SELECT n.*, d.file_name, d.region_name, d.fiscal_year
FROM numbered AS n JOIN documents AS d USING (document_id)
ORDER BY place"""


def search(reader: Reader, given: Mapping[str, str]) -> Slice | None:
    """Places that hold the text `q`, in the cells or in one table of facts as `scope` says; None without a text."""
    text = given.get("q", "").strip().lower()[:_LONGEST]
    if not text:
        return None
    scope = scope_of(given)
    offset = offset_of(given)
    if scope == "cells":
        columns, more = ["text"], "NULL"
    else:
        columns = ["source_text", *_words(scope)]
        more = f"concat_ws(' · ', {', '.join(columns[1:])})"
    # Column by column: each is stored as a list of its different texts, and only these are looked at.
    searched = " OR ".join(f"contains(lower({column}), $text)" for column in columns)
    sql = _SEARCH.format(table=scope, text=columns[0], more=more, searched=searched)
    rows = reader.rows(sql, {"text": text, "size": ROWS + 1, "offset": offset})
    return cut(rows, offset)


def scope_of(given: Mapping[str, str]) -> str:
    """What is searched; cells unless the request names a table of facts."""
    scope = given.get("scope", "")
    return scope if scope in SCOPES else "cells"


def _words(table: str) -> list[str]:
    """Columns that hold words rather than codes."""
    evidence = {field.name for field in PROVENANCE}
    return [
        field.name
        for field in SCHEMAS[table]
        if str(field.type) == "string"
        and field.name not in evidence
        and field.name != "region_code"
        and not allowed_values(field)
    ]
