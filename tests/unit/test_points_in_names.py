"""Points in brackets behind names of all levels, whatever stands beside them."""

from __future__ import annotations

from normalizers.facets import read_label
from tests.tables import facts

TEXT = """
一级指标（分值） | 二级指标（分值） | 三级指标（分值） | 评价情况 | 得分
产出（60分） | 数量（35分） | 修补渔网张数（35分） | 修补320张，得33分 | 33
^ | 时效（25分） | 开网日前完成率（25分） | 按期 | 25
效益（40分） | 满意度（40分） | 渔民满意度（40分） | 抽查60户 | 38
"""


def test_points_of_every_level_are_weights() -> None:
    found = facts(TEXT)["indicators"]
    assert [(r["level1"], r["level2"], r["level3"], r.get("weight"), r.get("score")) for r in found] == [
        ("产出（60分）", None, None, 60.0, None),
        ("产出（60分）", "数量（35分）", None, 35.0, None),
        ("产出（60分）", "数量（35分）", "修补渔网张数（35分）", 35.0, 33.0),
        ("产出（60分）", "时效（25分）", None, 25.0, None),
        ("产出（60分）", "时效（25分）", "开网日前完成率（25分）", 25.0, 25.0),
        ("效益（40分）", None, None, 40.0, None),
        ("效益（40分）", "满意度（40分）", None, 40.0, None),
        ("效益（40分）", "满意度（40分）", "渔民满意度（40分）", 40.0, 38.0),
    ]


def test_points_behind_a_word_of_the_frame_do_not_change_what_it_says() -> None:
    assert read_label("满意度（40分）").level2_code == "satisfaction"
    assert read_label("渔民满意度（40分）").level2_code is None


def test_words_beside_a_column_that_says_the_phase_of_the_title_do_not_take_it() -> None:
    text = """
    用途 | 匡算 | 实际支出
    网具 | 30.00 | 28.00
    浮标 | 12.00 | 11.50
    合计 | 42.00 | 39.50
    """
    found = facts(text, caption="资金支出情况", unit="单位：万元")["budget"]
    assert {row["amount_yuan"] for row in found if row["phase"] == "executed"} == {280000, 115000, 395000}


def test_planned_expenditure_is_a_first_budget() -> None:
    assert read_label("计划支出（万元）").choices == ("initial",)
