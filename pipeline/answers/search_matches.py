"""Where the words of a search stand in a printed text: the marks and blanks that the search passes over are kept.

What is found is decided by the macros of queries/views/16_folded.sql; this only shows it.
"""

from __future__ import annotations

import re

from normalizers.text import RADICALS

_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "} | RADICALS
)
# A point stays between two digits or letters, as it does in numbers.
_PASSED_OVER = re.compile(r"(?<![0-9a-z])\.|\.(?![0-9a-z])|[^\w.]|_", re.IGNORECASE)


def marks(text: str, wanted: str) -> list[tuple[int, int]]:
    """Start and end of every place in `text` that a word of `wanted` meets, in order; places that touch are one."""
    kept, places = _kept(text)
    found: list[tuple[int, int]] = []
    for word in {_kept(one)[0] for one in wanted.split()} - {""}:
        start = kept.find(word)
        while start >= 0:
            first, last = places[start], places[start + len(word) - 1]
            if not (_goes_on(text, first, -1) or _goes_on(text, last, 1)):
                found.append((first, last + 1))
            start = kept.find(word, start + 1)
    return _joined(sorted(found))


def _kept(text: str) -> tuple[str, list[int]]:
    """The characters that count, in one width and case, and where each stands in the text."""
    even = text.translate(_WIDTH)
    places = sorted(set(range(len(even))) - {match.start() for match in _PASSED_OVER.finditer(even)})
    return "".join(even[place] for place in places).lower(), places


def _goes_on(text: str, place: int, step: int) -> bool:
    """Whether the digit at an end of a find is one of a longer number."""
    beyond = text[place + step] if 0 <= place + step < len(text) else ""
    return text[place].isdecimal() and beyond.isdecimal()


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
