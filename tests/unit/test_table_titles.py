"""Titles in pieces: the number beside, over or below the words, two lines, lines in brackets, columns in between."""

from __future__ import annotations

import pytest

from extractors.model import TextLine
from extractors.whole.table_titles import Title, title_above, with_title_drawn

LEFT, RIGHT = 80.0, 520.0


def at(text: str, top: float, size: float = 10.0, where: str = "left") -> TextLine:
    """A line whose ideographs are as wide as they are high, others half as wide."""
    width = sum(size if char > "\u2e80" else size / 2 for char in text)
    x0 = {"left": LEFT, "centre": (LEFT + RIGHT - width) / 2, "right": RIGHT - width}[where]
    return TextLine(text, x0, top, x0 + width, top + size)


def title(*lines: TextLine) -> Title:
    return title_above(list(lines), 200, LEFT, RIGHT)


WORDS = at("海棠镇2026年支出预算表", 150, 16, "centre")
UNIT = at("单位：万元", 185, 10, "right")


@pytest.mark.parametrize(
    "lines",
    [
        [at("表2-3", 130), WORDS, UNIT],
        [WORDS, at("表2-3", 185), UNIT],
        [at("表2-3", 155), WORDS, UNIT],
        [WORDS, at("表2-3 单位：万元", 185)],
        [at("表2-3 （万元）", 130), WORDS],
    ],
)
def test_the_number_of_a_table_may_stand_apart_from_its_title(lines: list[TextLine]) -> None:
    found = title(*lines)
    assert (found.caption, found.unit) == ("表2-3 海棠镇2026年支出预算表", "万元")


def test_over_a_lone_number_the_heading_of_a_section_is_no_title() -> None:
    heading = at("（二）资金安排", 170)
    assert title(heading, at("表4", 185)).caption == "表4"


def test_the_number_of_a_form_is_no_part_of_the_title() -> None:
    form = at("预算公开07表", 130, 10, "right")
    assert title(form, WORDS, UNIT).caption == "海棠镇2026年支出预算表"


def test_a_line_in_brackets_belongs_to_the_title_above_it() -> None:
    found = title(WORDS, at("（按功能分类）", 170, 10, "centre"), UNIT)
    assert found.caption == "海棠镇2026年支出预算表（按功能分类）"


def test_the_halves_of_a_centred_title_belong_together() -> None:
    upper = at("1.4 海棠镇2026年一般公共预算", 140, 16, "centre")
    assert title(upper, at("支出安排表", 160, 16, "centre")).caption == (
        "1.4 海棠镇2026年一般公共预算支出安排表"
    )
    mixed = upper._replace(top=136.0)  # another font in the line has a taller box
    assert title(mixed, at("支出安排表", 160, 16, "centre")).caption.startswith("1.4")


@pytest.mark.parametrize("upper", ["第三部分 海棠镇预算公开", "海棠镇部门预算公开表"])
def test_what_is_whole_over_a_title_is_no_half_of_it(upper: str) -> None:
    assert title(at(upper, 140, 16, "centre"), at("支出安排表", 160, 16, "centre")).caption == "支出安排表"


def test_headings_of_columns_between_table_and_title_are_no_title() -> None:
    heads = [at("项目", 188), at("预算数", 188, 10, "centre"), at("执行数", 188, 10, "right")]
    assert title(WORDS, *heads).caption == "海棠镇2026年支出预算表"


def test_prose_over_headings_of_columns_is_no_title() -> None:
    heads = [at("项目", 188), at("预算数", 188, 10, "centre")]
    assert title(at("以上资金已到位", 160), *heads).caption == ""


def test_a_page_number_beside_a_table_names_nothing() -> None:
    assert title(WORDS, UNIT, at("17", 192)).caption == "海棠镇2026年支出预算表"


def test_a_unit_between_brackets_of_a_title_is_cut_and_counts() -> None:
    found = title(at("海棠镇支出预算表（单位：元）（草案）", 180, 14, "centre"))
    assert (found.caption, found.unit) == ("海棠镇支出预算表（草案）", "元")


def test_letters_set_far_apart_state_one_unit() -> None:
    pieces = [TextLine(c, 400 + 30 * n, 185, 410 + 30 * n, 195) for n, c in enumerate("单位：万元")]
    assert title(WORDS, *pieces).unit == "万元"


@pytest.mark.parametrize(
    ("caption", "cells", "expected"),
    [
        ("附表7", ["海棠镇支出预算表（单位：元）"], "附表7 海棠镇支出预算表"),
        ("", ["单位：元", "海棠镇支出预算表"], "海棠镇支出预算表"),
        ("支出表", ["海棠镇支出预算表"], "支出表"),
        ("附表7", ["编制单位：海棠镇财政所"], "附表7"),
    ],
)
def test_a_title_drawn_in_the_table_counts_under_a_number(
    caption: str, cells: list[str], expected: str
) -> None:
    assert with_title_drawn(caption, cells) == expected


def test_a_note_between_a_title_and_its_table_is_no_part_of_either() -> None:
    note = [at("说明：本表不含上年结转，", 166), at("按功能科目列示。", 176)]
    assert title(WORDS, *note, UNIT).caption == "海棠镇2026年支出预算表"


def test_a_note_over_a_title_leaves_the_title() -> None:
    assert title(at("说明：本册共三张表。", 130), WORDS).caption == "海棠镇2026年支出预算表"


def test_what_a_form_is_about_is_its_title_where_there_is_no_other() -> None:
    about = at("项目名称：村道硬化", 172)
    assert title(WORDS, about, UNIT).caption == "海棠镇2026年支出预算表"
    assert title(about, UNIT).caption == "项目名称：村道硬化"


def test_a_day_beside_the_office_is_no_title_and_is_kept() -> None:
    office, day = at("部门名称：海棠镇水利站", 185), at("2026年6月30日", 185, 10, "right")
    assert title(WORDS, office, day).caption == "海棠镇2026年支出预算表 2026年6月30日"
    assert title(WORDS, at("截至2026年6月30日", 185)).caption == "海棠镇2026年支出预算表截至2026年6月30日"


def test_the_day_of_a_signature_is_no_day_of_the_table() -> None:
    signed = [at("海棠镇人民政府", 165, 10, "right"), at("2026年6月30日", 185, 10, "right")]
    assert title(*signed).caption != "海棠镇人民政府"
