"""The year and the day of each number: by its own words, those around it, the sentences before it, the headings."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from normalizers.facets import read_label
from normalizers.periods import find_years
from normalizers.text import match_key
from pipeline.prose.settled_number import Said

_THIS_YEAR = re.compile(r"全年|本年|当年|年内|年度")
_ANY_TIME = re.compile(r"[年月季日]|期间|同期")
_COMPARED_YEARS = re.compile(r"(?:从|由)[^,。;]*$|(?:与|较|比|同)20\d\d年度?(?:[^,。;]{0,6}?相?比)?")
_UP_TO_NOW = re.compile(r"(?:已|共)?累计|共计?(?:支付|拨付|兑付|支出|发放)")
_UNTIL = re.compile(r"截[至止]")
_SPAN_END = re.compile(r"20\d\d年?[-—–~至](20\d\d)年?(?:期间|间)")
_MONTHS = re.compile(
    r"(?:(20\d\d)年(?:度)?)?(?:(?P<named>上半年|前三季度|第?一季度)|1月?[-—–~至](?P<last>\d{1,2})月)"
)
_LAST = {"上半年": 6, "前三季度": 9, "一季度": 3, "第一季度": 3}
_WHOLE_YEAR = 12  # months
_PLANNED = frozenset({"initial", "adjustment", "adjusted", "issued", "due"})
_DAY = re.compile(r"截[至止](?:到)?(?:(\d{1,2})月)(\d{1,2})日")
_YEAR_BEFORE = re.compile(r"(?:与|较|比|同)(?:19|20)\d\d年")


@dataclass(slots=True)
class Years:
    """The years that a paragraph speaks of: `base` is the document's, `section` that of the headings, `heard` the last
    one that its sentences named so far."""

    base: int | None
    section: int | None
    heard: int | None = None
    day: date | None = None  # up to which the sentences so far count
    months: int | None = None  # the last month of those that the head of the paragraph names: 上半年，…
    reported: tuple[int | None, int] | None = (
        None  # year and last month that the report or the section covers
    )

    def hear(self, text: str) -> None:
        """The year of a sentence holds for those behind it."""
        years = find_years(_COMPARED_YEARS.sub("", match_key(text)))
        self.heard = years[-1] if years else self.heard

    def settle(self, said: Said, explicit: int | None) -> None:
        """Set year and day of a number; `explicit` is the year that its own words or those around it name."""
        facets, base = said.facets, self.base
        if facets.flow == "balance" and facets.fiscal_year is not None:  # 结转2025年使用
            facets = facets.changed(fiscal_year=None, year_offset=None, choices=())
            said.facets = facets
        stated = facets.fiscal_year
        if stated is None and facets.as_of is not None and (base is None or facets.as_of.year < base):
            stated = facets.as_of.year  # what was paid up to a later day is still of the year
        if (
            explicit is not None
            and said.stated.role != "former"
            and facets.flow != "balance"
            and not _YEAR_BEFORE.search(match_key(said.stated.own))
        ):
            self.heard = explicit
        year = stated or self.heard or self.section or base
        if stated is None and facets.year_offset and facets.flow != "balance" and base is not None:
            year = (self.section or base) + facets.year_offset
        said.year = year
        said.stated_year = stated or self.heard
        said.names_time = _THIS_YEAR.search(match_key(" ".join(said.stated.address))) is not None
        said.as_of = facets.as_of or _day_of(said, year)
        if said.as_of is None and _UP_TO_NOW.match(match_key(said.stated.own)):
            said.as_of = self.day  # 截至12月20日，…。累计支付9万元
        elif said.as_of is not None and _UNTIL.search(match_key(" ".join(said.stated.address))):
            self.day = said.as_of
        month = self._month_of(said) or self._month_reported(said)
        if said.as_of is None and month is not None and year is not None and _covers(said):
            said.as_of = date(year, month, calendar.monthrange(year, month)[1])

    def _month_of(self, said: Said) -> int | None:
        """The last month that a number covers: its own, else the one at the head of the paragraph, as long as its
        sentences speak of no other time."""
        own, sentence = said.facets.month, said.stated.sentence
        if own is not None and sentence == 0 and any(read_label(o).month == own for o in said.stated.outer):
            self.months = own
        elif own is not None or (sentence > 0 and _ANY_TIME.search(match_key(" ".join(said.stated.address)))):
            self.months = None
        return own or (self.months if sentence > 0 else None)

    def _month_reported(self, said: Said) -> int | None:
        """The last month of those that the section is about (上半年预算执行情况), for what was carried out in its year;
        budgets stand from the beginning of theirs."""
        if self.reported is None or said.facets.phase in _PLANNED:
            return None
        year, month = self.reported
        own = match_key(" ".join(said.stated.address))
        is_other = said.year != (year or self.section or self.base) or _ANY_TIME.search(own) is not None
        return None if is_other else month


def months_covered(headings: Sequence[str]) -> tuple[int | None, int] | None:
    """Year, where it is named, and last month of those that the nearest heading names which names any."""
    for heading in reversed(headings):
        if (found := _MONTHS.search(match_key(heading))) is not None:
            month = _LAST.get(found["named"] or "") or int(found["last"])
            return (int(found[1]) if found[1] else None, month) if 0 < month < _WHOLE_YEAR else None
    return None


def last_of_span(text: str) -> int | None:
    """2021-2023期间 speaks of 2023 in the end."""
    match = _SPAN_END.search(match_key(text))
    return int(match[1]) if match else None


def _day_of(said: Said, year: int | None) -> date | None:
    """截至12月25日 of the year that is spoken of."""
    words = (match_key(text) for text in reversed(said.stated.address))
    match = next(filter(None, map(_DAY.search, words)), None)
    if match is None or year is None:
        return None
    try:
        return date(year, int(match[1]), int(match[2]))
    except ValueError:
        return None


def _covers(said: Said) -> bool:
    """Does a month say up to when the money counts? 9月追加 is of that month alone."""
    return said.facets.phase in ("arrived", "executed", "paid") or said.facets.flow is not None
