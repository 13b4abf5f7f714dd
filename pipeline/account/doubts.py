"""Findings about tables of a known kind that leave numbers which are not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.account.counting import Account, Counts
from pipeline.schemas import shown_path

Row = Mapping[str, Any]
NOT_UNDERSTOOD = "numbers_not_understood"
# Of a table of another kind nothing is expected.
_UNKNOWN = (None, "other")


def not_understood(found: Account, tables: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows of `findings`, one a table. `tables`: the document's rows of `tables`."""
    return [
        _finding(table, counts)
        for table in tables
        if table.get("kind") not in _UNKNOWN
        and (counts := found.tables.get(table["table_id"])) is not None
        and counts.first is not None
    ]


def _finding(table: Row, counts: Counts) -> dict[str, Any]:
    first = counts.first or {}
    page, printed = first.get("page_number") or table.get("page_first"), first.get("value_text")
    left = counts.numbers - counts.understood
    paths = [shown_path(first.get(name)) for name in ("row_path", "column_path")]
    where = "、".join(f"“{path}”" for path in paths if path)
    return {
        "document_id": table["document_id"],
        "check": NOT_UNDERSTOOD,
        "severity": "info",
        "table_id": table["table_id"],
        "page_number": page,
        "row_index": first.get("row_index"),
        "printed": printed,
        "message": f"表格的{counts.numbers}个数字中有{left}个未能理解，如第{page}页{where}的{printed}；"
        "全部标题见jixiao unread",
    }
