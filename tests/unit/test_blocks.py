"""Tables cut into title rows, header and body blocks, and label-value pairs."""

from __future__ import annotations

import pytest

from extractors.addresses.blocks import Structure, find_structure
from tests.tables import logical

FORM = """
项目名称 | 出口信用保险保费补助 | < | < | <
主管部门 | 青岛市商务局 | < | 实施单位 | 市商务发展中心
项目资金（万元） |  | 全年预算数（A） | 全年执行数（B） | 执行率（B/A）
^ | 年度资金总额 | 100.00 | 95.00 | 95.00%
^ | 其中：财政拨款 | 100.00 | 95.00 | 95.00%
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值
产出指标 | 数量指标 | 支持企业数 | ≥100家 | 120家
^ | 质量指标 | 资料完整率 | ≥95% | 98%
"""


def structure(text: str) -> Structure:
    return find_structure(logical(text))


def spans(text: str) -> list[tuple[list[int], list[int]]]:
    return [(span.header, span.body) for span in structure(text).spans]


def test_a_plain_table_is_one_block() -> None:
    assert spans("地区 | 应拨付 | 已拨付\n市南区 | 10.00 | 9.00\n合计 | 10.00 | 9.00") == [([0], [1, 2])]


def test_title_and_year_drawn_as_rows_are_no_header() -> None:
    found = structure(
        "2023年度资金拨付情况表 | < | <\n（2023年度） | < | <\n地区 | 应拨付 | 已拨付\n市南区 | 10.00 | 9.00"
    )
    assert found.title_rows == [0, 1]
    assert [(span.header, span.body) for span in found.spans] == [([2], [3])]


def test_a_header_of_three_levels() -> None:
    text = """
    地区 | 小微企业 | < | < | 一般企业 | <
    ^ | 应拨付 | 截至2023年底 | < | 应拨付 | 已拨付
    ^ | ^ | 已拨付 | 拨付率 | ^ | ^
    市南区 | 10.00 | 9.00 | 90% | 20.00 | 18.00
    """
    assert spans(text) == [([0, 1, 2], [3])]


def test_a_header_printed_again_in_the_middle_begins_no_block() -> None:
    text = "地区 | 应拨付 | 已拨付\n市南区 | 10.00 | 9.00\n地区 | 应拨付 | 已拨付\n市北区 | 20.00 | 18.00"
    [span] = structure(text).spans
    assert sorted(span.header) == [0, 2]
    assert span.body == [1, 3]


def test_a_form_is_pairs_and_blocks() -> None:
    found = structure(FORM)
    assert [(span.header, span.body) for span in found.spans] == [([2], [3, 4]), ([5], [6, 7])]
    assert found.spans[0].side == "项目资金（万元）"
    assert [(pair.labels, pair.value.text) for pair in found.pairs] == [
        (("项目名称",), "出口信用保险保费补助"),
        (("主管部门",), "青岛市商务局"),
        (("实施单位",), "市商务发展中心"),
    ]


def test_labels_of_several_steps_lead_to_a_value() -> None:
    text = """
    项目名称 | 外贸专项 | < | <
    预算金额 | 总金额 | 178941万元 | <
    ^ | 当年度金额 | 15200万元 | <
    一级指标 | 二级指标 | 三级指标 | 目标值
    产出指标 | 数量指标 | 支持企业数 | ≥100家
    """
    assert [(pair.labels, pair.value.text) for pair in structure(text).pairs] == [
        (("项目名称",), "外贸专项"),
        (("预算金额", "总金额"), "178941万元"),
        (("预算金额", "当年度金额"), "15200万元"),
    ]


def test_every_pair_has_a_label() -> None:
    """A row of values alone names nothing."""
    found = structure("项目名称 | 外贸专项 | <\n12.00 | 13.00 | 14.00\n主管部门 | 商务局 | <")
    assert all(pair.labels for pair in found.pairs)


def test_unknown_headings_still_head_a_plain_table() -> None:
    assert spans("甲类 | 乙类 | 丙类\n第一 | 10.00 | 9.00\n第二 | 20.00 | 18.00") == [([0], [1, 2])]


def test_rows_of_values_alone_have_no_header() -> None:
    assert spans("1.00 | 2.00\n3.00 | 4.00") == []


def test_a_header_is_known_by_the_figures_it_leads_to() -> None:
    text = """
    地区 | 2024年末余额 | 2025限额 | 2025年末余额
    柳河县 | 310.5 | 420.0 | 398.1
    清泉县 | 120.0 | 150.0 | 149.9
    """
    assert spans(text) == [([0], [1, 2])]


def test_a_pair_of_a_form_is_no_header_though_figures_stand_below() -> None:
    assert structure("建设规模 | 120 | 面积 | 30\n人数 | 15 | 户数 | 4").spans == []


def test_years_in_chinese_figures_are_headings() -> None:
    text = "项目 | 二○二四年决算数 | 二○二五年预算数\n教育支出 | 410 | 395\n卫生支出 | 120 | 118"
    assert spans(text) == [([0], [1, 2])]


@pytest.mark.parametrize("first", ["支出预算表 | |", "| | 单位：万元"])
def test_one_cell_over_the_header_is_a_title_though_it_is_not_merged(first: str) -> None:
    found = structure(f"{first}\n项目 | 预算数 | 执行数\n教育支出 | 410.00 | 395.00")
    assert (found.title_rows, [span.header for span in found.spans]) == ([0], [[1]])


def test_a_header_printed_again_may_differ_in_a_cell() -> None:
    text = """
    项目 | 上年执行数 | 预算数
    教育支出 | 410.00 | 395.00
    表2项目 | 上年执行数 | 预算数
    卫生支出 | 120.00 | 118.00
    """
    assert spans(text) == [([0, 2], [1, 3])]


def test_the_lowest_headings_printed_again_begin_no_block() -> None:
    text = """
    项目 | 2023年执行数 | < | < | 2024年预算数 | < | <
    ^ | 合计 | 城区 | 乡镇 | 合计 | 城区 | 乡镇
    缴费收入 | 30 | 10 | 20 | 33 | 11 | 22
    项目 | 合计 | 城区 | 乡镇 | 合计 | 城区 | 乡镇
    待遇支出 | 21 | 7 | 14 | 24 | 8 | 16
    """
    assert spans(text) == [([0, 1, 3], [2, 4])]
    assert spans(text.replace("项目 | 合计 | 城区", "小计 | 合计 | 城区")) == [([0, 1], [2, 3, 4])]
