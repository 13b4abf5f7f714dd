"""The reference table of regions and the indexes that lookups use.

``data/regions.csv`` holds provinces, cities and counties with their GB/T 2260 codes and years,
``data/zones.csv`` functional zones that have no code (and the district they overlap, for the reader),
``data/zone_types.csv`` the words that end the name of a zone, and ``data/region_words.csv`` names that are
also everyday words. Everything is read once, on first use.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from normalizers.text import match_key

DATA = Path(__file__).parent / "data"

FULL, VARIANT, SHORT = 0, 1, 2
"""How closely a key names its region: official name, other name with its kind (宁蒗县), without (宁蒗)."""

_AUTONOMOUS = {
    "自治区": ("自治区", "区"),
    "自治州": ("自治州", "州"),
    "自治县": ("自治县", "县"),
    "自治旗": ("自治旗", "旗"),
}


@dataclass(frozen=True, slots=True)
class Region:
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


@dataclass(frozen=True, slots=True)
class ZoneType:
    """A word that ends zone names (高新技术产业开发区), and the kind that its spellings share (高新区)."""

    suffix: str
    kind: str
    may_stand_alone: bool


@dataclass(frozen=True, slots=True)
class RegionIndex:
    """All lookups, keyed by `match_key` of the name."""

    regions: tuple[Region, ...]
    by_code: dict[str, tuple[Region, ...]]
    by_name: dict[str, tuple[tuple[int, Region], ...]]
    zones_by_kind: dict[tuple[str, str], tuple[Region, ...]]  # (parent code, stem + kind) → coded zones
    zone_types: tuple[ZoneType, ...]  # longest suffix first
    everyday_words: frozenset[str]

    def latest(self, code: str, year: int | None = None) -> Region | None:
        """The name that a code bears in `year`, or the newest."""
        rows = self.by_code.get(code)
        return min(rows, key=lambda region: staleness(region, year)) if rows else None

    def zone_type(self, key: str) -> ZoneType | None:
        """The longest zone word that ends `key`."""
        return next((kind for kind in self.zone_types if key.endswith(kind.suffix)), None)


def staleness(region: Region, year: int | None) -> int:
    """0: valid in `year` and after; 1: given up in that year; more: years away. None is today."""
    year = year or 9999
    if region.valid_to is not None and year >= region.valid_to:
        return 1 + year - region.valid_to
    if region.valid_from is not None and year < region.valid_from:
        return 1 + region.valid_from - year
    return 0


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _read_regions() -> list[Region]:
    return [
        Region(
            region_code=row["region_code"],
            region_name=row["region_name"],
            short_name=row["short_name"],
            level=row["level"],
            parent_code=row["parent_code"] or None,
            province_name=row["province_name"] or None,
            city_name=row["city_name"] or None,
            is_functional_zone=row["is_functional_zone"] == "true",
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in _rows("regions.csv")
    ]


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


def name_keys(region: Region) -> Iterator[tuple[str, int]]:
    """Every key under which a region is met, with how closely it names it."""
    name, short = region.region_name, region.short_name
    yield match_key(name), FULL
    if short == name:
        return
    for ending, kinds in _AUTONOMOUS.items():
        if name.endswith(ending):
            for kind in kinds:
                yield match_key(short + kind), VARIANT
    if name.endswith("特别行政区"):
        yield match_key(short + "特区"), VARIANT
    if name.endswith("族区"):
        yield match_key(short + "区"), VARIANT
    yield match_key(short), SHORT


def kind_key(name: str, zone: ZoneType) -> str:
    """`name` with its zone word in the short form: 衡阳高新技术产业园区 → 衡阳高新区."""
    return name[: -len(zone.suffix)] + zone.kind


def _bare_zone_names(region: Region, index: dict[str, tuple[Region, ...]]) -> Iterator[str]:
    """A coded zone's name with and without the names of the city and province that it begins with."""
    key = match_key(region.region_name)
    yield key
    code = region.region_code or ""
    owners = [r for owner in (code[:2] + "0000", code[:4] + "00") for r in index.get(owner, ())]
    prefixes = "|".join(re.escape(n) for r in owners for n in (r.region_name, r.short_name))
    bare = re.sub(rf"^(?:{prefixes})+", "", key)
    if bare != key:
        yield bare


@lru_cache(maxsize=1)
def load_index() -> RegionIndex:
    """Read the reference data and build every index (about 60 ms, once)."""
    regions = _read_regions()
    codes: dict[str, tuple[Region, ...]] = {}
    for region in regions:
        if region.region_code:
            codes[region.region_code] = (*codes.get(region.region_code, ()), region)
    words = frozenset(row["name"] for row in _rows("region_words.csv"))
    types = sorted(
        (ZoneType(r["suffix"], r["kind"], r["may_stand_alone"] == "true") for r in _rows("zone_types.csv")),
        key=lambda zone: (-len(zone.suffix), zone.suffix),
    )
    names: dict[str, dict[Region, int]] = {}
    for region in regions:
        for key, rank in name_keys(region):
            names.setdefault(key, {}).setdefault(region, rank)
    zones = []
    for row in _rows("zones.csv"):
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        zone = make_zone(row["zone_name"], codes[row["within_code"]][-1])
        zones.append(zone)
        names.setdefault(match_key(row["zone_name"]), {}).setdefault(zone, FULL)
        for alias in aliases:
            names.setdefault(match_key(alias), {}).setdefault(zone, VARIANT)

    by_kind: dict[tuple[str, str], tuple[Region, ...]] = {}
    for region in regions:
        if not region.is_functional_zone or not region.parent_code:
            continue
        for bare in _bare_zone_names(region, codes):
            kind = next((t for t in types if bare.endswith(t.suffix)), None)
            if kind:
                where = (region.parent_code, kind_key(bare, kind))
                by_kind[where] = (*by_kind.get(where, ()), region)
    return RegionIndex(
        regions=(*regions, *zones),
        by_code=codes,
        by_name={
            key: tuple((rank, region) for region, rank in found.items()) for key, found in names.items()
        },
        zones_by_kind=by_kind,
        zone_types=tuple(types),
        everyday_words=words,
    )
