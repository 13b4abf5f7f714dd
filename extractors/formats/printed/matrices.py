"""Numbers, places and matrices as OFD writes them, in text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_WORD = re.compile(r"[^\s,]+")
_FARTHEST = 1e6  # millimetres; what lies farther off is on no page


class SenselessError(ValueError):
    """A place or a size that means nothing: no number, or one beyond all pages."""


def number(text: str | None, default: float = 0.0) -> float:
    """Raises SenselessError."""
    if text is None or not text.strip():
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise SenselessError(text) from error
    if not abs(value) <= _FARTHEST:  # nor where it is no number
        raise SenselessError(text)
    return value


def numbers(text: str | None, count: int) -> list[float]:
    """Exactly so many. Raises SenselessError."""
    values = [number(word) for word in islice(_words(text), count)]
    if len(values) < count:
        raise SenselessError(text)
    return values


def matrix(text: str | None) -> Matrix:
    """Raises SenselessError."""
    if not text or not text.strip():
        return SAME
    a, b, c, d, e, f = numbers(text, 6)
    return a, b, c, d, e, f


def shift(x: float, y: float) -> Matrix:
    return 1.0, 0.0, 0.0, 1.0, x, y


def then(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does what the first does, then what the second does."""
    a, b, c, d, e, f = first
    k, m, n, p, q, r = second
    return (a * k + b * n, a * m + b * p, c * k + d * n, c * m + d * p, e * k + f * n + q, e * m + f * p + r)


def at(place: Matrix, x: float, y: float) -> Point:
    """The point in the space that the matrix leads to."""
    a, b, c, d, e, f = place
    return a * x + c * y + e, b * x + d * y + f


def scale_of(place: Matrix) -> float:
    """How much longer lines become, both ways together."""
    a, b, c, d, _, _ = place
    return math.sqrt(abs(a * d - b * c))


def steps(text: str | None, count: int) -> list[float]:
    """`count` steps from sign to sign: those written, where `g n v` stands for n times v; the last one goes on.

    [] where none is written. Raises SenselessError.
    """
    words = _words(text)
    found: list[float] = []
    for word in words:
        if len(found) >= count:
            break
        times = 1
        if word in ("g", "G"):
            times, word = _count(next(words, "")), next(words, "")
        found += [number(word)] * min(times, count - len(found))
    return found + found[-1:] * (count - len(found))


def _count(text: str) -> int:
    if not text.isdecimal():
        raise SenselessError(text)
    return int(text[:9])


def _words(text: str | None) -> Iterator[str]:
    """One after the other: a text may be long of which few are wanted."""
    return (found.group() for found in _WORD.finditer(text or ""))
