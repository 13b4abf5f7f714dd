"""From printed names to their codes."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from normalizers.classifications.table import Code, all_codes
from normalizers.text import match_key

_TOP = 3  # digits of the outermost level; each level below adds two
_FEWEST = 3  # names: fewer tell no classification
_OF_NONE = 0.3  # a run in which more names than these are of no classification is of none
_CHANGE = 3.0  # names that a change of the classification weighs
_LINE = 5  # digits of a line (款), which holds items
_SPENT = "支出"  # 教育 for 教育支出
_COMES = "收入"
KINDS = ("function", "economic_department", "economic_government", "income")


def codes_in_order(names: Sequence[str], kind: str, year: int | None = None) -> list[str | None]:
    """The codes of the lines of a list that prints names alone, top to bottom, as the official list has them.

    Lists print the lines in the order of their codes, so that the line above tells which of the many 行政运行 one is:
    it stands below that line or beside it or one of those above it. Of several that do, the one printed so nearest to
    the year is meant; a former one where the lines behind it go on below the same line. None for a name that is no code
    of this kind, or is one elsewhere and more than once.
    """
    found: list[str | None] = []
    last = line = ""
    of_year = [_codes(name, kind, year) for name in names]
    for n, (name, codes) in enumerate(zip(names, of_year, strict=True)):
        own = _nearest(codes, last)
        if own is None and len(codes) == 1:
            only = next(iter(codes))
            is_again = len(only) > _LINE and not only.startswith(line) and only in found
            own = None if is_again else only  # the same name below another line
        former = _nearest(_codes(name, kind, None), last, below=_parent(last))
        if former is not None and former not in codes and _goes_on(of_year[n + 1 :], _parent(former)):
            own = former
        last = own or last
        line = own if own and len(own) == _LINE else line
        found.append(own)
    return found


def _nearest(codes: Mapping[str, int], last: str, below: str = "") -> str | None:
    """Of several codes the one behind the last whose parent holds it, too; of these that nearest to the year."""
    near = [c for c in codes if c > last and last.startswith(_parent(c)) and _parent(c).startswith(below)]
    return min(near, key=lambda c: (codes[c], c)) if near else None


def _goes_on(codes: Sequence[Mapping[str, int]], line: str) -> bool:
    """Does the next line that tells its code stand below the same line? Then an old template is printed."""
    return len(line) >= _LINE and next((next(iter(c)) for c in codes if len(c) == 1), "").startswith(line)


def kinds_of(names: Sequence[str]) -> list[str | None]:
    """Of which classification each of some printed names (without numbering and codes) in a list is; None: of none.

    A list may hold the lines of several classifications one below the other, as a ledger holds income and expenditure,
    and then lines of its own. In each run most names are of its classification, three or more. Empty names are those of
    the lines around them. Where all that name a side name the same, no line is of the other.
    """
    states = _states(names)
    costs = dict.fromkeys(states, 0.0)
    steps: list[dict[str | None, str | None]] = []
    for name in names:
        best = min(states, key=costs.__getitem__)
        step = {state: state if costs[state] <= costs[best] + _CHANGE else best for state in states}
        costs = {
            state: costs[came] + (_CHANGE if came != state else 0.0) + _cost(name, state)
            for state, came in step.items()
        }
        steps.append(step)
    state = min(states, key=costs.__getitem__)
    found: list[str | None] = []
    for step in reversed(steps):
        found.insert(0, state)
        state = step[state]
    return _long_runs(names, _filled(names, found))


def _states(names: Sequence[str]) -> tuple[str | None, ...]:
    """The classifications that names can be of: 国防 among lines of income is what the income is for."""
    comes, goes = (sum(name.endswith(end) for name in names) for end in (_COMES, _SPENT))
    if comes and not goes:
        return ("income", None)
    return (*(kind for kind in KINDS if kind != "income" or comes), None)


def _filled(names: Sequence[str], kinds: list[str | None]) -> list[str | None]:
    """One classification for all where it is the only one found, and that of most names."""
    found = set(kinds) - {None}
    if len(found) != 1:
        return kinds
    kind = found.pop()
    named = [name for name in names if name]
    is_most = sum(_cost(name, kind) for name in named) <= _OF_NONE * len(named)
    return [kind] * len(names) if is_most else kinds


def _cost(name: str, kind: str | None) -> float:
    """What it costs to take a name as one of a classification, or of none."""
    if not name:
        return 0.0
    return _OF_NONE if kind is None else float(not _codes(name, kind, None))


def _long_runs(names: Sequence[str], kinds: list[str | None]) -> list[str | None]:
    """The classifications without those of which too few names stand together."""
    found: list[str | None] = []
    for kind, run in itertools.groupby(zip(names, kinds, strict=True), key=lambda pair: pair[1]):
        own = [name for name, _ in run]
        is_list = kind is not None and sum(not _cost(name, kind) for name in own if name) >= _FEWEST
        found += [kind if is_list else None] * len(own)
    return found


def _parent(code: str) -> str:
    return code[:-2] if len(code) > _TOP else ""


def _codes(name: str, kind: str, year: int | None) -> dict[str, int]:
    """The codes that a name may have in a year, each with the years between it and the documents that print it so."""
    key = match_key(name)
    names = _by_name(kind)
    found = [*names.get(key, ()), *names.get(key + _SPENT, ())]
    # Old templates print codes of years ago, but none of an edition after the next.
    found = [one for one in found if year is None or _begins()[one.code] <= year + 1]
    known = [one for one in found if one.is_of(year)] or found
    return {one.code: one.years_from(year) for one in known}


@lru_cache(maxsize=1)
def _begins() -> dict[str, int]:
    """The first year of each code; 0 where it is not known."""
    found: dict[str, int] = {}
    for one in all_codes():
        found[one.code] = min(found.get(one.code, one.valid_from or 0), one.valid_from or 0)
    return found


@lru_cache(maxsize=len(KINDS))
def _by_name(kind: str) -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for one in all_codes():
        if one.kind == kind:
            found[match_key(one.code_name)].append(one)
    return {name: tuple(codes) for name, codes in found.items()}
