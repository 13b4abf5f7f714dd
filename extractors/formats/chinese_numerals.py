"""Numbers in Chinese numerals, as formats with [DBNum1] to [DBNum3] print them."""

from __future__ import annotations

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_PLACES = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿", "兆")


def as_digits(printed: str, numerals: int) -> str:
    """Digit by digit: 2024 is 二〇二四."""
    return printed.translate({ord(str(n)): digit for n, digit in enumerate(_DIGITS[numerals])})


def as_words(printed: str, numerals: int) -> str:
    """As it is said: 1204 is 一千二百〇四; digits behind the point one by one."""
    whole, point, rest = printed.partition(".")
    if numerals not in _PLACES or not whole.isdigit() or len(whole) > 16:
        return as_digits(printed, numerals)
    return _whole(whole, numerals) + point + as_digits(rest, numerals)


def _whole(digits: str, numerals: int) -> str:
    zero = _DIGITS[numerals][0]
    text = ""
    missing = False
    for index, digit in enumerate(digits):
        place = len(digits) - 1 - index
        if digit != "0":
            text += (zero if missing and text else "") + _DIGITS[numerals][int(digit)]
            text += _PLACES[numerals][place % 4]
        missing = digit == "0"
        group = digits[max(0, index - 3) : index + 1]
        if place % 4 == 0 and place and int(group):
            text += _GROUPS[place // 4]
    text = text or zero
    # 十二, as dates and small numbers are said; sums of money keep the one: 壹拾贰.
    return text[1:] if numerals == 1 and text.startswith("一十") else text
