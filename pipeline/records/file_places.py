"""Where a fact stands in a file without pages: the name that the file itself has for its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractors.model import LogicalTable
from pipeline.context import Row

Names = dict[tuple[str, int, int], str]


def name_places(
    rows: Mapping[str, Sequence[Row]], tables: Iterable[tuple[str, LogicalTable]], names: Iterable[str]
) -> None:
    """Set `place_text` in the fact rows called `names`; a fact of a whole row has the place of its first cell."""
    wanted = [row for name in names for row in rows.get(name, ()) if row.get("table_id") is not None]
    asked = {(row["table_id"], row["row_index"], row["column_index"] or 0) for row in wanted}
    found: Names = {}
    for table_id, table in tables:
        for cell in table.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    if (table_id, r, c) in asked and cell.place:
                        found[table_id, r, c] = cell.place
    for row in wanted:
        row["place_text"] = found.get((row["table_id"], row["row_index"], row["column_index"] or 0))
