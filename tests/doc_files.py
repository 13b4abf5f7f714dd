"""Small documents of Word 97 for tests: their streams, written by hand as [MS-DOC] has them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.formats.blocks import Block, Grid, Paragraph
from extractors.formats.documents.doc_binary import shown
from tests.grids import places

_TEXT_AT, _PAGE = 2048, 512
_ENTRIES = 93
STYLES, CHARACTERS, PARAGRAPHS, PIECES = 1, 12, 13, 33


def sprm(code: int, operand: int | bytes = 1) -> bytes:
    """One of a fixed length by a number, or one that states its length by its bytes."""
    size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
    if isinstance(operand, bytes):
        return struct.pack("<HB", code, len(operand)) + operand
    return struct.pack("<H", code) + (operand & (1 << 8 * size) - 1).to_bytes(size, "little")


VANISH, DELETED, SPECIAL = 0x083C, 0x0800, sprm(0x0855)
IN_TABLE, ROW_END = sprm(0x2416), sprm(0x2417)
INNER, INNER_CELL_END, INNER_ROW_END = sprm(0x6649, 2), sprm(0x244B), sprm(0x244C)


@dataclass
class Para:
    """`runs` are letters and their sprms; `end` the mark with its own; `sprms` those of the paragraph."""

    runs: list[tuple[str, bytes]]
    sprms: bytes = b""
    end: str = "\r"
    end_sprms: bytes = b""
    style: int = 0


def para(text: str, sprms: bytes = b"", end: str = "\r", style: int = 0) -> Para:
    return Para([(text, b"")], sprms, end, b"", style)


def row(*cells: str, edges: tuple[int, ...], flags: tuple[int, ...] = (), huge: bool = False) -> list[Para]:
    """A row of a table: its cells, and the paragraph that describes them."""
    described = sprm_of_row(edges, flags)
    end = IN_TABLE + ROW_END + (sprm(0x6646, 0) if huge else described)
    return [*(para(text, IN_TABLE, "\x07") for text in cells), Para([], end, "\x07")]


def sprm_of_row(edges: tuple[int, ...], flags: tuple[int, ...] = ()) -> bytes:
    count = len(edges) - 1
    content = struct.pack(f"<B{count + 1}h", count, *edges)
    content += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack("<HH", 0xD608, len(content) + 1) + content


@dataclass
class Cut:
    """Where a piece begins, whether its letters take one byte, and what changes all of it."""

    start: int
    is_compressed: bool = False
    change: int = 0


@dataclass
class Made:
    """A document before it is written."""

    paragraphs: list[Para]
    cuts: list[Cut] = field(default_factory=lambda: [Cut(0)])
    changes: list[bytes] = field(default_factory=list)
    styles: list[bytes] = field(default_factory=list)
    data: bytes = b""
    parts: dict[int, bytes] = field(default_factory=dict)
    """Further entries of the file information block."""
    stories: dict[int, int] = field(default_factory=dict)
    """Letters at the end that belong to other stories than the text, by their numbers."""
    version: int = 0xC1
    flags: int = 0

    def streams(self) -> dict[str, bytes]:
        text = "".join(t for p in self.paragraphs for t in (*(t for t, _ in p.runs), p.end))
        bounds = [*(cut.start for cut in self.cuts), len(text)]
        # Stored from the last piece to the first: the order in the file says nothing.
        stored, places = b"", {}
        for cut, (start, end) in reversed(list(zip(self.cuts, pairwise(bounds), strict=True))):
            places[start] = _TEXT_AT + len(stored)
            stored += text[start:end].encode("cp1252" if cut.is_compressed else "utf-16-le")

        def place(position: int) -> tuple[int, int]:
            cut = max((c for c in self.cuts if c.start <= position), key=lambda c: c.start)
            size = 1 if cut.is_compressed else 2
            return places[cut.start] + (position - cut.start) * size, size

        letters, marks, at = [], [], 0
        for one in self.paragraphs:
            first = at
            for run, properties in [*one.runs, (one.end, one.end_sprms)]:
                letters += [(*place(at + k), properties) for k in range(len(run))]
                at += len(run)
            described = struct.pack("<H", one.style) + one.sprms
            marks += [(*place(k), described) for k in range(first, at)]
        main = bytearray(_TEXT_AT) + stored
        main += bytes(-len(main) % _PAGE)
        page = len(main) // _PAGE
        main += _page(letters, False) + _page(marks, True)
        parts = {
            STYLES: _styles(self.styles or [style("Normal")]),
            CHARACTERS: struct.pack("<3I", 0, 2**30, page),
            PARAGRAPHS: struct.pack("<3I", 0, 2**30, page + 1),
            PIECES: self._pieces(bounds, places),
            **self.parts,
        }
        table = b""
        entries = [(0, 0)] * _ENTRIES
        for number, part in parts.items():
            entries[number] = len(table), len(part)
            table += part
        lengths = [0] * 22
        lengths[3] = len(text) - sum(self.stories.values())
        for number, length in self.stories.items():
            lengths[number] = length
        head = struct.pack("<HH6xH20x", 0xA5EC, self.version, 0x0200 | self.flags)
        head += struct.pack("<H28xH22i", 14, 22, *lengths)
        head += struct.pack("<H", _ENTRIES) + b"".join(struct.pack("<2I", *pair) for pair in entries)
        main[: len(head)] = head
        return {"worddocument": bytes(main), "1table": table, "data": self.data}

    def blocks(self) -> list[Block]:
        return shown(self.streams()).sheets[0].blocks

    def texts(self) -> list[str]:
        return [one.text for one in self.blocks() if isinstance(one, Paragraph)]

    def grids(self) -> list[list[list[str]]]:
        return [places(one) for one in self.blocks() if isinstance(one, Grid)]

    def _pieces(self, bounds: list[int], places: dict[int, int]) -> bytes:
        found = b"".join(b"\x01" + struct.pack("<h", len(one)) + one for one in self.changes)
        content = struct.pack(f"<{len(bounds)}I", *bounds)
        for cut in self.cuts:
            at = places[cut.start]
            content += struct.pack("<HIH", 0, at * 2 | 1 << 30 if cut.is_compressed else at, cut.change)
        return found + b"\x02" + struct.pack("<I", len(content)) + content


def style(name: str, letters: bytes = b"", paragraph: bytes = b"", base: int = 0xFFF, kind: int = 1) -> bytes:
    """`kind`: 1 for one of paragraphs, 2 for one of letters."""
    parts = [struct.pack("<H", 0) + paragraph, letters] if kind == 1 else [letters]
    content = struct.pack("<5H", 0xFFE, base << 4 | kind, len(parts), 0, 0)
    content += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for one in parts:
        content += struct.pack("<H", len(one)) + one + bytes(len(one) % 2)
    return content


def _styles(styles: list[bytes]) -> bytes:
    head = struct.pack("<9H", len(styles), 10, 0, 0, 0, 0, 0, 0, 0)
    return struct.pack("<H", len(head)) + head + b"".join(struct.pack("<H", len(one)) + one for one in styles)


def _page(units: list[tuple[int, int, bytes]], of_paragraphs: bool) -> bytes:
    runs: list[list[int | bytes]] = []
    for at, size, properties in sorted(units):
        if runs and runs[-1][1] == at and runs[-1][2] == properties:
            runs[-1][1] = at + size
        else:
            runs.append([at, at + size, properties])
    page = bytearray(_PAGE)
    page[-1] = len(runs)
    for index, (start, end, _) in enumerate(runs):
        struct.pack_into("<2I", page, 4 * index, start, end)
    free = _PAGE - 1
    for index, (_, _, properties) in enumerate(runs):
        assert isinstance(properties, bytes)
        if of_paragraphs:
            properties += bytes(len(properties) % 2)
            content = bytes([0, len(properties) // 2]) + properties
        else:
            content = bytes([len(properties)]) + properties
        if properties:
            free = (free - len(content)) & ~1
            page[free : free + len(content)] = content
            page[4 * (len(runs) + 1) + index * (13 if of_paragraphs else 1)] = free // 2
    return bytes(page)
