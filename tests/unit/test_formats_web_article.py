"""The article of a web page: without the frame of its site, its title and its lines."""

from __future__ import annotations

import pytest

from extractors.formats import Grid, Paragraph
from tests.web_pages import TABLE, TEXT, blocks, texts


def test_a_link_that_is_never_closed_takes_no_article_away() -> None:
    assert texts(f"<div><a href=/><h1>养护经费</h1>{f'<p>{TEXT}</p>' * 5}</div>")[1:] == [TEXT] * 5


def test_a_table_that_lays_out_the_page_is_read_in_its_order() -> None:
    body = f"<table><tr><td><h1>经费情况说明</h1><tr><td><p>{TEXT}</p>{TABLE}<tr><td align=right>某某镇财政所</table>"
    shown = blocks(body)
    assert [type(block) for block in shown] == [Paragraph, Paragraph, Grid, Paragraph]
    last = shown[-1]
    assert isinstance(last, Paragraph) and (last.text, last.align) == ("某某镇财政所", "right")


def test_the_title_of_the_article_is_set_as_one() -> None:
    shown = blocks(f"<p class=t>养护经费情况</p><p>{TEXT}</p>", "<title>养护经费情况_某某镇</title>")
    assert isinstance(shown[0], Paragraph) and (shown[0].align, shown[0].size) == ("center", 18.0)


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


def test_marks_of_notes_are_no_part_of_numbers() -> None:
    assert texts(f"<p>{TEXT}面积250m<sup>2</sup>，支出68.5<sup>1</sup>万元<sup>[2]</sup>。") == [
        f"{TEXT}面积250m²，支出68.5万元。"
    ]


def test_a_text_above_what_is_named_like_the_page_stays() -> None:
    head = "<title>乡道养护经费情况_某某镇</title>"
    assert texts(f"<p>{TEXT}</p><p>{TEXT}</p><p>乡道养护经费情况</p>", head)[:2] == [TEXT, TEXT]
