"""The table of regions as it stands in the reference data, without what lookups need.

``data/regions.csv`` holds provinces, cities and counties with their GB/T 2260 codes and years, ``data/zones.csv``
functional zones that have no code (and the district they overlap, for the reader), ``data/other_names.csv`` names
that are in use for codes of today beside the official ones (科左中旗; 第一师, which is 阿拉尔市).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class Region(NamedTuple):
    """A province, city, county or functional zone.

    ``region_code`` is the six-digit GB/T 2260 code (None for a zone without one), ``level`` is province,
    city, county or zone, ``parent_code`` the city or province directly above. ``city_name`` of a district
    of 北京, 天津, 上海 or 重庆 is the municipality. ``valid_from`` and ``valid_to`` are years, both included
    (the year of a change belongs to both names); None means open.

    ``governed_by_code`` is the district or city whose government also runs a zone (西海岸新区: 黄岛区).
    ``successor_codes`` say what a code became under this name: the same code where only the name changed,
    several where the region was split. ``other_names`` are printed for it as well.
    """

    region_code: str | None
    region_name: str
    short_name: str
    level: str
    parent_code: str | None
    province_name: str | None
    city_name: str | None
    is_functional_zone: bool
    valid_from: int | None
    valid_to: int | None
    governed_by_code: str | None = None
    successor_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def province_code(self) -> str | None:
        """Code of the province, for zones too; None when nothing says where the zone is."""
        anchor = self.region_code or self.parent_code
        return anchor[:2] + "0000" if anchor else None


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of reference data."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        names = next(lines)
        for line in lines:
            yield dict(zip(names, line, strict=True))


def read_regions() -> list[Region]:
    """Provinces, cities and counties, in order of code and year. The columns of the file are fields of Region."""
    others = {row["region_code"]: _parts(row["other_names"]) for row in rows_of("other_names.csv")}
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        columns = next(lines)
        assert columns == [*Region._fields[:10], "successor_codes"]
        return [
            Region(
                code,
                name,
                short,
                level,
                parent or None,
                province or None,
                city or None,
                is_zone == "true",
                int(start) if start else None,
                int(end) if end else None,
                None,
                _parts(successors),
                () if end else others.get(code, ()),
            )
            for code, name, short, level, parent, province, city, is_zone, start, end, successors in lines
        ]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def read_zones(regions: Iterable[Region]) -> Iterator[Region]:
    """Every zone without a code. `regions` are those that zones lie in."""
    newest = {region.region_code: region for region in regions}
    for row in rows_of("zones.csv"):
        yield make_zone(row["zone_name"], newest[row["within_code"]])._replace(
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            governed_by_code=row["governed_by_code"] or None,
            successor_codes=_parts(row["successor_codes"]),
            other_names=_parts(row["aliases"]),
        )


def make_zone(name: str, within: Region | None, short: str | None = None) -> Region:
    """A functional zone without a code, lying in `within`."""
    return Region(
        region_code=None,
        region_name=name,
        short_name=short or name,
        level="zone",
        parent_code=within.region_code if within else None,
        province_name=within.province_name if within else None,
        city_name=within.city_name if within else None,
        is_functional_zone=True,
        valid_from=None,
        valid_to=None,
    )


def all_regions() -> list[dict[str, object]]:
    """Every row of the table `regions`: codes first in order of code and year, then zones without a code."""
    regions = read_regions()
    return [_row(region) for region in (*regions, *read_zones(regions))]


def _row(region: Region) -> dict[str, object]:
    lists = {"successor_codes": list(region.successor_codes), "other_names": list(region.other_names)}
    return region._asdict() | {name: values or None for name, values in lists.items()}
