"""Lengths with their units, as OpenDocument states them."""

from __future__ import annotations

import re

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"\s*(-?[\d.]+)\s*([a-z]+)\s*")


def points_of(text: str | None) -> float | None:
    """None where it is no length."""
    found = _LENGTH.fullmatch(text or "")
    if found is None or found.group(2) not in _POINTS:
        return None
    try:
        return float(found.group(1)) * _POINTS[found.group(2)]
    except ValueError:
        return None
