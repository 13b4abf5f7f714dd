"""Names of offices in titles and fields."""

from __future__ import annotations

import pytest

from normalizers.offices import begins_place, ends_like_office, find_office, is_office, office_words


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("青川县水利局2025年部门预算", "青川县水利局"),
        ("2021年度合江县人民法院部门决算", "合江县人民法院"),
        ("关于甘泉县财政局2022年决算的说明", "甘泉县财政局"),
        ("台江县生态环境局剑河分局2023年预算", "台江县生态环境局剑河分局"),
        ("国家税务总局迭部县税务局2024年度预算", "国家税务总局迭部县税务局"),
        ("共青团夏河县委员会2024年预算", "共青团夏河县委员会"),
        ("石林县敬老服务中心2024年预算", "石林县敬老服务中心"),
        # A centre inside the name of a project is no office.
        ("石林县敬老服务中心扩建工程绩效评价报告", None),
        ("优化产业布局专项资金绩效评价报告", None),
    ],
)
def test_the_office_of_a_title(text: str, office: str | None) -> None:
    assert find_office(text) == office


def test_an_office_alone() -> None:
    assert is_office("石林县水务局") and not is_office("石林县水务局关于水费的说明")


def test_a_field_for_an_office_may_hold_names_without_a_known_ending() -> None:
    assert ends_like_office("应急管理部") and ends_like_office("青山镇")
    assert not ends_like_office("万元") and not ends_like_office("评级展望")


def test_a_place_begins_behind_a_year_or_an_organisation() -> None:
    assert begins_place("2022年") and begins_place("政协") and begins_place("关于下达")
    assert not begins_place("全面推进")


@pytest.mark.parametrize("group", ["strong", "weak", "endings", "branches", "behind", "organisations"])
def test_words_stand_once(group: str) -> None:
    words = office_words()[group]
    assert len(words) == len(set(words))
