"""Paragraphs and grids set down on a page, so that what follows reads them as it reads those of a PDF.

The page is as high as its content. Paragraphs begin two letters in and are broken into lines, titles stand in the
middle, and nothing comes near enough to the edges to be taken for a page number or a running head.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate

from extractors.formats.blocks import Beside, Block, Grid, GridCell, Paragraph, Sheet
from extractors.model import PageContent, RawCell, RawTable, TextLine

_LETTER = 10.5  # points, of text and of cells
LEFT, WIDTH = 60.0, 475.0  # of the text, on a page 595 points wide
_LEADING = 1.5  # heights of a letter from line to line
_BETWEEN = 0.5  # further heights between two blocks
_INDENT = 2  # letters by which a paragraph begins further in
_PADDING = 2.0  # points between the edge of a cell and its text
_LEAST, _MOST = 3, 24  # letters for which a column has room where no width is known
_GAP = re.compile(r"\s{3,}")
_WIDE_GAP = 3.0  # letters that part two texts of one line
_AHEAD = 8  # letters behind a line that tell where it ends
_NEVER_FIRST, _FEWEST = "，。、；：？！）》”’】〕%％", 3
_MARGIN = 0.12  # share of the page's height above and below the content


def lay_out(sheet: Sheet) -> PageContent:
    """The page that shows a sheet, whose blocks it takes: a sheet may be larger than memory has room for twice."""
    page = PageContent(sheet.number, _right(sheet.blocks) + LEFT, 0.0, [], [], stands_alone=True)
    content = sum(map(_height, sheet.blocks))
    page.height = max(content / (1 - 2 * _MARGIN), 842.0)
    _set_down(page, sheet.blocks, page.height * _MARGIN)
    page.lines.sort(key=lambda line: (line.top, line.x0))
    page.tables.sort(key=lambda table: table.top)
    return page


def _height(block: Block) -> float:
    """Points that a block takes, with the white below it."""
    if isinstance(block, Beside):
        return max((sum(map(_height, part)) for part in block.parts), default=0.0)
    if isinstance(block, Paragraph):
        content = max((line.bottom for line in _lines(block, 0.0)), default=0.0)
    else:
        content = sum(_row_heights(block, column_widths(block)))
    return content + _LETTER * (_LEADING - 1 + _BETWEEN)


def _set_down(page: PageContent, blocks: list[Block], top: float) -> float:
    """Set blocks down one below the other from `top` on; where the next is to stand."""
    for block in blocks:
        if isinstance(block, Beside):
            top = max((_set_down(page, part, top) for part in block.parts), default=top)
            continue
        if isinstance(block, Paragraph):
            lines = list(_lines(block, top))
            page.lines += lines
            top = max((line.bottom for line in lines), default=top)
        else:
            table = _table(block, page.number, top)
            page.tables.append(table)
            top = table.bottom
        top += _LETTER * (_LEADING - 1 + _BETWEEN)
    blocks.clear()
    return top


def _right(blocks: Iterable[Block]) -> float:
    """The right edge of the widest block."""
    edge = LEFT + WIDTH
    for block in blocks:
        if isinstance(block, Beside):
            edge = max([edge, *map(_right, block.parts)])
        elif isinstance(block, Grid):
            edge = max(edge, _left_of(block.x0) + sum(column_widths(block)))
        elif block.x1 is not None:
            edge = max(edge, block.x1)
    return edge


def _left_of(x0: float | None) -> float:
    return LEFT if x0 is None else x0


def _edges(block: Paragraph) -> tuple[float, float]:
    x0 = _left_of(block.x0)
    return x0, max(block.x1 if block.x1 is not None else LEFT + WIDTH, x0 + block.size * _LEAST)


def _lines(block: Paragraph, top: float) -> Iterator[TextLine]:
    """Its lines from top to bottom, each full but the last."""
    x0, x1 = _edges(block)
    left = x0 + (_INDENT * block.size if block.align == "left" else 0.0)
    text, start = block.text.strip(), 0
    room = x1 - left if block.align == "left" else x1 - x0
    # A line that is a little too long for its columns runs over them, as a workbook shows it.
    if block.align != "left" or (block.x1 is not None and letters(text) * block.size <= WIDTH):
        room = max(room, WIDTH)
    while start < len(text):
        # No more than can stand on the line is looked at: a text may be as long as a book.
        part = _that_fits(text[start : start + int(2 * room / block.size) + _AHEAD], room / block.size)
        start += len(part)
        while start < len(text) and text[start].isspace():
            start += 1
        part = part.rstrip()
        # A full line reaches the edge, whatever is left of it for a letter that did not fit.
        width = x1 - left if start < len(text) and block.align == "left" else letters(part) * block.size
        at = {"left": left, "center": (x0 + x1 - width) / 2, "right": x1 - width}[block.align]
        for piece, first, end in _apart(part):
            right = at + width if end == len(part) else at + letters(part[:end]) * block.size
            yield TextLine(piece, at + letters(part[:first]) * block.size, top, right, top + block.size)
        top += block.size * _LEADING
        left, room = (x0, x1 - x0) if block.align == "left" else (left, room)


def _apart(line: str) -> Iterator[tuple[str, int, int]]:
    """The texts of a line that wide gaps of blanks part, each with the places where it begins and ends."""
    start = 0
    for gap in _GAP.finditer(line):
        before, behind = line[start : gap.start()], line[gap.end() :]
        if letters(gap.group()) >= _WIDE_GAP and min(len(before), len(behind)) > 1:
            yield before, start, gap.start()
            start = gap.end()
    yield line[start:], start, len(line)


def _that_fits(text: str, room: float) -> str:
    """The first letters of a text that find room; Latin words and numbers are not cut where they can be kept."""
    ends = accumulate(map(_wide, text))
    end = max(next((k for k, used in enumerate(ends) if used > room), len(text)), 1)
    if end >= len(text):
        return text
    whole = end
    while whole > 1 and _is_joined(text[whole - 1], text[whole]):
        whole -= 1
    cut = whole if whole > end // 2 else end
    # Stops do not begin a line, and no line of a single letter is left over: nobody would read it as text.
    while text[cut] in _NEVER_FIRST or len(text) - cut < _FEWEST:
        cut += 1
        if cut == len(text):
            break
    return text[:cut]


def _is_joined(before: str, after: str) -> bool:
    return all(one.isascii() and not one.isspace() for one in (before, after))


def letters(text: str) -> float:
    """The width of a text in the letters of Chinese; others are half as wide."""
    return sum(map(_wide, text))


def _wide(one: str) -> float:
    return 1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5


def _table(grid: Grid, number: int, top: float) -> RawTable:
    widths = column_widths(grid)
    xs = list(accumulate(widths, initial=_left_of(grid.x0)))
    ys = list(accumulate(_row_heights(grid, widths), initial=top))
    cells: list[RawCell] = []
    indents: dict[float, float] = {}
    grid.cells.reverse()
    while grid.cells:
        cell = grid.cells.pop()
        indent = indents.setdefault(cell.indent, _PADDING + cell.indent * _LETTER) if cell.text else None
        cells.append(_cell(cell, xs, ys, number, indent))
    return RawTable(number, xs, ys, cells, method="stored")


def _cell(cell: GridCell, xs: list[float], ys: list[float], number: int, indent: float | None) -> RawCell:
    return RawCell(
        cell.row,
        cell.column,
        cell.row_span,
        cell.column_span,
        xs[cell.column],
        ys[cell.row],
        xs[cell.column + cell.column_span],
        ys[cell.row + cell.row_span],
        cell.text,
        number,
        indent=indent,
        is_red=cell.is_red,
        place=cell.place,
    )


def column_widths(grid: Grid) -> list[float]:
    """Points of each column: as stored, or with room for its words within bounds."""
    if grid.widths:
        return [max(width, 1.0) for width in grid.widths]
    room = [float(_LEAST)] * grid.column_count
    for cell in grid.cells:
        if cell.column_span == 1:
            room[cell.column] = max(room[cell.column], min(letters(cell.text) + cell.indent, _MOST))
    widths = [one * _LETTER + 2 * _PADDING for one in room]
    return [width * WIDTH / sum(widths) for width in widths] if widths else []


def _row_heights(grid: Grid, widths: list[float]) -> list[float]:
    """Points of each row: as many lines as its longest cell needs."""
    lines = [1] * grid.row_count
    for cell in grid.cells:
        if cell.row_span == 1 and cell.text:
            room = max(sum(widths[cell.column : cell.column + cell.column_span]) - 2 * _PADDING, _LETTER)
            lines[cell.row] = max(lines[cell.row], math.ceil(letters(cell.text) * _LETTER / room))
    return [count * _LETTER * _LEADING + 2 * _PADDING for count in lines]


def join_lines(lines: list[str]) -> str:
    """The lines of a cell or paragraph as one: a blank stands between two words or numbers in Latin letters."""
    text = ""
    for line in filter(None, (one.strip() for one in lines)):
        gap = " " if text and text[-1].isascii() and line[0].isascii() else ""
        text += gap + line
    return text
