"""Policy tables that part one support among those who pay it: 补贴比例 | 中央 | 省级 | 市级 | 县级 | 农户自缴."""

from __future__ import annotations

from extractors.classify import Block
from extractors.column import Column
from normalizers import labels, regions, terms
from normalizers.regions import Region
from normalizers.text import is_blank
from pipeline.records.context import Row, TableRows
from pipeline.records.term_rows import term_row

_LEVELS = ("central", "province", "city", "county")


def columns_of_payers(block: Block) -> list[tuple[Column, str]]:
    """The columns with the levels that they name; none where fewer than two do."""
    found = [(c, labels.funding_source(c.heading) or "") for c in block.columns if c.role == "ratio_text"]
    payers = [(column, level) for column, level in found if level in _LEVELS]
    return payers if len(payers) > 1 else []


def terms_by_payer(
    view: TableRows, block: Block, row: int, region: Region | None, payers: list[tuple[Column, str]]
) -> list[Row]:
    """What province and city each pay for the topic of the row, which is the term's condition.

    `subsidy_terms` knows no other payers; what the supported pay themselves is no support.
    """
    left = block.columns[: block.columns.index(payers[0][0])]
    label = next((text for column in left if (text := view.text(row, column))), "")
    own = region or regions.resolve(view.context.region_name or "", year=view.context.fiscal_year)
    rows: list[Row] = []
    for column, level in payers:
        text = view.text(row, column)
        if level not in ("province", "city") or is_blank(text):
            continue
        payer = _payer(view, own, level)
        for term in terms.parse_terms(text, context=" ".join(column.path)):
            named = term.enterprise_class or labels.enterprise_class(label)
            found = term_row(view, row, column.index, view.row_text(row), term, named, payer)
            condition = found["condition_text"] or label or None
            rows.append(found | {"gov_level": level, "condition_text": condition})
    return rows


def _payer(view: TableRows, own: Region | None, level: str) -> Region | None:
    """The region whose policy it is: what the province pays is the province's."""
    if own is None or level == "city":
        return own
    return regions.province_of(own.region_code or "", year=view.context.fiscal_year) or own
