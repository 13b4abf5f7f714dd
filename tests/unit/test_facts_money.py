"""Which tables of money are budgets and which are grants, and what phase their amounts have."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.sibling_tables import common_phases
from pipeline.facts.statements import is_plan
from tests.tables import classified, columns_of, facts

CITY = Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)


def rows(text: str, table: str, caption: str, *, unit: str = "万元", **options: Any) -> list[Row]:
    return facts(text, caption=caption, unit=unit, context=CITY, **options)[table]


def fates(text: str, caption: str = "", *, unit: str = "万元") -> dict[str, str | None]:
    """What became of every number, by its text."""
    found = facts(text, caption=caption, unit=unit, context=CITY)["figures"]
    return {row["value_text"]: row["fact_table"] for row in found}


GRANTS = """
地区   | 合计 | 生态补助 | 渔港补助
合计   | 66   | 31       | 35
市南区 | 21   | 10       | 11
崂山区 | 23   | 11       | 12
城阳区 | 22   | 10       | 12
"""


@pytest.mark.parametrize("caption", ["2023年对区转移支付预算表", "2023年对区转移支付决算表"])
def test_grants_to_regions_are_due_whether_their_caption_says_budget_or_account(caption: str) -> None:
    found = rows(GRANTS, "disbursement", caption)
    assert {(r["region_name"], r["item"]): r["due_yuan"] for r in found}["崂山区", "渔港补助"] == 120000
    assert len(found) == 12
    assert not any(r["paid_yuan"] for r in found)


def test_subsidies_whose_caption_says_that_they_were_spent_are_paid() -> None:
    found = rows(GRANTS, "disbursement", "2023年各区渔业补助预算执行情况表")
    assert {(r["due_yuan"], r["paid_yuan"] is not None) for r in found} == {(None, True)}


def test_budgets_of_regions_stay_budgets_where_the_headings_say_so() -> None:
    text = "地区 | 年初预算数 | 调整预算数\n市南区 | 21 | 22\n崂山区 | 23 | 25\n城阳区 | 22 | 24"
    assert rows(text, "disbursement", "2023年对区转移支付情况表") == []


ACROSS = """
项目         | 合计 | 市南区 | 崂山区 | 海湾片区
渔港转移支付 | 66   | 21     | 23     | 22
冷库转移支付 | 36   | 11     | 13     | 12
合计         | 102  | 32     | 36     | 34
"""


def test_regions_may_stand_across() -> None:
    found = rows(ACROSS, "disbursement", "2023年对区转移支付情况表")
    names = ("item", "region_name", "region_code", "due_yuan", "is_total")
    assert columns_of(found, *names)[:4] == [
        ("渔港转移支付", "青岛市", "370200", 660000, True),
        ("渔港转移支付", "市南区", "370202", 210000, False),
        ("渔港转移支付", "崂山区", "370212", 230000, False),
        ("渔港转移支付", "海湾片区", None, 220000, False),
    ]


def test_levels_of_one_budget_across_are_no_regions() -> None:
    text = "项目 | 全市 | 市本级 | 区级\n教育支出 | 66 | 21 | 45\n卫生支出 | 36 | 11 | 25"
    assert rows(text, "disbursement", "2023年补助支出决算表") == []


PLAIN = "科目名称 | 基本支出 | 项目支出\n教育支出 | 66 | 21\n卫生健康支出 | 36 | 11"


def test_a_table_that_states_no_phase_has_that_of_all_other_tables_of_its_year() -> None:
    caption, paper = "2024年支出（按功能分类）", Paper("other", phases={2024: "initial"})
    assert {row["phase"] for row in rows(PLAIN, "budget", caption, paper=paper)} == {"initial"}
    assert rows(PLAIN, "budget", caption, paper=Paper("other", phases={2025: "initial"})) == []


def test_tables_of_a_year_that_disagree_say_nothing_of_it() -> None:
    plan = "项目 | 预算数\n教育支出 | 66"
    spent = "项目 | 决算数\n教育支出 | 66"
    tables = [
        classified(plan, caption="2025年支出表"),
        classified(plan, caption="2025年收入表"),
        classified(plan, caption="2024年收入表"),
        classified(spent, caption="2024年支出表"),
        classified(spent, caption="2023年支出表"),
    ]
    assert common_phases(tables, None) == {2025: "initial"}


@pytest.mark.parametrize(
    ("caption", "plan"),
    [
        ("2023年一般公共预算支出表（按功能分类）", True),
        ("部门收支总表", True),
        ("一般公共预算“三公”经费支出表", True),
        ("区域绩效目标表", True),
        ("2023年一般公共预算支出决算表", False),
        ("2023年一般公共预算收入执行情况表", False),
        ("一般公共预算支出情况表", False),
        ("2023年社会保险基金预算收支情况表", True),
        ("2023年社会保险基金预算收支执行情况表", False),
        ("绩效目标完成情况表", False),
    ],
)
def test_captions_of_published_budgets(caption: str, plan: bool) -> None:
    assert is_plan(caption) is plan


def test_a_published_budget_is_a_plan_but_not_in_a_report() -> None:
    caption = "2023年一般公共预算支出表"
    assert {r["phase"] for r in rows(PLAIN, "budget", caption, paper=Paper("other"))} == {"initial"}
    assert {r["phase"] for r in rows(PLAIN, "budget", caption, paper=Paper("evaluation_report"))} == {
        "executed"
    }


MONTHS = """
科目     | 年初预算 | 1—6月累计完成 | 完成年初预算 | 上年同期
税收收入 | 100      | 48            | 48.0%        | 45
非税收入 | 60       | 33            | 55.0%        | 30
"""


def test_what_came_in_until_a_day_was_spent_or_received_in_both_years() -> None:
    found = rows(MONTHS, "budget", "一般公共预算收入")
    assert columns_of(found, "phase", "fiscal_year", "amount_yuan", "execution_rate_printed_pct")[:3] == [
        ("initial", 2023, 1000000, None),
        ("executed", 2023, 480000, 48.0),
        ("executed", 2022, 450000, None),
    ]


def test_half_years_without_a_word_for_the_phase_are_past() -> None:
    text = "项目 | 2023年上半年 | 2022年上半年\n罚没收入 | 48 | 45\n捐赠收入 | 33 | 30"
    assert {row["phase"] for row in rows(text, "budget", "非税收入构成")} == {"executed"}


@pytest.mark.parametrize(
    ("heading", "taken"),
    [("2023年调整预算数", "budget"), ("2023年1—7月执行数", "none:forecast")],
    ids=["nothing spent beside it", "spent until a day"],
)
def test_an_expected_result_is_a_forecast_only_beside_what_was_spent(heading: str, taken: str) -> None:
    text = f"项目 | {heading} | 2023年预计执行数\n教育支出 | 66 | 61\n卫生支出 | 36 | 31"
    assert fates(text, "2023年支出表")["61"] == taken


def test_completion_of_money_is_execution() -> None:
    text = (
        "项目 | 预算数 | 执行 | <\n^ | ^ | 金额 | 进度%\n教育支出 | 50 | 49 | 98.0\n卫生支出 | 36 | 27 | 75.0"
    )
    found = rows(text, "budget", "2023年支出执行表")
    assert [r["execution_rate_printed_pct"] for r in found if r["phase"] == "executed"] == [98.0, 75.0]


def test_a_total_is_called_like_its_line_where_lines_have_names() -> None:
    text = "科目名称 | 合计 | 财政拨款 | 事业收入\n教育支出 | 66 | 40 | 26\n合计 | 66 | 40 | 26"
    found = rows(text, "budget", "收入预算表")
    assert {r["line_item"] for r in found if r["is_total"] and r["row_index"] == 2} == {"合计"}


def test_numbers_without_a_line_are_not_called_like_the_half_year_over_them() -> None:
    text = "2023年上半年 | 2022年上半年\n40.5 | 30.5\n15.5 | 10.5"
    assert {r["line_item"] for r in rows(text, "budget", "罚没收入")} & {
        "2023年上半年",
        "2022年上半年",
    } == set()


DEBT = """
项目                 | 预算数 | 执行数
一、上年末债务余额   | 70     | 69
二、地方政府债务限额 | 81     | 82
三、年末债务余额     | 78     | 77
"""


def test_lines_named_by_debt_are_no_budget_whatever_their_headings_say() -> None:
    assert set(fates(DEBT, "债务情况表").values()) == {"none:debt"}


def test_one_line_of_debt_among_others_is_debt() -> None:
    text = "项目 | 预算数\n渔港扩建 | 70\n冷库改造 | 81\n航道整治 | 78\n年末债务余额 | 90"
    found = fates(text, "重点工作安排表")
    assert (found["90"], found["81"]) == ("none:debt", "budget")


def test_debt_service_is_a_line_of_expenditure() -> None:
    text = "支出项目 | 预算数\n教育支出 | 70\n债务付息 | 81\n卫生支出 | 78"
    assert fates(text, "2023年支出表")["81"] == "budget"


BONDS = """
债券名称         | 对应项目 | 债券金额 | 期限（年） | 项目总投资 | 已使用债券资金
专项债券（三期） | 甲港扩建 | 135      | 15         | 286        | 112
专项债券（四期） | 乙闸改造 | 80       | 20         | 195        | 79
专项债券（五期） | 丙库整治 | 42       | 7          | 44         | 41
"""


@pytest.mark.parametrize("caption", ["新增政府债券资金安排及使用情况表", "2023年新增债券情况表"])
def test_projects_that_bonds_pay_for_are_planned_and_paid_like_others(caption: str) -> None:
    found = fates(BONDS, caption)
    assert (found["286"], found["112"], found["135"]) == ("budget", "budget", "none:debt")


def test_terms_of_years_are_no_money() -> None:
    text = "项目名称 | 期限（年） | 预算数\n甲港扩建 | 15 | 286\n乙闸改造 | 20 | 195"
    found = fates(text, "项目支出表")
    assert (found["15"], found["286"]) == ("none:statistics", "budget")


def test_what_bonds_went_into_is_debt_where_nothing_says_more() -> None:
    text = "投向 | 全市 | 市级\n一、渔港建设 | 70 | 31\n二、冷库改造 | 81 | 42\n三、航道整治 | 78 | 35"
    assert set(fates(text, "2023年新增专项债券投向情况表").values()) == {"none:debt"}


def test_awards_for_bonds_are_given() -> None:
    text = "奖励条款 | 审定金额 | 兑现金额\n债券发行奖励 | 30 | 28\n首次上规奖励 | 20 | 19\n品牌奖励 | 10 | 9"
    assert fates(text, "奖补资金兑现情况")["28"] == "disbursement"


def test_profits_that_firms_hand_in_are_income() -> None:
    text = "企业名称 | 应交利润 | 上交比例（%）\n甲港公司 | 40 | 15\n乙闸公司 | 31 | 10\n丙库公司 | 22 | 12"
    found = fates(text, "2023年国有资本经营预算收入表")
    assert (found["40"], found["15"]) == ("budget", "none:statistics")


def test_things_beside_money_are_statistics() -> None:
    text = (
        "县 | 建设任务（万亩） | 下达补助资金\n市南区 | 12.5 | 240\n崂山区 | 15.5 | 310\n城阳区 | 9.5 | 190"
    )
    found = fates(text, "补助资金分配表")
    assert (found["12.5"], found["240"]) == ("none:statistics", "disbursement")


def test_premiums_and_the_share_of_the_insured_are_no_terms() -> None:
    text = """
    险种 | 单位保费 | 补贴比例（%） | < | 投保人自缴
    ^ | ^ | 中央 | 省级 | ^
    海带 | 52 | 41 | 24 | 18.2
    扇贝 | 61 | 36 | 26 | 23.2
    """
    found = fates(text, "养殖保险补贴标准", unit="")
    assert (found["41"], found["52"], found["18.2"]) == (
        "subsidy_terms",
        "none:statistics",
        "none:statistics",
    )


def test_what_stands_beside_its_growth_is_statistics_unless_it_speaks_of_money() -> None:
    text = "产品 | 2023年 | 比上年增长%\n冷冻鱼片 | 512 | 3.5\n海带 | 77 | -1.2\n食盐 | 61 | 0.8"
    assert fates(text, "主要产品产量", unit="")["512"] == "none:statistics"
    text = "项目 | 2023年执行数 | 比上年增长%\n教育支出 | 512 | 3.5\n卫生支出 | 77 | -1.2"
    assert fates(text, "支出执行情况", unit="")["512"] != "none:statistics"


def test_names_with_a_number_or_a_code_before_them_are_no_numbers() -> None:
    text = "项目 | 预算数\n1.增值税 | 70\n2.契税 | 81\n20505 培训 | 78"
    assert set(fates(text, "支出表")) == {"70", "81", "78"}


def test_codes_and_row_numbers_of_every_ledger_are_no_numbers() -> None:
    text = """
    科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额
    301      | 工资     | 70   | 302      | 商品     | 81
    30101    | 基本工资 | 40   | 30201    | 办公费   | 51
    30102    | 津贴     | 30   | 30202    | 印刷费   | 30
    """
    assert set(fates(text, "基本支出预算表")) == {"70", "81", "40", "51", "30"}


def test_a_source_of_money_has_the_phase_of_its_block() -> None:
    text = """
    实际支出资金 | 市级预算资金 | 5.00
    ^            | 上年结转资金 | 4.00
    ^            | 其他         | 3.00
    """
    found = rows(text, "budget", "自评表")
    assert {row["phase"] for row in found if row["line_item"] == "市级预算资金"} == {"executed"}


def test_a_name_before_an_empty_cell_across_the_table_heads_rows_of_the_same_columns() -> None:
    text = """
    单位 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 单位
    甲港局 | 产出指标 | 数量指标 | 泊位 | 11 | 个
    乙闸局 |  | < | < | < | <
    丙库局 | 产出指标 | 数量指标 | 闸门 | 6 | 扇
    """
    found = facts(text, caption="绩效目标表", context=CITY)["indicators"]
    assert columns_of(found, "level3", "target_value") == [("泊位", 11), ("闸门", 6)]


def test_places_whose_names_look_like_numbers_are_none() -> None:
    assert set(fates("地区 | 下达补助资金\n九台区 | 70\n双阳区 | 81\n朝阳区 | 78", "补助资金分配表")) == {
        "70",
        "81",
        "78",
    }
