"""How much an element holds: letters, letters of links, numbers in cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.formats.web.tree import Element, name_of

_DATE = re.compile(
    r"[\[(（]?(\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日)[\])）]?"
    r"(\s*\d{1,2}:\d{2}(:\d{2})?)?"
)
SENTENCE = re.compile(r"[，。；]")
_NUMBER = re.compile(r"[-−(（]?[\d,，]*\d(\.\d+)?\s*[%％)）]?")
_FIGURES = 20  # of a number in a cell, at most
_LONGEST_LINK = 150  # letters
_MOSTLY = 0.5  # share of the letters of an element that are links, from which on it is no text


@dataclass(slots=True)
class Mass:
    """Of an element with all within: letters, those in links, those of sentences outside links, links, and cells that
    are numbers."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    numbers: int = 0
    prose: int = 0

    def add(self, other: Mass) -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links
        self.numbers += other.numbers
        self.prose += other.prose

    @property
    def plain(self) -> int:
        return self.letters - self.linked

    @property
    def is_linked(self) -> bool:
        return self.links > 0 and self.linked >= _MOSTLY * self.letters


def weigh(body: Element) -> dict[Element, Mass]:
    """The mass of every element of a body."""
    masses: dict[Element, Mass] = {}
    open_links = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        leads_on = is_link(element)
        if event == "start":
            open_links += leads_on
            mass = masses[element] = Mass(links=int(leads_on))
            _count(mass, element.text, open_links)
            continue
        open_links -= leads_on
        mass = masses[element]
        if leads_on and mass.letters > _LONGEST_LINK:
            # It was never closed: what follows is the text.
            mass.linked, mass.links = 0, mass.links - 1
        if name_of(element) in ("td", "th") and mass.letters <= _FIGURES and _is_number(text_of(element)):
            mass.numbers += 1
        parent = element.getparent()
        if parent is not None and element is not body:
            masses[parent].add(mass)
            _count(masses[parent], element.tail, open_links)
    return masses


def is_link(element: Element) -> bool:
    """Leads to another page: not to a place in this one."""
    if name_of(element) != "a":
        return False
    address = (element.get("href") or "").strip()
    return bool(address and not address.startswith("#")) or element.get("onclick") is not None


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _count(mass: Mass, text: str | None, open_links: int) -> None:
    """Letters of a text: dates, bullets and signs between links count for nothing."""
    if not text or not text.strip():
        return
    if not open_links and _DATE.fullmatch(text.strip()):
        return
    letters = sum(one.isalnum() for one in text)
    mass.letters += letters
    mass.linked += letters if open_links else 0
    if not open_links and SENTENCE.search(text):
        mass.prose += letters


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and not _DATE.fullmatch(text)
