"""What is wrong on single pages of a file that opens: a sentence for each kind, and the page.

The sentences are published; `pages` is filled in by the one who knows how many pages there are.
"""

from __future__ import annotations

from dataclasses import dataclass

CONTENT_BROKEN = "the content of {pages} cannot be parsed ({shown})"
CONTENT_MISSING = "the content of {pages} is missing"
FONT_MISSING = "a font of {pages} is missing ({shown})"
DRAWN_MISSING = "a picture or form of {pages} is missing ({shown})"
PICTURE_SHORT = "a picture of {pages} lacks part of its data"
PICTURE_BROKEN = "a picture of {pages} cannot be unpacked"
WIDTHS_WRONG = "a font of {pages} has widths other than its glyphs ({shown})"

KINDS = (
    CONTENT_BROKEN,
    CONTENT_MISSING,
    FONT_MISSING,
    DRAWN_MISSING,
    PICTURE_SHORT,
    PICTURE_BROKEN,
    WIDTHS_WRONG,
)
TEXT_IN_DOUBT = (CONTENT_BROKEN, FONT_MISSING, WIDTHS_WRONG)
"""Kinds after which what is still read on the page may be other characters, or other numbers, than were printed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of damage on one page (1-based); `shown` is what is wrong, as it stands in the file."""

    kind: str
    page: int
    shown: str = ""
