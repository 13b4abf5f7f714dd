"""Rows of forms from their tables: indicators with targets, results and points, and the money beside them."""

from __future__ import annotations

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from tests.tables import classified

SELF = Paper("self_evaluation_form")


def facts(
    text: str, *, paper: Paper = SELF, unit: str = "万元", caption: str = "", context: Context | None = None
) -> dict[str, list[Row]]:
    own = context or Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)
    return table_facts(own, classified(text, unit=unit, caption=caption), "d-0000", paper)


def picked(rows: list[Row], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row.get(name) for name in names) for row in rows]


FORM = """
项目名称 | 海塘加固 | < | < | < | <
资金（万元） |  | 全年预算数 | 全年执行数 | 分值 | 得分
^ | 年度资金总额 | 40.00 | 36.00 | 10 | 9
^ | 其中：财政拨款 | 40.00 | 36.00 |  |
"""


def test_every_row_of_a_form_has_its_programme() -> None:
    found = facts(FORM)
    assert {row["program_name"] for row in (*found["budget"], *found["indicators"])} == {"海塘加固"}


def test_a_table_without_a_name_goes_on_with_the_form_before_it() -> None:
    context = Context("d" * 16, fiscal_year=2023)
    facts(FORM, context=context)
    rows = facts("一级指标 | 三级指标 | 指标值\n产出指标 | 加固长度 | ≥3公里", context=context)["indicators"]
    assert picked(rows, "program_name") == [("海塘加固",)]
    assert context.program_name is None


def test_two_forms_in_one_table_have_a_programme_each() -> None:
    rows = facts(
        """
        项目名称 | 海塘加固 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 加固长度 | ≥3公里
        项目名称 | 山塘整治 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 整治座数 | ≥8座
        """
    )["indicators"]
    assert picked(rows, "program_name", "level3") == [("海塘加固", "加固长度"), ("山塘整治", "整治座数")]


def test_points_beside_money_are_for_its_execution() -> None:
    rows = facts(FORM)["indicators"]
    assert picked(rows, "level1_code", "level3", "weight", "score", "is_total") == [
        ("execution", "年度资金总额", 10.0, 9.0, False)
    ]


def test_a_row_of_points_under_headings_of_money_is_no_amount() -> None:
    found = facts(
        """
        预算执行情况（万元） |  | 预算数（A） | 执行数（B） | 执行率（B/A）
        ^ | 年度资金总额 | 50.00 | 48.00 | 96%
        ^ | 得分（20分*执行率） | 19.2 | < | <
        """
    )
    assert picked(found["indicators"], "level1_code", "score") == [("execution", 19.2)]
    assert picked(found["budget"], "amount_text") == [("50.00",), ("48.00",)]


def test_points_in_cells_of_their_own_are_for_the_money_beside_them() -> None:
    rows = facts(
        """
        资金情况（万元） | 类别 | 合计 | 市级 | 县级 | 分值：20 | 得分：18.5
        ^ | 预算安排 | 90.00 | 60.00 | 30.00 | ^ | ^
        ^ | 实际支出 | 80.00 | 55.00 | 25.00 | ^ | ^
        """
    )["indicators"]
    assert picked(rows, "level1_code", "weight", "score") == [
        ("execution", 20.0, None),
        ("execution", None, 18.5),
    ]


def test_phases_in_rows_over_sources_in_columns() -> None:
    rows = facts(
        """
        资金情况（万元） | 类别 | 合计 | 市级 | 县级
        ^ | 预算安排 | 90.00 | 60.00 | 30.00
        ^ | 实际到位 | 85.00 | 60.00 | 25.00
        """
    )["budget"]
    assert picked(rows, "phase", "funding_source", "is_total") == [
        ("initial", "all", True),
        ("initial", "city", False),
        ("initial", "county", False),
        ("arrived", "all", True),
        ("arrived", "city", False),
        ("arrived", "county", False),
    ]


def test_a_template_states_sign_and_unit_of_its_targets() -> None:
    rows = facts(
        """
        一级指标 | 二级指标 | 三级指标 | 地区 | 年度指标值 | 实际完成值
        产出指标 | 数量指标 | 新建果园（≥**亩） | 市南区 | 420 | 426
        ^ | ^ | ^ | 市北区 | 360 | 354
        """
    )["indicators"]
    assert picked(rows, "region_code", "target_op", "target_value", "target_unit", "is_met") == [
        ("370202", "≥", 420.0, "亩", True),
        ("370203", "≥", 360.0, "亩", False),
    ]


def test_a_dash_in_the_column_of_units_is_no_unit() -> None:
    rows = facts(
        """
        一级指标 | 二级指标 | 三级指标 | 目标值 | 计量单位 | 完成值
        产出指标 | 质量指标 | 水体pH值 | ≤8.2 | — | 7.9
        ^ | 数量指标 | 清淤长度 | ≥12 | 公里 | 13
        """
    )["indicators"]
    assert picked(rows, "target_unit", "actual_unit") == [(None, None), ("公里", "公里")]


def test_sign_and_unit_in_columns_of_their_own() -> None:
    [row] = facts(
        """
        一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值
        产出指标 | 数量指标 | 开行班次 | ≤ | 85 | 班 | 83
        """
    )["indicators"]
    assert picked([row], "target_op", "target_unit", "actual_value", "is_met") == [("≤", "班", 83.0, True)]


def test_a_result_without_a_period_belongs_to_the_target_of_the_year() -> None:
    rows = facts(
        """
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值
        产出指标 | 数量指标 | 清淤长度 | ≥12公里 | 11公里
        """
    )["indicators"]
    assert picked(rows, "target_value", "actual_value", "is_met") == [(12.0, 11.0, False)]


def test_a_target_without_a_sign_is_reached_and_a_cost_or_time_not_used_up() -> None:
    rows = facts(
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


def test_codes_come_from_the_name_of_their_own_level() -> None:
    rows = facts(
        """
        一级指标 | 二级指标 | 三级指标 | 指标值 | 得分
        产出指标 | 成本指标 | 单座造价 | ≤18万元 | 10
        效益指标 | 满意度指标 | 住户满意度 | ≥90% | 9
        预算执行 | 预算执行 | 预算执行率 | 100% | 8
        """
    )["indicators"]
    assert picked(rows, "level1_code", "level2_code") == [
        ("output", "cost"),
        ("benefit", "satisfaction"),
        ("execution", None),
    ]


def test_weights_between_the_levels_belong_to_the_level_before_them() -> None:
    rows = facts(
        """
        一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 得分
        决策 | 20 | 项目立项 | 8 | 程序规范性 | 8 | 7
        ^ | ^ | 资金投入 | 12 | 编制科学性 | 12 | 11
        """
    )["indicators"]
    assert picked(rows, "level1", "level2", "level3", "weight", "score") == [
        ("决策", None, None, 20.0, None),
        ("决策", "项目立项", None, 8.0, None),
        ("决策", "项目立项", "程序规范性", 8.0, 7.0),
        ("决策", "资金投入", None, 12.0, None),
        ("决策", "资金投入", "编制科学性", 12.0, 11.0),
    ]


@pytest.mark.parametrize("corner", ["维度", "指标", "一级指标", "评价内容"])
def test_dimensions_across_with_their_points_below(corner: str) -> None:
    rows = facts(
        f"{corner} | 政策制定 | 政策效益 | 合计\n满分 | 40 | 60 | 100\n得分 | 36 | 51 | 87\n得分率 | 90% | 85% | 87%"
    )["indicators"]
    names = ("level1", "level1_code", "weight", "score", "score_rate_printed_pct", "is_total")
    assert picked(rows, *names) == [
        ("政策制定", "decision", 40.0, 36.0, 90.0, False),
        ("政策效益", "benefit", 60.0, 51.0, 85.0, False),
        ("合计", None, 100.0, 87.0, 87.0, True),
    ]


def test_ledgers_of_labels_and_amounts() -> None:
    rows = facts(
        """
        项目名称 | 沙地治理 | < | <
        计划投资额（万元） | 90 | 实际使用资金（万元） | 81.5
        其中：中央财政 | 60 | 其中：中央财政 | 58
        县财政 | 30 | 县财政 | 23.5
        """,
        unit="",
    )["budget"]
    assert picked(rows, "phase", "funding_source", "amount_yuan", "is_total") == [
        ("initial", "all", 900000, True),
        ("initial", "central", 600000, False),
        ("initial", "county", 300000, False),
        ("executed", "all", 815000, True),
        ("executed", "central", 580000, False),
        ("executed", "county", 235000, False),
    ]


def test_amounts_inside_cells_have_the_phase_of_the_total_that_they_divide() -> None:
    rows = facts(
        """
        资金申请（万元） |  | 全年预算数 | 全年执行数
        ^ | 年度资金总额 | 96.00 | 90.00
        ^ | 按收入性质分：96.00 | 按支出性质分：90.00 | <
        ^ | 政府性基金拨款：56.00 | 基本支出：40.00 | <
        ^ | 其他资金：40.00 | 项目支出：50.00 | <
        """
    )["budget"]
    inner = [row for row in rows if row["row_index"] >= 2]
    assert picked(inner, "line_item", "flow", "phase", "is_total") == [
        ("按收入性质分", "income", "adjusted", True),
        ("政府性基金拨款", "income", "adjusted", False),
        ("其他资金", "income", "adjusted", False),
        ("按支出性质分", "expenditure", "executed", True),
        ("基本支出", "expenditure", "executed", False),
        ("项目支出", "expenditure", "executed", False),
    ]


def test_a_number_in_a_pair_that_nothing_calls_money_is_none() -> None:
    rows = facts("项目名称 | 沙地治理 | < | <\n参与人数 | 25 | 服务站点 | 12", paper=Paper("target_form"))[
        "budget"
    ]
    assert rows == []


def test_the_second_of_two_budgets_is_the_adjusted_one_if_the_rates_are_of_it() -> None:
    rows = facts(
        """
        资金来源 | 年初预算数 | 预算数 | 执行数 | 执行率
        市级财政 | 80.00 | 50.00 | 40.00 | 80.00%
        """
    )["budget"]
    assert picked(rows, "phase", "amount_text") == [
        ("initial", "80.00"),
        ("adjusted", "50.00"),
        ("executed", "40.00"),
    ]


def test_what_is_left_over_is_a_balance() -> None:
    rows = facts("资金来源 | 上年结转 | 本年支付 | 年末结余\n市级财政 | 5.00 | 30.00 | 12.00")["budget"]
    assert picked(rows, "flow", "phase") == [
        ("balance", "initial"),
        (rows[1]["flow"], "executed"),
        ("balance", "executed"),
    ]


def test_expenditure_of_a_year_past_was_made() -> None:
    rows = facts(
        "支出内容 | 2021年支出 | 2022年支出 | 金额\n水质监测 | 34.00 | 35.20 | 36.10",
        caption="表2 支出明细及与前两年比较",
        paper=Paper(),
    )["budget"]
    assert picked(rows, "fiscal_year", "phase") == [
        (2021, "executed"),
        (2022, "executed"),
        (2023, "executed"),
    ]


def test_regions_below_an_indicator_take_its_name() -> None:
    rows = facts(
        """
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值
        产出指标 | 数量指标 | 改造面积 | ≥3万亩 | 3.1万亩
        ^ | ^ | 市南区 | ≥1万亩 | 1.1万亩
        ^ | ^ | 市北区 | ≥2万亩 | 2万亩
        效益指标 | 经济效益指标 | 亩均增收 | ≥800元 | 760元
        """
    )["indicators"]
    assert picked(rows, "level3", "region_code", "target_value") == [
        ("改造面积", "370200", 3.0),
        ("改造面积", "370202", 1.0),
        ("改造面积", "370203", 2.0),
        ("亩均增收", "370200", 800.0),
    ]


def test_targets_of_quarters_and_years_are_rows_of_their_own() -> None:
    rows = facts(
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
    rows = facts(
        """
        一级指标 | 三级指标 | 年初指标值 | 调整后指标值 | 实际完成值
        产出指标 | 整治山塘 | ≥20座 | ≥18座 | 18座
        """
    )["indicators"]
    assert picked(rows, "target_value", "is_met") == [(18.0, True)]


def test_columns_under_one_heading_are_levels_from_the_left() -> None:
    rows = facts(
        """
        评价指标 | < | 分值 | 得分
        产出（50分） | 新建冷库 | 30 | 27
        ^ | 完工及时性 | 20 | 20
        """
    )["indicators"]
    assert picked(rows, "level1", "level2", "level3", "weight", "score") == [
        ("产出（50分）", None, None, 50.0, None),
        ("产出（50分）", "新建冷库", None, 30.0, 27.0),
        ("产出（50分）", "完工及时性", None, 20.0, 20.0),
    ]


def test_points_behind_the_name_of_the_money_are_its_weight() -> None:
    rows = facts(
        """
        预算执行（10分） | 年初预算（万元） | 调整预算（万元） | 实际支出（万元） | 预算执行率 | 得分
        ^ | 120 | 100 | 95 | 95% | 9.5
        """
    )["indicators"]
    assert picked(rows, "level1_code", "weight", "score") == [("execution", 10.0, 9.5)]


def test_labels_that_go_on_across_a_row_are_one_ledger() -> None:
    rows = facts(
        "项目名称 | 校园供餐 | < | <\n项目资金总额 | 300 | 其中：财政拨款 | 280", paper=Paper("target_form")
    )["budget"]
    assert picked(rows, "line_item", "amount_text", "column_index") == [
        ("项目资金总额", "300", 1),
        ("财政拨款", "280", 3),
    ]


def test_a_rate_of_execution_in_a_pair_is_that_of_the_money_spent() -> None:
    rows = facts(
        """
        项目名称 | 冷链仓库 | < | <
        预算金额 | 260 | 实际支出 | 247
        自评得分 | 93 | 预算执行率 | 95%
        """
    )["budget"]
    assert picked(rows, "phase", "execution_rate_printed_pct") == [("initial", None), ("executed", 95.0)]


def test_the_rate_is_of_what_was_spent_of_a_balance_and_not_of_what_is_left() -> None:
    rows = facts("资金来源 | 实际支出 | 年末结余 | 执行率\n上年结转资金 | 5.00 | 3.00 | 62.5%")["budget"]
    assert picked(rows, "amount_text", "execution_rate_printed_pct") == [("5.00", 62.5), ("3.00", None)]


def test_points_behind_the_name_of_a_row_are_its_weight() -> None:
    rows = facts("一级指标 | 三级指标 | 指标值 | 得分\n产出指标 | 清淤长度（15分） | ≥2公里 | 14")[
        "indicators"
    ]
    assert picked(rows, "level3", "weight", "score") == [("清淤长度（15分）", 15.0, 14.0)]


def test_a_row_without_any_number_is_no_indicator() -> None:
    rows = facts(
        """
        一级指标 | 分值 | 二级指标 | 分值 | 得分
        决策 | 7 | 立项依据 | 7 | 6
        小计 | < | < | 7 | 6
        """
    )["indicators"]
    assert picked(rows, "level1", "weight", "score") == [
        ("决策", 7.0, None),
        ("决策", 7.0, 6.0),
        ("小计", 7.0, 6.0),
    ]


def test_a_row_with_its_parts_is_a_ledger_even_over_another() -> None:
    rows = facts(
        """
        项目名称 | 非遗传承 | < | < | < | <
        总投资 | 180 | 其中：财政资金 | 150 | 自筹 | 30
        本年预算 | 60 | 其中：财政资金 | 50 | 自筹 | 10
        """,
        paper=Paper("target_form"),
    )["budget"]
    assert picked(rows, "line_item", "amount_text", "scope") == [
        ("总投资", "180", "cycle"),
        ("财政资金", "150", "cycle"),
        ("自筹", "30", "cycle"),
        ("本年预算", "60", "annual"),
        ("财政资金", "50", "annual"),
        ("自筹", "10", "annual"),
    ]


def test_a_list_of_programmes_names_the_lines_of_the_budget() -> None:
    context = Context("d" * 16, region_code="370600", fiscal_year=2023, program_name="海洋发展专项资金")
    rows = facts(
        "项目名称 | 年初预算数 | 全年执行数\n海塘加固 | 40.00 | 36.00\n航道疏浚 | 60.00 | 54.00\n总计 | 100.00 | 90.00",
        context=context,
    )["budget"]
    assert {row["program_name"] for row in rows} == {"海洋发展专项资金"}
    assert picked(rows[:2], "line_item", "phase") == [("海塘加固", "initial"), ("海塘加固", "executed")]


def test_the_amount_beside_that_of_the_year_is_of_all_years() -> None:
    form = """
    项目名称 | 海塘加固 | < | < | <
    预算金额 | 总金额 | 456.00万元 | 当年度金额 | 152.00万元
    主管部门 | 海洋局 | < | < | <
    """
    rows = facts(form, unit="", paper=Paper("target_form"))["budget"]
    assert picked(rows, "line_item", "scope") == [("总金额", "cycle"), ("当年度金额", "annual")]
    apart = facts(form.replace("当年度金额", "其中：当年财政拨款"), unit="")["budget"]
    assert {row["scope"] for row in apart} == {"annual"}


def test_levels_with_points_of_their_own_under_headings_of_two_rows() -> None:
    rows = facts(
        """
        一级指标 | < | 二级指标 | < | 三级指标 | < | 得分
        名称 | 分值 | 名称 | 分值 | 名称 | 分值 | ^
        产出 | 30 | 产出数量 | 18 | 新建冷库 | 10 | 9
        ^ | ^ | ^ | ^ | 改造冷库 | 8 | 8
        """
    )["indicators"]
    assert picked(rows, "level1", "level2", "level3", "weight", "score") == [
        ("产出", None, None, 30.0, None),
        ("产出", "产出数量", None, 18.0, None),
        ("产出", "产出数量", "新建冷库", 10.0, 9.0),
        ("产出", "产出数量", "改造冷库", 8.0, 8.0),
    ]


def test_a_list_of_dimensions_names_first_levels() -> None:
    rows = facts("评价指标 | 分值 | 得分\n决策 | 20 | 18\n过程 | 20 | 17\n产出 | 30 | 29\n效益 | 30 | 28")[
        "indicators"
    ]
    assert picked(rows[:2], "level1", "level3", "score") == [("决策", None, 18.0), ("过程", None, 17.0)]


def test_regions_below_an_indicator_have_its_unit() -> None:
    context = Context("d" * 16, region_code="350000", region_name="福建省", fiscal_year=2023)
    rows = facts(
        "一级指标 | 三级指标 | 指标值\n产出指标 | 支持企业数（家） | 30\n^ | 厦门市 | 20\n^ | 泉州市 | 10",
        context=context,
    )
    assert picked(rows["indicators"], "level3", "target_unit") == [("支持企业数（家）", "家")] * 3


@pytest.mark.parametrize(("year", "code"), [(2018, "320602"), (2022, "320613")])
def test_regions_below_an_indicator_have_the_code_of_the_year(year: int, code: str) -> None:
    context = Context("d" * 16, region_code="320600", region_name="南通市", fiscal_year=year)
    rows = facts(
        "一级指标 | 三级指标 | 指标值\n产出指标 | 修缮桥梁（座） | 30\n^ | 崇川区 | 20\n^ | 如皋市 | 10",
        context=context,
    )
    assert [row["region_code"] for row in rows["indicators"]] == ["320600", code, "320682"]


def test_an_indicator_is_no_surer_than_the_least_sure_of_its_numbers() -> None:
    table = classified("一级指标 | 三级指标 | 指标值 | 完成值\n产出指标 | 加固长度 | ≥3公里 | 2公里")
    for cell in table.table.cells:
        cell.ocr_confidence = 0.41 if cell.text == "2公里" else 0.99
    [row] = table_facts(Context("d" * 16, fiscal_year=2023), table, "d-0000", SELF)["indicators"]
    assert (row["actual_value"], row["confidence"]) == (2.0, 0.41)
