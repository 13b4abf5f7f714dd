"""Segments of one table over page breaks: when they continue each other, and how they are joined."""

from __future__ import annotations

import pytest

from extractors.model import LogicalTable, RawTable
from extractors.whole.joining import continues, join
from tests.tables import raw

HEADER = "地区 | 应拨付 | 已拨付"


def joined(*texts: str, widths: list[float] | None = None) -> LogicalTable:
    return join([raw(text, page=n, widths=widths) for n, text in enumerate(texts, 1)])


def grid(*texts: str) -> list[list[str]]:
    return joined(*texts).grid()


FIRST = raw(f"{HEADER}\n市南区 | 10.00 | 9.00")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (raw("市北区 | 20.00 | 18.00", page=2), True),
        (raw(f"{HEADER}\n市北区 | 20.00 | 18.00", page=2), True),
        (raw("市北区 | 20.00 | 18.00", page=2, left=53), True),
        (raw("市北区 | 20.00 | 18.00", page=2, widths=[80, 80, 120]), False),
        (raw("市北区 | 20.00 | 18.00", page=2, left=100), False),
        (raw("市北区 | 20.00 | 18.00", page=2, widths=[90, 80, 70]), True),
    ],
    ids=["bare", "header again", "shifted a little", "wider", "elsewhere", "columns moved"],
)
def test_segments_continue_when_their_outer_edges_agree(second: RawTable, expected: bool) -> None:
    assert continues(FIRST, second) is expected


def test_a_new_header_after_a_closing_total_is_another_table() -> None:
    closed = raw(f"{HEADER}\n市南区 | 10.00 | 9.00\n合计 | 10.00 | 9.00")
    assert not continues(closed, raw("序号 | 项目名称 | 年初预算\n1 | 保费补助 | 5.00", page=2))
    assert continues(closed, raw(f"{HEADER}\n市北区 | 20.00 | 18.00", page=2))


def test_a_form_that_begins_like_the_one_above_is_another_form() -> None:
    first = raw("项目名称 | 保费补助\n主管部门 | 商务局")
    assert not continues(first, raw("项目名称 | 展会补贴\n主管部门 | 商务局", page=2))


def test_a_repeated_header_counts_once() -> None:
    table = joined(
        f"{HEADER}\n市南区 | 10.00 | 9.00", f"{HEADER}\n市北区 | 20.00 | 18.00", "崂山区 | 7.00 | 7.00"
    )
    assert table.grid() == [
        ["地区", "应拨付", "已拨付"],
        ["市南区", "10.00", "9.00"],
        ["市北区", "20.00", "18.00"],
        ["崂山区", "7.00", "7.00"],
    ]
    assert (table.page_first, table.page_last) == (1, 3)
    assert [cell.page_number for cell in table.cells if cell.column == 0] == [1, 1, 2, 3]


def test_a_repeated_header_of_two_rows_counts_once() -> None:
    header = "地区 | 资金 | <\n^ | 应拨付 | 已拨付"
    assert grid(f"{header}\n市南区 | 10.00 | 9.00", f"{header}\n市北区 | 20.00 | 18.00") == [
        ["地区", "资金", "资金"],
        ["地区", "应拨付", "已拨付"],
        ["市南区", "10.00", "9.00"],
        ["市北区", "20.00", "18.00"],
    ]


def test_whole_rows_on_both_sides_stay_two_rows() -> None:
    assert grid(f"{HEADER}\n市南区 | 10.00 | 9.00", "市北区 | 20.00 | 18.00")[1:] == [
        ["市南区", "10.00", "9.00"],
        ["市北区", "20.00", "18.00"],
    ]


def test_a_row_whose_text_goes_on_below_is_one_row() -> None:
    header = (
        "指标 | 评分标准 | 得分\n立项规范 | 程序合规得满分。 | 5.00\n资金到位 | 到位率100%得满分。 | 5.00"
    )
    table = joined(f"{header}\n项目管理 | 制度健全，执行有~ | 4.50", " | 效的得满分。 | ")
    assert table.row_count == 4
    assert table.grid()[3] == ["项目管理", "制度健全，执行有效的得满分。", "4.50"]


def test_a_row_cut_where_its_text_had_ended_leaves_no_empty_row() -> None:
    assert grid(f"{HEADER}\n市南区 | 10.00 | 9.00", " | | \n市北区 | 20.00 | 18.00")[1:] == [
        ["市南区", "10.00", "9.00"],
        ["市北区", "20.00", "18.00"],
    ]


def test_a_total_below_is_never_the_rest_of_the_row_above() -> None:
    rows = f"{HEADER}\n市南区 | 10.00 | 9.00\n市北区 | 20.00 | 18.00\n崂山区 | | "
    assert grid(rows, "合计 | 30.00 | 27.00")[-2:] == [["崂山区", "", ""], ["合计", "30.00", "27.00"]]


LEVELS = "一级指标 | 二级指标 | 三级指标 | 得分\n产出 | 数量 | 支持企业数 | 5.00\n^ | ^ | 展会场次 | 5.00"


@pytest.mark.parametrize("label", ["", "产出"], ids=["blank", "repeated"])
def test_a_merged_label_goes_on_over_the_page_break(label: str) -> None:
    table = joined(LEVELS, f"{label} | 质量 | 资料完整率 | 5.00\n^ | ^ | 验收合格率 | 5.00")
    assert table.grid()[1:] == [
        ["产出", "数量", "支持企业数", "5.00"],
        ["产出", "数量", "展会场次", "5.00"],
        ["产出", "质量", "资料完整率", "5.00"],
        ["产出", "质量", "验收合格率", "5.00"],
    ]
    [cut] = [cell for cell in table.cells if cell.text == "产出"]
    assert (cut.row, cut.row_span) == (1, 4)
    assert [(p.page_number, p.row, p.row_span, p.text) for p in cut.pieces()] == [
        (1, 1, 2, "产出"),
        (2, 3, 2, "产出"),
    ]


def test_another_label_below_begins_a_cell_of_its_own() -> None:
    table = joined(LEVELS, "效益 | 社会效益 | 带动就业 | 5.00\n^ | ^ | 受益人数 | 5.00")
    assert [row[0] for row in table.grid()[1:]] == ["产出", "产出", "效益", "效益"]


def test_equal_amounts_in_merged_cells_are_not_one_cell() -> None:
    first = "项目 | 合计\n甲 | 12.00\n乙 | ^"
    assert [cell.row_span for cell in joined(first, "丙 | 12.00\n丁 | ^").cells if cell.text == "12.00"] == [
        2,
        2,
    ]


def test_columns_are_counted_on_the_boundaries_of_all_segments() -> None:
    first = raw("项目名称 | 保费补助", widths=[80, 240])
    second = raw("数量 | 支持企业数 | ≥10家", page=2, widths=[80, 120, 120])
    table = join([first, second])
    assert table.column_count == 3
    assert table.grid() == [["项目名称", "保费补助", "保费补助"], ["数量", "支持企业数", "≥10家"]]


def test_boundaries_that_no_row_tells_apart_are_one() -> None:
    first = raw("项目名称 | 保费补助", widths=[150, 250])
    second = raw("数量 | 支持企业数", page=2, widths=[145, 255])
    third = raw("质量 | 合格率", page=3, widths=[150, 250])
    table = join([first, second, third])
    assert table.column_count == 2
    assert table.grid() == [["项目名称", "保费补助"], ["数量", "支持企业数"], ["质量", "合格率"]]


def test_rows_of_numbers_that_repeat_are_no_repeated_header() -> None:
    first = raw("1.00 | 2.00\n3.00 | 4.00")
    table = join([first, raw("1.00 | 2.00\n5.00 | 6.00", page=2)])
    assert [row[0] for row in table.grid()] == ["1.00", "3.00", "1.00", "5.00"]


TEXTS = "问题 | 建议\n进度偏慢。 | 加快拨付。"


def test_two_texts_that_stop_at_the_edge_of_their_cells_go_on_below() -> None:
    assert grid(f"{TEXTS}\n部分企业材料~ | 建立健全台账~", "提交不及时 | 管理制度")[-1] == [
        "部分企业材料提交不及时",
        "建立健全台账管理制度",
    ]


@pytest.mark.parametrize(
    "last",
    ["部分企业材料 | 建立健全台账", "部分企业材料~ | 建立健全台账", "部分企业材料。~ | 建立健全台账。~"],
)
def test_texts_that_end_within_their_cells_do_not(last: str) -> None:
    assert len(grid(f"{TEXTS}\n{last}", "提交不及时 | 管理制度")) == 4


def test_an_empty_single_cell_below_a_single_cell_stays_empty() -> None:
    """Only labels merged over rows go on; a blank remark is a blank remark."""
    first = "项目 | 金额 | 备注\n甲 | 1.00 | 含结转\n乙 | 2.00 | 无"
    assert grid(first, "丙 | 3.00 | \n丁 | 4.00 | ")[-2:] == [["丙", "3.00", ""], ["丁", "4.00", ""]]


def test_a_repeated_header_with_one_heading_cut_short_is_still_the_header() -> None:
    header = "序号 | 县（市、区） | 应拨付 | 已拨付"
    clipped = "序号 | 县（市、 | 应拨付 | 已拨付"
    assert [
        row[1]
        for row in grid(f"{header}\n1 | 市南区 | 10.00 | 9.00", f"{clipped}\n2 | 市北区 | 20.00 | 18.00")
    ] == [
        "县（市、区）",
        "市南区",
        "市北区",
    ]


def test_what_a_repeated_header_clips_is_taken_from_the_row_below_it() -> None:
    first = "县（市、区） | 应拨付 | 企业数 | 已拨付\n尤溪县 | 10.00 | 5 | 9.00"
    second = "县（市、 | 应拨付 | 企业数 | 已拨付\n区）将乐县 | 20.00 | 7 | 18.00\n区）沙县 | 1.00 | 1 | 1.00"
    assert [row[0] for row in grid(first, second)] == ["县（市、区）", "尤溪县", "将乐县", "区）沙县"]


def test_a_form_begins_with_its_programme_also_below_an_open_table() -> None:
    first = raw("一级指标 | 三级指标 | 指标值 | 分值\n产出指标 | 培训人数 | ≥12人 | 30")
    assert not continues(
        first, raw("项目名称 | 家政服务提质 | <  | <\n年度资金总额 | 12.00 | 9.00 | 75%", page=2)
    )
    assert continues(first, raw("产出指标 | 合格率 | ≥90% | 30", page=2))


def test_a_header_under_a_title_drawn_on_the_first_page_only_is_repeated() -> None:
    first = "单位：万元 | < | <\n地区 | 应拨付 | 已拨付\n | 1 | 2\n市南区 | 10.00 | 9.00"
    second = "地区 | 应拨付 | 已拨付\n | 1 | 2\n市北区 | 20.00 | 18.00"
    assert grid(first, second)[3:] == [["市南区", "10.00", "9.00"], ["市北区", "20.00", "18.00"]]


def test_a_double_line_at_the_edge_is_one_boundary() -> None:
    """Found in a printed budget: the frame is drawn twice, three points apart, beside one row only."""
    table = join([raw("收入合计 | 812.40 | <\n其中：利息 | 12.40 | ", widths=[120, 80, 3])])
    assert (table.column_count, table.grid()) == (2, [["收入合计", "812.40"], ["其中：利息", "12.40"]])


def test_no_two_cells_stand_in_one_place_beside_a_double_line() -> None:
    table = join([raw("项目 | < | 金额\n利息 |  | 12.40\n其他 |  | 3.60", widths=[120, 3, 80])])
    assert [(c.row, c.column, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 1, "项目"),
        (0, 1, 1, "金额"),
        (1, 0, 1, "利息"),
        (1, 1, 1, "12.40"),
        (2, 0, 1, "其他"),
        (2, 1, 1, "3.60"),
    ]


def test_narrow_columns_with_texts_stay_columns() -> None:
    texts = ["1 | 2 | 3 | 4", "5 | 6 | 7 | 8"]
    table = joined(*texts, widths=[3, 3, 3, 3])
    assert table.grid() == [["1", "2", "3", "4"], ["5", "6", "7", "8"]]
