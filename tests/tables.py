"""Tables for tests, written as text: one line a row, cells between bars.

``<`` joins a place to the cell on its left, ``^`` to the cell above; both together make a block. A text that
ends in ``~`` reaches the right edge of its cell, so it may go on below.

    项目   | 金额     | <
    ^      | 年初预算 | 全年执行
    保费补助 | 100.00   | 95.00
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractors.kinds.classifying import ClassifiedTable, classify
from extractors.model import LogicalTable, PageContent, RawCell, RawTable, TextLine
from pipeline.context.context import Context, Row, TableRows
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from pipeline.schemas.schemas import SCHEMAS

NO_PAPER = Paper()
SELF_EVALUATION = Paper("self_evaluation_form")
PUBLISHED = {name for schema in SCHEMAS.values() for name in schema.names}
WIDTH, HEIGHT = 80.0, 20.0  # points of a column and of a row, where a test does not say otherwise


def raw(
    text: str, *, page: int = 1, left: float = 50.0, top: float = 100.0, widths: list[float] | None = None
) -> RawTable:
    """The part of a table on one page."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    count = len(rows[0])
    assert all(len(row) == count for row in rows), f"rows of different length: {[len(row) for row in rows]}"
    xs = [left]
    for width in widths or [WIDTH] * count:
        xs.append(xs[-1] + width)
    assert len(xs) == count + 1, "one width a column"
    ys = [top + HEIGHT * r for r in range(len(rows) + 1)]
    return RawTable(page, xs, ys, _cells(rows, xs, ys, page))


def _cells(rows: list[list[str]], xs: list[float], ys: list[float], page: int) -> list[RawCell]:
    cells: list[RawCell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            high = 1
            while r + high < len(rows) and rows[r + high][c] == "^":
                high += 1
            box = (xs[c], ys[r], xs[c + wide], ys[r + high])
            cells.append(
                RawCell(
                    r, c, high, wide, *box, text.rstrip("~"), page_number=page, is_full=text.endswith("~")
                )
            )
    return cells


def logical(text: str, *, caption: str = "", unit: str = "") -> LogicalTable:
    """A whole table on page 1."""
    part = raw(text)
    return LogicalTable(
        cells=part.cells,
        row_count=part.row_count,
        column_count=part.column_count,
        page_first=1,
        page_last=1,
        caption=caption,
        unit_text=unit,
    )


def classified(text: str, *, caption: str = "", unit: str = "") -> ClassifiedTable:
    """A whole table with its kind and roles."""
    return classify(logical(text, caption=caption, unit=unit))


def view(text: str, *, caption: str = "", unit: str = "", context: Context | None = None) -> TableRows:
    """A classified table as the record builders see it, in a report of 青岛市 for 2023."""
    own = context or Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)
    return TableRows(own, classified(text, caption=caption, unit=unit), "d-0000")


def facts(
    text: str,
    *,
    caption: str = "",
    unit: str = "",
    context: Context | None = None,
    paper: Paper = NO_PAPER,
) -> dict[str, list[Row]]:
    """Facts of a table by the name of the published table, in a report of 青岛市 for 2023."""
    own = view(text, caption=caption, unit=unit, context=context)
    return table_facts(own.context, own.classified, own.table_id, paper)


def form_facts(
    text: str,
    *,
    caption: str = "",
    unit: str = "万元",
    context: Context | None = None,
    paper: Paper = SELF_EVALUATION,
) -> dict[str, list[Row]]:
    """Facts of a table of a form of self-evaluation, whose money is in 万元."""
    return facts(text, caption=caption, unit=unit, context=context, paper=paper)


def columns_of(rows: list[Row], *names: str) -> list[tuple[Any, ...]]:
    """These columns of rows of facts; None where a row leaves one out. A name that no table has is a mistake."""
    assert set(names) <= PUBLISHED, f"no published columns: {set(names) - PUBLISHED}"
    return [tuple(row.get(name) for name in names) for row in rows]


def line(text: str, top: float, *, x0: float = 200.0, x1: float = 400.0, height: float = 12.0) -> TextLine:
    """A line of text at a height on the page."""
    return TextLine(text, x0, top, x1, top + height)


def page(number: int, *lines: TextLine, tables: list[RawTable] | None = None) -> PageContent:
    """An A4 page."""
    own = [replace(table, page_number=number) for table in tables or []]
    for table in own:
        table.cells = [replace(cell, page_number=number) for cell in table.cells]
    return PageContent(number, 595.0, 842.0, own, list(lines))
