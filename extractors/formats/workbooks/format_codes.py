"""Number formats of workbooks taken apart: sections, their conditions and colours, and the pieces of each.

`#,##0.00_);[Red]\\(#,##0.00\\)` has two sections; the second has a colour, two literal brackets and a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

PieceKind = Literal[
    "literal", "gap", "digit", "point", "comma", "exponent", "slash", "date", "elapsed", "general", "text"
]
"""`gap`: room as wide as a letter that is not printed; `digit`: one placeholder 0, # or ?; `date`: letters such as
yyyy, or 上午/下午; `elapsed`: [h], [mm], [s]."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(slots=True)
class Section:
    pieces: list[Piece] = field(default_factory=list)
    condition: tuple[str, float] | None = None
    """An operator, and the number on its right."""
    is_red: bool = False
    percents: int = 0
    numerals: int = 0
    """Chinese numerals: 1 for 一二三, 2 for 壹贰叁, 3 for wide digits."""
    locale: str = ""
    """A language in hexadecimal digits, such as 804; for dates of the system F800 and F400."""

    kinds: frozenset[PieceKind] = frozenset()
    """Of all its pieces; set when they are complete."""

    @property
    def is_date(self) -> bool:
        return "date" in self.kinds or "elapsed" in self.kinds

    def has(self, kind: PieceKind) -> bool:
        return kind in self.kinds


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)(?:"|$)
    |[\\!](?P<escaped>.)
    |_(?P<gap>.)
    |\*(?P<fill>.)
    |\[(?P<bracket>[^\]]*)\]
    |(?P<general>general|g/通用格式|standard)
    |(?P<noon>上午/下午|am/pm|a/p)
    |(?P<exponent>(?<=[0\#?.])e[+-])
    |(?P<date>y+|m+|d+|h+|s+|e+|aaaa?|g{1,3}|b+(?![0-9]))
    |(?P<digit>[0#?])
    |(?P<any>.)
    """,
    re.X | re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:e[+-]?\d+)?)", re.I)
_RED = {"red", "红色", "color3"}
_ELAPSED = re.compile(r"h+|m+|s+", re.I)
_NUMERALS = re.compile(r"dbnum([123])", re.I)
_SYMBOL = re.compile(r"\$([^-]*)(?:-([^,]*))?", re.S)
_MOST_LETTERS = 1000


def sections_of(code: str) -> list[Section]:
    """The sections of a format, at least one."""
    sections = [Section()]
    for token in _TOKEN.finditer(code[:_MOST_LETTERS]):
        kind, text = str(token.lastgroup), token.group(token.lastgroup or 0)
        if kind == "any" and text == ";":
            sections.append(Section())
        else:
            _take(sections[-1], kind, text)
    for section in sections:
        section.kinds = frozenset(piece.kind for piece in section.pieces)
    return sections


def _take(section: Section, kind: str, text: str) -> None:
    add = section.pieces.append
    if kind in ("quoted", "escaped"):
        add(Piece("literal", text))
    elif kind == "gap":
        add(Piece("gap", " "))
    elif kind == "bracket":
        _bracket(section, text)
    elif kind in ("date", "noon"):
        add(Piece("date", text.lower()))
    elif kind in ("digit", "exponent", "general"):
        add(Piece(kind, text.upper()))  # type: ignore[arg-type]
    elif kind == "any":
        section.percents += text == "%"
        signs: dict[str, PieceKind] = {".": "point", ",": "comma", "/": "slash", "@": "text"}
        add(Piece(signs.get(text, "literal"), text))


def _bracket(section: Section, text: str) -> None:
    """A colour, a condition, a currency with its language, elapsed time or Chinese numerals."""
    if text.lower() in _RED:
        section.is_red = True
    elif condition := _CONDITION.fullmatch(text.strip()):
        section.condition = (condition.group(1), float(condition.group(2)))
    elif _ELAPSED.fullmatch(text):
        section.pieces.append(Piece("elapsed", text.lower()))
    elif numerals := _NUMERALS.fullmatch(text):
        section.numerals = int(numerals.group(1))
    elif symbol := _SYMBOL.fullmatch(text):
        section.locale = (symbol.group(2) or "").upper()
        if symbol.group(1):
            section.pieces.append(Piece("literal", symbol.group(1)))
