"""Codes printed beside names: are they those of the official classification, or of offices and projects?"""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.classifications import (
    KINDS,
    begins_like,
    codes_named,
    is_known,
    kind_of_code,
    known_as,
)

_LENGTHS = frozenset({3, 5, 7, 9})  # digits of the four levels
_LONG = 7  # digits that are hardly those of something else when the list has them
_HALF = 0.5


def printed_codes(codes: Sequence[Sequence[str]], names: Sequence[str]) -> list[tuple[str, ...]]:
    """Of the codes that each line of a part prints, those of the official classification, as printed.

    They are of it where the list knows the names, or codes of seven digits, of at least half of the lines: offices have
    codes of the same shape, and projects are listed with the code that pays for them. A code that the list does not
    know is kept then, unless no line of the part is of its classification; one that lost or won a digit, if the list
    knows the name.
    """
    lines = [(own, name) for own, name in zip(codes, names, strict=True) if own and name]
    known = [[code for code in own if _is_of_list(code, name)] for own, name in lines]
    if sum(map(bool, known)) < max(_HALF * len(lines), 1):
        return [()] * len(codes)
    kinds = {kind_of_code(code) for own in known for code in own}
    return [
        tuple(code for code in own if kind_of_code(code) in kinds and _may_be(code, name))
        for own, name in zip(codes, names, strict=True)
    ]


def _may_be(code: str, name: str) -> bool:
    """Has it the digits of a level, or one more or less beside a name of the list?"""
    kind = kind_of_code(code)
    is_near = min(_LENGTHS) < len(code) < max(_LENGTHS) and kind in KINDS
    return len(code) in _LENGTHS or (is_near and bool(codes_named(name, kind or "")))


def _is_of_list(code: str, name: str) -> bool:
    """Does the list know the name, for this code or, where one of the two is misprinted, for another; or a long code,
    whatever stands beside it?"""
    kind = kind_of_code(code)
    if kind not in KINDS or len(code) not in _LENGTHS:
        return False
    if len(code) >= _LONG and is_known(code):
        return True
    return known_as(code, name) or begins_like(code, name) or bool(codes_named(name, kind))
