"""Rows of `disbursement`: what was due and paid per region or recipient and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.classify import Block
from extractors.column import Column
from extractors.subjects import subject
from extractors.words import known_roles
from normalizers import labels, periods, regions, units
from normalizers.numbers import parse_number
from normalizers.text import is_blank, match_key
from pipeline.records.context import Row, TableRows, percent, prints_fractions
from pipeline.records.lines import label_column, year_of
from pipeline.records.phases import stated_roles

_RATES = ("execution_rate_pct", "arrival_rate_pct")
_PAID = ("amount_paid", "amount_executed", "amount_arrived")
_DUE = ("amount_due", "amount_issued", "amount_initial", "amount_adjusted")


@dataclass(slots=True)
class Group:
    """Columns that speak of one date and class: paid, due, rate and count."""

    paid: Column | None
    due: Column | None = None
    rate: Column | None = None
    count: Column | None = None
    as_of: date | None = None
    enterprise_class: str | None = None
    is_total: bool = False

    @property
    def place(self) -> Column:
        found = self.paid or self.due or self.count
        assert found is not None
        return found


def block_rows(view: TableRows, block: Block) -> list[Row]:
    """One row per table row and group of columns; the amount due stands on the first group that has it."""
    groups = _groups(view, block)
    fractions = {
        g.rate.index: prints_fractions([view.text(r, g.rate) for r in block.rows])
        for g in groups
        if g.rate is not None
    }
    rows: list[Row] = []
    for r in block.rows:
        who = _who(view, block, r)
        used: set[int] = set()
        for group in groups:
            row = _group_row(view, block, r, group, fractions, used)
            if row is None:
                continue
            row["recipient_class"] = group.enterprise_class or who["recipient_class"]
            row["is_total"] = who["is_total"] or group.is_total
            year = view.year(r, block) or year_of(group.place.path, view.context.fiscal_year)
            rows.append(
                view.fact(r, group.place.index, view.row_text(r), **who | row | {"fiscal_year": year})
            )
    return rows


def _group_row(
    view: TableRows, block: Block, row: int, group: Group, fractions: dict[int, bool], used: set[int]
) -> Row | None:
    """What a row prints in the columns of a group; None when it prints nothing there."""
    due = view.amount(row, group.due, block) if group.due is not None else None
    paid = view.amount(row, group.paid, block) if group.paid is not None else None
    rate = None
    if group.rate is not None:
        rate = percent(view.text(row, group.rate), fraction=fractions[group.rate.index])
    count = _count(view.text(row, group.count), group.count) if group.count is not None else None
    shown = due if group.due is not None and group.due.index not in used else None
    if group.due is not None:
        used.add(group.due.index)
    if shown is None and paid is None and rate is None and count is None:
        return None
    amount = paid or due
    comparable = paid is not None and due is not None and due.value and paid.unit == due.unit
    return {
        "recipient_count": int(count) if count is not None and count == count.to_integral_value() else None,
        "due_yuan": shown.yuan if shown else None,
        "paid_yuan": paid.yuan if paid else None,
        "amount_unit": amount.unit if amount else None,
        "as_of": group.as_of,
        "execution_rate_printed_pct": rate,
        "execution_rate_pct": (
            round(float(paid.value / due.value * 100), 4) if comparable and paid and due else None
        ),
    }


def _count(text: str, column: Column) -> Decimal | None:
    """A number of recipients; 签约人数（万人） counts in ten thousands."""
    number = parse_number(text)
    unit = next((u for h in reversed(column.path) if (u := units.header_unit(h)) is not None), None)
    return (
        number * unit.factor if number is not None and unit is not None and unit.kind == "count" else number
    )


def _who(view: TableRows, block: Block, row: int) -> Row:
    """Region, recipient and class of a row; without a region of its own it is of the report's region."""
    context = view.context
    region_column = _region_column(view, block)
    name = view.text(row, region_column)
    recipient = _recipient(view, block, row, region_column)
    total = view.is_total(row, block) or any(map(labels.is_whole_region, (name, recipient)))
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
    part = _name_of_part(view.first_total(row, block))
    own = (not name or total) and not part
    return {
        "region_code": context.region_code if own else (found.region_code if found else None),
        "region_name": context.region_name if own else (part or name),
        "is_functional_zone": bool(found and found.is_functional_zone),
        "recipient_name": recipient if recipient and not total else None,
        "recipient_class": "all" if total else _class(view, block, row),
        "is_total": total,
    }


def _recipient(view: TableRows, block: Block, row: int, region_column: Column | None) -> str:
    """Who is paid; in a table without regions and recipients the first column of unknown names says it."""
    column = block.column("recipient") or block.column("implementing_unit")
    if column is None and region_column is None:
        label = label_column(
            view, block, {c.index for c in block.columns if c.role and c.role.startswith("amount")}
        )
        column = label if label is not None and label.role is None else None
    text = view.text(row, column) if column is not region_column else ""
    return "" if labels.is_total_label(text) or is_blank(text) else text


def _name_of_part(total: str) -> str:
    """市辖区小计 sums up a part of the region, which has no code of its own."""
    return total if total.endswith("小计") and len(match_key(total)) > len("小计") else ""


def _region_column(view: TableRows, block: Block) -> Column | None:
    """The column of regions; a column of recipients is one when most of its names are places inside the
    region."""
    column = view.region_column(block)
    other = block.column("recipient") or block.column("implementing_unit")
    own = view.context.region_code
    if column is not None or other is None or own is None:
        return column
    names = [view.text(r, other) for r in block.rows if not view.is_total(r, block)]
    short = [n for n in names if n and len(n) <= 12 and regions.resolve(n, parent_code=own) is not None]
    return other if names and 5 * len(short) >= 3 * len(names) else None


def _class(view: TableRows, block: Block, row: int) -> str | None:
    """The class that a cell of the row names, or the caption when it names one for the whole table."""
    for column in block.columns:
        if column.role in ("recipient_class", "line_item", "recipient", None):
            found = labels.enterprise_class(view.text(row, column))
            if found is not None:
                return found
    return labels.enterprise_class(view.table.caption)


def _groups(view: TableRows, block: Block) -> list[Group]:
    """Columns that belong together: each paid column with the due, rate and count of its class and date.

    A due column that no paid column needs stands for itself.
    """
    roles = stated_roles(view, block)
    columns = [(c, roles[c.index]) for c in block.columns if c.index in roles]
    present = {role for _, role in columns}
    paid_role = next((role for role in _PAID if role in present), None)
    named = {role for c, role in columns if c.evidence == "name"}
    dues = [role for role in _DUE if role in present and role != paid_role]
    due_role = next((role for role in dues if role in named), dues[0] if dues else None)
    paid = [c for c, role in columns if role == paid_role]
    due = [c for c, role in columns if role == due_role]
    (paid, sums_paid), (due, sums_due) = _without_parts(paid), _without_parts(due)
    groups = [Group(c, _partner(c, due)) for c in paid]
    groups += [Group(None, c) for c in due if not any(c is g.due for g in groups)]
    groups.sort(key=lambda g: g.place.index)
    shared_date = periods.find_as_of(view.table.caption)
    for group in groups:
        _describe(group, shared_date, group.place.index in sums_paid | sums_due)
    for role in _RATES:
        _attach_rates(groups, [c for c, found in columns if found == role])
    for column in block.all("project_count"):
        _attach_count(groups, column)
    _by_contrast(groups)
    if all(group.is_total for group in groups):  # 企业名称 | 合计: nothing stands beside the sums
        for group in groups:
            group.is_total = False
            group.enterprise_class = None if group.enterprise_class == "all" else group.enterprise_class
    return groups


def _without_parts(columns: list[Column]) -> tuple[list[Column], set[int]]:
    """下达资金: 中央 | 省级 | 小计, or 提前下达 | 此次下达 | 合计. A row names no payer and no instalment, so beside
    their sum the parts stay in the cells.

    Returns the columns that are left, and the places of such sums.
    """
    kept: list[Column] = []
    sums: set[int] = set()
    for column in columns:
        alike = [c for c in columns if subject(c.path)[::2] == subject(column.path)[::2]]
        whole = _sum_of(alike)
        if whole is not None and column is not whole:
            continue
        if whole is not None:
            sums.add(column.index)
        kept.append(column)
    return kept, sums


def _sum_of(columns: list[Column]) -> Column | None:
    """The column that sums up the others: the one without a payer beside several, or the one called a sum."""
    bare = [c for c in columns if subject(c.path)[1] is None]
    if len(columns) < 3:
        return None
    if len(bare) == 1:
        return bare[0]
    called = [c for c in bare if labels.speaks_of_sum(c.heading)]
    return called[0] if len(called) == 1 and len(bare) == len(columns) else None


def _partner(paid: Column, due: list[Column]) -> Column | None:
    """The amount due of the same class; one for all dates or of the same date; else the nearest to the
    left."""
    own_class, own_source, own_date, _ = subject(paid.path)
    by_source = [c for c in due if subject(c.path)[1] is not None]
    if len(by_source) > 1 and own_source is None:  # 下达: 合计 | 中央 | 省级 beside 拨付: 第一批 | 第二批
        due = [c for c in due if c not in by_source]
    fitting = [c for c in due if subject(c.path)[0] == own_class and subject(c.path)[2] in (own_date, None)]
    if fitting:
        return next((c for c in reversed(fitting) if c.index < paid.index), fitting[0])
    if own_class is not None:
        due = [c for c in due if subject(c.path)[0] is None]
    left = [c for c in due if c.index < paid.index]
    return left[-1] if left else None


def _describe(group: Group, shared_date: date | None, is_of_parts: bool) -> None:
    path = group.place.path
    group.as_of = periods.find_as_of("".join(path)) or shared_date
    group.enterprise_class = next((c for c in map(labels.enterprise_class, reversed(path)) if c), None)
    group.is_total = not is_of_parts and any(
        labels.is_total_label(h) or (h.startswith("合计") and not known_roles(h)) for h in path
    )
    if group.is_total and group.enterprise_class is None:
        group.enterprise_class = "all"


def _attach_rates(groups: list[Group], rates: list[Column]) -> None:
    parents = {g.place.path[:-1] for g in groups}
    for rate in rates:
        # 新能源汽车: 应补 | 实补 and 充电桩: 应补 | 实补 have one rate together: it is of their sum, and of neither.
        is_common = len(rate.path) == 1 and len(parents) > 1 and () not in parents
        free = [g for g in groups if g.rate is None and (g.is_total or not is_common)]
        left = [g for g in free if g.place.index < rate.index]
        alike = [g for g in free if subject(g.place.path)[::2] == subject(rate.path)[::2]]
        found = [g for g in left if g in alike] or left or alike
        if found:
            found[-1 if found[-1].place.index < rate.index else 0].rate = rate


def _attach_count(groups: list[Group], count: Column) -> None:
    """A count belongs to the group under its own heading, to its left or its right."""
    near = sorted(groups, key=lambda g: (abs(g.place.index - count.index), g.place.index < count.index))
    group = next((g for g in near if g.count is None and _same_parent(g.place, count)), None)
    if group is not None:
        group.count = count


def _by_contrast(groups: list[Group]) -> None:
    """Beside the group of small enterprises, one that names no class and is no sum speaks of the others."""
    classes = {g.enterprise_class for g in groups}
    if "small" in classes and "general" not in classes:
        for group in groups:
            if group.enterprise_class is None and not group.is_total and len(group.place.path) > 1:
                group.enterprise_class = "general"


def _same_parent(a: Column, b: Column) -> bool:
    """Columns under one group heading, or both without one."""
    return a.path[:-1] == b.path[:-1]
