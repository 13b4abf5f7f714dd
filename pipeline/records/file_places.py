"""Where a fact stands in a file without pages: the name that the file itself has for its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractors.model import LogicalTable
from pipeline.context import Row

Names = dict[tuple[str, int | None, int], str]

_PAGES = ("page_number", "page_first", "page_last")
_NAMED = re.compile(r"第(\d+)页")
# A page of our own making tells no one where to look: what is left of the sentence without it.
_UNNAMED = ((re.compile(r"如第\d+页"), "如"), (re.compile(r"^第\d+页的?"), ""), (_NAMED, "另一处"))


def name_places(
    rows: Mapping[str, Sequence[Row]], tables: Iterable[tuple[str, LogicalTable]], names: Iterable[str]
) -> None:
    """Set `place_text` in the rows called `names`; what is said of a whole row has the place of its first cell."""
    wanted = [row for name in names for row in rows.get(name, ()) if row.get("table_id") is not None]
    asked = set(map(_place_of, wanted))
    found: Names = {}
    for table_id, table in tables:
        for cell in table.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    if (table_id, r, c) in asked and cell.place:
                        found[table_id, r, c] = cell.place
    for row in wanted:
        row["place_text"] = found.get(_place_of(row))


def _place_of(row: Row) -> tuple[str, int | None, int]:
    return row["table_id"], row.get("row_index"), row.get("column_index") or 0


def tell_pages(rows: Mapping[str, Sequence[Row]], has_pages: bool, names: Mapping[int, str]) -> None:
    """Pages of a file without a picture of them: in findings sheets are called by their `names`, or else sheets; the
    pages of a file that has none are of our own making, and are forgotten."""
    for row in rows.get("findings", ()):
        if row.get("message"):
            row["message"] = _said(row["message"], has_pages, names)
        if has_pages and not row.get("place_text"):
            row["place_text"] = names.get(row.get("page_number") or 0) or None
    if has_pages:
        return
    for row in (row for some in rows.values() for row in some):
        for name in _PAGES:
            if name in row:
                row[name] = None


def _said(message: str, has_pages: bool, names: Mapping[int, str]) -> str:
    if has_pages:
        return _NAMED.sub(lambda page: _sheet(page[1], names.get(int(page[1]), "")), message)
    for pattern, instead in _UNNAMED:
        message = pattern.sub(instead, message)
    return message


def _sheet(number: str, name: str) -> str:
    return f"“{name}”工作表" if name else f"第{number}张工作表"
