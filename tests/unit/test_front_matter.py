"""Fields at the head of forms, on covers and over tables; signatures."""

from __future__ import annotations

import pytest

from extractors.whole.front_matter import fields_in_line, fields_of, kinds_of, read_front_matter
from tests.tables import logical


def told(text: str) -> dict[str, str]:
    return {f.label: f.value for f in fields_of(logical(text))}


def test_labels_with_their_values_side_by_side() -> None:
    found = told(
        """
        项目名称 | 山塘清淤 | 预算年度 | 2021
        主管部门及其编码 | 青川县水利局 105 | 评价等次 | 良
        存在问题 | 进度偏慢 | 项目起止时间 | 2021年1月起至2021年12月止
        """
    )
    assert found["项目名称"] == "山塘清淤"
    assert found["主管部门及其编码"] == "青川县水利局 105"
    assert (found["预算年度"], found["评价等次"]) == ("2021", "良")
    assert found["项目起止时间"] == "2021年1月起至2021年12月止"


def test_headings_of_columns_are_no_fields() -> None:
    found = told(
        """
        项目名称 | 发行日期 | 金额
        山塘清淤 | 2021-03-02 | 30
        林道维修 | 2021-05-07 | 12
        """
    )
    assert "项目名称" not in found


def test_dimensions_over_marks_are_no_fields() -> None:
    found = told(
        """
        项目名称 | 决策 | < | 过程
        ^ | 立项依据 | 绩效目标 | ^
        分值 | 10 | 10 | 20
        山塘清淤 | 9 | 8 | 18
        """
    )
    assert "项目名称" not in found


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("项目名称 | 山塘清淤 | < | <\n总分 | 100 | 91.25 | 良", "91.25", "良"),
        ("政策名称 | 山塘清淤 | < | <\n评价得分 | 88.4分 | 评价等级 | 良", "88.4分", "良"),
        ("项目名称 | 山塘清淤 | < | <\n自评得分 | 88.4 | 主管部门 | 青川县水利局", "88.4", None),
        # The number stands below, for the label stands behind a label and its value.
        (
            "地方主管部门 | 青川县水利局 | 自评得分\n资金使用单位 | 青山镇 | 93\n到位率 | 99% | 9.5",
            "93",
            None,
        ),
        # A column of marks is not the mark of the whole.
        ("指标 | 目标 | 自评得分\n清淤量 | 30 | 9.5\n工期 | 12 | 8.5", None, None),
    ],
)
def test_marks_of_the_whole(text: str, score: str | None, grade: str | None) -> None:
    fields = fields_of(logical(text))
    assert next((f.value for f in fields if "score" in f.kinds), None) == score
    assert next((f.value for f in fields if "grade" in f.kinds), None) == grade


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "填报单位：青川县水利局（盖章） 自评得分：95",
            {"填报单位": "青川县水利局（盖章）", "自评得分": "95"},
        ),
        ("主 管 部 门：青川县水利局", {"主管部门": "青川县水利局"}),
        ("单位：青川县水利局 单位：万元", {"单位": "青川县水利局"}),
        ("（单位：万元）", {}),
        ("金额单位：元", {}),
        ("三是主要问题：进度偏慢", {}),
    ],
)
def test_fields_in_a_line(line: str, found: dict[str, str]) -> None:
    assert {f.label: f.value for f in fields_in_line(line)} == found


def test_offices_that_no_list_knows_are_known_by_their_last_word() -> None:
    assert kinds_of("县级林草部门") == {"office"} and kinds_of("青川县水利局") == set()


def test_a_period_is_known_by_its_last_word_and_the_day_of_filling_in_is_none() -> None:
    assert "period" in kinds_of("监控期间") and "period" not in kinds_of("填报日期")


def test_an_office_over_a_date_signs_and_one_in_a_sentence_does_not() -> None:
    prose = [
        (1, "关于清淤资金的通知"),
        (1, "青川县水利局要求各乡镇抓紧实施，县水利局负责检查。"),
        (2, "青川县财政局 青川县水利局"),
        (2, "2024年5月6日"),
        (9, "剑阁县水利局"),
    ]
    assert read_front_matter(prose, []).signatures == ["青川县财政局"]
