"""Dates and times printed by the letters of a format: 45356 by ``yyyy"年"m"月"`` is ``2024年3月``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from extractors.formats.chinese_numerals import as_digits, as_words
from extractors.formats.workbooks.format_codes import Piece, Section

_MOST_DAYS = 2_958_466  # after the year 9999
_FROM_1904 = 1462  # days between the two beginnings of time
_LEAP_DAY = 60  # the 29th of February 1900, which Excel knows alone
_SECONDS = 86_400
_CHINESE = ("804", "404", "C04", "1004", "ZH-CN")
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAYS_IN_CHINESE = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Moment:
    year: int
    month: int
    day: int
    weekday: int
    """0 is Monday."""
    seconds: Decimal
    """Since midnight."""
    since_zero: Decimal
    """Seconds since the beginning of time."""


def print_date(section: Section, value: float, from_1904: bool) -> str | None:
    """None where the number is no date."""
    pieces = _with_minutes(section.pieces)
    places = _places_of_seconds(pieces)
    moment = _moment(value, from_1904, places)
    if moment is None:
        return None
    is_half = any("/" in piece.text for piece in pieces if piece.kind == "date")
    text = ""
    for at in (walk := iter(range(len(pieces)))):
        piece = pieces[at]
        if piece.kind == "date":
            text += _field(piece.text, moment, section, is_half)
        elif piece.kind == "elapsed":
            text += _elapsed(piece.text, moment)
        elif piece.kind == "point" and _zeros(pieces, at + 1):
            digits = _zeros(pieces, at + 1)
            text += "." + f"{moment.seconds % 1:.9f}"[2 : 2 + digits]
            for _ in range(digits):
                next(walk)
        else:
            text += piece.text
    return text


def _moment(value: float, from_1904: bool, places: int) -> _Moment | None:
    """Rounded to the smallest fraction of a second that is printed."""
    if not 0 <= value < _MOST_DAYS:
        return None
    total = Decimal(repr(value)) * _SECONDS
    total = total.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    days, seconds = int(total // _SECONDS), total % _SECONDS
    serial = days + (_FROM_1904 if from_1904 else 0)
    weekday = (serial - 2) % 7
    if serial == 0:
        return _Moment(1900, 1, 0, weekday, seconds, total)
    if serial == _LEAP_DAY:
        return _Moment(1900, 2, 29, weekday, seconds, total)
    try:
        day = date(1899, 12, 31 if serial < _LEAP_DAY else 30) + timedelta(days=serial)
    except OverflowError:
        return None
    return _Moment(day.year, day.month, day.day, weekday, seconds, total)


def _with_minutes(pieces: Sequence[Piece]) -> list[Piece]:
    """m and mm behind hours or before seconds are minutes, and become n and nn."""
    known = list(pieces)
    timed = [
        n for n, piece in enumerate(pieces) if piece.kind in ("date", "elapsed") and "/" not in piece.text
    ]
    for at, n in enumerate(timed):
        if pieces[n].text not in ("m", "mm") or pieces[n].kind != "date":
            continue
        before = pieces[timed[at - 1]].text[0] if at else ""
        after = pieces[timed[at + 1]].text[0] if at + 1 < len(timed) else ""
        if before == "h" or after == "s":
            known[n] = Piece("date", "n" * len(pieces[n].text))
    return known


def _places_of_seconds(pieces: Sequence[Piece]) -> int:
    return max((_zeros(pieces, n + 1) for n, piece in enumerate(pieces) if piece.kind == "point"), default=0)


def _zeros(pieces: Sequence[Piece], start: int) -> int:
    length = 0
    while start + length < len(pieces) and pieces[start + length] == Piece("digit", "0") and length < 9:
        length += 1
    return length


def _field(letters: str, moment: _Moment, section: Section, is_half: bool) -> str:
    numerals = section.numerals
    if "/" in letters:
        return _half_of_day(letters, moment, section)
    one = letters[0]
    if one in "ye":
        year = f"{moment.year % 100:02d}" if one == "y" and len(letters) < 3 else str(moment.year)
        return as_digits(year, numerals) if numerals else year
    if one == "b":
        year = str(moment.year + 543)
        return year if len(letters) > 2 else year[-2:]
    if one == "g":
        return ""  # eras: none is printed in China
    if one == "a" or (one in "dm" and len(letters) > 2):
        return _name(letters, moment, section.locale.endswith(_CHINESE))
    hours = int(moment.seconds // 3600)
    number = {
        "m": moment.month,
        "d": moment.day,
        "h": (hours % 12 or 12) if is_half else hours,
        "n": int(moment.seconds // 60) % 60,
        "s": int(moment.seconds) % 60,
    }[one]
    text = f"{number:0{min(len(letters), 2)}d}"
    return as_words(text.lstrip("0") or "0", numerals) if numerals else text


def _half_of_day(letters: str, moment: _Moment, section: Section) -> str:
    is_late = moment.seconds >= _SECONDS // 2
    if section.locale.endswith(_CHINESE):
        letters = "上午/下午"
    return letters.split("/")[is_late].upper()


def _name(letters: str, moment: _Moment, is_chinese: bool) -> str:
    """Of a weekday or a month."""
    length = len(letters)
    if letters[0] == "m":
        if is_chinese:
            return f"{moment.month}月" if length == 3 else as_words(str(moment.month), 1) + "月"
        name = _MONTHS[moment.month - 1]
        return name[:3] if length == 3 else name[:1] if length == 5 else name
    day = _DAYS_IN_CHINESE[moment.weekday]
    if letters[0] == "a":
        return day if length == 3 else f"星期{day}"
    if is_chinese:
        return f"周{day}" if length == 3 else f"星期{day}"
    return _DAYS[moment.weekday][: 3 if length == 3 else None]


def _elapsed(letters: str, moment: _Moment) -> str:
    divisor = {"h": 3600, "m": 60, "s": 1}[letters[0]]
    return f"{int(moment.since_zero // divisor):0{len(letters)}d}"
