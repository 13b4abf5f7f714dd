"""Columns of an indicator block that speak of one year or region: target, result and rate of completion."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.classify import Block
from extractors.column import Column
from normalizers import regions
from normalizers.regions import Region
from pipeline.records.lines import year_of


@dataclass(slots=True)
class ColumnSet:
    """The columns of one year; `year` is the report's own where the headings name none, `region` None likewise."""

    year: int | None
    target: Column | None = None
    actual: Column | None = None
    completion: Column | None = None
    region: Region | None = None
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
        target, actual, completion = (block.column(role) for role, _ in _ROLES)
        return [ColumnSet(own_year, target, actual, completion, is_last=True)]
    sets = sorted(found.values(), key=lambda one: one.year or 0)
    sets[-1].is_last = True
    return sets


def region_sets(block: Block, own_code: str | None, own_year: int | None) -> list[ColumnSet]:
    """指标值: 颍上县 | 临泉县. One set for each region that heads a column of targets, and one for the marks that all
    share; none where the headings are no regions."""
    targets = block.all("target_text")
    found = [regions.resolve(c.heading, parent_code=own_code, year=own_year) for c in targets]
    if len(targets) < 2 or None in found:
        return []
    sets = [ColumnSet(own_year, target=c, region=region) for c, region in zip(targets, found, strict=True)]
    return [*sets, ColumnSet(own_year, is_last=True)]


def _repeats(block: Block) -> bool:
    return any(len(block.all(role)) > 1 for role, _ in _ROLES)
