"""What a web page displays: not what its styles hide, nor letters in the colour of their ground."""

from __future__ import annotations

import pytest

from extractors.formats import Grid, Paragraph
from extractors.formats.web.html import read_page
from tests.grids import places
from tests.web_pages import TEXT, blocks, grids, texts


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


def test_a_hidden_cell_whose_block_is_left_open_hides_itself_alone() -> None:
    body = (
        "<table border=1><tr><td>甲<td style='display:none'><div>8<td><font>1<tr hidden><td><p>丙<td>9"
        "<tr><td>乙<td>2</table><p>说明</p>"
    )
    shown = blocks(body)
    assert [places(block) for block in shown if isinstance(block, Grid)] == [[["甲", "1"], ["乙", "2"]]]
    assert isinstance(shown[-1], Paragraph)


def test_a_column_that_excel_hides_is_gone() -> None:
    table = (
        "<table border=1><col><col style='display:none'><col><tr><td>甲<td>8<td>1<tr><td>乙<td>9<td>2</table>"
    )
    page = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{table}</body></html>'
    grid = next(block for block in read_page(page).sheets[0].blocks if isinstance(block, Grid))
    assert places(grid) == [["甲", "1"], ["乙", "2"]]
    assert grids(table) == [[["甲", "8", "1"], ["乙", "9", "2"]]]


def test_letters_without_a_size_are_not_displayed_but_those_within_that_have_one() -> None:
    assert texts(f"<div style='font-size:0'>88<p style='font-size:12px'>{TEXT}</p>99</div>") == [TEXT]


@pytest.mark.parametrize(
    "gone", ["<s>88</s>", "<del>88</del>", "<span style='text-decoration:line-through'>88</span>"]
)
def test_what_is_struck_out_does_not_count(gone: str) -> None:
    assert texts(f"<p>{TEXT}{gone}合计9。</p>") == [f"{TEXT}合计9。"]


def test_fields_show_their_values_and_buttons_nothing() -> None:
    body = (
        "<table border=1><tr><td>名称<td><input value=养护><input type=hidden value=9><tr><td>类别"
        "<td><select><option>一次性<option selected>经常性</select><tr><td>调整<td><input type=radio>是"
        "<input type=radio checked>否<tr><td>说明<td><textarea>无</textarea><input type=submit value=提交></table>"
    )
    assert grids(body) == [[["名称", "养护"], ["类别", "经常性"], ["调整", "□是☑否"], ["说明", "无"]]]


def test_a_text_that_scripts_show_is_read_where_nothing_else_is_shown() -> None:
    assert texts(f"<h1>说明</h1><div style='visibility:hidden;opacity:0'><p>{TEXT}{TEXT}{TEXT}</p></div>")[1:]
    assert TEXT not in str(blocks(f"<p>{'养护经费。' * 40}</p><div style='display:none'><p>{TEXT}</p></div>"))


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("<mn>130.25</mn>", "130.25"),
        ("<mrow><mi>完成率</mi><mo>=</mo><mfrac><mn>12</mn><mn>15</mn></mfrac></mrow>", "完成率=12/15"),
        ("<msup><mn>3</mn><mn>2</mn></msup>", "3²"),
        ("<semantics><mn>7</mn><annotation>\\frac{7}{1}</annotation></semantics>", "7"),
        ("<msqrt><mn>9</mn></msqrt>", "√9"),
    ],
)
def test_formulas_are_read_on_one_line(formula: str, shown: str) -> None:
    assert texts(f"<p>计<math>{formula}</math>元</p>") == [f"计{shown}元"]


def test_a_window_that_a_click_opens_is_not_displayed_until_then() -> None:
    assert texts("<dialog><p>甲88元</p></dialog><dialog open><p>乙6元</p></dialog>") == ["乙6元"]


def test_a_formula_without_end_is_text() -> None:
    deep = "<mrow>" * 200 + "<mn>12</mn>" + "</mrow>" * 200
    assert texts(f"<p>计<math>{deep}</math>元</p>") == ["计12元"]
