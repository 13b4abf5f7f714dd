"""How objects of an OFD page are drawn: pens, colours, transparency, by themselves or by what they refer to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.formats.printed.matrices import SenselessError, number
from extractors.formats.printed.ofd_package import Element, Resources, child, elements
from extractors.formats.printed.pdf_pages import written

_MOST_PENS = 16  # that one refers to
_CAPS = {"Butt": 0, "Round": 1, "Square": 2}
_JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}
_FULL = 255.0
_OPERATORS = {1: ("g", "G"), 3: ("rg", "RG"), 4: ("k", "K")}


@dataclass(frozen=True, slots=True)
class Colour:
    """Its shares from 0 to 1, one for grey, three for red, green and blue, four for inks; `opacity` likewise."""

    shares: tuple[float, ...] = (0.0,)
    opacity: float = 1.0

    def written(self, *, stroke: bool) -> str:
        return f"{written(*self.shares)} {_OPERATORS[len(self.shares)][stroke]}"


BLACK = Colour()


@dataclass(frozen=True, slots=True)
class Style:
    """Widths are millimetres. A colour is None where it is a pattern, which is not drawn."""

    width: float = 0.353
    cap: int = 0
    join: int = 0
    dashes: tuple[float, ...] = ()
    dash_start: float = 0.0
    fill: Colour | None = BLACK
    stroke: Colour | None = BLACK


def style_of(element: Element, resources: Resources, base: Style) -> Style:
    """The style of a layer or an object that stands in one of the style `base`."""
    for pen in reversed(_pens(element.get("DrawParam"), resources)):
        base = _with(pen, resources, base)
    return _with(element, resources, base)


def _pens(pen: str | None, resources: Resources) -> list[Element]:
    """The pen that is named, and those that it refers to."""
    found: list[Element] = []
    while pen and pen in resources.pens and len(found) < _MOST_PENS:
        found.append(resources.pens[pen])
        pen = found[-1].get("Relative")
    return found


def _with(element: Element, resources: Resources, base: Style) -> Style:
    try:
        width = number(element.get("LineWidth"), base.width)
        start = number(element.get("DashOffset"), base.dash_start)
        written_dashes = element.get("DashPattern")
        dashes = base.dashes
        if written_dashes is not None:
            dashes = tuple(abs(number(one)) for one in written_dashes.replace(",", " ").split()[:16])
    except SenselessError:
        width, start, dashes = base.width, base.dash_start, base.dashes
    fill, stroke = child(element, "FillColor"), child(element, "StrokeColor")
    return replace(
        base,
        width=max(width, 0.0),
        cap=_CAPS.get(element.get("Cap", ""), base.cap),
        join=_JOINS.get(element.get("Join", ""), base.join),
        dashes=dashes if any(dashes) else (),
        dash_start=start,
        fill=base.fill if fill is None else colour_of(fill, resources),
        stroke=base.stroke if stroke is None else colour_of(stroke, resources),
    )


def colour_of(element: Element, resources: Resources) -> Colour | None:
    """None for a pattern; of a gradient the colour in its middle."""
    try:
        opacity = max(0.0, min(number(element.get("Alpha"), _FULL) / _FULL, 1.0))
    except SenselessError:
        opacity = 1.0
    value = element.get("Value")
    if value is None and element.get("Index") is not None:
        value = _from_palette(element, resources)
    if value is None:
        stops = list(elements(element, "Segment", "Point"))
        inner = [colour for stop in stops for colour in elements(stop, "Color")]
        if inner:
            return colour_of(inner[len(inner) // 2], resources)
        return Colour(opacity=opacity) if child(element, "Pattern") is None else None
    return Colour(_shares(value), opacity)


def _from_palette(element: Element, resources: Resources) -> str | None:
    space = resources.colours.get(element.get("ColorSpace") or "")
    entries = [] if space is None else [one.text or "" for one in elements(space, "CV")]
    try:
        return entries[int(element.get("Index"))]
    except (ValueError, IndexError):
        return None


def _shares(value: str) -> tuple[float, ...]:
    """Of `255 0 0`, `#ff #0 #0` or `#ff0000`; black where it says nothing."""
    words = value.replace(",", " ").split()
    if len(words) == 1 and words[0].startswith("#") and len(words[0]) == 7:
        words = [f"#{words[0][k : k + 2]}" for k in (1, 3, 5)]
    try:
        parts = [float(int(word[1:], 16)) if word.startswith("#") else number(word) for word in words[:4]]
    except (ValueError, SenselessError):
        return BLACK.shares
    if len(parts) not in _OPERATORS:
        return BLACK.shares
    return tuple(max(0.0, min(part / _FULL, 1.0)) for part in parts)
