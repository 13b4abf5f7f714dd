"""Characters to lines and cell texts: reading order, spaces, double print, joined lines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from extractors.lines.layout import cell_text, group_lines, line_text, text_lines
from extractors.pages.page import Page

SIZE = 10.0


def is_half(char: str) -> bool:
    return ord(char) < 0x2E80


def typed(*lines: tuple[str, float, float]) -> Page:
    """A page with lines (text, x0, top), 10 points high, Latin characters half as wide; a space is a gap."""
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for words, x, top in lines:
        for char in words:
            width = SIZE / 2 if is_half(char) else SIZE
            if char != " ":
                text.append(char)
                boxes.append((x, top, x + width, top + SIZE))
            x += width
    placed = np.array(boxes, dtype=float).reshape(-1, 4)
    return Page(1, 595.0, 842.0, text, placed, placed[:, 3] - 0.15 * SIZE)


def read(page: Page, members: Iterable[int] | None = None) -> list[str]:
    chosen = list(range(len(page.text)) if members is None else members)
    return [line_text(page, line) for line in group_lines(page, chosen)]


def cell(x1: float, *lines: tuple[str, float, float]) -> tuple[str, bool]:
    page = typed(*lines)
    return cell_text(page, range(len(page.text)), x1)


def test_characters_in_any_content_order_are_read_from_top_left() -> None:
    assert read(typed(("执行率", 50, 120), ("全年", 50, 100)), [4, 1, 0, 3, 2]) == ["全年", "执行率"]


def test_letters_of_one_line_may_stand_a_little_higher() -> None:
    assert read(typed(("预算", 50, 100), ("95%", 70, 102.5))) == ["预算95%"]


def test_lines_set_closely_stay_two_lines() -> None:
    assert read(typed(("预算", 50, 100), ("安排", 50, 110))) == ["预算", "安排"]


def test_no_characters_give_no_lines() -> None:
    empty = typed()
    assert group_lines(empty, []) == []
    assert cell_text(empty, [], 100) == ("", False)
    assert text_lines(empty, []) == []


def test_a_character_drawn_twice_for_bold_counts_once_but_a_doubled_word_stays() -> None:
    assert read(typed(("合", 50, 100), ("合", 50.4, 100), ("计", 60, 100), ("天天", 70, 100))) == ["合计天天"]


def test_equal_digits_set_close_in_a_font_with_high_boxes_are_two() -> None:
    boxes = np.array([(50.0 + 4.4 * n, 80.0, 58.2 + 4.4 * n, 103.0) for n in range(4)])
    page = Page(1, 595.0, 842.0, list("1884"), boxes, boxes[:, 3] - 4.0)
    assert read(page) == ["1884"]


@pytest.mark.parametrize(
    ("above", "x_above", "below", "joined"),
    [
        ("进口贴息支持", 50, "企业数", "进口贴息支持企业数"),
        (
            "1,234,5",
            50,
            "67.00",
            "1,234,567.00",
        ),  # no room for another digit: one number cut by the cell's edge
        ("12", 50, "34", "12 34"),  # room enough: two numbers
        ("export", 50, "credit", "export credit"),
        ("2023年", 50, "12月", "2023年12月"),
    ],
)
def test_lines_of_a_cell_are_joined_as_they_are_read(
    above: str, x_above: float, below: str, joined: str
) -> None:
    text, _ = cell(90.0, (above, x_above, 100), (below, 50, 115))
    assert text == joined


def test_a_full_last_line_is_told_from_a_short_one() -> None:
    assert cell(112.0, ("一二三四五六", 50, 100)) == ("一二三四五六", True)
    assert cell(112.0, ("一二三四", 50, 100)) == ("一二三四", False)
    assert cell(112.0, ("一二三四五六", 50, 100), ("七", 50, 115)) == ("一二三四五六七", False)


def test_a_label_printed_again_far_below_in_its_tall_cell_counts_once() -> None:
    assert cell(112.0, ("产出指标", 50, 100), ("产出指标", 50, 300))[0] == "产出指标"
    assert cell(112.0, ("95.00", 50, 100), ("95.00", 50, 300))[0] == "95.00 95.00"
    assert cell(112.0, ("产出指标", 50, 100), ("产出指标", 50, 112))[0] == "产出指标产出指标"


def test_lines_outside_tables_carry_their_box() -> None:
    page = typed(("单位：万元", 300, 80), ("附表1", 50, 60))
    lines = text_lines(page, range(len(page.text)))
    assert [(line.text, line.x0, line.top, line.x1, line.bottom) for line in lines] == [
        ("附表1", 50, 60, 75, 70),
        ("单位：万元", 300, 80, 350, 90),
    ]


def test_a_gap_is_a_space() -> None:
    assert [text.split() for text in read(typed(("城市 A 区", 50, 100)))] == [["城市", "A", "区"]]


def test_text_printed_over_text_is_not_mixed_with_it() -> None:
    page = typed(("1,260.00", 50, 100), ("1,386.00", 52.4, 100))
    assert read(page) == ["1,260.00 1,386.00"]
    assert read(typed(("1,260.00", 50, 100), ("1,260.00", 52.4, 100))) == ["1,260.00"]


def test_characters_written_in_any_order_are_no_text_over_text() -> None:
    page = typed(("计", 70, 100), ("合", 50, 100), ("数", 80, 100), ("总", 60, 100))
    assert read(page) == ["合总计数"]


def test_both_letters_of_a_ligature_count() -> None:
    page = typed(("of", 50, 100), ("fice", 55, 100))
    page.boxes[2] = page.boxes[1]  # two letters, one glyph
    assert read(page) == ["office"]
