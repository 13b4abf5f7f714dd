"""Charts as plain SVG: bars of ratios, and lines over years. Colours and type come from the style sheet.

Every mark carries its figure as a title; the table beside a chart holds the same figures for those who do not see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup, escape

SERIES = 8  # colours and marks that the style sheet tells apart
_ROW = 26
_WIDTH, _HEIGHT = 720, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 20, 14, 34
_LEAST_SPAN = 5.0  # percentage points: a tenth of a point is no trend
_LETTER = 6.6  # half-width characters of the labels


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide labels, bars and notes of a chart of bars are, and the name of its style."""

    style: str
    label: int
    plot: int
    note: int


# On a phone the wide one would have letters too small to read, or figures out of sight.
WIDE, NARROW = Shape("wide", 130, 640, 190), Shape("narrow", 64, 150, 148)


@dataclass(frozen=True, slots=True)
class Bar:
    """One ratio in percent. `kind` is ceiling (at most), fixed or floor (at least)."""

    label: str
    kind: str
    value: float
    note: str
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: float
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    points: Sequence[Point]


def bars(rows: Sequence[Bar], name: str, shape: Shape = WIDE) -> Markup:
    """Horizontal bars from 0 to 100 percent: filled as far as the share is promised, pale as far as it may go."""
    width, height = shape.label + shape.plot + shape.note, len(rows) * _ROW + _TOP + _BOTTOM
    parts = []
    for tick in range(0, 101, 20):
        x = shape.label + shape.plot * tick / 100
        parts.append(_tag("line", {"class": "rule", "x1": x, "x2": x, "y1": _TOP, "y2": height - _BOTTOM}))
        parts.append(_text(f"{tick}%", x, height - _BOTTOM + 16, "tick middle"))
    shown = ""
    for index, row in enumerate(rows):
        y = _TOP + index * _ROW
        if row.label != shown:
            label = _fitting(row.label, shape.label - 12)
            parts.append(_text(label, shape.label - 10, y + _ROW / 2 + 4, "label end"))
            if index:
                parts.append(_tag("line", {"class": "part", "x1": 0, "x2": width, "y1": y, "y2": y}))
        shown = row.label
        parts.append(_bar(row, y, shape))
    return _svg(parts, width, height, name, shape.style)


def _bar(row: Bar, y: float, shape: Shape) -> Markup:
    end = shape.plot * min(max(row.value, 0.0), 100.0) / 100
    edge = round(shape.label + end, 1)
    box: dict[str, object] = {"y": y + 5, "height": _ROW - 10}
    sure = {"class": "sure", "x": shape.label, "width": round(end, 1), **box}
    parts = [_tag("title", {}, escape(row.title))]
    if row.kind == "ceiling":
        parts.append(_tag("rect", sure | {"class": "open"}))
    else:
        parts.append(_tag("rect", sure))
    if row.kind == "floor":
        parts.append(_tag("rect", {"class": "open", "x": edge, "width": round(shape.plot - end, 1), **box}))
    parts.append(_tag("line", {"class": "edge", "x1": edge, "x2": edge, "y1": y + 3, "y2": y + _ROW - 3}))
    parts.append(_text(row.note, shape.label + shape.plot + 10, y + _ROW / 2 + 4, "note"))
    return _tag("a", _link(row.link), Markup("").join(parts))


def lines(series: Sequence[Line], name: str) -> Markup:
    """Lines over years; the values are percent."""
    points = [point for line in series for point in line.points]
    years = sorted({point.x for point in points})
    ticks = nice_ticks([point.y for point in points])
    low, high = ticks[0], ticks[-1]
    span = max(years[-1] - years[0], 1)

    def place(x: float, y: float) -> tuple[float, float]:
        share = (x - years[0]) / span if len(years) > 1 else 0.5
        across = _LEFT + 24 + (_WIDTH - _LEFT - _RIGHT - 48) * share
        return round(across, 1), round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - y) / (high - low), 1)

    parts = []
    for tick in ticks:
        _, y = place(years[0], tick)
        parts.append(_tag("line", {"class": "rule", "x1": _LEFT, "x2": _WIDTH - _RIGHT, "y1": y, "y2": y}))
        parts.append(_text(f"{tick:g}%", _LEFT - 8, y + 4, "tick end"))
    for year in years:
        parts.append(_text(str(year), place(year, low)[0], _HEIGHT - _BOTTOM + 20, "tick middle"))
    for number, line in enumerate(series):
        parts.append(_line(line, number % SERIES, place))
    return _svg(parts, _WIDTH, _HEIGHT, name)


def _line(line: Line, colour: int, place: Callable[[float, float], tuple[float, float]]) -> Markup:
    spots = [place(point.x, point.y) for point in line.points]
    path = " ".join(f"{x},{y}" for x, y in spots)
    parts = [_tag("polyline", {"class": "path", "points": path})] if len(spots) > 1 else []
    for point, (x, y) in zip(line.points, spots, strict=True):
        inside = _tag("title", {}, escape(point.title)) + _mark(colour, x, y)
        parts.append(_tag("a", _link(point.link), inside))
    return _tag("g", {"class": f"series s{colour}"}, Markup("").join(parts))


def _mark(colour: int, x: float, y: float) -> Markup:
    """A mark of its own shape: colours alone do not tell everybody the lines apart."""
    shape = colour % 4
    if shape == 0:
        return _tag("circle", {"cx": x, "cy": y, "r": 5})
    if shape == 1:
        return _tag("rect", {"x": x - 4.5, "y": y - 4.5, "width": 9, "height": 9})
    corners = [(0, -6), (6, 5), (-6, 5)] if shape == 2 else [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)]
    return _tag("polygon", {"points": " ".join(f"{x + dx:g},{y + dy:g}" for dx, dy in corners)})


def legend_mark(colour: int) -> Markup:
    """The mark of a line, for the list of names."""
    mark = _tag("g", {"class": f"series s{colour % SERIES}"}, _mark(colour % SERIES, 8, 8))
    return _tag(
        "svg",
        {"class": "key", "width": 16, "height": 16, "viewBox": "0 0 16 16", "aria-hidden": "true"},
        mark,
    )


def nice_ticks(values: Iterable[float]) -> list[float]:
    """Round figures, four to nine of them, around percentages; from 0 where that wastes little room."""
    found = list(values)
    low, high = min(found), max(found)
    if low <= 50:
        low = min(low, 0.0)
    high = max(high, 100.0)
    low = min(low, high - _LEAST_SPAN)
    step = 10.0 ** math.floor(math.log10(max(high - low, 1.0)))
    step = next(size for size in (step / 5, step / 2, step, step * 2) if (high - low) / size <= 7)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        first -= 1
    return [round(number * step, 6) for number in range(first, last + 1)]


def _link(address: str) -> dict[str, object]:
    # Tab passes the marks by: the table beside the chart holds the same links.
    return {"href": address, "class": "mark", "tabindex": -1}


def _svg(parts: Sequence[Markup], width: float, height: float, name: str, style: str = "") -> Markup:
    about = {
        "class": f"chart {style}".strip(),
        "viewBox": f"0 0 {width:g} {height:g}",
        "role": "img",
        "aria-label": name,
    }
    return _tag("svg", about, Markup("").join(parts))


def _text(text: str, x: float, y: float, style: str) -> Markup:
    return _tag("text", {"class": style, "x": round(x, 1), "y": round(y, 1)}, escape(text))


def _tag(name: str, attributes: Mapping[str, object], inside: Markup | str = "") -> Markup:
    written = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in attributes.items())
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inside)


def _fitting(text: str, width: float) -> str:
    """The text, cut when it is wider than this."""
    room = width / _LETTER
    for index, char in enumerate(text):
        room -= 2 if east_asian_width(char) in "WF" else 1
        if room < 1 and index < len(text) - 1:
            return text[:index] + "…"
    return text
