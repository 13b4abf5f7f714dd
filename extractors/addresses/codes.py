"""Codes of the rows of a part: of one classification over several columns, of several beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLASS = 3  # digits of the outermost level of a classification; each level below adds two
_PARTED = re.compile(r"\d{3}(?:\.\d{2}){1,3}")


def digits_of(text: str) -> str:
    """A printed code without the dots that part its levels (208.05.05); '' where it is none."""
    digits = text.replace(".", "") if _PARTED.fullmatch(text) else text
    return digits if digits.isdigit() else ""


class Codes:
    """Makes the codes of row after row; a column of an outer level that prints nothing holds what stands above."""

    def __init__(self) -> None:
        self._above: list[str] = []

    def of(self, texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """The code of a row and those of further lists; `texts` are those of its columns of codes, left to right.

        201 | 01 | 01 are one code, and so are 201 | 1 | 1, and 01 alone in the third column; 2010101 beside 201 is the
        whole of it, and 30101 another.
        """
        parts = self._filled([digits_of(text) for text in texts])
        code, others = "", []
        for part in parts:
            if part.startswith(code):
                code = part
            elif 0 < len(part) < _CLASS:
                code += part.zfill(2) if code else part
            elif part:
                others.append(part)
        return code, tuple(others)

    def _filled(self, parts: list[str]) -> list[str]:
        last = max((n for n, part in enumerate(parts) if part), default=None)
        if last is None:
            return parts
        if len(parts[last]) < _CLASS:
            self._inherit(parts, last)
        self._above = parts
        return parts

    def _inherit(self, parts: list[str], last: int) -> None:
        """Outer levels of a part that are not printed, from the row above if those printed are the same there."""
        begin = next((n for n in range(last - 1, -1, -1) if len(parts[n]) >= _CLASS), 0)
        above = self._above[begin:last]
        if len(above) == last - begin and all(
            a in ("", b) for a, b in zip(parts[begin:last], above, strict=True)
        ):
            parts[begin:last] = above
