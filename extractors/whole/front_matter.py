"""What a document says of itself outside its sentences: fields with their values, and who signed it.

Fields stand in forms (项目名称 | 某工程), on covers and over tables (填报单位：某局). Which label means what is told by
`normalizers.facets`; this module knows places only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from extractors.model import LogicalTable, RawCell
from normalizers.facets import read_label
from normalizers.numbers import parse_number
from normalizers.offices import find_office, is_office
from normalizers.text import clean, is_blank, match_key

_PAGES = 3  # at the head of a document whose lines may be fields
_HEAD_ROWS, _FOOT_ROWS = 14, 8  # of a table in which fields of a form stand
_LONGEST_LABEL, _LONGEST_VALUE = 16, 60
_LONGEST_RESULT = 400  # letters of the sentences that tell the result of an evaluation
_BELOW = 2  # texts below a label that tell whether it heads a column
_FULL = 100  # marks that can be reached
_SEALED = re.compile(r"\((?:[^()]{0,6}(?:章|盖章|签章|签字|公章|全称)[^()]{0,4})\)")
_IN_LINE = re.compile(
    r"(?:^|(?<=\s))((?:[\u4e00-\u9fff] ){1,7}[\u4e00-\u9fff]|[\u4e00-\u9fff][\u4e00-\u9fff（）()、/]{1,17})\s*[:：]\s*"
)
_UNIT_LABEL = re.compile(r"(?:金额|计量|货币|数量)单位$")
_OFFICE_LABEL = re.compile(r"(?:部门|单位)(?:名称|全称|\(单位\)名称|\(单位\))?(?:及其?)?(?:编码|代码)?$")
_PERIOD_LABEL = re.compile(r"(?:期间|时段|周期|期限|执行期|实施期|起止时间|监控时点)$")
_KINDS = frozenset(
    {"program", "department", "recipient", "grade", "year", "period", "region", "date", "person"}
)
_DATE_LINE = re.compile(
    r"[(]?[二一12][\d〇○OＯ0零一二三四五六七八九]{3}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?[)]?"
)
_MADE_BY = re.compile(r"(?:编制|编印|印制|印发|制|\((?:盖章|章|公章)\))$")


class Field(NamedTuple):
    """A label and its value as printed. `kinds` are names of facets (program, department, grade, year, period, region,
    date, person), `score` for a label of marks, `office` for one of offices that the facets do not know."""

    label: str
    value: str
    kinds: frozenset[str]


@dataclass(slots=True)
class FrontMatter:
    """`fields` in reading order, those of forms first; `signatures` are offices over a date, or alone in a line of
    the first pages, the dated ones first."""

    fields: list[Field] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Field]:
        """The fields of a kind."""
        return [f for f in self.fields if kind in f.kinds]


def read_front_matter(prose: list[tuple[int, str]], tables: list[LogicalTable]) -> FrontMatter:
    """The fields and signatures of a document; `prose` are its lines with their pages."""
    found = FrontMatter()
    for table in tables:
        found.fields += fields_of(table)
    for page, line in prose:
        if page <= _PAGES:
            found.fields += fields_in_line(line)
    found.signatures = _signatures(prose)
    return found


def fields_of(table: LogicalTable) -> list[Field]:
    """The fields in the first and last rows of a table: a label with its value beside it, below it or in its cell."""
    owners = table.owners()
    found: list[Field] = []
    for r in _rows(table.row_count):
        cells = _distinct(c for c in owners[r] if c is not None and c.text)
        for k, cell in enumerate(cells):
            if cell.row != r:
                continue
            found += fields_in_line(cell.text) if len(cell.text) <= _LONGEST_VALUE else []
            kinds = kinds_of(cell.text)
            if not kinds:
                continue
            beside = cells[k + 1] if k + 1 < len(cells) else None
            if "score" in kinds:
                is_of_pairs = k > 1 and not _is_label(cells[k - 1].text)
                found += _marks(cell, cells[k + 1 :], _below(owners, cell, 1 if is_of_pairs else 2))
            elif (
                beside is not None
                and _is_value(beside.text, kinds)
                and not _heads_column(owners, cell, beside)
            ):
                found.append(Field(cell.text, clean(beside.text), kinds))
    return found


def fields_in_line(line: str) -> list[Field]:
    """Labels with their values in a line of text: 填报单位：甲县水利局　自评得分：95."""
    if ":" not in line and "：" not in line:
        return []
    starts = list(_IN_LINE.finditer(line))
    found: list[Field] = []
    for k, start in enumerate(starts):
        end = starts[k + 1].start() if k + 1 < len(starts) else len(line)
        label, value = clean(start[1]), clean(line[start.end() : end]).strip("；;，,。 ")
        kinds = kinds_of(label)
        if match_key(label) == "单位" and find_office(value):
            kinds = frozenset({"office"})
        if kinds and 0 < len(value) <= _LONGEST_VALUE:
            found.append(Field(label, value, kinds))
    return found


@lru_cache(maxsize=16384)
def kinds_of(text: str) -> frozenset[str]:
    """What a label asks for; empty for a text that is no such label."""
    key = _SEALED.sub("", match_key(text)).rstrip(":")
    if not 2 <= len(key) <= _LONGEST_LABEL or key[0].isdigit() or key == "单位" or _UNIT_LABEL.search(key):
        return frozenset()
    facets = read_label(key)
    is_known = not facets.item and "item" not in facets.names
    kinds = set(_KINDS.intersection(facets.names)) if is_known else set()
    if facets.measure == "score" and not facets.item:
        kinds.add("score")
    if _PERIOD_LABEL.search(key):
        kinds.add("period")
    if _OFFICE_LABEL.search(key) and not kinds:
        kinds.add("office")
    return frozenset(kinds)


def _is_value(text: str, kinds: frozenset[str]) -> bool:
    longest = _LONGEST_RESULT if "grade" in kinds else _LONGEST_VALUE
    return not is_blank(text) and len(text) <= longest and not _is_label(text)


def _is_label(text: str) -> bool:
    """Does a text only say what stands beside or below it?"""
    facets = read_label(match_key(text).rstrip(":"))
    says = (
        facets.names or facets.measure or facets.choices or facets.level1_code
    )  # 项目名称 | 决策 over marks
    return not facets.item and bool(says)


def _heads_column(owners: list[list[RawCell | None]], label: RawCell, beside: RawCell) -> bool:
    """Are a label and the text beside it headings of two columns: names below the one, something below the other?"""
    names: list[str] = []
    r = label.row + label.row_span
    while r < len(owners) and len(names) < _BELOW:
        name, value = owners[r][label.column], owners[r][beside.column]
        if name is None or value is None or value.column != beside.column or is_blank(name.text):
            break
        names.append(name.text)
        r = name.row + name.row_span
    return bool(names) and not any(_asks(name) for name in names)


def _asks(text: str) -> bool:
    """May a text be the label of a value, whatever else it says?"""
    facets = read_label(match_key(text))
    return bool(facets.names or facets.measure or facets.choices or facets.unit) or bool(kinds_of(text))


def _marks(label: RawCell, beside: list[RawCell], below: str) -> list[Field]:
    """The marks beside a label, behind those that can be reached (总分 | 100 | 98.5 | 优), with the grade behind them;
    else the one number below."""
    numbers = list(takewhile(lambda cell: _points(cell.text) is not None, beside))
    values = [clean(cell.text) for cell in numbers]
    if len(values) == 2 and _points(values[0]) == _FULL:
        values = values[1:]
    if not values and below:
        values = [below]
    if len(values) != 1:
        return []
    behind = beside[len(numbers)] if numbers and len(beside) > len(numbers) else None
    grade = (
        [Field(label.text, clean(behind.text), frozenset({"grade"}))]
        if behind and len(behind.text) < 4
        else []
    )
    return [Field(label.text, values[0], frozenset({"score"})), *grade]


def _points(text: str) -> Decimal | None:
    return parse_number(clean(text).removesuffix("分"))


def _below(owners: list[list[RawCell | None]], label: RawCell, most: int) -> str:
    """The number below a label. Among labels it heads a column where others follow: none of `most` numbers may."""
    r = label.row + label.row_span
    values: list[str] = []
    while r < len(owners) and len(values) < most:
        cell = owners[r][label.column]
        if cell is None or cell.column != label.column or _points(cell.text) is None:
            break
        values.append(clean(cell.text))
        r = cell.row + cell.row_span
    return values[0] if len(values) == 1 else ""


def _rows(count: int) -> Iterable[int]:
    return (
        range(count)
        if count <= _HEAD_ROWS + _FOOT_ROWS
        else (*range(_HEAD_ROWS), *range(count - _FOOT_ROWS, count))
    )


def _distinct(cells: Iterable[RawCell]) -> list[RawCell]:
    found: list[RawCell] = []
    for cell in cells:
        if not found or found[-1] is not cell:
            found.append(cell)
    return found


def _signatures(prose: list[tuple[int, str]]) -> list[str]:
    """Offices that stand alone in a line: over a date, then those of the first pages."""
    dated: list[str] = []
    alone: list[str] = []
    for k, (page, line) in enumerate(prose):
        name = _MADE_BY.sub("", match_key(line))
        if len(name) > _LONGEST_VALUE or find_office(name) is None or not _is_of_offices(line, name):
            continue
        behind = match_key(prose[k + 1][1]) if k + 1 < len(prose) else ""
        if _DATE_LINE.fullmatch(behind):
            dated.append(clean(_first(line)))
        elif page <= _PAGES - 1:
            alone.append(clean(_first(line)))
    return [*dated, *alone]


def _is_of_offices(line: str, name: str) -> bool:
    """Is a line one office, or several side by side: 甲市统计局 国家统计局甲市调查队?"""
    parts = [match_key(part) for part in line.split()]
    are_several = len(parts) > 1 and is_office(parts[0])
    return is_office(name) or (
        are_several and all(part.startswith(find_office(part) or "-") for part in parts)
    )


def _first(line: str) -> str:
    """The first of the offices that a line names."""
    return find_office(line.split()[0] if not is_office(line) else line) or ""
