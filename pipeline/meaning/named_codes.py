"""Codes of lines that print names alone: tables list them in the order of the official classification."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from normalizers.classifications import codes_in_order, kinds_of


def named_codes(names: Sequence[str], year: int | None) -> list[str]:
    """The code of each line of a part from the names of all of them, '' where it has none.

    `names` are without numbering, '' for lines that are sums by their label. Nothing where fewer than most of the names
    are of a classification: a project may be called like a line of it.
    """
    found: list[str] = []
    for kind, run in itertools.groupby(zip(kinds_of(names), names, strict=True), key=lambda pair: pair[0]):
        own = [name for _, name in run]
        codes = codes_in_order(own, kind, year) if kind is not None else [None] * len(own)
        found += [code or "" for code in codes]
    return found
