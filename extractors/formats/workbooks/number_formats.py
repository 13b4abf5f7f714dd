"""A number as Excel and WPS print it by the format of its cell: 0.9588 by ``0.00%`` is ``95.88%``.

Numbers have fifteen digits, and what is left out is rounded half up. A number for which a format has no section, or
that is no date, is printed as by ``General``, where Excel fills the cell with ``#``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from extractors.formats.chinese_numerals import as_digits, as_words
from extractors.formats.workbooks.builtin_formats import OF_SYSTEM
from extractors.formats.workbooks.date_formats import print_date
from extractors.formats.workbooks.decimal_formats import print_decimal, simple_printer
from extractors.formats.workbooks.format_codes import Section, sections_of

_DIGITS = 15
_WIDE, _NARROW = 11, 6  # characters of a number by General, digits where it has an exponent
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}
_MINUS = "-−－(（"


class NumberFormat:
    """A format, taken apart once. Get it from `number_format`."""

    def __init__(self, code: str) -> None:
        sections = sections_of(code)
        if of_system := OF_SYSTEM.get(sections[0].locale):
            sections = sections_of(of_system)
        self._text = sections[3] if len(sections) > 3 else _section_of_text(sections)
        self._sections = [one for one in sections[:3] if one is not self._text or len(sections) == 1]
        self._conditions = _conditions(self._sections)
        self._signs = [self._tells_sign(n) for n in range(len(self._sections))]
        self._simple = [simple_printer(section) for section in self._sections]

    def number(self, value: float, from_1904: bool = False) -> tuple[str, bool]:
        """Its text, and whether it is a negative one that only its red colour tells."""
        if not math.isfinite(value):
            return "#NUM!", False
        index = self._index(value)
        if index is None:
            return general(value), False
        section = self._sections[index]
        text = self._printed(index, value, from_1904).strip()
        return text, section.is_red and value < 0 and bool(text) and not any(sign in text for sign in _MINUS)

    def text(self, text: str) -> str:
        """A text as the cell prints it; its own blanks are kept, not those that the format leaves at its sides."""
        section = self._text
        if section is None:
            return text
        shown = (
            text if piece.kind == "text" else piece.text for piece in section.pieces if piece.kind != "gap"
        )
        return "".join(shown)

    def _index(self, value: float) -> int | None:
        """Of the section of a number; None where the format has none for it."""
        for index, told in enumerate(self._conditions):
            if told is None or _COMPARE[told[0]](value, told[1]):
                return index
        return None

    def _printed(self, index: int, value: float, from_1904: bool) -> str:
        section, simple = self._sections[index], self._simple[index]
        sign = "-" if value < 0 and not self._signs[index] else ""
        if simple is not None:
            return sign + simple(fifteen_digits(abs(value)))
        if section.is_date:
            printed = print_date(section, value, from_1904)
            return general(value) if printed is None else printed
        if section.has("text") or section.has("general"):
            return sign + self._with_general(section, abs(value))
        printed = print_decimal(section, fifteen_digits(abs(value)))
        return sign + (as_digits(printed, section.numerals) if section.numerals else printed)

    def _with_general(self, section: Section, value: float) -> str:
        number = general(value * 100**section.percents)
        if section.numerals:
            number = as_words(number, section.numerals)
        return "".join(number if one.kind in ("text", "general") else one.text for one in section.pieces)

    def _tells_sign(self, index: int) -> bool:
        """Its words tell the sign, for it prints nothing but numbers below zero."""
        told = self._conditions[index]
        if told is not None:
            operator, limit = told
            return limit <= 0 if operator == "<" else limit < 0 and operator in ("<=", "=")
        first = self._conditions[0]
        return index == 1 and first is not None and first[0] in (">=", ">") and first[1] == 0


def _conditions(sections: list[Section]) -> list[tuple[str, float] | None]:
    """What numbers each section is for: its own condition, or that of its place; None: all that are left."""
    own = [section.condition for section in sections]
    if len(sections) == 1:
        return own
    if own[0] is None:
        own[0] = (">=", 0.0) if len(sections) == 2 and own[1] is None else (">", 0.0)
    if len(sections) > 2 and own[1] is None:
        own[1] = ("<", 0.0)
    return own


def _section_of_text(sections: list[Section]) -> Section | None:
    """Fewer than four sections: the last one is for texts where it has an @."""
    last = sections[-1]
    return last if last.has("text") else None


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    return NumberFormat(code or "General")


def fifteen_digits(value: float) -> Decimal:
    """All that Excel knows of a number: 0.1 + 0.2 is 0.3."""
    return Decimal(f"{value:.{_DIGITS - 1}e}")


def general(value: float) -> str:
    """As by General, in a cell that is wide enough: eleven characters at most."""
    number = fifteen_digits(abs(value))
    sign = "-" if value < 0 and number else ""
    if not number:
        return "0"
    exponent = number.adjusted()
    if -10 < exponent < _WIDE:
        # Without a sign: digits before the point, the point, and as many behind it as there is room for.
        places = max(_WIDE - 1 - max(exponent + 1, 1), 0)
        shown = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
        exact = f"{number.normalize():f}"
        if len(exact) <= _WIDE:
            return sign + exact
        if exponent >= -4 and len(shown.split(".")[0]) <= _WIDE:
            return sign + (shown.rstrip("0").rstrip(".") if "." in shown else shown)
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(1 - _NARROW), ROUND_HALF_UP)
    if mantissa >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    return f"{sign}{mantissa.normalize():f}E{'+' if exponent >= 0 else '-'}{abs(exponent):02d}"
