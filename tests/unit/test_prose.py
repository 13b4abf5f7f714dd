"""Paragraphs, sentences and headings from the lines outside the tables."""

from __future__ import annotations

import pytest

from extractors.model import LogicalTable, PageContent, RawTable, TextLine
from extractors.prose.prose import Sentence, read_prose
from extractors.prose.prose_marks import heading_name, is_contents_line, is_heading, mark_of, split_sentences

LEFT, RIGHT, HEIGHT = 74.0, 518.0, 11.0


def line(text: str, top: float, *, indent: bool = False, end: float = RIGHT) -> TextLine:
    return TextLine(text, LEFT + (24.0 if indent else 0.0), top, end, top + HEIGHT)


def page(number: int, *lines: TextLine, tables: tuple[RawTable, ...] = ()) -> PageContent:
    return PageContent(number, 595.0, 842.0, list(tables), list(lines))


def read(*pages: PageContent, captions: tuple[str, ...] = ()) -> list[Sentence]:
    return read_prose(list(pages), [LogicalTable([], 0, 0, 1, 1, caption=caption) for caption in captions])


def texts(sentences: list[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def test_lines_of_a_paragraph_are_joined_and_cut_into_sentences() -> None:
    found = read(
        page(
            1,
            line("截至年末，资金全部拨付到企", 100, indent=True),
            line("业。企业满意。", 119, end=300),
            line("另起一段的文字。", 140, indent=True, end=300),
        )
    )
    assert texts(found) == ["截至年末，资金全部拨付到企业。", "企业满意。", "另起一段的文字。"]
    assert [s.paragraph for s in found] == [0, 0, 1]


def test_a_sentence_goes_on_over_a_page_break_and_stands_on_its_first_page() -> None:
    found = read(
        page(3, line("评价组认为，扩大企业投保面，发挥了", 700, indent=True)),
        page(4, line("重要作用。但仍有问题。", 80, end=300)),
    )
    assert [(s.text, s.page_number) for s in found] == [
        ("评价组认为，扩大企业投保面，发挥了重要作用。", 3),
        ("但仍有问题。", 4),
    ]


def test_a_title_set_larger_is_no_part_of_the_text_below_it() -> None:
    wide = 17.0
    title = TextLine("河谷县财政局关于项目评价结果的通报", LEFT, 80, LEFT + 26 * wide, 80 + wide)
    assert texts(read(page(1, title, line("本次共评价项目4个，支出12万元。", 110, end=300)))) == [
        "河谷县财政局关于项目评价结果的通报",
        "本次共评价项目4个，支出12万元。",
    ]
    same = TextLine(title.text, LEFT, 80, RIGHT, 80 + HEIGHT)
    assert len(texts(read(page(1, same, line("本次共评价项目4个，支出12万元。", 110, end=300))))) == 1


def test_a_footnote_does_not_cut_the_sentence_above_it() -> None:
    found = read(
        page(
            9,
            line("市商务局开展政策宣传、政策入企等工", 600, indent=True),
            line("[6] 数据来自申报材料。", 640, indent=True, end=300),
            line("作，效果良好。", 660, end=300),
        )
    )
    assert set(texts(found)) == {"市商务局开展政策宣传、政策入企等工作，效果良好。", "[6] 数据来自申报材料。"}


def test_captions_unit_lines_and_contents_are_no_prose() -> None:
    found = read(
        page(
            1,
            line("一、项目基本情况 ........ 1", 80),
            TextLine("（二）项目内容", LEFT, 100, 150, 111),
            TextLine("- 2 -", 182, 100, 205, 111),
            line("2023年度某市促进商务高质量发展专项资金拨付进", 300),
            line("度情况表", 318, end=200),
            line("单位：万元", 330, end=200),
            line("2023年度某市促进商务高质量发展专项资金已拨付。", 500, indent=True),
        ),
        captions=("2023年度某市促进商务高质量发展专项资金拨付进度情况表",),
    )
    assert texts(found) == ["2023年度某市促进商务高质量发展专项资金已拨付。"]


def test_sentences_know_their_headings() -> None:
    found = read(
        page(
            1,
            line("二、产出（该指标40分，得38分）", 80, end=300),
            line("1.数量指标", 100, indent=True, end=200),
            line("①服务企业个次。共服务企业3024家。", 120, indent=True, end=400),
            line("该指标满分4分，得4分。", 140, indent=True, end=300),
            line("三、效益", 160, end=150),
            line("该指标得36分。", 180, indent=True, end=300),
        )
    )
    sections = {s.text: s.section for s in found}
    assert sections["该指标满分4分，得4分。"] == ("产出", "数量指标", "服务企业个次")
    assert sections["该指标得36分。"] == ("效益",)
    assert [s.text for s in found if s.is_heading] == [
        "二、产出（该指标40分，得38分）",
        "1.数量指标",
        "三、效益",
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第三部分 决算情况", 1),
        ("一、概况", 1),
        ("（二）内容", 2),
        ("3.流程", 3),
        ("1.2022年专项资金", 3),
        ("（4）其他", 4),
        ("①支出率", 5),
        ("23.86%提高至38.89%", None),
        ("2023年度预算", None),
    ],
)
def test_levels_of_numbering(text: str, level: int | None) -> None:
    mark = mark_of(text)
    assert (mark.level if mark else None) == level


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("（一）政策制定方面，对重点新兴市场支持不够突出", True),
        ("1.决策分析该指标分值50.00分，评价得分46.00分，得分率为", False),
        ("1.小微企业：资金已全额拨付。", False),
        ("绩效评价报告", False),
    ],
)
def test_headings(text: str, heading: bool) -> None:
    assert is_heading(text) is heading


def test_a_heading_may_stand_on_the_line_of_its_text() -> None:
    text = "①资金支出率。根据通知，预算9000万元。"
    mark = mark_of(text)
    assert mark is not None and heading_name(text, mark) == "资金支出率"


def test_a_stop_in_brackets_or_quotes_ends_no_sentence() -> None:
    assert split_sentences("印发通知（试行。暂行）后执行。完成。") == [
        "印发通知（试行。暂行）后执行。",
        "完成。",
    ]
    assert split_sentences("括号（未闭合。下一句。") == ["括号（未闭合。", "下一句。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（一）评价目的 - 11 -", True),
        ("目 录", True),
        ("2021-2023年渗透率上升-", False),
        ("预算执行情况", False),
    ],
)
def test_lines_of_a_table_of_contents(text: str, expected: bool) -> None:
    assert is_contents_line(text) is expected


def test_a_line_of_three_levels_heads_the_text_behind_it() -> None:
    name = "教育支出（类）职业教育（款）其他职业教育支出用于实训基地建设（项）"
    text = f"3.{name}。年初预算9万元。"
    mark = mark_of(text)
    assert mark is not None
    assert heading_name(text, mark) == name
    text = "3.这一段话没有逗号但是说了很长很长的一件事情所以不会是下面文字的标题。年初预算9万元。"
    assert heading_name(text, mark) == ""


@pytest.mark.parametrize("heading", ["第三章 资金管理", "三、 资金管理", "（三）　资金管理", "3 资金管理"])
def test_white_space_behind_the_number_cuts_no_letter_of_a_heading(heading: str) -> None:
    found = read(page(1, line(heading, 100, end=300), line("全年支出9万元。", 130, indent=True, end=300)))
    assert found[-1].section == ("资金管理",)
