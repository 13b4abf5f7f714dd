"""Forms cut into blocks under headings of their own, ledgers of labels and values, and amounts inside cells."""

from __future__ import annotations

import pytest

from extractors.addresses.addressing import addressed
from extractors.addresses.inner import inner_pairs
from extractors.addresses.model import Addressed, Part
from tests.tables import logical


def cut(text: str) -> Addressed:
    return addressed(logical(text))


def heads(part: Part) -> list[tuple[str, ...]]:
    return [c.path for c in part.of_kind("figures")]


def ledger(part: Part) -> list[tuple[str, str]]:
    return [(line.labels[0].text, next(iter(line.figures.values())).text) for line in part.lines]


def test_headings_in_the_middle_are_told_by_the_figures_below_them() -> None:
    found = cut(
        """
        项目名称 | 海塘加固 | < | <
        资金情况（万元） | 类别 | 合计 | 市级
        ^ | 预算安排 | 620.00 | 620.00
        ^ | 实际支出 | 588.40 | 588.40
        """
    )
    [part] = found.parts
    assert part.side == "资金情况（万元）"
    assert heads(part) == [("合计",), ("市级",)]
    assert [line.labels[0].text for line in part.lines] == ["预算安排", "实际支出"]
    assert [(p.labels, p.value.text) for p in found.pairs] == [(("项目名称",), "海塘加固")]


def test_headings_may_stand_over_figures_alone_beside_a_label_for_the_block() -> None:
    [part] = cut(
        """
        项目名称 | 古桥修缮 | < | < | <
        用款计划（万元） | 第一季度 | 第二季度 | 第三季度 | 第四季度
        ^ | 12.00 | 18.00 | 30.00 | 9.50
        """
    ).parts
    assert part.side == "用款计划（万元）"
    assert [h[-1] for h in heads(part)] == ["第一季度", "第二季度", "第三季度", "第四季度"]


def test_labels_with_names_behind_them_head_no_columns() -> None:
    found = cut(
        """
        主管部门 | 云溪县水利局 | 实施单位 | 云溪县河道中心
        资金总额 | 310.00 | 财政拨款 | 260.00
        """
    )
    assert [ledger(part) for part in found.parts] == [[("资金总额", "310.00")], [("财政拨款", "260.00")]]
    assert ("主管部门",) in [p.labels for p in found.pairs]


def test_labels_and_values_side_by_side_are_ledgers_that_their_first_label_heads() -> None:
    found = cut(
        """
        项目名称 | 沙地治理 | < | <
        计划投资额（万元） | 90 | 实际使用资金（万元） | 81.5
        其中：中央财政 | 60 | 其中：中央财政 | 58
        县财政 | 30 | 县财政 | 23.5
        """
    )
    assert [heads(part) for part in found.parts] == [[("计划投资额（万元）",)], [("实际使用资金（万元）",)]]
    assert ledger(found.parts[1]) == [
        ("实际使用资金（万元）", "81.5"),
        ("其中：中央财政", "58"),
        ("县财政", "23.5"),
    ]


def test_a_ledger_goes_on_beside_a_place_left_blank() -> None:
    [part] = cut(
        """
        专项名称 | 技改补助 | <
        资金安排（万元） | 年度资金总额 | 75.00
         | 其中：市级财政资金 | 75.00
        """
    ).parts
    assert part.side == "资金安排（万元）"
    assert len(part.lines) == 2


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("分值：15", [("分值", "15")]),
        ("其中：专项拨款：1,204.50", [("其中：专项拨款", "1,204.50")]),
        (
            "资金总额：86.5 一、财政拨款：80 二、自筹：6.5万元",
            [("资金总额", "86.5"), ("一、财政拨款", "80"), ("二、自筹", "6.5万元")],
        ),
        ("目标1：新建泵站3座", []),
        ("开工时间：2023年4月", []),
        ("联系电话：0571-8800", []),
        ("减：82.40", []),
    ],
)
def test_amounts_inside_a_cell(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(label, value) for _, label, value in inner_pairs(text)] == pairs


def test_a_group_before_the_first_label_in_a_cell() -> None:
    assert inner_pairs("资金来源：财政拨款：36.00 其他：4.00") == [
        ("资金来源", "财政拨款", "36.00"),
        ("资金来源", "其他", "4.00"),
    ]


def test_amounts_inside_cells_are_ledgers_and_no_figures_of_the_block_around() -> None:
    found = cut(
        """
        资金（万元） |  | 全年预算数 | 全年执行数
        ^ | 年度资金总额 | 96.00 | 90.00
        ^ | 按收入性质分：96.00 | 按支出性质分：90.00 | <
        ^ | 政府性基金拨款：96.00 | 项目支出：90.00 | <
        """
    )
    block, *ledgers = found.parts
    assert [sorted(c.text for c in line.figures.values()) for line in block.lines] == [["90.00", "96.00"]]
    assert [ledger(part) for part in ledgers] == [
        [("按收入性质分", "96.00"), ("政府性基金拨款", "96.00")],
        [("按支出性质分", "90.00"), ("项目支出", "90.00")],
    ]
    assert {part.side for part in ledgers} == {"资金（万元）"}


def test_levels_are_names_of_the_rows_wherever_their_columns_stand() -> None:
    [part] = cut(
        """
        一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 得分
        决策 | 20 | 项目立项 | 8 | 立项程序规范性 | 8 | 7
        ^ | ^ | 资金投入 | 12 | 预算编制科学性 | 12 | 12
        """
    ).parts
    assert [c.index for c in part.of_kind("stub")] == [0, 2, 4]


def test_a_second_set_of_indicators_shares_the_first_level() -> None:
    first, second = cut(
        """
        一级指标 | 二级指标（长期） | 指标值（长期） | 二级指标（当年） | 指标值（当年）
        产出指标 | 数量指标 | ≥90公里 | 数量指标 | ≥30公里
        ^ | 质量指标 | ≥95% | 质量指标 | ≥92%
        """
    ).parts
    assert [c.path[-1] for c in second.of_kind("stub")] == ["一级指标", "二级指标（当年）"]
    labels = [[label.text for label in (*line.groups, *line.labels)] for line in second.lines]
    assert labels == [["产出指标", "数量指标"], ["产出指标", "质量指标"]]
    assert len(first.lines) == 2


def test_the_points_of_a_block_in_its_header_leave_the_heading_above() -> None:
    found = cut(
        """
        专项名称 | 供水养护 | < | < | 自评得分
        主管部门 | 丘北县水务局 | < | < | 91.5
        一级指标 | 二级指标 | 年度指标值 | 实际完成值 | 60
        产出指标 | 数量指标 | ≥40处 | 41处 | 35
        效益指标 | 社会效益指标 | ≥95% | 96% | 25
        """
    )
    block = next(part for part in found.parts if len(part.columns) > 2)
    assert heads(block)[-1] == ("自评得分",)


def test_a_first_row_of_headings_over_groups_states_no_value() -> None:
    [part] = cut(
        """
        项目 | < | 一般公共预算支出 | < | <
        科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
        201 | 一般公共服务支出 | 90.00 | 60.00 | 30.00
        20103 | 政府办公厅事务 | 90.00 | 60.00 | 30.00
        """
    ).parts
    assert heads(part)[0] == ("一般公共预算支出", "合计")
