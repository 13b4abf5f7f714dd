"""The file of corrections: what goes in comes out, wrong lines are refused, two writers lose nothing."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.nightly.hand_edited import now
from pipeline.nightly.override_file import (
    COLUMNS,
    Override,
    append_override,
    check,
    correctable_columns,
    parse_value,
    read_overrides,
    value_text,
)
from pipeline.schemas.schemas import FACTS, SCHEMAS

LINE = Override(
    document_id="2440542ec59e01f4",
    table="subsidy_terms",
    table_id="2440542ec59e01f4-0004",
    page_number="2",
    row_index="2",
    column_index="2",
    column="ratio_pct",
    source_text="无锡市 | 一般企业 | 不超过40% | 200万元",
    old_value="40",
    new_value="45",
    who="李",
    at="2026-11-20T08:00:00Z",
    why="扫描件上是45%",
)


def test_columns_are_the_agreed_ones() -> None:
    assert ",".join(COLUMNS) == (
        "document_id,table,table_id,page_number,row_index,column_index,column,source_text,"
        "old_value,new_value,who,at,why"
    )


@pytest.mark.parametrize(
    "text",
    [
        "=300.00(场)",
        "'=1+1",
        "''=1",
        "it's",
        "'quoted'",
        "-12.5",
        '有"引号",逗号',
        "两行\n文字",
        "回车\r换行",
        "@me",
    ],
)
def test_any_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    file = tmp_path / "overrides.csv"
    line = replace(LINE, source_text=text)
    append_override(file, line)
    append_override(file, LINE)
    assert read_overrides(file) == [line, LINE]


def test_no_cell_of_the_file_is_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "overrides.csv"
    append_override(file, replace(LINE, source_text='=HYPERLINK("http://x")', why="+cmd|' /C calc'!A0"))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        [_, row] = list(csv.reader(stream))
    assert [cell for cell in row if cell.startswith(("=", "+", "@"))] == []
    assert [cell[:2] for cell in row if cell.startswith("'")] == ["'=", "'+"]


def test_two_writers_lose_no_line(tmp_path: Path) -> None:
    file = tmp_path / "new" / "overrides.csv"
    lines = [replace(LINE, why=f"理由{number}") for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda line: append_override(file, line), lines))
    assert sorted(line.why for line in read_overrides(file)) == sorted(line.why for line in lines)


def test_no_file_holds_no_corrections(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "overrides.csv") == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1,2\n", "header row"),
        ("\n" + ",".join(COLUMNS) + "\n", "header row"),
        (",".join(COLUMNS) + "\n1,2\n", "row 2 has 2 columns"),
        ("\ufeffnot" + "\x00" * 3, "header row"),
    ],
)
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "overrides.csv"
    file.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=says):
        append_override(file, LINE)
    assert file.read_text("utf-8") == content


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "overrides.csv"
    file.write_bytes((",".join(COLUMNS) + "\n更正").encode("gbk"))
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_overrides(file)


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot read"):
        read_overrides(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"document_id": "../../etc/passwd"}, "document_id"),
        ({"table": "cells"}, "no such table of facts"),
        ({"column": "page_number"}, "cannot be corrected"),
        ({"column": "ratio"}, "cannot be corrected"),
        ({"page_number": "two"}, "page_number"),
        ({"new_value": "不高于45%"}, "ratio_pct"),
        ({"new_value": "nan"}, "ratio_pct"),
        ({"column": "ratio_op", "old_value": "≤", "new_value": "<="}, "not one of its values"),
        ({"who": " "}, "who is empty"),
        ({"why": ""}, "why is empty"),
        ({"why": "a\x1b[2J"}, "control characters"),
        ({"at": "yesterday"}, "at: yesterday"),
    ],
)
def test_wrong_lines_are_refused(tmp_path: Path, wrong: dict[str, str], says: str) -> None:
    file = tmp_path / "overrides.csv"
    with pytest.raises(UsageError, match=says):
        append_override(file, replace(LINE, **wrong))
    assert not file.exists()


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("budget", "amount_yuan", "1,234.50", Decimal("1234.50")),
        ("budget", "amount_yuan", "", None),
        ("budget", "is_total", "是", True),
        ("budget", "as_of", "2023-12-31", date(2023, 12, 31)),
        ("budget", "fiscal_year", "2023", 2023),
        ("budget", "line_item", " 中央 ", " 中央 "),
        ("indicators", "score", "3.5", 3.5),
    ],
)
def test_texts_become_values_of_the_column(table: str, column: str, text: str, value: Any) -> None:
    assert parse_value(table, column, text) == value


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("budget", "amount_yuan", "1.234"),
        ("budget", "amount_yuan", "9" * 30),
        ("budget", "amount_yuan", "inf"),
        ("budget", "fiscal_year", "99999999999"),
        ("budget", "fiscal_year", "2023年"),
        ("budget", "as_of", "2023-13-01"),
        ("budget", "is_total", "perhaps"),
    ],
)
def test_texts_that_the_column_cannot_hold(table: str, column: str, text: str) -> None:
    with pytest.raises(UsageError):
        parse_value(table, column, text)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("budget", "amount_yuan", Decimal("62000000.00")),
        ("indicators", "score", 8.0),
        ("indicators", "score", 0.1 + 0.2),
        ("budget", "is_total", False),
        ("budget", "as_of", date(2023, 6, 30)),
        ("budget", "line_item", None),
        ("budget", "line_path", ["收入", "财政拨款"]),
        ("budget", "line_path", None),
    ],
)
def test_values_are_written_such_that_they_can_be_read(table: str, column: str, value: Any) -> None:
    assert parse_value(table, column, value_text(value)) == value


def test_where_a_fact_was_read_is_not_corrected() -> None:
    for table in FACTS:
        columns = correctable_columns(table)
        assert columns and set(columns) < set(SCHEMAS[table].names)
        assert not {"document_id", "page_number", "source_text", "confidence"} & set(columns)


def test_the_present_is_a_time_that_lines_may_hold() -> None:
    check(replace(LINE, at=now()))
