"""CSV and Excel files that hold text from anywhere."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from pipeline.answers import workbook as books
from pipeline.answers.about import About
from pipeline.answers.spreadsheets import as_csv
from pipeline.answers.workbook import Sheet, write_workbook
from pipeline.errors import UsageError

FORMULAS = [
    "=1+1",
    "=300.00(场)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "-cmd",
    "@SUM(1+1)",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1+1",
    "－2+3",
    "＠SUM(1)",
    "\u3000=1",
    '=HYPERLINK("http://127.0.0.1/?"&A1)',
    "|calc",
    "|=1+1",
    '" =1+1',
]
PARTED = {
    ";=1+1": ";'=1+1",
    "扶持;=1+1;@SUM(1)": "扶持;'=1+1;'@SUM(1)",
    'a; "=1+1': "a; \"'=1+1",
    "a\t+cmd|x": "a\t'+cmd|x",
    "\t=1+1": "'\t'=1+1",
    "增长;-5.2%;-;+3": "增长;-5.2%;-;+3",
    "甲;乙": "甲;乙",
}
"""Texts that are several cells where a program parts CSV at semicolons or tabs."""
PLAIN = [
    *["-12.5", "-1,234.56", "+5.0%", "+3%", "+", "-", "--", "—", "－", "－12.5", "-.5", "+12", "-3‰"],
    *["=", "＝", "宁波市", "≥90%", "a=b", "1+1", "100-200", "/", "", "'quoted'"],
]


def workbook(table: pa.Table) -> Any:
    stream = io.BytesIO()
    write_workbook([Sheet("a", table)], About(), stream)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue())).worksheets[1]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text(text: str) -> None:
    [_, [cell]] = csv.reader(io.StringIO(as_csv(pa.table({"a": [text]}))))
    text = text.replace("\r", "\n")
    assert cell == f"'{text}"
    [_, [cell]] = workbook(pa.table({"a": [text]})).iter_rows()
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text


@pytest.mark.parametrize(("text", "written"), PARTED.items())
def test_no_cell_of_a_text_that_is_parted_is_a_formula(text: str, written: str) -> None:
    assert [row[0] for row in csv.reader(io.StringIO(as_csv(pa.table({"a": [text]}))))] == ["a", written]
    [_, [cell]] = workbook(pa.table({"a": [text]})).iter_rows()
    assert cell.value == text


@pytest.mark.parametrize("text", PLAIN)
def test_honest_texts_stay_as_they_are(text: str) -> None:
    [_, *rest] = csv.reader(io.StringIO(as_csv(pa.table({"a": [text], "b": [1]}))))
    assert rest == [[text, "1"]]
    cell = workbook(pa.table({"a": [text]}))["A2"]
    assert (cell.value or "", cell.data_type) == (text, "s" if text else cell.data_type)
    assert not cell.quotePrefix


def test_names_of_columns_are_no_formulas_either() -> None:
    table = pa.table({"=1+1": [1]})
    assert as_csv(table).splitlines()[0] == "'=1+1"
    assert workbook(table)["A1"].data_type == "s"


def test_values_keep_their_kind() -> None:
    table = pa.table(
        {
            "amount": pa.array([Decimal("-1.50")], pa.decimal128(20, 2)),
            "day": [date(2024, 6, 30)],
            "old": [date(1850, 1, 1)],
            "time": [datetime(2024, 6, 30, 1, 2)],
            "zoned": pa.array([datetime(2024, 6, 30, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            "share": [-2.5],
            "nothing": [float("nan")],
            "long": [10**17],
            "yes": [True],
            "list": [[1, 2]],
            "gap": [timedelta(days=1)],
            "null": pa.array([None], pa.string()),
        }
    )
    [_, row] = workbook(table).iter_rows(values_only=True)
    assert row == (
        *(
            -1.5,
            datetime(2024, 6, 30),
            "1850-01-01",
            datetime(2024, 6, 30, 1, 2),
            "2024-06-30 00:00:00+00:00",
        ),
        *(-2.5, "nan", "100000000000000000", True, "[1, 2]", "1 day, 0:00:00", None),
    )
    assert as_csv(table).splitlines()[1] == (
        "-1.50,2024-06-30,1850-01-01,2024-06-30 01:02:00,2024-06-30 00:00:00+00:00,-2.5,nan,"
        '100000000000000000,True,"[1, 2]","1 day, 0:00:00",'
    )


def test_control_characters_are_left_out() -> None:
    table = pa.table({"a": ["x\x00\x0b\x1b[31m\x7f\x9by\n=z"]})
    assert workbook(table)["A2"].value == "x[31my\n=z"
    assert next(csv.reader(io.StringIO(as_csv(table).split("\n", 1)[1]))) == ["x[31my\n=z"]


def test_a_carriage_return_begins_no_row() -> None:
    text = as_csv(pa.table({"a": ["x\r=1+1\r\ny"]}))
    assert text == 'a\n"x\n=1+1\ny"'


def test_columns_of_one_name_stay_apart() -> None:
    table = pa.table([[1], [2]], names=["a", "a"])
    assert as_csv(table) == "a,a\n1,2"
    assert [cell.value for cell in workbook(table)[2]] == [1, 2]


def test_a_wide_sheet_has_its_widths() -> None:
    sheet = workbook(pa.table({f"c{n}": ["预算" * 3] for n in range(30)}))
    assert sheet.column_dimensions["AD"].width == 13.5  # six characters of two


def test_what_a_sheet_cannot_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="40,000 characters"):
        workbook(pa.table({"a": ["x" * 40_000]}))
    monkeypatch.setattr(books, "MOST_ROWS", 3)
    assert workbook(pa.table({"a": [1, 2]})).max_row == 3
    with pytest.raises(UsageError, match="a sheet holds 2 rows") as caught:
        workbook(pa.table({"a": [1, 2, 3]}))
    assert "csv" in caught.value.hint


def test_the_limit_is_that_of_excel() -> None:
    with pytest.raises(UsageError, match="1,048,575 rows"):
        workbook(pa.table({"a": pa.nulls(1_048_576)}))
