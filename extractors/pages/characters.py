"""The characters of a page as pdfium gives them: codes, boxes, origins, angles and colours, a column at a time."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors.bulk import RawCharacters, library
from extractors.pages import pdfium_calls as calls
from extractors.pages.arcs import on_arcs
from extractors.pages.drawn_blanks import show_minuses
from extractors.pages.false_text import Falsehood, Upright, strike_false
from normalizers.text import RADICALS

ASLANT = 8.0  # degrees by which a character may lean from level or upright

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]

_HIGH, _LOW, _BEYOND = 0xD800, 0xDC00, 0xE000  # halves of pairs: high ones, low ones, what follows
_LAST = 0x10FFFF
_SPACE = 32
_WHITE = (2, 9, 10, 13)  # pdfium's mark of a hyphen at the end of a line, tabs and line ends
_RADICAL, _PAST_RADICALS = 0x2E80, 0x2FE0


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters in content order.

    `boxes` (n, 4) are left, bottom, right, top in user space: advance width by font height. `origins` (n, 4) hold
    the point on the baseline twice, as a box without size. `angles` (n,) are degrees, `colours` (n,) 0xRRGGBB.
    `aslant` are the characters that lean, which are in none of the others: a watermark, a stamp over the text, a
    heading set aslant. `places` (n,) are their places among what pdfium gave, `raw`. `nameless` (k, 4) are the boxes
    of what is drawn as text and stands in none of them, because its font does not say which character it is. `false`
    says why some of them were made nameless, which happens on hardly any page.
    """

    text: list[str]
    boxes: Array
    origins: Array
    angles: Array
    colours: Codes
    raw: RawCharacters
    places: npt.NDArray[np.int64]
    aslant: Characters | None = None
    nameless: Array = field(default_factory=lambda: np.zeros((0, 4)))
    false: Falsehood = field(default_factory=Falsehood)


@dataclass(slots=True)
class _Places:
    """Where pdfium writes boxes and origins. Kept between pages: making a reference takes as long as a call."""

    boxes: Any = None
    points: Any = None
    colours: Any = None
    box_refs: list[Any] = field(default_factory=list)
    x_refs: list[Any] = field(default_factory=list)
    y_refs: list[Any] = field(default_factory=list)
    colour_refs: list[list[Any]] = field(default_factory=list)

    def hold(self, count: int) -> None:
        if self.boxes is not None and count <= len(self.box_refs):
            return
        size = max(4096, 1 << count.bit_length())
        self.boxes, self.points = (ctypes.c_float * (4 * size))(), (ctypes.c_double * (2 * size))()
        self.colours = (ctypes.c_uint * (4 * size))()
        self.box_refs = [ctypes.byref(self.boxes, at) for at in range(0, 16 * size, 16)]
        self.x_refs = [ctypes.byref(self.points, at) for at in range(0, 16 * size, 16)]
        self.y_refs = [ctypes.byref(self.points, at) for at in range(8, 16 * size + 8, 16)]
        self.colour_refs = [
            [ctypes.byref(self.colours, at) for at in range(4 * part, 16 * size, 16)] for part in range(4)
        ]


_places = _Places()


def read_characters(
    page: pdfium.PdfPage, upright: Upright | None = None, reworded: Sequence[int] = ()
) -> Characters:
    """The characters of a page, those aslant apart; what pdfium adds (spaces, line ends) is left out.

    With `upright`, which maps boxes in user space to the shown page, false ones are made nameless, but not those of
    `reworded` text objects, whose words the file gives.
    """
    textpage = page.get_textpage()
    try:
        handle, count = calls.handle_of(textpage.raw), max(textpage.count_chars(), 0)
        compiled = library()
        found = compiled.characters(handle, count) if compiled is not None else ask_each(handle, count)
        show_minuses(found)
        false = strike_false(page, found, upright, reworded) if upright is not None else Falsehood()
        return replace(straight(found), false=false)
    finally:
        textpage.close()


def ask_each(handle: calls.Handle, count: int) -> RawCharacters:
    """The same as `bulk.c` gives, asked character by character."""
    _places.hold(count)
    indices = range(count)
    codes = np.fromiter(map(calls.char_code, repeat(handle), indices), np.uint32, count)
    has_box = np.fromiter(map(calls.char_box, repeat(handle), indices, _places.box_refs), np.bool_, count)
    deque(map(calls.char_origin, repeat(handle), indices, _places.x_refs, _places.y_refs), maxlen=0)
    angles = np.fromiter(map(calls.char_angle, repeat(handle), indices), np.float32, count)
    has_colour = np.fromiter(
        map(calls.char_colour, repeat(handle), indices, *_places.colour_refs), np.bool_, count
    )
    owners = np.fromiter(map(calls.char_owner, repeat(handle), indices), np.uint64, count)
    glyphs = (ctypes.c_double * (4 * count))()
    edges = [[ctypes.byref(glyphs, at) for at in range(first, 32 * count, 32)] for first in (0, 8, 16, 24)]
    deque(map(calls.char_glyph, repeat(handle), indices, *edges), maxlen=0)
    is_generated = np.zeros(count, dtype=np.bool_)
    # Only spaces and line ends are pdfium's own, so no other need be asked.
    for index in np.nonzero(codes == _SPACE)[0].tolist():
        is_generated[index] = calls.char_is_generated(handle, index) == 1
    boxes = np.frombuffer(_places.boxes, np.float32, 4 * count).reshape(count, 4).copy()
    outlines = np.array(glyphs, np.float64).reshape(count, 4)
    points = np.frombuffer(_places.points, np.float64, 2 * count).reshape(count, 2).copy()
    parts = np.frombuffer(_places.colours, np.uint32, 4 * count).reshape(count, 4)
    colours = np.where(has_colour, parts[:, 0] << 16 | parts[:, 1] << 8 | parts[:, 2], 0).astype(np.uint32)
    return RawCharacters(codes, has_box, is_generated, boxes, points, angles, colours, outlines, owners)


def straight(raw: RawCharacters) -> Characters:
    """The characters that are printed, apart from those set aslant."""
    codes = raw.codes
    if ((codes >= _HIGH) & (codes < _BEYOND)).any():
        _join_pairs(codes)
    has_meaning = (codes >= _SPACE) & (codes <= _LAST) & (codes != 0xFFFE) & (codes != 0xFFFF)
    degrees = np.degrees(raw.angles.astype(float))
    is_straight = np.abs((degrees + 45) % 90 - 45) < ASLANT
    is_printed = has_meaning & raw.has_box & ~raw.is_generated
    leaning = np.nonzero(is_printed & ~is_straight)[0]
    if len(leaning):
        is_straight &= ~_on_arcs(raw, degrees, is_printed)
        leaning = np.nonzero(is_printed & ~is_straight)[0]
    aslant = _chosen(raw, degrees, leaning) if len(leaning) else None
    found = _chosen(raw, degrees, np.nonzero(is_printed & is_straight)[0], aslant)
    return found if has_meaning.all() else replace(found, nameless=_nameless(raw, has_meaning))


def _on_arcs(raw: RawCharacters, degrees: Array, is_printed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which characters are the words of a seal, though some of them stand upright."""
    inked = np.nonzero(is_printed & (raw.codes != _SPACE))[0]
    boxes = raw.boxes[inked].astype(float)
    found = np.zeros(len(raw.codes), dtype=bool)
    found[inked] = on_arcs(degrees[inked], (boxes[:, :2] + boxes[:, 2:]) / 2, raw.colours[inked])
    return found


def _nameless(raw: RawCharacters, has_meaning: npt.NDArray[np.bool_]) -> Array:
    """Boxes of the glyphs that have a place on the page and no name."""
    is_drawn = ~has_meaning & raw.has_box & ~raw.is_generated & ~np.isin(raw.codes, _WHITE)
    is_drawn &= (raw.codes < _HIGH) | (raw.codes >= _BEYOND)
    boxes = raw.boxes[is_drawn][:, [0, 3, 2, 1]].astype(float)
    return boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]


def _chosen(
    raw: RawCharacters, degrees: Array, kept: npt.NDArray[np.int64], aslant: Characters | None = None
) -> Characters:
    """The characters at these places."""
    text = list(raw.codes[kept].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"))
    if ((raw.codes[kept] >= _RADICAL) & (raw.codes[kept] < _PAST_RADICALS)).any():
        text = [RADICALS.get(char, char) for char in text]  # fonts that map 长 to ⻓ show 长
    # pdfium's rectangles are left, top, right, bottom.
    boxes = raw.boxes[kept][:, [0, 3, 2, 1]].astype(float)
    colours = raw.colours[kept]
    return Characters(text, boxes, np.tile(raw.points[kept], 2), degrees[kept], colours, raw, kept, aslant)


def _join_pairs(codes: Codes) -> None:
    """The second half of a pair becomes the character, the first nothing."""
    high = 0
    for index in np.nonzero((codes >= _HIGH) & (codes < _BEYOND))[0].tolist():
        code = int(codes[index])
        if code < _LOW:
            high, codes[index] = code, 0
        elif high:
            codes[index] = 0x10000 + ((high - _HIGH) << 10) + (code - _LOW)
            high = 0
