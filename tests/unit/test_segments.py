"""Lines cut into segments: what parts two cells and what only fills one."""

from __future__ import annotations

import pytest

from extractors.grids.drawn_lines import Line
from extractors.grids.region import Region
from extractors.lines.segments import SegmentLine, cut_at, cut_written, join_spaced, segment_lines
from extractors.undrawn.header_lines import split_header
from tests.written import SIZE, Cell, page_of


def cut(*cells: Cell) -> list[SegmentLine]:
    page = page_of(list(cells))
    return segment_lines(page, list(range(len(page.text))), SIZE)


def texts(lines: list[SegmentLine]) -> list[list[str]]:
    return [[s.text.replace(" ", "") for s in line.segments] for line in lines]


@pytest.mark.parametrize("word", ["合计", "备注", "序号"])
def test_a_known_word_set_apart_is_one_segment(word: str) -> None:
    lines = cut((60, 100, word[0]), (85, 100, word[1]), (200, 100, "10.00"))
    assert texts(lines) == [[word, "10.00"]]


def test_two_characters_that_make_no_known_word_are_two_cells() -> None:
    assert texts(cut((60, 100, "甲"), (85, 100, "乙"))) == [["甲", "乙"]]
    assert texts(cut((60, 100, "合"), (200, 100, "计"))) == [["合", "计"]]


def test_a_word_set_apart_is_not_cut_by_the_boundary_it_stands_over() -> None:
    page = page_of([(60, 100, "合"), (85, 100, "计")])
    (line,) = segment_lines(page, [0, 1], SIZE)
    assert len(cut_at(page, line, [77.0], SIZE).segments) == 1


def test_a_header_shaded_row_by_row_has_all_its_rows() -> None:
    lines = cut(
        (150, 100, "截至2023年底"),
        (60, 120, "地区"),
        (120, 120, "已拨付金额"),
        (200, 120, "拨付率"),
        (60, 140, "市南区"),
        (120, 140, "10.00"),
        (200, 140, "90.00%"),
        (60, 160, "市北区"),
        (120, 160, "10.00"),
        (200, 160, "90.00%"),
    )
    rules = [Line(y, 50, 300) for y in (96, 116, 136, 156, 176)]
    header, body = split_header(Region(50, 300, 96, 176, lines, rules), SIZE)
    assert (len(header), len(body)) == (2, 2)


def test_a_heading_across_the_edge_between_two_shaded_strips_ends_no_header() -> None:
    lines = cut(
        (150, 105, "小微企业"),
        (60, 116, "地区"),
        (100, 116, "户数"),
        (140, 127, "补贴比例"),
        (200, 127, "补贴上限"),
        (60, 148, "市南区"),
        (100, 148, "8"),
        (140, 148, "50%"),
        (200, 148, "10万元"),
    )
    rules = [Line(y, 50, 300) for y in (96, 116, 136, 158)]
    header, body = split_header(Region(50, 300, 96, 158, lines, rules), SIZE)
    assert (len(header), len(body)) == (3, 1)


def test_figures_set_close_together_are_cells_of_their_own() -> None:
    # Each gap is 5 points wide, half a character.
    lines = cut((60, 100, "12,000.00"), (110, 100, "12,600.00"), (160, 100, "98.22%"))
    assert texts(lines) == [["12,000.00", "12,600.00", "98.22%"]]


@pytest.mark.parametrize("text", ["2023 12 31", "10.00元", "0571 8888"])
def test_other_texts_with_figures_stay_whole(text: str) -> None:
    assert texts(cut((60, 100, text))) == [[text.replace(" ", "")]]


def test_written_spaces_part_no_cell_of_a_form() -> None:
    page = page_of([(60, 100, "部门项目　　县级项目"), (200, 100, "镇级")])
    (line,) = segment_lines(page, list(range(len(page.text))), SIZE)
    assert texts([line]) == [["部门项目", "县级项目", "镇级"]]
    joined = join_spaced(page, line, SIZE)
    assert len(joined.segments) == 2
    assert len(cut_at(page, joined, [110.0], SIZE).segments) == 3
    assert len(cut_at(page, joined, [110.0], SIZE, least=0.45).segments) == 2


def test_single_letters_of_upright_text_are_not_cut_off() -> None:
    page = page_of(
        [(60, 100, "占"), (90, 200, "别处"), (76, 100, "比例"), (90, 300, "他处"), (100, 100, "说明")]
    )
    line = SegmentLine([s for s in segment_lines(page, [0, 3, 4, 7, 8], 40)[0].segments])
    assert len(cut_written(page, line, SIZE).segments) == 3
    assert len(cut_written(page, line, SIZE, least=2).segments) == 1
