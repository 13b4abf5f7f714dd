"""Kinds of tables and roles of columns, from headings, values and neighbours."""

from __future__ import annotations

import pytest

from tests.tables import classified


def roles(text: str, *, caption: str = "") -> list[str | None]:
    [block] = classified(text, caption=caption).blocks
    return [column.role for column in block.columns]


BUDGET = """
序号 | 项目 | 年初预算数 | 调整后预算数 | 全年执行数 | 执行率
1 | 保费补助 | 100.00 | 90.00 | 85.50 | 95.00%
"""
DISBURSEMENT = """
地区 | 应拨付金额 | 已拨付金额 | 拨付率
市南区 | 10.00 | 9.00 | 90.00%
崂山区 | 8.00 | 8.00 | 100.00%
"""
INDICATOR = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值
产出 | 数量 | 支持企业数 | ≥100家 | 120家
"""
SCORE = """
一级指标 | 分值 | 得分 | 得分率
决策 | 20 | 18.50 | 92.50%
过程 | 20 | 17.00 | 85.00%
"""
POLICY = """
地区 | 小微企业 | 一般企业
青岛市 | 全额补助 | 不超过50%，最高100万元
宁波市 | 补助80% | 不超过40%，最高80万元
"""
OTHER = """
姓名 | 职称 | 专业
张某 | 教授 | 会计
李某 | 研究员 | 财政
"""
FORM = """
项目名称 | 保费补助
主管部门 | 市商务局
实施单位 | 市商务局
资金总额 | 100万元
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BUDGET, "budget"),
        (DISBURSEMENT, "disbursement"),
        (INDICATOR, "indicator"),
        (SCORE, "score"),
        (POLICY, "subsidy_policy"),
        (OTHER, "other"),
        (FORM, "form"),
    ],
    ids=["budget", "disbursement", "indicator", "score", "subsidy_policy", "other", "form"],
)
def test_kinds(text: str, kind: str) -> None:
    assert classified(text).kind == kind


def test_roles_of_a_budget_table() -> None:
    found = roles(BUDGET)
    assert found[0] == "row_no"
    assert found[2:] == ["amount_initial", "amount_adjusted", "amount_executed", "execution_rate_pct"]


def test_roles_of_the_others() -> None:
    assert roles(DISBURSEMENT) == ["region", "amount_due", "amount_paid", "execution_rate_pct"]
    assert roles(INDICATOR) == ["level1", "level2", "level3", "target_text", "actual_text"]
    assert roles(SCORE) == ["level1", "weight", "score", "score_rate_pct"]


def test_a_general_heading_takes_the_meaning_of_the_one_above() -> None:
    text = """
    地区 | 应拨付 | < | 已拨付 | <
    ^ | 企业数（家） | 金额（万元） | 企业数（家） | 金额（万元）
    市南区 | 12 | 10.00 | 11 | 9.00
    崂山区 | 9 | 8.00 | 8 | 7.00
    """
    assert roles(text) == ["region", "project_count", "amount_due", "project_count", "amount_paid"]


def test_columns_under_group_headings_keep_their_path() -> None:
    text = """
    地区 | 小微企业 | < | 一般企业 | <
    ^ | 应拨付 | 已拨付 | 应拨付 | 已拨付
    市南区 | 10.00 | 9.00 | 20.00 | 18.00
    崂山区 | 8.00 | 8.00 | 9.00 | 9.00
    """
    [block] = classified(text).blocks
    assert [(c.role, c.path) for c in block.columns] == [
        ("region", ("地区",)),
        ("amount_due", ("小微企业", "应拨付")),
        ("amount_paid", ("小微企业", "已拨付")),
        ("amount_due", ("一般企业", "应拨付")),
        ("amount_paid", ("一般企业", "已拨付")),
    ]


def test_values_that_contradict_a_heading_win() -> None:
    """A column headed 执行率 that holds sentences is no rate."""
    text = """
    项目 | 年初预算数 | 全年执行数 | 执行率
    保费补助 | 100.00 | 95.00 | 因企业申报较晚资金未能在年底前全部拨付到位
    """
    assert roles(text)[3] != "execution_rate_pct"


def test_a_title_row_names_the_table_that_has_no_caption() -> None:
    text = "表3 资金拨付情况表 | < | <\n地区 | 应拨付 | 已拨付\n市南区 | 10.00 | 9.00\n崂山区 | 8.00 | 7.00"
    found = classified(text)
    assert found.table.caption == "表3 资金拨付情况表"
    assert found.header_row_count == 2
    assert classified(text, caption="附表1").table.caption == "附表1"


def test_wide_headings_over_merged_cells_are_one_column() -> None:
    text = "项目 | < | 年初预算数 | 全年执行数\n保费补助 | < | 100.00 | 95.00\n展会补贴 | < | 50.00 | 50.00"
    [block] = classified(text).blocks
    assert [(c.index, c.span) for c in block.columns] == [(0, 2), (2, 1), (3, 1)]


def test_headings_that_repeat_under_each_level_do_not_split_the_table() -> None:
    """名称 and 分值 stand under every level; what is above them tells them apart."""
    text = """
    一级指标 | < | 二级指标 | < | 三级指标 | < | 评价得分
    名称 | 分值 | 名称 | 分值 | 名称 | 分值 | ^
    决策 | 20 | 项目立项 | 8 | 立项依据充分性 | 4 | 4
    ^ | ^ | ^ | ^ | 立项程序规范性 | 4 | 4
    ^ | ^ | 绩效目标 | 12 | 绩效目标合理性 | 12 | 10
    """
    found = [role for role in roles(text) if role in ("level1", "level2", "level3")]
    assert found == ["level1", "level2", "level3"]


def test_a_date_over_several_columns_is_a_heading() -> None:
    text = """
    地区 | 应拨付金额 | 2023年末 | <
    ^ | ^ | 已拨付金额 | 拨付率
    市南区 | 10.00 | 9.00 | 90.00%
    """
    assert roles(text) == ["region", "amount_due", "amount_paid", "execution_rate_pct"]


def test_planned_figures_beside_indicators_are_targets() -> None:
    text = "三级指标 | 计划数 | 完成情况\n支持企业数 | 100家 | 120家\n合格率 | 95% | 98%"
    assert roles(text) == ["level3", "target_text", "actual_text"]


def test_what_is_left_over_under_spent_money_is_no_source() -> None:
    text = """
    项目名称 | 预算数 | 预算执行情况 | <
    ^ | ^ | 执行数 | 结转结余
    保费补助 | 100.00 | 85.00 | 15.00
    """
    assert roles(text) == ["program_name", "amount_initial", "amount_executed", "amount_balance"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [(("小微企业", "一般企业"), "recipient_class"), (("青岛甲有限公司", "青岛乙股份公司"), "recipient")],
)
def test_whom_a_heading_that_may_be_both_names_is_told_by_the_cells(
    who: tuple[str, str], expected: str
) -> None:
    text = f"补贴对象 | 应拨付金额 | 已拨付金额\n{who[0]} | 10.00 | 9.00\n{who[1]} | 8.00 | 8.00"
    assert roles(text)[0] == expected


def test_a_heading_that_speaks_of_a_ceiling_may_hold_bare_amounts() -> None:
    text = "企业类型 | 补贴比例 | 最高补贴额\n小微企业 | 100% | 20万元\n一般企业 | 50% | 100万元"
    assert roles(text) == ["recipient_class", "ratio_text", "cap_text"]


def test_digits_that_share_their_heading_with_names_are_codes() -> None:
    text = """
    项目 | < | 预算数 | 决算数
    201 | 一般公共服务 | 90.00 | 88.00
    20101 | 人大事务 | 30.00 | 29.00
    合计 | < | 90.00 | 88.00
    """
    [block] = classified(text).blocks
    assert [c.role for c in block.columns][:2] == ["item_code", "program_name"]
