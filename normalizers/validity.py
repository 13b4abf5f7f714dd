"""Since when and until when a policy holds, by what its document says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from normalizers import periods

_DATE = r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?"
_SINCE = re.compile(rf"(?:自|从)?({_DATE})起?(?:开始)?(?:正式)?(?:施行|执行|实施|生效)")
_UNTIL = re.compile(
    rf"(?:(?:有效期|执行期|政策期|实施期限?|期限)[^,。;]{{0,6}}?(?:至|到)|(?:施行|执行|实施)(?:至|到)|,(?:至|到)(?={_DATE}止))({_DATE})"
)
_SPAN = re.compile(rf"(?:有效期|执行期|政策期|实施期)[^,。;]{{0,4}}?({_DATE})(?:至|到|-)({_DATE})")
_YEARS = re.compile(r"(?:有效期|政策期|执行期)[为是]?([一二三四五六七八九十\d]{1,2})年")
_SPEAKS_OF_POLICY = re.compile(r"本(?:办法|细则|规定|政策|通知|意见|措施|方案|指南|实施细则)|政策|办法")
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day of the policy that a document states; None where it states none."""

    since: date | None = None
    until: date | None = None


def find_validity(keys: Sequence[str]) -> Validity:
    """The days between which a policy holds, from the sentences that say so of it and of no other."""
    for key in keys:
        if not _SPEAKS_OF_POLICY.search(key) and "有效期" not in key:
            continue
        if span := _SPAN.search(key):
            return Validity(first_or_last_day(span[1]), first_or_last_day(span[2], last=True))
        since = _SINCE.search(key)
        if since is None:
            continue
        begun = first_or_last_day(since[1])
        until = _UNTIL.search(key)
        if until is not None:
            return Validity(begun, first_or_last_day(until[1], last=True))
        years = _YEARS.search(key)
        if years is not None and begun is not None:
            count = int(years[1]) if years[1].isdigit() else _DIGITS.get(years[1], 0)
            if count:
                return Validity(begun, _before(begun, count))
        if key.startswith("本") or re.search(r"条本|本(?:办法|细则|规定|政策|通知|意见|措施)", key):
            return Validity(begun, None)
    return Validity()


def first_or_last_day(text: str, *, last: bool = False) -> date | None:
    """The first day of a printed day, month or year, or its last."""
    year, month, day = (re.search(rf"(\d+){unit}", text) for unit in "年月日")
    if year is None:
        return None
    if month is None:
        return date(int(year[1]), 12, 31) if last else date(int(year[1]), 1, 1)
    try:
        if day is None and last:
            return periods.parse_date(text)
        return date(int(year[1]), int(month[1]), int(day[1]) if day else 1)
    except ValueError:
        return None


def _before(begun: date, years: int) -> date:
    """The last day of so many years."""
    end = date(begun.year + years, begun.month, min(begun.day, 28))
    return end - timedelta(days=1) + timedelta(days=max(begun.day - 28, 0))
