"""Names of regions and zones in running text."""

from __future__ import annotations

import pytest

from normalizers.regions.regions import find_in_text


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
