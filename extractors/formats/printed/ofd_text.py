"""Text of an OFD page: every sign with its place, set in runs as it was written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractors.formats.printed.matrices import Matrix, SenselessError, number, scale_of, steps, then
from extractors.formats.printed.ofd_package import Element, children
from extractors.formats.printed.pdf_fonts import Font, PlainFont, SourceFont, usual_width
from extractors.formats.printed.pdf_pages import PdfPages, written

_LEVEL = 0.02  # of the size: so far a sign may stand off the line of its run
_MOST_SIGNS = 100_000  # of one piece of text
_BREAKS = "\r\n"


@dataclass(slots=True)
class Sign:
    """A glyph: the characters that it stands for, its number in the font's file, and where it begins.

    `is_further`: another glyph stands for its character, too; it only has a place.
    """

    text: str
    glyph: int | None
    x: float = 0.0
    y: float = 0.0
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text object is set: sizes in the object's space, turns in degrees clockwise."""

    size: float
    stretch: float
    turn: int
    reading: int

    @staticmethod
    def of(element: Element) -> Setting:
        """Raises SenselessError."""
        size, stretch = number(element.get("Size"), 0.0), number(element.get("HScale"), 1.0)
        if size <= 0 or stretch <= 0:
            raise SenselessError("size")
        turns = [int(number(element.get(name), 0.0)) for name in ("CharDirection", "ReadDirection")]
        return Setting(size, stretch, turns[0] % 360, turns[1] % 360)


def runs_of(element: Element, setting: Setting) -> Iterator[list[Sign]]:
    """The signs of a text object, a list for each of its pieces of text. Raises SenselessError."""
    glyphs = _glyphs(element)
    x = y = 0.0
    before = 0
    for code in children(element, "TextCode"):
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        text = _shown("".join(code.itertext()))[:_MOST_SIGNS]
        signs = _signs(text, glyphs, before)
        before += len(text)
        if signs:
            _place(signs, code, setting, x, y)
            yield signs


def _shown(text: str) -> str:
    """Without the breaks of lines, and indents after them, that only lay out the XML."""
    if not any(one in text for one in _BREAKS):
        return text
    lines = text.replace("\r", "\n").split("\n")
    return "".join([lines[0], *(line.lstrip(" \t") for line in lines[1:])])


def _glyphs(element: Element) -> dict[int, tuple[int, list[int]]]:
    """By the place of their first character among all of the object: how many characters, and their glyphs."""
    found: dict[int, tuple[int, list[int]]] = {}
    for change in children(element, "CGTransform"):
        start, count = int(number(change.get("CodePosition"))), int(number(change.get("CodeCount"), 1))
        words = [word for one in children(change, "Glyphs") for word in (one.text or "").split()]
        glyphs = [int(number(word)) for word in words[:_MOST_SIGNS]]
        if not glyphs or count < 1:
            continue
        if len(glyphs) == count:
            found.update({start + k: (1, [glyph]) for k, glyph in enumerate(glyphs)})
        else:
            found[start] = count, glyphs
    return found


def _signs(text: str, glyphs: dict[int, tuple[int, list[int]]], before: int) -> list[Sign]:
    """Characters in their order; several with one glyph are one sign, further glyphs of one stand for nothing."""
    if not text and before in glyphs:
        return [Sign("", glyph) for glyph in glyphs[before][1]]
    signs: list[Sign] = []
    at = 0
    while at < len(text):
        count, own = glyphs.get(before + at, (1, []))
        part = text[at : at + count]
        signs.append(Sign(part, own[0] if own else None))
        signs += [Sign("", glyph, is_further=True) for glyph in own[1:]]
        at += count
    return signs


def _place(signs: list[Sign], code: Element, setting: Setting, x: float, y: float) -> None:
    """Give each sign its place, from the steps that the file gives or the widths that signs usually have."""
    count = len(signs) - 1
    across, down = steps(code.get("DeltaX"), count), steps(code.get("DeltaY"), count)
    if not any(across) and not any(down):
        usual = [usual_width(sign.text) * setting.size * setting.stretch for sign in signs[:-1]]
        cos, sin = _turned(setting.reading)
        across, down = [cos * one for one in usual], [sin * one for one in usual]
    signs[0].x, signs[0].y = x, y
    for k in range(count):
        x += across[k] if across else 0.0
        y += down[k] if down else 0.0
        signs[k + 1].x, signs[k + 1].y = x, y


def _turned(degrees: int) -> tuple[float, float]:
    angle = math.radians(degrees)
    return round(math.cos(angle), 9), round(math.sin(angle), 9)


class Setter:
    """Sets runs in a font, where a matrix leads the object's space to the page."""

    def __init__(self, pages: PdfPages, font: SourceFont, setting: Setting, place: Matrix) -> None:
        self._pages, self._font, self._setting = pages, font, setting
        # A sign stands with its head up in a space whose heights grow downwards.
        cos, sin = _turned(setting.turn)
        upright: Matrix = (cos * setting.stretch, sin * setting.stretch, sin, -cos, 0.0, 0.0)
        self._along, self._down = (cos, sin), (-sin, cos)
        frame = then(upright, (*place[:4], 0.0, 0.0))
        if frame[0] * frame[3] - frame[1] * frame[2] < 0:
            # Nobody reads mirror writing: the file means the place of the text, not its glyphs.
            frame = frame[0], frame[1], -frame[2], -frame[3], 0.0, 0.0
        height = math.hypot(frame[2], frame[3])
        if not height or not scale_of(frame):
            raise SenselessError("matrix")
        self._frame = tuple(value / height for value in frame[:4])
        self._points = setting.size * height
        self._place = place

    def operators(self, signs: list[Sign]) -> str:
        """The operators that show a run."""
        return "\n".join(self._line(line) for line in self._lines(signs))

    def _lines(self, signs: list[Sign]) -> Iterator[list[Sign]]:
        """Signs that follow each other on one line in one font."""
        line: list[Sign] = []
        for sign in signs:
            if sign.is_further or not self._is_drawn(sign):
                continue
            is_other = bool(line) and (self._glyph(line[-1]) is None) != (self._glyph(sign) is None)
            if line and (is_other or not self._is_level(line[-1], sign)):
                yield line
                line = []
            line.append(sign)
        if line:
            yield line

    def _is_drawn(self, sign: Sign) -> bool:
        """A blank that the font's file lacks is the gap that it leaves, and no other font has its numbers."""
        if self._glyph(sign) is not None:
            return True
        return bool(sign.text) and (self._font.program is None or not sign.text.isspace())

    def _is_level(self, one: Sign, other: Sign) -> bool:
        dx, dy = other.x - one.x, other.y - one.y
        off = dx * self._down[0] + dy * self._down[1]
        return abs(off) < _LEVEL * self._setting.size

    def _step(self, one: Sign, other: Sign) -> float:
        """From sign to sign along the line, as a share of the size."""
        dx, dy = other.x - one.x, other.y - one.y
        return (dx * self._along[0] + dy * self._along[1]) / (self._setting.size * self._setting.stretch)

    def _glyph(self, sign: Sign) -> int | None:
        program = self._font.program
        if program is None:
            return None
        glyph = sign.glyph
        if glyph is None and sign.text:
            glyph = program.glyphs.get(ord(sign.text[0]))
        return glyph if glyph is not None and 0 <= glyph < program.count else None

    def _line(self, line: list[Sign]) -> str:
        steps = [self._step(one, other) for one, other in pairwise(line)]
        font: Font | None = self._font.embedded if self._glyph(line[0]) is not None else None
        if font is None:
            texts = (sign.text for sign in line)
            font = self._font.plain(zip(texts, steps, strict=False))
        shown: list[str] = []
        for sign, step in zip(line, [*steps, None], strict=True):
            code, width = font.code(sign.text, self._glyph(sign) or 0, step)
            shown.append(f"<{code.hex()}>")
            if step is not None and abs(gap := (width - step) * 1000) >= 0.05:
                shown.append(written(gap))
        if len(line) == 1 and isinstance(font, PlainFont):
            shown.append(f"<{font.end().hex()}>")
        a, b, c, d, e, f = self._place
        x, y = line[0].x, line[0].y
        place = f"{_fine(self._frame)} {written(a * x + c * y + e, b * x + d * y + f)} Tm"
        return f"{self._pages.font(font)} {written(self._points)} Tf {place} [{' '.join(shown)}] TJ"


def _fine(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in values)
