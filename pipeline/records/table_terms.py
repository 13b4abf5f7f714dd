"""Subsidy terms that the texts of a table's cells state: in policy tables, beside what was paid, in sentences."""

from __future__ import annotations

from extractors.classify import ClassifiedTable
from pipeline.records import prose_cells, terms
from pipeline.records.context import Context, Row, TableRows

_RECEIVERS = ("region", "recipient", "implementing_unit")


def stated_terms(context: Context, table: ClassifiedTable, table_id: str) -> list[Row]:
    """Rows of `subsidy_terms`, with the places at which a table on its side prints them."""
    if table.on_side is not None:
        rows = stated_terms(context, table.on_side, table_id)
        return [row | {"row_index": row["column_index"], "column_index": row["row_index"]} for row in rows]
    view = TableRows(context, table, table_id)
    found: list[Row] = []
    for block in table.blocks:
        if block.kind == "subsidy_policy":
            found += terms.block_rows(view, block)
        if block.kind == "disbursement" and not any(map(block.column, _RECEIVERS)):
            found += terms.standard_rows(view, block)
    if all(block.kind != "subsidy_policy" for block in table.blocks):
        found += prose_cells.sentence_rows(view)
    return found
