"""Rows under a header that only number its columns: 栏次 | 1 | 2 | 3=2/1*100."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from extractors.model import RawCell
from normalizers.text import match_key

_NUMBER = r"(\d{1,2}|[A-Z])"
_NUMBERED = re.compile(rf"第?\(?{_NUMBER}\)?[栏列]?(?:[=:].+)?")
# What a column is computed from: 3/2*100, (2-1)/1*100%.
_OPERAND = r"\(*(?:\d{1,2}|100|[A-Z])%?\)*"
_FORMULA = re.compile(rf"=?{_OPERAND}(?:[-+*/×÷—–]{_OPERAND})+%?")


@cache
def _words() -> frozenset[str]:
    source = resources.files("extractors").joinpath("vocabulary/header_rows.toml")
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))["numbering"])


def numbers_columns(cells: list[RawCell]) -> bool:
    """Do the cells of a row only number the columns over them?"""
    return are_column_numbers(match_key(c.text) for c in cells)


def are_column_numbers(texts: Iterable[str]) -> bool:
    """Are the match keys of a row those of column numbers?

    The numbers rise by one; a column may give its formula instead, and a ledger beside the first may begin anew. Words
    between them are those that head such rows (栏次, 甲).
    """
    found: list[int] = []
    heads = 0
    for key in filter(None, texts):
        if key in _words():
            heads += 1
            continue
        position = _position(key)
        if position is None:
            return False
        found.append(position)
    numbers = [number for number in found if number]
    if len(numbers) < 2 and not (numbers and heads):
        return False
    return _rises(found)


def _position(key: str) -> int | None:
    """The number of a column, 0 for a formula, None for anything else."""
    found = _NUMBERED.fullmatch(key)
    if found:
        return int(found[1]) if found[1].isdigit() else ord(found[1]) - ord("A") + 1
    return 0 if _FORMULA.fullmatch(key) else None


def _rises(numbers: list[int]) -> bool:
    """Does each number (0 where only a formula is printed) follow the one before, from 1 or 2 on?"""
    expected = 0
    for number in numbers:
        if number and expected and number != expected and number != 1:
            return False
        if number and not expected and number > 2:
            return False
        expected = (number or expected) + 1 if number or expected else 0
    return True
