"""The parts of an OFD file: its documents, their pages, and what pages take from resources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from extractors.formats.blocks import FormatError
from extractors.formats.container import Container, resolve
from extractors.formats.xml import local_name, parse

Element = Any  # of lxml, which carries no types
_ROOT = "OFD.xml"
_LOCKED = "encryptions.xml"


@dataclass(slots=True)
class Resources:
    """What a document's pages refer to, by number."""

    fonts: dict[str, Element] = field(default_factory=dict)
    pens: dict[str, Element] = field(default_factory=dict)  # DrawParam
    media: dict[str, Element] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)  # CompositeGraphicUnit
    colours: dict[str, Element] = field(default_factory=dict)  # ColorSpace
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    """Names of the parts that hold a `Font` or `MultiMedia` of this number."""


@dataclass(slots=True)
class Page:
    """A page: its part, which may be missing, and the document's own templates and size."""

    part: str | None
    document: Document


@dataclass(slots=True)
class Document:
    """One document of the file."""

    part: str
    resources: Resources
    templates: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    """By number: the part, and whether it lies over the page (`Foreground`) or under it."""
    area: Element | None = None
    pages: list[Page] = field(default_factory=list)


class Package:
    """An OFD file that is open."""

    def __init__(self, container: Container) -> None:
        """Raises FormatError."""
        self._container = container
        roots = [name for name in container.names if posixpath.basename(name).casefold() == _ROOT.casefold()]
        if not roots:
            raise FormatError("damaged", f"the part {_ROOT} is missing")
        self._root = min(roots, key=lambda name: (name.count("/"), name))
        self.documents = list(self._documents())

    def read(self, part: str) -> bytes:
        """Raises FormatError."""
        return self._container.read(part)

    def tree(self, part: str) -> Element:
        """The XML of a part. Raises FormatError."""
        return parse(self.read(part))

    def find(self, address: str, part: str, *folders: str) -> str | None:
        """The part that an address means, which stands in `part`; None where there is none such.

        Addresses are meant from the folder of the part, of its document or of the file, written so or not.
        """
        address = address.strip()
        if not address:
            return None
        plain = address.replace("\\", "/").lstrip("/")
        places = [posixpath.join(folder, plain) for folder in folders]
        places += [resolve(part, address), posixpath.join(posixpath.dirname(self._root), plain), plain]
        found = (posixpath.normpath(place).lstrip("/") for place in places)
        return next((name for name in found if name in self._container), None)

    def _documents(self) -> Iterator[Document]:
        seen = set()
        addresses = [text_of(one) for one in elements(self.tree(self._root), "DocRoot")]
        for address in addresses:
            part = self.find(address, self._root)
            if part is None:
                raise FormatError("damaged", f"the part {address} is missing")
            if part in seen:
                continue
            seen.add(part)
            yield self._document(part)
        if not addresses:
            raise FormatError("damaged", "it names no document")

    def _document(self, part: str) -> Document:
        try:
            tree = self.tree(part)
        except FormatError as error:
            if any(posixpath.basename(name).casefold() == _LOCKED for name in self._container.names):
                raise FormatError("password", "it is encrypted") from error
            raise
        document = Document(part, Resources())
        for element in elements(tree, "PublicRes", "DocumentRes"):
            self.add_resources(document.resources, text_of(element), part)
        for element in elements(tree, "TemplatePage"):
            where = self.find(element.get("BaseLoc", ""), part)
            document.templates[element.get("ID", "")] = where, element.get("ZOrder", "")
        document.area = next(elements(tree, "PageArea"), None)
        pages = next(elements(tree, "Pages"), None)
        for element in () if pages is None else elements(pages, "Page"):
            where = self.find(element.get("BaseLoc", ""), part, posixpath.dirname(part))
            document.pages.append(Page(where, document))
        return document

    def add_resources(self, resources: Resources, address: str, part: str) -> None:
        """Those of a part; it is left out where it is missing or damaged, and what refers to it is then missed."""
        where = self.find(address, part)
        if where is None:
            return
        try:
            tree = self.tree(where)
        except FormatError:
            return
        folder = resolve(where, tree.get("BaseLoc") or ".")
        kinds = {
            "Font": resources.fonts,
            "DrawParam": resources.pens,
            "MultiMedia": resources.media,
            "CompositeGraphicUnit": resources.units,
            "ColorSpace": resources.colours,
        }
        for element in elements(tree, *kinds):
            kind = local_name(element)
            known, number = kinds.get(kind), element.get("ID")
            if known is None or not number:
                continue
            known[number] = element
            for held in elements(element, "FontFile", "MediaFile"):
                found = self.find(text_of(held), where, folder)
                if found is not None:
                    resources.files[kind, number] = found


def elements(tree: Element, *names: str) -> Iterator[Element]:
    """Those below an element that have one of these names, in their order."""
    return (one for one in tree.iter() if isinstance(one.tag, str) and local_name(one) in names)


def children(tree: Element, *names: str) -> Iterator[Element]:
    """Those right below an element that have one of these names."""
    return (one for one in tree if isinstance(one.tag, str) and local_name(one) in names)


def child(tree: Element, name: str) -> Element | None:
    return next(children(tree, name), None)


def text_of(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def is_false(value: str | None) -> bool:
    return value is not None and value.strip().casefold() in ("false", "0")


def is_true(value: str | None) -> bool:
    return value is not None and value.strip().casefold() in ("true", "1")


def pages_of(documents: Iterable[Document]) -> list[Page]:
    return [page for document in documents for page in document.pages]
