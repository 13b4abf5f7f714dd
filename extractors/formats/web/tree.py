"""The tree of a page, of bounded depth: old pages open thousands of elements and never close one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree, html

from extractors.formats.web.end_tags import with_ends_of_cells

Element: TypeAlias = etree._Element

# Tags that only say how letters look, and blocks that are there for the end of the line.
_LOOKS = re.compile(r"(?i)</?(?:font|span|b|i|u|em|strong|big|small|center|o:p|st1:\w+)\b[^>]*>")
_ASIDE = "aside-of-the-page"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# Tags without an end of which libxml2 does not know it: the rest of the page would be part of them.
_EMPTY = re.compile(r"(?i)<(embed|source|track|bgsound)\b[^>]*>(?!\s*</\1)")
_LINES = re.compile(r"(?i)</?(?:div|p|section|article|blockquote|ul|ol|li|dl|dd|dt)\b[^>]*>")


@dataclass(slots=True)
class Page:
    """`is_whole`: nothing was left out for being nested too deeply."""

    root: Element
    is_whole: bool = True

    @property
    def body(self) -> Element:
        found = self.root.find("body")
        # A page of frames has none.
        return etree.SubElement(self.root, "body") if found is None else found


def parse(text: str) -> Page | None:
    """The tree without comments and processing instructions; None where there is no element."""
    text = with_ends_of_cells(_EMPTY.sub(r"\g<0></\1>", _CONTROLS.sub(" ", text)))
    root, is_whole = _tree(text)
    if not is_whole:
        text = _LOOKS.sub("", text)
        root, is_whole = _tree(text)
    if not is_whole:
        # Without its letters' looks and with plain ends of lines only tables are left to be nested.
        root, is_whole = _tree(_LINES.sub("<br>", text))
    return None if root is None else Page(root, is_whole)


def _tree(text: str) -> tuple[Element | None, bool]:
    """What libxml2 builds, and whether it came to the end: it stops at a depth of 2,048 without an error."""
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None, True
    return root, not any("depth" in entry.message for entry in parser.error_log)


def name_of(element: Element) -> str:
    """The tag in lower case; "" for what is no element."""
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def children(element: Element) -> Iterator[Element]:
    return (child for child in element if isinstance(child.tag, str))


def remove(element: Element) -> None:
    """Take an element out of the body; the text behind it stays.

    It is laid aside in the same tree: libxml2 looks through what is cut off whenever a part of it is let go.
    """
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    root = element.getroottree().getroot()
    aside = root[-1] if root[-1].tag == _ASIDE else etree.SubElement(root, _ASIDE)
    aside.append(element)
