"""The text outside the tables: paragraphs and sentences in reading order, with their page and their headings.

Lines are joined to paragraphs by indent, numbering and stops, over page breaks and around tables. Captions, unit
lines, tables of contents and page furniture are no prose. A footnote is a paragraph of its own, so that it does not
cut the sentence that it stands under.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from statistics import median_low

from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import LogicalTable, PageContent, TextLine
from extractors.prose.prose_marks import (
    ENDS,
    Mark,
    heading_name,
    is_contents_line,
    is_heading,
    is_note,
    mark_of,
    split_sentences,
)
from extractors.whole import both_sides, by_columns, is_caption, is_furniture, letter_size, running_heads
from normalizers.text import clean, match_key

_INDENT = 1.2  # heights of a letter by which the first line of a paragraph stands in
_SHORT = 4.0  # heights of a letter that a line may leave free at its end and still be full
_LARGER = 1.25  # times the height of a line of text by which the letters of a title exceed it
_LEAST = 12  # letters of a text without a stop that may go on in the next paragraph
_LOOK_BACK = 3  # lines that tell whether a paragraph goes on
_CAPTION_ROWS = 4  # most rows of a caption
_UNIT_NOTE = 12  # letters of a unit note behind a caption
_NOTE_LEVEL = 5  # of ①
_SAME_ROW = 0.5  # share of the height by which parts of one row overlap


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading; `section` holds the headings above it, outermost first and without their numbers.

    `paragraph` counts the paragraphs of the document; sentences of one paragraph share it.
    """

    text: str
    page_number: int
    section: tuple[str, ...] = ()
    paragraph: int = 0
    is_heading: bool = False


@dataclass(slots=True)
class _Paragraph:
    lines: list[tuple[int, str]]
    mark: Mark | None
    is_note: bool
    is_full: bool  # its last line reaches the right edge
    size: float = 0.0  # of the letters of its last line, in points

    def text(self) -> str:
        return clean("\n".join(text for _, text in self.lines))

    def is_open(self) -> bool:
        """May the text go on in what follows: a sentence, not a label, that no stop ends?"""
        text = clean("\n".join(text for _, text in self.lines[-_LOOK_BACK:]))
        is_short = len(self.lines) <= _LOOK_BACK
        if len(match_key(text)) < _LEAST or text.endswith(ENDS) or (is_short and is_heading(text)):
            return False
        return self.is_full or any(comma in text for comma in "，,、")

    def stands_over(self, row: TextLine) -> bool:
        """Is it a title set larger than the text below it?"""
        is_larger = self.size >= _LARGER * (row.bottom - row.top)
        return is_larger and not any(sign in self.text() for sign in ("，", *ENDS))


def read_prose(
    pages: list[PageContent], tables: list[LogicalTable], failures: Failures = UNLIMITED
) -> list[Sentence]:
    """Every sentence of the document in reading order."""
    found: list[Sentence] = []
    path: list[tuple[int, str]] = []
    for number, paragraph in enumerate(_paragraphs(pages, tables, failures)):
        with failures.limited_to(Part.PARAGRAPH, paragraph.lines[0][0]):
            text = paragraph.text()
            heading = is_heading(text)
            path = _path(path, paragraph.mark, text)
            section = tuple(name for _, name in path)
            found += [
                Sentence(sentence, page, section, number, heading) for sentence, page in _sentences(paragraph)
            ]
    return found


def _path(path: list[tuple[int, str]], mark: Mark | None, text: str) -> list[tuple[int, str]]:
    """Levels and names of the headings over what follows a paragraph."""
    if mark is None:
        return path
    above = [(level, name) for level, name in path if level < mark.level]
    name = heading_name(text, mark)
    return [*above, (mark.level, name)] if name else above


def _sentences(paragraph: _Paragraph) -> Iterator[tuple[str, int]]:
    """Sentences of a paragraph with the page that each begins on."""
    ends = list(accumulate(len(match_key(line)) for _, line in paragraph.lines))
    position = 0
    for sentence in split_sentences(paragraph.text()):
        line = min(bisect_right(ends, position), len(ends) - 1)
        yield sentence, paragraph.lines[line][0]
        position += len(match_key(sentence))


def _paragraphs(pages: list[PageContent], tables: list[LogicalTable], failures: Failures) -> list[_Paragraph]:
    pages = both_sides(pages)
    captions: dict[int, set[str]] = {}
    for table in (table for table in tables if table.caption):
        for number in range(table.page_first, table.page_last + 1):  # over the table, or under it
            captions.setdefault(number, set()).update(map(match_key, (table.caption, *table.title_lines)))
    running: frozenset[str] = frozenset()
    with failures.limited_to(Part.FURNITURE):
        running = running_heads(pages)
    done: list[_Paragraph] = []
    for page in pages:
        with failures.limited_to(Part.PARAGRAPH, page.number):
            lines = [line for line in page.lines if not is_furniture(line, page, running)]
            for column in by_columns(lines):
                kept = _without_captions(_rows(column), captions.get(page.number, set()))
                _add_page(done, page, [row for row in kept if _is_prose(row)], failures)
    return done


def _add_page(done: list[_Paragraph], page: PageContent, rows: list[TextLine], failures: Failures) -> None:
    """Go on with the rows of a page."""
    left = _left_edge(rows)
    right = max((row.x1 for row in rows), default=0.0)
    before: TextLine | None = None
    for row in rows:
        # A table between two lines parts them like a page break does.
        parted = before is None or any(t.top < row.top and t.bottom > before.bottom for t in page.tables)
        with failures.limited_to(Part.PARAGRAPH, page.number):
            _add(done, row, page.number, left, right, parted)
        before = row


def _add(done: list[_Paragraph], row: TextLine, page: int, left: float, right: float, parted: bool) -> None:
    """Join the row to the paragraph that it continues, or begin a new one."""
    height = row.bottom - row.top
    is_full = row.x1 > right - _SHORT * height
    last = _continued(done, row, left, parted)
    if last is None:
        mark = _mark_in_clean_text(row.text)
        done.append(_Paragraph([(page, row.text)], mark, is_note(row.text), is_full, letter_size(row)))
    else:
        last.lines.append((page, row.text))
        last.is_full, last.size = is_full, letter_size(row)
        if last is not done[-1]:  # it goes on behind a note: the next row may go on with it
            done.remove(last)
            done.append(last)


def _mark_in_clean_text(text: str) -> Mark | None:
    """The numbering of a line, with its end as it stands once white space is gone: 第三章 资金管理."""
    mark = mark_of(text)
    return mark and Mark(mark.level, len(clean(text[: mark.end]).rstrip()))


def _continued(done: list[_Paragraph], row: TextLine, left: float, parted: bool) -> _Paragraph | None:
    if not done or is_note(row.text) or (mark_of(row.text) is not None and not _is_date(done[-1], row)):
        return None
    last = done[-1]
    if last.stands_over(row):
        return None
    stands_in = row.x0 > left + _INDENT * (row.bottom - row.top)
    if (last.is_full and not parted and not stands_in) or last.is_open():
        return last
    # Over a page break, a table or a footnote the text goes on with or without an indent.
    body = next((p for p in reversed(done) if not _is_foot(p, parted)), None)
    return body if body is not None and body.is_open() else None


def _is_foot(paragraph: _Paragraph, parted: bool) -> bool:
    """A note, or at the end of a page an entry ① that may be one: the text above it may go on behind it."""
    mark = paragraph.mark
    return paragraph.is_note or (
        parted and mark is not None and mark.level == _NOTE_LEVEL and not paragraph.is_open()
    )


def _is_date(last: _Paragraph, row: TextLine) -> bool:
    """A line that begins like a numbered one (3.5%, 1、) while the text above is cut within a bracket."""
    text = last.text()
    return last.is_full and last.is_open() and text.count("（") > text.count("）") and row.text[:1].isdigit()


def _rows(lines: list[TextLine]) -> list[TextLine]:
    """Parts of one row joined: an entry of a table of contents is cut from its page number by a gap."""
    rows: list[TextLine] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last is not None and line.x0 >= last.x1 and _overlap(last, line) > _SAME_ROW:
            bottom = max(last.bottom, line.bottom)
            rows[-1] = TextLine(f"{last.text} {line.text}", last.x0, min(last.top, line.top), line.x1, bottom)
        else:
            rows.append(line)
    return rows


def _overlap(a: TextLine, b: TextLine) -> float:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared / max(min(a.bottom - a.top, b.bottom - b.top), 1.0)


def _without_captions(rows: list[TextLine], captions: set[str]) -> list[TextLine]:
    """The rows without those that together print the title of a table."""
    if not captions:
        return rows
    kept: list[TextLine] = []
    index = 0
    while index < len(rows):
        size = next((n for n in range(1, _CAPTION_ROWS + 1) if _prints(rows[index : index + n], captions)), 0)
        if not size:
            kept.append(rows[index])
        index += size or 1
    return kept


def _prints(rows: list[TextLine], captions: set[str]) -> bool:
    key = match_key("".join(row.text for row in rows))
    return any(key.startswith(caption) and len(key) - len(caption) <= _UNIT_NOTE for caption in captions)


def _is_prose(row: TextLine) -> bool:
    return len(match_key(row.text)) >= 2 and not is_contents_line(row.text) and not is_caption(row.text)


def _left_edge(rows: list[TextLine]) -> float:
    """Where full lines begin: the leftmost edge of two rows, so that one stray row does not decide."""
    edges = sorted(row.x0 for row in rows)
    return median_low(edges[:3]) if len(edges) > 2 else min(edges, default=0.0)
