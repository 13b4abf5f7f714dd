"""Where the text boxes of a .doc are anchored."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.formats.documents.doc_file import ANCHORS, BOXES, DRAWINGS, DocFile, plc

_ANCHOR, _BOX = 26, 22  # bytes
_GROUP, _SHAPE = 0xF003, 0xF004  # records of drawings
_SHAPE_NAME, _PROPERTIES, _TEXT = 0xF00A, 0xF00B, 0xF00D
_TEXT_PROPERTY, _FLAGS_PROPERTY = 0x0080, 0x03BF
_HIDDEN, _SAYS_HIDDEN = 0x2, 0x20000
_BELOW = 0x4000
_DEEPEST = 40  # groups within groups


@dataclass(slots=True)
class _Shape:
    name: int = 0
    text: int | None = None
    is_hidden: bool = False


def text_boxes(file: DocFile) -> dict[int, list[tuple[int, int]]]:
    """Positions of the texts of the boxes that are shown, by the position of their anchor. Raises FormatError."""
    found: dict[int, list[tuple[int, int]]] = {}
    positions, described = plc(file.entry(BOXES), _BOX)
    start, end = file.story("boxes")
    spans: dict[int, tuple[int, int]] = {}
    named: dict[int, int] = {}
    for number, box in enumerate(described):
        # One that may be used again shows nothing.
        if not struct.unpack_from("<H", box, 8)[0]:
            spans[number] = start + positions[number], min(start + positions[number + 1], end)
            named.setdefault(struct.unpack_from("<I", box, 14)[0], number)
    groups = _groups(file.entry(DRAWINGS))
    used: set[int] = set()
    anchors, shapes = plc(file.entry(ANCHORS), _ANCHOR)
    for at, shape in zip(anchors, shapes, strict=False):
        (name,) = struct.unpack_from("<I", shape)
        for one in groups.get(name, [_Shape(name)]):
            number = one.text if one.text in spans else named.get(one.name, -1)
            if not one.is_hidden and number in spans and number not in used:
                used.add(number)
                found.setdefault(at, []).append(spans[number])
    return found


def is_painted(file: DocFile) -> bool:
    """Are there shapes behind the text?"""
    _, shapes = plc(file.entry(ANCHORS), _ANCHOR)
    return any(struct.unpack_from("<H", one, 20)[0] & _BELOW for one in shapes)


def _groups(stored: bytes) -> dict[int, list[_Shape]]:
    """The shapes of each that stands by itself, by its name."""
    found: dict[int, list[_Shape]] = {}
    records = _records(stored, 0, len(stored))
    first = next(records, None)
    if first is None:
        return found
    at = first[2]
    while at + 1 < len(stored):
        # A byte in front of each drawing says whether it is of the text or of the headers.
        drawing = next(_records(stored, at + 1, len(stored)), None)
        if drawing is None:
            break
        for kind, start, end in _records(stored, drawing[1], drawing[2]):
            if kind == _GROUP:
                for shapes in _alone(stored, start, end):
                    if shapes:
                        found[shapes[0].name] = shapes
        at = drawing[2]
    return found


def _alone(stored: bytes, start: int, end: int) -> Iterator[list[_Shape]]:
    for kind, first, behind in _records(stored, start, end):
        if kind in (_SHAPE, _GROUP):
            yield list(_shapes(stored, kind, first, behind, _DEEPEST))


def _shapes(stored: bytes, kind: int, start: int, end: int, deepest: int) -> Iterator[_Shape]:
    """A shape, or a group: the shape that stands for it, and those in it."""
    if kind == _SHAPE:
        yield _shape(stored, start, end)
        return
    is_hidden = False
    for index, (inner, first, behind) in enumerate(_records(stored, start, end)):
        if inner in (_SHAPE, _GROUP) and deepest:
            for one in _shapes(stored, inner, first, behind, deepest - 1):
                is_hidden = is_hidden or (index == 0 and one.is_hidden)
                one.is_hidden = one.is_hidden or is_hidden
                yield one


def _shape(stored: bytes, start: int, end: int) -> _Shape:
    found = _Shape()
    for kind, first, behind in _records(stored, start, end):
        if kind == _SHAPE_NAME and behind - first >= 4:
            (found.name,) = struct.unpack_from("<I", stored, first)
        elif kind == _TEXT and behind - first >= 4 and found.text is None:
            found.text = _box_number(struct.unpack_from("<I", stored, first)[0])
        elif kind == _PROPERTIES:
            count = struct.unpack_from("<H", stored, first - 8)[0] >> 4
            for at in range(first, min(behind - 5, first + 6 * count), 6):
                code, value = struct.unpack_from("<HI", stored, at)
                if code & 0x3FFF == _TEXT_PROPERTY:
                    found.text = _box_number(value)
                elif code & 0x3FFF == _FLAGS_PROPERTY and value & _SAYS_HIDDEN:
                    found.is_hidden = bool(value & _HIDDEN)
    return found


def _box_number(stored: int) -> int | None:
    """Which of the boxes, from 0; None for one that goes on with the text of another."""
    return (stored >> 16) - 1 if not stored & 0xFFFF else None


def _records(stored: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind of each, where its content begins, and where it ends."""
    at = start
    while at + 8 <= end:
        kind, length = struct.unpack_from("<HI", stored, at + 2)
        if at + 8 + length > end:
            return
        yield kind, at + 8, at + 8 + length
        at += 8 + length
