"""Headings and labels whose numbers are not understood, by the named query `unread`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.account import COLUMNS, summed
from pipeline.answers.named_queries import find_query
from pipeline.answers.words import places_in_words
from pipeline.review.downloads import Answer
from pipeline.review.paging import ROWS, Slice, cut, offset_of
from pipeline.review.published import Reader, Row
from pipeline.review.texts import Texts

_PARTS = " > "
_LONGEST = 40  # of a label that is worth teaching
_TAKEN = (
    "numbers", "share_pct", "path_kind", "path", "documents", "example", "caption", "places", "file_name",
    "page_number", "place_text", "row_index", "column_index", "table_id", "document_id",
)  # fmt: skip


def list_unread(reader: Reader, given: Mapping[str, str]) -> Slice:
    """The most frequent first; `q` is a part of heading, label or caption, `document` an id or part of a file name."""
    rows = _rows(reader, given)
    offset = offset_of(given)
    return cut(rows[offset : offset + ROWS + 1], offset, total=len(rows))


def counts(reader: Reader) -> dict[str, int]:
    """Numbers in tables of all documents, and how many of them are taken and understood; {} for none."""
    return summed(reader.rows(f"SELECT {', '.join(COLUMNS)} FROM documents"))


def answer(reader: Reader, given: Mapping[str, str], most: int, say: Texts) -> Answer:
    """The list to take away."""
    rows = [
        row
        | {
            "path_kind": say(f"unread_list.{row['path_kind']}"),
            "places": places_in_words(row["places"] or "") if say.language == "zh" else row["places"],
        }
        for row in _rows(reader, given)[:most]
    ]
    return Answer(say("unread_list.title"), _TAKEN, rows, frozenset(), "unread", given)


def _rows(reader: Reader, given: Mapping[str, str]) -> list[Row]:
    """Rows of the query; `teachable` is the label that one would teach, "" for none."""
    document = given.get("document", "").strip()[:200]
    asked = {"document": document} if document else {}
    rows: list[Row] = find_query("unread").run(reader.catalog, asked).to_pylist()
    text = given.get("q", "").strip().casefold()
    return [
        row | {"teachable": _teachable(row["path"])}
        for row in rows
        if text in " ".join(filter(None, (row["path"], row["caption"]))).casefold()
    ]


def _teachable(path: str | None) -> str:
    """The innermost label that is no sentence."""
    parts = (path or "").split(_PARTS)
    return next((part for part in reversed(parts) if len(part) <= _LONGEST), "")
