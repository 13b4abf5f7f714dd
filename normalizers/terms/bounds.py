"""Bands of any measure but exports that a policy tells its tiers by: 面积200平方米以上不足500平方米, 年满80周岁.

Numbers and units are kept as printed. A range that stands right before a noun (100至120马力拖拉机) is part of a name,
and a share is a condition, so neither is a band.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from normalizers.terms.fold import clause_start
from normalizers.terms.scan import op_after, op_before
from normalizers.terms.tokens import Tier
from normalizers.terms.vocabulary import lexicon

_N = r"(?<![\d.])\d{1,9}(?:'\d{3}){0,3}(?:\.\d{1,6})?"
_MARK = r"(?:〈不?(?:含|包含|包括)(?:本数)?〉)?"
_UNIT = (
    r"[万亿千百]?(?:平方公里|平方米|立方米|㎡|m2|公里|千米|公顷|平米|周岁|小时|个月|千瓦时|千瓦|马力|标台|米|亩|岁|人次|人|户|年|天|台|张|吨|"
    r"头|只|羽|辆|家|座|次|元|度|名|个|件|层|床|课时|学时|学分)"
)
_BOUND = re.compile(rf"({_N})({_UNIT})({_MARK})")
_RANGE = re.compile(rf"({_N})({_UNIT})?({_MARK})(?:以上)?(?:[-~—–―]+|至|到)({_N})({_UNIT})({_MARK})")
# A date or a share of years is no measure: 2024年, 3月.
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOSES = re.compile(r"^(?:之间|部分|不满|不足|未满|的|,|、|:|$|\)|;|以[上下内])")
_AGES = frozenset(("周岁", "岁"))
_SCALES = {"万": 10**4, "亿": 10**8, "千": 1000, "百": 100}
_JOINT = re.compile(
    r"(?:[、,且和并但及(]|同时|以上|且在|〈含〉){0,3}(?:不足|不满|低于|小于|未达到?|不超过|不到)?"
)
_ON = re.compile(r"不|至|且|并|低于|小于|未|、")
_NAME = re.compile(
    r"([^,。;:、()\d]{2,12}?)(?:为|在|达到?|满|超过|不低于|不少于|高于|大于|不足|低于|小于|不超过|不满)*$"
)
_LEADS = re.compile(r"^(?:对于|对|且|并|其中|其·|单个|单体|新增|凡|将|若|如)+")


def find_bounds(text: str) -> list[Tier]:
    """Bands in the order in which they stand; both ends of one (200以上不足500) are one band."""
    found: list[Tier] = []
    taken: list[tuple[int, int]] = []
    last: Tier | None = None
    for m in _RANGE.finditer(text):
        taken.append(m.span())
        unit = m[5]
        if _YEAR.fullmatch(m[1]) or not (_CLOSES.search(text[m.end() :]) or unit in _AGES):
            continue
        if m[2] and m[2] != unit:
            if (scale := _SCALES.get(unit[:1])) is None or unit[1:] != m[2]:
                continue
            in_units = Decimal(m[4].replace("'", "")) * scale  # 3000人次至1万人次
            found.append(
                _named(
                    text, m.start(), m.end(), (m[1], f"{in_units:f}"), m[2], (True, _inclusive(m[6], True))
                )
            )
            continue
        low_in, high_in = _inclusive(m[3], True), _inclusive(m[6], True)
        found.append(_named(text, m.start(), m.end(), (m[1], m[4]), unit, (low_in, high_in)))
    for m in _BOUND.finditer(text):
        if any(a < m.end() and m.start() < b for a, b in taken) or _YEAR.fullmatch(m[1]):
            continue
        bound = _bound(text, m)
        if bound is None and last is not None and text[last.end : m.start()] == "、" and last.unit == m[2]:
            number = Decimal(m[1].replace("'", ""))  # 突破1亿元、5亿元、10亿元的
            low, high = (number, None) if last.low is not None else (None, number)
            bound = replace(last, start=m.start(), end=m.end(), low=low, high=high)
        last = bound
        if bound is not None:
            found.append(bound)
    return _joined(text, sorted(found, key=lambda t: t.start))


def _bound(text: str, m: re.Match[str]) -> Tier | None:
    behind = op_after(text, m.end())
    before = op_before(text, clause_start(text, m.start()), m.start())
    if behind is not None and behind[0].kind == "ge" and text[m.end() : m.end() + 1] == "起":
        behind = None  # 2年起
    if behind is not None and not (
        _CLOSES.search(text[behind[1] :]) or _ON.match(text, behind[1]) or m[2] in _AGES
    ):
        return None  # 65周岁以上老年人
    if behind is not None:
        kind, end = behind[0].kind, behind[1]
        inclusive = _inclusive(m[3], behind[2] if behind[2] is not None else True)
    elif before is not None and text[before.start : m.start()] and _CLOSES.search(text[m.end() :]):
        kind, end, inclusive = before.kind, m.end(), _inclusive(m[3], before.kind in ("le", "ge", "reach"))
    else:
        return None
    upward = kind in ("ge", "gt", "reach")
    numbers = (m[1], None) if upward else (None, m[1])
    return _named(text, m.start(), end, numbers, m[2], (inclusive, None) if upward else (None, inclusive))


def _named(
    text: str,
    start: int,
    end: int,
    numbers: tuple[str | None, str | None],
    unit: str,
    inclusive: tuple[bool | None, bool | None],
) -> Tier:
    before = text[clause_start(text, start) : start]
    name = _NAME.search(lexicon().ops.pattern.sub("", before))
    measure = _LEADS.sub("", name[1]) if name else ""
    low, high = (Decimal(n.replace("'", "")) if n else None for n in numbers)
    return Tier(start, end, low, high, *inclusive, measure=measure or None, unit=unit)


def _joined(text: str, bounds: list[Tier]) -> list[Tier]:
    out: list[Tier] = []
    for bound in bounds:
        last = out[-1] if out else None
        gap = text[last.end : bound.start] if last else ""
        if last is not None and _completes(last, bound) and _JOINT.fullmatch(gap):
            out[-1] = replace(last, end=bound.end, high=bound.high, high_inclusive=bound.high_inclusive)
        else:
            if last is not None and bound.measure is None and bound.unit == last.unit:
                bound = replace(bound, measure=last.measure)
            out.append(bound)
    return out


def _completes(last: Tier, bound: Tier) -> bool:
    if last.unit != bound.unit or last.high is not None or bound.low is not None:
        return False
    return last.low is not None and bound.high is not None and last.low < bound.high


def _inclusive(mark: str, otherwise: bool) -> bool:
    return "不" not in mark if mark else otherwise
