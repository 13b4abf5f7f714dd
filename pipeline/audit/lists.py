"""Regions that one list of a document leaves out while another names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.audit.rules import Report
from pipeline.audit.targets import region_groups
from pipeline.context import Row

_LENGTH = 5
_OVERLAP = 0.8


@dataclass(frozen=True, slots=True)
class RegionList:
    """The regions under an indicator or in a table of payments."""

    name: str
    place: tuple[str, int, int]
    regions: frozenset[str]
    is_complete: bool = False  # its figures add up to the printed total: nobody is missing


def missing_regions(lists: Iterable[RegionList], report: Report) -> None:
    """Report regions that a list lacks and a list that is otherwise nearly the same has."""
    long = [one for one in lists if len(one.regions) >= _LENGTH]
    for short in (one for one in long if not one.is_complete):
        for other in long:
            union = short.regions | other.regions
            if len(short.regions & other.regions) < _OVERLAP * len(union):
                continue
            for region in sorted(other.regions - short.regions):
                if not _written(short, region, report):
                    report.find(
                        "region_missing",
                        short.place,
                        printed=region,
                        recomputed="",
                        list=short.name,
                        other=other.name,
                    )


def _written(short: RegionList, region: str, report: Report) -> bool:
    return report.has("region_missing", short.place, region)


def indicator_lists(rows: Iterable[Row]) -> list[RegionList]:
    """The regions below each indicator."""
    rows = list(rows)
    complete = {_indicator(group.whole) for group in region_groups(rows) if group.agrees()}
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(_indicator(row), []).append(row)
    return [
        replace(_list(members, members[0]["level3"] or ""), is_complete=key in complete)
        for key, members in groups.items()
    ]


def _indicator(row: Row) -> tuple[object, ...]:
    return row["table_id"], row["level1"], row["level2"], row["level3"]


def payment_lists(rows: Iterable[Row], captions: dict[str, str]) -> list[RegionList]:
    """The regions of each table of payments."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if not row["is_total"] and row["region_name"]:
            groups.setdefault(row["table_id"], []).append(row)
    return [_list(members, captions.get(table_id, "")) for table_id, members in groups.items()]


def _list(members: list[Row], name: str) -> RegionList:
    first = min(members, key=lambda row: row["row_index"])
    place = first["table_id"], first["page_number"], first["row_index"]
    return RegionList(name, place, frozenset(row["region_name"] for row in members if row["region_name"]))
