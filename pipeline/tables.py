"""One table of a document: its kind, its row of `tables` and the rows of its facts; what fails costs the table."""

from __future__ import annotations

from extractors.failures import Failures, Part
from extractors.kinds import ClassifiedTable, classify
from extractors.model import LogicalTable
from pipeline.context import Context, Row
from pipeline.facts import Paper, table_facts
from pipeline.records import without_impossible


def each_once(rows: list[Row]) -> list[Row]:
    """Rows without those that say the same of the same place. A row 合计 gives one for the points of each level."""
    return list({repr(sorted(row.items())): row for row in rows}.values())


def classified_table(
    table: LogicalTable, index: int, document_id: str, failures: Failures
) -> ClassifiedTable:
    """The table with its kind and roles; without any where that fails."""
    with failures.limited_to(Part.MEANING, table.page_first, table_id_of(document_id, index)):
        return classify(table)
    return ClassifiedTable(table, "other", [], [], frozenset())


def facts_of_table(
    context: Context, table: ClassifiedTable, table_id: str, paper: Paper, failures: Failures
) -> dict[str, list[Row]]:
    """Fact rows of a table by the name of the published table; none where that fails."""
    with failures.limited_to(Part.FACTS, table.table.page_first, table_id):
        found = table_facts(context, table, table_id, paper)
        for name, rows in found.items():
            without_impossible(name, rows, context)
        return found
    return {}


def table_id_of(document_id: str, index: int) -> str:
    """The identity of the table of a document that has this place among its tables, from 0."""
    return f"{document_id}-{index:04d}"


def row_of_table(context: Context, classified: ClassifiedTable, table_id: str, index: int) -> Row:
    """Its row of `tables`, without the counts of its numbers."""
    table = classified.table
    return {
        "document_id": context.document_id,
        "table_id": table_id,
        "table_index": index,
        "caption": table.caption or None,
        "unit_text": table.unit_text or None,
        "kind": classified.kind,
        "page_first": table.page_first,
        "page_last": table.page_last,
        "row_count": table.row_count,
        "column_count": table.column_count,
        "header_row_count": classified.header_row_count,
        "method": table.method,
        "method_reason": table.method_reason or None,
        "confidence": table.confidence,
    }
