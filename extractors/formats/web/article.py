"""The article of a page: what is left when the frame of the site is taken away.

Blocks whose text is mostly links, lists of items that are links, the foot of the site, the path to the page, and what
can be done with it are its frame. Names of tags and classes are hints; a table of numbers is never frame.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lxml import etree

from extractors.formats.web.tree import Element, children, name_of, remove
from extractors.formats.web.words import words

_DATE = re.compile(r"[\[(（]?(\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?(\s*\d{1,2}:\d{2}(:\d{2})?)?")
_NUMBER = re.compile(r"[-−(（]?[\d,，]*\d(\.\d+)?\s*[%％)）]?")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_MOSTLY = 0.5  # share of the letters of a block that are links, from which on it is no text
_SHORT = 250  # letters of a block that its words can make frame
_TITLE = 6  # letters of a title, at least
_ITEMS = 3  # items that are links, from which on they are a list
_MASS = 0.5  # share of the page's text that no hint takes away
_CHOSEN = 0.7  # share of the page's text in an element that is named as its article
_COLUMNS, _ROWS = 3, 20  # of a table that may be one of data, and rows that are looked at
_NUMBERS = 4  # cells with a number, from which on a table is one of data


@dataclass(slots=True)
class _Mass:
    """Of an element with all within: letters, those in links, links, cells that are numbers, letters of sentences."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    numbers: int = 0

    def add(self, other: _Mass) -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links
        self.numbers += other.numbers

    @property
    def plain(self) -> int:
        return self.letters - self.linked

    @property
    def is_linked(self) -> bool:
        return self.links > 0 and self.linked >= _MOSTLY * self.letters


@dataclass(slots=True)
class Article:
    """What was found: the letters left, those of the whole page, and its links."""

    letters: int
    letters_before: int
    links_before: int


def cut_to_article(body: Element, head_title: str) -> Article:
    """Take the frame of the site out of a body in which all is displayed. `head_title`: the name of the page."""
    before = _weigh(body)[body]
    _drop(body, _frames(body))
    title = _title_of(body, head_title)
    masses = _weigh(body)
    _drop(body, _outside(body, title, masses))
    return Article(_weigh(body)[body].letters, before.letters, before.links)


def _drop(body: Element, elements: list[Element]) -> None:
    for element in elements:
        if element is not body:
            remove(element)


def _weigh(body: Element) -> dict[Element, _Mass]:
    masses: dict[Element, _Mass] = {}
    open_links = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_link = _is_link(element)
        if event == "start":
            open_links += is_link
            mass = masses[element] = _Mass(links=int(is_link))
            _count(mass, element.text, open_links)
            continue
        open_links -= is_link
        mass = masses[element]
        if name_of(element) in ("td", "th") and _is_number(_text(element)):
            mass.numbers += 1
        parent = element.getparent()
        if parent is not None and element is not body:
            masses[parent].add(mass)
            _count(masses[parent], element.tail, open_links)
    return masses


def _is_link(element: Element) -> bool:
    """Leads to another page: not a place in this one."""
    if name_of(element) != "a":
        return False
    address = (element.get("href") or "").strip()
    return (bool(address) and not address.startswith("#")) or element.get("onclick") is not None


def _count(mass: _Mass, text: str | None, open_links: int) -> None:
    """Letters of a text: dates, bullets and signs between links count for nothing."""
    if not text or not text.strip():
        return
    if not open_links and (_DATE.fullmatch(text.strip()) or len(text) > 10_000_000):
        return
    letters = sum(one.isalnum() for one in text)
    mass.letters += letters
    mass.linked += letters if open_links else 0


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip())) and not _DATE.fullmatch(text.strip())


def _text(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _frames(body: Element) -> list[Element]:
    """The outermost blocks that are frame."""
    masses = _weigh(body)
    whole = masses[body]
    found: list[Element] = []
    waiting = [body]
    while waiting:
        element = waiting.pop()
        for child in children(element):
            mass = masses[child]
            if _is_frame(child, mass, whole):
                found.append(child)
            elif mass.letters:
                waiting.append(child)
    return found


def _is_frame(element: Element, mass: _Mass, whole: _Mass) -> bool:
    tag = name_of(element)
    if tag in ("caption", "thead", "th"):
        return False
    if mass.numbers >= _NUMBERS and mass.numbers >= mass.links:
        return False
    is_main = mass.plain > _MASS * max(whole.plain, 1)
    if tag in words("frame_tags") or (element.get("role") or "") in words("frame_roles"):
        return not is_main and not _is_heading_of_text(element)
    if is_main or tag in ("body", "html"):
        return False
    if tag in words("inline_tags"):
        return False
    if mass.links and _has_name(element, "frame_names"):
        return True
    return _is_list_of_links(element, tag, mass) or _is_said_to_be_frame(element, tag, mass)


def _is_list_of_links(element: Element, tag: str, mass: _Mass) -> bool:
    if tag in ("h1", "h2") or (tag in ("td", "tr") and _is_in_data(element)):
        return False
    if mass.is_linked and (mass.links > 1 or tag not in ("td", "th")):
        return True
    if mass.links < _ITEMS or tag not in words("list_tags"):
        return False
    items = [child for child in children(element) if name_of(child) not in ("br", "hr", "h2", "h3", "h4")]
    return len(items) >= _ITEMS and sum(map(_begins_with_link, items)) > 0.7 * len(items)


def _begins_with_link(item: Element) -> bool:
    """Its first letters are a link: what follows is a summary of what it leads to."""
    for one in item.iter():
        if _is_link(one):
            return sum(letter.isalnum() for letter in _text(one)) >= _TITLE
        if any(letter.isalnum() for letter in one.text or ""):
            return False
    return False


def _is_in_data(element: Element) -> bool:
    """A cell or row of a table with several columns of which others have no links."""
    table = _table_around(element)
    if table is None:
        return False
    rows = [row for row in table.iter("tr") if _table_around(row) is table][:_ROWS]
    wide = [row for row in rows if sum(name_of(cell) in ("td", "th") for cell in row) >= _COLUMNS]
    return len(wide) > 0.5 * len(rows) and not all(any(map(_is_link, row.iter("a"))) for row in wide)


def _table_around(element: Element) -> Element | None:
    at = element.getparent()
    while at is not None and name_of(at) != "table":
        at = at.getparent()
    return at


def _is_said_to_be_frame(element: Element, tag: str, mass: _Mass) -> bool:
    """A short block whose words are those of a frame."""
    if mass.letters > _SHORT or mass.letters == 0 or (tag in words("table_tags") and _is_in_data(element)):
        return False
    text = _text(element)
    if (
        sum(word in text for word in words("foot_words")) >= 2
        or sum(word in text for word in words("page_words")) >= 2
    ):
        return not _is_property_table(element)
    if text.strip("【】[]■▪·:：> ") in words("list_words"):
        return True
    return any(word in text for word in words("path_words")) and bool(re.search(r"[>＞»/→]", text))


def _is_property_table(element: Element) -> bool:
    return any(True for _ in element.iter("table"))


def _is_heading_of_text(element: Element) -> bool:
    """A header within the article that holds its title."""
    return name_of(element) == "header" and any(True for _ in element.iter("h1", "h2"))


def _has_name(element: Element, name: str) -> bool:
    known = words(name)
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    whole = said.lower().split()
    return any(one in known for one in whole) or (
        name == "frame_names" and any(part.lower() in known for part in _NAME_PARTS.findall(said))
    )


def _key(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def _title_of(body: Element, head_title: str) -> Element | None:
    """The first block whose text is the name of the page, or its part before the name of the site."""
    wanted = _key(head_title)
    if len(wanted) < _TITLE:
        return None
    for element in body.iter():
        tag = name_of(element)
        if not tag or tag in words("inline_tags"):
            continue
        text = _key(_text(element)) if len(element) < 20 else ""
        if len(text) >= _TITLE and wanted.startswith(text) and len(text) >= 0.4 * len(wanted):
            return element
    return None


def _outside(body: Element, title: Element | None, masses: dict[Element, _Mass]) -> list[Element]:
    """What stands before the title, and what stands beside the element that is named as the article."""
    found = []
    if title is not None:
        found = _before(title, masses)
    chosen = _chosen(body, masses)
    if chosen is not None and title is not None:
        found += [one for one in _after(chosen, masses) if one not in found]
    return found


def _before(element: Element, masses: dict[Element, _Mass]) -> list[Element]:
    """Blocks before an element that hold no table of numbers and no text."""
    found = []
    at = element
    while at is not None and name_of(at) != "body":
        before = at.getprevious()
        while before is not None:
            if name_of(before) and name_of(before) not in words("inline_tags") and _is_slight(before, masses):
                found.append(before)
            before = before.getprevious()
        at = at.getparent()
    return found


def _after(element: Element, masses: dict[Element, _Mass]) -> list[Element]:
    found = []
    at = element
    while at is not None and name_of(at) != "body":
        after = at.getnext()
        while after is not None:
            if name_of(after) and name_of(after) not in words("inline_tags") and _is_slight(after, masses):
                found.append(after)
            after = after.getnext()
        at = at.getparent()
    return found


def _is_slight(element: Element, masses: dict[Element, _Mass]) -> bool:
    mass = masses.get(element, _Mass())
    return mass.numbers < _NUMBERS and not _is_property_table(element)


def _chosen(body: Element, masses: dict[Element, _Mass]) -> Element | None:
    """The innermost element named as the article that holds most of the text."""
    whole = max(masses[body].plain, 1)
    named = [one for one in body.iter() if name_of(one) and _has_name(one, "article_names")]
    return next((one for one in reversed(named) if masses[one].plain >= _CHOSEN * whole), None)
