"""Dates and years as printed: `2023年12月31日`, `截至2024年6月底`, `2023年度`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from normalizers.text import match_key

_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_NUMBER_BEFORE_YEAR = re.compile(r"(?<=\d)\s+(?=(?:19|20)\d\d\s*年)")
_FIGURE = re.compile(r"\d\d")
_CHINESE_YEAR = re.compile(r"[二一][〇零○OoO0九一二三四五六七八]{3}(?=年)")
_CHINESE_PART = re.compile(r"[一二三四五六七八九十廿卅]{1,4}(?=[月日号])|元(?=月)")
_DIGIT = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_DAY = re.compile(_YEAR + r"(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?(?!\d)")
_COMPACT_DAY = re.compile(_YEAR + r"(\d\d)(\d\d)(?!\d)")
_MONTH_SPAN = re.compile(_YEAR + r"年\d{1,2}月?[-—–~至到]+(\d{1,2})月(?!\d)")
_MONTH = re.compile(_YEAR + r"年(\d{1,2})月(?:份)?(?:月?[底末]|(?=[^\d]|$))")
_MONTH_END = re.compile(_YEAR + r"年(\d{1,2})月份?[底末]")
_MONTH_SHORT = re.compile(_YEAR + r"[-./](\d{1,2})(?![\d\-./])")
_YEAR_END = re.compile(_YEAR + r"年(?:年?[底末]|年终|度末)")
_HALF = re.compile(_YEAR + r"年(上|下)半年")
_QUARTER = re.compile(_YEAR + r"年第?([一二三四1-4])季度末?")
_SHORT_YEAR = re.compile(
    r"(?!20\d\d)\d\d(?=年(?:\d{1,2}月|度?第?[一二三四1-4]季度|[上下]半年|[底末]|年终|度末)|[-./]\d{1,2}[-./]\d{1,2}(?!\d))"
    r"|(?:1[3-9]|[2-9]\d)(?=[-./]\d{1,2}(?!\d))"
)
_STROKE_BEFORE_MONTH = re.compile(r"(?<=^\d{4})[-./](?=\d{1,2}月)")
_UNTIL = re.compile(r"截至|截止到?|截到")
_YEAR_WORD = re.compile(_YEAR + r"(?=年|财年|\))")
_YEAR_SPAN = re.compile(_YEAR + r"年?度?[-—–~至到]+" + r"((?:19|20)\d\d)(?=年|\))")
_YEAR_LIST = re.compile(_YEAR + r"(?=(?:[、,和及与](?:19|20)\d\d)+年)")
_DOCUMENT_NUMBER = re.compile(r"[(\[〔]?(?:19|20)\d\d[)\]〕]?第?\d+号")
_FISCAL = re.compile(_YEAR + r"(?:年度|财年|财政年度|预算年度)")
_LISTED_BEFORE = re.compile(r"\d年?度?[、,和与及至到—–~-]$")
_EVALUATION = re.compile(r"年(?:度)?(?:市|省|区|县)?(?:级)?(?:财政|重点|部门|事后|第三方)*(?:绩效|评价|自评)")


@lru_cache(maxsize=4096)
def date_key(text: str) -> str:
    """Match key with Chinese year, month and day figures turned into digits: 二○二五年 gives 2025年."""
    # 表1-1 2025年: without white space the number of a table would become part of the year behind it.
    key = match_key(_NUMBER_BEFORE_YEAR.sub("#", text))
    key = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGIT), key)
    return _CHINESE_PART.sub(lambda m: str(_small(m[0])), key)


def _small(word: str) -> int:
    """十二 -> 12, 廿一 -> 21, 三十一 -> 31, 元 -> 1."""
    word = word.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    tens, ten, ones = word.rpartition("十")
    number = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
    return (number.get(tens, 1) * 10 if ten else 0) + number.get(ones, 0)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _end_of_month(year: str, month: str) -> date | None:
    if not 1 <= int(month) <= 12:
        return None
    return date(int(year), int(month), monthrange(int(year), int(month))[1])


def _period_end(match: re.Match[str]) -> date | None:
    pattern = match.re
    if pattern in (_DAY, _COMPACT_DAY):
        return _day(match[1], match[2], match[3])
    if pattern is _YEAR_END:
        return date(int(match[1]), 12, 31)
    if pattern is _HALF:
        return _end_of_month(match[1], "6" if match[2] == "上" else "12")
    if pattern is _QUARTER:
        return _end_of_month(match[1], str(3 * ("一二三四".find(match[2]) + 1 or int(match[2]))))
    return _end_of_month(match[1], match[2])


def parse_date(text: str) -> date | None:
    """The date when the whole text is one; a month, quarter, half-year or `年底` gives its last day."""
    key = date_key(text)
    for pattern in (_DAY, _COMPACT_DAY, _MONTH_SPAN, _MONTH, _MONTH_SHORT, _YEAR_END, _HALF, _QUARTER):
        if match := pattern.fullmatch(key):
            return _period_end(match)
    return None


def find_as_of(text: str) -> date | None:
    """The date at which a heading says its figures stand: `截至2023年12月31日…`, `2023年1-12月…`; else None.

    The words behind 截至 come first, then any full date, month end or span of months in the text. A lone year
    or month (`2023年6月下达`) is no such date unless 截至 stands before it.
    """
    key = date_key(text)
    until = _UNTIL.search(key)
    if until:
        tail = with_century(key[until.end() :])
        if found := parse_date(tail[: len(tail) - len(tail.lstrip("0123456789-./"))].rstrip("-./")):
            return found
        if found := _first(tail, (_DAY, _MONTH_SPAN, _MONTH, _YEAR_END, _HALF, _QUARTER)):
            return found
    return _first(key, (_DAY, _MONTH_SPAN, _MONTH_END, _YEAR_END, _HALF))


def with_century(text: str) -> str:
    """A text that begins with a date whose year has two digits (23.6.30, 23年6月), with all four of them."""
    whole = "20" + text if _SHORT_YEAR.match(text) else text
    return _STROKE_BEFORE_MONTH.sub("年", whole)


def _first(text: str, patterns: tuple[re.Pattern[str], ...]) -> date | None:
    matches = [m for p in patterns if (m := p.search(text))]
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if found := _period_end(match):
            return found
    return None


def find_years(text: str) -> list[int]:
    """Every year that a text names, in order and once; a span such as `2021-2023年` gives all its years.

    A year counts when 年 follows or it closes a bracket; numbers of documents (`〔2021〕1号`) do not count.
    """
    key = _DOCUMENT_NUMBER.sub("#", date_key(text))
    years: dict[int, None] = {}
    for start, stop in _year_mentions(key):
        years.update(dict.fromkeys(range(start, stop + 1)))
    return list(years)


def _year_mentions(key: str) -> list[tuple[int, int]]:
    if not _FIGURE.search(key):
        return []
    spans = [(m.span(), int(m[1]), int(m[2])) for m in _YEAR_SPAN.finditer(key) if int(m[1]) <= int(m[2])]
    singles = [
        (m.span(), int(m[1]), int(m[1]))
        for pattern in (_YEAR_WORD, _YEAR_LIST)
        for m in pattern.finditer(key)
        if not any(a <= m.start() < b for (a, b), *_ in spans)
    ]
    return [(a, b) for _, a, b in sorted(spans + singles)]


def find_year(text: str) -> int | None:
    """The first single year that a text names; None when it names none or begins with a span of years."""
    mentions = _year_mentions(_DOCUMENT_NUMBER.sub("#", date_key(text)))
    return mentions[0][0] if mentions and mentions[0][0] == mentions[0][1] else None


def fiscal_year_of_title(title: str) -> int | None:
    """The year that a report is about.

    1. `YYYY年度` wins over `YYYY年`; a report on several 年度 (`2021-2023年度`) is filed under the last of
       them.
    2. Else the first `YYYY年` that is not the year of the evaluation itself
       (`2024年绩效评价：2023年商务专项`).
    3. Else a year in brackets. A span of plain years (`2021-2023年`) is also filed under its last.
    """
    key = _DOCUMENT_NUMBER.sub("#", date_key(title))
    if fiscal := _subjects(key, _FISCAL):
        return max(fiscal)
    if span := _YEAR_SPAN.search(key):
        return int(span[2])
    plain = _subjects(key, _YEAR_WORD)
    return plain[0] if plain else None


def _subjects(key: str, pattern: re.Pattern[str]) -> list[int]:
    """The years that a pattern finds, without the year of the evaluation itself where others remain."""
    found = list(pattern.finditer(key))
    subjects = [
        m
        for m in found
        if not _EVALUATION.match(key, m.end(1))
        or _LISTED_BEFORE.search(key, max(0, m.start() - 8), m.start())
    ]
    return [int(m[1]) for m in subjects or found]
