"""The published tables: one Arrow schema each, the only declaration of a column.

Field metadata holds `description`, `unit` and, for coded columns, `values` (comma separated); table metadata
holds `description`. The data dictionary, the Parquet files, the views and the data checks are all made from
here, so a new column is one new line.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

YUAN = pa.decimal128(20, 2)
TEXT, BOOL, INT, FLOAT, DATE = pa.string(), pa.bool_(), pa.int32(), pa.float64(), pa.date32()
# Without a zone: readers without a time zone package must be able to read it, too. Always UTC.
INSTANT = pa.timestamp("us")

PARTITION_KEY = "fiscal_year"


def _column(
    name: str,
    kind: pa.DataType,
    description: str,
    *,
    unit: str = "",
    values: str = "",
    required: bool = False,
) -> pa.Field:
    notes = {"description": description, "unit": unit, "values": values}
    metadata = {key: text for key, text in notes.items() if text}
    return pa.field(name, kind, nullable=not required, metadata=metadata)


def _table(name: str, description: str, columns: Iterable[pa.Field]) -> pa.Schema:
    return pa.schema(list(columns), metadata={"table": name, "description": description})


_DOCUMENT_ID = _column(
    "document_id", TEXT, "first 16 hexadecimal digits of the file's SHA-256", required=True
)
_TABLE_ID = _column("table_id", TEXT, "table within the document", required=True)
_REGION = _column("region_code", TEXT, "GB/T 2260 code, six digits")
_REGION_NAME = _column("region_name", TEXT, "region as printed, or its official name")
_YEAR = _column(PARTITION_KEY, INT, "budget year that the row speaks of", unit="year")
_CONFIDENCE = _column("confidence", FLOAT, "how sure the reading is, 0 to 1")
_IS_TOTAL = _column("is_total", BOOL, "true for a printed total or subtotal; leave it out when summing parts")
_AMOUNT_UNIT = _column("amount_unit", TEXT, "unit that the page states for the amount")

PROVENANCE: tuple[pa.Field, ...] = (
    _DOCUMENT_ID,
    _column("table_id", TEXT, "table that the fact was read from; null for prose"),
    _column("page_number", INT, "page of the fact, first page is 1"),
    _column("row_index", INT, "row in the table's logical grid, from 0"),
    _column("column_index", INT, "column in the table's logical grid, from 0"),
    _column("source_kind", TEXT, "where the fact stands", values="cell,prose"),
    _column("source_text", TEXT, "text that the fact was read from"),
    _CONFIDENCE,
)

_DOCUMENTS = _table(
    "documents",
    "one row per distinct file content",
    [
        _DOCUMENT_ID,
        _column("sha256", TEXT, "SHA-256 of the file", required=True),
        _column("file_name", TEXT, "name of the file"),
        _column("source_path", TEXT, "path under which the file was read"),
        _column("page_count", INT, "number of pages", unit="pages"),
        _column("text_source", TEXT, "where the text comes from", values="text,ocr,mixed"),
        _column("status", TEXT, "outcome of reading", values="ok,degraded,failed", required=True),
        _column("status_reason", TEXT, "why degraded or failed: a stable code, a colon, a sentence"),
        _column("title", TEXT, "title as printed"),
        _column(
            "document_type",
            TEXT,
            "kind of document",
            values="evaluation_report,self_evaluation_form,target_form,department_budget,"
            "department_final_account,other",
        ),
        _REGION,
        _column("region_name", TEXT, "region that the document reports on"),
        _column("province_name", TEXT, "province of the region"),
        _column("admin_level", TEXT, "level of the region", values="country,province,city,county"),
        _column(PARTITION_KEY, INT, "budget year that the document reports on", unit="year"),
        _column("program_name", TEXT, "programme (project or special fund) evaluated"),
        _column("department", TEXT, "department that answers for the programme"),
        _column("total_score", FLOAT, "total score as printed", unit="points"),
        _column("grade", TEXT, "grade as printed, such as 优 or 良"),
        _column("extractor_version", TEXT, "version of the reading code"),
        _column("ingested_at", INSTANT, "when the document was read", unit="UTC"),
    ],
)

_TABLES = _table(
    "tables",
    "one row per logical table; segments on several pages are joined",
    [
        _DOCUMENT_ID,
        _TABLE_ID,
        _column("table_index", INT, "position in reading order, from 0"),
        _column("caption", TEXT, "caption as printed"),
        _column("unit_text", TEXT, "unit note of the whole table as printed"),
        _column(
            "kind",
            TEXT,
            "what the table holds",
            values="budget,disbursement,indicator,score,subsidy_policy,form,other",
        ),
        _column("page_first", INT, "first page, from 1"),
        _column("page_last", INT, "last page, from 1"),
        _column("row_count", INT, "rows of the logical grid", unit="rows"),
        _column("column_count", INT, "columns of the logical grid", unit="columns"),
        _column("header_row_count", INT, "rows of the header", unit="rows"),
        _column("method", TEXT, "reader whose grid was taken"),
        _column("method_reason", TEXT, "why that reader's grid was taken"),
        _CONFIDENCE,
    ],
)

_CELLS = _table(
    "cells",
    "one row per physical cell",
    [
        _DOCUMENT_ID,
        _TABLE_ID,
        _column("row_index", INT, "first row of the cell, from 0"),
        _column("column_index", INT, "first column of the cell, from 0"),
        _column("row_span", INT, "rows covered", unit="rows"),
        _column("column_span", INT, "columns covered", unit="columns"),
        _column("text", TEXT, "text as printed, line breaks joined"),
        _column("is_header", BOOL, "true for a cell of the header"),
        _column("page_number", INT, "page of the cell, from 1"),
        _column("x0", FLOAT, "left edge, from the left of the page", unit="points"),
        _column("top", FLOAT, "upper edge, from the top of the page", unit="points"),
        _column("x1", FLOAT, "right edge, from the left of the page", unit="points"),
        _column("bottom", FLOAT, "lower edge, from the top of the page", unit="points"),
        _column("ocr_confidence", FLOAT, "confidence of text recognition, 0 to 1; null for text"),
    ],
)

_BUDGET = _table(
    "budget",
    "one row per line item and phase of the budget",
    [
        _REGION,
        _YEAR,
        _column("line_item", TEXT, "line item as printed"),
        _column("parent_line_item", TEXT, "line item above it"),
        _column(
            "funding_source", TEXT, "who pays", values="central,province,city,county,carryover,other,all"
        ),
        _column("phase", TEXT, "stage of the budget", values="initial,adjustment,adjusted,issued,executed"),
        _column("scope", TEXT, "one year or the whole term of the programme", values="annual,cycle"),
        _IS_TOTAL,
        _column("amount_text", TEXT, "amount as printed"),
        _AMOUNT_UNIT,
        _column("unit_source", TEXT, "where the unit is stated", values="cell,header,caption,document"),
        _column("amount_yuan", YUAN, "amount; null when no unit is stated", unit="yuan"),
        _column("as_of", DATE, "date that the amount holds for"),
        _column(
            "execution_rate_printed_pct", FLOAT, "execution rate as printed, on executed rows", unit="percent"
        ),
        *PROVENANCE,
    ],
)

_DISBURSEMENT = _table(
    "disbursement",
    "one row per region or recipient and date: what was due and what was paid",
    [
        _column("region_code", TEXT, "GB/T 2260 code; null for zones without one"),
        _REGION_NAME,
        _column("is_functional_zone", BOOL, "true for development zones and the like"),
        _YEAR,
        _column("recipient_name", TEXT, "recipient as printed"),
        _column("recipient_class", TEXT, "class of recipient", values="small,general,all,other"),
        _column("recipient_count", INT, "number of recipients", unit="recipients"),
        _column(
            "due_yuan",
            YUAN,
            "amount that should reach the recipient; only on the first of several dates of a table row",
            unit="yuan",
        ),
        _column("paid_yuan", YUAN, "amount paid up to the date", unit="yuan"),
        _AMOUNT_UNIT,
        _column("as_of", DATE, "date that the paid amount holds for"),
        _column("execution_rate_printed_pct", FLOAT, "paid over due as printed", unit="percent"),
        _column("execution_rate_pct", FLOAT, "paid over due, computed", unit="percent"),
        _IS_TOTAL,
        *PROVENANCE,
    ],
)

_INDICATORS = _table(
    "indicators",
    "one row per indicator, region and period: target, result and score",
    [
        _REGION,
        _REGION_NAME,
        _YEAR,
        _column("period", TEXT, "one year or the whole term", values="annual,cycle"),
        _column("level1", TEXT, "first-level indicator"),
        _column("level2", TEXT, "second-level indicator"),
        _column("level3", TEXT, "third-level indicator"),
        _IS_TOTAL,
        _column("target_text", TEXT, "target as printed"),
        _column("target_op", TEXT, "how the target is meant", values="≥,>,≤,<,=,text"),
        _column("target_value", FLOAT, "target as a number, in target_unit"),
        _column("target_unit", TEXT, "unit of the target as printed"),
        _column("actual_text", TEXT, "result as printed"),
        _column("actual_value", FLOAT, "result as a number, in actual_unit"),
        _column("actual_unit", TEXT, "unit of the result as printed"),
        _column("completion_rate_printed_pct", FLOAT, "completion rate as printed", unit="percent"),
        _column(
            "completion_rate_pct", FLOAT, "result over target, computed where units agree", unit="percent"
        ),
        _column("weight", FLOAT, "full marks", unit="points"),
        _column("score", FLOAT, "marks given", unit="points"),
        _column("score_rate_printed_pct", FLOAT, "score over weight as printed", unit="percent"),
        _column("deviation_reason", TEXT, "printed reason for a deviation, and what will be done"),
        *PROVENANCE,
    ],
)

_SUBSIDY_TERMS = _table(
    "subsidy_terms",
    "one row per region, class of enterprise and tier of a subsidy policy",
    [
        _column("region_code", TEXT, "GB/T 2260 code of the region whose policy it is"),
        _column("region_name", TEXT, "region whose policy it is"),
        _column("gov_level", TEXT, "who pays", values="province,city,province+city"),
        _column("enterprise_class", TEXT, "class of enterprise", values="small,general,all,other"),
        _column(
            "instrument",
            TEXT,
            "what is subsidised",
            values="premium_subsidy,interest_subsidy,credit_report,freight,award,other",
        ),
        _column("ratio_op", TEXT, "≤ ceiling, = fixed, ≥ floor", values="≤,=,≥"),
        _column("ratio_pct", FLOAT, "share of the cost that is paid; 全额 is 100", unit="percent"),
        _column("cap_yuan", YUAN, "most that is paid", unit="yuan"),
        _column("cap_scope", TEXT, "what the cap applies to"),
        _column("export_min_usd", FLOAT, "lower bound of the export volume", unit="US dollars"),
        _column("export_max_usd", FLOAT, "upper bound of the export volume", unit="US dollars"),
        _column("market", TEXT, "market that the term is limited to"),
        _column("condition_text", TEXT, "further conditions as printed"),
        _YEAR,
        _column(
            "status",
            TEXT,
            "in force, of a former period, or only recommended",
            values="in_force,historic,recommended",
        ),
        *PROVENANCE,
    ],
)

_FINDINGS = _table(
    "findings",
    "contradictions and doubts; a finding never changes a fact",
    [
        _DOCUMENT_ID,
        _column("check", TEXT, "stable name of the check", required=True),
        _column("severity", TEXT, "how grave it is", values="error,warning,info", required=True),
        _column("table_id", TEXT, "table concerned"),
        _column("page_number", INT, "page concerned, from 1"),
        _column("row_index", INT, "row concerned, from 0"),
        _column("printed", TEXT, "what is printed"),
        _column("recomputed", TEXT, "what follows from the other figures"),
        _column("message", TEXT, "the finding in one sentence"),
    ],
)

_REGIONS = _table(
    "regions",
    "reference list of regions and functional zones, historic names included",
    [
        _REGION,
        _column("region_name", TEXT, "official name", required=True),
        _column("short_name", TEXT, "name without its suffix"),
        _column("level", TEXT, "level", values="country,province,city,county,zone"),
        _column("parent_code", TEXT, "code of the region above"),
        _column("province_name", TEXT, "province"),
        _column("city_name", TEXT, "prefecture-level city"),
        _column("is_functional_zone", BOOL, "true for development zones and the like"),
        _column("valid_from", INT, "first year of the name; null when open", unit="year"),
        _column("valid_to", INT, "last year of the name; null when open", unit="year"),
    ],
)

SCHEMAS: dict[str, pa.Schema] = {
    schema.metadata[b"table"].decode(): schema
    for schema in (
        _DOCUMENTS,
        _TABLES,
        _CELLS,
        _BUDGET,
        _DISBURSEMENT,
        _INDICATORS,
        _SUBSIDY_TERMS,
        _FINDINGS,
        _REGIONS,
    )
}
"""Arrow schema of every published table, in the order of the data dictionary."""

FACTS: tuple[str, ...] = ("budget", "disbursement", "indicators", "subsidy_terms")
"""Tables that carry provenance and are partitioned by fiscal year."""

DOCUMENT_TABLES: tuple[str, ...] = ("tables", "cells", *FACTS, "findings")
"""Tables whose rows one document brings, besides its row in `documents`."""


def describe(field: pa.Field, key: str = "description") -> str:
    """The field's `description`, `unit` or `values`; '' when it has none."""
    note: bytes = (field.metadata or {}).get(key.encode(), b"")
    return note.decode()


def allowed_values(field: pa.Field) -> tuple[str, ...]:
    """Codes that a coded column may hold; () for any other column."""
    values = describe(field, "values")
    return tuple(values.split(",")) if values else ()


def stored_schema(name: str) -> pa.Schema:
    """Schema inside the Parquet files: facts leave the year to the folder name (`fiscal_year=2023`)."""
    schema = SCHEMAS[name]
    return schema.remove(schema.get_field_index(PARTITION_KEY)) if name in FACTS else schema
