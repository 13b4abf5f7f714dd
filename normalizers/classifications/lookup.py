"""From printed names to their codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from normalizers.classifications.table import Code, all_codes
from normalizers.text import match_key

_TOP = 3  # digits of the outermost level; each level below adds two
_MOSTLY = 0.7
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


def kind_of(names: Sequence[str]) -> str | None:
    """Of which classification most of some printed names (without numbering and codes) are; None: of none."""
    keys = [match_key(name) for name in names]
    counts = {kind: sum(_is_known(key, _by_name(kind)) for key in keys) for kind in KINDS}
    best = max(KINDS, key=lambda kind: counts[kind])
    return best if names and counts[best] >= _MOSTLY * len(names) else None


def _is_known(key: str, names: dict[str, tuple[Code, ...]]) -> bool:
    return key in names or key + _SPENT in names


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
