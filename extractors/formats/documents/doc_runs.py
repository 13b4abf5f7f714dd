"""Which properties of letters and of paragraphs stand for which part of the text of a .doc.

Both are stored for offsets, on pages of 512 bytes; the pieces tell to which positions they belong.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.formats.blocks import FormatError
from extractors.formats.documents.doc_file import CHARACTERS, PARAGRAPHS, DocFile, plc
from extractors.formats.documents.doc_sprms import PARAGRAPH, sprms

_PAGE = 512
_NUMBER = 0x3FFFFF  # bits of the number of a page
_PARAGRAPH_ENTRY = 13  # bytes
_HUGE = frozenset({0x6645, 0x6646, 0x646B})  # sprms that lead to others, in the data stream


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of the same properties: positions, and the sprms of the letters and of their piece."""

    start: int
    end: int
    sprms: bytes


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored for the offsets from `start` to `end`."""

    start: int
    end: int
    properties: bytes


class Runs:
    """The properties of a file, found by positions."""

    def __init__(self, file: DocFile) -> None:
        """Raises FormatError."""
        self._file = file
        self._letters = _Table(file, CHARACTERS)
        self._paragraphs = _Table(file, PARAGRAPHS)

    def letters(self, start: int, end: int) -> Iterator[Run]:
        """The runs from one position to another."""
        while start < end:
            piece = self._file.piece_of(start)
            at = self._file.offset(start)
            stored = self._letters.at(at)
            behind = start + max((stored.end - at) // piece.size, 1)
            stop = min(behind, piece.end, end)
            yield Run(start, stop, stored.properties + piece.sprms)
            start = stop

    def paragraph(self, mark: int) -> tuple[int, bytes]:
        """The style of the paragraph that ends at this position, and its sprms."""
        piece = self._file.piece_of(mark)
        stored = self._paragraphs.at(self._file.offset(mark)).properties
        style = struct.unpack_from("<H", stored)[0] if len(stored) >= 2 else 0
        return style, self._with_huge(stored[2:]) + piece.sprms

    def ends_paragraph(self, position: int) -> bool:
        """Do the properties of a paragraph end behind this position?"""
        at = self._file.offset(position)
        return self._paragraphs.at(at).end == at + self._file.piece_of(position).size

    def _with_huge(self, stored: bytes) -> bytes:
        """Sprms with those that were too many to stand on their page, which one of them leads to."""
        for code, operand in sprms(stored, PARAGRAPH):
            at = int.from_bytes(operand, "little")
            if code in _HUGE and at + 2 <= len(self._file.data):
                length = int.from_bytes(self._file.data[at : at + 2], "little")
                stored += self._file.data[at + 2 : at + 2 + length]
        return stored


class _Table:
    """What a table of pages stores, by offset."""

    def __init__(self, file: DocFile, entry: int) -> None:
        _, numbers = plc(file.entry(entry), 4)
        pages = dict.fromkeys(int.from_bytes(one, "little") & _NUMBER for one in numbers)
        found = [one for page in pages for one in _on_page(file.main, page, entry == PARAGRAPHS)]
        self._stored = sorted(found, key=lambda one: one.start)
        self._starts = [one.start for one in self._stored]
        if not found:
            raise FormatError("damaged", "it does not say how its text is set")

    def at(self, offset: int) -> _Stored:
        index = bisect_right(self._starts, offset) - 1
        found = self._stored[index] if index >= 0 else _Stored(0, 0, b"")
        if offset < found.end:
            return found
        behind = self._starts[index + 1] if index + 1 < len(self._starts) else 2**31
        return _Stored(found.end, behind, b"")


def _on_page(main: bytes, number: int, of_paragraphs: bool) -> Iterator[_Stored]:
    page = main[number * _PAGE : (number + 1) * _PAGE]
    if len(page) < _PAGE:
        raise FormatError("damaged", "a part of what says how its text is set is missing")
    count, size = page[-1], _PARAGRAPH_ENTRY if of_paragraphs else 1
    entries = 4 * (count + 1)
    if not count or entries + count * size > _PAGE:
        raise FormatError("damaged", "what says how its text is set is not whole")
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[entries + index * size]
        properties = _properties(page, at, of_paragraphs) if at else b""
        if offsets[index] < offsets[index + 1]:
            yield _Stored(offsets[index], offsets[index + 1], properties)


def _properties(page: bytes, at: int, of_paragraph: bool) -> bytes:
    if not of_paragraph:
        return page[at + 1 : at + 1 + page[at]]
    words = page[at]
    if words:
        return page[at + 1 : at + 2 * words]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""
