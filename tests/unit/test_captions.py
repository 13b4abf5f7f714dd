"""The words around a table: title, unit line, context; page furniture and notes."""

from __future__ import annotations

import pytest

from extractors.model import TextLine
from extractors.vocabulary.captions import is_continuation_mark, is_footnote, unit_of
from extractors.whole.assembling import assemble
from extractors.whole.furniture import is_furniture, running_heads
from extractors.whole.table_titles import title_above, title_below
from tests.tables import line, page, raw


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位：元）", "元"),
        ("金额单位:亿元", "亿元"),
        ("计量单位 ： 万 美 元", "万美元"),
        ("表3  资金安排情况表（单位：万元）", "万元"),
        ("填报单位：青岛市商务局", ""),
        ("项目单位：商务局    金额单位：万元", "万元"),
        ("预算单位：某某大学", ""),
        ("单位名称：某某市民政局　　单位：万元", "万元"),
        ("表1 资金安排情况", ""),
        ("单位：户、台（套）、万元", "户、台(套)、万元"),
        ("", ""),
    ],
)
def test_the_unit_a_line_states(text: str, unit: str) -> None:
    assert unit_of(text) == unit


@pytest.mark.parametrize("text", ["续表", "（续）", "续表1-2", "接上表", "单位：万元", "(单位：元)"])
def test_lines_that_only_say_that_the_table_goes_on(text: str) -> None:
    assert is_continuation_mark(text)


@pytest.mark.parametrize("text", ["表2 资金执行情况", "二、项目绩效", "2023年度"])
def test_lines_that_begin_something_new(text: str) -> None:
    assert not is_continuation_mark(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("注：数据来源于预算一体化系统", True),
        ("[1] 含结转资金", True),
        ("备注：", True),
        ("注重资金绩效", False),
    ],
)
def test_notes_under_a_table(text: str, expected: bool) -> None:
    assert is_footnote(line(text, 500)) is expected


def test_page_numbers_and_running_heads_are_furniture_in_the_margins_only() -> None:
    head = [line("青岛市财政局绩效评价报告", 30) for _ in range(3)]
    pages = [page(n, head[n - 1], line("12", 400), line(f"— {n} —", 800)) for n in (1, 2, 3)]
    running = running_heads(pages)
    assert [is_furniture(own, pages[0], running) for own in pages[0].lines] == [True, False, True]
    lone = page(1, head[0], line("第 3 页 共 12 页", 810), line("一、项目概况", 790))
    assert [is_furniture(own, lone, running_heads([lone])) for own in lone.lines] == [False, True, False]


def above(*texts: str, gap: float = 0.0) -> tuple[str, str, list[str]]:
    """Title of a table at 300 whose lines end right over it, or `gap` points higher."""
    lines = [line(text, 300 - gap - 20 * (len(texts) - n)) for n, text in enumerate(texts)]
    found = title_above(lines, 300, 100, 500)
    return found.caption, found.unit, found.context


@pytest.mark.parametrize(
    ("texts", "caption", "unit"),
    [
        (["表1 资金安排情况表"], "表1 资金安排情况表", ""),
        (["表1 资金安排情况表", "单位：万元"], "表1 资金安排情况表", "万元"),
        (["表2  资金拨付情况（单位：元）"], "表2 资金拨付情况", "元"),
        (["项目支出绩效自评表", "（2023年度）"], "项目支出绩效自评表", ""),
        (["项目支出绩效自评表", "填报单位：市商务局 单位：万元"], "项目支出绩效自评表", "万元"),
        (["具体安排如下表所示。"], "", ""),
        (["各区拨付情况如下："], "", ""),
        ([], "", ""),
        (["单位：元", "项目支出绩效自评表"], "项目支出绩效自评表", "元"),
        (["单位：元", "表3 资金安排情况"], "表3 资金安排情况", "元"),
        (["单位：元", "项目支出绩效自评表", "单位：万元"], "项目支出绩效自评表", "万元"),
    ],
)
def test_title_and_unit_above_a_table(texts: list[str], caption: str, unit: str) -> None:
    assert above(*texts)[:2] == (caption, unit)


def test_prose_before_the_title_is_context() -> None:
    caption, _, context = above("项目资金已全部到位。", "具体见表1。", "表1 资金到位情况表", "单位：万元")
    assert caption == "表1 资金到位情况表"
    assert context == ["项目资金已全部到位。", "具体见表1。"]


def test_a_line_far_above_is_no_title() -> None:
    assert above("表1 资金安排情况表", gap=60)[0] == ""


def test_a_wide_title_may_take_two_lines() -> None:
    lines = [
        TextLine("表4 2023年度青岛市中央外经贸发展专项资金进口贴息项目各", 100, 262, 480, 274),
        TextLine("区市拨付情况表", 240, 278, 340, 290),
    ]
    assert title_above(lines, 300, 100, 500).caption == (
        "表4 2023年度青岛市中央外经贸发展专项资金进口贴息项目各区市拨付情况表"
    )


def test_a_numbered_caption_may_stand_below() -> None:
    assert title_below([line("表5 得分情况", 305)], 300) == "表5 得分情况"
    assert title_below([line("单位：分", 305), line("表5 得分情况", 320)], 300) == "表5 得分情况"
    assert title_below([line("评价结果为良好。", 305)], 300) == ""
    assert title_below([line("表5 得分情况", 360)], 300) == ""


TABLE = "地区 | 应拨付\n市南区 | 10.00"
REST = "市北区 | 20.00\n合计 | 30.00"


def test_assemble_joins_over_furniture_and_names_the_table() -> None:
    first = raw(TABLE, top=700)
    second = raw(REST, top=80)
    pages = [
        page(1, line("表1 资金拨付表", 660), line("单位：万元", 680), line("- 1 -", 800), tables=[first]),
        page(2, line("续表", 60), line("资金已拨付。", 200), line("- 2 -", 800), tables=[second]),
    ]
    body = assemble(pages)
    [table] = body.tables
    assert (table.caption, table.unit_text, table.row_count) == ("表1 资金拨付表", "万元", 4)
    assert (table.page_first, table.page_last) == (1, 2)
    assert "- 1 -" not in [text for _, text in body.prose]
    assert (2, "资金已拨付。") in body.prose


@pytest.mark.parametrize(
    ("foot", "caption", "unit"),
    [
        (["表2 资金拨付表"], "表2 资金拨付表", ""),
        (["表2 资金拨付表", "单位：万元"], "表2 资金拨付表", "万元"),
        (["资金拨付情况表", "金额单位：元", "[1] 含结转。"], "资金拨付情况表", "元"),
        (["评价组认为，项目资金拨付基本"], "", ""),  # the paragraph that the page cuts
        (["各区资金拨付情况如下表"], "", ""),
        (["项目支出绩效目标表", "（2023年度）"], "项目支出绩效目标表", ""),
    ],
)
def test_a_title_may_stand_at_the_foot_of_the_page_before(foot: list[str], caption: str, unit: str) -> None:
    lines = [line(text, 700 + 18 * n) for n, text in enumerate(foot)]
    pages = [
        page(1, line("表1 资金到位表", 280), *lines, tables=[raw(TABLE, top=300)]),
        page(2, line("- 2 -", 800), tables=[raw(TABLE, top=80)]),
    ]
    second = assemble(pages).tables[1]
    assert (second.caption, second.unit_text) == (caption, unit)


def test_the_title_before_a_table_is_its_own_rather_than_the_next_one_below() -> None:
    pages = [
        page(1, line("表2 资金到位表", 740), line("单位：元", 758), tables=[raw(TABLE, top=300)]),
        page(2, line("表3 资金拨付表", 150), tables=[raw(TABLE, top=80), raw(TABLE, top=180)]),
    ]
    body = assemble(pages)
    assert [(t.caption, t.unit_text) for t in body.tables[1:]] == [
        ("表2 资金到位表", "元"),
        ("表3 资金拨付表", ""),
    ]


def test_the_year_of_a_form_may_stand_on_the_next_page_without_its_title() -> None:
    pages = [
        page(1, line("项目支出绩效目标表", 740), tables=[raw(TABLE, top=300)]),
        page(2, line("（2023年度）", 60), tables=[raw(TABLE, top=80)]),
    ]
    assert assemble(pages).tables[1].caption == "项目支出绩效目标表"


def test_the_unit_of_a_table_may_stand_on_the_next_page_without_its_title() -> None:
    pages = [
        page(1, line("项目支出预算表", 740), tables=[raw(TABLE, top=300)]),
        page(2, line("单位：万元", 60), tables=[raw(TABLE, top=80)]),
    ]
    second = assemble(pages).tables[1]
    assert (second.caption, second.unit_text) == ("项目支出预算表", "万元")


@pytest.mark.parametrize("between", ["below", "above"])
def test_a_sentence_between_two_tables_parts_them(between: str) -> None:
    first = [line("上述资金已全部拨付。", 745)] if between == "below" else []
    second = [line("上述资金已全部拨付。", 60)] if between == "above" else []
    pages = [
        page(1, *first, tables=[raw(TABLE, top=700)]),
        page(2, *second, tables=[raw(REST, top=80)]),
    ]
    assert len(assemble(pages).tables) == 2


def test_a_note_below_does_not_end_a_table() -> None:
    pages = [
        page(1, line("[1] 含上年结转。", 745), tables=[raw(TABLE, top=700)]),
        page(2, tables=[raw(REST, top=80)]),
    ]
    assert len(assemble(pages).tables) == 1


def test_a_unit_drawn_as_a_row_of_the_table_counts() -> None:
    table = raw("单位：万元 | <\n地区 | 应拨付\n市南区 | 10.00")
    assert assemble([page(1, tables=[table])]).tables[0].unit_text == "万元"


@pytest.mark.parametrize(
    ("count", "times", "expected"), [(2, 2, True), (3, 2, True), (5, 2, False), (5, 3, True)]
)
def test_how_often_a_head_must_repeat(count: int, times: int, expected: bool) -> None:
    pages = [page(n, *([line("绩效评价报告", 30)] if n <= times else [])) for n in range(1, count + 1)]
    assert is_furniture(pages[0].lines[0], pages[0], running_heads(pages)) is expected


def test_a_short_line_above_the_title_is_not_its_first_half() -> None:
    lines = [TextLine("二、资金情况", 100, 262, 180, 274), TextLine("各区市拨付情况表", 240, 278, 340, 290)]
    assert title_above(lines, 300, 100, 500).caption == "各区市拨付情况表"


def test_a_long_paragraph_that_begins_like_a_caption_is_none() -> None:
    text = "表1" + "反映了本年度各项资金的安排使用和管理情况" * 6
    assert title_above([line(text, 280)], 300, 100, 500).caption == ""


@pytest.mark.parametrize(
    ("upper", "height", "caption"),
    [
        ("某某市商务局2024年度部门决算表", 12, "收入支出决算总表"),  # the title of the set
        ("某某市商务局2024年度部门决算", 16, "收入支出决算总表"),  # larger letters
        ("（二）收入支出", 12, "收入支出决算总表"),  # the section whose heading the caption repeats
        ("某某市商务局2024年度", 12, "某某市商务局2024年度收入支出决算总表"),
    ],
)
def test_a_wide_line_above_that_is_whole_by_itself(upper: str, height: float, caption: str) -> None:
    lines = [TextLine(upper, 100, 274 - height, 480, 274), TextLine("收入支出决算总表", 240, 278, 340, 290)]
    assert title_above(lines, 300, 100, 500).caption == caption
