"""The numbers of an indicator by period, year and region, and the day of each."""

from __future__ import annotations

import calendar
from collections.abc import Hashable
from datetime import date

from normalizers.facets import Facets, read_label
from pipeline.facts.levels import MARKS
from pipeline.meaning import Figure, as_of

VALUES = frozenset({"target", "actual"})


def by_period(figures: list[Figure]) -> list[list[Figure]]:
    """The numbers of a row by period, year and region; those that state none, and marks that are not of several years,
    go with the last."""
    marks = [f for f in figures if _is_mark(f) and _own_year(f) is not None]
    dated = {id(f) for f in marks} if len({_own_year(f) for f in marks}) > 1 else set()
    sets: dict[tuple[Hashable, ...], list[Figure]] = {}
    for figure in figures:
        if _is_of_period(figure) or id(figure) in dated:
            sets.setdefault(_period_of(figure), []).append(figure)
    merged: list[tuple[tuple[Hashable, ...], list[Figure]]] = []
    for key, group in sorted(sets.items(), key=lambda pair: sum(part is None for part in pair[0])):
        fits = [own for other, own in merged if all(a in (None, b) for a, b in zip(key, other, strict=True))]
        free = [
            own for own in fits if not {f.facets.measure for f in own} & {f.facets.measure for f in group}
        ]
        if free:
            free[-1].extend(group)
        else:
            merged.append((key, group))
    found = [group for _, group in merged] or [[]]
    found.sort(key=lambda group: min((f.column.index for f in group), default=0))
    found[-1].extend(f for f in figures if not _is_of_period(f) and id(f) not in dated)
    return found


def _is_mark(figure: Figure) -> bool:
    return figure.facets.measure in MARKS or figure.facets.rate_of == "score"


def _own_year(figure: Figure) -> tuple[int | None, int | None] | None:
    """The year that the headings of a number state."""
    said = (read_label(text) for text in figure.column.path)
    return next(
        ((f.fiscal_year, f.year_offset) for f in said if (f.fiscal_year, f.year_offset) != (None, None)), None
    )


def _is_of_period(figure: Figure) -> bool:
    return figure.facets.measure in VALUES or figure.facets.rate_of == "completion"


def _period_of(figure: Figure) -> tuple[Hashable, ...]:
    facets = figure.facets
    return (
        facets.fiscal_year,
        facets.quarter,
        None if facets.period == "annual" else facets.period,
        facets.region,
    )


def last_day(facets: Facets, year: int | None) -> date | None:
    """The day at which a target is due or a result was reached; of a quarter its last."""
    found = as_of(facets, year)
    if found is None and facets.quarter is not None and year is not None:
        month = 3 * facets.quarter
        return date(year, month, calendar.monthrange(year, month)[1])
    return found


def period_as_printed(facets: Facets) -> str:
    if facets.quarter is not None:
        return "quarter"
    return "cycle" if facets.period == "cycle" else "annual"
