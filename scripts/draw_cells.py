"""Draw the tables that were read over their pages, to look at what the readers found.

    python -m scripts.draw_cells FILE.pdf --output DIR [--pages 1,3-5] [--dpi 80]

One PNG per page: cells in blue, header rows in green, the method and the number of rows and columns above each
table, lines of prose in grey. Needs Pillow, which pdfplumber brings along.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from extractors.choice import read_pages
from extractors.kinds import classify
from extractors.model import PageContent
from extractors.pages import Document, level, open_page
from extractors.whole import assemble

_CELL, _HEADER, _PROSE, _NOTE = (30, 90, 220), (0, 150, 60), (200, 200, 200), (200, 30, 30)


def main() -> None:
    """Read the options and write the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--output", type=Path, default=Path("."))
    parser.add_argument("--pages", default="", help="for example 1,3-5; all pages without it")
    parser.add_argument("--dpi", type=int, default=80)
    options = parser.parse_args()
    wanted = _numbers(options.pages)
    options.output.mkdir(parents=True, exist_ok=True)
    with Document(options.file) as document:
        pages = read_pages(document)
    pdf = pdfium.PdfDocument(options.file)
    header = _header_places(pages)
    for page in pages:
        if wanted and page.number not in wanted:
            continue
        shown, _ = level(pdf, page.number - 1, *open_page(pdf, page.number - 1))
        image = shown.render(scale=options.dpi / 72).to_pil().convert("RGB")
        _draw(image, page, header)
        target = options.output / f"{options.file.stem}-{page.number:03d}.png"
        image.save(target)
        print(target)


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def _header_places(pages: list[PageContent]) -> set[tuple[int, float, float]]:
    """Page, left and top of every cell in a header row."""
    places: set[tuple[int, float, float]] = set()
    for table in assemble(pages).tables:
        rows = classify(table).header_rows
        places |= {(c.page_number, round(c.x0), round(c.top)) for c in table.cells if c.row in rows}
    return places


def _draw(image: Image.Image, page: PageContent, header: set[tuple[int, float, float]]) -> None:
    scale = image.width / page.width
    pen = ImageDraw.Draw(image)
    for line in page.lines:
        pen.rectangle([v * scale for v in (line.x0, line.top, line.x1, line.bottom)], outline=_PROSE)
    for table in page.tables:
        for cell in table.cells:
            is_header = (page.number, round(cell.x0), round(cell.top)) in header
            box = [v * scale for v in (cell.x0, cell.top, cell.x1, cell.bottom)]
            pen.rectangle(box, outline=_HEADER if is_header else _CELL, width=2)
        note = f"{table.method} {table.row_count}x{table.column_count} {table.confidence:.2f}"
        pen.text((table.xs[0] * scale, table.top * scale - 12), note, fill=_NOTE)


if __name__ == "__main__":
    main()
