"""Choose between the regions that bear one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizers.region_table import Region
from normalizers.regions.index import SHORT, load_index, staleness

_LEVELS = {"province": 0, "city": 1, "county": 2, "zone": 3}
# How near a region is to the place the document is about.
BELOW, ITSELF, SAME_CITY, SAME_PROVINCE, ELSEWHERE = range(5)


def nearness(region: Region, parent_code: str | None) -> int:
    """How near `region` lies to `parent_code`.

    BELOW for children (and children's children) of the parent, up to ELSEWHERE, also
    without a parent. SAME_CITY is for the neighbours of a county.
    """
    if parent_code is None:
        return ELSEWHERE
    if region.region_code == parent_code:
        return ITSELF
    if parent_code in (region.parent_code, region.province_code):
        return BELOW
    city = parent_code[:4] + "00"
    if city != parent_code and city in (region.region_code, region.parent_code):
        return SAME_CITY
    return SAME_PROVINCE if region.province_code == parent_code[:2] + "0000" else ELSEWHERE


def pick(
    known: Iterable[tuple[int, Region]], key: str, *, parent_code: str | None, year: int | None
) -> Region | None:
    """The one region meant by `key`, or None when several remain.

    Nearest to the parent first; then names in use in `year`; then full names before short ones; then the
    higher level. A short name of a county counts only near its own parent, or where a county-level city is
    unique.
    """
    is_word = key in load_index().everyday_words
    found = [(nearness(region, parent_code), rank, region) for rank, region in known]
    found = [
        (near, rank, region)
        for near, rank, region in found
        if (_is_fitting_word if is_word else _is_admissible)(near, rank, region, parent_code)
    ]
    if not found:
        return None
    nearest = min(item[0] for item in found)
    found = [item for item in found if item[0] == nearest]
    found = _in_time(found, year)
    best = min((rank == SHORT, _LEVELS[region.level]) for _, rank, region in found)
    regions = [region for _, rank, region in found if (rank == SHORT, _LEVELS[region.level]) == best]
    return regions[0] if len({(r.region_code, r.region_name) for r in regions}) == 1 else None


def _is_admissible(near: int, rank: int, region: Region, parent_code: str | None) -> bool:
    is_short_county = rank == SHORT and region.level == "county"
    return not is_short_county or near < ELSEWHERE or region.region_name.endswith("市")


def _is_fitting_word(near: int, rank: int, region: Region, parent_code: str | None) -> bool:
    """老城区 in a city's table is its own, not the county that bears the name elsewhere."""
    if region.level != "county":
        return True
    if rank == SHORT:
        return near == BELOW
    return parent_code is None or near in (ITSELF, SAME_CITY) or region.parent_code == parent_code


def _in_time(found: Sequence[tuple[int, int, Region]], year: int | None) -> list[tuple[int, int, Region]]:
    """Names in use; else those given up that year; else, if all are of one place, the nearest in time."""
    ages = [staleness(region, year) for _, _, region in found]
    youngest = min(ages)
    if youngest > 1 and len({(region.parent_code, region.level) for _, _, region in found}) > 1:
        return list(found)
    return [item for item, age in zip(found, ages, strict=True) if age == youngest]
