"""Where a label speaks of a time in figures; what the figures mean is read by `normalizers.periods`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from normalizers import periods

_YEAR = r"(?:(?:19|20)\d\d|[二一][〇零○o0九一二三四五六七八]{3})"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"[-—–~至到]+"
_UNTIL = r"(?:截至|截止到?|自年初至|至|到)?"
_AS_OF = r"(?:截至|截止到?)"
_SINCE = r"(?:截至|截止到?|自年初至|至|到)"  # without it 23.6.30 may be any number
# Tried in this order at each place.
_KINDS = {
    "short_day": rf"{_UNTIL}\d\d年{_SMALL}月{_SMALL}[日号]|{_SINCE}\d\d[-./]{_SMALL}[-./]{_SMALL}日?(?!\d)",
    "short_month": rf"{_SINCE}\d\d年{_SMALL}月份?[底末]?|\d\d年{_SMALL}月份?[底末]",
    "short_year": rf"{_UNTIL}\d\d年(?:度?第?[一二三四1-4]季度末?|[上下]半年)|{_SINCE}\d\d年(?:[底末]|年终|度末)",
    # 12.10 may be the tenth of December, so a year of two digits is no month.
    "until_figures": rf"{_AS_OF}(?:20\d{{6}}|(?:20\d\d|1[3-9]|[2-9]\d)[-./]{_SMALL}(?:月份?[底末]?)?)(?![\d.%])",
    "day": rf"{_UNTIL}{_YEAR}(?:年{_SMALL}月{_SMALL}[日号]?|[-./]{_SMALL}[-./]{_SMALL}日?)(?!\d)",
    "months": rf"(?:{_YEAR}年度?)?{_SMALL}月?{_TO}{_SMALL}月份?",
    "month_end": rf"{_UNTIL}(?:{_YEAR}年)?{_SMALL}月份?月?[底末]",
    "day_of_month": rf"{_UNTIL}{_SMALL}月{_SMALL}[日号]",
    "until_month": rf"(?:截至|截止到?)(?:{_YEAR}年)?{_SMALL}月份?",
    "month": rf"(?:{_YEAR}年)?{_SMALL}月份?",
    "quarter": rf"{_UNTIL}(?:{_YEAR}年度?)?第?[一二三四1-4]季度末?",
    "half": rf"{_UNTIL}(?:{_YEAR}年度?)?[上下]半年",
    "years": rf"{_YEAR}年?度?{_TO}{_YEAR}年度?",
    "year_end": rf"{_UNTIL}{_YEAR}年(?:年?[底末]|年终|度末)",
    "year": rf"{_YEAR}年(?=年初)|{_YEAR}(?=年初)|{_YEAR}年度?",
}
_OF_NO_DAY = frozenset({"day_of_month", "month", "year", "years"})
_FIRST = "[0-9一二三四五六七八九十第上下截至到自]"
_TIME = re.compile(
    rf"(?={_FIRST})(?<![\d.])(?:{'|'.join(f'(?P<{name}>{body})' for name, body in _KINDS.items())})"
)
_HINT = re.compile(r"[年月季]|(?:19|20)\d\d[-./]|[至止到](?:\d\d[-./]|20\d{4})\d")
_LEAD = re.compile(r"^(?:截至|截止到?|自年初至|至|到)")
_BARE_YEAR = re.compile(rf"{_YEAR}")
_LAST_SMALL = re.compile(rf"({_SMALL})月?份?[底末]?$")
_FIRST_SMALL = re.compile(rf"({_SMALL})月")
_QUARTER = re.compile(r"([一二三四1-4])季度")
_NUMBERS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}

Say = Mapping[str, Any]


def find_times(key: str) -> list[tuple[int, int, Say]]:
    """(start, end, facets) of each time that a match key states, from left to right."""
    if not _HINT.search(key):
        whole = _BARE_YEAR.fullmatch(key)
        return [(0, len(key), {"fiscal_year": int(key)})] if whole and key.isdigit() else []
    return [(m.start(), m.end(), _say(str(m.lastgroup), m[0])) for m in _TIME.finditer(key) if m[0]]


def number(word: str) -> int:
    """十二 is 12, 廿 is not read; digits as they are."""
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_NUMBERS.get(tens, 1) * 10 if ten else 0) + _NUMBERS.get(ones, 0)


@lru_cache(maxsize=4096)
def _say(kind: str, text: str) -> Say:
    body = periods.with_century(_LEAD.sub("", text))
    year = periods.find_year(body)
    say: dict[str, Any] = {}
    if kind == "years":
        say["period"] = "cycle"
    elif kind in ("year", "year_end", "months", "month", "quarter", "half"):
        say["fiscal_year"] = year if year is not None else _year_before(body)
    if kind not in _OF_NO_DAY:
        say["as_of"] = periods.parse_date(body)
    if say.get("as_of") is None and kind in ("month_end", "until_month", "day_of_month"):
        found = _FIRST_SMALL.search(body)
        say["month"] = number(found[1]) if found else None
    if kind in ("months", "month"):
        found = _LAST_SMALL.search(body)
        say["month"] = number(found[1]) if found else None
    if kind == "half":
        say["month"] = 6 if "上" in body else 12
    if kind == "quarter":
        found = _QUARTER.search(body)
        say |= {"quarter": number(found[1]) if found else None, "period": "quarter"}
    return {facet: value for facet, value in say.items() if value is not None}


def _year_before(body: str) -> int | None:
    """2024 before 年初预算: the year's own 年 belongs to the word behind it."""
    return periods.find_year(body + "年") if _BARE_YEAR.match(body) else None
