"""The unit that the prose of a document states for the figures of a table that states none.

A report that writes 本年收入预算390,140.45万元 and prints 390,140.45 in a table without a unit line has said what the
table counts in. One figure may be chance, so two must agree, and none may contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from normalizers.numbers import Unit, parse_number, units
from normalizers.text import match_key

_FIGURE = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)([十百千万亿]{0,2}(?:美元|元))")
_DIGITS = 4  # significant digits from which a figure is not met twice by chance
_AGREEING = 2


def stated_figures(lines: Iterable[str]) -> dict[Decimal, frozenset[str]]:
    """Long figures of the prose with the names of the money units behind them."""
    found: dict[Decimal, frozenset[str]] = {}
    for number, name in _FIGURE.findall(match_key("".join(lines))):
        value, unit = parse_number(number), units.lookup(name)
        if value is not None and unit is not None and _is_long(value):
            found[value] = found.get(value, frozenset()) | {unit.name}
    return found


def unit_of_figures(figures: dict[Decimal, frozenset[str]], texts: Iterable[str]) -> Unit | None:
    """The one unit that the prose gives to figures of a table; None when it gives too few or several."""
    values = {value for text in texts if (value := parse_number(text)) is not None}
    stated = [figures[value] for value in values if value in figures]
    names = frozenset().union(*stated)
    return units.lookup(next(iter(names))) if len(stated) >= _AGREEING and len(names) == 1 else None


def _is_long(value: Decimal) -> bool:
    return len("".join(map(str, value.as_tuple().digits)).strip("0")) >= _DIGITS
