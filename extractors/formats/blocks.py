"""What passes from the reader of a format to the layout: paragraphs and grids, from top to bottom.

Readers of formats say what is shown, as it is shown: numbers in their printed form, nothing that is hidden. Widths and
places across are points, as on a page; where a reader knows none, the layout gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(slots=True)
class GridCell:
    """One cell of a grid, 0-based. A line break in `text` is a space or nothing, as `join_lines` joins it."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    place: str = ""
    """Where a person finds it in the file: ``表1!C7``, ``第3个表 第5行第2列``."""
    indent: float = 0.0
    """Letters by which the text stands in, beside blanks at its beginning, which are cut from `text`."""
    is_red: bool = False
    """Its figures are red without a minus sign."""
    align: Align | None = None
    """None where the reader knows nothing of it; like `size` and `lines` it counts where the cell is no part of the
    table but stands round it: a title, a note."""
    size: float = 0.0
    """Height of its letters, in points; 0 where it is not known."""
    lines: tuple[str, ...] = ()
    """Its lines, where the writer broke the text himself: of a note each is a paragraph."""


@dataclass(frozen=True, slots=True)
class Middle:
    """Rows of a long table that are left out among its cells."""

    at: int
    """The row before which they stand, among those that are not left out."""
    row_count: int
    cells: Callable[[], Iterator[GridCell]]
    """Their cells row by row; rows count from the first of them."""
    reach: Mapping[str, int]
    """How many of the rows the cells at these places take that begin above them and end among them."""


@dataclass(slots=True)
class Grid:
    """A table. Cells do not overlap; places that no cell covers are empty."""

    cells: list[GridCell]
    row_count: int
    column_count: int
    widths: list[float] = field(default_factory=list)
    """Points of each column; [] where the reader knows none."""
    x0: float | None = None
    """Left edge on its sheet; None for that of the text."""
    middle: Middle | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph, heading, title or note; lines that the writer broke himself are paragraphs of their own."""

    text: str
    align: Align = "left"
    size: float = 10.5
    """Height of its letters, in points."""
    x0: float | None = None
    x1: float | None = None
    """Edges between which it is aligned, such as those of the columns that a title is merged over; None: the text's."""
    place: str = ""


@dataclass(slots=True)
class Beside:
    """What stands side by side, each part from top to bottom; `x0` and `x1` of its blocks say where."""

    parts: list[list[Block]]


Block = Paragraph | Grid | Beside


@dataclass(slots=True)
class Sheet:
    """What one page shows, from top to bottom: a sheet of a workbook, or the whole of a file without pages.

    Nothing goes on from one sheet to the next but the sentences of a text.
    """

    number: int
    """From 1; hidden sheets count."""
    blocks: list[Block] = field(default_factory=list)
    name: str = ""


@dataclass(slots=True)
class Reading:
    """What a file shows. `damages` say in English what of it could not be read; the document is degraded by them."""

    sheets: list[Sheet]
    damages: list[str] = field(default_factory=list)
    in_doubt: set[int] = field(default_factory=set)
    """Numbers of the sheets whose text may be another than the file was to show: formats that are lost, say."""
    has_pages: bool = False
    """Whether the numbers of sheets mean something to who opens the file."""
    unread: list[str] = field(default_factory=list)
    """In English what stands in the file, sound, and is not read: pictures, charts, parts that are folded away. The
    document is degraded by them, too."""


Trouble = Literal["password", "damaged", "unknown", "needs_program", "empty", "too_large"]


class FormatError(Exception):
    """The file cannot be read; `code` says of which kind the reason is, the message the rest."""

    def __init__(self, code: Trouble, message: str) -> None:
        super().__init__(message)
        self.code: Trouble = code
