"""What brackets in a label hold: a unit, points, a formula of other columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.facets.vocabulary import Word
from normalizers.numbers import units

_POINTS = re.compile(r"(?:分值|满分|权重|共|计|总分)?:?(\d{1,3}(?:\.\d+)?)(分|%)?")
_SPEAKS_OF_POINTS = re.compile(r"分|权重|指标|产出|效益|效果|满意度|成本|决策|过程")
# Letters of columns, with signs and figures: A, B/A, 3=2/1*100, +/-, 执行数÷预算数×100%.
_FORMULA = re.compile(
    r"[a-z]|[a-z\d][\-+*/=÷×%a-z\d.()]*[+*/=÷×\-][\-+*/=÷×%a-z\d.()]*|[+\-/,、±≥≤<>=]+|.*[÷×=].*"
)
# Ranks of 政府收支分类 behind a name; （项） is a unit only where things are counted.
_RANKS = ("款", "类", "项")
_COUNTS = re.compile(r"数|量")
_LIST = re.compile(r"[,;、:]")
_LETTER = re.compile(r"[a-z\d]?|单位|金额")


def bracket_spans(key: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each outermost pair of brackets."""
    depth = opened = 0
    for place, character in enumerate(key):
        if character == "(":
            depth, opened = depth + 1, place if depth == 0 else opened
        elif character == ")" and depth:
            depth -= 1
            if depth == 0:
                yield opened, place + 1


def read_bracket(content: str, label: str) -> tuple[Word, ...] | None:
    """Points, a unit or a formula; None where the bracket holds something else. `label` is all of the label."""
    if found := _POINTS.fullmatch(content):
        value = float(found[1])
        if found[2] == "分" or (found[2] is None and value <= 100 and _SPEAKS_OF_POINTS.search(label)):
            return (Word(content, {"points": value}),)
    if content in _RANKS and not _COUNTS.search(label):
        return ()
    unit = units.header_unit(f"({content})")  # also beside others or a letter: （元、%）, （A，万元）
    if unit is not None and all(_is_unit_or_letter(part) for part in _LIST.split(content)):
        return (Word(content, {"unit": unit}),)
    return () if _FORMULA.fullmatch(content) else None


def _is_unit_or_letter(part: str) -> bool:
    return units.header_unit(f"({part})") is not None or _LETTER.fullmatch(part) is not None
