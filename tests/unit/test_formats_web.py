"""Web pages: what is displayed, which part is the article, and how tables are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.formats import FormatError, Grid, Paragraph, decoded, kind_of
from extractors.formats.blocks import Beside, Block
from extractors.formats.web.html import read, read_page
from extractors.formats.web.mht import read as read_mht

TEXT = "全镇养护乡道三十二公里，经费由镇财政列支，年底前已经按合同全部付清，没有结余，也没有拖欠。"
TABLE = "<table border=1><tr><td>村<td>金额<tr><td>甲村<td>12.5<tr><td>乙村<td>7</table>"


def blocks(body: str, head: str = "") -> list[Block]:
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>").sheets[0].blocks


def texts(body: str, head: str = "") -> list[str]:
    return [block.text for block in blocks(body, head) if isinstance(block, Paragraph)]


def rows(grid: Grid) -> list[list[str]]:
    """The text of every place; that of a cell stands in each of its places."""
    shown = [[""] * grid.column_count for _ in range(grid.row_count)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert not shown[row][column], "cells overlap"
                shown[row][column] = cell.text
    return shown


def grids(body: str, head: str = "") -> list[list[list[str]]]:
    return [rows(block) for block in blocks(body, head) if isinstance(block, Grid)]


@pytest.mark.parametrize(
    ("white", "around", "head", "is_seen"),
    [
        ("style='color:#FFF'", "", "", False),
        ("color=white", "", "", False),
        ("style='color:#fff'", "style='background:#fff'", "", False),
        ("style='color:#fff'", "bgcolor=#1f4e79", "", True),
        ("style='color:#fff;background-color:navy'", "", "", True),
        ("class=w", "", "<style>.w{color:rgb(255, 255, 255)} tr{background:none}</style>", False),
        ("class=w", "", "<style>.w{color:#fff} tr{background:url(a.png)}</style>", True),
        ("class=w", "", "<style>.w{color:#fff} tr:not(.x){background:navy}</style>", True),
        ("style='color:#fff'", "", "<link rel=stylesheet href=site.css>", True),
    ],
)
def test_white_letters_are_displayed_on_a_colour_only(
    white: str, around: str, head: str, is_seen: bool
) -> None:
    body = f"<table border=1><tr {around}><td>甲村<td><font {white}>61</font>2.50<tr><td>乙村<td>7</table>"
    assert grids(body, head) == [[["甲村", "612.50" if is_seen else "2.50"], ["乙村", "7"]]]


@pytest.mark.parametrize(
    ("attributes", "head"),
    [
        ("style='DISPLAY : none'", ""),
        ("hidden", ""),
        ("style='visibility:collapse'", ""),
        ("class='a gone'", "<style><!-- .gone{display:none} --></style>"),
        ("id=x9", "<style>@media screen{ table > #x9, p {display:none !important} }</style>"),
        ("class=odd", "<style>div table .odd{display:none} tr{display:table-row}</style>"),
        ("class=d-none", "<link rel=stylesheet href=site.css>"),
    ],
)
def test_a_row_that_is_not_displayed_is_gone_before_rows_are_counted(attributes: str, head: str) -> None:
    gone = f"<tr {attributes}><td>88<td>99"
    body = f"<div><table border=1><tr><td rowspan=2>甲村<td>1<td>2{gone}<tr><td>3<td>4</table></div>"
    assert grids(body, head) == [[["甲村", "1", "2"], ["甲村", "3", "4"]]]


@pytest.mark.parametrize(
    "head",
    [
        "<style>@media print{.n{display:none}}</style>",
        "<style>.n:hover{display:none} .m .n{display:none}</style>",
    ],
)
def test_a_rule_that_does_not_hold_hides_nothing(head: str) -> None:
    assert texts(f"<p class=n>{TEXT}</p>", head) == [TEXT]


def test_what_is_only_invisible_keeps_its_place() -> None:
    body = "<table border=1><tr><td>甲<td style='visibility:hidden'>55<td>6<tr><td>乙<td>7<td>8</table>"
    assert grids(body) == [[["甲", "", "6"], ["乙", "7", "8"]]]


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


def test_a_hidden_cell_whose_block_is_left_open_hides_itself_alone() -> None:
    body = (
        "<table border=1><tr><td>甲<td style='display:none'><div>8<td><font>1<tr hidden><td><p>丙<td>9"
        "<tr><td>乙<td>2</table><p>说明</p>"
    )
    shown = blocks(body)
    assert [rows(block) for block in shown if isinstance(block, Grid)] == [[["甲", "1"], ["乙", "2"]]]
    assert isinstance(shown[-1], Paragraph)


def test_tags_in_scripts_and_comments_are_none() -> None:
    body = "<table border=1><tr><td>甲<!-- <td> --><td>1<script>x='<tr><td>9'</script><tr><td>乙<td>2</table>"
    assert grids(body) == [[["甲", "1"], ["乙", "2"]]]


def test_a_column_that_excel_hides_is_gone() -> None:
    table = (
        "<table border=1><col><col style='display:none'><col><tr><td>甲<td>8<td>1<tr><td>乙<td>9<td>2</table>"
    )
    page = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{table}</body></html>'
    grid = next(block for block in read_page(page).sheets[0].blocks if isinstance(block, Grid))
    assert rows(grid) == [["甲", "1"], ["乙", "2"]]
    assert grids(table) == [[["甲", "8", "1"], ["乙", "9", "2"]]]


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


def test_letters_without_a_size_are_not_displayed_but_those_within_that_have_one() -> None:
    assert texts(f"<div style='font-size:0'>88<p style='font-size:12px'>{TEXT}</p>99</div>") == [TEXT]


def test_a_link_that_is_never_closed_takes_no_article_away() -> None:
    assert texts(f"<div><a href=/><h1>养护经费</h1>{f'<p>{TEXT}</p>' * 5}</div>")[1:] == [TEXT] * 5


def test_a_table_that_lays_out_the_page_is_read_in_its_order() -> None:
    body = f"<table><tr><td><h1>经费情况说明</h1><tr><td><p>{TEXT}</p>{TABLE}<tr><td align=right>某某镇财政所</table>"
    shown = blocks(body)
    assert [type(block) for block in shown] == [Paragraph, Paragraph, Grid, Paragraph]
    last = shown[-1]
    assert isinstance(last, Paragraph) and (last.text, last.align) == ("某某镇财政所", "right")


def test_a_table_within_a_cell_is_one_of_its_own_with_its_own_place() -> None:
    first, last = f"<tr><td>养护<td>见内表{TABLE}<td>19.5", "<tr><td>绿化<td>无<td>2"
    body = f"<table border=1><tr><td>项目<td>分摊<td>合计{first}{last}</table>"
    outer, inner = (block for block in blocks(body) if isinstance(block, Grid))
    assert rows(outer)[1] == ["养护", "见内表", "19.5"]
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


@pytest.mark.parametrize(
    "gone", ["<s>88</s>", "<del>88</del>", "<span style='text-decoration:line-through'>88</span>"]
)
def test_what_is_struck_out_does_not_count(gone: str) -> None:
    assert texts(f"<p>{TEXT}{gone}合计9。</p>") == [f"{TEXT}合计9。"]


def test_the_title_of_the_article_is_set_as_one() -> None:
    shown = blocks(f"<p class=t>养护经费情况</p><p>{TEXT}</p>", "<title>养护经费情况_某某镇</title>")
    assert isinstance(shown[0], Paragraph) and (shown[0].align, shown[0].size) == ("center", 18.0)


def test_headings_in_a_table_of_their_own_head_the_table_below() -> None:
    body = "<table><tr><th>村<th>金额</table><div><table><tr><td>甲村<td>3<tr><td>乙村<td>4</table></div>"
    assert grids(body) == [[["村", "金额"], ["甲村", "3"], ["乙村", "4"]]]


def test_fields_show_their_values_and_buttons_nothing() -> None:
    body = (
        "<table border=1><tr><td>名称<td><input value=养护><input type=hidden value=9><tr><td>类别"
        "<td><select><option>一次性<option selected>经常性</select><tr><td>调整<td><input type=radio>是"
        "<input type=radio checked>否<tr><td>说明<td><textarea>无</textarea><input type=submit value=提交></table>"
    )
    assert grids(body) == [[["名称", "养护"], ["类别", "经常性"], ["调整", "□是☑否"], ["说明", "无"]]]


@pytest.mark.parametrize(
    "frame",
    [
        "<nav>补助8812.5万元</nav>",
        "<div class=zzz><ul><li><a href=/1>拨付补助8812.5万元</a> 05-12<li><a href=/2>另一条要闻</a></ul></div>",
        "<ul><li><a href=/1>项目全部开工的要闻</a><p>下达资金8812.5万元，支持了各类项目共计二百一十八个。</p>"
        "<li><a href=/2>会议召开的要闻</a><p>会上作了部署和安排。</p>"
        "<li><a href=/3>进度领先的要闻</a><p>进度居前。</p></ul>",
        "<div>主办：某某镇 邮编：8812.5 ICP备1号</div>",
        "<div>发布时间：2024-05-12 来源：财政所 浏览：8812.5</div>",
        "<p>附件：<a href=a.xls>明细.xls</a>（8812.5KB）</p>",
    ],
)
def test_the_frame_of_the_site_is_no_part_of_the_article(frame: str) -> None:
    body = f"{frame}<div><h1>乡道养护经费情况说明</h1><p>{TEXT}</p>{TABLE}</div>{frame}"
    shown = blocks(body, "<title>乡道养护经费情况说明 - 某某镇</title>")
    assert "8812.5" not in str(shown)
    assert [type(block) for block in shown] == [Paragraph, Paragraph, Grid]


def test_links_within_sentences_and_tables_of_numbers_stay() -> None:
    law = "<p>根据<a href=1>《养护办法》</a>、<a href=2>《经费办法》</a>的规定，每公里补助300元。</p>"
    table = "<table border=1>" + "".join(
        f"<tr><td><a href={n}>第{n}号养护路段的名称</a><td>{n}.5<td>{n}.6" for n in range(1, 5)
    )
    shown = blocks(f"<p>{TEXT}</p>{law}{table}</table>")
    assert "根据《养护办法》、《经费办法》的规定，每公里补助300元。" in str(shown)
    assert isinstance(shown[-1], Grid) and len(shown[-1].cells) == 12


def test_lines_end_at_br_and_looks_go_over_to_what_is_within() -> None:
    shown = blocks(
        "<center><font size=5>养护经费</font><br>（某某镇）</center><div style='float:left'>编制：财政所"
        f"<span style='float:right'>单位：元</span></div>{TABLE}"
    )
    said = [(b.text, b.align, b.size) for b in shown if isinstance(b, Paragraph)]
    assert said == [
        ("养护经费", "center", 18.0),
        ("（某某镇）", "center", 10.5),
        ("编制：财政所", "left", 10.5),
        ("单位：元", "right", 10.5),
    ]


def test_a_line_broken_within_a_sentence_goes_on() -> None:
    head, tail = TEXT[:30], TEXT[30:]
    assert texts(f"<div>{head}<br>{tail}<br>　　{TEXT}</div>") == [TEXT, TEXT]


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


def test_marks_of_notes_are_no_part_of_numbers() -> None:
    assert texts(f"<p>{TEXT}面积250m<sup>2</sup>，支出68.5<sup>1</sup>万元<sup>[2]</sup>。") == [
        f"{TEXT}面积250m²，支出68.5万元。"
    ]


def test_titles_and_units_in_the_first_rows_of_a_table_stand_above_it() -> None:
    body = (
        "<table border=1><tr><td colspan=3>养护经费表<tr><td>编制单位：财政所<td><td align=right>单位：元"
        "<tr><td>村<td>预算数<td>决算数<tr><td>甲村<td>1<td>2<tr><td>乙村<td>3<td>4</table>"
    )
    shown = blocks(body)
    assert isinstance(shown[0], Paragraph) and shown[0].text == "养护经费表"
    assert isinstance(shown[1], (Paragraph, Beside))
    assert isinstance(shown[-1], Grid) and rows(shown[-1])[0] == ["村", "预算数", "决算数"]
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


def test_a_text_above_what_is_named_like_the_page_stays() -> None:
    head = "<title>乡道养护经费情况_某某镇</title>"
    assert texts(f"<p>{TEXT}</p><p>{TEXT}</p><p>乡道养护经费情况</p>", head)[:2] == [TEXT, TEXT]


def test_a_text_that_scripts_show_is_read_where_nothing_else_is_shown() -> None:
    assert texts(f"<h1>说明</h1><div style='visibility:hidden;opacity:0'><p>{TEXT}{TEXT}{TEXT}</p></div>")[1:]
    assert TEXT not in str(blocks(f"<p>{'养护经费。' * 40}</p><div style='display:none'><p>{TEXT}</p></div>"))


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        (
            "<title>404</title><h1>您访问的页面不存在</h1>",
            "unknown",
            "a web page that says: 404 您访问的页面不存在",
        ),
        ("<iframe src='b.pdf' height=900></iframe>", "empty", "the page only frames another"),
        (
            "<ul><li><a href=1>某某镇2024年预算</a><li><a href=2>某某镇2023年预算</a></ul>",
            "empty",
            "only links",
        ),
        ("<img src=a.png><p></p>", "empty", "pictures alone"),
        ("<embed src='b.pdf' width=900 height=800>", "empty", "the page only frames another"),
        ("<div id=app></div><script>x()</script>", "empty", "without its scripts"),
    ],
)
def test_what_is_no_document_is_refused(page: str, code: str, said: str) -> None:
    with pytest.raises(FormatError, match=said) as error:
        read_page(f"<html><body>{page}</body></html>")
    assert error.value.code == code


def test_the_number_of_an_error_within_a_longer_one_says_nothing() -> None:
    assert texts("<html><body><p>第1502号 补助2404元</p>") == ["第1502号 补助2404元"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            "<details><summary>收回资金</summary><p>收回88元</p></details>",
            "what is folded away under 收回资金",
        ),
        ("<details open><summary>收回资金</summary><p>收回</p></details>", ""),
        ("<details hidden><summary>收回资金</summary><p>收回88元</p></details>", ""),
        ("<details><summary>收回资金</summary></details>", ""),
        ("<svg width=400><g><text>支出88元</text></g></svg>", "a drawing with text on the page"),
        ("<svg><path d='M0 0L8 8'/></svg>", ""),
        ("<div style='display:none'><svg><text>支出88元</text></svg></div>", ""),
        ("<iframe srcdoc='&lt;p&gt;支出88元'></iframe>", "a page within the page"),
        ("<iframe src='b.html' height=600></iframe>", "the page frames another"),
        ("<iframe src='b.html' style='width:100%; height: 80vh'></iframe>", "the page frames another"),
        ("<iframe src='count.html' style='width:100%'></iframe>", ""),
        ("<iframe src='b.html' height=600 style='display:none'></iframe>", ""),
        ("<embed src='b.pdf' width=900 height=800>", "the page frames another"),
    ],
)
def test_what_is_displayed_and_not_read_is_said(part: str, said: str) -> None:
    found = read_page(f"<html><body><p>{TEXT * 4}</p>{part}<p>此后另拨6元。</p></body></html>")
    assert [one[: len(said)] for one in found.unread] == [said] * bool(said)
    assert "88" not in str(found.sheets) and "另拨6元" in str(found.sheets) and not found.damages


def test_what_the_frame_of_the_site_folds_away_is_not_asked_for() -> None:
    menu = "<nav><details><summary>栏目</summary><a href=a>2031年预算</a></details></nav>"
    assert not read_page(f"<html><body>{menu}<p>{TEXT * 4}</p></body></html>").unread


@pytest.mark.parametrize("opened", ["<font size=2>", "<div>", "<span style='color:red'>"])
def test_thousands_of_elements_that_are_never_closed_cost_nothing(opened: str) -> None:
    found = read_page("<html><body>" + opened * 5000 + TEXT)
    assert TEXT in str(found.sheets) and not found.damages


def test_tables_nested_without_end_are_damage() -> None:
    found = read_page("<html><body>" + "<table><tr><td>养护" * 3000)
    assert found.sheets[0].blocks and found.damages == [
        "the page is nested too deeply; what follows was not read"
    ]


def test_a_table_of_too_many_places_is_refused() -> None:
    row = "<tr>" + "<td colspan=1000>1" * 50
    with pytest.raises(FormatError, match="too many cells"):
        read_page("<html><body><table border=1>" + row * 100)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_page_is_known_and_decoded_by_its_bytes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "表.xls"
    page = f"<html><head><meta charset=gb2312></head><body><p>{TEXT}镕堃</p>{TABLE}</body></html>"
    path.write_bytes(page.encode(encoding))
    assert kind_of(path) == "html"
    first = read(path).sheets[0].blocks[0]
    assert isinstance(first, Paragraph) and first.text == f"{TEXT}镕堃"


def test_a_page_behind_a_warning_of_the_server_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_text(f"Warning: mysql_connect() in index.php\n<html><body><p>{TEXT}</p></body></html>")
    assert kind_of(path) == "html"
    path.write_text('{"page": "<html><body>"}')
    assert kind_of(path) == "unknown"


def test_a_broken_letter_does_not_make_another_encoding() -> None:
    content = (TEXT * 2).encode()
    assert (decoded(content[:40] + content[41:]) or "").endswith(TEXT)
    assert decoded(bytes(range(256)) * 4) is None


def test_a_workbook_saved_as_one_file_shows_its_sheets_but_hidden_ones(tmp_path: Path) -> None:
    def part(name: str, page: str) -> str:
        return f"--=_b\nContent-Type: text/html\nContent-Location: file:///C:/{name}\n\n{page}\n\n"

    listed = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="b/{name}.htm"/>{rest}</x:ExcelWorksheet>'
        for name, rest in (("s1", ""), ("s2", "<x:Visible>SheetHidden</x:Visible>"), ("s3", ""))
    )
    root = f"<html><!--[if gte mso 9]>{listed}<![endif]--><frameset><frame src=b/s1.htm></frameset></html>"
    path = tmp_path / "b.mht"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_b"\n\n'
        + part("b.htm", root)
        + "".join(part(f"b/{name}.htm", f"<html><body>{TABLE}</body></html>") for name in ("s3", "s1", "s2"))
        + "--=_b--\n"
    )
    sheets = read_mht(path).sheets
    assert [(sheet.number, sheet.name) for sheet in sheets] == [(1, "s1"), (3, "s3")]
    grid = sheets[1].blocks[0]
    assert isinstance(grid, Grid) and grid.cells[-1].place == "s3 第1个表 第3行第2列"


def test_a_page_saved_as_one_file_is_its_root(tmp_path: Path) -> None:
    page = f"<html><body><p>{TEXT}</p>{TABLE}</body></html>".encode("gb18030")
    quoted = "".join(f"={byte:02X}" for byte in page)
    lines = "=\n".join(quoted[at : at + 72] for at in range(0, len(quoted), 72))
    path = tmp_path / "页.mht"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_b"\n\n--=_b\n'
        'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: quoted-printable\n\n'
        f"{lines}\n\n--=_b\nContent-Type: image/png\n\nx\n--=_b--\n"
    )
    assert kind_of(path) == "mht"
    assert [type(block) for block in read_mht(path).sheets[0].blocks] == [Paragraph, Grid]
