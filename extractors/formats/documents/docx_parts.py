"""The parts of a Word file: its body, and the parts that this names. Nothing outside the container is opened."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from extractors.formats.blocks import FormatError
from extractors.formats.container import Container, relations_of, resolve
from extractors.formats.documents.docx_names import Element, attribute, child, children, kind, points, value
from extractors.formats.documents.docx_numbering import counted
from extractors.formats.xml import local_name, parse

_USUAL = "word/document.xml"
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TEXT_WIDTH = 415.0  # points of a page of A4 with the usual margins


class Parts:
    """The body, and the parts that it leads to. `damages` say in English which of them could not be read."""

    def __init__(self, body: Element, related: dict[str, Element] | None = None) -> None:
        """`related` are the roots of its parts by their kind (`styles`)."""
        self.body = body
        self.damages: list[str] = []
        self._related = related or {}
        self._notes: dict[str, dict[str, Element]] = {}
        self._marks: dict[str, int] = {}

    def related(self, what: str) -> Element | None:
        """The root of the part of this kind (`styles`); None where there is none, or where it cannot be read."""
        return self._related.get(what)

    def note(self, reference: Element) -> Element | None:
        """The note that a reference leads to."""
        what = "footnote" if kind(reference) == "w:footnoteReference" else "endnote"
        if what not in self._notes:
            notes = children(self.related(f"{what}s"), f"w:{what}")
            self._notes[what] = {attribute(one, "id") or "": one for one in notes}
        return self._notes[what].get(attribute(reference, "id") or "")

    def mark(self, reference: Element) -> str:
        """The mark that Word prints for the next note of this kind: raised digits, or digits in circles."""
        if attribute(reference, "customMarkFollows") is not None:
            return ""
        what = "w:footnotePr" if kind(reference) == "w:footnoteReference" else "w:endnotePr"
        count = self._marks[what] = self._marks.get(what, 0) + 1
        form = value(child(child(self.body, "w:sectPr"), what), "w:numFmt") or ""
        return counted(count, form) if form in _CIRCLED else str(count).translate(_RAISED)


class PackedParts(Parts):
    """Those of a file, which is open as long as they are needed. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Raises FormatError, OSError."""
        self._container = Container(path)
        try:
            self._name = self._related_to("").get("officeDocument", _USUAL)
            root = parse(self._container.read(self._name))
            body = child(root, "w:body")
            if kind(root) != "w:document" or body is None:
                raise FormatError("damaged", f"the part {self._name} is no document of Word")
            self._relations = self._related_to(self._name)
        except BaseException:
            self.close()
            raise
        super().__init__(body)

    def __enter__(self) -> PackedParts:
        return self

    def __exit__(
        self, kind_: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._container.close()

    def related(self, what: str) -> Element | None:
        name = self._relations.get(what)
        if name is None:
            return None
        try:
            return parse(self._container.read(name))
        except FormatError as error:
            self.damages.append(f"{name}: {error}")
            return None

    def _related_to(self, part: str) -> dict[str, str]:
        """Names of the parts that a part leads to, by their kind; those outside the container are left out."""
        name = relations_of(part)
        if name not in self._container:
            return {}
        found: dict[str, str] = {}
        for one in parse(self._container.read(name)):
            if local_name(one) == "Relationship" and one.get("TargetMode") != "External":
                what = (one.get("Type") or "").rpartition("/")[2]
                found.setdefault(what, resolve(part, one.get("Target") or ""))
        return found


def text_width(body: Element) -> float:
    """Points from margin to margin, on the last pages."""
    section = child(body, "w:sectPr")
    page = points(attribute(child(section, "w:pgSz"), "w"))
    margins = [points(attribute(child(section, "w:pgMar"), side)) for side in ("left", "right")]
    if page is None or None in margins:
        return _TEXT_WIDTH
    width = page - sum(one or 0.0 for one in margins)
    return width if width > 0 else _TEXT_WIDTH
