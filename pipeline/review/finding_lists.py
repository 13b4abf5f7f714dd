"""The list of findings, of one document or of all."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.review.downloads import Answer
from pipeline.review.facets import Facet, Found, Listing, every_row, find, page_of
from pipeline.review.paging import Slice
from pipeline.review.published import Reader
from pipeline.review.texts import Texts
from pipeline.schemas import SCHEMAS, allowed_values

SEVERITIES = allowed_values(SCHEMAS["findings"].field("severity"))
_TAKEN = (
    "severity", "check", "message", "printed", "recomputed", "region_name", "fiscal_year", "file_name", "page_number",
    "place_text", "row_index", "table_id", "document_id",
)  # fmt: skip
LISTED = Listing(
    source="(SELECT f.*, d.file_name, d.title, d.region_name, d.region_code, d.fiscal_year "
    "FROM findings AS f JOIN documents AS d USING (document_id))",
    facets=(
        Facet("severity", "severity", known=SEVERITIES),
        Facet("check", '"check"'),
        Facet("city", "region_name"),
        Facet("year", "fiscal_year", is_number=True),
        Facet("document", "document_id", label="file_name"),
    ),
    text="concat_ws(' ', message, printed, file_name, region_name)",
    orders={
        "document": "region_code NULLS LAST, file_name, document_id, "
        "array_position(['error', 'warning', 'info'], severity), page_number NULLS LAST, table_id, row_index, "
        '"check", message',
        "gravest": "array_position(['error', 'warning', 'info'], severity), region_code NULLS LAST, file_name, "
        'document_id, page_number NULLS LAST, table_id, row_index, "check", message',
        "check": "array_position(['error', 'warning', 'info'], severity), \"check\", region_code NULLS LAST, "
        "file_name, document_id, page_number NULLS LAST, table_id, row_index, message",
    },
)


def list_findings(reader: Reader, given: Mapping[str, str]) -> Found:
    """Findings of all documents that the facets and `q` leave."""
    return find(reader, LISTED, given)


def findings_of(reader: Reader, given: Mapping[str, str], document_id: str) -> Slice:
    """Findings of one document, gravest first."""
    asked = {"document": document_id, "order": "gravest", "offset": given.get("offset", "")}
    return page_of(reader, LISTED, asked)


def answer(reader: Reader, given: Mapping[str, str], most: int, say: Texts) -> Answer:
    """The list to take away."""
    rows = every_row(reader, LISTED, given, most)
    for row in rows:
        row["check"] = say(f"check.{row['check']}")
    return Answer(say("finding.title"), _TAKEN, rows, frozenset({"severity"}), "findings", given)
