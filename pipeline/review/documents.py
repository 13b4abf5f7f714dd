"""The list of documents, and what stands at the head of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.review.paging import ROWS, Slice, cut, offset_of, whole_number
from pipeline.review.published import Reader, Row
from pipeline.schemas import FACTS, SCHEMAS, allowed_values

STATUSES = allowed_values(SCHEMAS["documents"].field("status"))
DOCUMENT_TYPES = allowed_values(SCHEMAS["documents"].field("document_type"))
SEVERITIES = allowed_values(SCHEMAS["findings"].field("severity"))
ORDERS = {
    "region": "region_code NULLS LAST, fiscal_year DESC NULLS LAST, file_name, document_id",
    "year": "fiscal_year DESC NULLS LAST, region_code NULLS LAST, file_name, document_id",
    "name": "file_name, document_id",
    "status": "array_position(['failed', 'degraded', 'ok'], status), file_name, document_id",
    "read": "ingested_at DESC, file_name, document_id",
}
_ID = re.compile(r"[0-9a-f]{16}")

_WANTED = """
FROM documents
WHERE ($region IS NULL OR region_is(region_code, region_name, $region) OR contains(region_name, $region)
       OR province_name = $region)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($status IS NULL OR status = $status)
  AND ($kind IS NULL OR document_type = $kind)
  AND ($text IS NULL OR contains(
          lower(concat_ws(' ', file_name, title, program_name, department, document_id)), lower($text)))"""

_LISTED = """
WITH shown AS (
    SELECT document_id, file_name, title, program_name, region_name, region_code, fiscal_year, document_type, status,
           status_reason, page_count, total_score, text_source, ingested_at
    {wanted}
    ORDER BY {order}
    LIMIT $size OFFSET $offset
),
doubts AS (
    SELECT document_id, count(*) FILTER (WHERE severity = 'error') AS errors,
           count(*) FILTER (WHERE severity = 'warning') AS warnings
    FROM findings
    WHERE document_id IN (SELECT document_id FROM shown)
    GROUP BY document_id
)
SELECT s.*, coalesce(d.errors, 0) AS errors, coalesce(d.warnings, 0) AS warnings
FROM shown AS s LEFT JOIN doubts AS d USING (document_id)
ORDER BY {order}"""


def list_documents(reader: Reader, given: Mapping[str, str]) -> Slice:
    """The documents that the filters region, year, status, kind and q leave, ordered by `order`."""
    wanted = {
        "region": _text(given, "region"),
        "year": whole_number(given.get("year")),
        "status": _one_of(given, "status", STATUSES),
        "kind": _one_of(given, "kind", DOCUMENT_TYPES),
        "text": _text(given, "q"),
    }
    order = ORDERS.get(given.get("order", ""), ORDERS["region"])
    offset = offset_of(given)
    sql = _LISTED.format(wanted=_WANTED, order=order)
    rows = reader.rows(sql, wanted | {"size": ROWS + 1, "offset": offset})
    total = reader.rows(f"SELECT count(*) AS documents {_WANTED}", wanted)[0]["documents"]
    return cut(rows, offset, total=total)


def overview(reader: Reader) -> Row:
    """How many documents there are by status, and the years that they speak of."""
    counts = reader.rows("SELECT status, count(*) AS documents FROM documents GROUP BY status")
    years = reader.rows(
        "SELECT DISTINCT fiscal_year FROM documents WHERE fiscal_year IS NOT NULL ORDER BY 1 DESC LIMIT 60"
    )
    by_status = {row["status"]: row["documents"] for row in counts}
    return {
        "by_status": {status: by_status.get(status, 0) for status in STATUSES},
        "years": [row["fiscal_year"] for row in years],
    }


def find_document(reader: Reader, document_id: str) -> Row | None:
    """One row of `documents`; None for an id that is not published."""
    if not _ID.fullmatch(document_id):
        return None
    return reader.row("SELECT * FROM documents WHERE document_id = $id LIMIT 1", {"id": document_id})


def counts_of(reader: Reader, document_id: str) -> dict[str, int]:
    """Rows of each table that one document brings: facts, tables and findings."""
    parts = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS number FROM {name} WHERE document_id = $id"
        for name in (*FACTS, "tables", "findings")
    )
    return {row["name"]: row["number"] for row in reader.rows(parts, {"id": document_id})}


_FINDINGS = """
SELECT f.*, d.file_name, d.region_name, d.fiscal_year
FROM findings AS f JOIN documents AS d USING (document_id)
WHERE ($id IS NULL OR f.document_id = $id)
  AND ($severity IS NULL OR f.severity = $severity)
  AND ($check IS NULL OR f."check" = $check)
  AND ($text IS NULL OR contains(lower(concat_ws(' ', f.message, f.printed, d.file_name, d.region_name)), lower($text)))
ORDER BY array_position(['error', 'warning', 'info'], f.severity), d.region_code NULLS LAST, d.file_name,
         f.document_id, f.page_number NULLS LAST, f.table_id, f.row_index, f."check", f.message
LIMIT $size OFFSET $offset"""


def list_findings(reader: Reader, given: Mapping[str, str], document_id: str | None = None) -> Slice:
    """Findings of one document or of all, gravest first; filters severity, check and q."""
    offset = offset_of(given)
    wanted = {
        "id": document_id,
        "severity": _one_of(given, "severity", SEVERITIES),
        "check": _text(given, "check"),
        "text": _text(given, "q"),
        "size": ROWS + 1,
        "offset": offset,
    }
    return cut(reader.rows(_FINDINGS, wanted), offset)


def checks_found(reader: Reader) -> list[Row]:
    """Names of the checks that found something, with how often."""
    return reader.rows(
        'SELECT "check" AS name, count(*) AS number FROM findings GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100'
    )


def _text(given: Mapping[str, str], name: str) -> str | None:
    return given.get(name, "").strip()[:200] or None


def _one_of(given: Mapping[str, str], name: str, known: tuple[str, ...]) -> Any:
    value = given.get(name, "")
    return value if value in known else None
