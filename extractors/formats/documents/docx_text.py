"""What a paragraph of a Word file shows: its letters line by line, and what is anchored in it.

Fields show the result that is stored, never what they are to compute; nothing that they name is opened.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from extractors.formats.documents.docx_fields import Fields, Span, form_field, without_copies
from extractors.formats.documents.docx_ground import Ground
from extractors.formats.documents.docx_math import formula
from extractors.formats.documents.docx_names import (
    Element,
    attribute,
    child,
    children,
    kind,
    within,
)
from extractors.formats.documents.docx_styles import Letters, Styles

_RAISED = str.maketrans("0123456789()+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻")
_BREAK, _TAB = "\n", "\t"
_USUAL_TAB = "\u3000\u3000"
_BLANK = re.compile(r"[ \u00a0\u3000\t]*")
_ALWAYS: dict[str, str] = {
    "w:tab": _TAB,
    "w:ptab": _TAB,
    "w:br": _BREAK,
    "w:cr": _BREAK,
    "w:noBreakHyphen": "-",
}
_ANCHORED = frozenset({"w:drawing", "w:pict", "w:object"})
_EMBEDDED = ("Excel.", "ET.", "Word.", "WPS.")  # programs whose objects hold text and tables
_HIDDEN = re.compile(r"visibility\s*:\s*hidden", re.I)
_SYMBOLS = Path(__file__).with_name("docx_symbols.toml")

Note = Callable[[Element], str]
"""Takes the reference to a note, and gives its mark."""


@dataclass(slots=True)
class Written:
    """Letters of a paragraph as they come, and what is anchored among them."""

    pieces: list[str] = field(default_factory=list)
    anchored: list[Element] = field(default_factory=list)
    has_object: bool = (
        False  # a workbook or document is embedded, of which only a picture is stored in the text
    )
    sizes: dict[float, int] = field(default_factory=dict)  # letters of each size
    red: int = 0  # figures in red
    figures: int = 0
    forms: list[Span] = field(default_factory=list)  # pieces that fields to be filled in show

    def add(self, text: str, size: float, is_red: bool | None) -> None:
        self.pieces.append(text)
        self.sizes[size] = self.sizes.get(size, 0) + len(text.strip())
        count = sum(one.isdigit() for one in text)
        self.figures += count
        self.red += count if is_red else 0

    @property
    def size(self) -> float:
        """Points of most of its letters."""
        return max(self.sizes, key=lambda size: self.sizes[size]) if self.sizes else 0.0

    def lines(self, tab: str | None) -> list[str]:
        """Its lines with the blanks at their beginnings; `tab` is what a tab shows where its stop is set."""
        return [
            _line(line, tab or _USUAL_TAB) for line in without_copies(self.pieces, self.forms).split(_BREAK)
        ]


def _line(text: str, tab: str) -> str:
    start = _BLANK.match(text)
    at = start.end() if start else 0
    rest = text[at:].rstrip()
    if not tab.isspace():  # only the last one leads to the page number
        before, last, behind = rest.rpartition(_TAB)
        rest = before + (tab if last else "") + behind
        tab = _USUAL_TAB
    return text[:at].replace(_TAB, _USUAL_TAB) + rest.replace(_TAB, tab)


class TextReader:
    """Reads the paragraphs of one story: the body, a note, a text box."""

    def __init__(self, styles: Styles, story: Element, note: Note) -> None:
        self._styles, self._note = styles, note
        self._ground = Ground(styles, story)
        self._fields = Fields(story)

    def read(self, paragraph: Element, into: Written) -> None:
        """Add what a paragraph shows."""
        properties = child(paragraph, "w:pPr")
        for one in within(paragraph):
            name = kind(one)
            if name == "w:r":
                self._run(one, properties, into)
            elif name in ("m:oMath", "m:oMathPara"):
                into.add(formula(one), self._styles.size(self._styles.letters(properties, None)), None)

    def _run(self, run: Element, paragraph: Element | None, into: Written) -> None:
        letters = self._styles.letters(paragraph, child(run, "w:rPr"))
        is_out = letters.is_hidden or letters.is_struck
        is_out = is_out or (letters.is_white and not self._ground.shows_white(run))
        for one in within(run):
            name = kind(one)
            if name == "w:fldChar":
                self._fields.meet(one, into.forms, len(into.pieces))
                text = form_field(one)
            elif is_out or not self._fields.is_shown:
                continue
            elif name in _ANCHORED:
                into.anchored += boxes(one)
                into.has_object |= any(_is_embedded(it) for it in one.iter("{*}OLEObject"))
                continue
            else:
                text = self._text(one, name, letters)
            if text:
                into.add(text, self._styles.size(letters), letters.is_red)

    def _text(self, element: Element, name: str, letters: Letters) -> str:
        if name == "w:t":
            text = "".join((element.text or "").splitlines())
            text = text if letters.font is None else _drawn(text, letters.font)
            return text.translate(_RAISED) if letters.is_raised else text
        if name == "w:sym":
            code = attribute(element, "char") or ""
            return _symbols(attribute(element, "font") or "").get(code.upper()[-2:], "")
        if name in ("w:footnoteReference", "w:endnoteReference"):
            return self._note(element)
        if name == "w:ruby":
            base = child(element, "w:rubyBase")
            parts = (child(run, "w:t") for run in children(base, "w:r"))
            return "".join(part.text or "" for part in parts if part is not None)
        return _ALWAYS.get(name, "")


def boxes(shape: Element) -> Iterator[Element]:
    """The contents of the text boxes of a drawing, in their order; those of hidden shapes are left out."""
    for one in within(shape):
        name = kind(one)
        if name == "w:txbxContent":
            yield one
        elif not (_HIDDEN.search(one.get("style") or "") or _is_hidden(one)):
            yield from boxes(one)


def _is_embedded(thing: Element) -> bool:
    return (thing.get("ProgID") or "").startswith(_EMBEDDED)


def _is_hidden(shape: Element) -> bool:
    described = child(shape, "wp:docPr")
    return described is not None and described.get("hidden") in ("1", "true")


def _drawn(text: str, font: str) -> str:
    """Letters as a font of pictures draws them."""
    signs = _symbols(font)
    if not signs:
        return text
    return "".join(signs.get(f"{ord(one) & 0xFF:02X}", one) if _is_code(one) else one for one in text)


def _is_code(one: str) -> bool:
    return "!" <= one <= "\u00ff" or "\uf020" <= one <= "\uf0ff"


@cache
def _symbols(font: str) -> dict[str, str]:
    with _SYMBOLS.open("rb") as file:
        found: dict[str, str] = tomllib.load(file).get(font, {})
    return found
