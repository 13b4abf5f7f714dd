"""Letters of a page that are as white as what lies under them, which nobody sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.formats.web.styles import Declarations, Styles
from extractors.formats.web.tree import Element

_WHITE = re.compile(r"white|#fff|#ffffff|rgba?\(255,\s*255,\s*255(,\s*1(\.0+)?)?\)")
_NO_COLOUR = re.compile(r"(white|#fff|#ffffff|none|transparent|inherit|initial|unset)?")
_GROUNDS = ("background", "background-color", "background-image")


@dataclass(frozen=True, slots=True)
class Ink:
    """Of an element: whether its letters are white, and whether another colour, or a picture, lies under them."""

    is_white: bool = False
    is_painted: bool = False

    @classmethod
    def of_page(cls, styles: Styles) -> Ink:
        """Where a sheet is not known, a colour may lie under anything."""
        return cls(is_painted=styles.has_sheets_outside or styles.misses_grounds)

    def within(self, element: Element, found: Declarations) -> Ink:
        """That of what is in an element that stands in one of this ink."""
        colour = found.get("color") or (element.get("color") or "").lower()
        own = (
            self
            if not colour or colour == "inherit"
            else replace(self, is_white=bool(_WHITE.fullmatch(colour)))
        )
        grounds = [found.get(name, "") for name in _GROUNDS]
        grounds += [(element.get("bgcolor") or "").lower(), element.get("background") or ""]
        is_plain = all(_NO_COLOUR.fullmatch(one.strip()) for one in grounds)
        return own if is_plain or own.is_painted else replace(own, is_painted=True)

    @property
    def is_seen(self) -> bool:
        return self.is_painted or not self.is_white
