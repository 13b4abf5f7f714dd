"""OFD, the national format for pages (GB/T 33190), printed as a PDF.

Its pages hold text sign by sign, lines, fillings and pictures, as those of a PDF do. Annotations (seals, watermarks,
notes), attached files and signatures are no part of what a page prints, and are not read.
"""

from __future__ import annotations

from pathlib import Path

from extractors.formats.blocks import FormatError
from extractors.formats.container import Container
from extractors.formats.printed.matrices import SenselessError, numbers
from extractors.formats.printed.ofd_package import (
    Element,
    Package,
    Page,
    child,
    children,
    elements,
    pages_of,
    text_of,
)
from extractors.formats.printed.ofd_page import Painter, layers_of
from extractors.formats.printed.ofd_resources import Loaded
from extractors.formats.printed.ofd_style import Style
from extractors.formats.printed.pdf_pages import POINTS, PdfPages

_MOST_PAGES = 20_000
_MOST_TEMPLATES = 16  # of one page, those of templates included
_LEAST, _MOST = 5.0, 5000.0  # millimetres of a page's side
_A4 = (210.0, 297.0)
_SHOWN = 5


def print_pdf(path: Path, target: Path) -> list[str]:
    """Write what the pages show as a PDF; what of it is lost or damaged, in English. Raises FormatError, OSError."""
    with Container(path) as container:
        package = Package(container)
        printer = _Printer(package)
        for page in pages_of(package.documents):
            printer.print(page)
    printer.pages.save(target)
    return printer.damages()


class _Printer:
    """Prints page after page."""

    def __init__(self, package: Package) -> None:
        self.pages = PdfPages()
        self._package = package
        self._loaded = Loaded(package, self.pages)
        self._broken: dict[str, list[int]] = {}
        self._senseless = 0

    def print(self, page: Page) -> None:
        if len(self.pages) >= _MOST_PAGES:
            raise FormatError("too_large", f"it has more than {_MOST_PAGES} pages")
        number = len(self.pages) + 1
        try:
            trees = self._trees(page)
            width, height = _size(trees[0][0], page)
            painter = Painter(self._loaded, page)
            place = (POINTS, 0.0, 0.0, -POINTS, 0.0, height * POINTS)
            for tree, _ in sorted(trees, key=lambda one: one[1]):
                for layer in layers_of(tree):
                    painter.draw(layer, place, Style())
            self._senseless += painter.senseless
            self.pages.add(width * POINTS, height * POINTS, painter.content)
        except FormatError as error:
            self._broken.setdefault(str(error), []).append(number)
            width, height = _size(None, page)
            self.pages.add(width * POINTS, height * POINTS, b"")

    def damages(self) -> list[str]:
        """Raises FormatError where no page could be printed."""
        if sum(map(len, self._broken.values())) == len(self.pages) and self._broken:
            raise FormatError("damaged", next(iter(self._broken)))
        found = []
        for why, some in self._broken.items():
            shown = ", ".join(map(str, some[:_SHOWN])) + ("…" if len(some) > _SHOWN else "")
            found.append(f"{len(some)} of {len(self.pages)} pages ({shown}) could not be read ({why})")
        if self._senseless:
            found.append(f"{self._senseless} objects have a place or shape that means nothing")
        return [*found, *self._loaded.lost]

    def _trees(self, page: Page) -> list[tuple[Element, int]]:
        """The page itself, then its templates, each with its height over or under the page. Raises FormatError."""
        if page.part is None:
            raise FormatError("damaged", "its part is missing")
        found = [(self._tree(page.part, page), 0)]
        seen: set[str] = set()
        for tree, height in found:
            for reference in children(tree, "Template"):
                part, order = page.document.templates.get(reference.get("TemplateID", ""), (None, ""))
                order = reference.get("ZOrder") or order
                if part is None:
                    self._loaded.lost["a template of a page is missing"] = None
                elif part not in seen and len(seen) < _MOST_TEMPLATES:
                    seen.add(part)
                    found.append((self._tree(part, page), height + (1 if order == "Foreground" else -1)))
        return found

    def _tree(self, part: str, page: Page) -> Element:
        tree = self._package.tree(part)
        for element in children(tree, "PageRes"):
            self._package.add_resources(page.document.resources, text_of(element), part)
        return tree


def _size(tree: Element | None, page: Page) -> tuple[float, float]:
    """Millimetres of a page: its own, its document's, or those of A4."""
    own = None if tree is None else child(tree, "Area")
    for area in (own, page.document.area):
        for box in () if area is None else elements(area, "PhysicalBox"):
            try:
                _, _, width, height = numbers(text_of(box), 4)
            except SenselessError:
                continue
            if all(_LEAST <= side <= _MOST for side in (width, height)):
                return width, height
    return _A4
