"""Money that sentences give to places and recipients: rows of `disbursement`."""

from __future__ import annotations

import re

from pipeline.context import Row
from pipeline.prose.inheriting import item_of_heading, purpose_of
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.phrases import is_payee
from pipeline.prose.rows import Rows, confidence_of
from pipeline.prose.settled_number import Said

_GIVING = re.compile(r"^(?:[^,]*?(?:财政|政府|部门)[局厅部]?)?(?:补助|奖励|支持|拨给|分配给?|安排|下达)")


def is_grant(
    paragraph: Paragraph, said: Said, phase: str | None, *, is_notice: bool, is_fiscal: bool
) -> bool:
    """Is it due to recipients, or given to a place inside the document's own?"""
    if said.regions or phase == "due":
        return True
    if said.facets.flow == "balance":  # what a place has left was not given to it
        return False
    if said.names_region and not pays(said):
        if said.region_code is None:  # a zone, which lies in the document's region
            return True
        own, code = paragraph.context.region_code or "", said.region_code or ""
        digits = 2 if own.endswith("0000") else 4 if own.endswith("00") else 6
        return bool(own) and code != own and code[:digits] == own[:digits]
    if said.parent is not None and table_of(said.parent) == "disbursement":
        return True
    if (is_notice and said.phrase.payee) or (not is_fiscal and is_paid(said)):
        return True
    if said.phrase.payee and not is_fiscal and begins_list(paragraph, said):
        return True
    return bool(said.parts) and all(table_of(part) == "disbursement" for part in said.parts)


def grant_rows(
    rows: Rows, paragraph: Paragraph, said: Said, phase: str | None, *, is_notice: bool
) -> list[Row]:
    """One row for each place that has the amount."""
    column = "paid_yuan" if phase in ("paid", "executed") else "due_yuan"
    said.taken.append(("disbursement", column))
    places: list[tuple[str | None, str | None]]
    places = [(r.region_code, r.region_name) for r in said.regions]
    places = places or [(said.region_code, said.region_name)]
    return [
        _grant(rows, paragraph, said, code, name, is_notice=is_notice) | {column: said.yuan}
        for code, name in places
    ]


def _grant(
    rows: Rows, paragraph: Paragraph, said: Said, code: str | None, name: str | None, *, is_notice: bool
) -> Row:
    return rows.fact(
        said,
        confidence_of(said),
        region_code=code,
        region_name=name,
        is_functional_zone=False,
        fiscal_year=said.year,
        item=_item_of_grant(paragraph, said),
        payer_level=said.facets.payer_level,
        recipient_name=recipient_of(said) if is_notice or is_paid(said) else None,
        recipient_class=said.facets.recipient_class,
        recipient_count=None,
        due_yuan=None,
        paid_yuan=None,
        amount_unit=said.stated.unit.name if said.stated.unit else None,
        as_of=said.as_of,
        execution_rate_printed_pct=None,
        execution_rate_pct=None,
        is_total=said.is_total,
    )


def pays(said: Said) -> bool:
    """Is a place the payer: 县区资金到位9万元，其中甲区到位4万元?"""
    whole = said.parent
    is_source = whole is not None and whole.facets.payer_level is not None and said.phase == "arrived"
    return said.names_region and not said.regions and is_source


def is_line(said: Said) -> bool:
    """Is it money of the budget itself: the document's own, what a place pays or has left?"""
    is_own = not said.names_region or said.facets.is_whole_region
    return is_own or pays(said) or said.facets.flow == "balance"


def begins_list(paragraph: Paragraph, said: Said) -> bool:
    """拨付甲镇5万元、乙镇3万元: the first of several payees."""
    n = paragraph.said.index(said)
    return any(one.stated.listed_after == n and is_paid(one) for one in paragraph.said[n + 1 :])


def _item_of_grant(paragraph: Paragraph, said: Said) -> str | None:
    """What the money is for: the item of the amount or of what it is a part of; of places what their paragraph begins
    with, or what the heading over it names."""
    if is_paid(said):
        whole = said.parent.item if said.parent is not None and not is_paid(said.parent) else ""
        return purpose_of(said.stated) or whole or None
    one: Said | None = said
    while one is not None:
        if one.item and not one.is_place and not is_paid(one):
            return one.item
        one = one.parent
    same = (one for one in paragraph.said if one.stated.sentence == said.stated.sentence)
    if purpose := next(filter(None, (purpose_of(one.stated) for one in same)), ""):
        return purpose
    if not (said.is_place or said.regions):
        return None
    heading = item_of_heading(paragraph.headings[-1]) if paragraph.headings else ""
    return paragraph.said[0].item or said.label or heading or None


def is_paid(said: Said) -> bool:
    """Is the label of an amount an office, a town or a firm alone: 市农业农村局416万元?"""
    return is_payee(said.stated.own) and not said.phrase.verb


def recipient_of(said: Said) -> str | None:
    """Who has the amount: its own label, what follows its verb, or that of what it is a part of."""
    if is_paid(said):
        return _GIVING.sub("", said.stated.own)
    return said.phrase.payee or (recipient_of(said.parent) if said.parent is not None else None)


def table_of(said: Said) -> str | None:
    return said.taken[0][0] if said.taken else None
