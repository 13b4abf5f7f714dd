"""The table of regions as it stands in the reference data, without what lookups need.

``data/regions.csv`` holds provinces, cities and counties with their GB/T 2260 codes and years, ``data/zones.csv``
functional zones that have no code (and the district they overlap, for the reader).
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
    """Provinces, cities and counties, in order of code and year. The columns of the file are the fields of Region."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        columns = next(lines)
        assert columns == list(Region._fields)
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
            )
            for code, name, short, level, parent, province, city, is_zone, start, end in lines
        ]


def read_zones(regions: Iterable[Region]) -> Iterator[tuple[Region, list[str]]]:
    """Every zone without a code, with its other names. `regions` are those that zones lie in."""
    newest = {region.region_code: region for region in regions}
    for row in rows_of("zones.csv"):
        yield make_zone(row["zone_name"], newest[row["within_code"]]), row["aliases"].split("|")


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
    return [region._asdict() for region in (*regions, *(zone for zone, _ in read_zones(regions)))]
