"""The article of a page: what is left when the frame of the site is taken away.

First go the blocks that are frame by what they hold, then what stands before the title and beside the element that is
named as the article.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.formats.web.frames import has_name, has_numbers, is_frame, tables_of_data
from extractors.formats.web.masses import Mass, text_of, weigh
from extractors.formats.web.tree import Element, children, name_of, remove
from extractors.formats.web.words import words

_TITLE = 6  # letters of a title, at least
_OF_NAME = 0.4  # share of the name of the page that its title makes, at least
_MORE = 6  # letters of a title beyond the name of the page
_BEFORE = 0.3  # share of the page's sentences above its title, at most: else it is another's
_CHOSEN = 0.7  # share of the page's text in an element that is named as its article


@dataclass(frozen=True, slots=True)
class Article:
    """`links`: those of the whole page; `title`: the block that is the title of the article, where it is known."""

    links: int
    title: Element | None


def cut_to_article(body: Element, page_name: str) -> Article:
    """Take the frame of the site out of a body in which all is displayed.

    `page_name`: the title of the page, which begins with that of the article.
    """
    masses = weigh(body)
    _drop(_frames(body, masses))
    rest = weigh(body)
    title = _title_of(body, page_name, rest)
    if title is not None:
        before = _slight(_beside(title, before=True), rest)
        if sum(rest[one].prose for one in before) <= _BEFORE * rest[body].prose:
            _drop(before)
        chosen = _chosen(body, rest)
        if chosen is not None:
            _drop(_slight(_beside(chosen, before=False), rest))
    return Article(masses[body].links, title)


def _drop(elements: list[Element]) -> None:
    for element in elements:
        remove(element)


def _frames(body: Element, masses: dict[Element, Mass]) -> list[Element]:
    """The outermost blocks that are frame."""
    found: list[Element] = []
    data = tables_of_data(body, masses)
    waiting = [body]
    while waiting:
        for child in children(waiting.pop()):
            if is_frame(child, masses[child], masses[body], data):
                found.append(child)
            elif masses[child].letters:
                waiting.append(child)
    return found


def _title_of(body: Element, page_name: str, masses: dict[Element, Mass]) -> Element | None:
    """The first block whose text is the name of the page, its part before the name of the site, or little more."""
    wanted = _key(page_name)
    if len(wanted) < _TITLE:
        return None
    for element in body.iter():
        if name_of(element) in words("inline_tags") or masses[element].letters > len(wanted) + _MORE:
            continue
        text = _key(text_of(element))
        if len(text) < max(_TITLE, _OF_NAME * len(wanted)):
            continue
        if wanted.startswith(text) or text.startswith(wanted):
            return element
    return None


def _key(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def _chosen(body: Element, masses: dict[Element, Mass]) -> Element | None:
    """The innermost element named as the article that holds most of the text."""
    named = [one for one in body.iter() if name_of(one) and has_name(one, "article_names")]
    enough = _CHOSEN * max(masses[body].plain, 1)
    return next((one for one in reversed(named) if masses[one].plain >= enough), None)


def _beside(element: Element, before: bool) -> Iterator[Element]:
    """Blocks that stand wholly before an element, or wholly behind it."""
    at: Element | None = element
    while at is not None and name_of(at) != "body":
        for one in at.itersiblings(preceding=before):
            if name_of(one) and name_of(one) not in words("inline_tags"):
                yield one
        at = at.getparent()


def _slight(elements: Iterator[Element], masses: dict[Element, Mass]) -> list[Element]:
    """Those without a table: numbers are never taken away for their place."""
    return [
        one
        for one in elements
        if one in masses
        and not has_numbers(masses[one])
        and name_of(one) != "table"
        and not any(True for _ in one.iter("table"))
    ]
