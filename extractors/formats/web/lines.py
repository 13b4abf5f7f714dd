"""Lines of text as they come, and what they come to: paragraphs, with the tables between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.formats.blocks import Align, Block, Grid, Paragraph
from extractors.formats.cuts.cutting import cut_grid
from extractors.formats.layout import join_lines
from extractors.formats.web.looks import Look

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_BROKEN = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]\s*(?=[^\x00-\x7f])")
_NOTHING = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # signs without a width
_BETWEEN = re.compile("[ \u00a0\u2002-\u200a\u202f\u205f]+")
_WIDE = "\u2003\u3000"
_INDENT = re.compile(r"^[\s\u3000\xa0]*")
_ENDS = "。；;：:！？!?”）)】"
_LONG = 20  # letters of a line that was broken for its length


@dataclass(slots=True)
class Line:
    """A line of text before it is a paragraph: `indent` in letters, blanks at its beginning left out."""

    text: str
    align: Align
    size: float
    indent: float
    is_red: bool = False
    starts: bool = True
    """Something before it ended a paragraph: a block, or an empty line."""


Piece = Line | Grid


@dataclass(slots=True)
class Holder:
    """What lines are being read into: the page, a cell, a caption."""

    pieces: list[Piece] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    look: Look = field(default_factory=Look)
    starts: bool = True
    is_red: bool = False

    def add(self, text: str | None, look: Look) -> None:
        if not text:
            return
        text = _NOTHING.sub("", text)
        if not look.keeps_lines:
            text = _BLANKS.sub(" ", _BROKEN.sub("", text))
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self.end_line()
            if line.strip() and not any(one.strip() for one in self.texts):
                self.look = look
                self.is_red = False
            self.is_red = self.is_red or (look.is_red and any(one.isdigit() for one in line))
            self.texts.append(line)

    def end_line(self, ends_paragraph: bool = False) -> None:
        text = "".join(self.texts)
        self.texts.clear()
        shown = text.strip()
        if shown:
            blanks = _INDENT.match(text.lstrip(" \t\r\n"))
            before = blanks.group() if blanks else ""
            indent = self.look.indent + self.look.first + sum(1.0 if one in _WIDE else 0.5 for one in before)
            shown = _BETWEEN.sub(" ", shown)
            self.pieces.append(Line(shown, self.look.align, self.look.size, indent, self.is_red, self.starts))
            self.starts = False
        self.starts = self.starts or ends_paragraph or not shown


def blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    """Lines as paragraphs: a line goes on in the next one where it ends within a sentence."""
    waiting: Line | None = None
    for piece in pieces:
        if isinstance(piece, Grid):
            if waiting is not None:
                yield _paragraph(waiting)
            waiting = None
            yield piece
        elif waiting is not None and _goes_on(waiting, piece):
            waiting.text = join_lines([waiting.text, piece.text])
        else:
            if waiting is not None:
                yield _paragraph(waiting)
            waiting = piece
    if waiting is not None:
        yield _paragraph(waiting)


def _goes_on(line: Line, following: Line) -> bool:
    return (
        not following.starts
        and line.align == following.align == "left"
        and following.indent < 1
        and len(line.text) >= _LONG
        and line.text[-1] not in _ENDS
    )


def _paragraph(line: Line) -> Paragraph:
    return Paragraph(line.text, line.align, line.size)


def with_places(found: Iterable[Block]) -> list[Block]:
    """Blocks whose cells know where a person finds them: tables counted as they come, titles and units within them
    as paragraphs."""
    finished: list[Block] = []
    number = 0
    for block in found:
        if not isinstance(block, Grid):
            finished.append(block)
            continue
        number += 1
        for cell in block.cells:
            cell.place = f"第{number}个表 第{cell.row + 1}行第{cell.column + 1}列"
        finished += cut_grid(block)
    return finished
