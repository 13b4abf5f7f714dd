"""Addresses of cells, such as C7."""

from __future__ import annotations

import re
from functools import cache


@cache
def letters_of(column: int) -> str:
    """A for the column 0, AA for the column 26."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


_COLUMNS = {letters_of(column): column for column in range(16_384)}
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def place_of(address: str) -> tuple[int, int]:
    """Row and column of an address such as C7 or $C$7. Raises ValueError."""
    found = _ADDRESS.fullmatch(address)
    column = _COLUMNS.get(found.group(1).upper()) if found else None
    if found is None or column is None:
        raise ValueError(f"{address} is no address")
    return int(found.group(2)) - 1, column
