"""Rows and labels at a page break."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import RawTable, TextLine
from extractors.whole.joining import join
from extractors.whole.page_breaks import is_end_of_label, label_continues
from tests.tables import raw

HEADER = "地区 | 企业类型 | 最高限额"


def grid(*texts: str, method: str = "ruled") -> list[list[str]]:
    segments = [raw(text, page=n) for n, text in enumerate(texts, 1)]
    for segment in segments:
        segment.method = method
    return join(segments).grid()


def test_a_row_is_not_cut_where_every_text_is_whole() -> None:
    found = grid(
        f"{HEADER}\n合肥市 | 小微企业 | 50万元\n^ | 大型企业 | 30万元\n东莞市 | 小微企业 | 50万元",
        " | 大型企业 | 100万元\n佛山市 | 一般企业 | 30万元",
    )
    assert found[3:5] == [["东莞市", "小微企业", "50万元"], ["东莞市", "大型企业", "100万元"]]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("7,474,470", ".24", "7,474,470.24"),
        ("100.00", "%", "100.00%"),
        ("63,035,8", "83.06", "63,035,883.06"),
    ],
)
def test_the_rest_of_a_number_shows_that_its_row_was_cut(above: str, below: str, whole: str) -> None:
    found = grid(f"{HEADER}\n德清县 | 290,000 | {above}~", f" | | {below}\n安吉县 | 10,000 | 5")
    assert found[1:] == [["德清县", "290,000", whole], ["安吉县", "10,000", "5"]]


def test_the_name_of_a_level_is_joined_over_the_break() -> None:
    first = "一级指标 | 指标 | 值\n产出指 | 场次 | 3\n^ | 家数 | 5"
    second = "标 | 人次 | 7\n^ | 项目 | 9"
    assert [line[0] for line in grid(first, second)[1:]] == ["产出指标"] * 4
    named = "一级指标 | 指标 | 值\n产出指标 | 场次 | 3\n^ | 家数 | 5"
    other = "效益指标 | 人次 | 7\n^ | 项目 | 9"
    assert [line[0] for line in grid(named, other)[1:]] == ["产出指标"] * 2 + ["效益指标"] * 2


def test_a_label_goes_on_over_a_break_that_leaves_its_place_blank() -> None:
    first = (
        "指标类型 | 指标 | 值\n数量指标 | 场次 | 3\n^ | 家数 | 5\n质量指标 | 合规率 | 90%\n | 知晓率 | 80%"
    )
    second = " | 合格率 | 70%\n成本指标 | 控制额 | 8"
    labels = [line[0] for line in grid(first, second, method="alignment")[1:]]
    assert labels == ["数量指标", "数量指标", "质量指标", "质量指标", "质量指标", "成本指标"]


def test_drawn_cells_that_are_blank_stay_blank() -> None:
    first = (
        "指标类型 | 指标 | 值\n数量指标 | 场次 | 3\n^ | 家数 | 5\n质量指标 | 合规率 | 90%\n | 知晓率 | 80%"
    )
    second = " | 合格率 | 70%\n成本指标 | 控制额 | 8"
    assert grid(first, second)[4][0] == ""


def test_a_merged_number_does_not_go_on() -> None:
    above = raw("甲 | 5\n^ | ^").cells[0]
    assert label_continues(above, raw("甲 | 5").cells[0], spanned=True)
    number = raw("5 | 甲\n^ | 乙").cells[0]
    assert not label_continues(number, raw("5 | 甲").cells[0], spanned=True)


def test_a_label_is_not_carried_over_a_cell_between() -> None:
    texts = [
        "一级指标 | 二级指标 | 三级指标 | 得分\n产出 | 数量 | 培训场次 | 4\n^ | ^ | 参训人数 | 3\n两项相加 | < | < | 7",
        " | | 资料归档 | 5",
    ]
    segments = [replace(raw(text, page=n), method="alignment") for n, text in enumerate(texts, 1)]
    table = join(segments)
    assert table.grid()[3:] == [["两项相加", "两项相加", "两项相加", "7"], ["", "", "资料归档", "5"]]
    assert [(c.row, c.row_span, c.parts) for c in table.cells if c.text == "数量"] == [(1, 2, ())]


def line_over(table: RawTable, text: str, top: float) -> TextLine:
    cell = table.cells[0]
    return TextLine(text, cell.x0 + 5, top, cell.x1 - 5, top + 8)


def test_the_label_of_the_last_rows_printed_again_over_its_blank_cell_is_no_text_between() -> None:
    above = raw("数量指标 | 12 | 3\n时效指标 | 14 | 5")
    below = raw(" | 8 | 4\n^ | 9 | 2", page=2)
    assert is_end_of_label(line_over(below, "时效指标", 88), below, above)
    assert not is_end_of_label(line_over(below, "数量指标", 88), below, above)  # not the last rows' label


def test_the_end_of_a_stacked_label_may_stand_at_the_edge_of_the_page() -> None:
    above = raw("绩效 | 12 | 3")
    below = raw(" | 8 | 4\n^ | 9 | 2", page=2)
    assert is_end_of_label(line_over(below, "标", 4), below, above)
    assert not is_end_of_label(line_over(below, "标", 40), below, above)
