"""Charts as plain SVG: a bar for a row of a table, and lines over years. Colours and type come from the style sheet.

The figure of a bar stands beside it; every mark of a line carries its figure as a title, and the table beside the chart
holds the same figures for those who do not see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

SERIES = 8  # colours and marks that the style sheet tells apart
_WIDTH, _HEIGHT = 720, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 20, 14, 34
_LEAST_SPAN = 5.0  # percentage points: a tenth of a point is no trend


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


def bar(value: float, kind: str, top: float) -> Markup:
    """A horizontal bar from 0 to `top`: filled as far as the figure is sure, hollow as far as it may go.

    A ceiling is hollow up to its edge, a floor filled up to it and open behind, any other filled.
    """
    end = round(100 * min(max(value / top if top else 0.0, 0.0), 1.0), 2)
    parts = [
        _tag("line", {"class": "rule", "x1": f"{tick}%", "x2": f"{tick}%", "y1": 0, "y2": "100%"})
        for tick in range(0, 101, 25)
    ]
    box: dict[str, object] = {"y": "18%", "height": "64%"}
    filled = "open" if kind == "ceiling" else "sure"
    parts.append(_tag("rect", {"class": filled, "x": 0, "width": f"{end}%", **box}))
    if kind == "floor":
        parts.append(
            _tag("rect", {"class": "open", "x": f"{end}%", "width": f"{round(100 - end, 2)}%", **box})
        )
    if kind != "plain":
        parts.append(
            _tag("line", {"class": "edge", "x1": f"{end}%", "x2": f"{end}%", "y1": "4%", "y2": "96%"})
        )
    if kind == "floor" and end < 96:
        arrow = _tag("path", {"class": "arrow", "d": "M6 6l4 4l-4 4"})
        parts.append(_tag("svg", {"x": f"{end}%", "width": 12, "height": 20}, arrow))
    return _tag("svg", {"class": f"bar-chart {kind}", "aria-hidden": "true"}, Markup("").join(parts))


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


def round_up(value: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten; 1 for what is not above 0."""
    if value <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 2, 2.5, 5, 10) if step * size >= value * (1 - 1e-9))


def _link(address: str) -> dict[str, object]:
    # Tab passes the marks by: the table beside the chart holds the same links.
    return {"href": address, "class": "mark", "tabindex": -1}


def _svg(parts: Sequence[Markup], width: float, height: float, name: str) -> Markup:
    about = {
        "class": "chart",
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
