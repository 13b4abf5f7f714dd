"""Facts of files without pages carry the name of their cell."""

from __future__ import annotations

from extractors.model import LogicalTable, RawCell
from pipeline.records import name_places


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
