"""How a column of a published table is declared, and the columns that several tables share.

Field metadata holds `description`, `unit` and, for coded columns, `values` (comma separated); table metadata
holds `description`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

YUAN = pa.decimal128(20, 2)
TEXT, BOOL, INT, FLOAT, DATE = pa.string(), pa.bool_(), pa.int32(), pa.float64(), pa.date32()
# Without a zone: readers without a time zone package must be able to read it, too. Always UTC.
INSTANT = pa.timestamp("us")
# Labels, outermost first. Parquet calls the labels so; by another name a schema would not be the one that was written.
PATH = pa.list_(pa.field("element", pa.string()))

PARTITION_KEY = "fiscal_year"
PATH_SIGN = " > "
"""Between the labels of a path where it is shown as one text."""


def column(
    name: str,
    kind: pa.DataType,
    description: str,
    *,
    unit: str = "",
    values: str = "",
    required: bool = False,
) -> pa.Field:
    """A column. `values` lists the codes that it may hold; a required one is never null."""
    notes = {"description": description, "unit": unit, "values": values}
    metadata = {key: text for key, text in notes.items() if text}
    return pa.field(name, kind, nullable=not required, metadata=metadata)


def shown_path(labels: Iterable[str | None] | None) -> str | None:
    """The labels of a path as one text."""
    return None if labels is None else PATH_SIGN.join(label or "" for label in labels)


def table(name: str, description: str, columns: Iterable[pa.Field]) -> pa.Schema:
    """A table with its columns in published order."""
    return pa.schema(list(columns), metadata={"table": name, "description": description})


DOCUMENT_ID = column("document_id", TEXT, "first 16 hexadecimal digits of the file's SHA-256", required=True)
TABLE_ID = column("table_id", TEXT, "table within the document", required=True)
REGION = column("region_code", TEXT, "GB/T 2260 code, six digits")
REGION_NAME = column("region_name", TEXT, "region as printed, or its official name")
YEAR = column(PARTITION_KEY, INT, "budget year that the row speaks of", unit="year")
PROGRAM = column(
    "program_name", TEXT, "programme of the row: the one its form or row names, else the document's"
)
PROGRAM_ID = column("program_id", TEXT, "programme of a region, the same in all years and documents")
TOPIC = column("topic", TEXT, "what the programme is about: a topic of the table topics")
QUARTER = column("quarter", INT, "quarter that the row speaks of, 1 to 4")
CONFIDENCE = column(
    "confidence",
    FLOAT,
    "how sure the reading is, 0 to 1; below 0.9 look at the page (docs/accuracy.md: what it is made of)",
)
IS_TOTAL = column(
    "is_total",
    BOOL,
    "true for a total or subtotal, and for a row whose parts stand in the table, too; leave it out when summing",
)
AMOUNT_UNIT = column("amount_unit", TEXT, "unit that the page states for the amount")
UNIT_SOURCE = column("unit_source", TEXT, "where the unit is stated", values="cell,header,caption,document")
FLOW = column("flow", TEXT, "money that comes, goes, or is left", values="income,expenditure,balance")
FUNDING_SOURCE = column(
    "funding_source", TEXT, "who pays", values="central,province,city,county,carryover,other,all"
)
PAYER_LEVEL = column(
    "payer_level",
    TEXT,
    "whose share of the money it is; own is the recipient's",
    values="central,province,city,county,own",
)
RECIPIENT_CLASS = column("recipient_class", TEXT, "class of recipient", values="small,general,all,other")
PHASES = "initial,adjustment,adjusted,issued,arrived,executed"

READ_AT: tuple[pa.Field, ...] = (
    DOCUMENT_ID,
    column("table_id", TEXT, "table that it was read from; null for prose"),
    column("page_number", INT, "page where it stands, first page is 1"),
    column("row_index", INT, "row in the table's logical grid, from 0"),
    column("column_index", INT, "column in the table's logical grid, from 0"),
    column("source_kind", TEXT, "where it stands", values="cell,prose"),
    column("source_text", TEXT, "text that it was read from"),
    CONFIDENCE,
)
"""Where a number stands."""

PROVENANCE: tuple[pa.Field, ...] = (
    *READ_AT,
    column("place_text", TEXT, "its cell in a file without pages, such as Sheet1!C7; null in others"),
    column(
        "corrected",
        TEXT,
        "corrections by hand: the column, what was read, who, when and why; null where all is as read (docs/night.md)",
    ),
)
"""Where a fact was read, and what was corrected by hand."""
