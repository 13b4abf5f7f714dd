"""Worksheets cut into what they show: titles, units, notes and tables, with lines round them and without."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from extractors.failures import UNLIMITED
from extractors.formats.blocks import Beside, Block, Grid, GridCell, Paragraph
from extractors.formats.cuts.cutting import cut_grid
from extractors.formats.layout import lay_out
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.workbook import Look, SheetCell, SheetCells
from extractors.model import LogicalTable
from extractors.whole import assemble

LINES: dict[str, Any] = {"has_top": True, "has_left": True, "has_bottom": True, "has_right": True}
FRAMED, BARE = Look(size=10, **LINES), Look(size=10)
TITLE = Look(align="center", size=16)


def sheet(
    *rows: str, framed: range | None = None, merged: tuple[str, ...] = (), columns: int = 4
) -> SheetCells:
    """A row is its texts parted by |; `=` goes on with the cell at its left. Rows of `framed` have lines."""
    cells = []
    for number, row in enumerate(rows):
        is_framed = framed is not None and number in framed
        texts = row.split("|") + [""] * (columns - row.count("|") - 1)
        for column, text in enumerate(texts):
            if text == "=" or not (text or is_framed):
                continue
            span = 1 + sum(1 for _ in itertools.takewhile(lambda one: one == "=", texts[column + 1 :]))
            look = TITLE if span == columns and not is_framed else FRAMED if is_framed else BARE
            cells.append(
                SheetCell(number, column, text, f"表1!{'ABCDEFGHIJ'[column]}{number + 1}", look, 1, span)
            )
    return SheetCells(1, "表1", cells, [80.0] * columns, [15.0] * len(rows))


def tables(cells: SheetCells) -> list[LogicalTable]:
    return assemble([lay_out(to_sheet(cells))], UNLIMITED).tables


def said(found: list[LogicalTable]) -> list[tuple[str, str, int, int]]:
    return [(t.caption, t.unit_text, t.row_count, t.column_count) for t in found]


def texts(blocks: list[Block]) -> list[str]:
    """Every text in its order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Beside):
            found += [text for part in block.parts for text in texts(part)]
        else:
            found += [cell.text for cell in block.cells if cell.text]
    return found


HEAD = ("某县补助资金安排表|=|=|=", "编制单位：某县水务局|=|单位：万元|=")
BODY = ("项目|预算数|执行数|备注", "堤防维修|120.5|98|", "渠道清淤|64|64|")


@pytest.mark.parametrize("title", ["渠道资金情况表（单位：元）|=|=|=", "表二|渠道资金明细||单位：元"])
def test_a_title_below_a_table_begins_another(title: str) -> None:
    rows = (*HEAD, *BODY, title, *BODY)
    for framed in (None, range(2, len(rows))):
        found = tables(sheet(*rows, framed=framed))
        assert [(t.unit_text, t.row_count) for t in found] == [("万元", 3), ("元", 3)]
        assert "渠道资金" in found[1].caption


@pytest.mark.parametrize("framed", [range(2, 5), None])
def test_title_and_unit_stand_over_the_table_with_lines_and_without(framed: range | None) -> None:
    found = tables(sheet(*HEAD, *BODY, "注：执行数截至年底。|=|=|=", framed=framed))
    assert said(found) == [("某县补助资金安排表", "万元", 3, 4)]
    assert found[0].cells[4].place == "表1!A4"


def test_tables_below_each_other_without_lines_keep_their_own_units() -> None:
    second = ("“三公”经费支出表|=|=|=", "|||单位：元", "项目|上年数|本年数|增减", "公务接待费|5000|4800|-200")
    found = tables(sheet(*HEAD, *BODY, *second))
    assert said(found) == [("某县补助资金安排表", "万元", 3, 4), ("“三公”经费支出表", "元", 2, 4)]


def test_tables_side_by_side_keep_their_own_titles() -> None:
    rows = (
        "甲项目分配表|=||乙项目分配表|=",
        "单位：万元|=||单位：元|=",
        "乡镇|金额||乡镇|金额",
        "东乡|12||西乡|3400",
        "南乡|8||北乡|5600",
    )
    for framed in (None, range(2, 5)):
        cells = sheet(*rows, framed=framed, columns=5)
        cells.cells = [cell for cell in cells.cells if cell.column != 2]
        assert said(tables(cells)) == [("甲项目分配表", "万元", 3, 2), ("乙项目分配表", "元", 3, 2)]


def test_without_lines_a_text_alone_over_the_headings_is_the_title() -> None:
    found = tables(sheet("||资金明细|", "|||万元", *BODY))
    assert said(found) == [("资金明细", "万元", 3, 4)]


def test_empty_rows_part_no_table_that_goes_on_without_headings() -> None:
    rows = (*HEAD, *BODY, "", "闸门更换|31|30|", "合计|215.5|192|")
    assert [t.row_count for t in tables(sheet(*rows))] == [5]
    assert [t.row_count for t in tables(sheet(*rows, framed=range(2, 8)))] == [5]


def test_rows_typed_on_below_the_lines_belong_to_the_table() -> None:
    found = tables(sheet(*HEAD, *BODY, "合计|184.5|162|", framed=range(2, 5)))
    assert [t.row_count for t in found] == [4]


def test_names_under_a_table_are_no_row_of_it() -> None:
    rows = (*HEAD, *BODY, "制表人：王某|审核人：李某|电话：0000-1234567|")
    assert said(tables(sheet(*rows))) == [("某县补助资金安排表", "万元", 3, 4)]
    assert "电话：0000-1234567" in texts(to_sheet(sheet(*rows)).blocks)


def test_notes_and_names_in_the_last_rows_between_lines_stand_below_the_table() -> None:
    rows = (*HEAD, *BODY, "注：1.执行数截至年底。|=|=|=", "2.结余收回。|=|=|=", "审核人：|王某|制表人：|李某")
    assert [t.row_count for t in tables(sheet(*rows, framed=range(2, 8)))] == [3]
    score = (*HEAD, *BODY, "评价得分：|95|等级：|优")
    assert [t.row_count for t in tables(sheet(*score, framed=range(2, 6)))] == [4]


def test_labels_with_values_over_a_table_are_not_its_headings() -> None:
    rows = (
        "资金使用情况表|=|=|=",
        "填报单位：|某局|填报日期：|2024-01-15",
        "项目名称：|村道硬化||单位：万元",
        *BODY,
    )
    assert said(tables(sheet(*rows, framed=range(3, 6)))) == [("资金使用情况表", "万元", 3, 4)]


def test_a_total_set_apart_and_a_number_at_the_side() -> None:
    rows = (
        *HEAD,
        "项目|预算数|执行数|备注|||",
        "堤防维修|120.5|98||||核对：218.5",
        "清淤|64|64||||",
        "",
        "",
        "合计|184.5|162||||",
    )
    for framed in (range(2, 3), range(2, 5), None):
        cells = sheet(*rows, framed=framed, columns=7)
        cells.cells = [cell for cell in cells.cells if cell.column < 4 or cell.text]
        found = tables(cells)
        assert [(t.caption, t.row_count) for t in found] == [("某县补助资金安排表", 4), ("", 1)]
        assert [cell.text for cell in found[1].cells] == ["核对：218.5"]


ASIDE = {
    "at the right": ("堤防维修|120.5|98||||结转金额|36.5 万元", ""),
    "at the right, in the row of the title": ("", ""),
    "without a label": ("堤防维修|120.5|98||||36.5", ""),
    "below": ("堤防维修|120.5|98|", "结转金额|36.5 万元"),
    "below, behind a colon": ("堤防维修|120.5|98|", "结转金额：|36.5||单位：元"),
    "below, the unit in a cell of its own": ("堤防维修|120.5|98|", "结转金额|36.5|万元"),
    "below, in one cell with its label": ("堤防维修|120.5|98|", "结转金额：36.5万元"),
}


@pytest.mark.parametrize("framed", [range(2, 5), None])
@pytest.mark.parametrize("name", ASIDE)
def test_a_number_outside_the_table_is_a_table_of_its_own(name: str, framed: range | None) -> None:
    row, below = ASIDE[name]
    title = HEAD[0] + ("|||结转金额|36.5 万元" if not row else "")
    rows = (title, HEAD[1], BODY[0], row or BODY[1], BODY[2], "", "", "", below)
    cells = sheet(*rows, framed=framed, columns=8)
    cells.cells = [cell for cell in cells.cells if cell.column < 4 or cell.text]
    found = {t.caption: t for t in tables(cells)}
    whole, aside = found["某县补助资金安排表"], found[""]
    assert (whole.unit_text, whole.row_count, whole.column_count) == ("万元", 3, 4)
    assert aside.row_count == 1 and any("36.5" in cell.text for cell in aside.cells)
    assert all("120.5" not in cell.text for cell in aside.cells)


def test_a_number_like_a_year_is_one_beside_a_label_that_asks_for_none() -> None:
    for row, count in (("受益户数|2000", 2), ("预算年度|2031", 1), ("2031|", 1)):
        assert len(tables(sheet(*HEAD, *BODY, "", "", "", row, framed=range(2, 5)))) == count


def test_labels_with_numbers_below_each_other_are_one_table_and_very_many_cost_nothing() -> None:
    rows = (*HEAD, *BODY, "", "", "", "结转|36.5", "", "", "", "收回|7", "注：另有说明。", "", "", "余额|9")
    found = tables(sheet(*rows, framed=range(2, 5)))
    assert [[cell.text for cell in table.cells] for table in found[1:]] == [
        ["结转", "36.5", "收回", "7"],
        ["余额", "9"],
    ]
    many = sheet(*(f"{'|' * (n % 4)}{n}" for n in range(3000, 8000)))
    shown = tables(many)
    assert sum(len(table.cells) for table in shown) == 5000 and len(shown) < 300


def test_a_unit_over_the_gap_stays_with_the_table() -> None:
    rows = (HEAD[0], "|||单位：万元", "项目|预算数|执行数", "堤防维修|120.5|98||1.5", "清淤|64|64||2.5")
    whole, aside = tables(sheet(*rows, columns=5))
    assert (whole.caption, whole.unit_text, whole.row_count) == (HEAD[0][:9], "万元", 3)
    assert [cell.text for cell in aside.cells] == ["1.5", "2.5"]


def test_numbers_with_their_labels_right_above_are_one_table() -> None:
    rows = (*HEAD, *BODY, "", "", "", "受益户数", "3256", "3300")
    [_, aside] = tables(sheet(*rows, framed=range(2, 5)))
    assert [cell.text for cell in aside.cells] == ["受益户数", "3256", "3300"]


@pytest.mark.parametrize(
    "line", ["填报日期：|2031年4月2日", "2031", "一、资金情况", "1、资金情况", "电话：5550123"]
)
def test_what_says_who_filled_in_the_table_stays_a_line(line: str) -> None:
    [whole] = tables(sheet(*HEAD, *BODY, "", "", "", line, framed=range(2, 5)))
    assert whole.row_count == 3


def test_a_column_behind_an_empty_one_with_a_heading_is_part_of_the_table() -> None:
    rows = ("项目|预算数||执行数", "堤防维修|120.5||98", "清淤|64||64")
    [whole] = tables(sheet(*rows))
    assert {cell.text for cell in whole.cells} >= {"执行数", "98"}


@pytest.mark.parametrize(
    ("name", "page_texts", "unit"),
    [
        ("表1", ['&L第&P页&R&"宋体,常规"&10金额单位：万元'], "万元"),
        ("表1", ["&C单位：万元", "&L（万元）"], "万元"),
        ("单位：万元", [], "万元"),
        ("表1", ["&R单位：万元", "&R单位：元"], ""),
        ("单位：元", ["&R单位：万元"], ""),
        ("表1", ["&L编制单位：某县水务局", "&A &P/&N"], ""),
        ("万元户", ["&C某县2031年收支表"], ""),
    ],
)
def test_a_unit_that_only_the_pages_or_the_tab_state(name: str, page_texts: list[str], unit: str) -> None:
    cells = sheet(HEAD[0], *BODY, framed=range(1, 4))
    cells.name, cells.page_texts = name, page_texts
    assert said(tables(cells)) == [(HEAD[0][:9], unit, 3, 4)]


@pytest.mark.parametrize("above", [HEAD[1], "某县资金表（单位：万元）|=|=|="])
def test_a_unit_of_the_sheets_own_goes_before_that_of_its_pages(above: str) -> None:
    cells = sheet(HEAD[0], above, *BODY, framed=range(2, 5))
    cells.page_texts = ["&R单位：元"]
    assert [table.unit_text for table in tables(cells)] == ["万元"]


def test_a_number_beside_the_table_has_no_unit_of_the_pages() -> None:
    cells = sheet(HEAD[0], BODY[0], BODY[1] + "|||受益人数|3256", BODY[2], framed=range(1, 4), columns=8)
    cells.cells = [cell for cell in cells.cells if cell.column < 4 or cell.text]
    cells.page_texts = ["&R单位：万元"]
    assert {(t.row_count, t.unit_text) for t in tables(cells)} == {(3, "万元"), (1, "")}


def test_a_form_between_lines_keeps_its_first_row() -> None:
    rows = (
        "项目支出绩效自评表|=|=|=",
        "主管部门：|某局|实施单位：|某站",
        "指标|目标|完成|得分",
        "巡查次数|12|12|10",
    )
    for start in (0, 1):
        found = tables(sheet(*rows, framed=range(start, 4)))
        assert said(found) == [("项目支出绩效自评表", "", 3, 4)]


def test_levels_are_kept_by_blanks_and_by_indent() -> None:
    cells = sheet("科目|金额", "支出|10", "　　人员|6", "其他|4", framed=range(4), columns=2)
    deep = next(cell for cell in cells.cells if cell.text == "其他")
    deep.look = Look(indent=2, size=10, **LINES)
    grid = next(block for block in to_sheet(cells).blocks if isinstance(block, Grid))
    assert {c.text: c.indent for c in grid.cells if c.column == 0 and c.row} == {
        "支出": 0,
        "人员": 2,
        "其他": 2,
    }


def test_lines_of_a_note_are_paragraphs_and_those_of_a_cell_are_not() -> None:
    cells = sheet(*BODY, "说明：一、口径不变。\n二、金额取整。|=|=|=", framed=range(3))
    cells.cells[4].text = "堤防\n维修"
    found = texts(to_sheet(cells).blocks)
    assert "堤防维修" in found
    assert found[-2:] == ["说明：一、口径不变。", "二、金额取整。"]


def test_no_text_is_lost_wherever_it_stands() -> None:
    rows = ("12|||", "", "甲||乙|丙", "||7|", "8|9|10|11", "|||", "单位：元|||5", "一、部分|||", "3|||")
    for framed in (None, range(2, 5), range(9)):
        cells = sheet(*rows, framed=framed)
        shown = sorted(c.text for c in cells.cells if c.text)
        assert sorted(texts(to_sheet(cells).blocks)) == shown


def grid(*rows: str) -> Grid:
    cells = sheet(*rows).cells
    found = [GridCell(c.row, c.column, c.text, c.row_span, c.column_span, c.place) for c in cells]
    return Grid(found, len(rows), 4)


def test_title_unit_and_note_in_rows_of_the_grid() -> None:
    blocks = cut_grid(grid(*HEAD, *BODY, "注：执行数截至年底。|=|=|="))
    assert [type(block) for block in blocks] == [Paragraph, Beside, Grid, Paragraph]
    assert texts(blocks)[:3] == ["某县补助资金安排表", "编制单位：某县水务局", "单位：万元"]


def test_sections_of_a_form_are_no_tables() -> None:
    form = grid(
        "一、基本情况|=|=|=",
        "名称|某项目|年度|2023",
        "二、指标完成情况|=|=|=",
        "指标|目标|完成|得分",
        "次数|3|3|5",
    )
    assert [type(block) for block in cut_grid(form)] == [Grid]


def test_headings_of_bands_stay_in_a_form_and_its_title_does_not() -> None:
    bands = (
        "基本信息|=|=|=",
        "名称|某项目|年度|2023",
        "指标完成情况|=|=|=",
        "指标|目标|完成|得分",
        "次数|3|3|5",
    )
    assert [type(block) for block in cut_grid(grid(*bands))] == [Grid]
    blocks = cut_grid(grid("某项目自评情况|=|=|=", *bands))
    assert [type(block) for block in blocks] == [Paragraph, Grid]
    assert texts(blocks)[:2] == ["某项目自评情况", "基本信息"]


def test_a_title_printed_again_with_its_headings_begins_another_table() -> None:
    blocks = cut_grid(grid(*HEAD, *BODY, "某县补助资金安排表（续）|=|=|=", *BODY))
    assert sum(isinstance(block, Grid) for block in blocks) == 2


def test_a_grid_without_such_rows_stays_as_it_is() -> None:
    whole = grid(*BODY)
    assert cut_grid(whole) == [whole]
