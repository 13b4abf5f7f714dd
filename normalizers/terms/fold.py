"""The copy of a text that policy phrases are looked for in.

`Folded` text is an NFKC copy without white space whose characters remember where they stood in the
printed text, so that every finding can be quoted as printed. Thousands separators are ``'`` and inclusive
marks ``〈含〉`` in the copy, so that commas and brackets are always clause borders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers.text import clean, match_key, strip_footnotes

_CIRCLED = {chr(0x2460 + i): f"({i + 1})" for i in range(20)} | {
    chr(0x2776 + i): f"({i + 1})" for i in range(10)
}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:,\d{3})*(?!\d))")
# A narrow cell breaks its line inside a number.
_CUT_NUMBER = re.compile(r"(?<=\d)[ \t]*\r?\n[ \t]*(?=\d)")
_QUOTES = frozenset("“”\"'‘’「」『』")
_INCLUSIVE = re.compile(r"\((不?(?:含|包含|包括)(?:本数)?)\)")
BORDERS = ",。;!?()"
# How far left of a number words can have a say about it.
REACH = 1000
SENTENCE_ENDS = "。;!?"


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded copy of a text and, for each of its characters, the position in the printed text."""

    text: str
    index: tuple[int, ...]
    source: str

    def printed(self, start: int, end: int) -> str:
        """The printed text behind the folded span ``[start, end)``."""
        if start >= end:
            return ""
        first, last = self.index[start], self.index[end - 1] + 1
        text = self.source[first:last]
        # Quotation marks are not in the copy: take in the partner of one that stands inside.
        if text.count("”") > text.count("“") and self.source[first - 1 : first] == "“":
            first -= 1
        if text.count("“") > text.count("”") and self.source[last : last + 1] == "”":
            last += 1
        return self.source[first:last].strip()


def fold(text: str) -> Folded:
    """Folded copy of one cell or paragraph; footnote marks are left out."""
    source = strip_footnotes(clean(_CUT_NUMBER.sub("", text)))
    chars: list[str] = []
    index: list[int] = []
    for position, char in enumerate(source):
        if char.isspace() and _between_digits(source, position):
            chars.append(" ")  # 5 4 80% are three numbers
            index.append(position)
        if char in _QUOTES:
            continue
        for folded in _CIRCLED.get(char) or match_key(char):
            chars.append(folded)
            index.append(position)
    folded_text = _THOUSANDS.sub("'", "".join(chars))
    # 其中小微企业 must not be read as 中小微企业.
    folded_text = _INCLUSIVE.sub(r"〈\1〉", folded_text).replace("其中", "其·")
    return Folded(folded_text, tuple(index), source)


def _between_digits(source: str, position: int) -> bool:
    return source[position - 1 : position].isdigit() and source[position + 1 : position + 2].isdigit()


def clause_start(text: str, position: int) -> int:
    """Start of the clause that holds `position`."""
    floor = max(0, position - REACH)
    return max(floor, *(text.rfind(border, floor, position) + 1 for border in BORDERS))


def sentence_start(text: str, position: int) -> int:
    """Start of the sentence that holds `position`."""
    floor = max(0, position - REACH)
    return max(floor, *(text.rfind(border, floor, position) + 1 for border in SENTENCE_ENDS))


def next_border(text: str, position: int, borders: str = BORDERS + "、+") -> int:
    """Position of the first border at or after `position`, or the end of the text."""
    found = [i for i in (text.find(border, position) for border in borders) if i >= 0]
    return min(found, default=len(text))
