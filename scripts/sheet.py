"""The sheet being filled: its frame, what stands on every page, and running text from top to bottom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from scripts.spec import PageSpec
from scripts.wrapping import wide, wrap

NOTE = "示例文件：文中机构、政策与数据均为虚构"

_MARK = re.compile(r"(\[\d{1,2}\])")
_RAISED = 0.62  # size of a footnote mark, of the text it stands on


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of the page as it is read, and the edges of its text, in points from the bottom left."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


UPRIGHT = Frame(A4[0], A4[1], 68.0, A4[0] - 68.0, A4[1] - 72.0, 70.0)
WIDE = Frame(A4[1], A4[0], 72.0, A4[1] - 72.0, A4[0] - 68.0, 62.0)


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
    "formula": Style("body", 11, 24, centred=True),
    "small": Style("body", 9, 14),
}
_NOTE_STYLE = Style("body", 8.5, 12)


def draw_line(canvas: Canvas, x: float, y: float, line: str, font: str, size: float) -> None:
    """Draw one line from x on in the current font; footnote marks such as [3] are small and raised."""
    for piece in filter(None, _MARK.split(line)):
        if _MARK.fullmatch(piece):
            canvas.setFont(font, size * _RAISED)
            canvas.drawString(x, y + size * 0.35, piece)
            canvas.setFont(font, size)
            x += wide(piece, font, size * _RAISED)
        else:
            canvas.drawString(x, y, piece)
            x += wide(piece, font, size)


def line_width(line: str, font: str, size: float) -> float:
    """Width of a line as `draw_line` sets it."""
    marks = sum(wide(m, font, size) for m in _MARK.findall(line))
    return wide(line, font, size) - marks * (1 - _RAISED)


class Sheet:
    """A canvas, the frame of the current page and the height of its next free line."""

    def __init__(self, canvas: Canvas, spec: PageSpec, pages: int) -> None:
        self.canvas, self.spec, self.pages = canvas, spec, pages
        self.number = 1
        self.beside = (0.0, 0.0)  # top and bottom of a table that another one stands beside
        self._begin(spec.shape)

    def _begin(self, shape: str) -> None:
        """Start a page: upright, landscape, rotated (/Rotate 90) or turned (text set sideways)."""
        self.shape = shape
        self.frame = UPRIGHT if shape == "upright" else WIDE
        self.y: float = self.frame.top
        self.bottom: float = self.frame.bottom
        # Size and rotation hold for the pages that follow, too. A rotated sheet is an upright one: reportlab
        # swaps the sides that it is given.
        self.canvas.setPageSize((A4[1], A4[0]) if shape in ("landscape", "rotated") else A4)
        self.canvas.setPageRotation(90 if shape == "rotated" else 0)
        if self.spec.watermark:
            self._watermark()
        if shape in ("rotated", "turned"):
            self.canvas.saveState()
            self.canvas.transform(0, 1, -1, 0, A4[0], 0)

    def room(self) -> float:
        return self.y - self.bottom

    def turn(self, shape: str | None = None) -> None:
        """Finish this page and begin the next, of the same shape unless another is named."""
        self.finish()
        self.canvas.showPage()
        self.number += 1
        self._begin(shape or self.shape)

    def finish(self) -> None:
        """Draw head and foot; on a turned page they stay upright."""
        if self.shape == "turned":
            self.canvas.restoreState()
        frame = UPRIGHT if self.shape == "turned" else self.frame
        self.canvas.setFont("body", 8)
        foot = self.spec.foot.format(page=self.number, pages=self.pages)
        self.canvas.drawCentredString(frame.width / 2, 40, foot)
        self.canvas.drawRightString(frame.right, frame.height - 44, NOTE)
        if self.spec.head:
            self.canvas.drawString(frame.left, frame.height - 44, self.spec.head)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(frame.left, frame.height - 49, frame.right, frame.height - 49)
        if self.shape == "rotated":
            self.canvas.restoreState()

    def _watermark(self) -> None:
        """Light grey words across the page, below everything else."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillGray(0.86)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(45)
        canvas.setFont("heading", 46)
        canvas.drawCentredString(0, 0, self.spec.watermark)
        canvas.restoreState()

    def text(self, text: str, style: Style) -> None:
        """A paragraph or heading at the next free line."""
        self.y -= style.space_before
        if style.keep_with_next and self.room() < 4 * style.leading:
            self.turn()
        frame, indent = self.frame, style.indent * style.size
        for number, line in enumerate(wrap(text, style.font, style.size, frame.right - frame.left, indent)):
            if self.room() < style.leading:
                self.turn()
            self.y -= style.leading
            x = frame.left + (0 if number else indent)
            if style.centred:
                x = (frame.left + frame.right - line_width(line, style.font, style.size)) / 2
            self.canvas.setFont(style.font, style.size)
            draw_line(self.canvas, x, self.y, line, style.font, style.size)

    def contents_line(self, text: str) -> None:
        """A line of a table of contents: 一、项目概况|3 with dots between."""
        name, _, page = text.rpartition("|")
        font, size = "body", 11.0
        self.y -= 20
        self.canvas.setFont(font, size)
        draw_line(self.canvas, self.frame.left, self.y, name, font, size)
        self.canvas.drawRightString(self.frame.right, self.y, page)
        used = wide(name, font, size) + wide(page, font, size) + 8
        count = int((self.frame.right - self.frame.left - used) / wide(".", font, size))
        self.canvas.drawRightString(self.frame.right - wide(page, font, size) - 4, self.y, "." * count)

    def footnote(self, text: str) -> None:
        """A note at the foot of this page, below a short rule; the page's text ends above it."""
        frame, style = self.frame, _NOTE_STYLE
        lines = wrap(text, style.font, style.size, frame.right - frame.left)
        self.bottom += len(lines) * style.leading + 8
        self.canvas.setLineWidth(0.4)
        self.canvas.line(frame.left, self.bottom - 2, frame.left + 120, self.bottom - 2)
        y = self.bottom - 2
        self.canvas.setFont(style.font, style.size)
        for line in lines:
            y -= style.leading
            draw_line(self.canvas, frame.left, y, line, style.font, style.size)
