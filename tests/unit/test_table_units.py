"""Which unit belongs to which table: places of unit lines, notes, parts of one table, one statement for all."""

from __future__ import annotations

import pytest

from extractors.model import PageContent, TextLine
from extractors.vocabulary.captions import is_unit_line, unit_of
from extractors.whole.assembling import assemble
from extractors.whole.table_units import unit_for_all
from tests.tables import line, page, raw

HEAD = "项目 | 预算数 | 执行数"
BODY = f"{HEAD}\n教育支出 | 410.00 | 395.00"
MORE = f"{HEAD}\n卫生支出 | 120.00 | 118.00"


def units(*pages: PageContent) -> list[tuple[str, str]]:
    return [(table.caption, table.unit_text) for table in assemble(list(pages)).tables]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单 位：万 元", "万元"),
        ("单位;万元", "万元"),
        ("单位 千元", "千元"),
        ("（亿元）", "亿元"),
        ("以元为单位", "元"),
        ("单位：亿元 %", "亿元"),
        ("单位：元（列至角分）", "元"),
        ("数据单位：万元", "万元"),
        ("预算单位：万元", "万元"),
        ("單位：萬元", "萬元"),
    ],
)
def test_lines_that_only_state_a_unit(text: str, unit: str) -> None:
    assert is_unit_line(text)
    assert unit_of(text) == unit


@pytest.mark.parametrize(
    "text", ["单位：元氏县财政局", "预算单位：柳河县教育局", "金额", "合计：万元", "项目"]
)
def test_lines_that_state_none(text: str) -> None:
    assert not is_unit_line(text)
    assert unit_of(text) == ""


def test_a_unit_line_may_reach_over_the_first_line_of_the_table() -> None:
    own = page(1, line("表1 支出表", 270), line("单位：万元", 290, height=14), tables=[raw(BODY, top=300)])
    assert units(own) == [("表1 支出表", "万元")]


def test_a_unit_line_at_the_right_of_a_narrow_table_is_its_own() -> None:
    table = raw(BODY, top=300)  # 50 to 290
    unit = line("单位：万元", 284, x0=380, x1=440)
    below = raw(MORE, top=500, widths=[200, 150, 150])
    own = page(1, line("表1 支出表", 270), unit, line("表2 收入表", 470), tables=[table, below])
    assert units(own) == [("表1 支出表", "万元"), ("表2 收入表", "")]


def test_side_by_side_each_table_has_the_unit_over_it() -> None:
    left, right = raw(BODY, top=300), raw(MORE, top=300, left=320)
    lines = [line("单位：万元", 284, x0=230, x1=290), line("单位：元", 284, x0=500, x1=560)]
    assert [unit for _, unit in units(page(1, *lines, tables=[left, right]))] == ["万元", "元"]


def test_a_unit_far_over_the_table_counts_but_not_that_of_another_table() -> None:
    first, second = raw(BODY, top=300), raw(MORE, top=600)
    lines = [line("单位：元", 200), line("表2 收入表", 570)]
    assert units(page(1, *lines, tables=[first, second])) == [("", "元"), ("表2 收入表", "")]


@pytest.mark.parametrize(
    ("note", "unit"),
    [("注：本表金额单位为亿元。", "亿元"), ("收入表（单位：亿元）", ""), ("注：含结转。", "")],
)
def test_a_note_below_states_the_unit(note: str, unit: str) -> None:
    own = page(1, line("支出表", 270), line(note, 345), tables=[raw(BODY, top=300)])
    assert units(own) == [("支出表", unit)]


def test_pages_that_print_title_and_unit_again_are_one_table() -> None:
    pages = [
        page(n, line("市级支出表", 40), line("单位：万元", 60), tables=[raw(text, top=80)])
        for n, text in enumerate([BODY, MORE, f"{HEAD}\n外交支出 | 7.00 | 6.00"], 1)
    ]
    [table] = assemble(pages).tables
    assert (table.caption, table.unit_text, table.row_count) == ("市级支出表", "万元", 4)


def test_no_row_was_cut_where_the_title_stands_again() -> None:
    pages = [
        page(1, line("市级支出表", 40), tables=[raw(f"{BODY}\n国防支出 |  | ", top=80)]),
        page(
            2,
            line("市级支出表", 40),
            tables=[raw(f"{HEAD}\n | 30.00 | 28.00\n卫生支出 | 9.00 | 8.00", top=80)],
        ),
    ]
    [table] = assemble(pages).tables
    assert [row[0] for row in table.grid()][2:] == ["国防支出", "", "卫生支出"]


def test_a_row_may_be_cut_where_only_a_running_head_stands_again() -> None:
    head = line("预算公开资料", 24)
    first = raw("项目 | 说明\n教育支出 | 按在校学生人数~\n国防支出 | 按实有民兵人数~", top=700)
    second = raw(" | 和定额标准安排\n卫生支出 | 按人口安排", top=60)
    pages = [page(1, head, line("支出说明表", 680), tables=[first]), page(2, head, tables=[second])]
    [table] = assemble(pages).tables
    assert table.row_count == 4


def test_a_running_head_over_prose_names_no_table() -> None:
    pages = [page(n, line("公开资料选编", 40), tables=[raw(BODY, top=80)]) for n in (1, 3, 5)]
    prose = [page(n, line("公开资料选编", 40), line("编制情况说明如下。", 300)) for n in (2, 4)]
    ordered = sorted([*pages, *prose], key=lambda one: one.number)
    assert {caption for caption, _ in units(*ordered)} == {""}


def test_another_unit_over_the_next_page_begins_another_table() -> None:
    first = page(1, line("支出表", 40), line("单位：万元", 60), tables=[raw(BODY, top=80)])
    second = page(2, line("支出表", 40), line("单位：元", 60), tables=[raw(MORE, top=80)])
    assert units(first, second) == [("支出表", "万元"), ("支出表", "元")]


def test_the_next_part_of_a_table_has_the_unit_of_the_first() -> None:
    wide = raw(MORE, top=80, widths=[120, 120, 120])  # too wide to be joined
    first = page(1, line("支出表", 40), line("单位：万元", 60), tables=[raw(BODY, top=80)])
    assert units(first, page(2, line("支出表（续）", 40), tables=[wide]))[1][1] == "万元"
    assert units(first, page(2, tables=[wide]))[1][1] == "万元"
    assert units(first, page(2, line("收入表", 40), tables=[wide]))[1][1] == ""


@pytest.mark.parametrize(
    ("table", "unit"),
    [
        ("支出预算表 | < | <\n编制单位：柳河县财政局 |  | 金额单位：元\n" + BODY, "元"),
        ("项目 | 预算数 | 执行数 单位：元\n教育支出 | 410.00 | 395.00", "元"),
        ("项目 | 计量单位 | 预算数\n教育支出 | 万元 | 395.00", ""),
        ("项目 | 人均标准（单位：元） | 预算数\n教育支出 | 12.00 | 395.00", ""),
    ],
)
def test_a_unit_in_the_first_rows_is_that_of_the_table_unless_it_is_that_of_a_column(
    table: str, unit: str
) -> None:
    assert units(page(1, tables=[raw(table)]))[0][1] == unit


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["说明：1.本套表格金额单位除注明外均为", "万元。"], "万元"),
        (["各表单位为万元。", "所有表格单位为元。"], ""),
        (["表三 支出表", "单位：元"], ""),
        (["绩效管理单位为县财政局。"], ""),
    ],
)
def test_a_unit_stated_once_for_all_tables(lines: list[str], unit: str) -> None:
    assert unit_for_all([(1, text) for text in lines]) == unit


def test_a_part_of_other_columns_but_the_same_edges_goes_on() -> None:
    whole = raw(f"{BODY}\n合计 | 410.00 | 395.00", top=80)
    first = page(1, line("支出表", 40), line("单位：万元", 60), tables=[whole])
    other = "项目 | 级次 | 预算数 | 执行数\n国防支出 | 本级 | 30.00 | 28.00"
    parts = [raw(other, top=80, widths=widths) for widths in ([80, 40, 60, 60], [80, 80, 80, 80])]
    found = [[unit for _, unit in units(first, page(2, tables=[part]))] for part in parts]
    assert found == [["万元", "万元"], ["万元", ""]]


def test_a_running_head_that_stands_over_another_table_does_not_end_one() -> None:
    head = line("预算公开资料", 24)
    upper, lower = raw(MORE, top=100), raw(BODY, top=700)
    first = page(1, head, line("表1 支出表", 660), line("单位：万元", 680), tables=[upper, lower])
    second = page(2, head, tables=[raw("国防支出 | 30.00 | 28.00", top=60)])
    assert [table.row_count for table in assemble([first, second]).tables] == [2, 3]


@pytest.mark.parametrize(("between", "unit"), [([], "万元"), ([line("其他资金", 350)], "")])
def test_a_table_right_below_another_goes_on_with_its_unit(between: list[TextLine], unit: str) -> None:
    lines = [line("支出表", 260), line("单位：万元", 280), *between]
    own = page(1, *lines, tables=[raw(BODY, top=300), raw(MORE, top=380)])
    assert units(own)[1][1] == unit


@pytest.mark.parametrize(
    ("lead", "unit"),
    [
        ("各港收入见下表，表内金额均以万元计。", "万元"),
        ("下表数据以亿元为单位。", "亿元"),
        ("全年收入以万元计共12笔，另有捐赠。", ""),
    ],
)
def test_the_sentence_that_leads_to_a_table_may_state_its_unit(lead: str, unit: str) -> None:
    lines = (line(lead, 60, x0=50, x1=290), line("各港收入情况", 80))
    assert units(page(1, *lines, tables=[raw(BODY)]))[0][1] == unit


def test_the_unit_over_one_half_of_a_list_is_that_of_the_other() -> None:
    halves = [raw(BODY), raw(MORE.replace("项目", "科目"), left=320)]
    found = units(page(1, line("单位：万元", 84, x0=500, x1=560), tables=halves))
    assert [unit for _, unit in found] == ["万元", "万元"]


def test_a_table_further_down_does_not_share_it() -> None:
    tables = [raw(BODY), raw(MORE, left=320, top=400)]
    found = units(page(1, line("单位：万元", 384, x0=500, x1=560), tables=tables))
    assert [unit for _, unit in found] == ["", "万元"]
