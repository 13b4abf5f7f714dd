"""Workbooks for people who read Chinese, opened again."""

from __future__ import annotations

import io
import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow as pa

from pipeline.answers.about import About
from pipeline.answers.named_queries import load_queries
from pipeline.answers.workbook import Sheet, write_workbook
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT

TABLE = pa.table(
    {
        "region_code": ["330200", "010100"],
        "region_name": ["宁波市", "=1+1"],
        "fiscal_year": pa.array([2023, None], pa.int32()),
        "amount_yuan": pa.array([Decimal("38797700.00"), Decimal("-1.50")], pa.decimal128(20, 2)),
        "ratio_pct": [95.88, 50.0],
        "as_of": [date(2024, 6, 30), None],
        "ingested_at": [datetime(2024, 6, 30, 1, 2, 3), None],
        "is_total": [True, False],
        "export_max_usd": [5e6, None],
        "status": ["in_force", None],
    }
)


def opened(*sheets: Sheet, about: About | None = None) -> Any:
    stream = io.BytesIO()
    write_workbook(sheets, about or About(), stream)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def test_numbers_are_numbers_and_codes_are_text() -> None:
    page = opened(Sheet("条款", TABLE)).worksheets[1]
    assert [cell.value for cell in page[1]] == [
        *("地区代码", "地区", "年度", "金额（元）", "补贴比例（%）", "截至日期", "读取时间", "是否合计"),
        *("出口额上限（美元）", "条款状态"),
    ]
    assert [(cell.data_type, cell.number_format) for cell in page[2]] == [
        ("s", "@"),
        ("s", "General"),
        ("n", "General"),
        ("n", "#,##0.00"),
        ("n", "#,##0.00"),
        ("d", "yyyy-mm-dd"),
        ("d", "yyyy-mm-dd hh:mm:ss"),
        ("b", "General"),
        ("n", "#,##0"),
        ("s", "General"),
    ]
    assert [page["A3"].value, page["D2"].value, page["E2"].value] == ["010100", 38797700, 95.88]
    assert not [cell for row in page for cell in row if cell.data_type == "f"]


def test_a_sheet_can_be_filtered_and_read_while_scrolling() -> None:
    page = opened(Sheet("条款", TABLE)).worksheets[1]
    # Region and year stay in sight; the amounts move.
    assert (page.freeze_panes, page.auto_filter.ref) == ("D2", "A1:J3")
    assert page["A1"].font.bold
    # 出口额上限（美元） is 18 cells wide and goes on two lines; Excel draws the arrow of the filter over its end.
    assert page.column_dimensions["I"].width >= 18 / 2 + 2
    assert page["I1"].alignment.wrap_text and page.row_dimensions[1].height >= 30


def test_a_table_of_names_alone_scrolls() -> None:
    page = opened(Sheet("a", pa.table({"region_name": ["甲市"], "line_item": ["运费"]}))).worksheets[1]
    assert page.freeze_panes == "A2"


def test_a_printed_sheet_is_one_page_wide_with_its_header_on_every_page() -> None:
    about = About("标题", facts={"数据版本": "7"}, warnings=("数字为虚构。",))
    for page in opened(Sheet("甲 & 乙", TABLE), about=about).worksheets[:2]:
        setup = page.page_setup
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.oddFooter.left.text == "数字为虚构；数据版本 7"
    assert (page.print_title_rows, page.oddHeader.center.text) == ("$1:$1", "甲 && 乙")
    assert setup.paperSize == 9  # A4
    wide = pa.table({f"text{k}": ["很长的文字" * 9] for k in range(24)})
    assert opened(Sheet("a", wide)).worksheets[1].page_setup.paperSize == 8  # A3


def test_long_texts_go_on_in_further_lines_and_no_row_is_taller_than_the_screen() -> None:
    texts = ["短", "很长的文字" * 10, "很长的文字" * 900]
    page = opened(Sheet("a", pa.table({"source_text": texts}))).worksheets[1]
    assert page["A3"].alignment.wrap_text and page.column_dimensions["A"].width < 50
    heights = [page.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] is None and 30 <= heights[1] < heights[2] < 200


def test_what_holds_nothing_and_what_is_for_programs_is_folded_away() -> None:
    table = pa.table(
        {"document_id": ["a"], "region_name": ["甲市"], "item": pa.nulls(1, pa.string()), "score": [1.0]}
    )
    page = opened(Sheet("a", table)).worksheets[1]
    folded = [page.column_dimensions[letter].hidden for letter in "ABCD"]
    assert folded == [True, False, True, False]
    assert page.column_dimensions["A"].outlineLevel == 1 and page.freeze_panes == "C2"
    # A table without rows shows its columns.
    assert not opened(Sheet("a", table.slice(0, 0))).worksheets[1].column_dimensions["C"].hidden


def test_amounts_have_room_for_their_thousands() -> None:
    page = opened(Sheet("a", pa.table({"a_yuan": [Decimal("123456789012.00")]}))).worksheets[1]
    assert page.column_dimensions["A"].width >= len("123,456,789,012.00")


def test_the_first_sheet_says_what_it_is_and_the_last_what_columns_mean() -> None:
    about = About(
        "标题",
        "subsidy_ratios",
        {"status": "in force or not"},
        {"数据版本": "7", "语句": "=1+1"},
        ["a.pdf", "b.pdf"],
        ["数字为虚构。"],
    )
    book = opened(Sheet("条款", TABLE, about), about=about)
    assert book.sheetnames == ["说明", "条款", "列说明"]
    assert book.active.title == "条款"
    lines = [(row[0].value, row[1].value) for row in book["说明"].iter_rows(max_col=2)]
    assert lines[:6] == [
        ("标题", None),
        ("注意", "数字为虚构。"),
        ("工作表", "条款：2 行"),
        ("数据版本", "7"),
        ("语句", "=1+1"),
        ("来源文件", "a.pdf、b.pdf"),
    ]
    assert lines[6][0] == "能否相加" and lines[6][1].startswith("比例和限额都不能相加")
    assert book["说明"]["B5"].data_type == "s"
    *_, last = [[cell.value for cell in row] for row in book["列说明"]]
    assert last[:3] == ["条款", "条款状态", "status"]
    assert last[4:] == ["in force or not", "in_force 现行；historic 往期；recommended 建议"]
    assert (book.properties.title, book.properties.creator.split()[0]) == ("标题", "jixiao")


def test_of_several_sheets_the_first_says_which_is_which() -> None:
    sheets = [
        Sheet("预算", TABLE, About(scope="budget")),
        Sheet("条款", TABLE, About(scope="subsidy_terms")),
    ]
    book = opened(*sheets, about=About("全部"))
    assert book.active.title == "说明"
    lines = [row[1].value for row in book["说明"].iter_rows(max_col=2)]
    assert "预算：2 行。每个预算项目、每个阶段一行" in lines
    assert any(line and line.startswith("预算：不要对整列「金额（元）」求和") for line in lines)


def test_a_statement_of_ones_own_is_not_said_to_add_up() -> None:
    lines = [row[1].value for row in opened(Sheet("jixiao", TABLE))["说明"].iter_rows(max_col=2)]
    assert any(line and line.startswith("这是自写语句的结果") for line in lines)


def test_what_may_be_added_up_is_said_of_every_query_and_its_columns_exist() -> None:
    said = tomllib.loads((ROOT / "pipeline" / "answers" / "adding_up.toml").read_text("utf-8"))
    queries = load_queries()
    columns = {name: list(one.columns) for name, one in queries.items()} | {
        name: schema.names for name, schema in SCHEMAS.items() if name not in queries
    }
    assert said.keys() <= columns.keys()
    # A name in brackets that is no column's sends the reader looking for it.
    for name, one in said.items():
        labels = {About(scope=name).label(column) for column in columns[name]}
        named = set(re.findall("「(.+?)」", "".join(one["adding"])))
        assert named <= labels, name
    with_money = {name for name, one in columns.items() if any(column.endswith("_yuan") for column in one)}
    assert with_money <= said.keys()


def test_amounts_beyond_excel_keep_their_digits() -> None:
    amount = Decimal("123456789012345678.90")
    page = opened(Sheet("a", pa.table({"a_yuan": pa.array([amount], pa.decimal128(20, 2))}))).worksheets[1]
    assert page["A2"].value == "123456789012345678.90"


def test_names_that_stand_twice_or_that_excel_forbids() -> None:
    table = pa.table([[1], [2]], names=["score", "score"])
    book = opened(Sheet("a/b:" + "长" * 40, table))
    assert book.sheetnames[1] == "a-b-" + "长" * 27
    assert [cell.value for cell in book.worksheets[1][1]] == ["得分", "得分 2"]


def test_a_table_without_rows_is_a_header() -> None:
    page = opened(Sheet("a", TABLE.slice(0, 0))).worksheets[1]
    assert (page.max_row, page.auto_filter.ref) == (1, "A1:J1")
