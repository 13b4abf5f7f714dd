"""Single property modifiers (sprms) of a .doc: a code, and its operand."""

from __future__ import annotations

import struct
from collections.abc import Iterator

PARAGRAPH, CHARACTER, SECTION, TABLE = 1, 2, 4, 5  # kinds of properties
_SIZES = (
    1,
    1,
    2,
    4,
    2,
    2,
    0,
    3,
)  # bytes of the operand, by the highest bits of the code; 0 for those that state it
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_UNSTATED = 255  # the length of a change of tabs that is longer than can be stated
# Those that a piece can set without a list of its own; others change nothing that is shown.
_SHORT = {
    0x05: 0x2461,
    0x0C: 0x260A,
    0x18: 0x2416,
    0x19: 0x2417,
    0x41: 0x0800,
    0x42: 0x0801,
    0x53: 0x2A33,
    0x57: 0x0837,
    0x5C: 0x083C,
    0x62: 0x2A42,
    0x68: 0x2A48,
    0x73: 0x2A53,
    0x75: 0x0855,
}


def sprms(stored: bytes, kind: int) -> Iterator[tuple[int, bytes]]:
    """Code and operand of those that change properties of this kind. One that is cut off ends them."""
    at = 0
    while at + 2 < len(stored):
        code = stored[at] | stored[at + 1] << 8
        at += 2
        head, length = _operand(code, stored, at)
        operand = stored[at + head : at + length]
        if at + length > len(stored):
            return
        at += length
        if code >> 10 & 7 == kind:
            yield code, operand


def _operand(code: int, stored: bytes, at: int) -> tuple[int, int]:
    """Bytes of the operand that state its length, and of all of it."""
    size = _SIZES[code >> 13]
    if size:
        return 0, size
    if code == _TABLE_DEFINITION:
        return 2, 1 + int.from_bytes(stored[at : at + 2], "little")
    if code == _TABS and stored[at] == _UNSTATED and at + 1 < len(stored):
        added = 2 + 4 * stored[at + 1]
        return 1, added + 1 + 3 * (stored[at + added] if at + added < len(stored) else 0)
    return 1, 1 + stored[at]


def single(index: int, operand: int) -> bytes:
    """The property that a piece sets by its index alone."""
    return struct.pack("<HB", _SHORT[index], operand) if index in _SHORT else b""


def signed(operand: bytes) -> int:
    return int.from_bytes(operand, "little", signed=True)


def unsigned(operand: bytes) -> int:
    return int.from_bytes(operand, "little")
