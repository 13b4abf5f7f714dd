"""Paths of an OFD page, in the operators of a PDF."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from extractors.formats.printed.matrices import Matrix, Point, SenselessError, at, number
from extractors.formats.printed.pdf_pages import written

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COUNTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_QUARTER = math.pi / 2
Segment = tuple[str, tuple[Point, ...]]


def path_operators(data: str, place: Matrix) -> str:
    """The path that `data` abbreviates, where the matrix leads it; "" where it has no line. Raises SenselessError."""
    lines = []
    has_line = False
    for operator, points in _segments(data):
        has_line |= operator in "lc"
        flat = [value for x, y in points for value in at(place, x, y)]
        lines.append(f"{written(*flat)} {operator}" if flat else operator)
    return "\n".join(lines) if has_line else ""


def _segments(data: str) -> Iterator[Segment]:
    """Operators of a PDF with their points in the space of the path."""
    start = here = (0.0, 0.0)
    is_begun = False
    for letter, values in _steps(data):
        if letter == "C":
            if is_begun:
                yield "h", ()
            here = start
            continue
        end = values[-2], values[-1]
        if letter in "SM":
            yield "m", (end,)
            start, is_begun = end, True
        else:
            if not is_begun:
                yield "m", (here,)
                is_begun = True
            yield from _drawn(letter, values, here, end)
        here = end


def _drawn(letter: str, values: list[float], here: Point, end: Point) -> Iterator[Segment]:
    if letter == "L":
        yield "l", (end,)
    elif letter == "Q":
        (x0, y0), (x, y) = here, (values[0], values[1])
        first = x0 + 2 / 3 * (x - x0), y0 + 2 / 3 * (y - y0)
        yield "c", (first, (end[0] + 2 / 3 * (x - end[0]), end[1] + 2 / 3 * (y - end[1])), end)
    elif letter == "B":
        yield "c", ((values[0], values[1]), (values[2], values[3]), end)
    else:
        yield from _arc(values, here, end)


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each operator with its values; one that is followed by more of them is repeated."""
    letter, values = "", []
    for found in _TOKEN.finditer(data):
        token = found.group()
        if not token[0].isalpha():
            values.append(number(token))
        else:
            letter, values = token.upper(), []
            if letter not in _COUNTS:
                raise SenselessError(token)
        if letter and len(values) == _COUNTS[letter]:
            yield letter, values
            values = []


def _arc(values: list[float], here: Point, end: Point) -> Iterator[Segment]:
    """The arc of an ellipse as curves: radii, turn in degrees, whether the long way, whether clockwise, end."""
    rx, ry, turn, is_long, is_clockwise = (
        abs(values[0]),
        abs(values[1]),
        math.radians(values[2]),
        *values[3:5],
    )
    if here == end:
        return
    if not rx or not ry:
        yield "l", (end,)
        return
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (here[0] - end[0]) / 2, (here[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, cos * dy - sin * dx
    excess = (x1 / rx) ** 2 + (y1 / ry) ** 2
    if excess > 1:
        rx, ry = rx * math.sqrt(excess), ry * math.sqrt(excess)
    under = (rx * ry) ** 2 / max((rx * y1) ** 2 + (ry * x1) ** 2, 1e-12) - 1
    root = math.sqrt(max(0.0, under)) * (-1 if bool(is_long) == bool(is_clockwise) else 1)
    cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
    cx = cos * cx1 - sin * cy1 + (here[0] + end[0]) / 2
    cy = sin * cx1 + cos * cy1 + (here[1] + end[1]) / 2
    first = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    sweep = (math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - first) % (2 * math.pi)
    if not is_clockwise:
        sweep -= 2 * math.pi
    count = max(1, math.ceil(abs(sweep) / _QUARTER - 1e-9))
    step = sweep / count
    reach = 4 / 3 * math.tan(step / 4)

    def on(angle: float, ahead: float) -> Point:
        x = rx * (math.cos(angle) - ahead * math.sin(angle))
        y = ry * (math.sin(angle) + ahead * math.cos(angle))
        return cx + cos * x - sin * y, cy + sin * x + cos * y

    for k in range(count):
        begin, finish = first + k * step, first + (k + 1) * step
        yield "c", (on(begin, reach), on(finish, -reach), end if k == count - 1 else on(finish, 0.0))
