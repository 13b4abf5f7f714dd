"""How letters, paragraphs and rows of a .doc are set, by the sprms that say so."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extractors.formats.documents.doc_shades import is_shade
from extractors.formats.documents.doc_sprms import CHARACTER, PARAGRAPH, signed, sprms, unsigned

_CHARACTER_STYLE, _PLAIN = 0x4A30, 0x2A33
_TOGGLES = {0x083C: "is_hidden", 0x0837: "is_struck", 0x2A53: "is_struck_twice"}
_COLOURS = (  # of the palette
    "auto",
    "000000",
    "0000FF",
    "00FFFF",
    "00FF00",
    "FF00FF",
    "FF0000",
    "FFFF00",
    "FFFFFF",
    "000080",
    "008080",
    "008000",
    "800080",
    "800000",
    "808000",
    "808080",
    "C0C0C0",
)
_ALIGNS = ("left", "center", "right", "both")
_LEADERS = ("none", "dot", "hyphen", "underscore", "heavy", "middleDot")
_DEEPEST = 30  # tables within tables


@dataclass(slots=True)
class CharacterProperties:
    """`half_points` is the size; `colour` six hexadecimal digits or `auto`; `symbol` font and code of a sign."""

    is_hidden: bool = False
    is_struck: bool = False
    is_struck_twice: bool = False
    is_deleted: bool = False
    is_special: bool = False
    is_raised: bool = False
    is_shaded: bool = False
    half_points: int = 20
    colour: str = ""
    font: int | None = None
    symbol: tuple[int, int] | None = None
    data: int | None = None
    """Where in the data stream stands what a picture or a field to be filled in is made of."""

    def turned(self, below: CharacterProperties) -> CharacterProperties:
        """These, where what is hidden or struck out turns around what stands below."""
        return replace(
            self,
            is_hidden=self.is_hidden != below.is_hidden,
            is_struck=self.is_struck != below.is_struck,
            is_struck_twice=self.is_struck_twice != below.is_struck_twice,
        )

    def change(self, stored: bytes, style: CharacterProperties) -> None:
        """Set what sprms say; some of them say that it is as in the style, or the other way round."""
        for code, operand in sprms(stored, CHARACTER):
            toggle = _TOGGLES.get(code)
            if toggle is not None:
                below: bool = getattr(style, toggle)
                said = operand[0]
                setattr(self, toggle, below ^ bool(said & 1) if said & 0x80 else said == 1)
            elif code == _PLAIN:
                for name in ("is_hidden", "is_struck", "is_struck_twice", "is_raised", "half_points"):
                    setattr(self, name, getattr(style, name))
                self.colour, self.font = style.colour, style.font
            elif code in _CHARACTER:
                _CHARACTER[code](self, operand)


NOTHING = CharacterProperties()


@dataclass(slots=True)
class ParagraphProperties:
    """Indents are in twips, those in `letters` in hundredths of one; None where nothing is said. Tables are counted
    from the outermost, which is 1; `tabs` are the leaders of stops by their place.
    """

    style: int = 0
    align: str = "left"
    left: int = 0
    first: int = 0
    left_letters: int | None = None
    first_letters: int | None = None
    list_use: int = 0
    level: int | None = None
    is_in_table: bool = False
    depth: int | None = None
    ends_cell: bool = False
    """Of a table within a table."""
    ends_row: bool = False
    ends_inner_row: bool = False
    is_shaded: bool = False
    tabs: dict[int, str] = field(default_factory=dict)

    @property
    def table_depth(self) -> int:
        if not self.is_in_table:
            return 0
        return min(max(1 if self.depth is None else self.depth, 1), _DEEPEST)

    def copy(self) -> ParagraphProperties:
        return replace(self, tabs=dict(self.tabs))

    def change(self, stored: bytes) -> None:
        for code, operand in sprms(stored, PARAGRAPH):
            if code in _PARAGRAPH:
                _PARAGRAPH[code](self, operand)


def character_style(stored: bytes) -> int | None:
    """The style of letters that sprms name."""
    found = [unsigned(operand) for code, operand in sprms(stored, CHARACTER) if code == _CHARACTER_STYLE]
    return found[-1] if found else None


def _coloured(into: CharacterProperties, operand: bytes) -> None:
    into.colour = "auto" if operand[3] else operand[:3].hex()


def _from_palette(into: CharacterProperties, operand: bytes) -> None:
    into.colour = _COLOURS[operand[0]] if operand[0] < len(_COLOURS) else "auto"


def _symbol(into: CharacterProperties, operand: bytes) -> None:
    font, code = struct.unpack("<HH", operand)
    into.symbol = font, code


def _nested(into: ParagraphProperties, operand: bytes) -> None:
    into.left = max(into.left + signed(operand), 0)


def _tabs(into: ParagraphProperties, operand: bytes, removed: int) -> None:
    """Take stops away, `removed` bytes each, and set others."""
    count = operand[0] if operand else 0
    for (place,) in struct.iter_unpack("<h", operand[1 : 1 + 2 * count]):
        into.tabs.pop(place, None)
    behind = 1 + removed * count
    added = operand[behind] if behind < len(operand) else 0
    places, kinds = operand[behind + 1 :][: 2 * added], operand[behind + 1 + 2 * added :][:added]
    for (place,), kind in zip(
        struct.iter_unpack("<h", places[: 2 * (len(places) // 2)]), kinds, strict=False
    ):
        leader = kind >> 3 & 7
        into.tabs[place] = _LEADERS[leader] if leader < len(_LEADERS) else _LEADERS[0]


def _set(name: str, value: Callable[[bytes], object]) -> Callable[[object, bytes], None]:
    return lambda into, operand: setattr(into, name, value(operand))


def _is_set(operand: bytes) -> bool:
    return operand[0] != 0


def _align(operand: bytes) -> str:
    return _ALIGNS[operand[0]] if operand[0] < len(_ALIGNS) else "both"


_CHARACTER: dict[int, Callable[[CharacterProperties, bytes], None]] = {
    0x0800: _set("is_deleted", _is_set),
    0x0855: _set("is_special", _is_set),
    0x2A0C: _set("is_shaded", _is_set),
    0x2A42: _from_palette,
    0x2A48: _set("is_raised", lambda operand: operand[0] == 1),
    0x4866: _set("is_shaded", is_shade),
    0x4A43: _set("half_points", unsigned),
    0x4A4F: _set("font", unsigned),
    0x6870: _coloured,
    0x6A03: _set("data", unsigned),
    0x6A09: _symbol,
    0xCA71: _set("is_shaded", is_shade),
}
_PARAGRAPH: dict[int, Callable[[ParagraphProperties, bytes], None]] = {
    0x2403: _set("align", _align),
    0x2416: _set("is_in_table", _is_set),
    0x2417: _set("ends_row", _is_set),
    0x244B: _set("ends_cell", _is_set),
    0x244C: _set("ends_inner_row", _is_set),
    0x2461: _set("align", _align),
    0x260A: _set("level", unsigned),
    0x442D: _set("is_shaded", is_shade),
    0x4456: _set("left_letters", signed),
    0x4457: _set("first_letters", signed),
    0x460B: _set("list_use", signed),
    0x4610: _nested,
    0x465F: _nested,
    0x6649: _set("depth", signed),
    0x840F: _set("left", signed),
    0x845E: _set("left", signed),
    0x8411: _set("first", signed),
    0x8460: _set("first", signed),
    0xC64D: _set("is_shaded", is_shade),
    0xC60D: lambda into, operand: _tabs(into, operand, 2),
    0xC615: lambda into, operand: _tabs(into, operand, 4),
}
