"""Columns of an indicator block that speak of one year: target, result and rate of completion."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.classify import Block
from extractors.column import Column
from pipeline.records.lines import year_of


@dataclass(slots=True)
class ColumnSet:
    """The columns of one year; `year` is the report's own where the headings name none."""

    year: int | None
    target: Column | None = None
    actual: Column | None = None
    completion: Column | None = None
    is_last: bool = False  # marks and reasons stand on the last year


_ROLES = (("target_text", "target"), ("actual_text", "actual"), ("completion_rate_pct", "completion"))


def year_sets(block: Block, own_year: int | None) -> list[ColumnSet]:
    """One set for each year that the headings name, in order; a single one where they name one at most."""
    found: dict[int | None, ColumnSet] = {}
    for role, name in _ROLES:
        for column in block.all(role):
            year = year_of(column.path, own_year)
            one = found.setdefault(year, ColumnSet(year))
            if getattr(one, name) is None:
                setattr(one, name, column)
    if len([one for one in found.values() if one.target or one.actual]) < 2 or not _repeats(block):
        first = {name: block.column(role) for role, name in _ROLES}
        return [ColumnSet(own_year, **first, is_last=True)]
    sets = sorted(found.values(), key=lambda one: one.year or 0)
    sets[-1].is_last = True
    return sets


def _repeats(block: Block) -> bool:
    return any(len(block.all(role)) > 1 for role, _ in _ROLES)
