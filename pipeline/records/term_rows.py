"""One term of a subsidy policy as a row of `subsidy_terms`."""

from __future__ import annotations

from normalizers.regions import Region
from normalizers.terms import Term
from pipeline.records.context import Row, TableRows


def term_row(
    view: TableRows,
    row: int,
    column: int,
    text: str,
    term: Term,
    enterprise_class: str | None,
    region: Region | None,
) -> Row:
    """The row of a term stated at a place of a table; `region` is whose policy it is, None the report's own."""
    context = view.context
    code = region.region_code if region else context.region_code
    name = region.region_name if region else context.region_name
    level = "province" if (code or "").endswith("0000") else "city"
    return view.fact(
        row,
        column,
        text,
        region_code=code,
        region_name=name,
        gov_level=term.gov_level or level,
        enterprise_class=enterprise_class,
        instrument=term.instrument,
        ratio_op=term.ratio_op,
        ratio_pct=term.ratio_pct,
        cap_yuan=term.cap_yuan,
        cap_scope=term.cap_scope,
        export_min_usd=float(term.export_min_usd) if term.export_min_usd is not None else None,
        export_max_usd=float(term.export_max_usd) if term.export_max_usd is not None else None,
        market=term.market,
        condition_text=term.condition_text,
        status=term.status or "in_force",
    )
