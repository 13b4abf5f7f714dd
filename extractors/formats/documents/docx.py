"""Documents of Word: what they show, from the first paragraph to the last, to a reader who accepts all changes.

Text boxes stand behind the paragraph that they are anchored in, tables within a cell behind its table, notes at the
end. Headers and footers, comments, and whatever is hidden or deleted are not part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractors.formats.blocks import Align, Block, FormatError, Grid, Paragraph, Reading, Sheet
from extractors.formats.cuts.cutting import cut_grid
from extractors.formats.documents.docx_names import Element, child, is_on, kind, within
from extractors.formats.documents.docx_numbering import Numbering
from extractors.formats.documents.docx_parts import PackedParts, Parts, text_width
from extractors.formats.documents.docx_styles import Setting, Styles
from extractors.formats.documents.docx_tables import CellText, frame_of, goes_on_in, read_table
from extractors.formats.documents.docx_text import TextReader, Written
from extractors.formats.layout import join_lines, letters

_SIZE, _NOTE_SIZE = 10.5, 9.0  # points of letters
_APART = 4.0  # letters that a line stands in at least where it is put in the middle or at the right by blanks
_NEAR = 2.5  # letters by which it may miss them
_PICTURES = ("{*}drawing", "{*}pict", "{*}object")
_IN_ANOTHER_FORMAT = "a part that is stored in another format is not read"


def read(path: Path) -> Reading:
    """What a document shows. Raises FormatError, OSError."""
    with PackedParts(path) as parts:
        return shown(parts)


def shown(parts: Parts) -> Reading:
    """What a body shows with the parts that it leads to. Raises FormatError."""
    walk = _Walk(parts)
    blocks = [*walk.blocks(parts.body), *walk.notes()]
    if not blocks and next(parts.body.iter(*_PICTURES), None) is not None:
        raise FormatError(
            "empty", "it shows nothing but pictures; save it as a PDF, whose pictures can be recognised"
        )
    # Without its styles nobody knows what the file hides.
    in_doubt = {1} if walk.is_in_doubt else set[int]()
    return Reading([Sheet(1, blocks)], parts.damages, in_doubt, unread=walk.unread)


@dataclass(slots=True)
class _Text:
    """A paragraph: its lines with the blanks at their beginnings, how it is set and how its letters are."""

    lines: list[str]
    setting: Setting
    written: Written

    @property
    def size(self) -> float:
        return self.written.size or _SIZE

    def indent(self, line: int = 0) -> float:
        """Letters by which one of its lines stands in, blanks among them."""
        if self.setting.align in ("center", "right"):
            return 0.0
        text = self.lines[line]
        blanks = letters(text[: len(text) - len(text.lstrip())])
        return max(self.setting.indent(self.size) / self.size, 0.0) + blanks

    def align(self, line: int, width: float) -> Align:
        """Where a line stands in a text so many points wide, be it put there by blanks."""
        if self.setting.align in ("center", "right"):
            return self.setting.align
        left = self.indent(line)
        right = width / self.size - left - letters(self.lines[line].strip())
        if left < _APART or right < -_NEAR:
            return "left"
        return "center" if abs(left - right) < _NEAR else "right" if right < _NEAR else "left"


class _Walk:
    """The way through a document. Tables, notes and numbers are counted over the whole of it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        styles = parts.related("styles")
        self.is_in_doubt = bool(parts.damages)
        self.unread: list[str] = []
        self._styles = Styles(styles)
        self._numbering = Numbering(parts.related("numbering"), self._styles)
        self._width = text_width(parts.body)
        self._tables = 0
        self._notes: list[tuple[str, Element]] = []
        self._noted: set[Element] = set()

    def blocks(self, story: Element) -> Iterator[Block]:
        """Everything that a story shows."""
        for one in self._texts(story, self._reader(story)):
            if isinstance(one, _Text):
                yield from self._paragraphs(one)
            else:
                yield from cut_grid(one)

    def notes(self) -> Iterator[Block]:
        """The notes in the order of their marks, each behind its own."""
        for mark, note in self._notes:  # one that refers to another adds it
            found = list(self.blocks(note))
            text = join_lines([mark, *(one.text for one in found if isinstance(one, Paragraph))])
            yield Paragraph(text, size=_NOTE_SIZE)
            yield from (one for one in found if not isinstance(one, Paragraph))

    def _reader(self, story: Element) -> TextReader:
        return TextReader(self._styles, story, self._note)

    def _note(self, reference: Element) -> str:
        """The mark of a note, which is kept to be read behind the text."""
        note = self._parts.note(reference)
        if note is None:
            return ""
        mark = self._parts.mark(reference)
        if note not in self._noted:  # one that refers to itself would never end
            self._noted.add(note)
            self._notes.append((mark, note))
        return mark

    def _miss(self, what: str) -> None:
        if what not in self.unread:
            self.unread.append(what)

    def _paragraphs(self, text: _Text) -> Iterator[Paragraph]:
        """A paragraph for each line that the writer ended himself."""
        for at, line in enumerate(text.lines):
            if line.strip():
                yield Paragraph(line.strip(), text.align(at, self._width), text.size)

    def _texts(self, parent: Element, reader: TextReader) -> Iterator[_Text | Grid]:
        """Paragraphs and tables in their order."""
        written, mark, setting = Written(), "", Setting()
        table: list[Element] = []
        for one in within(parent):
            name = kind(one)
            if table and name in ("w:p", "w:tbl") and not (name == "w:tbl" and goes_on_in(table[-1], one)):
                yield from self._table(table, reader)
                table = []
            if name == "w:p":
                properties = child(one, "w:pPr")
                reader.read(one, written)
                setting = self._styles.setting(properties)
                end = _end(properties)
                # Of paragraphs that a tracked change joins, the last gives the number.
                if end == "shown" or (end == "hidden" and written.pieces):
                    mark = mark or self._numbering.mark(setting, self._styles.name_of(properties))
                if end != "shown":
                    continue
            elif name in ("w:altChunk", "w:subDoc"):
                self._miss(_IN_ANOTHER_FORMAT)
            if name in ("w:p", "w:tbl"):
                yield from self._ended(written, mark, setting)
                written, mark = Written(), ""
            if name == "w:tbl":
                table.append(one)
        if table:
            yield from self._table(table, reader)
        yield from self._ended(written, mark, setting)

    def _ended(self, written: Written, mark: str, setting: Setting) -> Iterator[_Text | Grid]:
        """A paragraph, and what the text boxes anchored in it show."""
        lines = written.lines(setting.tab)
        lines[0] = mark + lines[0]
        if any(line.strip() for line in lines):
            yield _Text(lines, setting, written)
        for what in written.unread:
            self._miss(what)
        for box in written.anchored:
            yield from self._texts(box, self._reader(box))

    def _table(self, parts: list[Element], reader: TextReader) -> Iterator[_Text | Grid]:
        """A table, and behind it those that stand in its cells. One of a single cell is a frame around its text."""
        self._tables += 1
        frame = frame_of(parts[0]) if len(parts) == 1 else None
        if frame is not None:
            yield from self._texts(frame, reader)
            return
        grid, nested = read_table(parts, self._tables, lambda cell: self._cell(cell, reader))
        if grid is not None:
            yield grid
        yield from nested

    def _cell(self, cell: Element, reader: TextReader) -> CellText:
        found = list(self._texts(cell, reader))
        texts = [one for one in found if isinstance(one, _Text)]
        return CellText(
            join_lines([line for text in texts for line in text.lines]),
            texts[0].indent() if texts else 0.0,
            0 < sum(text.written.figures for text in texts) == sum(text.written.red for text in texts),
            [one for one in found if isinstance(one, Grid)],
        )


def _end(properties: Element | None) -> Literal["shown", "hidden", "deleted"]:
    """What became of the end of a paragraph; what follows one that is hidden or deleted is part of it."""
    mark = child(properties, "w:rPr")
    if child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None:
        return "deleted"
    hidden = child(mark, "w:vanish")
    return "hidden" if hidden is not None and is_on(hidden) else "shown"
