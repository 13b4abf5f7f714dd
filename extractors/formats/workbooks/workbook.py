"""What a sheet of a workbook shows, cell by cell: what every reader of workbooks gives.

Hidden rows and columns are gone and the others counted anew, numbers stand as printed, a merged cell is one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from extractors.formats.blocks import Align


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set. Cells of one look share the object."""

    align: Align = "left"
    """As it is printed: numbers that are aligned in no way stand at the right."""
    indent: float = 0.0
    """Letters by which its text stands in, beside blanks at its beginning."""
    is_bold: bool = False
    size: float = 11.0
    """Height of its letters, in points."""
    has_top: bool = False
    """A line is drawn along its upper edge; of a merged cell, along that of the whole."""
    has_left: bool = False
    has_bottom: bool = False
    has_right: bool = False

    @property
    def has_border(self) -> bool:
        """Lines are drawn along all its edges."""
        return self.has_top and self.has_left and self.has_bottom and self.has_right


@dataclass(slots=True)
class SheetCell:
    """One cell that shows a text or has a line at an edge; rows and columns are 0-based, among the visible ones."""

    row: int
    column: int
    text: str
    """As printed, a number below zero that is printed in red without a sign with a minus; "" where it has only lines.
    Line breaks are kept, and blanks at its beginning."""
    place: str
    """``表1!C7``: the name of the sheet and the address in the file."""
    look: Look
    row_span: int = 1
    """Visible rows of a merged cell."""
    column_span: int = 1
    is_number: bool = False
    """A number, a date or a time is stored, not a text."""


@dataclass(frozen=True, slots=True)
class SheetMiddle:
    """Rows of a long sheet that are left out among its cells: most likely of one table with what is around them."""

    at: int
    """The row before which they stand, among those that are not left out."""
    row_count: int
    columns: frozenset[int]
    cells: Callable[[], Iterator[SheetCell]]
    """Their cells that show a text, row by row; rows count from the first of them, and none shows nothing."""
    reach: Mapping[str, int]
    """How many of the rows the merged cells at these places take that begin above them and end among them."""
    whole: Callable[[], SheetCells]
    """The sheet with nothing left out."""


@dataclass(slots=True)
class SheetCells:
    """A visible sheet. What stands below and to the right of the last text is left out."""

    number: int
    """From 1; hidden sheets count."""
    name: str
    cells: list[SheetCell] = field(default_factory=list)
    """Row by row, from left to right; none lies under a merged one."""
    widths: list[float] = field(default_factory=list)
    """Points of each column."""
    heights: list[float] = field(default_factory=list)
    """Points of each row."""
    middle: SheetMiddle | None = None

    @property
    def row_count(self) -> int:
        return len(self.heights)

    @property
    def column_count(self) -> int:
        return len(self.widths)
