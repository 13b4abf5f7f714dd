"""Characters whose font, or file, says other than what it draws: they lose their meaning before anyone reads them.

* A digit that its font draws as another digit: the table from glyphs to characters lies.
* A space between or before digits that has ink: a decimal point or a minus sign by another name.

Words that the file itself gives for what is drawn are left to `reworded.py`.

Fonts are judged by the outlines of the digits that a page uses, once for a document; a page is drawn only where a
space stands at a digit.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors.bulk import RawCharacters
from extractors.pages import pdfium_calls as calls
from extractors.pages.glyph_shapes import DIGITS, Outline, likeness, outline

NAMELESS = 0xFFFD
"""The code of a character whose meaning is not known."""

_CONTRADICTED = (
    0.12  # how much more like another digit a glyph is (honest fonts: 0.05 at most, lies: 0.2 at least)
)
_CLEAR = 0.7  # how much it is like that other digit
_KNOWN = 0.5  # how much a glyph is like its digit at least, in any font meant to be read
_LONGEST = 32  # characters of a number that are looked at
_ASKED = 48  # numbers of a page whose font is asked for
_LOOKED_AT = 3  # spaces at digits of a page that are looked at before all of them are
_MOST_LOOKED_AT = 400
_DPI = 144
_BLANKS = np.array([0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000], np.uint32)
_DARK = 60  # how much darker than the paper ink is
_LINE = 30  # how dark a ruling line is at its edge
_HEAD, _FOOT = 0.3, 0.75  # shares of a character's height between which a level stroke may be a minus sign
_BESIDE = 0.35  # heights of a character: as near stand those of one number

Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Upright = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
_Name = tuple[str, int]


@dataclass(slots=True)
class _Font:
    """What is known of a font: the glyphs of the digits that it was asked for, and which of them are others."""

    glyphs: dict[str, Outline] = field(default_factory=dict)
    false: set[str] = field(default_factory=set)
    unlike: set[str] = field(default_factory=set)  # those that look like no digit at all

    @property
    def lies(self) -> bool:
        """One odd digit among others that are as they should be is a matter of taste."""
        return len(self.false) > 1 or (bool(self.false) and len(self.false) == len(self.glyphs))

    @property
    def is_proved(self) -> bool:
        return not self.false and not self.unlike


class Falsehood(NamedTuple):
    """Why characters of a page were made nameless, and whether fonts of its numbers are in doubt."""

    reason: str = ""
    is_unproved: bool = False


_fonts: WeakKeyDictionary[pdfium.PdfDocument, dict[_Name, _Font]] = WeakKeyDictionary()


def strike_false(
    page: pdfium.PdfPage, found: RawCharacters, upright: Upright, reworded: Sequence[int] = ()
) -> Falsehood:
    """Make false characters of a page nameless, in place, and say why; nothing is said where all is well.

    `upright` maps boxes left, bottom, right, top in user space to the shown page. `reworded` are the text objects
    whose words are not those that their font gives.
    """
    is_digit = digits(found)
    if reworded:
        is_digit &= ~np.isin(found.owners, np.array(reworded, np.uint64))
    if not is_digit.any():
        return Falsehood()
    inked = _strike_inked_spaces(page, found, is_digit, upright)
    misnamed = _strike_misnamed(page, found, is_digit)
    return Falsehood("; ".join(filter(None, [inked, misnamed.reason])), misnamed.is_unproved)


def digits(found: RawCharacters) -> Mask:
    """Which characters are digits?"""
    return (found.codes >= ord("0")) & (found.codes <= ord("9"))


def _strike_misnamed(page: pdfium.PdfPage, found: RawCharacters, is_digit: Mask) -> Falsehood:
    """Digits that their font draws as others."""
    starts = np.nonzero(is_digit & ~np.concatenate([[False], is_digit[:-1]]))[0]
    if len(starts) > _ASKED:
        starts = starts[np.linspace(0, len(starts) - 1, _ASKED).astype(int)]
    known = _fonts.setdefault(page.pdf, {})
    here: dict[int, _Font] = {}
    for place in starts.tolist():
        _look_at(known, here, found, place)
    if not any(font.lies for font in here.values()):
        return Falsehood(is_unproved=not all(font.is_proved for font in here.values()))
    # A font that lies about one digit is believed about none.
    owners: list[tuple[int, _Font]] = []
    for place in np.nonzero(is_digit)[0].tolist():
        font = _font_at(found, place)
        if font.value:
            record = _record(known, here, font, chr(found.codes[place]))
            _ask(record, font, chr(found.codes[place]))
            owners.append((place, record))
    struck = [place for place, record in owners if record.lies]
    drawn = {
        char: contradicting(record.glyphs[char], char) for record in here.values() for char in record.false
    }
    found.codes[struck] = NAMELESS
    shown = ", ".join(f"{other} for {char}" for char, other in sorted(drawn.items()))
    return Falsehood(f"the font draws other digits than its text says ({shown})")


def _ask(record: _Font, font: calls.Handle, char: str) -> None:
    """How does a font draw this digit?"""
    if char in record.glyphs:
        return
    glyph = record.glyphs[char] = outline(font, char)
    if contradicting(glyph, char):
        record.false.add(char)
    elif likeness(glyph)[int(char)] < _KNOWN:
        record.unlike.add(char)


def _look_at(
    known: dict[_Name, _Font],
    here: dict[int, _Font],
    found: RawCharacters,
    start: int,
) -> None:
    """Ask the font of a number for each of its digits. `here` are the fonts met on this page."""
    font = _font_at(found, start)
    if not font.value:
        return
    record = _record(known, here, font, chr(found.codes[start]))
    if len(record.glyphs) == len(DIGITS):
        return
    for place, code in enumerate(found.codes[start : start + _LONGEST].tolist(), start):
        char = chr(code)
        if char in record.glyphs:
            continue
        if char not in DIGITS:
            break
        # A number may be set in two fonts, and one knows nothing of the other's digits.
        if _font_at(found, place).value != font.value:
            break
        _ask(record, font, char)


def _record(known: dict[_Name, _Font], here: dict[int, _Font], font: calls.Handle, char: str) -> _Font:
    """What is known of a font; of two with one name that draw a digit otherwise, each is a font of its own."""
    address = font.value or 0
    if address not in here:
        name = _name_of(font)
        record = known.setdefault(name, _Font())
        if char in record.glyphs and record.glyphs[char] != outline(font, char):
            record = known[name] = _Font()
        here[address] = record
    return here[address]


def _font_at(found: RawCharacters, place: int) -> calls.Handle:
    """The font of a character; a null handle where pdfium knows none."""
    item = calls.Handle(int(found.owners[place]))
    font: calls.Handle = calls.object_font(item) if item.value else item
    return font


def _name_of(font: calls.Handle) -> _Name:
    """The name of a font and the size of its program."""
    size, name = ctypes.c_size_t(), ctypes.create_string_buffer(128)
    calls.font_name(font, name, ctypes.c_size_t(len(name)))
    calls.font_program(font, None, ctypes.c_size_t(0), ctypes.byref(size))
    return name.value.decode("utf-8", "replace"), size.value


def contradicting(glyph: Outline, char: str) -> str:
    """The digit that a glyph looks like much more than the one it is said to be; empty where there is none."""
    alike = likeness(glyph)
    best = max(range(10), key=alike.__getitem__)
    is_clear = alike[best] > _CLEAR and alike[best] - alike[int(char)] > _CONTRADICTED
    return DIGITS[best] if is_clear else ""


def _strike_inked_spaces(page: pdfium.PdfPage, found: RawCharacters, is_digit: Mask, upright: Upright) -> str:
    """Spaces between two digits, or before the first of a number, that are drawn with ink."""
    before = np.nonzero(is_digit[1:] & ~is_digit[:-1])[0]
    before = before[~found.is_generated[before] & found.has_box[before]]
    places = before[np.isin(found.codes[before], _BLANKS)]
    if not len(places):
        return ""
    places = places[_stands_at(found, places, is_digit)]
    if not len(places):
        return ""
    first = (
        places[np.linspace(0, len(places) - 1, _LOOKED_AT).astype(int)]
        if len(places) > _LOOKED_AT
        else places
    )
    if not any(_has_ink(page, found, place, upright) for place in first.tolist()):
        return ""
    struck = [place for place in places[:_MOST_LOOKED_AT].tolist() if _has_ink(page, found, place, upright)]
    found.codes[struck] = NAMELESS
    return f"{len(struck)} spaces at digits are drawn with ink"


def _stands_at(found: RawCharacters, places: Places, is_digit: Mask) -> Mask:
    """Spaces inside a number, or the first of their run before one: a word before it has its own space."""
    boxes = found.boxes.astype(float)
    height = np.abs(boxes[places, 1] - boxes[places, 3])
    near_after = np.abs(boxes[places + 1, 0] - boxes[places, 2]) < _BESIDE * height
    gap = np.abs(boxes[places, 0] - boxes[places - 1, 2])
    level = np.abs(found.points[places, 1] - found.points[places - 1, 1]) < _BESIDE * height
    near_before = (
        (gap < _BESIDE * height) & level & ~found.is_generated[places - 1] & found.has_box[places - 1]
    )
    return np.asarray(near_after & (is_digit[places - 1] | ~near_before))


def _has_ink(page: pdfium.PdfPage, found: RawCharacters, place: int, upright: Upright) -> bool:
    """Is anything drawn where a character stands?"""
    left, top, right, bottom = found.boxes[place].tolist()
    inset = 0.1 * (right - left)
    box = np.array([[left + inset, bottom, right - inset, top]], dtype=float)
    x0, y0, x1, y1 = upright(box)[0].tolist()
    width, height = page.get_size()
    if x1 - x0 < 0.5 or x0 < 0 or y0 < 0 or x1 > width or y1 > height:
        return False
    bitmap = page.render(scale=_DPI / 72, crop=(x0, height - y1, width - x1, y0), grayscale=True)
    try:
        pixels = bitmap.to_numpy().reshape(bitmap.height, -1).astype(int)
        if not pixels.size:
            return False
        ink = pixels.max() - pixels
        # A ruling line, or one under the text, goes on from edge to edge.
        level = ink.min(axis=1) >= _LINE
        level[round(_HEAD * len(level)) : round(_FOOT * len(level))] = False
        ink = ink[:, ink.min(axis=0) < _LINE][~level]
        return bool(ink.size) and int(ink.max()) > _DARK
    finally:
        bitmap.close()
