"""The list of corrections: of which document, what, who, when, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.nightly.override_file import Override
from pipeline.publishing.versions import former_names
from pipeline.review.correcting import id_of, state_of
from pipeline.review.downloads import Answer
from pipeline.review.facts import words_id
from pipeline.review.paging import ROWS, Slice, cut, offset_of, query_string
from pipeline.review.published import Reader, Row
from pipeline.review.texts import Texts

_TAKEN = (
    "state", "title", "file_name", "page_number", "table", "column", "old_value", "new_value", "why", "who", "at",
    "source_text", "document_id",
)  # fmt: skip
_DOCUMENTS = """SELECT document_id, title, file_name, region_name, fiscal_year
    FROM documents WHERE list_contains($ids, document_id)"""


def list_corrections(
    reader: Reader, lines: Sequence[Override], given: Mapping[str, str], data_dir: Path
) -> Slice:
    """A page of them: line, the id that withdraws it, document (None for one that is gone, then with the name that its
    file had), state and link."""
    offset = offset_of(given)
    shown = lines[offset : offset + ROWS + 1]
    documents = _documents(reader, shown)
    former = former_names(data_dir, {line.document_id for line in shown} - documents.keys())
    rows: list[Row] = [
        {
            "line": line,
            "id": id_of(line),
            "state": state_of(reader, line),
            "document": documents.get(line.document_id),
            "former_name": former.get(line.document_id, ""),
            "link": _link(line),
        }
        for line in shown
    ]
    return cut(rows, offset, total=len(lines))


def answer(reader: Reader, lines: Sequence[Override], given: Mapping[str, str], say: Texts) -> Answer:
    """The list to take away."""
    documents = _documents(reader, lines)
    rows = []
    for line in lines:
        document = documents.get(line.document_id, {"title": None, "file_name": None})
        said = {
            "state": say(f"state.{state_of(reader, line)}"),
            "table": say(f"table.{line.table}"),
            "column": say(f"column.{line.column}"),
        }
        rows.append(document | asdict(line) | said)
    return Answer(say("nav.corrections"), _TAKEN, rows, frozenset(), "", given)


def _documents(reader: Reader, lines: Sequence[Override]) -> dict[str, Row]:
    ids = sorted({line.document_id for line in lines})
    return {row["document_id"]: row for row in reader.rows(_DOCUMENTS, {"ids": ids})} if ids else {}


def _link(line: Override) -> str:
    place = query_string({}, page=line.page_number, words=words_id(line.source_text))
    return f"/documents/{line.document_id}" + (f"?{place}" if place else "")
