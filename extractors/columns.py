"""What each column of a block holds: its role from the heading, the values under it and its neighbours."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from extractors.blocks import Span
from extractors.column_roles import role_of
from extractors.model import LogicalTable, RawCell
from extractors.subjects import GENERIC, plain, subject
from extractors.values import is_value, profile, region_share
from extractors.words import known_roles, value_type
from normalizers.text import match_key

_LEVELS = ("level1", "level2", "level3")
_LABELS = frozenset(
    {"item_code", "level1", "level2", "level3", "line_item", "program_name", "recipient", "region", "row_no"}
)
_NAMES = frozenset({None, "department", "implementing_unit", "line_item", "program_name", "recipient"})
_STAGES = frozenset({"amount_adjusted", "amount_executed", "amount_initial", "amount_issued", "amount_paid"})
_PER_LEVEL = frozenset({"score", "score_rate_pct", "weight"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block. `path` holds its headings from top to bottom; `evidence` says how the role was
    found."""

    index: int
    span: int
    path: tuple[str, ...]
    role: str | None
    evidence: str = ""  # name, words, values or neighbours
    level: str | None = None  # the indicator level that a weight or score belongs to

    @property
    def heading(self) -> str:
        return self.path[-1] if self.path else ""


def read_columns(table: LogicalTable, span: Span) -> list[list[Column]]:
    """Columns under a header from left to right, with their roles; one list for each of the ledgers side
    by side."""
    owners = table.owners()
    body = [r for r in span.body]
    columns: list[Column] = []
    for index, width, path in _header_paths(owners, span, table.column_count, body):
        cells = [c for c in _distinct(owners, body, index) if c.column_span <= width]
        role, evidence = (
            (None, "") if _repeats_heading(path, cells) else role_of(path, profile(c.text for c in cells))
        )
        columns.append(Column(index, width, path, role, evidence))
    columns = _items_in_headings(columns, owners, body)
    return [_by_neighbours(part, owners, body) for part in _side_by_side(_without_doubles(columns))]


def _items_in_headings(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """合计 | 因公出国（境）费 | 公务接待费 above amounts that nothing else names: the headings name the items."""
    roles = {c.role for c in columns}
    if not roles & {"amount_sum", "amount_item"} or len(columns) < 3:
        return columns
    if roles - {"amount_sum", "amount_item", None}:
        return columns
    for column in columns:
        values = profile(c.text for c in _distinct(owners, body, column.index))
        if not column.path or not values.fits("money") or values.percent:
            return columns
    return [replace(c, role="amount_item", evidence="values") for c in columns]


def _repeats_heading(path: tuple[str, ...], cells: list[RawCell]) -> bool:
    """A label set beside the whole block (绩效指标 beside header and rows) is cut by the line under the header."""
    return bool(path) and bool(cells) and all(match_key(c.text) == match_key(path[-1]) for c in cells)


def _side_by_side(columns: list[Column]) -> list[list[Column]]:
    """Cut the columns of ledgers set side by side: 收入 | 预算数 | 支出 | 预算数.

    A part begins where a label that has its figures is headed again; every part needs figures of its own.
    """
    parts: list[list[Column]] = [[]]
    for column in columns:
        part = parts[-1]
        again = (
            column.role in {c.role for c in part}
            or plain(column.heading) in {plain(c.heading) for c in part} - GENERIC
        )
        if column.role in _LABELS and again and _has_figures(part):
            parts.append([column])
        else:
            part.append(column)
    return parts if all(_has_figures(part) for part in parts) else [columns]


def _has_figures(columns: list[Column]) -> bool:
    return any(c.role and value_type(c.role) in ("money", "percent", "score") for c in columns)


def _header_paths(
    owners: list[list[RawCell | None]], span: Span, width: int, body: list[int]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Grid column, span and headings of each column; places with one heading and one body cell are one
    column."""
    header = [r for r in span.header if not span.body or r < span.body[0]] or span.header
    header = [r for r in header if r not in span.numbering]
    stacks: list[list[RawCell | None]] = [[owners[r][c] for r in header] for c in range(width)]
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for c in range(span.side_columns, width):
        same_head = c > span.side_columns and all(
            a is b for a, b in zip(stacks[c], stacks[c - 1], strict=True)
        )
        together = sum(owners[r][c] is owners[r][c - 1] for r in body) if same_head else 0
        if same_head and 2 * together >= len(body):
            index, wide, path = found[-1]
            found[-1] = (index, wide + 1, path)
            continue
        cells: list[RawCell] = []
        for cell in stacks[c]:
            if cell is not None and not any(cell is other for other in cells):
                cells.append(cell)
        found.append((c, 1, tuple(cell.text for cell in cells if cell.text)))
    return found


def _distinct(owners: list[list[RawCell | None]], body: list[int], column: int) -> list[RawCell]:
    cells: list[RawCell] = []
    for r in body:
        cell = owners[r][column]
        if cell is not None and (not cells or cell is not cells[-1]):
            cells.append(cell)
    return cells


def _by_neighbours(
    columns: list[Column], owners: list[list[RawCell | None]], body: list[int]
) -> list[Column]:
    """Roles that only the other columns decide."""
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


def _without_doubles(columns: list[Column]) -> list[Column]:
    """A role guessed from words gives way to the same role found by name, unless the two differ in whose,
    when, or
    of which class they speak. Where no column names the lines, the headings name items: all of them count."""
    if not any(c.role in _LABELS or (c.role in _NAMES and c.evidence != "") for c in columns):
        return columns
    named = {(c.role, subject(c.path)) for c in columns if c.evidence == "name"}
    return [
        replace(c, role=None, evidence="")
        if c.evidence == "words" and (c.role, subject(c.path)) in named
        else c
        for c in columns
    ]


def _first_level(columns: list[Column], owners: list[list[RawCell | None]], body: list[int]) -> list[Column]:
    """The column left of the indicators that lists 产出, 效益 … is the first level whatever stands above
    it."""
    roles = {c.role for c in columns}
    scored = {"score", "weight"} <= roles or roles & {"level2", "level3"}
    left = [c for c in columns if c.role != "row_no"]
    if "level1" in roles or not scored or not left:
        return columns
    first = left[0]
    texts = [c.text for c in _distinct(owners, body, first.index) if c.text]
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
    targets = [c for c in columns if c.role == "target_text"]
    adjusted = [c for c in targets if "调整" in match_key(c.heading)]
    if len(adjusted) == 1 and len(targets) == 2:  # 年初指标值 | 调整指标值: what counts is the later one
        return [replace(c, role=None) if c in targets and c not in adjusted else c for c in columns]
    wordy = [c for c in targets if not any(is_value(cell.text) for cell in _distinct(owners, body, c.index))]
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
            column.role in _NAMES
            and region_share(c.text for c in _distinct(owners, body, column.index) if c.text) >= 0.6
        ):
            return [
                *columns[:position],
                replace(column, role="region", evidence="values"),
                *columns[position + 1 :],
            ]
    return columns


@cache
def level_names(level: str) -> frozenset[str]:
    """Known names of the indicators of a level."""
    source = resources.files("extractors").joinpath("kinds/indicators.toml")
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[level])


def _one_label_is_level1(columns: list[Column]) -> list[Column]:
    """A score table with a single column of labels lists the first level, whatever the heading calls it."""
    labels = [c for c in columns if c.role in _LEVELS]
    has_values = any(c.role in ("target_text", "actual_text", "target_cycle_text") for c in columns)
    if len(labels) != 1 or has_values or labels[0].role == "level1":
        return columns
    key = match_key(labels[0].heading)
    if "二级" in key or "三级" in key:
        return columns
    return [
        replace(c, role="level1")
        if c is labels[0]
        else replace(c, level="level1")
        if c.role in _PER_LEVEL
        else c
        for c in columns
    ]
