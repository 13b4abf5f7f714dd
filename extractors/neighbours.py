"""Roles that only the other columns decide."""

from __future__ import annotations

from dataclasses import replace

from extractors.column import Column, distinct_cells, level_names
from extractors.model import RawCell
from extractors.values import is_value, region_share
from extractors.words import known_roles
from normalizers import labels
from normalizers.text import match_key

_LEVELS = ("level1", "level2", "level3")
NAMES = frozenset({None, "department", "implementing_unit", "line_item", "program_name", "recipient"})
_STAGES = frozenset({"amount_adjusted", "amount_executed", "amount_initial", "amount_issued", "amount_paid"})
_REACHED = frozenset({"完成", "实际"})
_PER_LEVEL = frozenset({"score", "score_rate_pct", "weight"})


def by_neighbours(columns: list[Column], owners: list[list[RawCell | None]], body: list[int]) -> list[Column]:
    """Roles that only the other columns decide."""
    columns = _named_indicators(columns, owners, body)
    columns = _final_scores(_rate_of_spending(_issued_together(columns)))
    columns = _planned_figures(_parts_apart(_goals_apart(columns)), owners, body)
    columns = _region_by_names(_first_level(_levels_in_order(columns), owners, body), owners, body)
    roles = {c.role for c in columns}
    out: list[Column] = []
    level: str | None = None
    deepest = next((name for name in reversed(_LEVELS) if name in roles), None)
    repeated = {r for r in _PER_LEVEL if sum(c.role == r for c in columns) > 1}
    for column in columns:
        role = column.role
        if role in _LEVELS:
            level = role
        if role == "total_score" and roles & set(_LEVELS):
            column = replace(column, role="score")
            role = "score"
        if role in _PER_LEVEL:
            column = replace(column, level=(level if role in repeated else None) or deepest)
        out.append(column)
    return _one_label_is_level1(out)


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


def _goals_apart(columns: list[Column]) -> list[Column]:
    """Beside a column of target values, one headed 年度绩效目标 holds the goals in words."""
    targets = [c for c in columns if c.role == "target_text"]
    goals = [c for c in targets if "goal_text" in known_roles(c.heading)]
    if len(targets) == len(goals):
        return columns
    return [replace(c, role="goal_text") if c in goals else c for c in columns]


def _planned_figures(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """Which column beside the indicators holds their targets.

    计划数 is a target there and no money. A target that was adjusted takes the place of the first. Of two columns that
    could hold targets, one without figures (绩效标准: 行业标准, 历史标准) holds none.
    """
    roles = {c.role for c in columns}
    if not roles & set(_LEVELS):
        return columns
    if "target_text" not in roles and "actual_text" in roles:
        return [
            replace(c, role="target_text") if "target_text" in known_roles(c.heading) else c for c in columns
        ]
    if "actual_text" not in roles:
        columns = [
            replace(c, role="actual_text", evidence="neighbours")
            if c.role is None and match_key(c.heading) in _REACHED
            else c
            for c in columns
        ]
    targets = [c for c in columns if c.role == "target_text"]
    adjusted = [c for c in targets if "调整" in match_key(c.heading)]
    if len(adjusted) == 1 and len(targets) == 2:  # 年初指标值 | 调整指标值: what counts is the later one
        return [replace(c, role=None) if c in targets and c not in adjusted else c for c in columns]
    wordy = [
        c for c in targets if not any(is_value(cell.text) for cell in distinct_cells(owners, body, c.index))
    ]
    if not wordy or len(wordy) == len(targets):
        return columns
    return [replace(c, role=None) if c in wordy else c for c in columns]


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


def _final_scores(columns: list[Column]) -> list[Column]:
    """自评得分 | 评价得分: beside the marks of those who evaluate, those that somebody gives himself do not count."""
    scores = [c for c in columns if c.role == "score"]
    own = [c for c in scores if "自评" in match_key(c.heading)]
    return (
        [replace(c, role=None, evidence="") if c in own else c for c in columns] if own != scores else columns
    )


def _rate_of_spending(columns: list[Column]) -> list[Column]:
    """Beside money that was spent, and no targets, 完成比例 is the rate at which it was."""
    roles = {c.role for c in columns}
    is_money = roles & {"amount_executed", "amount_paid"} and not roles & {*_LEVELS, "target_text"}
    if not is_money or roles & {"execution_rate_pct", "disbursement_rate_pct"}:
        return columns
    return [replace(c, role="execution_rate_pct") if c.role == "completion_rate_pct" else c for c in columns]


def _speaks_of(column: Column, word: str) -> bool:
    return any(match_key(text).endswith((word, word + "合计")) for text in column.path)


def _levels_in_order(columns: list[Column]) -> list[Column]:
    """Two columns of labels whose headings name the same level (指标类别 | 指标类型) are the first and
    the second."""
    first = [n for n, c in enumerate(columns) if c.role == "level1"]
    second = next((n for n, c in enumerate(columns) if c.role == "level2"), None)
    inside = second is not None and len(first) == 2 and first[0] < second < first[1]
    if inside and all(c.role != "level3" for c in columns):  # 一级指标 | 二级指标 | 评价内容
        return [replace(c, role="level3") if n == first[1] else c for n, c in enumerate(columns)]
    if len(first) != 2 or any(c.role == "level2" for c in columns):
        return columns
    return [replace(c, role="level2") if n == first[1] else c for n, c in enumerate(columns)]


def _region_by_names(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """A column of names is one of regions when its cells are, whatever its heading: 单位 | 拨付金额."""
    if any(c.role == "region" for c in columns):
        return columns
    for position, column in enumerate(columns):
        if (
            column.role in NAMES
            and region_share(c.text for c in distinct_cells(owners, body, column.index) if c.text) >= 0.6
        ):
            return [
                *columns[:position],
                replace(column, role="region", evidence="values"),
                *columns[position + 1 :],
            ]
    return columns


def _one_label_is_level1(columns: list[Column]) -> list[Column]:
    """A score table with a single column of labels lists the first level, whatever the heading calls it."""
    levels = [c for c in columns if c.role in _LEVELS]
    has_values = any(c.role in ("target_text", "actual_text", "target_cycle_text") for c in columns)
    if len(levels) != 1 or has_values or levels[0].role == "level1":
        return columns
    key = match_key(levels[0].heading)
    if "二级" in key or "三级" in key:
        return columns
    return [
        replace(c, role="level1")
        if c is levels[0]
        else replace(c, level="level1")
        if c.role in _PER_LEVEL
        else c
        for c in columns
    ]
