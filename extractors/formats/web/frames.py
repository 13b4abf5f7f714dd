"""Is a block part of the frame of a site, or of its article?

Blocks whose text is mostly links, lists of items that begin with a link, the foot of the site, the path to the page and
what can be done with it are its frame. Names of tags and classes are hints; a table of numbers is never frame.
"""

from __future__ import annotations

import re
from itertools import islice

from extractors.formats.web.masses import SENTENCE, Mass, is_link, text_of
from extractors.formats.web.tree import Element, children, name_of
from extractors.formats.web.words import words

_FILE = re.compile(r"\.(docx?|xlsx?|pdf|wps|et|ofd|zip|rar|7z|pptx?|txt|csv)([?#].*)?$", re.I)
_PATH = re.compile(r"[>＞»/→]")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_ORNAMENTS = "【】[]■▪●◆·:：>| "
_MOST_OF_PAGE = 0.5  # share of the page's text in a block, from which on no hint makes it frame
_SHORT = 250  # letters of a block that its words can make frame
_FEW = 25  # letters beside a link to a file, and of a block that one word makes frame
_TITLE = 6  # letters of the name of another page, at least
_ITEMS, _MOST_ITEMS = (
    3,
    0.7,
)  # items that begin with a link, and their share of all, that make a list of links
_NUMBERS = 4  # cells with a number, from which on a table is one of data
_COLUMNS, _ROWS = 3, 20  # of a table that may be one of data, and rows that are looked at
_MOST_COLUMNS = 100  # that are looked at
_CALENDAR, _DAYS = 80, 28  # cells of a calendar at most, and its days at least


def is_frame(element: Element, mass: Mass, whole: Mass, data: frozenset[Element]) -> bool:
    """`mass` is that of the element, `whole` that of the page; `data` are its tables of data."""
    tag = name_of(element)
    if tag in ("caption", "thead", "th", "body", "html") or tag in words("inline_tags"):
        return False
    if tag == "table" and _is_calendar(element):
        return True
    if _is_of(element, tag, data) or (has_numbers(mass) and mass.numbers >= mass.links):
        return False
    is_main = mass.plain > _MOST_OF_PAGE * max(whole.plain, 1)
    if tag in words("frame_tags") or (element.get("role") or "") in words("frame_roles"):
        return not is_main and not _holds_the_title(element)
    if (mass.letters <= _FEW and _says_one(element, "lone_words")) or _is_feed(element, tag, mass):
        return True
    if is_main:
        return False
    if mass.links and has_name(element, "frame_names") and mass.prose <= _SHORT / 2:
        return not _is_sentence(element)
    return _is_linked(element, tag, mass) or _is_said_to_be_frame(element, mass)


def has_numbers(mass: Mass) -> bool:
    return mass.numbers >= _NUMBERS


def has_name(element: Element, known: str) -> bool:
    """Has its class or id one of the names, or a part that is one: of `article_names` only whole ones count."""
    names = words(known)
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    if any(one in names for one in said.lower().split()):
        return True
    return known == "frame_names" and any(part.lower() in names for part in _NAME_PARTS.findall(said))


def _is_of(element: Element, tag: str, data: frozenset[Element]) -> bool:
    """Is it a table of data, or a part of one?"""
    return (
        element in data if tag == "table" else tag in words("table_tags") and _table_around(element) in data
    )


def _is_linked(element: Element, tag: str, mass: Mass) -> bool:
    """Mostly links, and no sentences beside them."""
    if tag in ("h1", "h2") or not mass.is_linked or (mass.links == 1 and tag in ("td", "th")):
        return False
    return mass.prose < _TITLE or (
        mass.letters <= _SHORT and not _is_sentence(element) and mass.prose <= _FEW
    )


def _is_feed(element: Element, tag: str, mass: Mass) -> bool:
    """A list of items that begin with a link; what follows in each is a summary of what it leads to."""
    if mass.links < _ITEMS or tag not in words("list_tags"):
        return False
    items = [
        child for child in children(element) if name_of(child) not in ("br", "hr", "h2", "h3", "h4", "dt")
    ]
    return len(items) >= _ITEMS and sum(map(_begins_with_link, items)) > _MOST_ITEMS * len(items)


def _is_sentence(element: Element) -> bool:
    """A paragraph whose links are part of a sentence: signs of a sentence stand between them."""
    within = list(element.iterdescendants())
    if any(name_of(child) in words("block_tags") for child in within):
        return False
    between = (element.text or "") + "".join(child.tail or "" for child in within)
    return bool(SENTENCE.search(between)) and sum(one.isalnum() for one in between) >= _TITLE


def _begins_with_link(item: Element) -> bool:
    """The first letters of an item are a link."""
    for one in item.iter():
        if is_link(one):
            return sum(letter.isalnum() for letter in text_of(one)) >= _TITLE
        if any(letter.isalnum() for letter in one.text or ""):
            return False
    return False


def tables_of_data(body: Element, masses: dict[Element, Mass]) -> frozenset[Element]:
    """Tables with several columns, of which the head or other rows have no links, or most rows several numbers.

    A list of other pages has a link in every row, beside it at most the number of its readers.
    """
    found = []
    for table in body.iter("table"):
        rows = list(islice((row for row in table.iter("tr") if _table_around(row) is table), _ROWS))
        cells = [list(islice(row.iterchildren("td", "th"), _MOST_COLUMNS)) for row in rows]
        filled = [[masses[cell] for cell in row if masses[cell].letters] for row in cells]
        wide = [row for row in filled if len(row) >= _COLUMNS]
        numbers = sum(mass.numbers for row in filled for mass in row)
        has_head = bool(filled) and len(filled[0]) > 1 and not any(mass.links for mass in filled[0])
        is_wide = len(wide) > len(rows) / 2
        has_links = all(any(mass.links for mass in row) for row in wide)
        if (has_head and numbers >= len(rows) / 2) or (
            is_wide and (not has_links or numbers >= 2 * len(wide))
        ):
            found.append(table)
    return frozenset(found)


def _table_around(element: Element) -> Element | None:
    at = element.getparent()
    while at is not None and name_of(at) != "table":
        at = at.getparent()
    return at


def _is_said_to_be_frame(element: Element, mass: Mass) -> bool:
    """A short block whose words are those of a frame."""
    if not 0 < mass.letters <= _SHORT:
        return False
    holds_blocks = any(name_of(child) in words("block_tags") for child in element.iterdescendants())
    if holds_blocks and (mass.prose > _FEW or any(True for _ in element.iter("table"))):
        return False
    text = text_of(element)
    # A sentence may name the address of an office: it takes more words to be none.
    enough = 4 if "。" in text else 2
    if any(sum(word in text for word in words(name)) >= enough for name in ("foot_words", "page_words")):
        return True
    if mass.plain <= _FEW and any(_FILE.search(link.get("href") or "") for link in element.iter("a")):
        return "。" not in text
    if text.strip(_ORNAMENTS) in words("list_words"):
        return True
    return any(word in text for word in words("path_words")) and bool(_PATH.search(text))


def _says_one(element: Element, known: str) -> bool:
    text = text_of(element)
    return any(word in text for word in words(known))


def _is_calendar(table: Element) -> bool:
    """The days of a month, and no other numbers."""
    cells = list(islice(table.iter("td", "th"), _CALENDAR + 1))
    if len(cells) > _CALENDAR:
        return False
    texts = [text_of(cell) for cell in cells]
    if any(len(text) > 2 * _TITLE for text in texts):
        return False
    days = [int(text) for text in texts if text.isascii() and text.isdigit()]
    month = days[days.index(1) :] if 1 in days else []
    return month[:_DAYS] == list(range(1, _DAYS + 1))


def _holds_the_title(element: Element) -> bool:
    """A header within the article."""
    return name_of(element) == "header" and any(True for _ in element.iter("h1", "h2"))
