"""Which of its labels a row is called by."""

from __future__ import annotations

from functools import lru_cache

from extractors.addresses import Label, Line
from normalizers.facets import Facets

# What a row is called by, the least telling first.
_RANKS: tuple[frozenset[str], ...] = (
    frozenset({"unit", "operator", "remark", "reason", "date", "code", "row_no", "person", "document"}),
    frozenset({"region", "class", "content", "source", "department"}),
    frozenset({"recipient"}),
    frozenset({"program", "item", "level3"}),
)
_UNKNOWN = len(_RANKS) - 2  # below a heading that does not say what it names


def main_label(line: Line, heads: dict[int, Facets]) -> Label | None:
    """The label that a row is called by: the item or programme rather than what is said of it."""
    labels = line.labels or line.groups[-1:]
    if not labels:
        return None
    ranks = [_rank(heads[label.column].names) if label.column in heads else _UNKNOWN for label in labels]
    best = max(ranks)
    if best < 0:
        return line.labels[-1] if line.labels else None
    return labels[ranks.index(best)]


@lru_cache(maxsize=256)
def _rank(kinds: tuple[str, ...]) -> int:
    """How much a label tells below a heading that names these kinds; -1 for kinds that name no row."""
    if not kinds:
        return _UNKNOWN
    return next((rank for rank, wanted in enumerate(_RANKS) if not wanted.isdisjoint(kinds)), -1)
