"""The reference tables of regions and zones agree with each other, and what became of every code is known."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from normalizers.region_table import Region
from normalizers.regions.index import load_index, staleness
from normalizers.regions.regions import all_regions

DATA = Path(__file__).parents[2] / "normalizers" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_region_table_is_consistent() -> None:
    table = rows("regions.csv")
    keys = [(r["region_code"], r["valid_from"]) for r in table]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    codes = {r["region_code"] for r in table}
    by_code: dict[str, list[dict[str, str]]] = {}
    for row in table:
        by_code.setdefault(row["region_code"], []).append(row)
        value = row["region_code"]
        assert len(value) == 6 and value.isdigit()
        expected = "province" if value.endswith("0000") else "city" if value.endswith("00") else "county"
        assert row["level"] == expected
        assert (row["parent_code"] in codes) if expected != "province" else row["parent_code"] == ""
        assert row["is_functional_zone"] in ("true", "false")
        assert not (row["valid_from"] and row["valid_to"]) or row["valid_from"] < row["valid_to"]
    for same in by_code.values():  # one name at a time, and only the last may be open
        for earlier, later in pairwise(same):
            assert earlier["valid_to"] and earlier["valid_to"] <= later["valid_from"]
    assert sum(r["level"] == "province" for r in table) == 34
    assert sum(r["level"] == "city" and not r["valid_to"] for r in table) == 333


def test_zone_tables_are_consistent() -> None:
    codes = {r["region_code"] for r in rows("regions.csv")}
    zones = rows("zones.csv")
    order = [(z["within_code"], z["zone_name"]) for z in zones]
    assert order == sorted(order)
    names = Counter(n for z in zones for n in {z["zone_name"], *filter(None, z["aliases"].split("|"))})
    assert [name for name, count in names.items() if count > 1] == []
    for zone in zones:
        aliases = zone["aliases"].split("|")
        assert aliases == sorted(aliases), zone["zone_name"]
        assert zone["within_code"] in codes
        for column in ("overlaps_code", "governed_by_code"):
            assert not zone[column] or zone[column] in codes
        assert all(code in codes for code in zone["successor_codes"].split("|") if code)
        assert bool(zone["successor_codes"]) <= bool(zone["valid_to"])
    types = rows("zone_types.csv")
    suffixes = [t["suffix"] for t in types]
    assert suffixes == sorted(set(suffixes))
    standing = {t["may_stand_alone"] for t in types if t["suffix"] in ("园区", "高新区")}
    assert standing == {"true", "false"}


def test_other_names_are_of_regions_of_today() -> None:
    named = {r["region_code"]: r["region_name"] for r in rows("regions.csv") if not r["valid_to"]}
    others = rows("other_names.csv")
    assert [r["region_code"] for r in others] == sorted({r["region_code"] for r in others})
    assert [r for r in others if named.get(r["region_code"]) != r["region_name"]] == []


def today(region: Region) -> set[str]:
    """Codes of today for a row of the table: its own, or those that followed."""
    index = load_index()
    if region.valid_to is None:
        return {region.region_code or ""}
    after = [
        min(index.by_code[c], key=lambda r: staleness(r, region.valid_to)) for c in region.successor_codes
    ]
    return set().union(*(today(r) for r in after if r != region))


def test_what_became_of_every_code_is_known() -> None:
    ended = [r for r in load_index().regions if r.region_code and r.valid_to]
    lost = [f"{r.region_code} {r.region_name}" for r in ended if not today(r)]
    assert lost == [
        *("130106 郊区", "410504 铁西区", "410511 郊区", "430411 郊区"),  # cut into pieces twenty years ago
        *("450107 市郊区", "450206 市郊区", "640102 城区", "640103 新城区"),
    ]
    moved = [r for r in ended for c in r.successor_codes if c[:2] != (r.region_code or "")[:2]]
    assert moved == []


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("370282", 2016, {"370215"}),
        ("420600", 2009, {"420600"}),
        ("500105", 2020, {"500157"}),
        ("421302", 2005, {"421303", "421321"}),
        ("371202", 2018, {"370116"}),
        ("429001", 1999, {"421303", "421321"}),
    ],
)
def test_successors(code: str, year: int, expected: set[str]) -> None:
    region = load_index().latest(code, year)
    assert region is not None and today(region) == expected


def test_everyday_words_are_names_in_the_table() -> None:
    words = [r["name"] for r in rows("region_words.csv")]
    assert words == sorted(set(words))
    known = set(load_index().by_name)
    assert [word for word in words if word not in known] == []


def test_table_of_regions_has_the_columns_of_the_contract() -> None:
    table = all_regions()
    assert set(table[0]) == {
        *("region_code", "region_name", "short_name", "level", "parent_code", "province_name", "city_name"),
        *("is_functional_zone", "valid_from", "valid_to"),
        *("governed_by_code", "successor_codes", "other_names"),
    }
    assert len(table) == len(rows("regions.csv")) + len(rows("zones.csv"))
    beijing = next(r for r in table if r["region_code"] == "110105")
    assert (beijing["parent_code"], beijing["city_name"]) == ("110000", "北京市")
