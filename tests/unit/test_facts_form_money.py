"""Money of forms: amounts, phases and rates beside the indicators, and amounts behind labels."""

from __future__ import annotations

from pipeline.facts.budget import Paper
from tests.tables import columns_of, form_facts


def test_phases_in_rows_over_sources_in_columns() -> None:
    rows = form_facts(
        """
        资金情况（万元） | 类别 | 合计 | 市级 | 县级
        ^ | 预算安排 | 90.00 | 60.00 | 30.00
        ^ | 实际到位 | 85.00 | 60.00 | 25.00
        """
    )["budget"]
    assert columns_of(rows, "phase", "funding_source", "is_total") == [
        ("initial", "all", True),
        ("initial", "city", False),
        ("initial", "county", False),
        ("arrived", "all", True),
        ("arrived", "city", False),
        ("arrived", "county", False),
    ]


def test_ledgers_of_labels_and_amounts() -> None:
    rows = form_facts(
        """
        项目名称 | 沙地治理 | < | <
        计划投资额（万元） | 90 | 实际使用资金（万元） | 81.5
        其中：中央财政 | 60 | 其中：中央财政 | 58
        县财政 | 30 | 县财政 | 23.5
        """,
        unit="",
    )["budget"]
    assert columns_of(rows, "phase", "funding_source", "amount_yuan", "is_total") == [
        ("initial", "all", 900000, True),
        ("initial", "central", 600000, False),
        ("initial", "county", 300000, False),
        ("executed", "all", 815000, True),
        ("executed", "central", 580000, False),
        ("executed", "county", 235000, False),
    ]


def test_amounts_inside_cells_have_the_phase_of_the_total_that_they_divide() -> None:
    rows = form_facts(
        """
        资金申请（万元） |  | 全年预算数 | 全年执行数
        ^ | 年度资金总额 | 96.00 | 90.00
        ^ | 按收入性质分：96.00 | 按支出性质分：90.00 | <
        ^ | 政府性基金拨款：56.00 | 基本支出：40.00 | <
        ^ | 其他资金：40.00 | 项目支出：50.00 | <
        """
    )["budget"]
    inner = [row for row in rows if row["row_index"] >= 2]
    assert columns_of(inner, "line_item", "flow", "phase", "is_total") == [
        ("按收入性质分", "income", "adjusted", True),
        ("政府性基金拨款", "income", "adjusted", False),
        ("其他资金", "income", "adjusted", False),
        ("按支出性质分", "expenditure", "executed", True),
        ("基本支出", "expenditure", "executed", False),
        ("项目支出", "expenditure", "executed", False),
    ]


def test_a_number_in_a_pair_that_nothing_calls_money_is_none() -> None:
    rows = form_facts(
        "项目名称 | 沙地治理 | < | <\n参与人数 | 25 | 服务站点 | 12", paper=Paper("target_form")
    )["budget"]
    assert rows == []


def test_the_second_of_two_budgets_is_the_adjusted_one_if_the_rates_are_of_it() -> None:
    rows = form_facts(
        """
        资金来源 | 年初预算数 | 预算数 | 执行数 | 执行率
        市级财政 | 80.00 | 50.00 | 40.00 | 80.00%
        """
    )["budget"]
    assert columns_of(rows, "phase", "amount_text") == [
        ("initial", "80.00"),
        ("adjusted", "50.00"),
        ("executed", "40.00"),
    ]


def test_what_is_left_over_is_a_balance() -> None:
    rows = form_facts("资金来源 | 上年结转 | 本年支付 | 年末结余\n市级财政 | 5.00 | 30.00 | 12.00")["budget"]
    assert columns_of(rows, "flow", "phase") == [
        ("balance", "initial"),
        (rows[1]["flow"], "executed"),
        ("balance", "executed"),
    ]


def test_expenditure_of_a_year_past_was_made() -> None:
    rows = form_facts(
        "支出内容 | 2021年支出 | 2022年支出 | 金额\n水质监测 | 34.00 | 35.20 | 36.10",
        caption="表2 支出明细及与前两年比较",
        paper=Paper(),
    )["budget"]
    assert columns_of(rows, "fiscal_year", "phase") == [
        (2021, "executed"),
        (2022, "executed"),
        (2023, "executed"),
    ]


def test_labels_that_go_on_across_a_row_are_one_ledger() -> None:
    rows = form_facts(
        "项目名称 | 校园供餐 | < | <\n项目资金总额 | 300 | 其中：财政拨款 | 280", paper=Paper("target_form")
    )["budget"]
    assert columns_of(rows, "line_item", "amount_text", "column_index") == [
        ("项目资金总额", "300", 1),
        ("财政拨款", "280", 3),
    ]


def test_a_rate_of_execution_in_a_pair_is_that_of_the_money_spent() -> None:
    rows = form_facts(
        """
        项目名称 | 冷链仓库 | < | <
        预算金额 | 260 | 实际支出 | 247
        自评得分 | 93 | 预算执行率 | 95%
        """
    )["budget"]
    assert columns_of(rows, "phase", "execution_rate_printed_pct") == [("initial", None), ("executed", 95.0)]


def test_the_rate_is_of_what_was_spent_of_a_balance_and_not_of_what_is_left() -> None:
    rows = form_facts("资金来源 | 实际支出 | 年末结余 | 执行率\n上年结转资金 | 5.00 | 3.00 | 62.5%")["budget"]
    assert columns_of(rows, "amount_text", "execution_rate_printed_pct") == [("5.00", 62.5), ("3.00", None)]


def test_a_row_with_its_parts_is_a_ledger_even_over_another() -> None:
    rows = form_facts(
        """
        项目名称 | 非遗传承 | < | < | < | <
        总投资 | 180 | 其中：财政资金 | 150 | 自筹 | 30
        本年预算 | 60 | 其中：财政资金 | 50 | 自筹 | 10
        """,
        paper=Paper("target_form"),
    )["budget"]
    assert columns_of(rows, "line_item", "amount_text", "scope") == [
        ("总投资", "180", "cycle"),
        ("财政资金", "150", "cycle"),
        ("自筹", "30", "cycle"),
        ("本年预算", "60", "annual"),
        ("财政资金", "50", "annual"),
        ("自筹", "10", "annual"),
    ]


def test_the_amount_beside_that_of_the_year_is_of_all_years() -> None:
    form = """
    项目名称 | 海塘加固 | < | < | <
    预算金额 | 总金额 | 456.00万元 | 当年度金额 | 152.00万元
    主管部门 | 海洋局 | < | < | <
    """
    rows = form_facts(form, unit="", paper=Paper("target_form"))["budget"]
    assert columns_of(rows, "line_item", "scope") == [("总金额", "cycle"), ("当年度金额", "annual")]
    apart = form_facts(form.replace("当年度金额", "其中：当年财政拨款"), unit="")["budget"]
    assert {row["scope"] for row in apart} == {"annual"}


def test_tasks_of_an_office_with_their_money_by_source_below_one_heading() -> None:
    rows = form_facts(
        """
        部门名称 | < | 某县林业局 | < | < | < | <
        年度主要任务 | 任务名称 | 主要内容 | < | 预算金额（万元） | < | <
        ^ | ^ | ^ | < | 总额 | 财政拨款 | 其他资金
        ^ | 苗圃管护 | 管护苗圃六处、换新灌溉设备 | < | 70 | 52 | 18
        ^ | 巡林 | 巡查林区、清理枯枝 | < | 30 | 30 |
        ^ | 金额合计 | < | < | 100 | 82 | 18
        年度绩效指标 | 一级指标 | 二级指标 | < | 三级指标 | 指标值 | 权重
        ^ | 产出指标 | 数量指标 | < | 管护苗圃数 | ≥6处 | 10
        """,
        unit="",
    )["budget"]
    assert columns_of(rows, "line_item", "amount_yuan")[:3] == [
        ("苗圃管护", 700000),
        ("苗圃管护", 520000),
        ("苗圃管护", 180000),
    ]
    assert len(rows) == 8
