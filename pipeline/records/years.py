"""The year that a document is about: that of its title, of its fields, of its tables, of its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from normalizers import periods
from normalizers.text import match_key
from normalizers.validity import find_validity

_BARE = re.compile(r"(?:19|20)\d\d")
_OF_PLAN = re.compile(
    r"((?:19|20)\d\d)年[^,。、]{0,24}?(?:执行|完成|决算)[^,。]{0,10}?[和与及、][^,。]{0,4}?((?:19|20)\d\d)年"
)
_PERIOD = re.compile(
    r"((?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?(?:起|开始)?[-—–~至到]{1,2}((?:19|20)\d\d)?年?\d{1,2}月(?:\d{1,2}日)?"
)
_DAYS = re.compile(
    r"((?:19|20)\d\d)[-./]\d{1,2}[-./]\d{1,2}[-—–~至到]+((?:19|20)\d\d)[-./]\d{1,2}[-./]\d{1,2}"
)
_OF_YEAR = re.compile(r"((?:19|20)\d\d)年度")
_NUMBERED = re.compile(r"^[^《》]{0,40}[〔\[(]((?:19|20)\d\d)[〕\])]第?\d{1,4}号")
_OPENING = 6  # lines over which the own number of a paper stands
_PLAIN = re.compile(r"((?:19|20)\d\d)年(?!\d|度)")  # no day and no month: those date the paper


class Year(NamedTuple):
    """The year; None where nothing says it. `rivals` are years that the document says alike: one of an account and of
    a plan is filed under the year of the account, of other rivals none counts."""

    year: int | None
    rivals: tuple[int, ...] = ()


def year_of(title: str, fields: Iterable[str], captions: list[str], lines: list[str]) -> Year:
    """The year by its witnesses, the strongest first."""
    both = years_of_account_and_plan(title)
    if both is not None:
        return Year(both[0], both)
    year = periods.fiscal_year_of_title(title) if title else None
    if year is not None:
        return Year(year)
    for stated in fields:
        year = _of_field(stated)
        if year is not None:
            return Year(year)
    for votes in (
        Counter(y for y in map(periods.fiscal_year_of_title, captions) if y),
        Counter(y for line in lines if (y := _of_period(match_key(line)))),
        Counter(int(y) for line in lines for y in _OF_YEAR.findall(match_key(line))),
    ):
        if votes:
            return _most(votes)
    named = {int(y) for line in lines for y in _PLAIN.findall(match_key(line))}
    return Year(named.pop() if len(named) == 1 else None)


def year_of_policy(lines: list[str]) -> int | None:
    """The year since which a policy that names no year of its own holds, else that of the number over it."""
    keys = [match_key(line) for line in lines]
    since = find_validity(re.split("(?<=。)", "".join(keys))).since
    if since is not None:
        return since.year
    numbered = next(filter(None, map(_NUMBERED.match, keys[:_OPENING])), None)
    return int(numbered[1]) if numbered else None


def years_of_account_and_plan(title: str) -> tuple[int, int] | None:
    """The years of a report on the account of one year and the plan of another: 2023年预算执行情况和2024年预算草案."""
    both = _OF_PLAN.search(match_key(title))
    return (int(both[1]), int(both[2])) if both and both[1] != both[2] else None


def _most(votes: Counter[int]) -> Year:
    (first, count), *others = votes.most_common()
    rivals = tuple(sorted(y for y, n in others if n == count))
    return Year(None, (first, *rivals)) if rivals else Year(first)


def _of_field(text: str) -> int | None:
    """The year of a field or of a line under the title: 2021, （2022年度）, 2017年1月起至2017年12月止."""
    key = periods.date_key(text).strip("()")
    if _BARE.fullmatch(key):
        return int(key)
    return _of_period(key) if _is_period(key) else periods.fiscal_year_of_title(text)


def _is_period(key: str) -> bool:
    return bool(_PERIOD.search(key) or _DAYS.search(key))


def _of_period(key: str) -> int | None:
    """The year in which a period begins and ends; None where it takes several."""
    found = _PERIOD.search(key) or _DAYS.search(key)
    return int(found[1]) if found and (found[2] or found[1]) == found[1] else None
