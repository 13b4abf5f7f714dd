"""Rows of `disbursement`: what was due and paid per region or recipient and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.classify import Block
from extractors.columns import Column
from extractors.words import known_roles
from normalizers import labels, periods, regions
from normalizers.numbers import parse_number
from pipeline.records.context import Row, TableRows, percent, prints_fractions

_PAID = ("amount_paid", "amount_executed", "amount_arrived")
_DUE = ("amount_due", "amount_issued", "amount_initial", "amount_adjusted")


@dataclass(slots=True)
class Group:
    """Columns that speak of one date and class: paid, rate and count; `due` where the group prints its own."""

    paid: Column | None
    due: Column | None = None
    rate: Column | None = None
    count: Column | None = None
    as_of: date | None = None
    enterprise_class: str | None = None
    is_total: bool = False


def block_rows(view: TableRows, block: Block) -> list[Row]:
    """One row per table row and group of columns; the amount due stands on the first group that has it."""
    groups = _groups(view, block)
    fractions = {
        g.rate.index: prints_fractions([view.text(r, g.rate) for r in block.rows]) for g in groups if g.rate is not None
    }
    rows: list[Row] = []
    for r in block.rows:
        who = _who(view, block, r)
        due_known = None
        used: set[int] = set()
        for group in groups:
            due = view.amount(r, group.due, block) if group.due is not None else None
            paid = view.amount(r, group.paid, block) if group.paid is not None else None
            rate = None
            if group.rate is not None:
                rate = percent(view.text(r, group.rate), fraction=fractions[group.rate.index])
            count = parse_number(view.text(r, group.count)) if group.count is not None else None
            if due is not None:
                due_known = due
            shown = due if group.due is not None and group.due.index not in used else None
            if group.due is not None:
                used.add(group.due.index)
            if shown is None and paid is None and rate is None and count is None:
                continue
            amount = paid or due
            place = group.paid or group.due or group.count
            assert place is not None
            values = {
                **who,
                "recipient_class": group.enterprise_class or who["recipient_class"],
                "recipient_count": int(count) if count is not None and count == count.to_integral_value() else None,
                "due_yuan": shown.yuan if shown else None,
                "paid_yuan": paid.yuan if paid else None,
                "amount_unit": amount.unit if amount else None,
                "as_of": group.as_of,
                "execution_rate_printed_pct": rate,
                "execution_rate_pct": (
                    round(float(paid.value / due_known.value * 100), 4)
                    if paid and due_known and due_known.value and paid.unit == due_known.unit
                    else None
                ),
                "is_total": who["is_total"] or group.is_total,
            }
            rows.append(view.fact(r, place.index, view.row_text(r), **values))
    return rows


def _who(view: TableRows, block: Block, row: int) -> Row:
    """Region, recipient and class of a row; a row without a region of its own belongs to the report's region."""
    context = view.context
    total = view.is_total(row)
    region_column = block.column("region")
    name = view.text(row, region_column)
    found = None
    if name and not total:
        found = regions.resolve(name, parent_code=context.region_code, year=context.fiscal_year)
        if found is None:
            context.finding(
                "unknown_region",
                "info",
                f"地区名称“{name}”未能对应到行政区划代码",
                table_id=view.table_id,
                page_number=view.page(row, 0),
                row_index=row,
                printed=name,
            )
    own = not name or total
    recipient = view.text(row, block.column("recipient"))
    return {
        "region_code": context.region_code if own else (found.region_code if found else None),
        "region_name": context.region_name if own else name,
        "is_functional_zone": bool(found and found.is_functional_zone),
        "recipient_name": recipient if recipient and not labels.is_total_label(recipient) else None,
        "recipient_class": "all" if total else _class(view, block, row),
        "is_total": total,
    }


def _class(view: TableRows, block: Block, row: int) -> str | None:
    """The class that a cell of the row names, or the caption when it names one for the whole table."""
    for column in block.columns:
        if column.role in ("recipient_class", "line_item", "recipient", None):
            found = labels.enterprise_class(view.text(row, column))
            if found is not None:
                return found
    return labels.enterprise_class(view.table.caption)


def _groups(view: TableRows, block: Block) -> list[Group]:
    """Cut the money columns into groups; a group ends where the next paid column begins."""
    paid_role = next((role for role in _PAID if block.column(role)), None)
    due_role = next((role for role in _DUE if block.column(role) and role != paid_role), None)
    shared_date = periods.find_as_of(view.table.caption)
    groups: list[Group] = []
    due: Column | None = None
    count: Column | None = None
    for column in block.columns:
        if column.role == due_role and due_role:
            due = column
            if paid_role is None:
                groups.append(Group(None, due, None, count, _as_of(column) or shared_date, _class_of(column)))
        elif column.role == paid_role and paid_role:
            group = Group(column, due, None, None, _as_of(column) or shared_date, _class_of(column))
            group.count = count if count is not None and _same_parent(count, column) else None
            group.is_total = any(
                labels.is_total_label(h) or h.startswith("合计") and not known_roles(h) for h in column.path
            )
            if group.is_total and group.enterprise_class is None:
                group.enterprise_class = "all"
            groups.append(group)
            count = None
        elif column.role == "execution_rate_pct" and groups and groups[-1].rate is None:
            groups[-1].rate = column
        elif column.role == "project_count":
            if groups and groups[-1].count is None and _same_parent(groups[-1].paid or column, column):
                groups[-1].count = column
            else:
                count = column
    return groups


def _as_of(column: Column) -> date | None:
    return periods.find_as_of("".join(column.path))


def _class_of(column: Column) -> str | None:
    return next((c for c in map(labels.enterprise_class, reversed(column.path)) if c), None)


def _same_parent(a: Column, b: Column) -> bool:
    """Columns under one group heading, or both without one."""
    return a.path[:-1] == b.path[:-1]
