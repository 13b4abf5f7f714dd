"""Every block of a classified table to the builder of its kind."""

from __future__ import annotations

from extractors.classify import Block, ClassifiedTable
from extractors.words import known_roles
from normalizers.text import clean
from pipeline.records import budget, disbursement, indicators, prose_cells, terms
from pipeline.records.context import Context, Row, TableRows
from pipeline.records.untyped import note_untyped

_BUILDERS = {
    "budget": ("budget", budget.block_rows),
    "disbursement": ("disbursement", disbursement.block_rows),
    "indicator": ("indicators", indicators.block_rows),
    "score": ("indicators", indicators.block_rows),
    "subsidy_policy": ("subsidy_terms", terms.block_rows),
}
KNOWN_KINDS = frozenset(_BUILDERS)
_WITH_PROGRAM = ("budget", "indicators")
_RECEIVERS = ("region", "recipient", "implementing_unit")
_BESIDE_PROGRAMS = ("level1", "level2", "level3", "line_item")


def fact_rows(context: Context, table: ClassifiedTable, table_id: str) -> dict[str, list[Row]]:
    """Fact rows of one table by the name of the published table."""
    if table.on_side is not None:
        return _rows_on_side(context, table.on_side, table_id)
    view = TableRows(context, table, table_id)
    found: dict[str, list[Row]] = {}
    for block in table.blocks:
        if block.kind in _BUILDERS:
            name, build = _BUILDERS[block.kind]
            rows = build(view, block)
            found.setdefault(name, []).extend(
                _of_programs(view, block, rows) if name in _WITH_PROGRAM else rows
            )
        if block.kind == "indicator" and block.column("program_name"):  # 项目名称 | 预算金额 | 三级指标 …
            rows = _of_programs(view, block, budget.block_rows(view, block))
            found.setdefault("budget", []).extend(rows)
        if block.kind == "disbursement" and not any(map(block.column, _RECEIVERS)):
            found.setdefault("subsidy_terms", []).extend(terms.standard_rows(view, block))
    if all(block.kind != "subsidy_policy" for block in table.blocks):
        stated = prose_cells.sentence_rows(view)
        if stated:
            found.setdefault("subsidy_terms", []).extend(stated)
    if table.pairs:
        found.setdefault("budget", []).extend(budget.pair_rows(view, table.pairs))
    # A table of a known kind says itself what it could not read, and may be a form left blank.
    if not any(found.values()) and all(block.kind not in _BUILDERS for block in table.blocks):
        note_untyped(view)
    program = _program(table)
    for row in found.get("budget", []):
        if program and row["is_total"] and row["parent_line_item"] is None:
            row["parent_line_item"] = program  # one file may hold the forms of many programmes
    for row in (row for name in _WITH_PROGRAM for row in found.get(name, [])):
        row["program_name"] = row.get("program_name") or program or context.program_name
    return found


def _rows_on_side(context: Context, table: ClassifiedTable, table_id: str) -> dict[str, list[Row]]:
    """Rows of a table on its side, with the places at which they are printed. Findings keep their text alone."""
    count = len(context.findings)
    found = fact_rows(context, table, table_id)
    for finding in context.findings[count:]:
        finding["row_index"] = None
    return {
        name: [row | {"row_index": row["column_index"], "column_index": row["row_index"]} for row in rows]
        for name, rows in found.items()
    }


def _of_programs(view: TableRows, block: Block, rows: list[Row]) -> list[Row]:
    """The rows with the programme that their table row names, where it stands beside what is budgeted or aimed
    at. A column of programmes alone names the lines of the budget."""
    column = block.column("program_name")
    if column is None or not any(block.column(role) for role in _BESIDE_PROGRAMS):
        return rows
    return [
        row if row["is_total"] else row | {"program_name": view.text(row["row_index"], column) or None}
        for row in rows
    ]


def _program(table: ClassifiedTable) -> str | None:
    """The programme that a form names for itself."""
    values = [clean(p.value.text) for p in table.pairs if "program_name" in known_roles(p.labels[-1])]
    return next((value for value in values if value), None)
