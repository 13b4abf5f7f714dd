"""The numbers of an indicator by period, year and region, and the day of each."""

from __future__ import annotations

import calendar
from collections.abc import Hashable
from datetime import date

from normalizers.facets import Facets
from pipeline.meaning import Figure, as_of

VALUES = frozenset({"target", "actual"})


def by_period(figures: list[Figure]) -> list[list[Figure]]:
    """The numbers of a row by period, year and region; those that state none, and marks, go with the last."""
    sets: dict[tuple[Hashable, ...], list[Figure]] = {}
    for figure in figures:
        if _is_of_period(figure):
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
    found[-1].extend(f for f in figures if not _is_of_period(f))
    return found


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
