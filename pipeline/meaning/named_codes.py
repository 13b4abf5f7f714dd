"""Codes of lines that print names alone: tables list them in the order of the official classification."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from normalizers.classifications import codes_in_order, kinds_of


def named_codes(halves: Sequence[Sequence[str]], year: int | None) -> list[str]:
    """The code of each line of a part from the names of all of them, '' where it has none.

    `halves` are the names of each column of a list that is set in several, one where it is not: without numbering, ''
    for lines that are sums by their label. Nothing where fewer than most of the names are of a classification: a
    project may be called like a line of it.
    """
    kinds = [kind for names in halves for kind in kinds_of(names)]
    lines = zip(kinds, (name for names in halves for name in names), strict=True)
    found: list[str] = []
    for kind, run in itertools.groupby(lines, key=lambda line: line[0]):
        own = [name for _, name in run]
        codes = codes_in_order(own, kind, year) if kind is not None else [None] * len(own)
        found += [code or "" for code in codes]
    return found
