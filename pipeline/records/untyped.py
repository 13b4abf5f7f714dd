"""Tables of figures from which no fact was taken: nothing is lost in silence."""

from __future__ import annotations

from normalizers.numbers import parse_quantity
from pipeline.context import TableRows

# A form without amounts, a list of addresses: one or two figures stand in any table.
_ENOUGH = 3


def note_untyped(view: TableRows) -> None:
    """A finding for a table that gave no fact, although it holds figures. Its cells are published all the same.

    The first column is left out: it counts the rows, names years or lists codes.
    """
    cells = [c for c in view.table.cells if c.column > 0 and c.row not in view.classified.header_rows]
    figures = [c for c in cells if _has_value(c.text)]
    if len(figures) < _ENOUGH:
        return
    page, first = view.table.page_first, figures[0]
    view.context.finding(
        "table_without_facts",
        "info",
        f"第{page}页的表格有{len(figures)}个数值，各列含义未能识别，未归入任何数据表；原文见cells",
        table_id=view.table_id,
        page_number=page,
        row_index=first.row,
        printed=first.text,
    )


def _has_value(text: str) -> bool:
    quantity = parse_quantity(text)
    return quantity is not None and quantity.value is not None
