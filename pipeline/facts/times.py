"""Of which year a number is, and at which day it stands."""

from __future__ import annotations

import calendar
from datetime import date

from normalizers.facets import Facets, read_label
from pipeline.context import TableRows
from pipeline.meaning import Figure


def year_of(view: TableRows, facets: Facets) -> int | None:
    """The year of a number: what its labels state, else that of the caption or the document."""
    base = view.fiscal_year
    if facets.fiscal_year is not None:
        return facets.fiscal_year
    if facets.year_offset and base is not None:
        return base + facets.year_offset
    return base


def as_of(facets: Facets, year: int | None) -> date | None:
    """The day at which a number stands: the one stated, or the last of the months that it covers."""
    if facets.as_of is not None:
        moved = facets.year_offset and year is not None and facets.as_of.year != year
        return _in_year(facets.as_of, year) if moved and year is not None else facets.as_of
    if facets.month is None or year is None:
        return None
    return date(year, facets.month, calendar.monthrange(year, facets.month)[1])


def states_day(figure: Figure) -> bool:
    """Do the labels of a number itself say of which day, months or quarter it is?"""
    labels = (label.text for label in (*figure.line.groups, *figure.line.labels))
    said = [read_label(text) for text in (*figure.column.path, figure.part.side, *labels)]
    return any(one.as_of or one.month or one.quarter for one in said)


def _in_year(day: date, year: int) -> date:
    """The same day of another year: what 上年同期 means."""
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
