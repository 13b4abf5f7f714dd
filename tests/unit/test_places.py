"""The region of a document by its witnesses."""

from __future__ import annotations

import pytest

from pipeline.records.places import Place, named_region, place_of, place_of_filler


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("政协南县委员会2025年预算", "430921"),
        ("2019年度云阳县便民桥项目绩效评价报告", "500235"),
        ("2023年共青团互助土族自治县委员会部门预算", "630223"),
        ("第三师图木舒克市2021年棉田改造绩效自评报告", "659003"),
        ("玉溪市生态环境局通海分局", "530423"),
        ("青岛市市南区教育局", "370202"),
        ("苏州工业园区2022年度人才资金绩效评价报告", "320576"),
        ("市区2023年度改造资金绩效评价报告", None),
    ],
)
def test_the_region_that_a_text_names(text: str, code: str | None) -> None:
    found = named_region(text)
    assert (found.region_code if found else None) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("北海高新技术产业开发区管理委员会", "北海高新技术产业开发区"),
        ("长春新区2021年度厂房补贴绩效评价报告", "长春新区"),
        ("威海高新区管委会2021年度预算", "威海高新区"),
        ("新疆生产建设兵团2022年预算执行情况", "新疆生产建设兵团"),
        ("新疆生产建设兵团第十二师2022年部门决算", "第十二师"),
    ],
)
def test_a_zone_has_its_name_and_no_code(text: str, name: str) -> None:
    found = named_region(text)
    assert found is not None and (found.region_code, found.region_name, found.level) == (None, name, "zone")


def test_a_division_is_the_city_that_it_became() -> None:
    codes = [
        r.region_code for y in (2016, 2022) if (r := named_region("第七师教育局部门决算", y)) is not None
    ]
    assert codes == [None, "659010"]
    assert named_region("第十二师范学校2022年部门决算") is None


def test_a_zone_that_a_province_pays_for_is_not_the_place_of_the_paper() -> None:
    found = named_region("湖南省乡村振兴示范区创建资金绩效评价报告")
    assert found is not None and found.region_code == "430000"


def test_a_county_whose_name_others_bear_needs_a_witness() -> None:
    alone = place_of(["鼓楼区民政局2024年度预算"], [], ["本局内设科室五个。"], 2024)
    assert (alone.region, alone.how) == (None, "ambiguous")
    near = place_of(["鼓楼区民政局2024年度预算"], [], ["南京市财政局拨付。"], 2024)
    assert near.region is not None and (near.region.region_code, near.how) == ("320106", "mentioned")
    both = place_of(["鼓楼区民政局2024年度预算"], [], ["南京市与福州市交流。"], 2024)
    assert (both.region, both.how) == (None, "ambiguous")


def test_of_two_regions_mentioned_alike_neither_counts() -> None:
    assert place_of(["专项资金绩效评价报告"], [], ["烟台市与潍坊市交流。"], 2024).region is None
    found = place_of(["专项资金绩效评价报告"], [], ["烟台市拨付，烟台市检查，学习潍坊市。"], 2024)
    assert found.region is not None and (found.region.region_name, found.how) == ("烟台市", "mentioned")


@pytest.mark.parametrize(
    ("title", "offices", "code"),
    [
        ("青海省林业专项资金绩效目标表", ["都兰县林业局"], "632822"),
        ("长沙市2023年度项目支出绩效自评表", ["长沙市岳麓区教育局"], "430104"),
        ("青海省林业专项资金绩效目标表", ["青海省林业厅"], "630000"),
        ("青海省林业专项资金绩效目标表", ["都兰县林业局", "乌兰县林业局"], "630000"),
        ("青海省林业专项资金绩效目标表", ["宝丰县林业局"], "630000"),
        ("都兰县林业专项资金绩效目标表", ["青海省林业厅"], "632822"),
        ("青海省林业专项资金绩效目标表", [], "630000"),
    ],
)
def test_a_form_is_of_the_place_of_the_office_that_fills_it_in(
    title: str, offices: list[str], code: str
) -> None:
    found = place_of_filler(Place(named_region(title), "stated"), offices, 2023).region
    assert found is not None and found.region_code == code
