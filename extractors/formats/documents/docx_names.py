"""The names of Word's XML, the same for files of the transitional and the strict kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PREFIXES = {
    **dict.fromkeys(_WORD, "w"),
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = frozenset({"0", "false", "off", "none"})
_TWIPS = 20.0  # of a point


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    namespace, _, name = tag.lstrip("{").rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{name}"


def kind(element: Element) -> str:
    """`w:p` for a paragraph, whatever prefix the file has; `:name` where the namespace is none of Word's."""
    return _short(str(element.tag))


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return next((one for one in element if kind(one) == name), None) if element is not None else None


def children(element: Element | None, name: str) -> Iterator[Element]:
    return (one for one in element if kind(one) == name) if element is not None else iter(())


def attribute(element: Element | None, name: str = "val") -> str | None:
    """An attribute of Word's own."""
    if element is None:
        return None
    return next((found for space in _WORD if (found := element.get(f"{{{space}}}{name}")) is not None), None)


def relation(element: Element) -> str:
    """The identifier of the part that an element means; "" where it names none."""
    return next((found for space in _RELATIONS if (found := element.get(f"{{{space}}}id"))), "")


def value(element: Element | None, name: str) -> str | None:
    """What the child of this name is set to."""
    return attribute(child(element, name))


def number(text: str | None) -> int | None:
    """A whole number; None for what is none, or beyond all measure."""
    try:
        found = int(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1_000_000_000 else None


def points(text: str | None) -> float | None:
    """Twentieths of a point as points; in strict files a measure may have its unit (12.7pt)."""
    if text and text.endswith("pt"):
        try:
            return float(text[:-2])
        except ValueError:
            return None
    twips = number(text)
    return None if twips is None else twips / _TWIPS


def is_on(element: Element | None) -> bool:
    """Is a property set, by its mere presence or by its value?"""
    return element is not None and (attribute(element) or "on").lower() not in _OFF


def switch(element: Element | None, name: str) -> bool | None:
    """Whether a property is switched on or off; None where nothing is said."""
    found = child(element, name)
    return None if found is None else is_on(found)


def within(element: Element) -> Iterator[Element]:
    """The children with those of content controls, insertions and other brackets around them, in their order.

    Of alternatives the first counts. What is deleted or moved away is left out.
    """
    for one in element:
        name = kind(one)
        if name in _BRACKETS:
            yield from within(one)
        elif name == "w:sdt":
            content = child(one, "w:sdtContent")
            yield from within(content) if content is not None else ()
        elif name == "mc:AlternateContent":
            chosen = next((c for c in one if kind(c) == "mc:Fallback" or _is_known(c)), None)
            yield from within(chosen) if chosen is not None else ()
        elif name not in GONE:
            yield one


def _is_known(choice: Element) -> bool:
    """Would Word show it: does all that it requires belong to Office?"""
    if kind(choice) != "mc:Choice":
        return False
    required = (choice.nsmap.get(prefix) for prefix in (choice.get("Requires") or "").split())
    return all(uri is None or _OF_OFFICE.match(uri) for uri in required)


_OF_OFFICE = re.compile(r"http://schemas\.(microsoft\.com|openxmlformats\.org)/|urn:schemas-microsoft-com:")
GONE = frozenset({"w:del", "w:moveFrom"})
"""What a tracked change has taken away."""
_BRACKETS = frozenset(
    {"w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo"}
)
