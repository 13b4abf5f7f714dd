"""Rows of `indicators`: levels, targets, results, scores, regions below an indicator."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts.levels import level_codes
from tests.tables import columns_of, facts


def rows(text: str, **options: Any) -> list[Row]:
    return facts(text, **options)["indicators"]


SELF = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
产出指标 | 数量指标 | 支持企业数 | ≥100家 | 120家 | 10 | 10 | 无
^ | 质量指标 | 资料完整率 | ≥95% | 98% | 10 | 9.50 | 部分企业材料不齐
^ | 时效指标 | 拨付时间 | 12月底前 | 11月 | 10 | 10 |
总分 | < | < | < | < | 30 | 29.50 |
"""


def test_levels_of_merged_cells_stand_on_every_row() -> None:
    found = [row for row in rows(SELF) if not row["is_total"]]
    assert columns_of(found, "level1", "level2", "level3", "period") == [
        ("产出指标", "数量指标", "支持企业数", "annual"),
        ("产出指标", "质量指标", "资料完整率", "annual"),
        ("产出指标", "时效指标", "拨付时间", "annual"),
    ]


def test_targets_and_results_with_operator_value_and_unit() -> None:
    found = rows(SELF)
    assert columns_of(found, "target_text", "target_op", "target_value", "target_unit")[:2] == [
        ("≥100家", "≥", 100.0, "家"),
        ("≥95%", "≥", 95.0, "%"),
    ]
    assert columns_of(found, "actual_text", "actual_value", "actual_unit", "completion_rate_pct")[:2] == [
        ("120家", 120.0, "家", 120.0),
        ("98%", 98.0, "%", pytest.approx(103.1579)),
    ]


def test_a_date_is_no_number_to_compare() -> None:
    row = rows(SELF)[2]
    assert (row["target_text"], row["target_value"], row["completion_rate_pct"]) == ("12月底前", None, None)


def test_scores_reasons_and_the_total() -> None:
    found = rows(SELF)
    assert columns_of(found, "weight", "score", "deviation_reason", "is_total") == [
        (10.0, 10.0, None, False),
        (10.0, 9.5, "部分企业材料不齐", False),
        (10.0, 10.0, None, False),
        (30.0, 29.5, None, True),
    ]


@pytest.mark.parametrize(
    ("target", "actual", "rate"),
    [
        ("≥100家", "80家", 80.0),
        ("=50场", "50场", 100.0),
        ("≤50万元", "46.8万元", None),  # less is better
        ("≥9亿美元", "62亿元", None),  # different units
        ("保持稳定", "稳定", None),
        ("≥100家", "", None),
    ],
)
def test_completion_is_computed_where_both_can_be_compared(
    target: str, actual: str, rate: float | None
) -> None:
    text = f"一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值\n产出 | 数量 | 甲 | {target} | {actual}"
    [row] = rows(text)
    assert row["completion_rate_pct"] == rate


def test_operator_value_and_unit_in_columns_of_their_own() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
    产出指标 | 数量指标 | 支持企业数 | ≥ | 100 | 家
    ^ | 质量指标 | 资料完整率 | ≥ | 95 | %
    效益指标 | 社会效益 | 办理时限 | ≤ | 30 | 工作日
    """
    assert columns_of(rows(text), "target_op", "target_value", "target_unit") == [
        ("≥", 100.0, "家"),
        ("≥", 95.0, "%"),
        ("≤", 30.0, "工作日"),
    ]


def test_cycle_and_annual_targets_are_two_rows() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 实施期指标值 | 年度指标值
    产出指标 | 数量指标 | 支持企业数 | ≥300家 | ≥100家
    效益指标 | 经济效益 | 承保额 | ≥27亿美元 | ≥9亿美元
    """
    found = rows(text)
    assert sorted(columns_of(found, "level3", "period", "target_value")) == [
        ("承保额", "annual", 9.0),
        ("承保额", "cycle", 27.0),
        ("支持企业数", "annual", 100.0),
        ("支持企业数", "cycle", 300.0),
    ]


def test_regions_below_an_indicator_take_its_name() -> None:
    context = Context("d" * 16, region_code="350000", region_name="福建省", fiscal_year=2024)
    text = """
    一级指标 | 二级指标 | 三级指标 | 目标值
    产出指标 | 数量指标 | 支持企业数（家） | ≥300
    ^ | ^ | 福州市 | ≥100
    ^ | ^ | 厦门市 | ≥200
    ^ | ^ | 展会场次 | ≥12
    """
    found = rows(text, context=context)
    assert columns_of(found, "level3", "region_code", "target_value") == [
        ("支持企业数（家）", "350000", 300.0),
        ("支持企业数（家）", "350100", 100.0),
        ("支持企业数（家）", "350200", 200.0),
        ("展会场次", "350000", 12.0),
    ]


SCORE = """
一级指标 | 分值 | 得分 | 得分率
决策 | 20 | 18.50 | 92.50%
过程 | 80 | 70.00 | 87.50%
合计 | 100 | 88.50 | 88.50%
"""


def test_a_score_table_of_one_level() -> None:
    found = rows(SCORE)
    assert columns_of(
        found, "level1", "level2", "level3", "weight", "score", "score_rate_printed_pct", "is_total"
    ) == [
        ("决策", None, None, 20.0, 18.5, 92.5, False),
        ("过程", None, None, 80.0, 70.0, 87.5, False),
        ("合计", None, None, 100.0, 88.5, 88.5, True),
    ]
    assert {row["period"] for row in found if not row["is_total"]} == {None}


def test_weights_of_upper_levels_are_rows_of_their_own() -> None:
    text = """
    一级指标 | 分值 | 二级指标 | 分值 | 得分
    决策 | 20 | 立项规范 | 12 | 11.00
    ^ | ^ | 目标合理 | 8 | 7.00
    """
    assert columns_of(rows(text), "level1", "level2", "weight", "score") == [
        ("决策", None, 20.0, None),
        ("决策", "立项规范", 12.0, 11.0),
        ("决策", "目标合理", 8.0, 7.0),
    ]


def test_marks_may_carry_their_unit_and_weights_a_percent_sign() -> None:
    text = "一级指标 | 权重 | 得分\n决策 | 20% | 18.50分\n过程 | 80% | 70.00分\n效益 | — | 待定"
    assert columns_of(rows(text), "level1", "weight", "score") == [("决策", 20.0, 18.5), ("过程", 80.0, 70.0)]


def test_a_label_over_all_level_columns_names_the_rows_below() -> None:
    text = """
    一级指标 | 二级指标 | 分值 | 得分
    一、决策： | < | 20 | 18.00
    立项 | 立项规范 | 12 | 11.00
    ^ | 目标合理 | 8 | 7.00
    """
    found = rows(text)
    assert columns_of(found, "level1", "weight", "score")[0] == ("一、决策", 20.0, 18.0)


def test_a_kind_across_the_levels_counts_for_the_rows_below_and_not_for_the_whole() -> None:
    text = """
    二级指标 | 三级指标 | 分值 | 得分
    过程： | < | 20 | 18.00
    业务 | 制度健全 | 12 | 11.00
    ^ | 执行有效 | 8 | 7.00
    产出： | < | 30 | 29.00
    船坞 | 座数 | 30 | 29.00
    综合得分 | < | 50 | 47.00
    """
    assert columns_of(rows(text), "level1", "level2", "level3", "is_total") == [
        ("过程", None, None, True),
        ("过程", "业务", "制度健全", False),
        ("过程", "业务", "执行有效", False),
        ("产出", None, None, True),
        ("产出", "船坞", "座数", False),
        ("综合得分", None, None, True),
    ]


def test_a_row_that_states_nothing_is_no_fact() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值
    产出 | 数量 | 支持企业数 | ≥100家 | 120家
    效益 | 经济效益 | 带动出口 | |
    """
    assert [row["level3"] for row in rows(text)] == ["支持企业数"]


def test_marks_that_indicators_share_stand_in_the_first_row() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分
    产出 | 数量 | 培训人次 | ≥100人次 | 20 | 19
    ^ | ^ | 培训班 | ≥5期 | ^ | ^
    ^ | 质量 | 合格率 | 100% | 10 | 10
    """
    assert columns_of(rows(text), "level3", "weight", "score") == [
        ("培训人次", 20.0, 19.0),
        ("培训班", None, None),
        ("合格率", 10.0, 10.0),
    ]


HALVES = """
绩效指标 | 长期绩效指标 | < | < | < | 年度绩效指标 | < | <
^ | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 接入停车场 | 126个 | 数量指标 | 接入停车场 | 45个
^ | 效益指标 | 社会效益 | 投诉下降率 | ≥20% | 社会效益 | 拥堵指数 | ≤1.5
"""


def test_two_periods_set_side_by_side() -> None:
    assert columns_of(rows(HALVES), "period", "level1", "level3", "target_text") == [
        ("cycle", "产出指标", "接入停车场", "126个"),
        ("cycle", "效益指标", "投诉下降率", "≥20%"),
        ("annual", "产出指标", "接入停车场", "45个"),
        ("annual", "效益指标", "拥堵指数", "≤1.5"),
    ]


def test_names_may_state_their_marks() -> None:
    text = """
    指标（分值） | 得分 | 得分率
    项目决策（15分） | 13.6 | 90.67%
    项目过程（25分） | 21.8 | 87.20%
    合计（100分） | 87.9 | 87.90%
    """
    assert columns_of(rows(text), "weight", "score", "is_total") == [
        (15.0, 13.6, False),
        (25.0, 21.8, False),
        (100.0, 87.9, True),
    ]


def test_beside_targets_a_bare_heading_holds_the_results() -> None:
    text = "指标 | 目标 | 实际 | 分值 | 评分\n投保企业数 | ≥100家 | 120家 | 10 | 10\n赔付时限 | ≤30天 | 25天 | 10 | 10"
    assert columns_of(rows(text), "actual_text") == [("120家",), ("25天",)]


def test_targets_headed_by_regions_are_those_of_the_regions() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 指标值 | <
    ^ | ^ | ^ | 市南区 | 崂山区
    产出指标 | 数量指标 | 新增学位 | ≥1800个 | ≥2200个
    ^ | 质量指标 | 覆盖率 | ≥92% | ≥91%
    """
    assert columns_of(rows(text), "level3", "region_code", "target_value") == [
        ("新增学位", "370202", 1800.0),
        ("新增学位", "370212", 2200.0),
        ("覆盖率", "370202", 92.0),
        ("覆盖率", "370212", 91.0),
    ]


def test_a_label_beside_the_block_that_the_header_line_cuts_is_no_level() -> None:
    text = """
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值
    绩效指标 | 产出指标 | 数量指标 | 条目数 | 80条 | 20
    ^ | 效益指标 | 社会效益指标 | 了解程度 | 显著 | 10
    """
    assert columns_of(rows(text), "level1", "level3", "target_text") == [
        ("产出指标", "条目数", "80条"),
        ("效益指标", "了解程度", "显著"),
    ]


def test_an_adjusted_target_takes_the_place_of_the_first() -> None:
    text = """
    三级指标 | 年初指标值 | 调整指标值 | 全年完成值 | 权重 | 得分
    管网长度（公里） | 42 | 38 | 38.6 | 10 | 10
    """
    assert columns_of(rows(text), "target_value", "completion_rate_pct") == [(38.0, 101.5789)]


def test_what_others_award_counts_before_what_one_awards_oneself() -> None:
    text = """
    一级指标 | 二级指标 | 分值 | 自评得分 | 评价得分 | 扣分说明
    投入 | 资金落实 | 12 | 12 | 10.50 | 两县未按期下达
    过程 | 业务管理 | 13 | 13 | 13 | 制度健全
    """
    assert columns_of(rows(text), "level2", "weight", "score", "deviation_reason") == [
        ("资金落实", 12.0, 10.5, "两县未按期下达"),
        ("业务管理", 13.0, 13.0, "制度健全"),
    ]


def test_words_left_of_targets_and_results_name_the_indicators() -> None:
    text = """
    目标类型 | 绩效目标内容 | 目标值 | 实际完成值 | 是否完成
    数量目标 | 家庭医生签约率 | 不低于38% | 40.7% | 是
    质量目标 | 规范管理率 | ≥64% | 68.2% | 是
    """
    assert columns_of(rows(text), "level2", "level3", "target_value", "actual_value") == [
        ("数量目标", "家庭医生签约率", 38.0, 40.7),
        ("质量目标", "规范管理率", 64.0, 68.2),
    ]


def test_a_heading_of_the_first_level_right_of_the_second_names_the_indicators() -> None:
    text = """
    一级指标 | 二级指标 | 评价内容 | 分值
    决策 | 项目立项 | 立项依据 | 5
    过程 | 资金管理 | 到位率 | 5
    """
    assert columns_of(rows(text), "level1", "level2", "level3") == [
        ("决策", "项目立项", "立项依据"),
        ("过程", "资金管理", "到位率"),
    ]


def test_what_explains_an_indicator_is_not_its_name() -> None:
    text = """
    一级指标 | 二级指标 | 三级指标 | 指标内容 | 指标值
    产出指标 | 数量指标 | 新建泵站 | 反映新建泵站的座数 | ≥4座
    ^ | 质量指标 | 合格率 | 反映一次验收的情况 | ≥95%
    """
    assert columns_of(rows(text), "level1", "level2", "level3") == [
        ("产出指标", "数量指标", "新建泵站"),
        ("产出指标", "质量指标", "合格率"),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("预算执行率得分", "execution"),
        ("资金执行率评分", "execution"),
        ("产出指标得分", "output"),
        ("得分", None),
        ("河道清淤得分", None),
    ],
)
def test_a_row_of_marks_has_the_code_of_what_they_are_given_for(name: str, code: str | None) -> None:
    assert level_codes({"level1": name})["level1_code"] == code
