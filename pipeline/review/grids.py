"""The tables of a document as they stand on its pages: grids of cells, and the boxes on one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.review.published import Reader, Row

GRID_ROWS = 120
_MOST_COLUMNS = 200
_MOST_BOXES = 6000


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows `first` to `last` (exclusive) of a table, each with the cells that begin in it; spans are cut to fit."""

    table: Row
    first: int
    last: int
    lines: Sequence[Sequence[Row]]

    @property
    def head(self) -> Sequence[Sequence[Row]]:
        """The header rows, which stay in sight; none where one of their cells reaches into the rows below."""
        count = min(self.table["header_row_count"] or 0, len(self.lines) - 1) if self.first == 0 else 0
        reaches = any(row + cell["rows"] > count for row in range(count) for cell in self.lines[row])
        return [] if reaches else self.lines[:count]

    @property
    def body(self) -> Sequence[Sequence[Row]]:
        """The rows below `head`."""
        return self.lines[len(self.head) :]

    @property
    def before(self) -> int | None:
        return max(0, self.first - GRID_ROWS) if self.first else None

    @property
    def after(self) -> int | None:
        return self.last if self.last < (self.table["row_count"] or 0) else None


def list_tables(reader: Reader, document_id: str) -> list[Row]:
    """The document's rows of `tables` in reading order."""
    sql = "SELECT * FROM tables WHERE document_id = $id ORDER BY table_index LIMIT 2000"
    return reader.rows(sql, {"id": document_id})


def grid(reader: Reader, table: Mapping[str, Any], row: int) -> Grid:
    """The part of a table in which a row stands."""
    count = table["row_count"] or 0
    first = max(0, min(row, count - 1)) // GRID_ROWS * GRID_ROWS
    last = min(count, first + GRID_ROWS)
    cells = reader.rows(
        """SELECT * FROM cells WHERE document_id = $id AND table_id = $table
             AND row_index < $last AND row_index + coalesce(row_span, 1) > $first AND column_index < $columns
           ORDER BY row_index, column_index, page_number""",
        {
            "id": table["document_id"],
            "table": table["table_id"],
            "first": first,
            "last": last,
            "columns": _MOST_COLUMNS,
        },
    )
    return Grid(dict(table), first, last, _lines(cells, first, last))


def _lines(cells: Sequence[Row], first: int, last: int) -> list[list[Row]]:
    """The cells by the line in which they are shown; places that no cell covers are empty cells without a box."""
    width = max((cell["column_index"] + (cell["column_span"] or 1) for cell in cells), default=0)
    taken: set[tuple[int, int]] = set()
    lines: dict[int, list[Row]] = defaultdict(list)
    for cell in cells:
        top = max(first, cell["row_index"])
        bottom = min(last, cell["row_index"] + (cell["row_span"] or 1))
        right = cell["column_index"] + (cell["column_span"] or 1)
        places = {(r, c) for r in range(top, bottom) for c in range(cell["column_index"], right)}
        if not places or places & taken:
            continue
        taken |= places
        shown = {
            "rows": bottom - top,
            "columns": right - cell["column_index"],
            "is_number": _is_number(cell["text"]),
        }
        lines[top].append(cell | shown)
    for row in range(first, last):
        gaps = [c for c in range(width) if (row, c) not in taken]
        lines[row] += [
            {"column_index": c, "row_index": row, "rows": 1, "columns": 1, "text": None} for c in gaps
        ]
        lines[row].sort(key=lambda cell: cell["column_index"])
    return [lines[row] for row in range(first, last)]


def _is_number(text: str | None) -> bool:
    """Is the text set like a number: at least half of it digits, and hardly a word?"""
    digits = sum(char.isdigit() for char in text or "")
    return digits > 0 and digits * 2 >= len("".join((text or "").split()))


def cells_on_page(reader: Reader, document_id: str, page: int) -> list[Row]:
    """Cells with a box on the page."""
    return reader.rows(
        """SELECT table_id, row_index, column_index, row_span, column_span, text, is_header, x0, top, x1, bottom,
                  ocr_confidence
           FROM cells WHERE document_id = $id AND page_number = $page AND x0 IS NOT NULL
           ORDER BY table_id, row_index, column_index LIMIT $size""",
        {"id": document_id, "page": page, "size": _MOST_BOXES},
    )


def find_cell(reader: Reader, document_id: str, table_id: str, row: int, column: int) -> Row | None:
    """The cell that covers a place of the grid."""
    return reader.row(
        """SELECT * FROM cells WHERE document_id = $id AND table_id = $table
             AND $row BETWEEN row_index AND row_index + coalesce(row_span, 1) - 1
             AND $column BETWEEN column_index AND column_index + coalesce(column_span, 1) - 1
           ORDER BY row_index, column_index LIMIT 1""",
        {"id": document_id, "table": table_id, "row": row, "column": column},
    )


def find_table(reader: Reader, document_id: str, table_id: str) -> Row | None:
    """One row of `tables`."""
    sql = "SELECT * FROM tables WHERE document_id = $id AND table_id = $table LIMIT 1"
    return reader.row(sql, {"id": document_id, "table": table_id})
