"""What passes between the rooms of `extractors`: lines of text, raw tables, logical tables.

Coordinates are points on the upright page, origin at the top left. Rows and columns are 0-based.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

PageSource = Literal["text", "ocr", "mixed", "unread"]
"""Where a page's words come from: its text, its picture, or its text and in parts its picture; an unread page is a
picture, or text that lies, and OCR was not to be had."""


class PageNote(NamedTuple):
    """What a reader must know of how the text of a page came about; it becomes a finding of the page."""

    check: str  # the finding's code
    severity: Literal["info", "warning"]
    message: str  # in Chinese, as findings are
    printed: str = ""  # the text or the number that it is about


class TextLine(NamedTuple):
    """A line of text that stands in no table."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class RawCell:
    """One cell: grid place, spans, box and printed text.

    A cell that a page break cuts in two keeps the box of its first part; `parts` holds the others.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str = ""
    page_number: int = 0
    is_full: bool = False  # the last line reaches the cell's right edge
    ocr_confidence: float | None = None  # of the least sure character; None for text
    text_centre: float | None = None  # x of the middle of the text, where a reader needs it
    indent: float | None = (
        None  # points between the cell's left edge and its text; None where nothing is printed
    )
    is_sideways: bool = False  # its box is as high as the cell is wide to who reads it
    parts: tuple[RawCell, ...] = ()
    is_red: bool = False  # its figures are set in red
    is_turned: bool = False  # its red figure has been given a minus
    witness: str | None = None  # what the picture says of its numbers, where it was asked
    place: str = ""  # where a person finds it in a file of other format than PDF: 表1!C7

    def moved(self, row: int, column: int, column_span: int) -> RawCell:
        """The same cell at another place of the grid (`replace` takes five times as long)."""
        return RawCell(
            row,
            column,
            self.row_span,
            column_span,
            self.x0,
            self.top,
            self.x1,
            self.bottom,
            self.text,
            self.page_number,
            self.is_full,
            self.ocr_confidence,
            self.text_centre,
            self.indent,
            self.is_sideways,
            self.parts,
            self.is_red,
            self.is_turned,
            self.witness,
            self.place,
        )

    @property
    def width(self) -> float:
        """Points along its lines of text."""
        return self.bottom - self.top if self.is_sideways else self.x1 - self.x0

    def pieces(self) -> list[RawCell]:
        """The cell as it stands on each of its pages; every piece carries the whole text."""
        if not self.parts:
            return [self]
        end = self.parts[0].row
        first = replace(self, row_span=end - self.row, parts=())
        return [first, *(replace(part, text=self.text) for part in self.parts)]


@dataclass(slots=True)
class RawTable:
    """The part of a table that stands on one page.

    `xs` and `ys` are the column and row boundaries in points (one more than there are columns and rows).
    """

    page_number: int
    xs: list[float]
    ys: list[float]
    cells: list[RawCell]
    method: str = "ruled"
    method_reason: str = ""
    confidence: float = 1.0
    is_set_anew: bool = False  # the title stands again on its page: no row was cut by the page break
    is_form: bool = False  # its bands have columns of their own
    facing: list[RawTable] = field(
        default_factory=list
    )  # further columns of its rows, from the pages behind it

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    @property
    def row_count(self) -> int:
        return len(self.ys) - 1

    @property
    def column_count(self) -> int:
        return len(self.xs) - 1


@dataclass(slots=True)
class PageContent:
    """Tables and the lines of text around them on one page, both from top to bottom."""

    number: int
    width: float
    height: float
    tables: list[RawTable]
    lines: list[TextLine]
    source: PageSource = "text"
    source_reason: str = ""  # why the page's own text was not taken
    is_broken: bool = False  # the page could not be opened
    dropped: int = 0  # lines of its picture that look like text and could not be read
    lost_pictures: int = 0  # pictures on it that could not be unpacked, where it is read from its picture
    notes: list[PageNote] = field(default_factory=list)
    unread_pictures: str = ""  # why text in pictures on it was not read
    is_unproved: bool = False  # it has numbers in a font that may draw other digits than its text says
    facing: PageContent | None = None  # the page at the right of it on the same sheet, of the same number
    left: float = 0.0  # points from the left edge of its sheet
    turned: list[PageContent] = field(default_factory=list)  # its areas set on their side, each seen upright
    quarters: int = 0  # clockwise quarters by which such an area is turned on its page
    is_left_out: bool = False  # it was not even tried
    stands_alone: bool = False  # its tables are whole: none goes on on the page before or behind it

    @property
    def is_lost(self) -> bool:
        """Was nothing of it seen?"""
        return self.is_broken or bool(self.lost_pictures and not self.tables and not self.lines)


@dataclass(slots=True)
class LogicalTable:
    """A whole table: its page segments joined, with the text that names it.

    `cells` carry the page they stand on; `row` and `column` count over the whole table. `unit_text` is the
    printed unit line (for example ``单位：万元``) without its brackets, `caption` the printed title.
    """

    cells: list[RawCell]
    row_count: int
    column_count: int
    page_first: int
    page_last: int
    caption: str = ""
    unit_text: str = ""
    method: str = "ruled"
    method_reason: str = ""
    confidence: float = 1.0
    context: list[str] = field(default_factory=list)  # last lines of prose before the table, nearest last
    title_lines: list[str] = field(default_factory=list)  # the printed lines that the caption was read from

    def grid(self) -> list[list[str]]:
        """Text of every grid place; a merged cell repeats its text."""
        rows = [[""] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    rows[r][c] = cell.text
        return rows

    def owners(self) -> list[list[RawCell | None]]:
        """The cell that covers each grid place."""
        rows: list[list[RawCell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    rows[r][c] = cell
        return rows
