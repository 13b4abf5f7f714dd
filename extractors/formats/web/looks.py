"""How the text of an element looks: alignment, height of letters, indent. It goes over to what is within."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.formats.blocks import Align
from extractors.formats.web.styles import Declarations
from extractors.formats.web.tree import Element, name_of
from extractors.formats.web.words import words

_BASE = 10.5  # points, of text whose height nothing says
_LEAST, _MOST = 6.0, 36.0
_HEADINGS = {"h1": 21.0, "h2": 16.0, "h3": 14.0, "h4": 12.0, "h5": 10.5, "h6": 10.5}
_FONT_SIZES = (7.5, 10.0, 10.5, 13.5, 18.0, 24.0, 36.0)  # <font size=1> to 7
_NAMED = {
    "xx-small": 7.0, "x-small": 8.0, "small": 9.5, "medium": 10.5, "large": 13.5, "x-large": 18.0, "xx-large": 24.0,
}  # fmt: skip
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%|cm|mm|in)?")
_POINTS = {"px": 0.75, "pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "rem": _BASE}
_ALIGNS: dict[str, Align] = {
    "left": "left", "start": "left", "justify": "left", "center": "center", "middle": "center", "right": "right",
    "end": "right", "-webkit-center": "center", "-webkit-right": "right",
}  # fmt: skip
_INLINE = ("span", "font", "b", "strong", "i", "em")
_RED = re.compile(r"red|#f00|#ff0000|rgb\(255,\s*0,\s*0\)")
_KEEPS_LINES = ("pre", "pre-wrap", "pre-line", "break-spaces")


@dataclass(frozen=True, slots=True)
class Look:
    """`indent`: letters by which a block stands in beside its own first line; `first`: those of its first line."""

    align: Align = "left"
    size: float = _BASE
    indent: float = 0.0
    first: float = 0.0
    is_red: bool = False
    keeps_lines: bool = False
    floats: str = ""

    def within(self, element: Element, declared: Declarations) -> Look:
        """The look of what is in an element that stands in one of this look."""
        tag = name_of(element)
        if not declared and not self.floats and tag not in words("looked_tags") and not element.attrib:
            return self
        # Indents are those within a cell; of what is around a table only the height of letters goes over.
        starts = tag in ("table", "td", "th")
        size = _size(element, tag, declared, self.size)
        floats = declared.get("float", "")
        align = _align(element, tag, declared, "center" if tag == "th" else self.align)
        indent = 0.0 if starts else self.indent
        indent += sum(_letters(declared, side, size) for side in ("padding-left", "margin-left"))
        first = 0.0 if starts else self.first
        color = declared.get("color", "") or (element.get("color") or "").lower()
        space = "pre" if tag == "pre" else declared.get("white-space", "")
        return Look(
            "right" if floats == "right" and tag in _INLINE else align,
            size,
            indent + (2.0 if tag in ("ul", "ol", "blockquote", "dd") else 0.0),
            _letters(declared, "text-indent", size) if "text-indent" in declared else first,
            bool(_RED.fullmatch(color)) if color else self.is_red,
            space in _KEEPS_LINES if space else self.keeps_lines,
            floats,
        )


def _size(element: Element, tag: str, declared: Declarations, outer: float) -> float:
    size = _HEADINGS.get(tag, outer)
    if tag == "font" and (number := re.fullmatch(r"([+-]?)(\d)", (element.get("size") or "").strip())):
        at = {"": 0, "+": 3, "-": 3}[number.group(1)]
        step = int(number.group(2)) * (-1 if number.group(1) == "-" else 1)
        size = _FONT_SIZES[min(max(at + step, 1), 7) - 1]
    if "font-size" in declared:
        value = declared["font-size"]
        size = _NAMED.get(value) or _points(value, outer) or size
    return min(max(size, _LEAST), _MOST)


def _align(element: Element, tag: str, declared: Declarations, outer: Align) -> Align:
    if tag == "center":
        return "center"
    said = (
        declared.get("text-align")
        or (element.get("align") or "" if tag in words("aligned_tags") else "").lower().strip()
    )
    return _ALIGNS.get(said, outer)


def _letters(declared: Declarations, name: str, size: float) -> float:
    """A length in letters; that of a shorthand likewise. A negative one is none."""
    value = declared.get(name) or _left_of(declared.get(name.removesuffix("-left"), ""))
    return max((_points(value, size) or 0.0) / size, 0.0)


def _left_of(shorthand: str) -> str:
    parts = shorthand.split()
    return "" if not parts else parts[3 if len(parts) > 3 else 1 if len(parts) > 1 else 0]


def _points(value: str, size: float) -> float | None:
    match = _LENGTH.fullmatch(value.strip())
    if match is None or (match.group(2) is None and float(match.group(1)) != 0):
        return None
    unit = match.group(2) or "px"
    if unit in ("em", "%"):
        return float(match.group(1)) * size / (100 if unit == "%" else 1)
    return float(match.group(1)) * _POINTS[unit]
