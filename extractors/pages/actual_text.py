"""Words that a file gives for what is drawn (ActualText), where their figures are not those that are drawn.

pdfium reads the words that the file gives. For figures what is drawn decides, as the font names it; where the font
names no figures there, those that the file gives lose their meaning.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors.bulk import Doubt, RawCharacters
from extractors.pages import pdfium_calls as calls
from extractors.pages.characters import Characters, read_characters, straight
from extractors.pages.false_text import NAMELESS, Upright, digits

_FULL_STOP = re.compile(r"\.(?!\d)")
_LONGEST = 20  # characters of the words that a reason quotes
_ACTUAL_TEXT = b"ActualText"


class Reworded(NamedTuple):
    """Words that the file gives, and what is drawn there."""

    given: str
    drawn: str


def as_drawn(
    page: pdfium.PdfPage, texts: npt.NDArray[np.void], upright: Upright
) -> tuple[Characters, Reworded | None]:
    """The characters of the page as drawn, and the first words of the file that are others."""
    objects = texts["object"][(texts["doubt"] & Doubt.REWORDED) != 0].tolist()
    as_given = read_characters(page, upright, objects)
    if not objects:
        return as_given, None
    for item in objects:
        _forget_words(calls.Handle(item))
    again = read_characters(page, upright)
    given, drawn = (_words(characters.raw, objects) for characters in (as_given, again))
    figures = _figures("".join(drawn))
    if figures == _figures("".join(given)):
        return as_given, None
    if not figures:
        return _without_figures(as_given, objects, "".join(given)), None
    differing = (
        Reworded(*pair) for pair in zip(given, drawn, strict=True) if _figures(pair[0]) != _figures(pair[1])
    )
    return again, next(differing)


def _without_figures(found: Characters, objects: list[int], given: str) -> Characters:
    """The characters with no meaning for the figures of these objects: nothing that is drawn bears them out."""
    raw = found.raw
    raw.codes[np.isin(raw.owners, np.array(objects, np.uint64)) & digits(raw)] = NAMELESS
    reasons = (found.false.reason, f"a replacement text stands for what is drawn ({given[:_LONGEST]})")
    false = found.false._replace(reason="; ".join(filter(None, reasons)))
    return replace(straight(raw), false=false)


def _words(raw: RawCharacters, objects: list[int]) -> list[str]:
    """The text of each object."""
    places: dict[int, list[int]] = {item: [] for item in objects}
    for place in np.nonzero(np.isin(raw.owners, np.array(objects, np.uint64)))[0].tolist():
        places[int(raw.owners[place])].append(place)
    return ["".join(chr(code) for code in raw.codes[places[item]].tolist()) for item in objects]


def _figures(text: str) -> str:
    """The digits of a text, and the points before them."""
    plain = _FULL_STOP.sub("", unicodedata.normalize("NFKC", text))
    return "".join(char for char in plain if char.isdigit() or char == ".")


def _forget_words(item: calls.Handle) -> None:
    """Take the marks with words off a text object, as long as its page is open."""
    for index in reversed(range(calls.mark_count(item))):
        mark = calls.object_mark(item, index)
        if calls.mark_text(mark, _ACTUAL_TEXT, None, 0, calls.SIZE_REF):
            calls.remove_mark(item, mark)
