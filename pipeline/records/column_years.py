"""The budget year that the headings of a column name."""

from __future__ import annotations

import re

from normalizers import periods
from normalizers.text import match_key

_LAST_YEAR = re.compile(r"^(上年度?|上一年度?|去年)(?!结转|结余|度?末)")


def year_of(path: tuple[str, ...], own: int | None) -> int | None:
    """The year that the headings name: 2021年 | 预算数, 上年执行数; `own` where they name none."""
    for heading in reversed(path):
        if _LAST_YEAR.match(match_key(heading)):
            return own - 1 if own is not None else None
        if periods.find_as_of(heading) is None and not re.search(r"年\d{1,2}月", match_key(heading)):
            year = periods.find_year(heading)
            if year is not None:
                return year
    return own
