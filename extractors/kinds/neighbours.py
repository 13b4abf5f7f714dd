"""Roles that only the other columns decide."""

from __future__ import annotations

from dataclasses import replace

from extractors.kinds.column import Column, distinct_cells
from extractors.model import RawCell
from extractors.vocabulary import is_value, known_roles, level_names, lists_regions
from normalizers import labels
from normalizers.text import match_key

_LEVELS = ("level1", "level2", "level3")
NAMES = frozenset({None, "department", "implementing_unit", "line_item", "program_name", "recipient"})
_STAGES = frozenset({"amount_adjusted", "amount_executed", "amount_initial", "amount_issued", "amount_paid"})
_REACHED = frozenset({"完成", "实际"})


def by_neighbours(columns: list[Column], owners: list[list[RawCell | None]], body: list[int]) -> list[Column]:
    """Roles that only the other columns decide."""
    columns = _named_indicators(columns, owners, body)
    columns = _parts_apart(_rate_of_spending(_issued_together(columns)))
    columns = _region_by_names(_first_level(_targets_and_results(columns), owners, body), owners, body)
    if not {c.role for c in columns} & set(_LEVELS):
        return columns
    return [replace(c, role="score") if c.role == "total_score" else c for c in columns]


def _first_level(columns: list[Column], owners: list[list[RawCell | None]], body: list[int]) -> list[Column]:
    """The column left of the indicators that lists 产出, 效益 … is the first level whatever stands above
    it."""
    roles = {c.role for c in columns}
    scored = {"score", "weight"} <= roles or roles & {"level2", "level3"}
    left = [c for c in columns if c.role != "row_no"]
    if "level1" in roles or not scored or not left:
        return columns
    first = left[0]
    texts = [c.text for c in distinct_cells(owners, body, first.index) if c.text]
    known = sum(match_key(t).rstrip(":") in level_names("level1") for t in texts)
    if first.role in ("level2", "level3") or not texts or 2 * known < len(texts):
        return columns
    return [replace(c, role="level1", evidence="values") if c is first else c for c in columns]


def _targets_and_results(columns: list[Column]) -> list[Column]:
    """Which columns beside the indicators hold their targets and results. 计划数 is a target there and no money."""
    roles = {c.role for c in columns}
    if not roles & set(_LEVELS):
        return columns
    if "target_text" not in roles and "actual_text" in roles:
        return [
            replace(c, role="target_text") if "target_text" in known_roles(c.heading) else c for c in columns
        ]
    if "actual_text" in roles:
        return columns
    return [
        replace(c, role="actual_text", evidence="neighbours")
        if c.role is None and match_key(c.heading) in _REACHED
        else c
        for c in columns
    ]


def _parts_apart(columns: list[Column]) -> list[Column]:
    """Beside a column of sums, 其中：基本建设资金支出 is a part of it whatever its words suggest."""
    if not any(c.role == "amount_sum" for c in columns):
        return columns
    return [
        replace(c, role="amount_part")
        if c.evidence == "words" and c.role in _STAGES and match_key(c.heading).startswith("其中")
        else c
        for c in columns
    ]


def _named_indicators(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """目标类型 | 绩效目标内容 | 目标值 | 实际完成值. Beside targets and what was reached, words without a role name the
    indicators: the last column of them the indicator, the one before it its kind."""
    roles = [c.role for c in columns]
    if not {"target_text", "actual_text"} <= set(roles) or set(roles) & {*_LEVELS, *NAMES - {None}, "region"}:
        return columns
    left = [c for c in columns[: roles.index("target_text")] if c.role is None]
    names = [
        c for c in left if not any(is_value(cell.text) for cell in distinct_cells(owners, body, c.index))
    ]
    found = dict(zip([c.index for c in names[::-1]], ("level3", "level2"), strict=False))
    return [
        replace(c, role=found[c.index], evidence="neighbours") if c.index in found else c for c in columns
    ]


def _issued_together(columns: list[Column]) -> list[Column]:
    """补贴资金: 合计 | 提前下达 | 此次下达. A sum of what was issued was issued, not paid."""
    parents = [c.path[:-1] for c in columns if c.role == "amount_issued"]
    return [
        replace(c, role="amount_issued", evidence="words")
        if c.role in ("amount_paid", "amount_sum")
        and parents.count(c.path[:-1]) > 1
        and labels.speaks_of_sum(c.heading)
        else c
        for c in columns
    ]


def spending_counts(columns: list[Column]) -> list[Column]:
    """Where 本年收入 and 本年支出 of the same items stand side by side, the sums are those of what was spent."""
    sums = [n for n, c in enumerate(columns) if c.role == "amount_sum"]
    spent = [n for n in sums if _speaks_of(columns[n], "支出")]
    income = [n for n in sums if _speaks_of(columns[n], "收入") and n not in spent]
    between = columns[min(income) : max(spent)] if income and spent else []
    if not between or any(not (c.role or "").startswith("amount") for c in between):
        return columns  # names stand between them: two ledgers
    return [replace(c, role=None, evidence="") if n in income else c for n, c in enumerate(columns)]


def _rate_of_spending(columns: list[Column]) -> list[Column]:
    """Beside money that was spent, and no targets, 完成比例 is the rate at which it was."""
    roles = {c.role for c in columns}
    is_money = roles & {"amount_executed", "amount_paid"} and not roles & {*_LEVELS, "target_text"}
    if not is_money or roles & {"execution_rate_pct", "disbursement_rate_pct"}:
        return columns
    return [replace(c, role="execution_rate_pct") if c.role == "completion_rate_pct" else c for c in columns]


def _speaks_of(column: Column, word: str) -> bool:
    return any(match_key(text).endswith((word, word + "合计")) for text in column.path)


def _region_by_names(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """A column of names is one of regions when its cells are, whatever its heading: 单位 | 拨付金额."""
    if any(c.role == "region" for c in columns):
        return columns
    for position, column in enumerate(columns):
        if column.role in NAMES and lists_regions(
            (c.text for c in distinct_cells(owners, body, column.index) if c.text), 0.6
        ):
            return [
                *columns[:position],
                replace(column, role="region", evidence="values"),
                *columns[position + 1 :],
            ]
    return columns
