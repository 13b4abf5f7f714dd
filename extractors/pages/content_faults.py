"""Is what pages draw whole below the checksum? Every content stream is parsed, and what it names is looked up.

pdfium goes on in silence where a string never ends, an operator is none or a font is not there: what follows is lost.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from extractors.pages.content_grammar import is_plain
from extractors.pages.faults import CONTENT_BROKEN, CONTENT_MISSING, DRAWN_MISSING, FONT_MISSING, Fault
from extractors.pages.streams import Unpacked

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_DRAWING: tuple[pikepdf.ContentScopeKind, ...] = ("page", "form", "appearance", "pattern", "softmask")
_OPERANDS = {
    operator.encode(): count
    for count, operators in {
        0: "b B b* B* BT BX EMC ET EX f F f* h n q Q s S T* W W*",
        1: "BMC cs CS Do g G gs i j J M MP ri ' sh Tc Tj TJ TL Tr Ts Tw Tz w",
        2: "BDC d DP d0 l m Tf Td TD",
        3: 'rg RG "',
        4: "k K re v y",
        6: "c cm Tm d1",
    }.items()
    for operator in operators.split()
}
_ANY_COUNT = {b"sc", b"scn", b"SC", b"SCN", b"INLINE IMAGE"}
_SHOW = {b"Tj", b"TJ", b"'", b'"'}
_FOLLOWED = _SHOW | {b"Tf", b"Do", b"q", b"Q", b"BT", b"ET", b"BX", b"EX"}
_NAMING = "Do Tf Tj TJ ' \" q Q BT ET"
_LARGE, _TOO_LARGE = 1 << 21, 1 << 26  # bytes of content: parsed for what it names only, or not at all
_FORGIVEN = 1  # one q without Q, or Q without q: viewers close or ignore it, and nothing is lost
_LAST_LINE, _SPACE = 200, b"\0\t\n\f\r "
_ENDS_OF_OPERANDS = tuple(bytes([end]) for end in b"0123456789.)]>")
_GLYPHS = (b"d0", b"d1")
_HARMLESS = "name with stray #"
_LONGEST = 40


def content_faults(pdf: Pdf, unpacked: Unpacked) -> list[Fault]:
    """Faults of everything that pages draw: their own content, forms, patterns, appearances and drawn glyphs.

    Glyphs whose checksums are right are not parsed: a page whose fonts are drawings has hundreds of them.
    """
    faults = list(_missing_contents(pdf))
    pdf.get_warnings()
    for page, scope in drawing_scopes(pdf, with_glyphs=unpacked.unproved_glyphs):
        if scope.kind == "glyph" and scope.content.objgen in unpacked.proved:
            continue
        length = sum(unpacked.lengths.get(piece.objgen, 0) for piece in _pieces(scope.content))
        if length <= _TOO_LARGE:
            wanted = _NAMING if length > _LARGE else ""
            faults += _faults_of(pdf, scope.content, _Named(*_resources(pdf, scope)), page, wanted)
    return faults


def drawing_scopes(pdf: Pdf, with_glyphs: bool = False) -> Iterator[tuple[int, pikepdf.ContentScope]]:
    """Number of the page (1-based) and everything that it draws."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    for scope in pdf.content_scopes(kinds=(*_DRAWING, "glyph") if with_glyphs else _DRAWING):
        if scope.page is not None:
            yield numbers.get(scope.page.obj.objgen, 1), scope


def _missing_contents(pdf: Pdf) -> Iterator[Fault]:
    """A page may have no content, but content that it names must be there."""
    for number, page in enumerate(pdf.pages, 1):
        value = next((value for key, value in page.obj.items() if key == "/Contents"), Array())
        pieces = list(value) if isinstance(value, Array) else [value]
        if not all(isinstance(piece, Stream) for piece in pieces):
            yield Fault(CONTENT_MISSING, number)


def _pieces(content: Object) -> list[Stream]:
    """The streams of a page or of anything else that draws."""
    found = content if isinstance(content, Stream) else content.get(Name.Contents)
    pieces = list(found) if isinstance(found, Array) else [found]
    return [piece for piece in pieces if isinstance(piece, Stream)]


def _resources(pdf: Pdf, scope: pikepdf.ContentScope) -> Iterator[Object | None]:
    """Where names are looked up, one after the other: as pdfium does, also in those of the page and of the form."""
    yield scope.resources
    if scope.kind != "page":
        yield scope.page.resources if scope.page else None
    if scope.kind == "appearance":
        form = pdf.Root.get("/AcroForm")
        yield form.get("/DR") if isinstance(form, Dictionary) else None


class _Named:
    """What the names of a content stream stand for; the first dictionary that has one counts."""

    def __init__(self, *resources: Object | None) -> None:
        self.fonts = _listed(resources, Name.Font)
        self.drawn = _listed(resources, Name.XObject)

    def good_fonts(self) -> set[str]:
        return {name for name, item in self.fonts.items() if isinstance(item, Dictionary)}

    def good_drawn(self) -> set[str]:
        return {name for name, item in self.drawn.items() if isinstance(item, Stream)}


def _listed(resources: Iterable[Object | None], kind: Name) -> dict[str, Object]:
    listed: dict[str, Object] = {}
    for one in resources:
        found = one.get(kind) if isinstance(one, Dictionary) else None
        if isinstance(found, Dictionary):
            listed = dict(found.items()) | {name: item for name, item in listed.items() if item is not None}
    return listed


def _faults_of(pdf: Pdf, content: Object, named: _Named, page: int, wanted: str) -> list[Fault]:
    try:
        data = b"\n".join(piece.read_bytes() for piece in _pieces(content))
        if is_plain(data, named.good_fonts(), named.good_drawn()):
            return []
        pdf.get_warnings()
        instructions = _instructions(content, wanted)
        ends_early = _ends_within_an_instruction(data)
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError, IndexError) as error:
        pdf.get_warnings()
        return [_broken(page, str(error).rpartition(": ")[2])]
    said = [warning for warning in pdf.get_warnings() if _HARMLESS not in warning]
    if said:
        return [_broken(page, said[0].rpartition(": ")[2])]
    if ends_early:
        return [_broken(page, "it ends within an instruction")]
    return _Reader(named, page).read(instructions)


def _instructions(content: Object, wanted: str) -> list[Instruction]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is left at the end of some contents; see below for all
        return pikepdf.parse_content_stream(content, wanted)


def _ends_within_an_instruction(data: bytes) -> bool:
    """Is the last word an operand? An operator ends every instruction."""
    last = data[-_LAST_LINE:].rstrip(_SPACE)
    if b"%" in re.split(rb"[\r\n]", last)[-1] or last[-2:] in _GLYPHS:
        return False
    return last[-1:] in _ENDS_OF_OPERANDS


def _broken(page: int, shown: str) -> Fault:
    return Fault(CONTENT_BROKEN, page, _short(shown))


def _short(shown: str) -> str:
    """What stands in the file, fit to be shown in one line among sentences that a semicolon ends."""
    return "".join(char if char.isprintable() else "?" for char in shown.replace(";", ","))[:_LONGEST]


class _Reader:
    """Goes through the instructions of one content stream, with the font that is set and what q saved."""

    def __init__(self, named: _Named, page: int) -> None:
        self._named = named
        self._page = page
        self._font: str | None = None
        self._saved: list[str | None] = []
        self._not_saved = 0
        self._within_text = False
        self._tolerant = 0

    def read(self, instructions: list[Instruction]) -> list[Fault]:
        """The first fault of each kind."""
        faults: dict[str, Fault] = {}
        for instruction in instructions:
            operator = bytes(instruction.operator)
            count = _OPERANDS.get(operator)
            fault = None
            if count is None:
                fault = self._unknown(operator)
            elif len(instruction.operands) != count:
                fault = _broken(self._page, f"{len(instruction.operands)} operands before {_text(operator)}")
            elif operator in _FOLLOWED:
                fault = self._follow(operator, instruction)
            if fault:
                faults.setdefault(fault.kind, fault)
        if unended := self._unended():
            faults.setdefault(CONTENT_BROKEN, _broken(self._page, unended))
        return list(faults.values())

    def _unknown(self, operator: bytes) -> Fault | None:
        if operator in _ANY_COUNT or self._tolerant:
            return None
        return _broken(self._page, f"unknown operator {_text(operator)}")

    def _follow(self, operator: bytes, instruction: Instruction) -> Fault | None:
        if operator in _SHOW:
            if self._font is not None and not isinstance(self._named.fonts.get(self._font), Dictionary):
                return Fault(FONT_MISSING, self._page, _short(self._font))
        elif operator in (b"Tf", b"Do"):
            return self._name(operator, instruction.operands[0])
        elif operator == b"q":
            self._saved.append(self._font)
        elif operator == b"Q":
            if self._saved:
                self._font = self._saved.pop()
            else:
                self._not_saved += 1
        elif operator in (b"BT", b"ET"):
            self._within_text = operator == b"BT"
        else:
            self._tolerant = max(self._tolerant + (1 if operator == b"BX" else -1), 0)
        return None

    def _name(self, operator: bytes, operand: object) -> Fault | None:
        if not isinstance(operand, Name):
            return _broken(self._page, f"no name before {_text(operator)}")
        name = bytes(operand).decode("utf-8", "surrogateescape")
        if operator == b"Tf":
            self._font = name
        elif not isinstance(self._named.drawn.get(name), Stream):
            return Fault(DRAWN_MISSING, self._page, _short(name))
        return None

    def _unended(self) -> str | None:
        if self._within_text:
            return "BT without ET"
        if max(len(self._saved), self._not_saved) > _FORGIVEN:
            return "q and Q in different numbers"
        return None


def _text(operator: bytes) -> str:
    return operator.decode("latin-1")
