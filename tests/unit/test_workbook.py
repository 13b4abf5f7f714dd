"""Workbooks for people who read Chinese, opened again."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow as pa

from pipeline.answers.about import About
from pipeline.answers.workbook import Sheet, write_workbook

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
    page = opened(Sheet("条款", TABLE)).worksheets[0]
    assert [cell.value for cell in page[1]] == [
        *("地区代码", "地区", "年度", "金额（元）", "补贴比例（%）", "截至日期", "读取时间", "是否合计"),
        *("出口额上限（美元）", "条款状态"),
    ]
    assert [(cell.data_type, cell.number_format) for cell in page[2]] == [
        ("s", "@"),
        ("s", "General"),
        ("n", "General"),
        ("n", "#,##0.00"),
        ("n", "General"),
        ("d", "yyyy-mm-dd"),
        ("d", "yyyy-mm-dd hh:mm:ss"),
        ("b", "General"),
        ("n", "#,##0"),
        ("s", "General"),
    ]
    assert [page["A3"].value, page["D2"].value, page["E2"].value] == ["010100", 38797700, 95.88]
    assert not [cell for row in page for cell in row if cell.data_type == "f"]


def test_a_sheet_can_be_filtered_and_read_while_scrolling() -> None:
    page = opened(Sheet("条款", TABLE)).worksheets[0]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:J3")
    assert page["A1"].font.bold
    # 出口额下限（美元） is 18 cells wide, and Excel draws the arrow of the filter over its end.
    assert page.column_dimensions["I"].width >= 18 + 3


def test_amounts_have_room_for_their_thousands() -> None:
    page = opened(Sheet("a", pa.table({"a_yuan": [Decimal("123456789012.00")]}))).worksheets[0]
    assert page.column_dimensions["A"].width >= len("123,456,789,012.00")


def test_the_last_sheet_explains() -> None:
    about = About("标题", "subsidy_ratios", {"status": "in force or not"}, {"数据版本": "7", "语句": "=1+1"})
    book = opened(Sheet("条款", TABLE, about), about=about)
    assert book.sheetnames == ["条款", "说明"]
    rows = [[cell.value for cell in row] for row in book["说明"]]
    assert rows[:3] == [
        ["标题", "标题", *[None] * 4],
        ["数据版本", "7", *[None] * 4],
        ["语句", "=1+1", *[None] * 4],
    ]
    assert book["说明"]["B3"].data_type == "s"
    *_, last = rows
    assert last[:3] == ["条款", "条款状态", "status"]
    assert last[4:] == ["in force or not", "in_force 现行；historic 往期；recommended 建议"]
    assert (book.properties.title, book.properties.creator.split()[0]) == ("标题", "jixiao")


def test_amounts_beyond_excel_keep_their_digits() -> None:
    amount = Decimal("123456789012345678.90")
    page = opened(Sheet("a", pa.table({"a_yuan": pa.array([amount], pa.decimal128(20, 2))}))).worksheets[0]
    assert page["A2"].value == "123456789012345678.90"


def test_names_that_stand_twice_or_that_excel_forbids() -> None:
    table = pa.table([[1], [2]], names=["score", "score"])
    book = opened(Sheet("a/b:" + "长" * 40, table))
    assert book.sheetnames[0] == "a-b-" + "长" * 27
    assert [cell.value for cell in book.worksheets[0][1]] == ["得分", "得分 2"]


def test_a_table_without_rows_is_a_header() -> None:
    page = opened(Sheet("a", TABLE.slice(0, 0))).worksheets[0]
    assert (page.max_row, page.auto_filter.ref) == (1, "A1:J1")
