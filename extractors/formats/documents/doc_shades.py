"""Colours under the letters of a .doc, without which white letters are not seen."""

from __future__ import annotations

from extractors.formats.documents.doc_sprms import TABLE, sprms

_OLD, _NEW = 2, 10  # bytes of a shade
_AUTO, _WHITE_OF_PALETTE = 0, 8
_NOTHING_OLD, _NO_PATTERN = 0xFFFF, 0xFFFF
_OF_CELLS_OLD = frozenset({0xD609, 0x7627})
_OF_CELLS = frozenset({0xD612, 0xD616, 0xD60C, 0xD670, 0xD671, 0xD672, 0xD660, 0xD62D})
_RANGE = frozenset({0x7627, 0xD62D})  # those that name cells in two bytes before the shade
_TABLE_STYLE, _USUAL_STYLES = 0x563A, frozenset({0, 11, 0xFFF})


def is_shade(stored: bytes) -> bool:
    """Is it a colour other than white, or a pattern?"""
    if len(stored) < _NEW:
        shade = int.from_bytes(stored[:_OLD], "little")
        back, pattern = shade >> 5 & 31, shade >> 10
        return shade != _NOTHING_OLD and (pattern != 0 or back not in (_AUTO, _WHITE_OF_PALETTE))
    pattern = int.from_bytes(stored[8:10], "little")
    is_white = stored[7] != 0 or stored[4:7] == b"\xff\xff\xff"
    return pattern != _NO_PATTERN and (pattern != 0 or not is_white)


def shades_row(stored: bytes) -> bool:
    """May there be a colour under one of the cells of a row? A style of tables may colour any of them."""
    for code, operand in sprms(stored, TABLE):
        if code == _TABLE_STYLE and int.from_bytes(operand, "little") not in _USUAL_STYLES:
            return True
        size = _OLD if code in _OF_CELLS_OLD else _NEW if code in _OF_CELLS else 0
        start = 2 if code in _RANGE else 0
        if size and any(
            is_shade(operand[at : at + size]) for at in range(start, len(operand) - size + 1, size)
        ):
            return True
    return False
