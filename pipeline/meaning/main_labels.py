"""Which of its labels a row is called by."""

from __future__ import annotations

from extractors.addresses import Label, Line
from normalizers.facets import Facets

# What a row is called by, the least telling first.
_RANKS: tuple[frozenset[str], ...] = (
    frozenset({"unit", "operator", "remark", "reason", "date", "code", "row_no", "person", "document"}),
    frozenset({"region", "class", "content", "source", "department"}),
    frozenset({"recipient"}),
    frozenset({"program", "item", "level3"}),
)


def main_label(line: Line, heads: dict[int, Facets]) -> Label | None:
    """The label that a row is called by: the item or programme rather than what is said of it."""
    best, rank = None, -1
    for label in line.labels or line.groups[-1:]:
        kinds = heads[label.column].names if label.column in heads else ()
        own = next(
            (r for r, wanted in enumerate(_RANKS) if set(kinds) & wanted),
            len(_RANKS) - 2 if not kinds else -1,
        )
        if own > rank:
            best, rank = label, own
    return best or (line.labels[-1] if line.labels else None)
