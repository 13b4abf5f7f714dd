"""The grammar of a number phrase, the only text whose figure is taken for a value.

A number phrase is the whole text, made of: neutral lead words (合计, 约, 同比增长), an operator (≥, 不低于),
one figure or range, a unit, a counted noun (企业), and an operator that follows (以上, 以内). A short subject
without figures may stand before a printed operator (`满意度≥95%`) or before a percentage (`合格率100%`). Any
other text, however many figures it holds, is words: operator `text` and no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from normalizers.numbers.numbers import CHINESE_NUMERALS, parse_chinese_number, parse_number
from normalizers.numbers.operators import (
    cut_before,
    cut_bound_note,
    cut_lead,
    neutral,
    reverses,
    tail_operator,
)
from normalizers.numbers.quantity import Quantity, with_unit
from normalizers.numbers.units import Unit, lookup

# A leading zero (0354-…) makes a code or a telephone number.
_FIGURE = re.compile(
    r"(?:[-+△▲▽▼]|(?:[调核扣冲]?减|负):?)?(?!0\d)(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?![\d,])"
)
_SPOKEN = re.compile(
    rf"(百|千)分之([{CHINESE_NUMERALS}点]+|\d+(?:\.\d+)?)|百分(?:之)?百|[{CHINESE_NUMERALS}半两点]+"
)
# Every figure begins with one of these; most texts have none.
_BEGINS_FIGURE = re.compile(rf"[\d{CHINESE_NUMERALS}百千点半两]")
_DASH = re.compile(r"(?:[-—–~]+|至|到)")
_CURRENCY = re.compile(r"(?:US\$|HK\$|[¥$€£]|USD|RMB|CNY|人民币)(?=\d)")
# A unit that no list knows: one character or words in brackets. Latin letters change a figure (3A).
_LONE_UNIT = re.compile(r"[\u4e00-\u9fff](?:/[\u4e00-\u9fff]{1,3})?|\([\u4e00-\u9fffA-Za-z/]{1,6}\)")
_NO_UNIT = frozenset(
    "前后内外底末初上下中间时第起止多余几来优良中差是否无和及与或达已未不均共约月号倒成万亿千百十"
)
_SUBJECT = re.compile(r"[\u4e00-\u9fff“”\"()《》]{1,12}")
_PER = re.compile(r"([^\d/,。;:、()]{1,6})/([^\d,。;:、]{1,10})")
_WORDS = re.compile(r"[\u4e00-\u9fff%‰·A-Za-zμ℃°]{1,8}")
_LONGEST_UNIT = 10
_NEVER_UNITS = frozenset({"月", "月份", "号"})  # a figure before them is a date


def match_phrase(key: str, words: Quantity, default_unit: str | None) -> Quantity | None:
    """Match the whole key as a number phrase; None when it is not one.

    `words` is the value as read without a figure; it lends its text to the result.
    """
    if not _BEGINS_FIGURE.search(key):
        return None
    for op, rest in _starts(key):
        found = _figure_and_rest(rest, words, op, default_unit)
        if found is not None:
            return found
    return _rate_statement(key, words)


def _starts(key: str) -> Iterator[tuple[str | None, str]]:
    """What can stand before the figure: lead words and an operator, or a short subject and an operator."""
    rest, op = key, None
    for _ in range(4):
        if op is None:
            op, rest = cut_before(rest)
        yield op, rest
        shorter = cut_lead(rest)
        if shorter is None:
            break
        rest = shorter
        yield op, rest
    if op is None:
        yield from _after_subject(key)


def _after_subject(key: str) -> Iterator[tuple[str | None, str]]:
    subject = _SUBJECT.match(key)
    for end in range(1, subject.end() + 1 if subject else 0):
        head = key[:end]
        if reverses(head):
            return
        op, rest = cut_before(key[end:])
        if op is not None:
            yield op, rest
        elif key[end : end + 1] == ":":
            yield cut_before(key[end + 1 :])


def _rate_statement(key: str, words: Quantity) -> Quantity | None:
    """合格率100%, 满意度达90%以上: the name of a rate, perhaps a neutral word, and the figure."""
    subject = _SUBJECT.match(key)
    head = subject[0] if subject else ""
    if not _names_rate(head) or reverses(head):
        return None
    found = _figure_and_rest(key.removeprefix(head), words, None, None)
    percent = found is not None and found.unit_obj is not None and found.unit_obj.kind == "percent"
    return found if percent else None


def _names_rate(head: str) -> bool:
    lead = next((word for word in neutral("lead") if head.endswith(word)), "")
    return head.endswith(neutral("rate_word")) or head.removesuffix(lead).endswith(neutral("rate_word"))


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure at the start of a key: `implied` is the unit that it carries itself (¥5, 百分之六十)."""

    value: Decimal
    rest: str
    implied: str = ""
    spoken: bool = False


def _figure_and_rest(rest: str, words: Quantity, op: str | None, default_unit: str | None) -> Quantity | None:
    figure = _cut_figure(rest)
    if figure is None:
        return None
    base = replace(words, op=op or "=", op_printed=op is not None, value=figure.value)
    ranged = _range(base, figure, default_unit) if op is None else None
    if ranged is not None:
        return ranged
    for unit_text, left in _unit_cuts(figure):
        unit = lookup(unit_text)
        tail = tail_operator(left, unit, has_unit=unit_text != "")
        if tail is None:
            continue
        if tail and op is None:
            base = replace(base, op=tail, op_printed=True)
        return with_unit(base, unit_text, default_unit)
    return _behind_operator(base, figure, default_unit) if op is not None else None


def _behind_operator(base: Quantity, figure: _Figure, default_unit: str | None) -> Quantity | None:
    """≥90%满意, ≥5档: behind a printed operator the figure is sure, whatever words end the phrase. They are the
    unit where no list knows one."""
    rest = figure.rest
    if figure.spoken or not _WORDS.fullmatch(rest) or reverses(rest):
        return None
    for unit_text, _ in _unit_cuts(figure):
        unit = lookup(unit_text)
        if unit is not None and unit.kind != "scale":
            return with_unit(base, unit_text, default_unit)
    return with_unit(base, rest, default_unit)


def _cut_figure(rest: str) -> _Figure | None:
    sign = _CURRENCY.match(rest)
    if sign:
        rest = rest[sign.end() :]
    if digits := _FIGURE.match(rest):
        value = parse_number(digits[0])
        return None if value is None else _Figure(value, rest[digits.end() :], sign[0] if sign else "")
    spoken = _SPOKEN.match(rest)
    if spoken is None:
        return None
    left = rest[spoken.end() :]
    if spoken[0] in ("百分百", "百分之百"):
        return _Figure(Decimal(100), left, "%", True)
    numeral = spoken[2] or spoken[0]
    value = parse_number(numeral) if numeral[0].isdigit() else parse_chinese_number(numeral)
    if value is None:
        return None
    return _Figure(value, left, {"百": "%", "千": "‰", None: ""}[spoken[1]], True)


def _unit_cuts(figure: _Figure) -> Iterator[tuple[str, str]]:
    """(unit, what follows) for every way to cut a unit off, longest first."""
    rest = figure.rest
    if figure.implied in ("%", "‰"):
        yield figure.implied, rest
        return
    money = lookup(figure.implied) if figure.implied else None
    for end in range(min(_LONGEST_UNIT, len(rest)), 0, -1):
        unit = lookup(rest[:end])
        if unit is None or rest[:end] in _NEVER_UNITS:
            continue
        if figure.spoken and rest[:end] in neutral("not_spoken"):
            continue
        if money is None or unit.kind == money.kind:
            yield rest[:end], rest[end:]
        elif unit.kind == "scale":
            yield unit.name + money.name, rest[end:]
    if money is not None:
        yield money.name, rest
    elif not figure.spoken:
        if _is_rate_unit(rest):
            yield rest, ""
        yield "", rest
        lone = _LONE_UNIT.match(rest)
        if lone and lone[0][0] not in _NO_UNIT and not reverses(lone[0]) and lookup(lone[0]) is None:
            yield lone[0], rest[lone.end() :]


def _is_rate_unit(rest: str) -> bool:
    """5元/生·天, 80mg/L: a known unit or Latin letters, a stroke, and what it is counted by."""
    parts = _PER.fullmatch(rest)
    return parts is not None and (parts[1].isascii() or lookup(parts[1]) is not None)


def _range(base: Quantity, low: _Figure, default_unit: str | None) -> Quantity | None:
    """30%-50%, 3至5次, 5000万美元(不含)-1亿美元(含)."""
    for low_unit, left in [*_unit_cuts(low), ("", low.rest)]:
        excluded, left = cut_bound_note(left)
        dash = _DASH.match(left)
        high = _cut_figure(left[dash.end() :]) if dash else None
        if high is None:
            continue
        for high_unit, end in _unit_cuts(high):
            _, end = cut_bound_note(end)
            unit = lookup(high_unit)
            if tail_operator(end, unit, has_unit=high_unit != "") != "":
                continue
            top = _in_unit_of(high.value, unit, lookup(low_unit)) if low_unit and high_unit else high.value
            if top is None or top <= low.value:
                return None
            op = ">" if excluded else "≥"
            found = replace(base, op=op, op_printed=True, value_high=top)
            return with_unit(found, low_unit or high_unit, default_unit)
    return None


def _in_unit_of(value: Decimal, unit: Unit | None, wanted: Unit | None) -> Decimal | None:
    if unit is None or wanted is None or (unit.kind, unit.currency) != (wanted.kind, wanted.currency):
        return None
    return value * unit.factor / wanted.factor
