"""From printed names to their codes."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from normalizers.classifications.table import Code, all_codes
from normalizers.text import match_key

_TOP = 3  # digits of the outermost level; each level below adds two
_MOSTLY = 0.7
_FEWEST = 3  # names: fewer tell no classification
_SPENT = "支出"  # 教育 for 教育支出
KINDS = ("function", "economic_department", "economic_government", "income")


def codes_in_order(names: Sequence[str], kind: str, year: int | None = None) -> list[str | None]:
    """The codes of the lines of a list that prints names alone, top to bottom, as the official list has them.

    Lists print the lines in the order of their codes, so that the line above tells which of the many 行政运行 one is:
    it stands below that line or beside it or one of those above it. Of several that do, the one printed so nearest to
    the year is meant. None for a name that is no code of this kind, or is one elsewhere and more than once.
    """
    found: list[str | None] = []
    last = ""
    for name in names:
        codes = _codes(name, kind, year)
        near = [c for c in codes if c > last and last.startswith(_parent(c))]
        own = min(near, key=lambda c: (codes[c], c)) if near else None
        if own is None and len(codes) == 1:
            own = next(iter(codes))
        last = own or last
        found.append(own)
    return found


def kinds_of(names: Sequence[str]) -> list[str | None]:
    """Of which classification each of some printed names (without numbering and codes) in a list is.

    A list may hold the lines of several classifications one below the other, as a ledger holds income and expenditure.
    Each run has three names or more, most of which are of its classification, as are most of all; else None. Empty
    names are those of the lines around them.
    """
    runs = _runs(names)
    known = [bool(name) and bool(_codes(name, kind, None)) for name, kind in zip(names, runs, strict=True)]
    if not _are_mostly(names, known):
        return [None] * len(names)
    found: list[str | None] = []
    for kind, run in itertools.groupby(range(len(names)), key=lambda n: runs[n]):
        at = list(run)
        own = [names[n] for n in at], [known[n] for n in at]
        is_list = sum(map(bool, own[0])) >= _FEWEST and _are_mostly(*own)
        found += [kind if is_list else None] * len(at)
    return found


def _are_mostly(names: Sequence[str], known: Sequence[bool]) -> bool:
    named = sum(map(bool, names))
    return named > 0 and sum(known) >= _MOSTLY * named


def _runs(names: Sequence[str]) -> list[str]:
    """The classification of each line so that the fewest names are none of it and it changes seldom."""
    costs = dict.fromkeys(KINDS, 0)
    ways: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in names:
        best = min(KINDS, key=lambda kind: costs[kind])
        before, then = costs, ways
        costs, ways = {}, {}
        for kind in KINDS:
            stays = before[kind] <= before[best] + _FEWEST
            from_ = kind if stays else best
            is_other = bool(name) and not _codes(name, kind, None)
            costs[kind] = before[from_] + (0 if stays else _FEWEST) + is_other
            ways[kind] = [*then[from_], kind]
    return ways[min(KINDS, key=lambda kind: costs[kind])]


def _parent(code: str) -> str:
    return code[:-2] if len(code) > _TOP else ""


def _codes(name: str, kind: str, year: int | None) -> dict[str, int]:
    """The codes that a name may have in a year, each with the years between it and the documents that print it so."""
    key = match_key(name)
    names = _by_name(kind)
    found = (*names.get(key, ()), *names.get(key + _SPENT, ()))
    known = [one for one in found if one.is_of(year)] or found
    return {one.code: one.years_from(year) for one in known}


@lru_cache(maxsize=len(KINDS))
def _by_name(kind: str) -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for one in all_codes():
        if one.kind == kind:
            found[match_key(one.code_name)].append(one)
    return {name: tuple(codes) for name, codes in found.items()}
