"""Rules and shades of a table: what a page draws around the cells, from a full grid to nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from scripts.spec import Cell, TableSpec

_THIN, _NORMAL, _HEAVY = 0.4, 0.6, 1.1
_HEADER_GREY, _ZEBRA_GREY = 0.82, 0.93


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's piece on one page, in points from the bottom left."""

    x0: float
    bottom: float
    x1: float
    top: float


def draw_shades(
    canvas: Canvas, spec: TableSpec, cells: list[tuple[Cell, Box]], left: float, right: float
) -> None:
    """Fill the header and every second body row: one strip a row, or one field a cell."""
    if not spec.shade:
        return
    canvas.saveState()
    if spec.shade == "rows":
        rows: dict[int, Box] = {}
        for cell, box in cells:
            if cell.row_span == 1:
                rows[cell.row] = Box(left, box.bottom, right, box.top)
        fields = sorted(rows.items())
    else:
        fields = [(cell.row, box) for cell, box in cells]
    for row, box in fields:
        grey = _grey(spec, row)
        if grey is not None:
            canvas.setFillGray(grey)
            canvas.rect(box.x0, box.bottom, box.x1 - box.x0, box.top - box.bottom, stroke=0, fill=1)
    canvas.restoreState()


def _grey(spec: TableSpec, row: int) -> float | None:
    if row < spec.header_rows:
        return _HEADER_GREY
    return _ZEBRA_GREY if (row - spec.header_rows) % 2 else None


def draw_cell_rules(canvas: Canvas, spec: TableSpec, box: Box, left: float, right: float) -> None:
    """The lines around one cell in the styles that draw them cell by cell: grid, open, rows."""
    if spec.rules == "grid":
        canvas.setLineWidth(_NORMAL)
        canvas.rect(box.x0, box.bottom, box.x1 - box.x0, box.top - box.bottom)
    elif spec.rules in ("open", "rows"):
        canvas.setLineWidth(_NORMAL)
        canvas.line(box.x0, box.top, box.x1, box.top)
        canvas.line(box.x0, box.bottom, box.x1, box.bottom)
        if spec.rules == "open":
            for x in (box.x0, box.x1):
                if left + 0.1 < x < right - 0.1:
                    canvas.line(x, box.bottom, x, box.top)


def draw_three_lines(
    canvas: Canvas, spec: TableSpec, cells: list[tuple[Cell, Box]], left: float, right: float, *, closed: bool
) -> None:
    """Heavy rules above and below, a thin one below the header, partial ones below headings of groups."""
    if spec.rules != "three" or not cells:
        return
    header = [(cell, box) for cell, box in cells if cell.row < spec.header_rows]
    top = max(box.top for _, box in cells)
    bottom = min(box.bottom for _, box in cells)
    if header:
        _line(canvas, left, right, top, _HEAVY)
        _line(canvas, left, right, min(box.bottom for _, box in header), _THIN * 1.5)
        for cell, box in header:
            if cell.column_span > 1 and cell.row + cell.row_span < spec.header_rows:
                _line(canvas, box.x0 + 3, box.x1 - 3, box.bottom, _THIN)
    if closed:
        _line(canvas, left, right, bottom, _HEAVY)


def _line(canvas: Canvas, x0: float, x1: float, y: float, width: float) -> None:
    canvas.setLineWidth(width)
    canvas.line(x0, y, x1, y)
