"""The numbers of a sentence, with their units; dates, ordinals, numbering and numbers of documents are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalizers.numbers import Unit, lookup
from normalizers.text import match_key

_FIGURE = re.compile(r"(?<![\dA-Za-z.])[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_SILENT = re.compile(
    r"\d+[:∶]\d+(?:[:∶]\d+)*|[345][GAD](?![A-Za-z])|《[^《》]*》|[\[(〔]\d{4}[\])〕]第?\d*号?|第?\d+号(?!线)|“[^“”]{0,12}”"
)
_DATE = re.compile(
    r"(?:19|20)\d\d(?:年度?|[-—–~至/、和]+(?=(?:19|20)\d\d))(?:\d{1,2}月(?:份|底|末|初)?(?:\d{1,2}日)?)?"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d[-—–~至](?:19|20)\d\d"
    r"|\d{1,2}(?:[-—–~至、]\d{1,2})?月(?:份|底|末|初|中旬|上旬|下旬)?(?:\d{1,2}日)?|\d{1,2}日(?=[,。;、]|前|起|至)"
    r"|\d{1,2}[:时点](?=\d\d)|十[一二三四]五"
)
_ORDINAL = re.compile(
    r"(?:第|表|图|附件|附表|序号|编号|邮编|电话[::]?|号|P|No\.?)\d[\d\-—]*(?:条|款|项|章|节)?|(?<=前)\d{1,4}(?=[位名强])"
)
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.、](?!\d(?!\d{3}年))|\(\d{1,2}\)|\d{1,2}\))|(?<![\d.])\d{1,2}\.(?=(?:19|20)\d\d年)|\(\d{1,2}\)(?=[^\d,，。;、])"
    r"|(?<=[:;。])\d{1,2}[.、](?!\d)"
)
_LEVELS = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d.%‰,，])")
# Characters that the key keeps as printed: a comma between clauses, numbers of list entries.
_KEPT = frozenset("，①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# Behind these a dash joins: 2-3次, A-1.
_NO_SIGN = re.compile(r"[A-Za-z0-9)%年月日]")
_RANGE = re.compile(r"([-—–~]+|至|到)")
_UNIT_WORD = re.compile(r"[^\d,，。;:、()\[\]《》“”\s]{1,9}|\([^()\d]{1,6}\)")
# A year without its word, and what is no number of anything.
_BARE_YEAR = re.compile(r"(?:19|20)\d\d$")
_NO_UNIT_AFTER = re.compile(r"[A-Za-z\d]|号|条|款|章|类|级|版|路|线|幢|栋|室|楼|届|次会议|周年|部分")


@dataclass(frozen=True, slots=True)
class Found:
    """A number at a span of the key; the unit may still be missing."""

    start: int
    end: int
    value: Decimal
    unit: Unit | None
    high: Decimal | None = None


class Printed:
    """A sentence as match key, with the way back to what is printed.

    A full-width comma stays one in the key, so that no comma between clauses is taken for one between thousands.
    """

    def __init__(self, text: str) -> None:
        self.printed = text
        folded = list(map(_folded, text))
        key = "".join(folded)
        is_alike = len(key) == len(text) and "" not in folded  # as most sentences: one character for each
        self._index = range(len(text)) if is_alike else [i for i, one in enumerate(folded) for _ in one]
        self.key = re.sub(r",(?!\d{3}(?!\d))|(?<!\d),", "，", key)

    def text(self, start: int, end: int) -> str:
        """The printed words of a span of the key."""
        return self.printed[slice(*self.span(start, end))].strip() if start < end else ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the printed sentence of a span of the key."""
        return self._index[start], self._index[end - 1] + 1


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if character.isspace():
        return ""
    return character if character in _KEPT else match_key(character)


def _without_levels(key: str) -> str:
    """The key with 2.1 of 2.1预算年初安排 blanked: a decimal at its beginning with no unit that is measured in
    parts."""
    match = _LEVELS.match(key)
    if match is None:
        return key
    unit, _ = unit_at(key, match.end())
    is_amount = unit is not None and (unit.kind != "count" or unit.name[0] in "十百千万亿")
    return key if is_amount and match[0].count(".") == 1 else "#" * match.end() + key[match.end() :]


def find_numbers(key: str) -> list[Found]:
    """The numbers of a key in their order; ranges are one number."""
    bare = _without_dates(_without_levels(key))
    found: list[Found] = []
    for match in _FIGURE.finditer(bare):
        if found and match.start() < found[-1].end:
            continue
        one = _number(key, bare, match)
        if one is not None:
            found.append(one)
    return found


def _without_dates(key: str) -> str:
    """The key with all digits blanked that count nothing."""
    for pattern in (_SILENT, _NUMBERING, _DATE, _ORDINAL):
        key = pattern.sub(lambda m: "#" * len(m[0]), key)
    return key


def _number(key: str, bare: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    text = match[0]
    if text[0] in "-+" and start and _NO_SIGN.match(key[start - 1]):
        start, text = start + 1, text[1:]
    value = Decimal(text.replace(",", ""))
    unit, after = unit_at(bare, end)
    high = None
    dash = _RANGE.match(bare, after)
    other = _FIGURE.match(bare, dash.end()) if dash else None
    if other is not None and dash is not None:
        unit_high, after_high = unit_at(bare, other.end())
        if unit_high is not None and (unit is None or unit == unit_high):
            high, unit, after = Decimal(other[0].replace(",", "")), unit_high, after_high
            high = high if high > value else None
    if unit is None:
        if _NO_UNIT_AFTER.match(bare, end) or _BARE_YEAR.match(text) or len(text) > 15:
            return None
        after = end
    return Found(start, after, value, unit, high)


def unit_at(key: str, position: int) -> tuple[Unit | None, int]:
    """The longest unit that begins at a position, and where it ends."""
    word = _UNIT_WORD.match(key, position)
    if word is None:
        return None, position
    for length in range(len(word[0]), 0, -1):
        unit = lookup(word[0][:length])
        if unit is not None:
            return unit, position + length
    return None, position
