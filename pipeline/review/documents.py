"""The list of documents, and what stands at the head of one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.errors import DocumentFailed, failure_classes
from pipeline.language import tr
from pipeline.review.downloads import Answer
from pipeline.review.facets import Facet, Found, Listing, every_row, find
from pipeline.review.published import Reader, Row
from pipeline.review.texts import Texts
from pipeline.schemas import FACTS, SCHEMAS, allowed_values

STATUSES = allowed_values(SCHEMAS["documents"].field("status"))
DOCUMENT_TYPES = allowed_values(SCHEMAS["documents"].field("document_type"))
DOUBTS = ("contradicted", "doubtful", "clear")
"""What the findings of a document make it; it may be the first two at once."""
_TAKEN = (
    "title", "file_name", "region_name", "fiscal_year", "document_type", "program_name", "page_count", "total_score",
    "state", "why", "remedy", "errors", "warnings", "document_id",
)  # fmt: skip
_ID = re.compile(r"[0-9a-f]{16}")

LISTED = Listing(
    source="""(
        SELECT *, list_filter([CASE WHEN errors > 0 THEN 'contradicted' END, CASE WHEN warnings > 0 THEN 'doubtful' END,
                               CASE WHEN errors + warnings = 0 AND status <> 'failed' THEN 'clear' END],
                              lambda one: one IS NOT NULL) AS doubts
        FROM (
            SELECT d.*, coalesce(f.errors, 0) AS errors, coalesce(f.warnings, 0) AS warnings
            FROM documents AS d
            LEFT JOIN (SELECT document_id, count(*) FILTER (WHERE severity = 'error') AS errors,
                              count(*) FILTER (WHERE severity = 'warning') AS warnings
                       FROM findings GROUP BY document_id) AS f USING (document_id)))""",
    facets=(
        Facet("status", "status", known=STATUSES),
        Facet("doubts", "doubts", known=DOUBTS, is_list=True),
        Facet("year", "fiscal_year", is_number=True),
        Facet("kind", "document_type", known=DOCUMENT_TYPES),
        Facet("province", "province_name"),
        Facet("city", "region_name"),
    ),
    text="concat_ws(' ', file_name, title, program_name, department, region_name, document_id)",
    orders={
        "region": "region_code NULLS LAST, fiscal_year DESC NULLS LAST, file_name, document_id",
        "year": "fiscal_year DESC NULLS LAST, region_code NULLS LAST, file_name, document_id",
        "name": "file_name, document_id",
        "status": "array_position(['failed', 'degraded', 'ok'], status), file_name, document_id",
        "doubts": "errors DESC, warnings DESC, file_name, document_id",
        "score": "total_score NULLS LAST, file_name, document_id",
        "read": "ingested_at DESC, file_name, document_id",
    },
    columns="document_id, file_name, title, program_name, region_name, region_code, fiscal_year, document_type, "
    "status, status_reason, page_count, total_score, text_source, errors, warnings",
)


def list_documents(reader: Reader, given: Mapping[str, str]) -> Found:
    """The documents that the facets and `q` leave, ordered by `order`."""
    return find(reader, LISTED, given)


def find_document(reader: Reader, document_id: str) -> Row | None:
    """One row of `documents`; None for an id that is not published."""
    if not _ID.fullmatch(document_id):
        return None
    return reader.row("SELECT * FROM documents WHERE document_id = $id LIMIT 1", {"id": document_id})


def published_ids(reader: Reader, wanted: Sequence[str]) -> set[str]:
    """Those of the ids that are published."""
    sql = "SELECT document_id FROM documents WHERE list_contains($ids, document_id)"
    return {row["document_id"] for row in reader.rows(sql, {"ids": list(wanted)})}


def counts_of(reader: Reader, document_id: str) -> dict[str, int]:
    """Rows of each table that one document brings: facts, tables and findings."""
    parts = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS number FROM {name} WHERE document_id = $id"
        for name in (*FACTS, "tables", "findings")
    )
    return {row["name"]: row["number"] for row in reader.rows(parts, {"id": document_id})}


def why(status_reason: str | None, language: str) -> list[tuple[str, str]]:
    """For each reason why a document is degraded or failed its code and what to do, in a language; [] for none."""
    if not status_reason:
        return []
    codes = [part.partition(":")[0] for part in status_reason.split("; ")]
    found = []
    for code in codes:
        [known] = failure_classes(code)
        if known is not DocumentFailed or code == DocumentFailed.reason:
            found.append((code, tr(known.default_hint).in_language(language) if known.default_hint else ""))
        elif re.fullmatch(r"[a-z_]+", code):
            found.append((code, ""))
    return found or [(DocumentFailed.reason, "")]


def remedy_of(status_reason: str | None, language: str) -> str:
    """What to do about all of them; '' for nothing."""
    return " ".join(dict.fromkeys(remedy for _, remedy in why(status_reason, language) if remedy))


def answer(reader: Reader, given: Mapping[str, str], most: int, say: Texts) -> Answer:
    """The list to take away, each document with why it was not read as a whole and what to do."""
    rows = every_row(reader, LISTED, given, most)
    for row in rows:
        row["state"] = say(f"code.{row['status']}")
        row["why"] = (
            "; ".join(say(f"reason.{code}") for code, _ in why(row["status_reason"], say.language)) or None
        )
        row["remedy"] = remedy_of(row["status_reason"], say.language) or None
    return Answer(say("documents.title"), _TAKEN, rows, frozenset({"document_type"}), "documents", given)
