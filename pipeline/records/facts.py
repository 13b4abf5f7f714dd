"""Every block of a classified table to the builder of its kind."""

from __future__ import annotations

from extractors.classify import ClassifiedTable
from extractors.words import known_roles
from normalizers.text import clean
from pipeline.records import budget, disbursement, indicators, terms
from pipeline.records.context import Context, Row, TableRows

_BUILDERS = {
    "budget": ("budget", budget.block_rows),
    "disbursement": ("disbursement", disbursement.block_rows),
    "indicator": ("indicators", indicators.block_rows),
    "score": ("indicators", indicators.block_rows),
    "subsidy_policy": ("subsidy_terms", terms.block_rows),
}


def fact_rows(context: Context, table: ClassifiedTable, table_id: str) -> dict[str, list[Row]]:
    """Fact rows of one table by the name of the published table."""
    view = TableRows(context, table, table_id)
    found: dict[str, list[Row]] = {}
    for block in table.blocks:
        if block.kind in _BUILDERS:
            name, build = _BUILDERS[block.kind]
            found.setdefault(name, []).extend(build(view, block))
        if block.kind == "indicator" and block.column("program_name"):  # 项目名称 | 预算金额 | 三级指标 …
            found.setdefault("budget", []).extend(budget.block_rows(view, block))
    if table.pairs:
        found.setdefault("budget", []).extend(budget.pair_rows(view, table.pairs))
    program = _program(table)
    for row in found.get("budget", []):
        if program and row["is_total"] and row["parent_line_item"] is None:
            row["parent_line_item"] = program  # one file may hold the forms of many programmes
    return found


def _program(table: ClassifiedTable) -> str | None:
    """The programme that a form names for itself."""
    values = [clean(p.value.text) for p in table.pairs if "program_name" in known_roles(p.labels[-1])]
    return next((value for value in values if value), None)
