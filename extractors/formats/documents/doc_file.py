"""The container of a .doc of Word 97 to 2003 ([MS-DOC]): its streams, its file information block and its text.

Text is stored in pieces, in any order. A position (CP) counts UTF-16 units of the text, an offset (FC) bytes of the
stream WordDocument.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import olefile

from extractors.formats.blocks import FormatError
from extractors.formats.documents.doc_sprms import single

_WORD_97, _OLDER = 0xA5EC, frozenset({0xA5DC, 0xA5DB, 0xA59C, 0xA59B})
_LEAST_VERSION = 0xC0  # of the format; Word 97 writes 0xC1, some of its builds 0xC0
_LOCKED, _TABLE_1 = 0x0100, 0x0200
_FIXED = 32  # bytes at the beginning of the file information block
_MOST = 128 * 2**20  # bytes of a stream, pictures among them
_MOST_PIECES, _MOST_LETTERS = 50_000, 16 * 2**20
_TOO_LARGE = "it holds more than is read"
_BROKEN = (OSError, ValueError, IndexError, KeyError, struct.error, RecursionError)
_OLD = "it was written by a version of Word before 97, which is read with LibreOffice"
# Entries of the file information block: pairs of an offset in the table stream and a length.
STYLES, FOOTNOTE_MARKS, FOOTNOTES, SECTIONS, CHARACTERS, PARAGRAPHS, FONTS = 1, 2, 3, 6, 12, 13, 15
PIECES, ANCHORS, ENDNOTE_MARKS, ENDNOTES, DRAWINGS, BOXES, LISTS, LIST_USES = 33, 40, 46, 47, 50, 56, 73, 74
_STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
_FIRST_LENGTH = 3  # of the numbers after the block's second count


class UnexpectedError(Exception):
    """The file is built in a way that is not known here; another program may know it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text as it is stored: positions from `start` to `end`, `size` bytes each from the offset `at`."""

    start: int
    end: int
    at: int
    size: int
    sprms: bytes
    """What is set over the properties of all of it."""


class DocFile:
    """What is stored in a .doc. `text` has one letter for each position."""

    def __init__(self, streams: Mapping[str, bytes]) -> None:
        """`streams` by their names in small letters. Raises FormatError, UnexpectedError."""
        self.main = streams.get("worddocument", b"")
        if len(self.main) < _FIXED:
            raise FormatError("damaged", "it has no text")
        magic, version = struct.unpack_from("<HH", self.main)
        (flags,) = struct.unpack_from("<H", self.main, 10)
        if flags & _LOCKED:
            raise FormatError("password", "it asks for a password")
        if magic in _OLDER or (magic == _WORD_97 and version < _LEAST_VERSION):
            raise FormatError("needs_program", _OLD)
        if magic != _WORD_97:
            raise UnexpectedError("its text does not begin as texts of Word do")
        name = "1table" if flags & _TABLE_1 else "0table"
        if name not in streams:
            raise FormatError("damaged", "the stream that describes its text is missing")
        self.table, self.data = streams[name], streams.get("data", b"")
        self._read_block()
        self.pieces = self._pieces()
        self.text = "".join(map(self._piece_text, self.pieces))
        if sum(self._lengths) > len(self.text):
            raise FormatError("damaged", "a part of its text is missing")
        self._starts = [one.start for one in self.pieces]

    def entry(self, number: int) -> bytes:
        """The bytes that an entry of the file information block leads to. Raises FormatError."""
        at, length = self.place(number)
        if at + length > len(self.table):
            raise FormatError("damaged", "a part of what describes its text is missing")
        return self.table[at : at + length]

    def place(self, number: int) -> tuple[int, int]:
        """Offset in the table stream, and length; (0, 0) where there is none."""
        return self._entries[number] if number < len(self._entries) else (0, 0)

    def story(self, name: str) -> tuple[int, int]:
        """The first position of the text, the notes (`footnotes`, `endnotes`) or the text boxes, and the one behind."""
        index = _STORIES.index(name)
        start = sum(self._lengths[:index])
        return start, start + self._lengths[index]

    def piece_of(self, position: int) -> Piece:
        return self.pieces[bisect_right(self._starts, position) - 1]

    def offset(self, position: int) -> int:
        """Where a letter stands in the main stream."""
        piece = self.piece_of(position)
        return piece.at + (position - piece.start) * piece.size

    def _read_block(self) -> None:
        try:
            at = _FIXED
            (shorts,) = struct.unpack_from("<H", self.main, at)
            at += 2 + 2 * shorts
            (longs,) = struct.unpack_from("<H", self.main, at)
            numbers = struct.unpack_from(f"<{longs}i", self.main, at + 2)
            at += 2 + 4 * longs
            (pairs,) = struct.unpack_from("<H", self.main, at)
            found = struct.unpack_from(f"<{2 * pairs}I", self.main, at + 2)
        except struct.error as error:
            raise FormatError("damaged", "its beginning is not whole") from error
        self._lengths = list(numbers[_FIRST_LENGTH : _FIRST_LENGTH + len(_STORIES)])
        if len(self._lengths) < len(_STORIES) or min(self._lengths) < 0:
            raise FormatError("damaged", "its beginning is not whole")
        self._entries = list(zip(found[::2], found[1::2], strict=True))

    def _pieces(self) -> list[Piece]:
        changes: list[bytes] = []
        described = self.entry(PIECES)
        at = 0
        while at + 3 <= len(described) and described[at] == 1:
            (length,) = struct.unpack_from("<h", described, at + 1)
            if length < 0:
                break
            changes.append(described[at + 3 : at + 3 + length])
            at += 3 + length
        if at + 5 > len(described) or described[at] != 2:
            raise FormatError("damaged", "the list of the pieces of its text is missing")
        (length,) = struct.unpack_from("<I", described, at + 1)
        positions, parts = plc(described[at + 5 : at + 5 + length], 8)
        # A letter takes a byte at least: what says that there are more would never end.
        if not parts or positions[0] != 0 or positions[-1] > len(self.main) or sorted(positions) != positions:
            raise FormatError("damaged", "the list of the pieces of its text is not whole")
        if len(parts) > _MOST_PIECES or positions[-1] > _MOST_LETTERS:
            raise FormatError("too_large", _TOO_LARGE)
        spans = pairwise(positions)
        return [_piece(*span, part, changes) for span, part in zip(spans, parts, strict=True)]

    def _piece_text(self, piece: Piece) -> str:
        end = piece.at + (piece.end - piece.start) * piece.size
        if end > len(self.main):
            raise FormatError("damaged", "a part of its text is missing")
        stored = self.main[piece.at : end]
        if piece.size == 1:
            return stored.decode("cp1252", "replace")
        return "".join(map(chr, struct.unpack(f"<{len(stored) // 2}H", stored)))


def plc(stored: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """Positions (or offsets), and what stands for each but the last of them, so many bytes each."""
    count = max((len(stored) - 4) // (4 + size), 0)
    if len(stored) < 4:
        return [], []
    behind = 4 * (count + 1)
    return list(struct.unpack_from(f"<{count + 1}I", stored)), [
        stored[behind + size * index : behind + size * (index + 1)] for index in range(count)
    ]


def joined(units: str) -> str:
    """A text whose letters beyond U+FFFF stand as pairs of surrogates, with these letters themselves."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _piece(start: int, end: int, described: bytes, changes: list[bytes]) -> Piece:
    stored, change = struct.unpack_from("<IH", described, 2)
    at, size = stored & 0x3FFFFFFF, 2
    if stored & 0x40000000:
        at, size = at // 2, 1
    if change & 1:
        sprms = changes[change >> 1] if change >> 1 < len(changes) else b""
    else:
        sprms = single(change >> 1 & 0x7F, change >> 8)
    return Piece(start, end, at, size, sprms)


def streams_of(path: Path) -> dict[str, bytes]:
    """The streams that are read, by their names in small letters. Raises FormatError."""
    try:
        with olefile.OleFileIO(path, raise_defects=olefile.DEFECT_INCORRECT) as file:
            found: dict[str, bytes] = {}
            for name in ("WordDocument", "0Table", "1Table", "Data"):
                if file.exists(name):
                    if file.get_size(name) > _MOST:
                        raise FormatError("too_large", _TOO_LARGE)
                    found[name.lower()] = file.openstream(name).read()
            return found
    except _BROKEN as error:
        raise FormatError("damaged", f"its container is damaged ({error})") from error
