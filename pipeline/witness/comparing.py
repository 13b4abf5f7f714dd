"""A number as text against the same number as a picture shows it: digits, decimal point and sign."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["agrees", "differs", "unreadable", "blank"]

# 一, ー and ─ are minus signs where no word or number stands before them.
_MINUS = re.compile(r"[−–—‐‑‒﹣－\u00ad]|(?<![\w%％])[一ー─━](?=\d)")
_MARKS = str.maketrans("·•．‚，", "...,,")  # what prints decimal points and commas
_NUMBER = re.compile(r"-?\d+(?:[.,'’]\d+)*")
_NOTE_MARKS = re.compile(r"[⁰¹²³⁴-⁹⁽⁾①-⑳]+")
_NEGATIVE = re.compile(r"[(（△▲▽▼〔\[<]|负|减")  # other ways to print a minus
_UNIT = 2  # letters that a unit adds; with more, other text is printed over the number
_SEPARATORS = re.compile(r"[,'’]")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its digits, how many of them are decimals, and whether a minus stands before it."""

    digits: str
    decimals: int
    is_negative: bool
    printed: str


def printed_numbers(text: str) -> list[Number]:
    """The numbers of a text from left to right."""
    plain = _NOTE_MARKS.sub(" ", text.translate(_MARKS))
    plain = unicodedata.normalize("NFKC", _MINUS.sub("-", plain))
    plain = re.sub(r"(?<=[\d.,-])\s+(?=[\d.,])", "", plain)
    return [_number(match.group()) for match in _NUMBER.finditer(plain)]


def _number(printed: str) -> Number:
    whole, _, decimals = _SEPARATORS.sub("", printed).rpartition(".")
    digits = re.sub(r"\D", "", whole + decimals)
    return Number(digits, len(decimals) if whole else 0, printed.startswith("-"), printed)


def compared(text: str, seen: str) -> tuple[Verdict, str]:
    """Does a reading of the picture, in lines, bear out the numbers of a text? With the text as the picture has it.

    More ink than the text has (a neighbour's, a note mark) is no contradiction, and neither is a point or a comma that
    the picture does not show plainly.
    """
    verdict, replaced = _compared(text, "".join(seen.split("\n")))
    # Lines of a cell are one number that was broken, or numbers of their own.
    if verdict != "agrees" and "\n" in seen:
        return (
            ("agrees", "") if _compared(text, seen.replace("\n", "|"))[0] == "agrees" else ("unreadable", "")
        )
    return verdict, replaced


def _compared(text: str, seen: str) -> tuple[Verdict, str]:
    own, other = printed_numbers(text), printed_numbers(seen)
    if not own or not other:
        return "unreadable", ""
    has_sign = _NEGATIVE.search(text) is None
    if _is_among(own, other, has_sign) or _is_among(_with_note_marks(text), other, has_sign):
        return "agrees", ""
    if len(own) != len(other) or len(_letters(seen) - _letters(text)) > _UNIT:
        return "unreadable", ""
    changed = [(a, b) for a, b in zip(own, other, strict=True) if not _is_same(a, b, has_sign)]
    if any(not _is_plain(a, b) for a, b in changed):
        return "unreadable", ""
    return "differs", _replaced(text, changed)


def _with_note_marks(text: str) -> list[Number]:
    """The numbers as a reader sees them to whom raised figures are figures like the others."""
    return printed_numbers(unicodedata.normalize("NFKC", text)) if _NOTE_MARKS.search(text) else []


def _letters(text: str) -> set[str]:
    return {char for char in text if char.isalpha()}


def _is_among(own: list[Number], other: list[Number], has_sign: bool) -> bool:
    """Do all numbers of the text stand in the reading, in their order? Not where there are none."""
    rest = iter(other)
    return bool(own) and all(any(_is_same(number, seen, has_sign) for seen in rest) for number in own)


def _is_same(own: Number, seen: Number, has_sign: bool) -> bool:
    # A recogniser takes commas for points and the other way round: the text's point has to be a mark of some kind.
    if own.digits != seen.digits or (has_sign and own.is_negative != seen.is_negative):
        return False
    return own.decimals == seen.decimals or (
        own.decimals > 0 and re.search(rf"[.,]\d{{{own.decimals}}}$", seen.printed) is not None
    )


def _is_plain(own: Number, seen: Number) -> bool:
    """Is what the picture shows another number, and not a part of this one or one whose point was overlooked?"""
    if own.digits == seen.digits:
        return seen.decimals > own.decimals or own.is_negative != seen.is_negative
    return own.digits not in seen.digits and seen.digits not in own.digits


def _replaced(text: str, changed: list[tuple[Number, Number]]) -> str:
    """The text with the picture's numbers in place of its own; '' where one is not printed in one piece."""
    for own, seen in changed:
        if text.count(own.printed) != 1:
            return ""
        text = text.replace(own.printed, seen.printed)
    return text
