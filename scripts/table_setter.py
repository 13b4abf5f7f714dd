"""Lays one table of a sample report out on as many pages as it takes."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.ruling import Box, draw_cell_rules, draw_shades, draw_three_lines
from scripts.sheet import Sheet, Style, draw_line, line_width
from scripts.spec import Cell, TableSpec
from scripts.wrapping import wrap

PADDING_X, PADDING_Y = 3.5, 4.0
LEADING = 1.32
_GUTTER = 18.0  # points between two tables side by side
_CAPTION = Style("heading", 10.5, 20, centred=True)


@dataclass(slots=True)
class Part:
    """A row, or the piece of it that stands on one page."""

    row: int
    height: float


class TableSetter:
    """One table on its way to the sheet."""

    def __init__(self, sheet: Sheet, spec: TableSpec) -> None:
        self.sheet, self.spec = sheet, spec
        self.cells = spec.cells()
        self.leading = spec.size * LEADING
        left, right = self._sides()
        scale = (right - left) / sum(spec.widths)
        self.edges = [left]
        for width in spec.widths:
            self.edges.append(self.edges[-1] + width * scale)
        self.lines = {cell: self._wrap(cell) for cell in self.cells}
        self.heights = self._row_heights()

    def _sides(self) -> tuple[float, float]:
        frame = self.sheet.frame
        middle = (frame.left + frame.right) / 2
        if self.spec.place == "left":
            return frame.left, middle - _GUTTER / 2
        if self.spec.place == "right":
            return middle + _GUTTER / 2, frame.right
        slack = (frame.right - frame.left) * (1 - self.spec.width) / 2
        return frame.left + slack, frame.right - slack

    def draw(self) -> None:
        """Draw caption, unit line, rows and notes, turning pages as needed."""
        start = self.sheet.y
        if not self.spec.caption_below:
            self._caption()
        else:
            if self.sheet.room() < sum(self.heights[: self.spec.header_rows + 1]) + 40:
                self.sheet.turn()
            self.sheet.y -= 10
        pending = {cell: list(lines) for cell, lines in self.lines.items()}
        row, left_over, first = 0, 0.0, True
        while row < len(self.heights):
            parts: list[Part] = []
            if not first and self.spec.repeat_header:
                parts = [Part(r, self.heights[r]) for r in range(self.spec.header_rows)]
                for cell in self.cells:
                    if cell.row < self.spec.header_rows:
                        pending[cell] = list(self.lines[cell])
            row, left_over = self._fill(parts, row, left_over)
            self._segment(parts, pending, closed=row == len(self.heights))
            if row < len(self.heights):
                self.sheet.turn()
            first = False
        if any(pending.values()):
            raise ValueError(f"text left over in {self.spec.title!r}: {[t for t in pending.values() if t]}")
        self._below()
        if self.spec.place == "left":
            self.sheet.beside = start, self.sheet.y
            self.sheet.y = start
        elif self.spec.place == "right":
            self.sheet.y = min(self.sheet.y, self.sheet.beside[1])

    def _caption(self) -> None:
        needed = 40 + sum(self.heights[: self.spec.header_rows + 1])
        if self.sheet.room() < needed and self.spec.place != "right":
            self.sheet.turn()
        canvas = self.sheet.canvas
        if self.spec.title:
            self._title()
        if self.spec.unit:
            self.sheet.y -= 14
            canvas.setFont("body", 9)
            canvas.drawRightString(self.edges[-1], self.sheet.y, self.spec.unit)
        self.sheet.y -= 5

    def _title(self) -> None:
        """The caption in the middle of the table, on one or more lines."""
        left, right = self.edges[0], self.edges[-1]
        for line in wrap(self.spec.title or "", _CAPTION.font, _CAPTION.size, right - left):
            self.sheet.y -= _CAPTION.leading
            x = (left + right - line_width(line, _CAPTION.font, _CAPTION.size)) / 2
            self.sheet.canvas.setFont(_CAPTION.font, _CAPTION.size)
            draw_line(self.sheet.canvas, x, self.sheet.y, line, _CAPTION.font, _CAPTION.size)

    def _below(self) -> None:
        """Notes, and the caption where it stands below the table."""
        if self.spec.note:
            for line in wrap(self.spec.note, "body", 8.5, self.edges[-1] - self.edges[0]):
                self.sheet.y -= 12
                self.sheet.canvas.setFont("body", 8.5)
                draw_line(self.sheet.canvas, self.edges[0], self.sheet.y, line, "body", 8.5)
        if self.spec.caption_below:
            self._title()
        self.sheet.y -= 8

    def _fill(self, parts: list[Part], row: int, left_over: float) -> tuple[int, float]:
        """Add the rows that fit on this page; return the next row and the height left of a cut one."""
        room = self.sheet.room() - sum(part.height for part in parts)
        first = row
        while row < len(self.heights):
            height = left_over or self.heights[row]
            if row in self.spec.breaks and row > first:
                return row, left_over
            wished = self.spec.cuts.get(str(row), 0) if not left_over else 0
            if wished:
                here = wished * self.leading + 2 * PADDING_Y
                parts.append(Part(row, here))
                return row, height - here + 2 * PADDING_Y
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

    def _segment(self, parts: list[Part], pending: dict[Cell, list[str]], *, closed: bool) -> None:
        """Draw the pieces of all cells that stand on this page."""
        tops: dict[int, float] = {}
        bottoms: dict[int, float] = {}
        y = self.sheet.y
        for part in parts:
            tops[part.row] = y
            y -= part.height
            bottoms[part.row] = y
        placed: list[tuple[Cell, Box]] = []
        for cell in self.cells:
            rows = [r for r in range(cell.row, cell.row + cell.row_span) if r in tops]
            if rows:
                x0, x1 = self.edges[cell.column], self.edges[cell.column + cell.column_span]
                placed.append((cell, Box(x0, bottoms[rows[-1]], x1, tops[rows[0]])))
        canvas, left, right = self.sheet.canvas, self.edges[0], self.edges[-1]
        draw_shades(canvas, self.spec, placed, left, right)
        for cell, box in placed:
            draw_cell_rules(canvas, self.spec, box, left, right)
            self._piece(cell, box, pending[cell])
        draw_three_lines(canvas, self.spec, placed, left, right, closed=closed)
        self.sheet.y = y

    def _piece(self, cell: Cell, box: Box, lines: list[str]) -> None:
        canvas, size, font = self.sheet.canvas, self.spec.size, self._font(cell)
        height = box.top - box.bottom
        fit = int((height - 2 * PADDING_Y + 0.01) // self.leading)
        here, lines[:] = lines[:fit], lines[fit:]
        canvas.setFont(font, size)
        slack = PADDING_Y if self.spec.vertical == "top" else (height - len(here) * self.leading) / 2
        y = box.top - slack - size
        side = self._side(cell)
        for line in here:
            width = line_width(line, font, size)
            if side == "l":
                x = box.x0 + PADDING_X
            elif side == "r":
                x = box.x1 - PADDING_X - width
            else:
                x = (box.x0 + box.x1 - width) / 2
            draw_line(canvas, x, y, line, font, size)
            y -= self.leading

    def _side(self, cell: Cell) -> str:
        """l, c or r: as the column says; else long texts of several lines to the left, the rest centred."""
        if self.spec.align and cell.row >= self.spec.header_rows and cell.column_span == 1:
            return self.spec.align[cell.column]
        return "l" if len(self.lines[cell]) > 1 and len(cell.text) > 14 else "c"

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
