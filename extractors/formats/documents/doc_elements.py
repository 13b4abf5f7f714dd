"""Elements of Word's XML, as they are made from a .doc."""

from __future__ import annotations

from lxml import etree

from extractors.formats.documents.docx_names import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def element(name: str, **attributes: object) -> Element:
    """An element of this name without its prefix; so are its attributes."""
    return etree.Element(_WORD + name, {_WORD + key: str(one) for key, one in attributes.items()})


def put(parent: Element, name: str, **attributes: object) -> Element:
    """The same, as the last child of another one."""
    return etree.SubElement(parent, _WORD + name, {_WORD + key: str(one) for key, one in attributes.items()})


def put_shade(about: Element) -> None:
    """Say that there is a colour under what has these properties; which one does not matter."""
    put(about, "shd", val="clear", fill="000000")
