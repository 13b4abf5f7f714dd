"""Target forms that set two periods side by side: 三级指标 | 指标值 for the whole term, and again for the year."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.classify import Block
from extractors.column import Column
from normalizers.text import match_key
from pipeline.records.context import TableRows

_PERIODS = (
    ("cycle", re.compile(r"中?长期|中期|实施期|周期|总体目标|规划期")),
    ("annual", re.compile(r"年度|当年|本年")),
)
_LOOKED_AT = 6  # rows above the header


def halves(view: TableRows, block: Block) -> list[tuple[Block, str | None]]:
    """The parts of a block with the period that is printed over each, from left to right; one part without a
    period where nothing is set twice. A first level that only stands at the left is that of all parts."""
    names = [c for c in block.columns if c.role == "level3"]
    targets = [c for c in block.columns if c.role == "target_text"]
    if len(names) < 2 or len(targets) != len(names):
        return [(block, None)]
    if any(not a.index < t.index < b for a, t, b in zip(names, targets, _ends(names), strict=True)):
        return [(block, None)]
    parts: list[list[Column]] = [[]]
    for column in block.columns:
        if column.role in ("level1", "level2", "level3") and any(c.role == "target_text" for c in parts[-1]):
            parts.append([])
        parts[-1].append(column)
    shared = [c for c in parts[0] if c.role == "level1"]
    found = []
    for part, target in zip(parts, targets, strict=False):
        own = part if any(c.role == "level1" for c in part) else [*shared, *part]
        found.append((replace(block, columns=own), _period(view, block, target)))
    return found


def _ends(names: list[Column]) -> list[float]:
    return [*(float(c.index) for c in names[1:]), float("inf")]


def _period(view: TableRows, block: Block, target: Column) -> str | None:
    """What stands over a column of targets: in its headings, else in the rows above the header."""
    top = min(block.header, default=0)
    above = [view.cell(r, target.index) for r in range(top - 1, max(-1, top - 1 - _LOOKED_AT), -1)]
    for text in (*reversed(target.path), *(cell.text for cell in above if cell is not None)):
        key = match_key(text)
        if len(key) <= 20:
            period = next((name for name, words in _PERIODS if words.search(key)), None)
            if period is not None:
                return period
    return None
