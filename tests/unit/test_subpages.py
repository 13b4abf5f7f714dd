"""Two pages on one sheet are joined like pages, and told as the page of the file that they stand on."""

from __future__ import annotations

from dataclasses import replace

from extractors.prose import read_prose
from extractors.whole import assemble
from tests.tables import line, page, raw

TOP = "区县 | 金额（万元）\n城东区 | 12.00\n城西区 | 15.00"
REST = "区县 | 金额（万元）\n城南区 | 18.00\n合计 | 45.00"


def test_a_table_goes_on_at_the_right_side_of_its_sheet() -> None:
    before = page(1, line("本项目绩效评价情况说明如下，供参考。", 80))
    left = page(2, line("表1 拨付情况表", 680), tables=[raw(TOP, top=700)])
    right = replace(page(2, line("资金均已到位。", 400), tables=[raw(REST, top=60)]), left=600.0)
    left.facing = right
    after = page(3, line("三、结论", 80))
    body = assemble([before, left, after])
    [table] = body.tables
    assert [row[0] for row in table.grid()] == ["区县", "城东区", "城西区", "城南区", "合计"]
    assert (table.page_first, table.page_last) == (2, 2)
    assert {cell.page_number for cell in table.cells} == {2}
    places = {cell.text: cell.x0 for cell in table.cells if cell.column == 0}
    assert places["城西区"] == 50 and places["城南区"] == 650
    assert [number for number, _ in body.prose] == [1, 2, 2, 3]
    # What was read stays as it is: the pages are the file's.
    assert (left.number, right.number) == (2, 2)


def test_sentences_on_both_sides_name_the_sheet() -> None:
    left, right = page(4, line("项目按期完成。", 100)), page(4, line("资金均已到位。", 100))
    left.facing = right
    sentences = read_prose([left], [])
    assert [(one.page_number, one.text) for one in sentences] == [
        (4, "项目按期完成。"),
        (4, "资金均已到位。"),
    ]
