"""What stands in front of a label: the number of a table, the ordinal of a line, 其中, a code."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from normalizers.classifications import begins_like
from normalizers.facets.printed import Printed
from normalizers.facets.times import number
from normalizers.facets.vocabulary import load
from normalizers.numbers import units

_CHINESE = "一二三四五六七八九十"
_ORDINALS = (
    re.compile(rf"([{_CHINESE}]{{1,3}})[、.]"),
    re.compile(rf"\(([{_CHINESE}]{{1,3}})\)"),
    re.compile(r"(?:指标)?(\d{1,2})(?:[、:]|\.(?!\d))"),
    re.compile(r"\((\d{1,2})\)|(\d{1,2})\)"),
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CIRCLED_STYLE = 4
_TABLE_HINT = re.compile(r"\s*[附件表图\d]")
_BARE_ORDINAL = re.compile(r"\d{1,2}(?=[\u4e00-\u9fff])")  # 1 基本支出: only with a space behind it
FIGURE_STYLE = 2
_FIRST = frozenset(f"0123456789{_CHINESE}其(指")
_DIGITS = re.compile(r"\d{3}")
_PART = re.compile(r"\(?其中\)?[:,、]*")
_PLACE = rf"(?:[{_CHINESE}]{{1,4}}|\d{{1,2}})(?:\s*[-–—.]\s*\d{{1,2}})*"
_TABLE = re.compile(
    rf"^\s*附?[件表图]\s*{_PLACE}(?:\s*[:：、.．]|\s(?=\S)|(?<=\d)(?=[\u4e00-\u9fff]))\s*(?=\S)"
    r"|^\s*附[件表图](?:\s*[:：]|\s)\s*(?=\S)"
    r"|^\s*\d{1,3}\s+(?=(?:19|20)\d\d年)"
    r"|^\s*\d{1,2}(?:[-–—.]\d{1,2}){1,2}\s+(?=\S)(?![月年日季倍万亿%个元])"
)
_CODE = re.compile(
    r"[\[(]?([0-9]{3,12}|(?=[0-9a-z-]*[0-9])[0-9a-z][0-9a-z-]{7,})[\])]?[-—:、.]?(?=[\u4e00-\u9fff“\"《(])"
)
_CODE_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff])[\[(]?([0-9]{3,7})[\])]?$")
_ONLY_CODE = re.compile(r"[0-9]{3,12}|(?=[0-9a-z-]*[0-9])[0-9a-z-]{9,}")
_COUNTER = 3
_BOUNDS = ("以", "至", "到", "及", "余", "多", "个")


class Front(NamedTuple):
    """Facets in front of a label, and the part of the key that is left."""

    start: int
    end: int
    say: dict[str, Any]


def without_table_number(text: str) -> str:
    """表 1-5 2023年度… without 表 1-5; a text that is only such a number stays."""
    return _TABLE.sub("", text, count=1) if _TABLE_HINT.match(text) else text


def read_front(label: Printed) -> Front:
    """Ordinal and 其中 in either order, then a code before or behind the name."""
    say: dict[str, Any] = {}
    start = 0
    for _ in range(3 if label.key[0] in _FIRST else 0):
        found = None if "ordinal" in say else _ordinal(label, start)
        if found is not None:
            say["ordinal"], start = found
        elif (part := _PART.match(label.key, start)) and "is_part" not in say:
            say["is_part"], start = True, part.end()
        else:
            break
    if not _DIGITS.search(label.key, start):
        return Front(start, len(label.key), say)
    start, end, code = _code(label, start)
    return Front(start, end, say | code)


def _ordinal(label: Printed, start: int) -> tuple[tuple[int, int], int] | None:
    if start >= len(label.key):
        return None
    circled = _CIRCLED.find(label.text[label.places[start]])
    if circled >= 0:
        end = start + len(str(circled + 1))
        return (_CIRCLED_STYLE, circled + 1), end + (label.key[end : end + 1] in "、.")
    for style, pattern in enumerate(_ORDINALS):
        if found := pattern.match(label.key, start):
            return (style, number(found[1] or found[2])), found.end()
    found = _BARE_ORDINAL.match(label.key, start)
    if found and _space_at(label, found.end()) and not counts_things(label.key, found.end()):
        return (FIGURE_STYLE, int(found[0])), found.end()
    return None


def _code(label: Printed, start: int) -> tuple[int, int, dict[str, Any]]:
    key, end = label.key, len(label.key)
    if _ONLY_CODE.fullmatch(key, start):
        bare_year = len(key) - start == 4 and key[start : start + 2] in ("19", "20")
        return (start, end, {}) if bare_year else (end, end, {"code": label.part(start, end)})
    if found := _CODE.match(key, start):
        digits = found[1]
        apart = found.end() > found.end(1) or found.start(1) > start or _space_at(label, found.end(1))
        kind = _list_of(digits) if digits.isdigit() else "code"
        is_quantity = counts_things(key, found.end(1)) and not begins_like(digits, key[found.end() :])
        if (apart or kind != "code") and not is_quantity:
            return found.end(), end, {kind: digits if digits.isdigit() else label.part(*found.span(1))}
    if (found := _CODE_BEHIND.search(key, start)) and (
        found[0] != found[1] or _space_at(label, found.start(1))
    ):
        kind = _list_of(found[1]) if begins_like(found[1], key[start : found.start()]) else "code"
        return start, found.start(), {kind: found[1]}
    return start, end, {}


def _space_at(label: Printed, place: int) -> bool:
    return label.places[place] - label.places[place - 1] > 1


def _list_of(digits: str) -> str:
    """Which list of 政府收支分类 a code is from, by its class (类) and length."""
    lists = load("codes")
    if len(digits) in (3, 5, 7) and digits[:3] in lists["function_classes"]:
        return "function_code"
    if len(digits) in (3, 5) and digits[:3] in lists["economic_classes"]:
        return "economic_code"
    return "code"


def counts_things(key: str, place: int) -> bool:
    """Are the digits a quantity: 500亩高标准农田, 5000以上?"""
    return key.startswith(_BOUNDS, place) or any(
        units.lookup(key[place : place + size]) is not None for size in range(1, _COUNTER + 1)
    )
