"""A label in two forms: the match key that words are looked up in, and the printed text behind each part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from normalizers.text import clean, match_key, strip_footnotes


class Printed(NamedTuple):
    """`key` is lower case and without spaces; `places[i]` is the place in `text` of its character i."""

    text: str
    key: str
    places: range | list[int]

    def part(self, start: int, end: int) -> str:
        """What is printed behind key[start:end]."""
        if start >= end:
            return ""
        return self.text[self.places[start] : self.places[end - 1] + 1]

    def parts(self, spans: Iterable[tuple[int, int]]) -> str:
        """What is printed behind several parts of the key, one behind the other."""
        joined: list[tuple[int, int]] = []
        for start, end in spans:
            if joined and joined[-1][1] == start:
                joined[-1] = (joined[-1][0], end)
            elif start < end:
                joined.append((start, end))
        return "".join([self.part(start, end) for start, end in joined]).strip(_EDGES)


_MARK = re.compile(r"[\[［〔【]")
_EDGES = " :：,，、;；-—－_"


def printed(text: str) -> Printed:
    """The two forms of a text."""
    text = clean(strip_footnotes(text) if _MARK.search(text) else text)
    key = match_key(text)
    if len(key) == len(text):
        return Printed(text, key.lower(), range(len(text)))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in match_key(character):
            characters.append(one.lower())
            places.append(place)
    return Printed(text, "".join(characters), places)
