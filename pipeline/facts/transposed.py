"""Tables on their side: things across (projects, counties, dimensions), and what is told of them down the first column.

They are read with rows and columns exchanged; the rows of facts then name the places where the numbers are printed.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.addresses import Addressed, Line, Part
from extractors.model import LogicalTable, RawCell
from normalizers.facets import Facets, read_label
from pipeline.context import Row
from pipeline.facts.levels import MARKS

_FEWEST = 2
_MOST_ROWS = 60
_TOLD = frozenset({"actual", "amount", "count", "rate", "score", "target", "weight"})
"""What is measured of things; a policy's ratios and caps stand in tables of their own kind."""


def turned(address: Addressed) -> LogicalTable | None:
    """The table with rows and columns exchanged where it lies on its side; None where it stands.

    Either every row is called by what is measured (预算数, 支出数, 执行率) and no heading is, or the rows are
    dimensions of an evaluation (决策, 过程, 总分) and the columns under a heading of marks are called by other names.
    """
    table = address.table
    if len(address.parts) != 1 or address.pairs or table.row_count > _MOST_ROWS:
        return None
    [part] = address.parts
    if part.is_pairs or part.side or len(part.of_kind("figures")) < _FEWEST:
        return None
    of_marks = _rows_are_marks(part)
    if not of_marks and not _rows_are_measures(part) and not _rows_are_dimensions(part, table.caption):
        return None
    titles = set(address.titles)
    first = min((r for r in range(table.row_count) if r not in titles), default=0)
    if any(cell.row < first and cell.row + cell.row_span > first for cell in table.cells):
        return None
    # What stands in the corner names the rows, the columns or both.
    corner = min((c.index for c in part.of_kind("figures")), default=0)
    header = address.header_rows
    corners = {
        (cell.row, cell.column)
        for cell in table.cells
        if cell.row in header and cell.column < corner and not (of_marks and _names_level(cell.text))
    }
    cells = [
        _exchanged(cell, first, is_corner=(cell.row, cell.column) in corners)
        for cell in table.cells
        if cell.row >= first
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=cells, row_count=table.column_count, column_count=table.row_count - first)


def _exchanged(cell: RawCell, first: int, is_corner: bool) -> RawCell:
    return replace(
        cell,
        row=cell.column,
        column=cell.row - first,
        row_span=cell.column_span,
        column_span=cell.row_span,
        text="" if is_corner else cell.text,
        parts=(),
    )


def _names_level(text: str) -> bool:
    """Does the corner say what stands across: 三级指标, 评价指标?"""
    return read_label(text).names[:1] in (("level1",), ("level2",), ("level3",))


def put_back(found: dict[str, list[Row]], first: int) -> dict[str, list[Row]]:
    """Facts of a turned table at the places where they are printed; `first` is the row at which it begins."""
    for rows in found.values():
        for row in rows:
            row["row_index"], row["column_index"] = row["column_index"] + first, row["row_index"]
    for row in found.get("figures", []):
        row["row_path"], row["column_path"] = row["column_path"], row["row_path"]
    found.get("figures", []).sort(key=lambda row: (row["row_index"], row["column_index"]))
    return found


def _rows_are_marks(part: Part) -> bool:
    """Is every row one of marks (分值, 得分, 得分率, 扣分)? What stands across is named then, whatever the names say:
    资金到位率 is an indicator."""
    heads = [read_label(text) for c in part.of_kind("figures") for text in c.path[-1:]]
    said = [read_label(line.labels[-1].text) for line in part.lines if line.labels and line.figures]
    marks = {"rate" if one.rate_of == "score" else one.measure for one in said}
    return (
        marks <= {"rate", "other", *MARKS}
        and len(marks - {"other"}) >= _FEWEST
        and not any(one.measure in MARKS for one in heads)
        and any(not one.measure for one in heads)
    )


def _rows_are_measures(part: Part) -> bool:
    heads = [read_label(text) for c in part.of_kind("figures") for text in c.path]
    said = [read_label(line.labels[-1].text) for line in part.lines if line.labels and line.figures]
    if len(said) < _FEWEST or len(said) < sum(bool(line.figures) for line in part.lines):
        return False
    is_told = {(one.measure, one.choices[:1], one.rate_of, one.funding_source) for one in said}
    return (
        all(_measures(one) and not one.item for one in said)
        and len(is_told) >= _FEWEST
        and all(map(_may_be_thing, heads))
        and sum(bool(one.item or one.region or one.level1_code) for one in heads) >= _FEWEST
    )


def _rows_are_dimensions(part: Part, caption: str) -> bool:
    rows = [_said(line) for line in part.lines if line.figures]
    dimensions = [one for one in rows if one.level1_code or one.level2_code]
    if len({one.name for one in dimensions}) < _FEWEST:
        return False
    columns = [c for c in part.of_kind("figures") if c.path]
    things = [c for c in columns if _names_thing(read_label(c.path[-1]))]
    others = [read_label(c.path[-1]) for c in columns if c not in things]
    if len(things) < _FEWEST or any(one.measure != "weight" for one in others):
        return False
    over = [read_label(text) for c in things for text in c.path[:-1]]
    is_told = read_label(caption).measure == "score" or any(one.measure == "score" for one in (*over, *rows))
    return is_told and all(one.measure in (None, "score") for one in over)


def _said(line: Line) -> Facets:
    labels = [read_label(label.text) for label in (*line.groups, *line.labels)]
    return next(
        (one for one in labels if one.level1_code or one.level2_code), labels[-1] if labels else Facets()
    )


def _measures(one: Facets) -> bool:
    return one.measure in _TOLD and one.no_fact is None


def _may_be_thing(one: Facets) -> bool:
    """A heading that says neither what is measured nor when, nor who pays."""
    says_more = one.measure or one.choices or one.names or one.funding_source or one.recipient_class
    says_when = one.fiscal_year or one.year_offset is not None or one.quarter or one.month or one.period
    return not (says_more or says_when or one.no_fact or one.expenditure_type or one.fund_type)


def _names_thing(one: Facets) -> bool:
    return _may_be_thing(one) and bool(one.item or one.region) and not one.level1_code
