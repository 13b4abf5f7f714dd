"""Tables of budgets, allotments and standards to facts: what figures across columns and rows tell of each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extractors.kinds.classifying import classify
from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from tests.tables import logical


def facts(text: str, name: str, *, caption: str = "", unit: str = "万元", kind: str = "other") -> list[Row]:
    """The facts of a table; labels behind > are indented."""
    context = Context("d" * 16, region_code="370000", region_name="山东省", fiscal_year=2023)
    table = logical(text, caption=caption, unit=unit)
    table.cells = [
        replace(cell, text=cell.text.lstrip("> "), indent=2.0 + 12 * cell.text.count(">"))
        if cell.text
        else cell
        for cell in table.cells
    ]
    return table_facts(context, classify(table), "d-0000", Paper(document_type=kind))[name]


def short(found: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in found]


CHANGED = """
项目     | 二次会议所定数 | 本次调整 | 调整后预算
教育支出 | 420            | 35       | 455
水利支出 | 310            | -48      | 262
交通支出 | 77             |          | 77
合计     | 807            | -13      | 794
"""


def test_what_a_change_makes_the_new_budget_is_the_first_budget() -> None:
    found = facts(CHANGED, "budget", caption="一般公共预算支出调整表")
    assert [row["phase"] for row in found if row["column_index"] == 1] == ["initial"] * 4
    assert [row["phase"] for row in found if row["column_index"] == 2] == ["adjustment"] * 3


def test_figures_that_do_not_add_up_tell_no_first_budget() -> None:
    found = facts(CHANGED.replace("310 ", "311 "), "budget", caption="一般公共预算支出调整表")
    assert "initial" not in {row["phase"] for row in found}


RAISED = """
项目     | 年初审议数 | 拟变动情况 | <   | 变动后预算
^        | ^        | 增加       | 减少  | ^
教育支出 | 420      | 35         |      | 455
水利支出 | 310      | 2          | -50  | 262
交通支出 | 77       |            |      | 77
合计     | 807      | 37         | -50  | 794
"""


def test_what_is_more_and_less_between_two_budgets_is_the_change() -> None:
    found = facts(RAISED, "budget", caption="一般公共预算支出变动表")
    phases = {row["column_index"]: row["phase"] for row in found}
    assert phases == {1: "initial", 2: "adjustment", 3: "adjustment", 4: "adjusted"}
    behind = RAISED.replace("变动后预算", "上年执行数").replace("年初审议数", "当年执行数")
    compared = facts(behind, "budget", caption="一般公共预算支出对比表")
    assert "adjustment" not in {row["phase"] for row in compared}


def test_what_is_granted_on_top_to_places_is_granted() -> None:
    found = facts(
        """
县区   | 资金总额 | 已下达 | 此次追加
莱州市 | 59       | 30     | 29
诸城市 | 47       | 30     | 17
青州市 | 33       | 20     | 13
""",
        "disbursement",
        caption="渔港建设补助资金安排明细表",
    )
    assert sum(row["due_yuan"] for row in found if not row["is_total"]) == 1390000


SENT = """
项目     | 指标金额 | 拨付金额 | 拨付率（%）
河道清淤 | 90       | 81       | 90
水库除险 | 40       | 40       | 100
合计     | 130      | 121      | 93.08
"""


def test_what_is_put_down_for_places_is_granted_and_its_factors_are_none() -> None:
    text = """
县区   | 测算因素 | <        | 安排金额 | <
^      | 里程     | 调节系数 | 因素法   | 绩效
莱州市 | 18       | 0.94     | 412      | 180
诸城市 | 9        | 0.90     | 214      | 90
青州市 | 14       | 0.88     | 296      | 150
"""
    found = facts(text, "disbursement", caption="农村道路养护补助资金分配表")
    assert short(found[:2], "region_name", "item", "due_yuan") == [
        ("莱州市", "因素法", Decimal(4120000)),
        ("莱州市", "绩效", Decimal(1800000)),
    ]
    taken = facts(text, "figures", caption="农村道路养护补助资金分配表")
    assert [row["fact_table"] for row in taken[1:2]] == ["none:statistics"]


@pytest.mark.parametrize(
    ("caption", "column"), [("奖补资金分配表", "due_yuan"), ("奖补资金发放表", "paid_yuan")]
)
def test_the_caption_says_whether_what_is_given_was_paid(caption: str, column: str) -> None:
    text = """
企业名称       | 奖补金额 | <
^              | 技改     | 贴息
莱州甲食品公司 | 20       | 15
诸城乙铸造厂   | 50       | 8
"""
    found = facts(text, "disbursement", caption=caption)
    assert [row[column] for row in found] == [200000, 150000, 500000, 80000]


def test_what_was_paid_out_of_a_budget_was_spent() -> None:
    found = facts(SENT, "budget", caption="项目资金使用情况表")
    assert short(found[:2], "phase", "amount_yuan", "execution_rate_printed_pct") == [
        ("adjusted", Decimal(900000), None),
        ("executed", Decimal(810000), 90.0),
    ]


def test_what_was_paid_beside_what_was_spent_is_no_spending() -> None:
    found = facts(SENT.replace("拨付率（%）", "支出数"), "budget", caption="项目资金使用情况表")
    assert [row["phase"] for row in found if row["column_index"] == 2] == []


WORKS = """
项目名称   | 估算总投资 | 此次安排资金 | <    | <    | 镇村出资
^          | ^          | 合计         | 中央 | 省级 | ^
海堤加固   | 900        | 400          | 250  | 150  | 500
渔港疏浚   | 620        | 300          | 220  | 80   | 320
育苗场改造 | 150        | 50           | 20   | 30   | 100
"""


def test_parts_of_what_a_project_costs_are_planned_like_the_whole() -> None:
    found = facts(WORKS, "budget", caption="渔业项目投资计划表")
    assert {row["phase"] for row in found} == {"initial"}
    assert sorted({row["column_index"] for row in found}) == [1, 2, 3, 4, 5]


def test_what_a_project_costs_in_all_is_no_first_budget_of_the_money_beside_it() -> None:
    found = facts(
        """
项目名称 | 项目总投资 | 安排资金
海堤加固 | 900        | 400
渔港疏浚 | 620        | 310
""",
        "budget",
        caption="渔业项目资金表",
    )
    assert [row["phase"] for row in found if row["column_index"] == 2] == ["initial", "initial"]


CITIES = """
市县     | 全年核定额 | 已提前下达 | 此次下达
烟台市   | 90         | 50         | 40
> 市本级 | 31         | 20         | 11
> 莱州市 | 59         | 30         | 29
潍坊市   | 70         | 40         | 30
> 市直   | 23         | 10         | 13
> 诸城市 | 47         | 30         | 17
"""


def test_a_city_itself_stands_below_the_row_of_the_city() -> None:
    found = facts(CITIES, "disbursement", caption="渔港建设补助资金分配表")
    own = {
        (row["row_index"], row["region_code"]) for row in found if row["region_name"] in ("市本级", "市直")
    }
    assert own == {(2, "370600"), (5, "370700")}


def test_money_sent_ahead_and_its_settlement_are_due() -> None:
    found = facts(
        """
县区   | 应补贴资金 | 2022年预拨数 | 清算数（应补+，应退-）
莱州市 | 59.4       | 61.0         | -1.6
诸城市 | 47.0       | 40.0         | 7.0
青州市 | 33.2       | 30.0         | 3.2
合计   | 139.6      | 131.0        | 8.6
""",
        "disbursement",
        caption="海产品保险补贴资金清算表",
    )
    assert all(row["paid_yuan"] is None for row in found)
    assert sorted(row["due_yuan"] / 10000 for row in found if row["region_name"] == "莱州市") == [
        Decimal("-1.6"),
        Decimal("59.4"),
        Decimal(61),
    ]


def test_what_the_rows_name_tells_payments_apart_that_all_have_one_name() -> None:
    found = facts(
        """
县区   | 险种     | 应拨付保费补贴 | <    | <
^      | ^        | 合计           | 中央 | 省级
莱州市 | 花生保险 | 30             | 20   | 10
^      | 梨树保险 | 12             |      | 12
诸城市 | 花生保险 | 45             | 30   | 15
""",
        "disbursement",
        caption="农业保险补贴资金表",
    )
    assert {(row["region_name"], row["item"]) for row in found} == {
        ("莱州市", "花生保险"),
        ("莱州市", "梨树保险"),
        ("诸城市", "花生保险"),
    }


def test_grants_by_kind_keep_the_kind_where_the_rows_are_places() -> None:
    found = facts(
        """
项目   | 小计 | 均衡性转移支付 | 农业转移支付
莱州市 | 30   | 18             | 12
诸城市 | 45   | 30             | 15
青州市 | 21   | 11             | 10
""",
        "disbursement",
        caption="对市县转移支付分配表",
    )
    assert {row["item"] for row in found} == {None, "均衡性转移支付", "农业转移支付"}


SOURCES = """
项目名称 | 资金来源 | <    | <
^        | 合计     | 财政拨款 | 上年结转
水质监测 | 50       | 30   | 20
鱼苗放流 | 80       | 80   |
合计     | 130      | 110  | 20
"""


def test_what_was_left_over_and_pays_for_expenditure_is_expenditure() -> None:
    found = facts(SOURCES, "budget", caption="项目支出预算表", kind="department_budget")
    left = [row for row in found if row["funding_source"] == "carryover"]
    assert short(left, "amount_yuan", "flow") == [(200000, "expenditure"), (200000, "expenditure")]


def test_income_that_pays_for_the_lines_of_expenditure_is_expenditure() -> None:
    text = """
项目     | 合计 | 专项转移收入 | 上年结余收入
水利支出 | 50   | 30           | 20
教育支出 | 80   | 80           |
合计     | 130  | 110          | 20
"""
    found = facts(text, "budget", caption="一般公共预算支出资金来源表")
    assert {row["flow"] for row in found} == {"expenditure"}
    gained = text.replace("支出", "收入")
    assert {row["flow"] for row in facts(gained, "budget", caption="部门收入预算表")} == {"income"}


def test_a_column_without_a_side_is_the_sum_of_kinds_of_spending() -> None:
    found = facts(
        """
科目名称 | 预算数 | 其中：基本支出 | 项目支出
渔业监管 | 58     | 21             | 37
水产科研 | 44     | 40             | 4
鱼病防治 | 16     |                | 16
合计     | 118    | 61             | 57
""",
        "budget",
        caption="支出预算表",
        kind="department_budget",
    )
    totals = [row["is_total"] for row in found if row["column_index"] == 1]
    assert totals == [True, True, True, True]
    assert sum(row["amount_yuan"] for row in found if not row["is_total"]) == 1180000


def test_parts_that_are_short_in_every_column_are_not_all() -> None:
    found = facts(
        """
项目             | 2022年决算数 | 2023年预算数 | 2023年执行数
教育支出         | 15910        | 16310        | 16970
> 其中：普通教育 | 15036        | 15430        | 15987
> 职业教育       | 799          | 810          | 910
水利支出         | 2210         | 2380         | 2290
合计             | 18120        | 18690        | 19260
""",
        "budget",
        caption="一般公共预算支出表",
    )
    by_column: dict[int, int] = {}
    for row in found:
        if not row["is_total"]:
            by_column[row["column_index"]] = by_column.get(row["column_index"], 0) + int(row["amount_yuan"])
    assert by_column == {1: 181200000, 2: 186900000, 3: 192600000}


def test_what_is_paid_on_debts_is_a_line_like_those_it_adds_up_with() -> None:
    found = facts(
        """
项目内容             | 金额
养老保险补助资金     | 310
债务还本付息专项资金 | 250
人才专项资金         | 80
合计                 | 640
""",
        "budget",
        caption="2023年市本级专项资金预算安排表",
    )
    assert sum(row["amount_yuan"] for row in found if not row["is_total"]) == 6400000


def test_money_from_above_in_the_table_of_one_purse_is_of_that_purse() -> None:
    found = facts(
        """
项目             | 2023年预算数
彩票公益金收入   | 40
上级补助收入     | 25
收入合计         | 65
""",
        "budget",
        caption="政府性基金预算收入表",
    )
    assert {row["fund_type"] for row in found} == {"gov_fund"}


OWNED = """
资产名称 | 计量单位 | 数量 | 价值
执法船   | 艘       | 4    | 812.5
趸船     | 艘       | 2    | 96.0
"""


@pytest.mark.parametrize(
    ("caption", "text"),
    [("国有资产占用情况表", OWNED), ("船舶明细", OWNED.replace("价值", "账面原值"))],
)
def test_what_things_are_worth_is_no_budget(caption: str, text: str) -> None:
    assert facts(text, "budget", caption=caption, kind="department_budget") == []
    named = facts(OWNED, "budget", caption="新增船舶预算表", kind="department_budget")
    assert [row["amount_yuan"] for row in named] == [8125000, 960000]


def test_a_unit_beside_a_standard_is_the_standards_own() -> None:
    found = facts(
        """
补助项目 | 现行标准 | <    | 负担比例（%） | <
^        | 计量单位 | 标准 | 省 | 市
高龄津贴 | 元/人·月 | 90   | 60 | 40
护渔补助 | 元/艘·年 | 3000 | 50 | 50
""",
        "subsidy_terms",
        unit="",
    )
    standards = [row for row in found if row["standard_yuan"] is not None]
    assert short(standards, "item", "standard_yuan", "standard_per", "instrument") == [
        ("高龄津贴", Decimal(90), "人·月", "unit_standard"),
        ("护渔补助", Decimal(3000), "艘·年", "unit_standard"),
    ]


def test_a_standard_for_each_and_each_time() -> None:
    found = facts(
        """
资助类别 | 每生每月资助标准（元） | <
^        | 一档                   | 二档
高中     | 210                    | 320
中职     | 180                    | 260
""",
        "subsidy_terms",
        caption="助学金标准表",
        unit="",
    )
    assert {row["standard_per"] for row in found} == {"生·月"}


def test_what_payers_take_of_a_standard_is_for_the_same_each() -> None:
    text = """
年龄段 | 补贴标准（元/人·月） | 县级财政承担（元） | 省级财政补助（元）
八十岁 | 50                   | 40                 | 10
九十岁 | 100                  | 60                 | 40
"""
    found = facts(text, "subsidy_terms", unit="")
    assert short(found[1:3], "standard_yuan", "standard_per", "gov_level", "instrument") == [
        (Decimal(40), "人·月", "county", "unit_standard"),
        (Decimal(10), "人·月", "province", "unit_standard"),
    ]
    assert all(row["ratio_pct"] is None for row in found)


def test_what_is_insured_is_no_standard() -> None:
    found = facts(
        """
险种     | 保险金额（元/亩） | 保费承担比例 | <
^        | ^                 | 省级         | 农户
花生保险 | 700               | 60%          | 40%
梨树保险 | 2100              | 55%          | 45%
""",
        "subsidy_terms",
        unit="",
    )
    assert short(found, "ratio_pct", "standard_yuan") == [(60.0, None), (55.0, None)]


BORNE = """
县区   | 保费收入 | 中央承担 | 县级承担 | 农户承担
莱州市 | 80       | 36       | 28       | 16
诸城市 | 60       | 27       | 21       | 12
青州市 | 40       | 18       | 14       | 8
"""


def test_who_bears_a_cost_bears_money_where_the_table_states_money() -> None:
    found = facts(BORNE, "disbursement", caption="海产品保险保费补贴表")
    assert {(row["payer_level"], row["region_name"]) for row in found} >= {
        ("central", "莱州市"),
        ("county", "诸城市"),
    }
    assert [r["due_yuan"] for r in found if r["payer_level"] == "central"] == [360000, 270000, 180000]
    assert facts(BORNE, "subsidy_terms", caption="海产品保险保费补贴表") == []


def test_more_than_a_whole_is_no_share() -> None:
    shares = "险种 | 中央承担 | 县级承担\n花生 | 45 | 35\n梨树 | 40 | 40"
    found = facts(shares, "subsidy_terms", caption="保费补贴承担表", unit="")
    assert [row["ratio_pct"] for row in found] == [45.0, 35.0, 40.0, 40.0]
    more = shares.replace("35", "135")
    assert facts(more, "subsidy_terms", caption="保费补贴承担表", unit="") == []


def test_amounts_of_payers_are_for_what_the_unit_of_the_row_is_for() -> None:
    found = facts(
        """
险种     | 计价单位 | 单位保费 | 财政补贴 | <    | 农户自缴
^        | ^        | ^        | 中央     | 省级 | ^
花生保险 | 元/亩    | 50       | 20       | 15   | 15
奶牛保险 | 元/头    | 90       |          | 60   | 30
""",
        "subsidy_terms",
        caption="农业保险保费补贴表",
        unit="",
    )
    assert short(found, "item", "gov_level", "standard_yuan", "standard_per") == [
        ("花生保险", "central", Decimal(20), "亩"),
        ("花生保险", "province", Decimal(15), "亩"),
        ("奶牛保险", "province", Decimal(60), "头"),
    ]
