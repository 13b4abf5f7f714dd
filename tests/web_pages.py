"""Bodies of web pages as blocks, texts and grids."""

from __future__ import annotations

from extractors.formats import Grid, Paragraph
from extractors.formats.blocks import Block
from extractors.formats.web.html import read_page
from tests.grids import places

TEXT = "全镇养护乡道三十二公里，经费由镇财政列支，年底前已经按合同全部付清，没有结余，也没有拖欠。"
TABLE = "<table border=1><tr><td>村<td>金额<tr><td>甲村<td>12.5<tr><td>乙村<td>7</table>"


def blocks(body: str, head: str = "") -> list[Block]:
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>").sheets[0].blocks


def texts(body: str, head: str = "") -> list[str]:
    return [block.text for block in blocks(body, head) if isinstance(block, Paragraph)]


def grids(body: str, head: str = "") -> list[list[list[str]]]:
    return [places(block) for block in blocks(body, head) if isinstance(block, Grid)]
