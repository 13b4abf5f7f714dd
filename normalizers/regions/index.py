"""The reference table of regions and the indexes that lookups use.

The regions and zones themselves are read by `region_table`; ``data/zone_types.csv`` holds the words that end
the name of a zone, and ``data/region_words.csv`` names that are also everyday words. Everything is read once, on
first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from normalizers.region_table import Region, read_regions, read_zones, rows_of
from normalizers.text import match_key

FULL, VARIANT, SHORT = 0, 1, 2
"""How closely a key names its region: official name, other name with its kind (宁蒗县), without (宁蒗)."""

_ABBREVIATED = 2  # characters of other names that are met inside other words: 克旗, 八师

_AUTONOMOUS = {
    "自治区": ("自治区", "区"),
    "自治州": ("自治州", "州"),
    "自治县": ("自治县", "县"),
    "自治旗": ("自治旗", "旗"),
}


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
    zone_suffixes: tuple[str, ...]
    everyday_words: frozenset[str]

    def latest(self, code: str, year: int | None = None) -> Region | None:
        """The name that a code bears in `year`, or the newest."""
        rows = self.by_code.get(code)
        return min(rows, key=lambda region: staleness(region, year)) if rows else None

    def zone_type(self, key: str) -> ZoneType | None:
        """The longest zone word that ends `key`."""
        if not key.endswith(self.zone_suffixes):  # most keys end like none
            return None
        return next((kind for kind in self.zone_types if key.endswith(kind.suffix)), None)


def staleness(region: Region, year: int | None) -> int:
    """0: valid in `year` and after; 1: given up in that year; more: years away. None is today."""
    year = year or 9999
    if region.valid_to is not None and year >= region.valid_to:
        return 1 + year - region.valid_to
    if region.valid_from is not None and year < region.valid_from:
        return 1 + region.valid_from - year
    return 0


def name_keys(region: Region) -> Iterator[tuple[str, int]]:
    """Every key under which a region is met, with how closely it names it."""
    name, short = region.region_name, region.short_name
    yield match_key(name), FULL
    for other in region.other_names:
        yield match_key(other), SHORT if len(other) <= _ABBREVIATED else VARIANT
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
    names = [name for owner in owners for name in (owner.region_name, owner.short_name)]
    bare = key
    while first := next((name for name in names if bare.startswith(name)), ""):
        bare = bare.removeprefix(first)
    if bare != key:
        yield bare


def _add(names: dict[str, list[tuple[int, Region]]], key: str, rank: int, region: Region) -> None:
    """Keep a region under a key, once."""
    found = names.setdefault(key, [])
    if not any(known is region for _, known in found):
        found.append((rank, region))


@lru_cache(maxsize=1)
def load_index() -> RegionIndex:
    """Read the reference data and build every index (about 25 ms, once)."""
    regions = read_regions()
    codes: dict[str, tuple[Region, ...]] = {}
    for region in regions:
        if region.region_code:
            codes[region.region_code] = (*codes.get(region.region_code, ()), region)
    words = frozenset(row["name"] for row in rows_of("region_words.csv"))
    types = sorted(
        (ZoneType(r["suffix"], r["kind"], r["may_stand_alone"] == "true") for r in rows_of("zone_types.csv")),
        key=lambda zone: (-len(zone.suffix), zone.suffix),
    )
    names: dict[str, list[tuple[int, Region]]] = {}
    for region in regions:
        for key, rank in name_keys(region):
            _add(names, key, rank, region)
    zones = list(read_zones(regions))
    for zone in zones:
        _add(names, match_key(zone.region_name), FULL, zone)
        for alias in zone.other_names:
            _add(names, match_key(alias), VARIANT, zone)

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
        by_name={key: tuple(found) for key, found in names.items()},
        zones_by_kind=by_kind,
        zone_types=tuple(types),
        zone_suffixes=tuple(zone.suffix for zone in types),
        everyday_words=words,
    )
