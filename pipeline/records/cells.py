"""Rows of the published table `cells`, made one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from extractors.kinds import ClassifiedTable
from extractors.model import RawCell
from pipeline.context import Row


class CellRows(Sequence[Row]):
    """One row per physical cell of a document; a cell cut by a page break has one on each page.

    Each row is made when it is asked for: together they would be the largest thing in memory. Boxes and pages are
    those of the file, or null.
    """

    def __init__(self, document_id: str, has_boxes: bool = True, has_pages: bool = True) -> None:
        self._document_id = document_id
        self._has_boxes, self._has_pages = has_boxes, has_pages
        self._pieces: list[tuple[str, bool, RawCell]] = []  # table, part of the header, cell on one page

    def add(self, table_id: str, classified: ClassifiedTable) -> None:
        """Append the cells of a table."""
        header = classified.header_rows
        for cell in classified.table.cells:
            self._pieces += [(table_id, cell.row in header, piece) for piece in cell.pieces()]

    def __len__(self) -> int:
        return len(self._pieces)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(*piece) for piece in self._pieces)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self._row(*piece) for piece in self._pieces[place]]
        return self._row(*self._pieces[place])

    def _row(self, table_id: str, is_header: bool, piece: RawCell) -> Row:
        return {
            "document_id": self._document_id,
            "table_id": table_id,
            "row_index": piece.row,
            "column_index": piece.column,
            "row_span": piece.row_span,
            "column_span": piece.column_span,
            "text": piece.text,
            "is_header": is_header,
            "page_number": piece.page_number if self._has_pages else None,
            "x0": piece.x0 if self._has_boxes else None,
            "top": piece.top if self._has_boxes else None,
            "x1": piece.x1 if self._has_boxes else None,
            "bottom": piece.bottom if self._has_boxes else None,
            "place_text": piece.place or None,
            "ocr_confidence": piece.ocr_confidence,
            "witness": piece.witness,
        }
