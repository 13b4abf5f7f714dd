"""From a printed name to its code and from a code to its official name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache

from normalizers.classifications.table import Code, all_codes
from normalizers.text import match_key

FUNCTION = "function"
_TOP = 3  # digits of the outermost level; each level below adds two
_MOSTLY = 0.7
_SPENT = "支出"  # 教育 for 教育支出
KINDS = (FUNCTION, "economic_department", "economic_government", "income")


def is_named(name: str, kind: str) -> bool:
    """Is a printed name, without numbering and codes, one of a code of this kind?"""
    return bool(_codes(name, kind, None))


def code_named(path: Sequence[str], kind: str, year: int | None = None) -> str | None:
    """The code of the last of some printed names, outermost first; None unless they leave exactly one.

    Names above it that are no codes of this kind (the department, the programme) say nothing. Of a code and a line
    below it that share a name (229 其他支出, 22999 其他支出) the outer one is meant first.
    """
    above: Collection[str] = ()
    for outer in path[:-1]:
        found = _codes(outer, kind, year)
        above = _next_below(above, found) or above if above else _outermost(found)
    own: Collection[str] = _codes(path[-1], kind, year) if path else ()
    if above:
        own = _next_below(above, own)
    elif len(path) == 1:
        own = _outermost(own)
    return next(iter(own)) if len(own) == 1 else None


def codes_in_order(names: Sequence[str], kind: str, year: int | None = None) -> list[str | None]:
    """The codes of the lines of a list that prints names alone, top to bottom, as the official list has them.

    Lists print the lines in the order of their codes, so that the line above tells which of the many 行政运行 one is:
    it stands below that line or beside it or one of those above it. None for a name that is no code of this kind, or
    whose place leaves several.
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
    """Of which classification most of some printed names are; None where they are of none."""
    counts = {kind: sum(is_named(name, kind) for name in names) for kind in KINDS}
    best = max(KINDS, key=lambda kind: counts[kind])
    return best if names and counts[best] >= _MOSTLY * len(names) else None


def _parent(code: str) -> str:
    return code[:-2] if len(code) > _TOP else ""


def _next_below(above: Collection[str], found: Collection[str]) -> set[str]:
    """Codes that stand below one of some others, those next to them where there are any."""
    below = {code for code in found if any(code != one and code.startswith(one) for one in above)}
    return _outermost(below)


def _outermost(found: Collection[str]) -> set[str]:
    shortest = min(map(len, found), default=0)
    return {code for code in found if len(code) == shortest}


def official_names(code: str, year: int | None = None) -> tuple[str, ...]:
    """The names of a code in a year, or in any year where none is known of that one; () for an unknown code."""
    names = _by_code().get(code, ())
    return tuple(one.code_name for one in names if one.is_of(year)) or tuple(one.code_name for one in names)


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


@lru_cache(maxsize=1)
def _by_code() -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for one in all_codes():
        found[one.code].append(one)
    return {code: tuple(names) for code, names in found.items()}
