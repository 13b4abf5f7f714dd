"""The published tables: one Arrow schema each, the only declaration of a column.

The data dictionary, the Parquet files, the views and the data checks are all made from here, so a new column
is one new line.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.schemas.columns import (
    BOOL,
    CONFIDENCE,
    DOCUMENT_ID,
    FLOAT,
    INSTANT,
    INT,
    PARTITION_KEY,
    PATH,
    PROGRAM_ID,
    PROVENANCE,
    REGION,
    TABLE_ID,
    TEXT,
    TOPIC,
    YUAN,
    column,
    table,
)
from pipeline.schemas.fact_tables import BUDGET, DISBURSEMENT, INDICATORS, METRICS, SUBSIDY_TERMS
from pipeline.schemas.figure_table import FIGURES
from pipeline.schemas.reference_tables import CLASSIFICATIONS, PROGRAMS, REGIONS, TOPICS

__all__ = [
    "DOCUMENT_TABLES",
    "FACTS",
    "PARTITIONED",
    "PARTITION_KEY",
    "PROVENANCE",
    "REFERENCES",
    "SCHEMAS",
    "YUAN",
    "allowed_values",
    "describe",
    "stored_schema",
]

_NUMBER_COUNT = column(
    "number_count",
    INT,
    "numbers in cells, without ordinals, codes, dates and telephone numbers",
    unit="numbers",
)
_TAKEN_COUNT = column("taken_count", INT, "of these, taken by a fact", unit="numbers")

_DOCUMENTS = table(
    "documents",
    "one row per distinct file content",
    [
        DOCUMENT_ID,
        column("sha256", TEXT, "SHA-256 of the file", required=True),
        column(
            "file_name", TEXT, r"name of the file; \xNN is a byte that text cannot show (pipeline/names.py)"
        ),
        column(
            "source_path",
            TEXT,
            "path under which the file was read, written as file_name; of a member of an archive the archive's, "
            "then !/ and its path inside",
        ),
        column(
            "source_format",
            TEXT,
            "format of the file",
            values="pdf,docx,doc,xlsx,xls,ods,csv,html,ofd,image",
        ),
        column("page_count", INT, "number of pages", unit="pages"),
        column("text_source", TEXT, "where the text comes from", values="text,ocr,mixed"),
        column("status", TEXT, "outcome of reading", values="ok,degraded,failed", required=True),
        column("status_reason", TEXT, "why degraded or failed: a stable code, a colon, a sentence"),
        column("title", TEXT, "title as printed"),
        column(
            "document_type",
            TEXT,
            "kind of document",
            values="evaluation_report,self_evaluation_form,target_form,department_budget,"
            "department_final_account,allocation_notice,policy,other",
        ),
        REGION,
        column("region_name", TEXT, "region that the document reports on"),
        column("province_name", TEXT, "province of the region"),
        column("admin_level", TEXT, "level of the region", values="country,province,city,county,zone"),
        column(PARTITION_KEY, INT, "budget year that the document reports on", unit="year"),
        column("program_name", TEXT, "programme (project or special fund) evaluated"),
        PROGRAM_ID,
        TOPIC,
        column("department", TEXT, "department that answers for the programme"),
        column("total_score", FLOAT, "total score as printed", unit="points"),
        column("grade", TEXT, "grade as printed, such as 优 or 良"),
        _NUMBER_COUNT,
        _TAKEN_COUNT,
        column(
            "understood_count", INT, "of these, taken by a fact, or understood as no fact", unit="numbers"
        ),
        column(
            "time_limit_seconds",
            FLOAT,
            "on documents that failed or lack pages: time that reading was allowed",
            unit="seconds",
        ),
        column(
            "memory_limit_mb",
            INT,
            "on documents that failed or lack pages: memory that reading was allowed",
            unit="MB",
        ),
        column("extractor_version", TEXT, "version of the reading code"),
        column(
            "corrections",
            TEXT,
            "checksums of the corrections made to its facts, of the decisions about its programmes and of the taught "
            "words that it was read with, those that there are, with a + between them; null when there are none",
        ),
        column("ingested_at", INSTANT, "when the document was read", unit="UTC"),
    ],
)

_TABLES = table(
    "tables",
    "one row per logical table; segments on several pages are joined",
    [
        DOCUMENT_ID,
        TABLE_ID,
        column("table_index", INT, "position in reading order, from 0"),
        column("caption", TEXT, "caption as printed"),
        column("unit_text", TEXT, "unit note of the whole table as printed"),
        column(
            "kind",
            TEXT,
            "what the table holds",
            values="budget,disbursement,indicator,score,subsidy_policy,form,statistics,other",
        ),
        column("page_first", INT, "first page, from 1"),
        column("page_last", INT, "last page, from 1"),
        column("row_count", INT, "rows of the logical grid", unit="rows"),
        column("column_count", INT, "columns of the logical grid", unit="columns"),
        column("header_row_count", INT, "rows of the header", unit="rows"),
        column("method", TEXT, "reader whose grid was taken"),
        column("method_reason", TEXT, "why that reader's grid was taken"),
        _NUMBER_COUNT,
        _TAKEN_COUNT,
        CONFIDENCE,
    ],
)

_CELLS = table(
    "cells",
    "one row per physical cell",
    [
        DOCUMENT_ID,
        TABLE_ID,
        column("row_index", INT, "first row of the cell, from 0"),
        column("column_index", INT, "first column of the cell, from 0"),
        column("row_span", INT, "rows covered", unit="rows"),
        column("column_span", INT, "columns covered", unit="columns"),
        column("text", TEXT, "text as printed, line breaks joined"),
        column("is_header", BOOL, "true for a cell of the header"),
        column("page_number", INT, "page of the cell, from 1; the sheet of a workbook"),
        column("x0", FLOAT, "left edge, from the left of the page", unit="points"),
        column("top", FLOAT, "upper edge, from the top of the page", unit="points"),
        column("x1", FLOAT, "right edge, from the left of the page", unit="points"),
        column("bottom", FLOAT, "lower edge, from the top of the page", unit="points"),
        column("place_text", TEXT, "its place in a file without pages, such as Sheet1!C7; null in others"),
        column("ocr_confidence", FLOAT, "confidence of text recognition, 0 to 1; null for text"),
        column(
            "witness",
            TEXT,
            "what the picture says of the cell's numbers, recognised beside the text (docs/witness.md); null where it "
            "was not asked; set_right: the text had another number than the picture, and sums bear out the picture",
            values="agrees,differs,blank,unreadable,set_right",
        ),
    ],
)

_FINDINGS = table(
    "findings",
    "contradictions and doubts; a finding never changes a fact",
    [
        DOCUMENT_ID,
        column("check", TEXT, "stable name of the check", required=True),
        column("severity", TEXT, "how grave it is", values="error,warning,info", required=True),
        column("table_id", TEXT, "table concerned"),
        column("page_number", INT, "page concerned, from 1"),
        column("row_index", INT, "row concerned, from 0"),
        column(
            "place_text",
            TEXT,
            "its cell, or the first of its row, in a file without pages; its sheet where no row is concerned; null in "
            "others",
        ),
        column("printed", TEXT, "what is printed"),
        column("recomputed", TEXT, "what follows from the other figures"),
        column(
            "tolerance",
            FLOAT,
            "how far the two may lie apart without a finding, in the unit of `printed`; null where nothing is measured",
        ),
        column("message", TEXT, "the finding in one sentence"),
    ],
)

SCHEMAS: dict[str, pa.Schema] = {
    schema.metadata[b"table"].decode(): schema
    for schema in (
        _DOCUMENTS,
        _TABLES,
        _CELLS,
        FIGURES,
        BUDGET,
        DISBURSEMENT,
        INDICATORS,
        SUBSIDY_TERMS,
        METRICS,
        _FINDINGS,
        PROGRAMS,
        REGIONS,
        CLASSIFICATIONS,
        TOPICS,
    )
}
"""Arrow schema of every published table, in the order of the data dictionary."""

FACTS: tuple[str, ...] = ("budget", "disbursement", "indicators", "subsidy_terms", "metrics")
"""Tables whose rows say what a number means, with provenance; they can be corrected by hand."""

PARTITIONED: tuple[str, ...] = ("figures", *FACTS)
"""Tables with one folder for each fiscal year."""

REFERENCES: tuple[str, ...] = ("programs", "regions", "classifications", "topics")
"""Tables that no single document brings, written anew with each version: what follows from all documents together, and
the lists that come with the program."""

DOCUMENT_TABLES: tuple[str, ...] = ("tables", "cells", *PARTITIONED, "findings")
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
    """Schema inside the Parquet files: partitioned tables leave the year to the folder name (`fiscal_year=2023`)."""
    schema = SCHEMAS[name]
    return schema.remove(schema.get_field_index(PARTITION_KEY)) if name in PARTITIONED else schema


def type_name(field: pa.Field) -> str:
    """The field's type as people write it: string, double, list<string>."""
    return "list<string>" if field.type == PATH else str(field.type)
