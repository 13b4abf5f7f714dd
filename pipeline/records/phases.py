"""Which phase of the budget a money column holds, where its heading alone does not say.

调整预算 may be the change or the budget after it; 预算安排 may be the first budget or the last. The
figures decide: the printed rate, and what the prose says of the total.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.classify import Block
from extractors.column import Column
from extractors.subjects import subject
from extractors.words import document_role, known_roles, stated_role
from normalizers.numbers import find_numbers, parse_number
from normalizers.quantities import parse_percent
from pipeline.records.context import TableRows
from pipeline.records.lines import year_of

_ADJUSTED_WORDS = re.compile(r"调整|收回|调减|追加|实际下达")
_STAGES = frozenset(
    {"amount_adjusted", "amount_due", "amount_executed", "amount_initial", "amount_issued", "amount_paid"}
)
_RATE_TOLERANCE = Decimal("0.02")  # percentage points: rates are printed with two decimals


def settle_phases(view: TableRows, block: Block) -> list[tuple[Column, str]]:
    """Columns of a money block with roles that the figures agree with.

    Columns that speak of one source, class and year are judged together.
    """
    roles = stated_roles(view, block)
    if _compares_years(view, block, roles):
        roles = {index: role for index, role in roles.items() if role != "amount_adjustment"}
    for group in _groups(block, roles):
        by_role = {roles[c.index]: c for c in reversed(group)}
        change = by_role.get("amount_adjustment")
        if change is not None and "amount_adjusted" not in by_role and _is_new_budget(view, block, by_role):
            roles[change.index] = "amount_adjusted"
        initial = by_role.get("amount_initial")
        single = initial is not None and not {"amount_adjusted", "amount_adjustment"} & set(by_role)
        if initial is not None and single and _prose_says_adjusted(view, block, initial):
            roles[initial.index] = "amount_adjusted"
    return [(c, roles[c.index]) for c in block.columns if c.index in roles]


def _compares_years(view: TableRows, block: Block, roles: dict[int, str]) -> bool:
    """Beside the amounts of two years and none after an adjustment, 增减额 is the change from year to year."""
    stages = [c for c in block.columns if roles.get(c.index) in _STAGES]
    years = {year_of(c.path, view.fiscal_year) for c in stages}
    return len(years) > 1 and "amount_adjusted" not in roles.values()


def _groups(block: Block, roles: dict[int, str]) -> list[list[Column]]:
    found: dict[object, list[Column]] = {}
    for column in block.columns:
        if column.index in roles:
            enterprise_class, source, _, year = subject(column.path)
            found.setdefault((enterprise_class, source, year), []).append(column)
    shared = found.pop((None, None, None), [])
    return [[*group, *shared] for group in found.values()] or [shared]


def stated_roles(view: TableRows, block: Block) -> dict[int, str]:
    """Roles of the block's columns. Columns headed 金额 or 合计 get the phase that their group, the
    caption or the
    document states; beside columns of a stated phase, or a second time, they only repeat."""
    roles = {c.index: c.role for c in block.columns if c.role and c.role != "amount_sum"}
    if "amount_item" in roles.values():
        role = _table_role(view)
        return {index: role for index in roles} if role else {}
    present: dict[object, set[str]] = {}
    for column in block.columns:
        if roles.get(column.index) in _STAGES:
            present.setdefault(subject(column.path)[:2], set()).add(roles[column.index])
    is_account = document_role(view.context.first_lines()) is not None
    sums = sorted(block.all("amount_sum"), key=lambda c: ("支出" not in "".join(c.path), c.index))
    for column in sums:
        others = present.setdefault(subject(column.path)[:2], set())
        own = None if is_account else _heading_role(column)
        role = own or (None if others else _table_role(view))
        if role is not None and role not in others:
            roles[column.index] = role
            others.add(role)
    return roles


def _heading_role(column: Column) -> str | None:
    return next((role for h in reversed(column.path) if (role := stated_role(h))), None)


def _table_role(view: TableRows) -> str | None:
    """What the caption says of the table's amounts, or in a budget or final account the whole document."""
    document = document_role(view.context.first_lines())
    if document is not None:
        return stated_role(view.table.caption) if "决算" in view.table.caption else document
    return stated_role(view.table.caption)


def _is_new_budget(view: TableRows, block: Block, by_role: dict[str, Column]) -> bool:
    """Is a column headed like an adjustment the budget after it? Printed rates are the best witness."""
    change, initial = by_role["amount_adjustment"], by_role.get("amount_initial")
    executed, rate = by_role.get("amount_executed"), by_role.get("execution_rate_pct")
    as_new = as_change = unchanged = 0
    values: list[Decimal] = []
    for r in block.rows:
        value = parse_number(view.text(r, change))
        if value is None:
            continue
        values.append(value)
        first = parse_number(view.text(r, initial)) if initial else None
        unchanged += bool(value) and first == value
        spent = parse_number(view.text(r, executed)) if executed else None
        printed = parse_percent(view.text(r, rate), bare_ok=True) if rate else None
        if spent is None or printed is None:
            continue
        as_new += _divides(spent, value, printed)
        as_change += first is not None and _divides(spent, first + value, printed)
    if as_new != as_change:
        return as_new > as_change
    if not values or min(values) <= 0:
        return False
    # The same figure as at first, row after row, is a budget that was not changed.
    return "amount_adjusted" in known_roles(change.heading) or 3 * unchanged > len(values) > 2


def _divides(part: Decimal, whole: Decimal, printed: Decimal) -> bool:
    return whole != 0 and abs(part / whole * 100 - printed) <= _RATE_TOLERANCE


def _prose_says_adjusted(view: TableRows, block: Block, column: Column) -> bool:
    """Does a sentence about adjustments give the column's total as the budget that came out?"""
    totals = [parse_number(view.text(r, column)) for r in block.rows if view.is_total(r)]
    total = totals[-1] if totals else None
    if total is None:
        return False
    text = "".join(line for _, line in view.context.prose)
    for sentence in re.split(r"[。；;]", text):
        if _ADJUSTED_WORDS.search(sentence):
            numbers = [found.value for found in find_numbers(sentence)]
            if total in numbers and any(n is not None and n > total for n in numbers):
                return True
    return False
