"""The levels of an indicator: which column names which, the names of a row, and their codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.addresses import Label, Line
from extractors.model import LogicalTable
from normalizers import regions
from normalizers.facets import Facets, read_label
from normalizers.labels import is_total_label
from pipeline.context import Row
from pipeline.meaning import NOTHING, PartMeaning, main_label, plain_name, without_code

LEVELS = ("level1", "level2", "level3")
MARKS = frozenset({"weight", "score"})
_HALF = 0.5  # of the names in a column
_LONGEST_REGION = 12
_MARKS_BEHIND = re.compile(r"(?<=..)(?:自评|评价)?(?:得分|评分|分值)(?:情况)?[:：]?$")


def level_of(meaning: PartMeaning, column: int) -> int | None:
    """The level (0-2) that a column names."""
    if meaning.levels is None:
        meaning.levels = _levels(meaning)
    return meaning.levels[column] if column in meaning.levels else _headed(meaning, column)


def _levels(meaning: PartMeaning) -> dict[int, int]:
    """The levels (0-2) of the columns of names; of columns that the headings put on one level the first is the
    outermost.

    What is right of the second level is no first one, whatever it is called: 二级指标 | 评价内容. Under a heading that
    says nothing the names themselves tell that a column is of the first level, and then what is right of it is not.
    """
    stubs = meaning.part.of_kind("stub")
    kinds = {c.index: kind for c in stubs if (kind := _headed(meaning, c.index)) is not None}
    found: dict[int, int] = {}
    for column in stubs:
        own = kinds.get(column.index)
        if own is None:
            continue
        alike = [c.index for c in stubs if kinds.get(c.index) == own and c.path == column.path]
        if len(alike) > 1:
            found[column.index] = alike.index(column.index)
        elif own == 0 and 1 in (kinds[i] for i in kinds if i < column.index):
            found[column.index] = 2
        elif own == 0 and _is_below_first(meaning, column.index, kinds):
            found[column.index] = 1
        else:
            found[column.index] = own
    return found


def _is_below_first(meaning: PartMeaning, column: int, kinds: dict[int, int]) -> bool:
    """Does a column of level one stand right of another, and hold names of level two: 绩效维度 | 指标分类?"""
    if 1 in kinds.values():
        return False
    texts = _texts_of(meaning, column)
    if not texts or sum(bool(f.level2_code) for f in texts) < _HALF * len(texts):
        return False
    before = [c.index for c in meaning.part.of_kind("stub") if c.index < column]
    return any(kinds.get(i) == 0 or _names_firsts(_texts_of(meaning, i)) for i in before)


def _names_firsts(said: list[Facets]) -> bool:
    firsts = sum(bool(f.level1_code) and not f.item for f in said)
    return firsts > 1 and firsts > _HALF * len(said)


def _texts_of(meaning: PartMeaning, column: int) -> list[Facets]:
    """What the names in a column say, each name once."""
    labels = (label for line in meaning.part.lines for label in (*line.groups, *line.labels))
    texts = dict.fromkeys(label.text for label in labels if label.column == column)
    return [said for text in texts if not (said := read_label(without_code(text))).is_total]


def _headed(meaning: PartMeaning, column: int) -> int | None:
    head = meaning.heads.get(column, NOTHING)
    own = next((LEVELS.index(kind) for kind in head.names[:1] if kind in LEVELS), None)
    if own is not None:
        return own
    named = (c for c in meaning.part.columns if c.index == column and c.kind != "figures")
    over = (kind for c in named for text in reversed(c.path) for kind in read_label(text).names[:1])
    return next((LEVELS.index(kind) for kind in over if kind in LEVELS), None)  # 名称 under 一级指标


def _marks(head: Facets) -> bool:
    return head.measure in MARKS or (head.measure == "rate" and head.rate_of == "score")


def upper_columns(meaning: PartMeaning) -> dict[int, int]:
    """Grid columns of marks that stand between the columns of levels: the level (0-2) that they belong to."""
    found: dict[int, int] = {}
    level = None
    columns = sorted(meaning.part.columns, key=lambda c: c.index)
    deepest = max((c.index for c in columns if level_of(meaning, c.index) is not None), default=-1)
    for column in columns:
        own = level_of(meaning, column.index)
        if own is not None:
            level = own
        elif level is not None and column.index < deepest and _marks(meaning.heads[column.index]):
            found[column.index] = level
    return found


def level_names(
    meaning: PartMeaning, line: Line, level: int, above: str | None = None
) -> tuple[dict[str, str | None], bool]:
    """Names of the levels of a row down to `level`, and whether the row is a total.

    `above` is the indicator of a row before it that a region below it takes for its own.
    """
    labels = (*line.groups, *line.labels)
    found: dict[str, str | None] = dict.fromkeys(LEVELS)
    own_label = main_label(line, meaning.heads)
    if meaning.nested and own_label is not None and not _is_of_all(own_label.text):
        return _nested(meaning, line)
    levels = {label.column: own for label in labels if (own := level_of(meaning, label.column)) is not None}
    for label in reversed(labels):
        own = levels.get(label.column)
        # 绩效指标 beside all rows stands left of the levels above it, what explains an indicator right of it.
        is_outside = any(other < (own or 0) and column > label.column for column, other in levels.items())
        if own is not None and own <= level and not (is_outside and found[LEVELS[own]]):
            found[LEVELS[own]] = bare_name(label.text)
    if found["level1"] is None and any(found.values()):
        found["level1"] = _outermost(meaning, labels) or _section(meaning, line)
    if _is_section(meaning, line):
        return {"level1": bare_name(labels[0].text), "level2": None, "level3": None}, True
    is_total = own_label is not None and _is_of_all(own_label.text)
    if is_total and own_label is not None:
        return {"level1": bare_name(own_label.text), "level2": None, "level3": None}, True
    if not any(found.values()) and own_label is not None:
        found |= _unnamed_levels(meaning, line, own_label)
    if own_label is not None and found["level3"] and _lists_dimensions(meaning, own_label.column):
        return {"level1": found["level3"], "level2": None, "level3": None}, False
    if above is not None and found["level3"] is not None:
        found["level3"] = above
    return found, is_total


def _nested(meaning: PartMeaning, line: Line) -> tuple[dict[str, str | None], bool]:
    """Names of a row of a list with all levels in one column, and whether it holds rows below it. What holds no others
    is an indicator itself."""
    path = meaning.nested[id(line)]
    holds = any(other[:-1] == path for other in meaning.nested.values())
    first = read_label(path[0])
    is_second = len(path) > 1 and bool(first.level2_code) and not first.level1_code
    found: dict[str, str | None] = dict.fromkeys(LEVELS)
    outer = path if holds else path[:-1]
    found |= dict(zip(LEVELS[1:2] if is_second else LEVELS[:2], outer, strict=False))
    if not holds:
        found["level3" if outer or not first.level1_code else "level1"] = path[-1]
    return found, holds


def _is_of_all(text: str) -> bool:
    """Does a row count for all others: 合计, or 综合得分, which names no indicator, only points of all?"""
    said = read_label(text)
    return said.is_total or (said.measure == "score" and is_total_label(bare_name(text)))


def _unnamed_levels(meaning: PartMeaning, line: Line, own: Label) -> dict[str, str | None]:
    """Names of a row where no heading names a level. Several beside targets end in the indicator itself, its kind
    before it: 目标类型 | 绩效目标内容."""
    has_targets = any(meaning.heads[c.index].measure == "target" for c in meaning.columns)
    if has_targets and len(line.labels) > 1:
        names = [bare_name(label.text) for label in (*line.groups, *line.labels)][-3:]
        return dict(zip(LEVELS[-len(names) :], names, strict=True))
    path = [*(bare_name(g.text) for g in line.groups), bare_name(own.text)][-3:]
    return dict(zip(LEVELS, path, strict=False))


def _outermost(meaning: PartMeaning, labels: Sequence[Label]) -> str | None:
    """The kind of indicator that stands before the levels under a heading that names none: 产出指标, 效益指标."""
    first = min(
        (c.index for c in meaning.part.of_kind("stub") if level_of(meaning, c.index) is not None), default=0
    )
    before = (label.text for label in labels if label.column < first)
    return next((bare_name(text) for text in before if read_label(text).level1_code), None)


def _is_section(meaning: PartMeaning, line: Line) -> bool:
    """Does a row name a kind of indicator (过程：) across the columns of the levels below it?"""
    if len(line.labels) != 1 or line.groups or not read_label(line.labels[0].text).level1_code:
        return False
    levels = {c.index: level_of(meaning, c.index) for c in meaning.part.of_kind("stub")}
    own = levels.get(line.labels[0].column)
    return own is not None and own > 0 and any(level is not None and level > own for level in levels.values())


def _section(meaning: PartMeaning, line: Line) -> str | None:
    """The kind of indicator that a row across the levels names for the rows below it."""
    above: Label | None = None
    for other in meaning.part.lines:
        if other is line:
            break
        if _is_section(meaning, other):
            above = other.labels[0]
    is_below = above is not None and any(x.column > above.column for x in (*line.groups, *line.labels))
    return bare_name(above.text) if above is not None and is_below else None


def _lists_dimensions(meaning: PartMeaning, column: int) -> bool:
    """Is the only column of names one of dimensions: 评价指标 over 决策, 过程, 产出, 效益?"""
    if sum(level_of(meaning, c.index) is not None for c in meaning.part.of_kind("stub")) != 1:
        return False
    texts = (label.text for line in meaning.part.lines for label in line.labels if label.column == column)
    said = [facets for facets in map(read_label, texts) if not facets.is_total]
    return len(said) > 1 and all(f.level1_code and not f.level2_code and not f.item for f in said)


def region_below(
    line: Line, meaning: PartMeaning, region_code: str | None, year: int | None
) -> regions.Region | None:
    """The region that a row names in the place of an indicator; None where it names an indicator."""
    label = main_label(line, meaning.heads)
    if label is None or level_of(meaning, label.column) != 2 or len(label.text) > _LONGEST_REGION:
        return None
    return regions.resolve(plain_name(label.text), parent_code=region_code, year=year)


def named_over(table: LogicalTable) -> str | None:
    """The kind of indicator that the title of a table, or the nearest heading over it, names: （一）决策类指标."""
    names = (plain_name(text) for text in (table.caption, *reversed(table.context)))
    return next((name for name in names if (said := read_label(name)).level1_code and not said.item), None)


def bare_name(text: str) -> str:
    return text.strip().rstrip("：: ") or text


def _of_execution(level: Facets) -> str | None:
    """Is a level about how the money was spent: 预算执行, 预算执行率?"""
    is_spent = level.measure == "amount" and "executed" in level.choices
    return "execution" if is_spent or level.rate_of == "execution" else None


def without_marks(name: str) -> str:
    """A name without the words for marks behind it: 预算执行率得分 is the row of 预算执行率."""
    return _MARKS_BEHIND.sub("", name.strip())


def _said_of_level(name: str) -> Facets:
    """What a name says; its number may hide the words of the frame: A决策, C1 产出数量."""
    own, bare = read_label(name), without_code(name)
    if bare != name and (found := read_label(bare)) and not found.item:
        return found
    return own


def level_codes(names: dict[str, str | None]) -> Row:
    """Codes of the first two levels, each from the name of its own level before the others."""
    said = {level: _said_of_level(without_marks(name)) for level in LEVELS if (name := names.get(level))}
    first = next((code for f in said.values() if (code := f.level1_code or _of_execution(f))), None)
    below = [said[level] for level in ("level2", "level3", "level1") if level in said]
    second = next((f.level2_code for f in below if f.level2_code), None)
    if second is None and any(f.level1_code == "satisfaction" for f in below):
        second = "satisfaction"  # the one kind of its level
    return {"level1_code": first, "level2_code": second}
