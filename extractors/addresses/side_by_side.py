"""Ledgers that stand side by side in one block, and the headings that part them."""

from __future__ import annotations

from dataclasses import replace

from extractors.addresses.header_rows import Span
from extractors.addresses.kinds import level_named
from extractors.addresses.model import Column
from extractors.model import RawCell
from normalizers.facets import read_label
from normalizers.text import match_key

Owners = list[list[RawCell | None]]
_LOOK_UP = 3  # rows over a header in which the headings of its ledgers are looked for


def side_by_side(columns: list[Column]) -> list[list[Column]]:
    """Cut the columns of ledgers set side by side: 收入 | 预算数 | 支出 | 预算数.

    A ledger begins where names follow figures, and either the heading of the names or the headings of the figures
    behind them repeat those of the first ledger, or the group over them is another.
    """
    starts = [
        n
        for n, column in enumerate(columns)
        if column.kind in ("stub", "code", "ordinal", "text") and (n == 0 or columns[n - 1].kind == "figures")
    ]
    if not starts or starts[0] != 0 or len(starts) < 2:
        return [columns]
    levels = [level for c in columns if c.kind == "stub" and (level := level_named(c.path)) is not None]
    if len(levels) == len(set(levels)) and sum(level_named(columns[n].path) is not None for n in starts) > 1:
        return [columns]  # 一级指标：名称 | 分值 | 二级指标：名称 | 分值: levels of the same rows
    parts = [columns[a:b] for a, b in zip(starts, [*starts[1:], len(columns)], strict=True)]
    ledgers = [parts[0]]
    for part in parts[1:]:
        if _is_like(ledgers[0], part):
            own = [replace(c, kind="stub") if c.kind == "text" else c for c in part]
            ledgers.append([*_shared(ledgers[0], own), *own])
        else:
            ledgers[-1] = [*ledgers[-1], *part]
    return ledgers


def _shared(first: list[Column], other: list[Column]) -> list[Column]:
    """Names at the left of the first ledger that count for the other, too: those before the levels that it repeats."""
    levels = [_level(c) for c in other]
    mine = [c for c in first if c.kind == "stub"]
    repeated = next((n for n, c in enumerate(mine) if _level(c) and _level(c) in levels), 0)
    return mine[:repeated]


def _level(column: Column) -> str:
    names = read_label(column.path[-1]).names[:1] if column.path else ()
    return next((name for name in names if name.startswith("level")), "")


def _is_like(first: list[Column], other: list[Column]) -> bool:
    figures, others = (_leaves(part, "figures") for part in (first, other))
    if not others:
        return False
    levels, other_levels = ({_level(c) for c in part} - {""} for part in (first, other))
    if levels and other_levels and not levels & other_levels:
        return False
    names, other_names = (_leaves(part, "stub", "text", "code", "ordinal") for part in (first, other))
    other_group = len(first[0].path) > 1 and len(other[0].path) > 1 and first[0].path[0] != other[0].path[0]
    is_under_one = all(len({c.path for c in part}) == 1 for part in (first, other))
    if is_under_one and first[0].path != other[0].path:
        return (
            True  # each with its names and numbers under one heading: 年初预算 over both, 全年支出 over both
        )
    return bool(set(names) & set(other_names)) or other_group or (figures == others and len(names) == 1)


def _leaves(part: list[Column], *kinds: str) -> list[str]:
    return [match_key(c.path[-1]).split("(")[0] if c.path else "" for c in part if c.kind in kinds]


def headed_apart(owners: Owners, span: Span, found: list[list[Column]]) -> list[list[Column]]:
    """Ledgers side by side with the headings that texts part from them: 中期目标 | 年度目标, what they are, then the
    indicators of each."""
    if len(found) < 2:
        return found
    shared = set.intersection(*({c.index for c in ledger} for ledger in found))
    own = [[c for c in ledger if c.index not in shared] for ledger in found]
    ends = [(columns[0].index, columns[-1].index + columns[-1].span) for columns in own if columns]
    for r in range(span.header[0] - 1, max(span.header[0] - _LOOK_UP, 0) - 1, -1):
        cells = {(c.column, c.column + c.column_span): c for c in owners[r] if c is not None and c.row == r}
        over = [cells[place].text for place in ends if place in cells]
        if len(set(over)) == len(found) and all(read_label(text).period for text in over):
            return [
                [c if c.index in shared else replace(c, path=(text, *c.path)) for c in ledger]
                for ledger, text in zip(found, over, strict=True)
            ]
    return found
