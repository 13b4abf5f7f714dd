"""Region names as reports print them, and the consistency of the reference tables."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from normalizers.region_table import Region
from normalizers.regions.index import load_index, staleness
from normalizers.regions.regions import all_regions, city_of, find_in_text, province_of, resolve

DATA = Path(__file__).parents[2] / "normalizers" / "data"


def rows(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


CASES = rows("regions_cases.csv", Path(__file__).parent)
"""Names as printed, with the region that the document is about and its year. `code` is `-` for a zone without one,
which lies in `zone_in` and is run by `governed_by`; it is empty where nothing tells which region is meant."""


def code(name: str, parent: str | None = None, year: int | None = None) -> str | None:
    region = resolve(name, parent_code=parent, year=year)
    return region.region_code if region else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("宁波", "330200"),
        ("青海", "630000"),
        ("内蒙古", "150000"),
        ("新疆", "650000"),
        ("克孜勒苏州", "653000"),
        ("管城区", "410104"),
        ("黄岛区（西海岸新区）", "370211"),
        ("广西壮族自治区", "450000"),
        ("大连", "210200"),
        ("朝阳", "211300"),
        ("中山", "442000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("吉林省吉林市", "220200"),
        ("海南", "460000"),
        ("海南州", "632500"),
        ("延边州", "222400"),
        ("宁蒗县", "530724"),
        ("湖北恩施", "422800"),
        ("仙桃市", "429004"),
        ("义乌", "330782"),
        ("广东省珠海市", "440400"),
        ("珠海市香洲区", "440402"),
        ("山东省青岛市即墨区", "370215"),
        ("青岛市南区", "370202"),
        ("青岛市市南区", "370202"),
        ("重庆市渝北区", "500112"),
        ("浦东新区", "310115"),
        ("滨海新区", "120116"),
        ("西藏文化旅游创意园区", "540173"),
        ("广 州\n市", "440100"),
        ("深圳市[3]", "440300"),
        ("深圳市（计划单列）", "440300"),
        ("1.青岛市", "370200"),
        ("（一）湛江市", "440800"),
        ("青岛市本级", "370200"),
        ("青岛市人民政府", "370200"),
        ("衡阳高新区", "430476"),
    ],
)
def test_name_without_a_parent(name: str, expected: str) -> None:
    assert code(name) == expected


@pytest.mark.parametrize(
    ("name", "parent", "expected"),
    [
        ("朝阳区", "110000", "110105"),
        ("朝阳", "220100", "220104"),
        ("吉林", "220000", "220200"),
        ("市中区", "370100", "370103"),
        ("鼓楼区", "320300", "320302"),
        ("鼓楼区", "320303", "320302"),  # a neighbour of the county that the document is about
        ("普陀区", "310000", "310107"),
        ("普陀区", "310107", "310107"),
        ("中山", "210200", "210202"),
        ("胶州市", "370200", "370281"),
        ("1、天河区", "440100", "440106"),
        ("宝安区（含光明新区）", "440300", "440306"),
        ("其中：市南区", "370200", "370202"),
        ("青岛", "370200", "370200"),
        ("江苏", "440000", "320000"),
        ("达孜工业园区", "540100", "540174"),
        ("高新区", "430400", "430476"),
        ("开发区", "140600", "140671"),
        ("市本级", "440800", "440800"),
        ("省本级", "440000", "440000"),
    ],
)
def test_name_within_a_parent(name: str, parent: str, expected: str) -> None:
    assert code(name, parent) == expected


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("即墨市", 2016, "370282"),
        ("即墨区", 2023, "370215"),
        ("即墨", 2016, "370282"),
        ("即墨", 2017, "370215"),
        ("即墨", None, "370215"),
        ("莱芜", 2015, "371200"),
        ("莱芜", 2023, "370116"),
        ("米林县", 2020, "540422"),
        ("米林", 2024, "540481"),
    ],
)
def test_code_follows_the_year(name: str, year: int | None, expected: str) -> None:
    parent = {"37": "370000", "54": "540400"}[expected[:2]]
    assert code(name, "370200" if name.startswith("即墨") else parent, year) == expected


def test_name_follows_the_year() -> None:
    assert [province_of("420602"), city_of("420602", year=2008), city_of("420602")] == [
        resolve("湖北省"),
        resolve("襄樊市", year=2008),
        resolve("襄阳市"),
    ]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: "-".join((case["name"], case["parent"], case["year"]))
)
def test_name_in_its_time(case: dict[str, str]) -> None:
    year = int(case["year"]) if case["year"] else None
    found = resolve(case["name"], parent_code=case["parent"] or None, year=year)
    code = (found.region_code or "-") if found else ""
    assert code == case["code"]
    if found is not None and found.region_code is None:
        assert (found.parent_code, found.governed_by_code or "") == (case["zone_in"], case["governed_by"])


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "—",
            "/",
            "合计",
            "总计",
            "全市",
            "全省",
            "地区",
            "区县",
            "各区（市）",
            "县（市、区）",
            "园区",
            "各开发区",
        ),
        *(
            "西南大学",
            "吉林大学",
            "青岛海尔集团",
            "宁波市企业",
            "中国出口信用保险公司山东分公司",
            "国家大学科技园",
        ),
        *("新建", "合作", "公安", "平安", "友好", "市级", "3", "90.20", "朝阳区", "市中区", "鼓楼", "解放"),
        *(
            "推动高新区建设",
            "高新区和经开区",
            "海南科技园",
            "广东城区",
            "支持企业5家",
            "上海东方",
            "永安",
            "青岛市（市南区）",
        ),
    ],
)
def test_no_name_or_no_single_region(name: str) -> None:
    assert resolve(name) is None


def test_parent_does_not_make_names_of_everything() -> None:
    assert resolve("合计", parent_code="370200") is None
    assert resolve("老城区", parent_code="370200") is None  # a district of 洛阳 only
    assert resolve("市本级", parent_code="440000") is None  # which city is not said
    assert resolve("区级", parent_code="370202") is None


@pytest.mark.parametrize(
    ("name", "parent", "within", "published"),
    [
        ("西海岸新区", "370200", "370200", "西海岸新区"),
        ("青岛西海岸新区（黄岛区）", "370200", "370200", "西海岸新区"),
        ("青岛西海岸新区", None, "370200", "西海岸新区"),
        ("自贸片区", "370200", "370200", "自贸片区"),
        ("高新区", "370200", "370200", "高新区"),
        ("高新区管委会", "370200", "370200", "高新区"),
        ("高新区", None, None, "高新区"),
        ("无锡新区", None, "320200", "无锡新区"),
        ("珠海横琴", "440000", "440400", "横琴粤澳深度合作区"),
        ("横琴粤澳深度合作区", None, "440400", "横琴粤澳深度合作区"),
        ("深汕合作区", "440000", "440300", "深汕特别合作区"),
        ("河北雄安新区", None, "130000", "雄安新区"),
        ("滨海新区", "330600", "330600", "滨海新区"),
        ("中国（山东）自由贸易试验区青岛片区", None, "370200", "中国（山东）自由贸易试验区青岛片区"),
        ("中国（海南）自由贸易试验区", None, "460000", "中国（海南）自由贸易试验区"),
    ],
)
def test_zone_has_a_place_but_no_code(
    name: str, parent: str | None, within: str | None, published: str
) -> None:
    region = resolve(name, parent_code=parent)
    assert region is not None
    assert (region.region_code, region.is_functional_zone, region.level) == (None, True, "zone")
    assert (region.parent_code, region.region_name) == (within, published)
    expected_province = province_of(within) if within else None
    assert region.province_name == (expected_province.region_name if expected_province else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年度广州市促进商务高质量发展专项资金", [(6, "440100")]),
        ("湛江市商务局", [(0, "440800")]),
        ("上海市普陀区规划和自然资源局", [(0, "310000"), (3, "310107")]),
        ("淮安市金湖县", [(0, "320800"), (3, "320831")]),
        ("广州\n市天河\n区财政", [(0, "440100"), (4, "440106")]),
        ("青岛市南区商务局", [(0, "370200"), (2, "370202")]),
        (
            "北京市朝阳区、海淀区和河北省廊坊市",
            [(0, "110000"), (3, "110105"), (7, "110108"), (11, "130000"), (14, "131000")],
        ),
        ("内蒙古自治区乌兰察布市四子王旗", [(0, "150000"), (6, "150900"), (11, "150929")]),
        ("宁蒗彝族自治县财政局", [(0, "530724")]),
        ("晋中市祁县", [(0, "140700"), (3, "140727")]),
        ("阳泉市郊区", [(0, "140300"), (3, "140311")]),
        ("由天河区负责", [(1, "440106")]),
        ("西南大学2021年部门预算", []),
        ("吉林大学、深圳某公司", []),
        ("开拓上海市场", []),
        ("全市中区域合作市场", []),
        ("完成县域经济、各区和县", []),
        ("广东城区改造与老城区改造", []),
        ("普陀区", []),
        ("第一师范学校", []),
        ("由第七师胡杨河市负责", [(1, "659010"), (4, "659010")]),
    ],
)
def test_names_in_text(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(offset, region.region_code) for offset, region in find_in_text(text)] == expected


def test_names_in_text_use_parent_and_year() -> None:
    assert [r.region_code for _, r in find_in_text("普陀区商务委", parent_code="310000")] == ["310107"]
    assert [r.region_code for _, r in find_in_text("襄樊市、即墨市", year=2009)] == ["420600", "370282"]
    assert find_in_text("两江新区管委会", year=2023) == []  # a zone without a code until 2025
    assert [r.region_code for _, r in find_in_text("两江新区管委会", year=2026)] == ["500157"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深圳 50%", ["440300"]),
        ("如：宁波、深圳、厦门等城市", ["330200", "440300", "350200"]),
        ("深圳大学", []),
        ("在广州依法登记", []),
        ("湛江市", ["440800"]),
    ],
)
def test_short_names_only_where_they_stand_alone(text: str, expected: list[str]) -> None:
    assert [region.region_code for _, region in find_in_text(text, allow_short=True)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下达威海高新区20万元、烟台开发区5万元", [(2, None, "371000"), (12, "370676", "370600")]),
        ("向西海岸新区和青岛市高新区下达", [(1, None, "370200"), (7, None, "370200")]),
        ("青岛市高新技术企业", [(0, "370200", "370000")]),
        ("青岛高新区域合作", []),
        ("由前海人寿承保", []),
        ("广东科技园区", []),
    ],
)
def test_zones_in_text(text: str, expected: list[tuple[int, str | None, str]]) -> None:
    found = find_in_text(text, with_zones=True)
    assert [(offset, region.region_code, region.parent_code) for offset, region in found] == expected
    assert not any(region.is_functional_zone for _, region in find_in_text(text))


@pytest.mark.parametrize(
    ("of", "province", "city"),
    [
        ("440106", "440000", "440100"),
        ("440100", "440000", "440100"),
        ("440000", "440000", None),
        ("110105", "110000", "110000"),
        ("110000", "110000", "110000"),
        ("429004", "420000", None),
    ],
)
def test_levels_above(of: str, province: str, city: str | None) -> None:
    found_province, found_city = province_of(of), city_of(of)
    assert found_province is not None and found_province.region_code == province
    assert (found_city.region_code if found_city else None) == city


def test_every_code_is_found_by_its_full_name_in_its_time() -> None:
    wrong = []
    for region in load_index().regions:
        if region.region_code is None:
            found = resolve(region.region_name, year=region.valid_to - 1 if region.valid_to else None)
            wrong += [] if found == region else [region.region_name]
            continue
        year = region.valid_to - 1 if region.valid_to else None
        assert staleness(region, year) == 0
        whole = "".join(
            dict.fromkeys(n for n in (region.province_name, region.city_name, region.region_name) if n)
        )
        for name, parent in ((region.region_name, region.parent_code), (whole, None)):
            if code(name, parent, year) != region.region_code:
                wrong.append(f"{name} {region.region_code} {year}")
    assert wrong == []


def test_every_city_and_province_of_today_is_found_by_its_short_name() -> None:
    upper = [r for r in load_index().regions if r.level in ("province", "city") and r.valid_to is None]
    wrong = [r.region_name for r in upper if code(r.short_name) != r.region_code]
    assert wrong == ["吉林市", "海南藏族自治州"]  # the province is meant


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
