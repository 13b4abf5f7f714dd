"""Typesets a sample report on A4: paragraphs, captions and ruled tables that flow over pages.

Tables break the way word processors break them: between two rows, or (`cut_rows`) inside a row, with a line
drawn at the foot of the page and another at the head of the next; a merged label is printed once.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from scripts.spec import Cell, ReportSpec, TableSpec, TextSpec

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 68.0, WIDTH - 68.0, HEIGHT - 72.0, 70.0
PADDING_X, PADDING_Y = 3.5, 4.0
LEADING = 1.32
NOTE = "示例文件：文中机构、政策与数据均为虚构"

_TOKEN = re.compile(r"[A-Za-z0-9.,%≥≤]+|.", re.DOTALL)
_NEVER_FIRST = "，。；：、）】》！？”％"
_NEVER_LAST = "（【《“"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of running text is set, in points."""

    font: str
    size: float
    leading: float
    centred: bool = False
    indent: int = 0
    space_before: float = 0.0
    keep_with_next: bool = False


STYLES = {
    "title": Style("heading", 17, 26, centred=True),
    "subtitle": Style("body", 12, 22, centred=True),
    "heading": Style("heading", 12, 22, space_before=6, keep_with_next=True),
    "paragraph": Style("body", 11, 19, indent=2),
}


@dataclass(slots=True)
class Part:
    """A row, or the piece of it that stands on one page."""

    row: int
    height: float


def register_fonts(body: bytes, heading: bytes) -> None:
    """Make the two TrueType fonts known; once a process, since reportlab keeps the first of a name."""
    pdfmetrics.registerFont(TTFont("body", io.BytesIO(body)))
    pdfmetrics.registerFont(TTFont("heading", io.BytesIO(heading)))


def typeset(report: ReportSpec) -> bytes:
    """Return the PDF of `report`; the same fonts and text give the same bytes."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, initialFontName="body")
    canvas.setTitle(next(b.text for b in report.blocks if isinstance(b, TextSpec) and b.style == "title"))
    canvas.setAuthor("jixiao")
    page = _Page(canvas)
    for block in report.blocks:
        if isinstance(block, TableSpec):
            _Table(page, block).draw()
        elif block.style == "pagebreak":
            page.turn()
        else:
            page.text(block.text, STYLES[block.style])
    page.finish()
    canvas.save()
    return out.getvalue()


def wrap(text: str, font: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """Break `text` into lines no wider than `width`; numbers stay whole, closing marks never start a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, room = "", width - indent
        for token in _TOKEN.findall(paragraph):
            pieces = [token] if _wide(token, font, size) <= width else list(token)
            for piece in pieces:
                if line and _wide(line + piece, font, size) > room:
                    end = _line_end(line + piece, len(line))
                    lines.append(line[:end])
                    line, room = line[end:], width
                line += piece
        lines.append(line)
    return lines


def _line_end(text: str, end: int) -> int:
    """Move a break before `end` back until no mark stands where it must not."""
    best = end
    while best > 1 and (text[best] in _NEVER_FIRST or text[best - 1] in _NEVER_LAST):
        best -= 1
    return best if best > 1 else end


def _wide(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


class _Page:
    """The sheet being filled: a canvas and the height of the next free line."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.number = 1
        self.y: float = TOP

    def room(self) -> float:
        return self.y - BOTTOM

    def turn(self) -> None:
        self.finish()
        self.canvas.showPage()
        self.number += 1
        self.y = TOP

    def finish(self) -> None:
        self.canvas.setFont("body", 8)
        self.canvas.drawCentredString(WIDTH / 2, 40, f"- {self.number} -")
        self.canvas.drawRightString(RIGHT, HEIGHT - 44, NOTE)

    def text(self, text: str, style: Style) -> None:
        self.y -= style.space_before
        if style.keep_with_next and self.room() < 4 * style.leading:
            self.turn()
        indent = style.indent * style.size
        for number, line in enumerate(wrap(text, style.font, style.size, RIGHT - LEFT, indent)):
            if self.room() < style.leading:
                self.turn()
            self.y -= style.leading
            self.canvas.setFont(style.font, style.size)
            if style.centred:
                self.canvas.drawCentredString(WIDTH / 2, self.y, line)
            else:
                self.canvas.drawString(LEFT + (0 if number else indent), self.y, line)


class _Table:
    """Lays one table out on as many pages as it takes."""

    def __init__(self, page: _Page, spec: TableSpec) -> None:
        self.page, self.spec = page, spec
        self.cells = spec.cells()
        self.leading = spec.size * LEADING
        scale = (RIGHT - LEFT) / sum(spec.widths)
        self.edges = [LEFT]
        for width in spec.widths:
            self.edges.append(self.edges[-1] + width * scale)
        self.lines = {cell: self._wrap(cell) for cell in self.cells}
        self.heights = self._row_heights()

    def draw(self) -> None:
        self._caption()
        pending = {cell: list(lines) for cell, lines in self.lines.items()}
        row, left_over = 0, 0.0
        while row < len(self.heights):
            parts: list[Part] = []
            if row and self.spec.repeat_header:
                parts = [Part(r, self.heights[r]) for r in range(self.spec.header_rows)]
                for cell in self.cells:
                    if cell.row < self.spec.header_rows:
                        pending[cell] = list(self.lines[cell])
            row, left_over = self._fill(parts, row, left_over)
            self._segment(parts, pending)
            if row < len(self.heights):
                self.page.turn()
        if any(pending.values()):
            raise ValueError(f"text left over in {self.spec.title!r}: {[t for t in pending.values() if t]}")
        self.page.y -= 8

    def _caption(self) -> None:
        needed = 40 + sum(self.heights[: self.spec.header_rows + 1])
        if self.page.room() < needed:
            self.page.turn()
        canvas = self.page.canvas
        if self.spec.title:
            self.page.text(self.spec.title, Style("heading", 10.5, 20, centred=True))
        if self.spec.unit:
            self.page.y -= 14
            canvas.setFont("body", 9)
            canvas.drawRightString(RIGHT, self.page.y, self.spec.unit)
        self.page.y -= 5

    def _fill(self, parts: list[Part], row: int, left_over: float) -> tuple[int, float]:
        """Add the rows that fit on this page; return the next row and the height left of a cut one."""
        room = self.page.room() - sum(part.height for part in parts)
        while row < len(self.heights):
            height = left_over or self.heights[row]
            if height <= room:
                parts.append(Part(row, height))
                room -= height
                row, left_over = row + 1, 0.0
                continue
            lines = int((room - 2 * PADDING_Y) // self.leading)
            if self.spec.cut_rows and lines >= 1 and height - room > self.leading:
                here = lines * self.leading + 2 * PADDING_Y
                parts.append(Part(row, here))
                return row, height - here + 2 * PADDING_Y
            return row, left_over
        return row, 0.0

    def _segment(self, parts: list[Part], pending: dict[Cell, list[str]]) -> None:
        """Draw the pieces of all cells that stand on this page."""
        tops: dict[int, float] = {}
        bottoms: dict[int, float] = {}
        y = self.page.y
        for part in parts:
            tops[part.row] = y
            y -= part.height
            bottoms[part.row] = y
        for cell in self.cells:
            rows = [r for r in range(cell.row, cell.row + cell.row_span) if r in tops]
            if rows:
                self._piece(cell, tops[rows[0]], bottoms[rows[-1]], pending[cell])
        self.page.y = y

    def _piece(self, cell: Cell, top: float, bottom: float, lines: list[str]) -> None:
        canvas, size = self.page.canvas, self.spec.size
        x0, x1 = self.edges[cell.column], self.edges[cell.column + cell.column_span]
        canvas.setLineWidth(0.6)
        canvas.rect(x0, bottom, x1 - x0, top - bottom)
        fit = int((top - bottom - 2 * PADDING_Y + 0.01) // self.leading)
        here, lines[:] = lines[:fit], lines[fit:]
        canvas.setFont(self._font(cell), size)
        slack = (top - bottom - len(here) * self.leading) / 2
        y = top - slack - size
        for line in here:
            if len(self.lines[cell]) > 1 and len(cell.text) > 14:
                canvas.drawString(x0 + PADDING_X, y, line)
            else:
                canvas.drawCentredString((x0 + x1) / 2, y, line)
            y -= self.leading

    def _font(self, cell: Cell) -> str:
        return "heading" if cell.row < self.spec.header_rows else "body"

    def _wrap(self, cell: Cell) -> list[str]:
        if not cell.text:
            return []
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - 2 * PADDING_X
        return wrap(cell.text, self._font(cell), self.spec.size, width)

    def _row_heights(self) -> list[float]:
        heights = [self.leading + 2 * PADDING_Y] * len(self.spec.rows)
        for cell in sorted(self.cells, key=lambda c: c.row_span):
            need = len(self.lines[cell]) * self.leading + 2 * PADDING_Y
            have = sum(heights[cell.row : cell.row + cell.row_span])
            heights[cell.row + cell.row_span - 1] += max(0.0, need - have)
        return heights
