"""Pages that print fewer or more columns, facing pages, and columns of a table on one sheet."""

from __future__ import annotations

import pytest

from extractors.model import RawTable
from extractors.whole.assembling import assemble
from extractors.whole.joining import continues, join
from extractors.whole.page_columns import goes_on_at_right, goes_on_beside
from tests.tables import line, page, raw

FIRST = raw("项目 | 年初预算 | 全年执行\n甲港 | 10.00 | 9.00\n乙港 | 12.00 | 11.00")
FURTHER = "结余 | 执行率\n1.00 | 90.00\n1.00 | 91.67"


def test_a_page_with_fewer_columns_goes_on() -> None:
    narrow, wide = raw("丙港 | 5.00", page=2), raw("丁港 | 6.00 | 5.00 | 无", page=3)
    assert continues(FIRST, narrow)
    assert continues(FIRST, wide)
    assert join([FIRST, narrow, raw("丁港 | 6.00 | 5.00", page=3)]).grid()[-2:] == [
        ["丙港", "5.00", ""],
        ["丁港", "6.00", "5.00"],
    ]


@pytest.mark.parametrize(
    "second",
    [
        raw("5.00 | 丙港", page=2),
        raw("丙港 | 5.00", page=2, widths=[80, 95]),
        raw("项目 | 金额\n丙港 | 5.00", page=2),
        raw("丙港", page=2),
    ],
    ids=["other kinds of columns", "other boundaries", "a header of its own", "one column"],
)
def test_another_table_of_another_width_does_not(second: RawTable) -> None:
    assert not continues(FIRST, second)


def test_a_header_with_fewer_columns_counts_once() -> None:
    second = raw("项目 | 年初预算\n丙港 | 5.00", page=2)
    assert continues(FIRST, second)
    assert join([FIRST, second]).grid()[3:] == [["丙港", "5.00", ""]]


def test_further_columns_on_the_facing_page_belong_to_the_same_rows() -> None:
    pages = [page(1, line("单位：万元", 80), tables=[FIRST]), page(2, tables=[raw(FURTHER)])]
    [table] = assemble(pages).tables
    assert table.grid()[1] == ["甲港", "10.00", "9.00", "1.00", "90.00"]
    assert {cell.page_number for cell in table.cells if cell.column > 2} == {2}


@pytest.mark.parametrize(
    "second",
    [
        "站点 | 执行率\n甲港 | 90.00\n乙港 | 91.67",
        "序号 | 执行率\n1 | 90.00\n2 | 91.67\n3 | 8.00",
        "结余 | 执行率\n1.00 | 90.00",
        "年初预算 | 全年执行\n1.00 | 90.00\n1.00 | 91.67",
    ],
    ids=["names", "numbered rows", "fewer rows", "the same headings"],
)
def test_a_table_of_its_own_is_not_put_beside(second: str) -> None:
    first = raw("项目 | 年初预算 | 全年执行\n甲港 | 10.00 | 9.00\n乙港 | 12.00 | 11.00\n丙港 | 2.00 | 1.00")
    assert not goes_on_beside(FIRST if second.count("\n") == 2 else first, raw(second, page=2))


def test_rows_of_other_heights_are_not_put_beside() -> None:
    second = raw(FURTHER, page=2)
    second.ys = [100.0, 140.0, 160.0, 180.0]
    assert goes_on_beside(FIRST, raw(FURTHER, page=2))
    assert not goes_on_beside(FIRST, second)


RIGHT = "项目 | 年初预算 | 全年执行\n丙港 | 5.00 | 4.00"


def test_a_table_goes_on_at_the_right_of_the_sheet() -> None:
    right = raw(RIGHT, left=320.0, top=60.0)
    sheet = page(1, line("单位：万元", 40, x0=500, x1=560), tables=[FIRST, right])
    [table] = assemble([sheet]).tables
    assert [row[0] for row in table.grid()] == ["项目", "甲港", "乙港", "丙港"]
    assert table.unit_text == "万元"


def test_two_tables_with_titles_of_their_own_stay_two() -> None:
    right = raw(RIGHT, left=320.0, top=100.0)
    assert goes_on_at_right(FIRST, right, [line("表1 港口建设", 60, x0=200, x1=400)])
    assert goes_on_at_right(FIRST, right, [line("续表", 60, x0=400, x1=440)])
    assert not goes_on_at_right(FIRST, right, [line("表2 码头维护", 60, x0=380, x1=480)])
    assert not goes_on_at_right(FIRST, raw(RIGHT, left=320.0, top=400.0), [])
    assert not goes_on_at_right(FIRST, raw(RIGHT.replace("年初", "全年"), left=320.0), [])


def test_the_end_of_a_stacked_label_over_the_next_part_parts_nothing() -> None:
    first = raw("类别 | 项目 | 金额\n主要管线 | 甲段 | 10.00")
    second = raw(" | 乙段 | 12.00\n | 丙段 | 13.00")
    above = line("线", 86, x0=82, x1=92)
    assert len(assemble([page(1, tables=[first]), page(2, above, tables=[second])]).tables) == 1
    elsewhere = line("线", 86, x0=200, x1=212)
    assert len(assemble([page(1, tables=[first]), page(2, elsewhere, tables=[second])]).tables) == 2


def test_a_title_and_a_unit_may_go_on_over_the_facing_page() -> None:
    left = page(1, line("2023年各港对下补助", 80, x0=100, x1=240), tables=[FIRST])
    over = (line("分项目决算表", 80, x0=100, x1=160), line("单位：万元", 88, x0=180, x1=210, height=8))
    [table] = assemble([left, page(2, *over, tables=[raw(FURTHER)])]).tables
    assert (table.caption, table.unit_text) == ("2023年各港对下补助分项目决算表", "万元")
    assert (table.page_first, table.page_last, table.column_count) == (1, 2, 5)


def test_a_table_lower_on_the_next_page_under_its_own_title_is_another() -> None:
    left = page(1, line("2023年各港收支表", 80), tables=[FIRST])
    right = page(2, line("2023年各港结余表", 280), tables=[raw(FURTHER, top=300)])
    assert len(assemble([left, right]).tables) == 2
