"""Printed codes and names against the list: does it know them, and what is a code called in a year."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from normalizers.classifications.table import Code, all_codes
from normalizers.text import match_key

_LEVEL = re.compile(r"\([类款项目]\)$")
_CODED = re.compile(r"[\[(]?(\d{3}|\d{5}|\d{7}|\d{9})[\])]?[-—:、.]?(?=[\u4e00-\u9fff“\"《(])")
_QUOTES = str.maketrans("", "", "“”\"'‘’")
_SPENT = "支出"  # 教育 for 教育支出
_BEGINNING = 2  # characters in which a name and its beginning agree
_KINDS = {"1": "income", "2": "function", "3": "economic_department", "5": "economic_government"}


def kind_of_code(code: str) -> str | None:
    """The classification whose codes begin like this one; None: none has such codes."""
    return _KINDS.get(code[:1])


def is_known(code: str) -> bool:
    """Does the list know a code, in whatever year?"""
    return code in _by_code()


def known_as(code: str, name: str) -> bool:
    """Is a printed name one that the list knows for a code, in whatever year: offices keep old templates?"""
    return name_key(name) in _keys(code)


def begins_like(code: str, text: str) -> bool:
    """Does a text begin as one of the names of a code does?"""
    beginning = name_key(text)[:_BEGINNING]
    return len(beginning) == _BEGINNING and any(key.startswith(beginning) for key in _keys(code))


def is_coded_name(text: str) -> bool:
    """Is a text a code with its name, and no quantity: 20101人大事务, but not 20101人?"""
    key = match_key(text)
    found = _CODED.match(key)
    return found is not None and begins_like(found[1], key[found.end() :])


def official_name(code: str, year: int | None) -> str | None:
    """The name of a code in the edition of a year; None for a code that the list does not know."""
    names = [one for one in _by_code().get(code, ()) if one.is_official]
    if year is None or not names:
        return names[-1].code_name if names else None
    return min(names, key=lambda one: _distance(one, year)).code_name


def codes_named(name: str, kind: str) -> tuple[str, ...]:
    """The codes of a classification that have a name, in order."""
    return _by_name().get((kind, name_key(name)), ())


def is_moved(code: str, other: str) -> bool:
    """Did the line of one of two codes move to the other?"""
    return other in _successors(code) or code in _successors(other)


@lru_cache(maxsize=1)
def listed_years() -> tuple[int, int]:
    """The first and the last year of which the list has codes."""
    years = [year for one in all_codes() for year in (one.seen_from, one.seen_to) if year is not None]
    return min(years), max(years)


def name_key(name: str) -> str:
    """A name for comparing: without 支出 at its end, the level in brackets and quotation marks."""
    return _LEVEL.sub("", match_key(name).translate(_QUOTES)).removesuffix(_SPENT)


def _distance(one: Code, year: int) -> tuple[int, int, int]:
    """How far a name is from a year: by its known years, then by those in which it was seen, the later first."""
    begins, ends = one.valid_from or year, one.valid_to or year
    return max(begins - year, year - ends, 0), one.years_from(year), -(one.valid_from or 0)


def _successors(code: str) -> set[str]:
    return {one.successor_code for one in _by_code().get(code, ()) if one.successor_code is not None}


@lru_cache(maxsize=8192)
def _keys(code: str) -> frozenset[str]:
    return frozenset(name_key(one.code_name) for one in _by_code().get(code, ()))


@lru_cache(maxsize=1)
def _by_code() -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for one in all_codes():
        found[one.code].append(one)
    return {code: tuple(names) for code, names in found.items()}


@lru_cache(maxsize=1)
def _by_name() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in all_codes():
        if one.is_official:
            found[one.kind, name_key(one.code_name)][one.code] = None
    return {key: tuple(codes) for key, codes in found.items()}
