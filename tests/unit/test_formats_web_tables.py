"""Tables of web pages: how rows, columns and spans are counted, tables within tables, what stands above one."""

from __future__ import annotations

import pytest

from extractors.formats import Grid, Paragraph
from extractors.formats.blocks import Beside
from tests.grids import places
from tests.web_pages import TABLE, TEXT, blocks, grids, texts


def test_spans_end_with_the_group_of_their_rows_and_the_foot_stands_last() -> None:
    body = (
        "<table border=1><tfoot><tr><td>合计<td>9</tfoot><tbody><tr><td rowspan=0>甲<td>1<tr><td>2"
        "<tbody><tr><td rowspan=7>乙<td>6</table>"
    )
    assert grids(body) == [[["甲", "1"], ["甲", "2"], ["乙", "6"], ["合计", "9"]]]


def test_spans_reach_no_further_than_the_cells_there_are() -> None:
    body = "<table border=1><tr><td colspan=1000000000>甲<td rowspan=1000000000>3<tr><td>乙<td>4</table>"
    assert grids(body) == [[["甲", "甲", "3"], ["乙", "4", "3"]]]


def test_a_cell_that_another_hangs_down_into_ends_before_it() -> None:
    body = "<table border=1><tr><td>1<td rowspan=2>2<td>3<tr><td colspan=3>4<tr><td>5<td>6<td>7</table>"
    assert grids(body) == [[["1", "2", "3"], ["4", "2", ""], ["5", "6", "7"]]]


def test_cells_whose_end_tags_and_blocks_are_left_open_are_cells_of_one_table() -> None:
    body = "<TABLE border=1><TR><TD><DIV><FONT>甲<TD><P>1<TR><TD><DIV>乙<TD><CENTER>2</TABLE>"
    assert grids(body) == [[["甲", "1"], ["乙", "2"]]]


def test_tags_in_scripts_and_comments_are_none() -> None:
    body = "<table border=1><tr><td>甲<!-- <td> --><td>1<script>x='<tr><td>9'</script><tr><td>乙<td>2</table>"
    assert grids(body) == [[["甲", "1"], ["乙", "2"]]]


def test_a_red_number_gets_the_sign_that_excel_keeps() -> None:
    red = "style='color:red'"
    body = f"<table border=1><tr><td x:num='-3' {red}>3<td {red}>4<td x:num='5' {red}>5<tr><td>6<td>7<td>8</table>"
    grid = next(block for block in blocks(body) if isinstance(block, Grid))
    assert [(cell.text, cell.is_red) for cell in grid.cells[:3]] == [("-3", False), ("4", True), ("5", False)]


def test_columns_that_only_keep_distance_are_no_columns() -> None:
    gap = "<td>&nbsp;"
    rows_of = f"<tr>{gap}<td>甲{gap}<td>1<tr><td colspan=2>乙{gap}<td>2<tr>{gap}<td colspan=2><td>3"
    assert grids(f"<table border=1>{rows_of}</table>") == [
        [["", "甲", "1"], ["乙", "乙", "2"], ["", "", "3"]]
    ]


def test_a_table_within_a_cell_is_one_of_its_own_with_its_own_place() -> None:
    first, last = f"<tr><td>养护<td>见内表{TABLE}<td>19.5", "<tr><td>绿化<td>无<td>2"
    body = f"<table border=1><tr><td>项目<td>分摊<td>合计{first}{last}</table>"
    outer, inner = (block for block in blocks(body) if isinstance(block, Grid))
    assert places(outer)[1] == ["养护", "见内表", "19.5"]
    assert inner.cells[-1].place == "第2个表 第3行第2列"


def test_a_table_that_fills_a_cell_divides_it() -> None:
    inner = "<table border=1><tr><td>指标<td>值<tr><td>里程<td>32<tr><td>路面<td>5<tr><td>桥梁<td>6</table>"
    head = "<tr><td>名称<td>养护<tr><td>金额<td>9.5<tr><td>年度<td>2024"
    assert grids(f"<table border=1>{head}<tr><td>绩效<td>{inner}</table>") == [
        [
            ["名称", "养护", "养护"],
            ["金额", "9.5", "9.5"],
            ["年度", "2024", "2024"],
            ["绩效", "指标", "值"],
            ["绩效", "里程", "32"],
            ["绩效", "路面", "5"],
            ["绩效", "桥梁", "6"],
        ]
    ]


def test_headings_in_a_table_of_their_own_head_the_table_below() -> None:
    body = "<table><tr><th>村<th>金额</table><div><table><tr><td>甲村<td>3<tr><td>乙村<td>4</table></div>"
    assert grids(body) == [[["村", "金额"], ["甲村", "3"], ["乙村", "4"]]]


def test_blanks_and_padding_before_a_label_are_its_indent() -> None:
    body = (
        "<table border=1><tr><td>支出<td>9<tr><td>&nbsp;&nbsp;&nbsp;&nbsp;工资<td>5"
        "<tr><td style='padding-left:42px;font-size:10.5pt'>津贴<td>4</table>"
    )
    grid = next(block for block in blocks(body) if isinstance(block, Grid))
    assert [cell.indent for cell in grid.cells if cell.column == 0] == [0.0, 2.0, 3.0]


def test_blanks_of_every_width_are_blanks() -> None:
    grid = next(
        block
        for block in blocks(
            "<table border=1><tr><td>甲<td>1<tr><td>&emsp;&ensp;乙&#8203;村<td>2&nbsp;&thinsp;km</table>"
        )
        if isinstance(block, Grid)
    )
    assert [(cell.text, cell.indent) for cell in grid.cells[2:]] == [("乙村", 1.5), ("2 km", 0.0)]


@pytest.mark.parametrize("span", ["abc", "-1", "", "0", " 1 ", "1.9"])
def test_a_span_that_means_nothing_is_one(span: str) -> None:
    assert grids(f"<table border=1><tr><td colspan='{span}'>甲<td>1<tr><td>乙<td>2</table>") == [
        [["甲", "1"], ["乙", "2"]]
    ]


def test_titles_and_units_in_the_first_rows_of_a_table_stand_above_it() -> None:
    body = (
        "<table border=1><tr><td colspan=3>养护经费表<tr><td>编制单位：财政所<td><td align=right>单位：元"
        "<tr><td>村<td>预算数<td>决算数<tr><td>甲村<td>1<td>2<tr><td>乙村<td>3<td>4</table>"
    )
    shown = blocks(body)
    assert isinstance(shown[0], Paragraph) and shown[0].text == "养护经费表"
    assert isinstance(shown[1], (Paragraph, Beside))
    assert isinstance(shown[-1], Grid) and places(shown[-1])[0] == ["村", "预算数", "决算数"]
    assert shown[-1].cells[0].place == "第1个表 第3行第1列"


def test_properties_of_the_page_are_no_table() -> None:
    body = (
        "<table><tr><th>索引号<td>1-2<th>发布机构<td>某某镇<tr><th>发文字号<td>某发〔2024〕1号<th>有效性<td>有效</table>"
        f"<p>{TEXT}</p>"
    )
    assert texts(body)[:3] == ["索引号：1-2", "发布机构：某某镇", "发文字号：某发〔2024〕1号"]


def test_a_list_of_papers_is_a_table_though_its_headings_are_properties() -> None:
    body = "<table border=1><tr><td>名称<td>文号<td>发布日期<tr><td>养护办法<td>某发〔2024〕1号<td>2024年</table>"
    assert len(grids(body)) == 1
