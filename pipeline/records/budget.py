"""Rows of `budget`: line items by phase, from money tables and from the money blocks of forms."""

from __future__ import annotations


from extractors.blocks import Pair
from extractors.classify import Block
from extractors.columns import Column
from extractors.words import known_roles, suggested_roles
from normalizers import labels, periods
from normalizers.text import is_blank, match_key
from pipeline.records.context import Amount, Row, TableRows, percent, prints_fractions, without_prefix
from pipeline.records.phases import settle_phases

_LABEL_ROLES = ("line_item", "program_name", "region", "recipient", "level3", "implementing_unit", "department")
_PHASE = {
    "amount_initial": "initial",
    "amount_total_cycle": "initial",
    "amount_adjustment": "adjustment",
    "amount_adjusted": "adjusted",
    "amount_issued": "issued",
    "amount_executed": "executed",
    "amount_paid": "executed",
}
_SKIP = frozenset({"row_no", "remark", "basis_document", "issued_date", "paid_date"})


def block_rows(view: TableRows, block: Block) -> list[Row]:
    """One row per line item and phase of a money block."""
    columns = settle_phases(view, block)
    money = [(c, role) for c, role in columns if role in _PHASE]
    label_column = _label_column(block, {c.index for c, _ in money})
    rates = _rates_of(block, money)
    fractions = {c.index: prints_fractions([view.text(r, c) for r in block.rows]) for c in rates.values()}
    rows: list[Row] = []
    parent: str | None = None
    for r in block.rows:
        printed = view.text(r, label_column)
        label = "" if is_blank(printed) else without_prefix(printed)
        label = label or _first_label(view, r)
        is_part = match_key(printed).startswith("其中")
        if not is_part:
            parent = None
        for column, role in money:
            amount = view.amount(r, column, block, printed)
            if amount is None:
                continue
            rate = rates.get(column.index)
            rows.append(
                view.fact(
                    r,
                    column.index,
                    amount.text,
                    **_budget_values(view, label, amount, role),
                    parent_line_item=parent,
                    funding_source=labels.funding_source(label) or _source_of(column),
                    is_total=view.is_total(r),
                    as_of=periods.find_as_of("".join(column.path)),
                    execution_rate_printed_pct=(
                        percent(view.text(r, rate), fraction=fractions[rate.index]) if rate is not None else None
                    ),
                )
            )
        if not is_part:
            parent = label or None
    return rows


def _budget_values(view: TableRows, label: str, amount: Amount, role: str) -> Row:
    return {
        "region_code": view.context.region_code,
        "line_item": label or view.context.program_name or view.table.caption or None,
        "phase": _PHASE[role],
        "scope": "cycle" if role == "amount_total_cycle" else "annual",
        "amount_text": amount.text,
        "amount_unit": amount.unit,
        "unit_source": amount.unit_source,
        "amount_yuan": amount.yuan,
    }


def _label_column(block: Block, money: set[int]) -> Column | None:
    for role in _LABEL_ROLES:
        column = block.column(role)
        if column is not None:
            return column
    first_money = min(money, default=0)
    return next((c for c in block.columns if c.role is None and c.index < first_money), None)


def _first_label(view: TableRows, row: int) -> str:
    """The total's word when it stands left of the label column."""
    return next((c.text for c in view.cells(row)[:3] if labels.is_total_label(c.text)), "")


def _source_of(column: Column) -> str | None:
    """Who pays, when the column's own headings say so."""
    return next((s for s in (labels.funding_source(h) for h in column.path) if s not in (None, "all")), None)


def _rates_of(block: Block, money: list[tuple[Column, str]]) -> dict[int, Column]:
    """The printed rate that belongs to each executed column: the next one to its right."""
    found: dict[int, Column] = {}
    executed = [c for c, role in money if _PHASE[role] == "executed"]
    for rate in block.all("execution_rate_pct"):
        left = [c for c in executed if c.index < rate.index and c.index not in found]
        owner = left[-1] if left else next((c for c in executed if c.index not in found), None)
        if owner is not None:
            found[owner.index] = rate
    return found


def pair_rows(view: TableRows, pairs: list[Pair]) -> list[Row]:
    """Amounts printed as label and value, such as 预算金额 | 总金额 | 178941万元."""
    rows: list[Row] = []
    group: tuple[str, int] | None = None
    role: str | None = None
    for pair in pairs:
        found = _pair_role(pair)
        place = (pair.labels[0], pair.value.column)
        if found is None and place == group and _is_part(pair.labels[-1]):
            found = role  # 其中：财政拨款 under 年度资金总额
        group, role = (place, found) if found else (None, None)
        if found is None:
            continue
        headings = tuple(reversed(pair.labels))
        amount = view.read_amount(pair.value.text, headings, "", pair.value.row) if _is_money(pair) else None
        if amount is None:
            continue
        label = without_prefix(pair.labels[-1])
        rows.append(
            view.fact(
                pair.value.row,
                pair.value.column,
                amount.text,
                **_budget_values(view, label, amount, found),
                parent_line_item=without_prefix(pair.labels[-2]) if len(pair.labels) > 2 else None,
                funding_source=labels.funding_source(pair.labels[-1]),
                is_total=labels.is_total_label(pair.labels[-1]),
                as_of=None,
                execution_rate_printed_pct=None,
            )
        )
    return rows


def _pair_role(pair: Pair) -> str | None:
    """The phase is what the outermost label says; a label for the whole term makes the amount one of the cycle."""
    names = pair.labels[1:] if len(pair.labels) > 2 else pair.labels
    roles = [next((r for r in (*known_roles(n), *suggested_roles(n)) if r in _PHASE), None) for n in names]
    if "amount_total_cycle" in roles:
        return "amount_total_cycle"
    return next((r for r in roles if r), None)


def _is_part(label: str) -> bool:
    return match_key(label).startswith("其中") or labels.funding_source(label) is not None


def _is_money(pair: Pair) -> bool:
    key = match_key(pair.value.text)
    return bool(key) and key[0] in "0123456789-△▲(¥￥" and len(key) < 24


