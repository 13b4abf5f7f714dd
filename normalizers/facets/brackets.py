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
# Numbers of official documents: 某财农(2031)15号, several of them, or behind 依据.
_IN_YEAR = r"(?:\(20\d\d\)|\[20\d\d\]|20\d\d年)第?\d{1,4}号(?:文件?)?"
_ISSUED = rf"[\u4e00-\u9fff]{{2,12}}{_IN_YEAR}"
_DOCUMENT_NUMBER = re.compile(_IN_YEAR)
_DOCUMENT_NUMBERS = re.compile(rf"(?:文号:)?{_ISSUED}(?:[、,;和及]?{_ISSUED})*")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,12}$")
_LIST = re.compile(r"[,;、:]")
_LONGEST_ISSUER = 12
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


def document_numbers(key: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each number of a document that stands in a label; where its issuer begins is open, so that the
    same number may come several times."""
    for found in _DOCUMENT_NUMBER.finditer(key) if "号" in key else ():
        issuer = _ISSUER.search(key, max(0, found.start() - _LONGEST_ISSUER), found.start())
        for start in range(issuer.start(), found.start() - 1) if issuer is not None else ():
            yield start, found.end()


def is_document_number(content: str) -> bool:
    """Does a bracket hold nothing but numbers of documents? They say by what money was issued, and name nothing."""
    return "号" in content and _DOCUMENT_NUMBERS.fullmatch(content) is not None


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
