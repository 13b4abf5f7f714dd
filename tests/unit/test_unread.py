"""`jixiao unread`: what leads to numbers that are not understood."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline import cli
from pipeline.account.counting import account
from pipeline.answers.catalog import open_catalog
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories
from tests.asking import ask, pick, publish
from tests.factories import figure

Row = dict[str, Any]
UNREAD: Row = {"fact_table": None, "fact_column": None}
FORECAST: Row = {"fact_table": "none:forecast", "fact_column": None}


def number(row: str, column: str, seed: str = "a", **changes: Any) -> Row:
    """A figure below one heading and beside one label."""
    return figure(seed, row_path=[row], column_path=[column], **changes)


COUNTIES = ("甲县", "乙县", "丙县")
# Nobody knows 冷链补强; 全年预计 is understood and no fact.
GRID = [
    *(number(county, "年初预算") for county in COUNTIES),
    *(
        number(county, "冷链补强", value_text=f"{36 + k}.5", row_index=k, **UNREAD)
        for k, county in enumerate(COUNTIES)
    ),
    *(number(county, "全年预计", **FORECAST) for county in COUNTIES),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Documents a with a grid, b with the same unknown heading on two pages; counted, as ingest does."""
    other = [number("戊县", "冷链补强", "b", page_number=page, **UNREAD) for page in (2, 3, 3)]
    with open_publication(tmp_path) as publication:
        for seed, figures in {"a": GRID, "b": other}.items():
            rows = {
                "tables": [factories.table(seed, caption="表3 设施补助", row_count=9)],
                "figures": figures,
            }
            counts = account(figures).of_document()
            publication.put(factories.document(seed, **counts), tables_from_rows(rows))
        publication.commit([factories.region()])
    return tmp_path


def run(data: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--data", str(data)])


def listed(tmp_path: Path, rows: list[Row], **parameters: str) -> list[tuple[Any, ...]]:
    with publish(tmp_path, {"a": {"figures": rows}}) as catalog:
        return pick(ask(catalog, "unread", **parameters), "numbers", "path_kind", "path", "reason")


def test_an_unknown_heading_is_charged_with_the_numbers_below_it(tmp_path: Path) -> None:
    assert listed(tmp_path, GRID) == [(3, "heading", "冷链补强", None)]


def test_what_is_no_fact_is_listed_with_its_reason_when_asked_for(tmp_path: Path) -> None:
    found = listed(tmp_path, GRID, understood="yes")
    assert sorted(found) == [(3, "heading", "全年预计", "forecast"), (3, "heading", "冷链补强", None)]


def test_an_unknown_label_is_charged_with_the_numbers_beside_it(tmp_path: Path) -> None:
    rows = [
        number(row, year, **({} if row != "森林覆盖" else UNREAD))
        for row in ("人员经费", "公用经费", "森林覆盖")
        for year in ("2022年", "2023年")
    ]
    assert listed(tmp_path, rows) == [(2, "label", "森林覆盖", None)]


def test_every_number_is_charged_once_also_without_labels(tmp_path: Path) -> None:
    rows = [
        figure(row_path=["预备费", "其中：灾害"], column_path=[], **UNREAD),
        figure(row_path=None, column_path=None, **UNREAD),
        figure(row_path=[], column_path=["收入", "其他"], **UNREAD),
        figure(row_path=None, column_path=None, table_id=None, source_kind="prose", row_index=None, **UNREAD),
    ]
    assert listed(tmp_path, rows) == [
        (1, "heading", "收入 > 其他", None),
        (1, "label", "预备费 > 其中：灾害", None),
        (1, "heading", None, None),
    ]


def test_the_most_frequent_come_first_with_the_pages_that_hold_most(data: Path) -> None:
    with open_catalog(data) as catalog:
        [row] = ask(catalog, "unread")
    assert (row["numbers"], row["share_pct"], row["documents"]) == (6, 100.0, 2)
    assert row["places"] == "a.pdf p.1; b.pdf p.3; b.pdf p.2"
    assert (row["file_name"], row["row_index"], row["example"], row["caption"]) == (
        *("a.pdf", 0, "36.5", "表3 设施补助"),
    )


def test_a_file_without_pages_is_listed_with_one_of_its_cells(tmp_path: Path) -> None:
    where = {"row_index": 0, "column_index": 1, "page_number": None}
    cell = {"table_id": "t0", "document_id": factories.document("a")["document_id"], "text": "36.5"} | where
    spans = {"row_span": 1, "column_span": 1, "is_header": False, "place_text": "第1个表 第1行第2列"}
    rows = {"figures": [figure(**UNREAD, **where)], "cells": [cell | spans]}
    with publish(tmp_path, {"a": rows}) as catalog:
        [row] = ask(catalog, "unread")
    assert (row["places"], row["place_text"]) == ("a.pdf 第1个表 第1行第2列", "第1个表 第1行第2列")


def test_the_command_lists_them(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "unread") == 0
    said = capsys.readouterr()
    assert "冷链补强" in said.out and "全年预计" not in said.out and not said.err
    assert run(data, "unread", "--all", "--document", "a.pdf", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["path"], row["numbers"]) for row in rows} == {("冷链补强", 3), ("全年预计", 3)}


def test_the_list_can_be_taken_along(
    data: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "unread", "--format", "csv") == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["path"], row["numbers"]) == ("冷链补强", "6")
    taken = tmp_path_factory.mktemp("taken") / "unread.xlsx"
    assert run(data, "unread", "--output", str(taken)) == 0
    sheet = openpyxl.load_workbook(taken).worksheets[1]
    assert [cell.value for cell in sheet[1]][:3] == ["数字个数", "占比（%）", "标题或标签"]


def test_an_empty_list_says_why(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "unread", "--document", "nowhere") == 0
    assert "in documents with “nowhere” in their name" in capsys.readouterr().err
    with open_publication(tmp_path / "none") as publication:
        publication.put(factories.document("c"), {})
        publication.commit([factories.region()])
    assert run(tmp_path / "none", "unread") == 0
    assert capsys.readouterr().err == "No numbers of tables are published.\n"
    with open_publication(tmp_path / "none") as publication:
        counts = account([figure("c")]).of_document()
        publication.put(factories.document("c", **counts), tables_from_rows({"figures": [figure("c")]}))
        publication.commit([factories.region()])
    assert run(tmp_path / "none", "unread") == 0
    assert capsys.readouterr().err == "All 1 numbers in tables are understood.\n"


def test_status_tells_the_shares(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "status") == 0
    said = capsys.readouterr().out
    assert "numbers: 12 in tables, 25.0% taken by facts, 50.0% understood; `jixiao unread`" in said
    assert run(data, "status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["numbers"] == {"numbers": 12, "taken": 3, "understood": 6}
