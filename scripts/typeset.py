"""Typesets a sample report on A4: running text, captions and tables that flow over pages.

Tables break the way word processors break them: between two rows, or (`cut_rows`) inside a row, with a line
drawn at the foot of the page and another at the head of the next; a merged label is printed once.
"""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from scripts.sheet import NOTE, STYLES, Sheet
from scripts.spec import ReportSpec, TableSpec, TextSpec
from scripts.table_setter import TableSetter

__all__ = ["NOTE", "register_fonts", "typeset"]


def register_fonts(body: bytes, heading: bytes) -> None:
    """Make the two TrueType fonts known; once a process, since reportlab keeps the first of a name."""
    pdfmetrics.registerFont(TTFont("body", io.BytesIO(body)))
    pdfmetrics.registerFont(TTFont("heading", io.BytesIO(heading)))


def typeset(report: ReportSpec) -> bytes:
    """Return the PDF of `report`; the same fonts and text give the same bytes."""
    pdf, pages = _set(report, pages=0)
    return _set(report, pages)[0] if "{pages}" in report.page.foot else pdf


def _set(report: ReportSpec, pages: int) -> tuple[bytes, int]:
    """The PDF and its number of pages; `pages` is the number that the feet may print."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, initialFontName="body")
    canvas.setTitle(next(b.text for b in report.blocks if isinstance(b, TextSpec) and b.style == "title"))
    canvas.setAuthor("jixiao")
    sheet = Sheet(canvas, report.page, pages)
    for block in report.blocks:
        if isinstance(block, TableSpec):
            TableSetter(sheet, block).draw()
        else:
            _text(sheet, block)
    sheet.finish()
    canvas.save()
    return out.getvalue(), sheet.number


def _text(sheet: Sheet, block: TextSpec) -> None:
    if block.style == "pagebreak":
        sheet.turn(block.text or None)
    elif block.style == "space":
        sheet.y -= float(block.text)
    elif block.style == "contents":
        sheet.contents_line(block.text)
    elif block.style == "footnote":
        sheet.footnote(block.text)
    else:
        sheet.text(block.text, STYLES[block.style])
