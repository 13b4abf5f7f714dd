"""Pages with a line that is shown and another that is drawn in a way to be asked about, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document, Page
from extractors.pictures import source
from extractors.pictures.source import Ocr, Sourced, sourced

Drawing = Callable[[Canvas], None]
SIZE = (300.0, 200.0)
SHOWN, ASKED = "Shown 4711", "Asked 2,358.60"
X, Y = 60.0, 100.0
BOX = (50.0, 92.0, 130.0, 26.0)  # left, bottom, width, height round what is asked


def say(canvas: Canvas, text: str = ASKED, *, mode: int = 0, x: float = X, y: float = Y) -> None:
    canvas.saveState()  # the mode would stay on
    words = canvas.beginText(x, y)
    words.setFont("Helvetica", 11)
    words.setTextRenderMode(mode)
    words.textOut(text)
    canvas.drawText(words)
    canvas.restoreState()


def within(*points: tuple[float, float]) -> Drawing:
    """What is asked, with this outline as its clip."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        canvas.clipPath(path, stroke=0, fill=0)
        say(canvas)
        canvas.restoreState()

    return draw


def box_at(left: float, bottom: float, width: float, height: float) -> Drawing:
    right, top = left + width, bottom + height
    return within((left, bottom), (right, bottom), (right, top), (left, top))


def written(folder: Path, *drawings: Drawing, size: tuple[float, float] = SIZE) -> Path:
    file = folder / "page.pdf"
    canvas = Canvas(str(file), pagesize=size)
    say(canvas, SHOWN, y=160)
    for drawing in drawings:
        drawing(canvas)
    canvas.showPage()
    canvas.save()
    return file


@contextmanager
def opened(file: Path) -> Iterator[tuple[Page, pdfium.PdfPage]]:
    with Document(file) as document:
        for page, handle in document.open_pages():
            assert handle is not None
            yield page, handle


def read(file: Path, mode: source.OcrMode = "auto") -> Sourced:
    with opened(file) as (page, handle):
        return sourced(page, handle, Ocr(mode))


def text_of(page: Page) -> str:
    return "".join(page.text)
