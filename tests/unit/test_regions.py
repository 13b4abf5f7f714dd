"""Region names as reports print them: the code that a name had in its time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from normalizers.regions.index import load_index, staleness
from normalizers.regions.regions import city_of, province_of, resolve

with Path(__file__).with_name("regions_cases.csv").open(encoding="utf-8", newline="") as handle:
    CASES = list(csv.DictReader(handle))
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
