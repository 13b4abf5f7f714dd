"""Indicator values as printed: operator, number, unit — or words. `phrases` says what counts as a number."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from normalizers.numbers.numbers import join_wrapped, normalize_digits, parse_number, without_currency
from normalizers.numbers.operators import cut_after, cut_before, neutral
from normalizers.numbers.phrases import match_phrase
from normalizers.numbers.quantity import Quantity, with_unit
from normalizers.numbers.units import lookup
from normalizers.periods import parse_date
from normalizers.text import clean, is_blank, match_key

__all__ = ["Quantity", "parse_actual", "parse_percent", "parse_quantity", "split_operator"]

_CALENDAR = re.compile(r"(?:19|20)\d\d年度?|\d{1,2}月份?|(?:19|20)\d\d年?[-—–~至到]+(?:19|20)\d\d年?度?")
_SPLIT_FIGURE = re.compile(r"\d\s+\d")
_GROUPS_OF_THREE = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_ENCLOSED = re.compile(r"[(“\"'](.*)[)”\"']")


@lru_cache(maxsize=16384)
def parse_quantity(text: str | None, default_unit: str | None = None) -> Quantity | None:
    """Read a target or actual value; None when the cell is blank.

    `default_unit` is the unit that the column or the name of the indicator states: it applies to figures
    printed without one, and completes a lone scale word (`250万` in a column of 元 is 250 万元).
    """
    if text is None or is_blank(text):
        return None
    number = parse_number(text)
    if number is not None:
        figure = Quantity("=", number, None, None, None, clean(text), False)
        return with_unit(figure, "", default_unit) if default_unit else figure
    if (number := parse_number(without_currency(text))) is not None and number < 0:  # (¥12.50)
        return Quantity("=", number, None, "元", lookup("元"), clean(text), False)
    words = Quantity("text", None, None, None, None, clean(text), False)
    if deadline := _deadline(match_key(text)):
        return replace(words, date=deadline)
    body = join_wrapped(normalize_digits(text))
    if _SPLIT_FIGURE.search(_GROUPS_OF_THREE.sub("0", body)):
        return words  # two figures: joining them would make a third
    key = match_key(body).rstrip("。;,.、")
    enclosed = _ENCLOSED.fullmatch(key)
    if enclosed and parse_number(enclosed[1]) is None:
        key = enclosed[1]
    if _CALENDAR.fullmatch(key):
        return words
    return match_phrase(key, words, default_unit) or words


parse_actual = parse_quantity
"""Actual values are printed like targets; the name says at the call what is read."""


def split_operator(text: str) -> tuple[str | None, str]:
    """Cut a printed operator off: `不低于95%` -> (≥, 95%), `50天内` -> (≤, 50天), `3家` -> (None, 3家)."""
    key = match_key(normalize_digits(text))
    op, rest = cut_before(key)
    return (op, rest) if op is not None else cut_after(key)


def parse_percent(text: str | None, *, bare_ok: bool = False, fraction_ok: bool = False) -> Decimal | None:
    """A percentage on the scale 0..100: `95.88%`, `5‰`, `三成`; None for all else and for bounds (`95%以上`).

    `bare_ok`: the column says 率 or %, so `95.88` is 95.88. `fraction_ok`: the column prints shares, so a
    bare figure of at most 1 is multiplied by 100 (`0.9588` and `1`); there it goes before `bare_ok`.
    """
    found = parse_quantity(text)
    if found is None or found.value is None or found.op != "=":
        return None
    if found.unit_obj is not None:
        return found.value * found.unit_obj.factor if found.unit_obj.kind in ("percent", "permille") else None
    if found.unit is not None:
        return None
    if fraction_ok and abs(found.value) <= 1:
        return found.value * 100
    return found.value if bare_ok else None


def _deadline(key: str) -> date | None:
    tails = ["", *(tail for tail in neutral("deadline") if key.endswith(tail))]
    for lead in ["", *(lead for lead in neutral("deadline_lead") if key.startswith(lead))]:
        for tail in tails:
            found = parse_date(key.removeprefix(lead).removesuffix(tail).removeprefix(":"))
            if found:
                return found
    return None
