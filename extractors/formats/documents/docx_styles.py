"""How paragraphs and letters of a Word file are set: what they say themselves, and what their styles say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from extractors.formats.blocks import Align
from extractors.formats.documents.docx_names import (
    Element,
    attribute,
    child,
    children,
    number,
    points,
    switch,
    value,
)

_SIZE = 10.0  # points where nothing says anything
_DEEPEST = 32  # styles that are based on one another
_ALIGNS: dict[str, Align] = {"center": "center", "right": "right", "end": "right"}
_RED_LEAST, _RED_OTHERS = 0xC0, 0x50
_WHITE = "FFFFFF"
_CONTENTS = "toc "  # styles of the entries of a table of contents
LEADER = "……"  # what fills a tab up to a page number
_FAR = "\u3000" * 4  # as far as a tab usually leads whose stop is set
_LEADERS = frozenset({"dot", "hyphen", "underscore", "middleDot", "heavy"})


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters are set; None where nothing is said. `size` is in points."""

    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_raised: bool | None = None
    is_red: bool | None = None
    size: float | None = None
    font: str | None = None
    is_white: bool | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set; None where nothing is said. `left` and `first` are in points, from the edge of the text
    and for the first line in addition; `left_letters` and `first_letters` in letters, and go before them. `tab` is
    what a tab shows: blanks, or what fills it.
    """

    align: Align | None = None
    left: float | None = None
    left_letters: float | None = None
    first: float | None = None
    first_letters: float | None = None
    numbering: str | None = None
    level: int | None = None
    tab: str | None = None

    def indent(self, size: float) -> float:
        """Points by which the first line stands in, of letters of so many points."""
        left = self.left_letters * size if self.left_letters else self.left or 0.0
        return left + (self.first_letters * size if self.first_letters else self.first or 0.0)


Said = TypeVar("Said", Letters, Setting)
Measure = float | None
_Parts = tuple[Setting, Letters]


class Styles:
    """The styles of a file; `root` is None where it has none."""

    def __init__(self, root: Element | None) -> None:
        styles = [one for one in children(root, "w:style") if attribute(one, "styleId")]
        self._styles = {attribute(one, "styleId") or "": one for one in styles}
        self._usual = next((attribute(s, "styleId") or "" for s in styles if _is_usual(s)), "")
        defaults = child(root, "w:docDefaults")
        self._setting = setting_of(child(child(defaults, "w:pPrDefault"), "w:pPr"))
        self._letters = letters_of(child(child(defaults, "w:rPrDefault"), "w:rPr"))
        self._known: dict[str, _Parts] = {}
        self._mixed: dict[tuple[str, str], Letters] = {}

    def name_of(self, paragraph: Element | None) -> str:
        """The style of a paragraph with these properties."""
        named = value(paragraph, "w:pStyle")
        return named if named is not None and named in self._styles else self._usual

    def setting(self, paragraph: Element | None) -> Setting:
        """How a paragraph with these properties is set."""
        style, _ = self._style(self.name_of(paragraph))
        return _over(setting_of(paragraph), _over(style, self._setting))

    def letters(self, paragraph: Element | None, run: Element | None) -> Letters:
        """How a run with these properties is set in a paragraph with those.

        What both styles hide, or strike out, is shown: such properties of a style turn those below them around.
        """
        names = self.name_of(paragraph), value(run, "w:rStyle") or ""
        if names not in self._mixed:
            self._mixed[names] = self._mix(*(self._style(name)[1] for name in names))
        return _over(letters_of(run), self._mixed[names])

    def _mix(self, below: Letters, own: Letters) -> Letters:
        return replace(
            _over(own, _over(below, self._letters)),
            is_hidden=_turned(own.is_hidden, below.is_hidden) or self._letters.is_hidden,
            is_struck=_turned(own.is_struck, below.is_struck) or self._letters.is_struck,
        )

    def size(self, letters: Letters) -> float:
        return letters.size or _SIZE

    def chain(self, name: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):
            if (found := self._styles.get(name)) is None:
                return
            yield found
            name = value(found, "w:basedOn") or ""

    def numbering_of(self, style: str) -> str | None:
        """The numbering that a style belongs to."""
        return self._style(style)[0].numbering

    def _style(self, name: str) -> _Parts:
        if name not in self._known:
            self._known[name] = self._based(name, _DEEPEST)
        return self._known[name]

    def _based(self, name: str, deepest: int) -> _Parts:
        style = self._styles.get(name)
        if style is None or deepest == 0:
            return Setting(), Letters()
        setting, letters = setting_of(child(style, "w:pPr")), letters_of(child(style, "w:rPr"))
        if (value(style, "w:name") or "").lower().startswith(_CONTENTS):
            setting = replace(setting, tab=LEADER)
        base = value(style, "w:basedOn")
        if base is None or base == name:
            return setting, letters
        below = self._based(base, deepest - 1)
        return _over(setting, below[0]), _over(letters, below[1])


def letters_of(properties: Element | None) -> Letters:
    """What the properties of a run (w:rPr) say themselves."""
    if properties is None or not len(properties):
        return Letters()
    half = number(value(properties, "w:sz"))
    fonts = child(properties, "w:rFonts")
    colour = value(properties, "w:color")
    raised = value(properties, "w:vertAlign")
    struck = [one for name in ("w:strike", "w:dstrike") if (one := switch(properties, name)) is not None]
    return Letters(
        switch(properties, "w:vanish"),
        any(struck) if struck else None,
        None if raised is None else raised == "superscript",
        None if colour is None else _is_red(colour),
        None if not half else half / 2,
        attribute(fonts, "ascii") or attribute(fonts, "hAnsi"),
        None if colour is None else colour.upper() == _WHITE,
    )


def setting_of(properties: Element | None) -> Setting:
    """What the properties of a paragraph (w:pPr) say themselves."""
    if properties is None or not len(properties):
        return Setting()
    align, indent, numbers = (
        value(properties, "w:jc"),
        child(properties, "w:ind"),
        child(properties, "w:numPr"),
    )
    hanging = points(attribute(indent, "hanging"))
    hanging_letters = _hundredths(attribute(indent, "hangingChars"))
    tabs = child(properties, "w:tabs")
    return Setting(
        None if align is None else _ALIGNS.get(align, "left"),
        _first(points(attribute(indent, "left")), points(attribute(indent, "start"))),
        _first(_hundredths(attribute(indent, "leftChars")), _hundredths(attribute(indent, "startChars"))),
        -hanging if hanging is not None else points(attribute(indent, "firstLine")),
        -hanging_letters if hanging_letters else _hundredths(attribute(indent, "firstLineChars")),
        value(numbers, "w:numId"),
        number(value(numbers, "w:ilvl")),
        _tab(children(tabs, "w:tab")),
    )


def _tab(stops: Iterable[Element]) -> str | None:
    own = [attribute(one, "leader") or "" for one in stops if attribute(one) != "clear"]
    return None if not own else LEADER if _LEADERS.intersection(own) else _FAR


def _over(said: Said, below: Said) -> Said:
    """What is said here, and where nothing is said here, below."""
    own = {one.name: found for one in fields(said) if (found := getattr(said, one.name)) is not None}
    return replace(below, **own) if own else below


def _first(first: Measure, second: Measure) -> Measure:
    return second if first is None else first


def _turned(own: bool | None, below: bool | None) -> bool:
    return bool(own) != bool(below)


def _is_usual(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def _hundredths(text: str | None) -> float | None:
    found = number(text)
    return None if found is None else found / 100


def _is_red(colour: str) -> bool:
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return False
    return red >= _RED_LEAST and max(green, blue) <= _RED_OTHERS
