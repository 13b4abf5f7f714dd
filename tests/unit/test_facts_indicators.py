"""Rows of indicators: programme, targets, results, and the regions below an indicator."""

from __future__ import annotations

import pytest

from pipeline.context.context import Context
from pipeline.facts.tables import table_facts
from tests.tables import SELF_EVALUATION, classified, columns_of, form_facts

FORM = """
项目名称 | 海塘加固 | < | < | < | <
资金（万元） |  | 全年预算数 | 全年执行数 | 分值 | 得分
^ | 年度资金总额 | 40.00 | 36.00 | 10 | 9
^ | 其中：财政拨款 | 40.00 | 36.00 |  |
"""


def test_every_row_of_a_form_has_its_programme() -> None:
    found = form_facts(FORM)
    assert {row["program_name"] for row in (*found["budget"], *found["indicators"])} == {"海塘加固"}


def test_a_table_without_a_name_goes_on_with_the_form_before_it() -> None:
    context = Context("d" * 16, fiscal_year=2023)
    form_facts(FORM, context=context)
    rows = form_facts("一级指标 | 三级指标 | 指标值\n产出指标 | 加固长度 | ≥3公里", context=context)[
        "indicators"
    ]
    assert columns_of(rows, "program_name") == [("海塘加固",)]
    assert context.program_name is None


def test_two_forms_in_one_table_have_a_programme_each() -> None:
    rows = form_facts(
        """
        项目名称 | 海塘加固 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 加固长度 | ≥3公里
        项目名称 | 山塘整治 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 整治座数 | ≥8座
        """
    )["indicators"]
    assert columns_of(rows, "program_name", "level3") == [("海塘加固", "加固长度"), ("山塘整治", "整治座数")]


def test_a_template_states_sign_and_unit_of_its_targets() -> None:
    rows = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 地区 | 年度指标值 | 实际完成值
        产出指标 | 数量指标 | 新建果园（≥**亩） | 市南区 | 420 | 426
        ^ | ^ | ^ | 市北区 | 360 | 354
        """
    )["indicators"]
    assert columns_of(rows, "region_code", "target_op", "target_value", "target_unit", "is_met") == [
        ("370202", "≥", 420.0, "亩", True),
        ("370203", "≥", 360.0, "亩", False),
    ]


def test_a_dash_in_the_column_of_units_is_no_unit() -> None:
    rows = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 目标值 | 计量单位 | 完成值
        产出指标 | 质量指标 | 水体pH值 | ≤8.2 | — | 7.9
        ^ | 数量指标 | 清淤长度 | ≥12 | 公里 | 13
        """
    )["indicators"]
    assert columns_of(rows, "target_unit", "actual_unit") == [(None, None), ("公里", "公里")]


def test_sign_and_unit_in_columns_of_their_own() -> None:
    [row] = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值
        产出指标 | 数量指标 | 开行班次 | ≤ | 85 | 班 | 83
        """
    )["indicators"]
    assert columns_of([row], "target_op", "target_unit", "actual_value", "is_met") == [
        ("≤", "班", 83.0, True)
    ]


def test_a_result_without_a_period_belongs_to_the_target_of_the_year() -> None:
    rows = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值
        产出指标 | 数量指标 | 清淤长度 | ≥12公里 | 11公里
        """
    )["indicators"]
    assert columns_of(rows, "target_value", "actual_value", "is_met") == [(12.0, 11.0, False)]


def test_a_target_without_a_sign_is_reached_and_a_cost_or_time_not_used_up() -> None:
    rows = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值
        产出指标 | 数量指标 | 修缮泵站 | 12座 | 15座
        产出指标 | 数量指标 | 开行班次 | =85班 | 90班
        产出指标 | 时效指标 | 平均办理时间 | 20天 | 14天
        产出指标 | 成本指标 | 单座造价 | 18万元 | 16万元
        产出指标 | 成本指标 | 单座维护费 | 2万元 | 3万元
        产出指标 | 质量指标 | 验收合格率 | 100% | 97%
        """
    )["indicators"]
    assert [row["is_met"] for row in rows] == [True, False, True, True, False, False]


def test_regions_below_an_indicator_take_its_name() -> None:
    rows = form_facts(
        """
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值
        产出指标 | 数量指标 | 改造面积 | ≥3万亩 | 3.1万亩
        ^ | ^ | 市南区 | ≥1万亩 | 1.1万亩
        ^ | ^ | 市北区 | ≥2万亩 | 2万亩
        效益指标 | 经济效益指标 | 亩均增收 | ≥800元 | 760元
        """
    )["indicators"]
    assert columns_of(rows, "level3", "region_code", "target_value") == [
        ("改造面积", "370200", 3.0),
        ("改造面积", "370202", 1.0),
        ("改造面积", "370203", 2.0),
        ("亩均增收", "370200", 800.0),
    ]


def test_targets_of_quarters_and_years_are_rows_of_their_own() -> None:
    rows = form_facts(
        """
        一级指标 | 三级指标 | 一季度目标值 | 二季度目标值 | 全年目标值
        产出指标 | 供餐学校（所） | 12 | 14 | ≥18
        """
    )["indicators"]
    assert [(r["period"], str(r["as_of"]), r["target_value"], r["target_unit"]) for r in rows] == [
        ("quarter", "2023-03-31", 12.0, "所"),
        ("quarter", "2023-06-30", 14.0, "所"),
        ("annual", "None", 18.0, "所"),
    ]


def test_a_target_as_it_was_changed_goes_before_the_first_one() -> None:
    rows = form_facts(
        """
        一级指标 | 三级指标 | 年初指标值 | 调整后指标值 | 实际完成值
        产出指标 | 整治山塘 | ≥20座 | ≥18座 | 18座
        """
    )["indicators"]
    assert columns_of(rows, "target_value", "is_met") == [(18.0, True)]


def test_a_list_of_programmes_names_the_lines_of_the_budget() -> None:
    context = Context("d" * 16, region_code="370600", fiscal_year=2023, program_name="海洋发展专项资金")
    rows = form_facts(
        "项目名称 | 年初预算数 | 全年执行数\n海塘加固 | 40.00 | 36.00\n航道疏浚 | 60.00 | 54.00\n总计 | 100.00 | 90.00",
        context=context,
    )["budget"]
    assert {row["program_name"] for row in rows} == {"海洋发展专项资金"}
    assert columns_of(rows[:2], "line_item", "phase") == [("海塘加固", "initial"), ("海塘加固", "executed")]


def test_regions_below_an_indicator_have_its_unit() -> None:
    context = Context("d" * 16, region_code="350000", region_name="福建省", fiscal_year=2023)
    rows = form_facts(
        "一级指标 | 三级指标 | 指标值\n产出指标 | 支持企业数（家） | 30\n^ | 厦门市 | 20\n^ | 泉州市 | 10",
        context=context,
    )
    assert columns_of(rows["indicators"], "level3", "target_unit") == [("支持企业数（家）", "家")] * 3


@pytest.mark.parametrize(("year", "code"), [(2018, "320602"), (2022, "320613")])
def test_regions_below_an_indicator_have_the_code_of_the_year(year: int, code: str) -> None:
    context = Context("d" * 16, region_code="320600", region_name="南通市", fiscal_year=year)
    rows = form_facts(
        "一级指标 | 三级指标 | 指标值\n产出指标 | 修缮桥梁（座） | 30\n^ | 崇川区 | 20\n^ | 如皋市 | 10",
        context=context,
    )
    assert [row["region_code"] for row in rows["indicators"]] == ["320600", code, "320682"]


def test_an_indicator_is_no_surer_than_the_least_sure_of_its_numbers() -> None:
    table = classified("一级指标 | 三级指标 | 指标值 | 完成值\n产出指标 | 加固长度 | ≥3公里 | 2公里")
    for cell in table.table.cells:
        cell.ocr_confidence = 0.41 if cell.text == "2公里" else 0.99
    [row] = table_facts(Context("d" * 16, fiscal_year=2023), table, "d-0000", SELF_EVALUATION)["indicators"]
    assert (row["actual_value"], row["confidence"]) == (2.0, 0.41)
