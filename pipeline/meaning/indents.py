"""How deep the labels of rows are indented, as far as that shows anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.meaning.number_table import NumberRow

_SAME_INDENT = 2.5  # points that a label may stand off its fellows
_MOST_DEPTHS = 7  # more different indentations than this are no depths: the labels stand in the middle


def all_depths(rows: Sequence[NumberRow]) -> list[list[int | None]]:
    """Indentations as depths: by small and by wide steps; without those of rows that stand alone with theirs, in the
    middle of their cells; and none."""
    found: list[list[int | None]] = []
    for step in (_SAME_INDENT, 2 * _SAME_INDENT):
        depths = depths_of(rows, step)
        for some in (depths, without_lone(depths)):
            if 1 < len(set(some) - {None}) <= _MOST_DEPTHS and some not in found:
                found.append(some)
    return [*found, [None] * len(rows)]


def depths_of(rows: Sequence[NumberRow], step: float = 2 * _SAME_INDENT) -> list[int | None]:
    """How deep each label is indented, 0 the least; None where that shows nothing. Indentations less than a step (in
    points) apart are one."""
    known = [None if _floats(row) else row.indent for row in rows]
    edges: list[float] = []
    for indent in sorted({indent for indent in known if indent is not None}):
        if not edges or indent - edges[-1] > step:
            edges.append(indent)
    return [None if i is None else sum(edge <= i for edge in edges) - 1 for i in known]


def without_lone(depths: Sequence[int | None]) -> list[int | None]:
    """Depths without those of lines that stand alone with theirs."""
    often = Counter(depths)
    return [None if depth is None or often[depth] == 1 else depth for depth in depths]


def codes_contradict(rows: Sequence[NumberRow]) -> bool:
    """Do codes stand below others that they do not belong to, as lines of one list under that list's own?"""
    depths = all_depths(rows)[0]
    for (a, outer), (b, inner) in pairwise(zip(rows, depths, strict=True)):
        is_below = outer is not None and inner is not None and inner > outer
        if is_below and a.code and len(a.code) == len(b.code):
            return True
    return False


def _floats(row: NumberRow) -> bool:
    """A total, or a row without a label: where it stands shows nothing."""
    return row.is_total or not row.label
