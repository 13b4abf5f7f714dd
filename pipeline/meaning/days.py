"""The day at which numbers stand; that of another year too, beside or below words that say it of this one: 上年同期 in
a table of the half-year."""

from __future__ import annotations

import calendar
from datetime import date

from normalizers.facets import Facets


def as_of(facets: Facets, year: int | None) -> date | None:
    """The day at which a number stands: the one stated, or the last of the months that it covers."""
    if facets.as_of is not None:
        moved = facets.year_offset and year is not None and facets.as_of.year != year
        return _in_year(facets.as_of, year) if moved and year is not None else facets.as_of
    if facets.month is None or year is None:
        return None
    return date(year, facets.month, calendar.monthrange(year, facets.month)[1])


def _in_year(day: date, year: int) -> date:
    """The same day of another year: what 上年同期 means. Of a month that ends with it, the last."""
    last = calendar.monthrange(day.year, day.month)[1]
    to = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, to if day.day == last else min(day.day, to))


def in_its_year(own: Facets, around: Facets) -> Facets:
    """What stands around a number, its day moved into the year of which the number's `own` labels say that it is.

    上年决算 of a table of the half-year is of the whole year: no day of the half-year is its own.
    """
    offset = _offset(own, around)
    if not offset or (around.as_of, around.month, around.quarter) == (None, None, None):
        return around
    if own.as_of or own.month or own.quarter:  # 上年1—6月
        return around.changed(as_of=None, month=None, quarter=None)
    if own.choices and not own.same_period:
        return around.changed(as_of=None, month=None, quarter=None)
    if around.as_of is None:
        return around
    return around.changed(as_of=_in_year(around.as_of, around.as_of.year + offset))


def with_same_period(heads: dict[int, Facets]) -> dict[int, Facets]:
    """`heads` by grid column: 同期 covers the months that another column states (1—6月完成 | 上年同期), where all that
    state any state the same."""
    if not any(head.same_period for head in heads.values()):
        return heads
    others = [head for head in heads.values() if not head.same_period and _last_month(head) is not None]
    if len({(_last_month(head), head.fiscal_year) for head in others}) != 1:
        return heads
    return {
        index: _beside(head, others[0]) if head.same_period and _last_month(head) is None else head
        for index, head in heads.items()
    }


def _beside(head: Facets, other: Facets) -> Facets:
    """同期 beside a column that states its months, and perhaps their year."""
    year = head.fiscal_year
    if year is None and head.year_offset is not None and other.fiscal_year is not None:
        year = other.fiscal_year + head.year_offset
    return head.changed(month=_last_month(other), fiscal_year=year)


def _offset(own: Facets, around: Facets) -> int:
    """How many years later than what stands around it a number is. A day (截至2025年3月底) may be one at which money of
    an earlier year stands, the months of a year (2025年上半年) are its own."""
    if own.year_offset:
        return own.year_offset
    base = around.as_of.year if around.as_of else around.fiscal_year
    covers_months = around.as_of is not None and bool(around.month or around.quarter)
    is_apart = own.same_period or covers_months
    return own.fiscal_year - base if is_apart and own.fiscal_year and base else 0


def _last_month(head: Facets) -> int | None:
    """The month with which a heading says that its numbers end."""
    if head.month is not None or head.as_of is None:
        return head.month
    is_end = head.as_of.day == calendar.monthrange(head.as_of.year, head.as_of.month)[1]
    return head.as_of.month if is_end else None
