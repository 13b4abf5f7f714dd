"""What a heading qualifies: whose money, when, and which class of enterprises a column speaks of."""

from __future__ import annotations

import re

from normalizers import labels, periods
from normalizers.text import match_key

# Headings that only say that a number follows; the heading above says of what.
GENERIC = frozenset({"金额", "数额", "资金", "小计", "合计", "数", "值", "名称", "数值", "金额数", "资金额"})
_YEAR = re.compile(r"(19|20)\d{2}年度?")
_LAST_YEAR = re.compile(r"上年度?|上一年度?|去年")


def only_qualifies(heading: str) -> bool:
    """Does a heading only say whose, when or of which class the figure is, and the one above it what it
    is?"""
    return (
        plain(heading) in GENERIC
        or labels.is_total_label(heading)
        or labels.funding_source(heading) is not None
        or labels.enterprise_class(heading) is not None
        or periods.find_as_of(heading) is not None
        or bool(_YEAR.fullmatch(match_key(heading)))
    )


def plain(heading: str) -> str:
    """The heading as a match key, up to its first bracket."""
    return match_key(heading).split("(")[0]


def subject(path: tuple[str, ...]) -> tuple[object, ...]:
    """Class, source, date and year that the headings of a column name."""
    text = "".join(path)
    return (
        next((found for h in path if (found := labels.enterprise_class(h))), None),
        next((found for h in path if (found := labels.funding_source(h)) not in (None, "all")), None),
        periods.find_as_of(text),
        "last" if _LAST_YEAR.match(match_key(text)) else periods.find_year(text),
    )
