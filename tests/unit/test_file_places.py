"""Facts of files without pages carry the name of their cell."""

from __future__ import annotations

import pytest

from extractors.model import LogicalTable, RawCell
from pipeline.records import name_places, tell_pages


def cell(row: int, column: int, place: str, column_span: int = 1) -> RawCell:
    return RawCell(row, column, 1, column_span, 0, 0, 1, 1, "x", 1, place=place)


def test_a_fact_has_the_place_of_its_cell_or_of_the_first_of_its_row() -> None:
    table = LogicalTable([cell(0, 0, "表1!A4"), cell(0, 1, "表1!B4", 2)], 1, 3, 1, 1)
    facts = [
        {"table_id": "t", "row_index": 0, "column_index": 2},
        {"table_id": "t", "row_index": 0, "column_index": None},
        {"table_id": None, "row_index": None, "column_index": None},
    ]
    name_places({"budget": facts}, [("t", table)], ["budget", "metrics"])
    assert [one.get("place_text") for one in facts] == ["表1!B4", "表1!A4", None]


@pytest.mark.parametrize(
    ("message", "sheet", "nowhere"),
    [
        (
            "有1个未能理解，如第2页“得分”的91",
            "有1个未能理解，如第2张工作表“得分”的91",
            "有1个未能理解，如“得分”的91",
        ),
        ("第2页的表格有3个数值", "第2张工作表的表格有3个数值", "表格有3个数值"),
        ("与第2页的表中所印不同", "与第2张工作表的表中所印不同", "与另一处的表中所印不同"),
    ],
)
def test_findings_name_sheets_and_no_pages_that_are_none(message: str, sheet: str, nowhere: str) -> None:
    named = sheet.replace("第2张工作表", "“得分表”工作表")
    for names, has_pages, said, page, place in (
        ({}, True, sheet, 2, None),
        ({2: "得分表"}, True, named, 2, "得分表"),
        ({}, False, nowhere, None, None),
    ):
        rows = {
            "findings": [{"message": message, "page_number": 2}],
            "tables": [{"page_first": 2, "page_last": 2}],
        }
        tell_pages(rows, has_pages, names)
        [found] = rows["findings"]
        assert (found["message"], found["page_number"], found.get("place_text")) == (said, page, place)
        assert rows["tables"] == [{"page_first": page, "page_last": page}]
