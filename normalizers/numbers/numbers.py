"""Bare numbers: digits with separators and Chinese numerals. Units and operators are read in `quantities`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalizers.text import is_blank, strip_footnotes

# Marks that NFKC would turn into digits of the number before them: ① and ¹ (but m² stays a unit).
_MARKS = re.compile(
    r"[①-⑳⑴-⒇❶-❿]+\s*$|(?<![A-Za-z米里⁰¹²³⁴-⁹⁽⁾])[⁰¹²³⁴-⁹⁽⁾]+|[*＊※]+\s*$|(?<=[\d%％])\s*注\s*(?:\d{1,2}|[①-⑳])\s*$"
)
# What fonts and keyboards give for a minus, an upright or a downward triangle, a point and a comma.
_MINUS = str.maketrans(
    dict.fromkeys("−﹣–—‐‒―─━ーㅡ˗⁃⎯➖\u00ad", "-")
    | dict.fromkeys("▲▽▼", "△")
    | dict.fromkeys("。·∙⋅•", ".")
    | dict.fromkeys("‚،", ",")
)
_DASH_LIKE = re.compile(r"一(?=\d)")  # the numeral one is no part of a figure in digits
_PRINTED = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")  # as most figures are
_PLAIN = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:E[+-]?\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMB = re.compile(r"(?=.*\.)\d(?: [\d,.]){2,} \d")  # a figure in a field that gives each character a box
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
# Groups that other separators show as well, where the decimals leave no doubt what they are.
_GROUPED_OTHERWISE = (
    re.compile(r"\d{1,3}(?:\.\d{3})+\.\d{1,2}"),
    re.compile(r"\d{1,3}(?:[、'’`]\d{3})+\.\d{1,2}"),
    re.compile(r"\d{1,4}(?:,\d{4})+\.\d{2}"),
)
_SIGN = re.compile(r"[-+△]|\(-\)|(?:[调核扣冲]?减|负|[调核]?增):?")
_PLUS = ("+", "增")
_SIGN_BEHIND = re.compile(r"(.*[.,]\d+)\s*[-△]|(.*\d)\s*\([-负减]\)")
_BRACKETS = {"(": ")", "〔": "〕", "[": "]", "【": "】"}
# Words or a share in brackets behind a figure, or what it holds: 845.00（含结转30.00）, 845.00 其中：省级30.00.
_REMARK = re.compile(
    r"(?<=\d)\s*(?:[(（][^()（）]*[^()（）\d\s.,，-][^()（）]*[)）]|[\[【〔][^\[\]【】〔〕]*[^\d\s.,，-][^\[\]【】〔〕]*[\]】〕]"
    r"|[,，;；]?\s*(?:其中|含|包括)[^\d].*)\s*$",
    re.DOTALL,
)
_CURRENCY_SIGN = re.compile(r"^\s*([-−△▲(（]?)\s*(?:[¥￥]|RMB|CNY|人民币)\s*(?=[\d(（△▲−-])")
_SEPARATORS = re.compile(r"[, ]")
_CUT_AT_MARK = re.compile(r"(?<=[,.])\s+(?=\d)|(?<=\d)\s+(?=[,.]\d)")
_CUT_DECIMAL = re.compile(r"(?<=\d\.\d)[ \t]*\n\s*(?=\d$)")
_FIND = re.compile(r"(?<![\d.,A-Za-z])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d]|[.,]\d)")

_DIGITS = {
    c: i
    for i, chars in enumerate(
        ["零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]
    )
    for c in chars
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
LARGEST = 10**15
"""Every amount, count and rate that is published lies below: the world produces less than 10^15 yuan a year.

Longer figures are numbers of accounts and the like, or several figures read as one.
"""
_LONGEST_NUMERAL = 60  # characters of a Chinese numeral
CHINESE_NUMERALS = "".join([*_DIGITS, *_TENS, *_MYRIADS])
"""Every character that a Chinese numeral may hold, apart from 点, 半 and 负."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number inside a longer text; `start` and `end` count characters of `normalize_digits(text)`."""

    value: Decimal
    text: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def normalize_digits(text: str) -> str:
    """NFKC copy without footnote marks, where ① or ¹ behind a figure has not become one of its digits."""
    return unicodedata.normalize("NFKC", _MARKS.sub("", strip_footnotes(text)))


@lru_cache(maxsize=16384)
def parse_number(text: str | None) -> Decimal | None:
    """The number when the whole text is one, else None.

    Thousands separators must stand in groups of three: `1,23` is damaged, not 123. A minus is `-`, `△`, `▲`, `▽`, `减`,
    `负`, one of these behind the figure, or brackets round it; a bare sign behind it and brackets count only with a
    point or separator in the figure, because `(1)` is a serial number and `3-` half a range.
    """
    if text is None:
        return None
    if _PRINTED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if is_blank(text):
        return None
    body = _DASH_LIKE.sub("-", normalize_digits(text).translate(_MINUS)).strip()
    value = _unsigned(body)
    if value is not None or not body:
        return value
    if body[-1] == _BRACKETS.get(body[0]) and re.search(r"[.,]", body):
        inside = _unsigned(body[1:-1].strip())
        return None if inside is None else -inside
    if behind := _SIGN_BEHIND.fullmatch(body):
        value = _unsigned(behind[1] or behind[2])
        return None if value is None else -value
    if sign := _SIGN.match(body):
        rest = _unsigned(body[sign.end() :].strip())
        return rest if rest is None or sign[0].rstrip(":").endswith(_PLUS) else -rest
    return None


def _unsigned(body: str) -> Decimal | None:
    body = body.replace(" ", "") if _COMB.fullmatch(body) else join_wrapped(body)
    if _PLAIN.fullmatch(body) or _GROUPED.fullmatch(body) or _SPACED.fullmatch(body):
        return Decimal(_SEPARATORS.sub("", body))
    if any(form.fullmatch(body) for form in _GROUPED_OTHERWISE):
        whole, _, decimals = body.rpartition(".")
        return Decimal(re.sub(r"\D", "", whole) + "." + decimals)
    return None


def without_remark(text: str) -> str:
    """What is left of an amount without a currency sign in front and a remark in brackets behind it."""
    return without_currency(_REMARK.sub("", text))


def without_currency(text: str) -> str:
    """An amount without the sign of its currency: `(¥12.50)` is `(12.50)`."""
    return _CURRENCY_SIGN.sub(r"\1", text)


def join_wrapped(body: str) -> str:
    """Undo a line break inside a figure of a narrow column, where the pieces cannot both be figures."""
    body = _CUT_AT_MARK.sub("", body)
    # `3,292.2⏎2`: amounts have two decimals, so one lonely digit on the next line is the second.
    return _CUT_DECIMAL.sub("", body)


def find_numbers(text: str) -> list[FoundNumber]:
    """All unsigned digit figures in a text, in order. Damaged separators (`1,23`) are left out."""
    body = normalize_digits(text)
    hits = _FIND.finditer(body)
    return [FoundNumber(Decimal(m[0].replace(",", "")), m[0], m.start(), m.end()) for m in hits]


def parse_chinese_number(text: str) -> Decimal | None:
    """A whole Chinese numeral: `一百二十万`, `三点五`, `壹仟贰佰`, `二〇二三`, `半`; else None."""
    body = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if body.startswith("负"):
        value = parse_chinese_number(body[1:])
        return None if value is None else -value
    if body == "半":
        return Decimal("0.5")
    whole, point, decimals = body.partition("点")
    if point:
        scale = decimals[-1:] if decimals[-1:] in _MYRIADS else ""
        digits = decimals.removesuffix(scale) if scale else decimals
        head = _chinese_integer(whole)
        if head is None or not digits or any(c not in _DIGITS for c in digits):
            return None
        value = Decimal(f"{head}." + "".join(str(_DIGITS[c]) for c in digits))
        return value * _MYRIADS.get(scale, 1)
    integer = _chinese_integer(whole)
    return None if integer is None else Decimal(integer)


def _chinese_integer(text: str) -> int | None:
    if not 0 < len(text) <= _LONGEST_NUMERAL or text[0] in "百佰千仟万萬亿億":
        return None
    if any(c not in CHINESE_NUMERALS for c in text):
        return None
    if all(c in _DIGITS for c in text):  # spoken digit by digit: 二〇二三
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last = 1  # the multiplier named last; 一百二 means 120
    for char in text:
        if char in _DIGITS:
            if digit:  # two digits in a row inside 百/千 words are no numeral
                return None
            digit = _DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in _TENS:
            last = _TENS[char]
            section += (1 if digit is None else digit) * last
            digit = None
        else:
            last = _MYRIADS[char]
            carried = total + section + (digit or 0) if last == 10**8 else section + (digit or 0)
            total = carried * last if last == 10**8 else total + carried * last
            section, digit = 0, None
    tail = (digit or 0) * (last // 10 if last > 1 and text[-1] in _DIGITS and last >= 100 else 1)
    return total + section + tail
