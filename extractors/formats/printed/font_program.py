"""What a font file says of its glyphs: which one a character has, and how wide each is.

Only as much as is needed to set text in it; what draws the glyphs reads the file itself.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

_MOST_TABLES = 64
_MOST_GROUPS = 70_000
_UNICODE = {(3, 10): 4, (0, 6): 4, (0, 4): 4, (3, 1): 3, (0, 3): 2, (0, 2): 1, (0, 1): 1, (0, 0): 1}
"""Platforms and encodings of tables of characters in Unicode, the better ones higher."""

Flavour = Literal["truetype", "opentype", "cff"]


@dataclass(frozen=True, slots=True)
class FontProgram:
    """A font file. `glyphs` leads from characters to glyphs; `widths` (glyph by glyph) are shares of the size."""

    content: bytes
    flavour: Flavour
    glyphs: dict[int, int]
    widths: list[float]
    count: int

    def width(self, glyph: int) -> float | None:
        """As a share of the size; None where the file does not say."""
        if not self.widths:
            return None
        return self.widths[min(glyph, len(self.widths) - 1)]


def font_program(content: bytes) -> FontProgram | None:
    """None where it is no font that can be embedded."""
    if content[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
        try:
            return _sfnt(content)
        except (struct.error, IndexError, ValueError):
            return None
    if content[:1] == b"\1" and content[1:2] in (b"\0", b"\1") and len(content) > 4:
        return FontProgram(content, "cff", {}, [], 0x10000)
    return None


def _sfnt(content: bytes) -> FontProgram | None:
    count = min(struct.unpack_from(">H", content, 4)[0], _MOST_TABLES)
    tables: dict[bytes, tuple[int, int]] = {}
    for k in range(count):
        name, _, start, size = struct.unpack_from(">4sIII", content, 12 + 16 * k)
        if start + size <= len(content):
            tables[name] = start, size
    has_cff = b"CFF " in tables
    if not has_cff and not {b"glyf", b"loca", b"head", b"maxp"} <= tables.keys():
        return None
    glyphs = struct.unpack_from(">H", content, tables[b"maxp"][0] + 4)[0] if b"maxp" in tables else 0x10000
    return FontProgram(
        content,
        "opentype" if has_cff else "truetype",
        _characters(content, tables),
        _widths(content, tables),
        glyphs,
    )


def _widths(content: bytes, tables: dict[bytes, tuple[int, int]]) -> list[float]:
    if not {b"head", b"hhea", b"hmtx"} <= tables.keys():
        return []
    em = struct.unpack_from(">H", content, tables[b"head"][0] + 18)[0] or 1000
    count = struct.unpack_from(">H", content, tables[b"hhea"][0] + 34)[0]
    start, size = tables[b"hmtx"]
    count = min(count, size // 4)
    return [width / em for width in struct.unpack_from(f">{2 * count}H", content, start)[::2]]


def _characters(content: bytes, tables: dict[bytes, tuple[int, int]]) -> dict[int, int]:
    if b"cmap" not in tables:
        return {}
    start = tables[b"cmap"][0]
    best, found = 0, {}
    for k in range(min(struct.unpack_from(">H", content, start + 2)[0], _MOST_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHI", content, start + 4 + 8 * k)
        rank = _UNICODE.get((platform, encoding), 0)
        if rank > best:
            best, found = rank, _mapping(content, start + offset)
    return found


def _mapping(content: bytes, start: int) -> dict[int, int]:
    form = struct.unpack_from(">H", content, start)[0]
    if form == 4:
        return _segments(content, start)
    if form == 12:
        return _groups(content, start)
    if form == 6:
        first, count = struct.unpack_from(">HH", content, start + 6)
        return {
            first + k: g for k, g in enumerate(struct.unpack_from(f">{count}H", content, start + 10)) if g
        }
    return {}


def _segments(content: bytes, start: int) -> dict[int, int]:
    count = struct.unpack_from(">H", content, start + 6)[0] // 2
    shape = f">{count}H"
    at = start + 14
    ends = struct.unpack_from(shape, content, at)
    starts = struct.unpack_from(shape, content, at + 2 * count + 2)
    deltas = struct.unpack_from(shape, content, at + 4 * count + 2)
    ranges = struct.unpack_from(shape, content, at + 6 * count + 2)
    found: dict[int, int] = {}
    for k in range(count):
        for code in range(starts[k], min(ends[k], 0xFFFE) + 1):
            glyph = code
            if ranges[k]:
                place = at + 6 * count + 2 + 2 * k + ranges[k] + 2 * (code - starts[k])
                if place + 2 > len(content):
                    break
                glyph = struct.unpack_from(">H", content, place)[0]
                if not glyph:
                    continue
            glyph = (glyph + deltas[k]) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found


def _groups(content: bytes, start: int) -> dict[int, int]:
    count = min(struct.unpack_from(">I", content, start + 12)[0], _MOST_GROUPS)
    found: dict[int, int] = {}
    for k in range(count):
        first, last, glyph = struct.unpack_from(">III", content, start + 16 + 12 * k)
        if first > last or last > 0x10FFFF or len(found) + last - first > 0x30000:
            break
        found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return found
