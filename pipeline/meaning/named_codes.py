"""Codes of lines that print names alone: tables list them in the order of the official classification."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.classifications import codes_in_order, kind_of

_FEWEST = 3  # names: fewer tell no classification


def named_codes(names: Sequence[str], year: int | None) -> list[str]:
    """The code of each line of a part from the names of all of them, '' where it has none.

    `names` are without numbering, '' for lines that are sums by their label. Nothing where fewer than most of the names
    are of one classification: a project may be called like a line of it.
    """
    own = [name for name in names if name]
    kind = kind_of(own) if len(own) >= _FEWEST else None
    if kind is None:
        return [""] * len(names)
    return [code or "" for code in codes_in_order(names, kind, year)]
