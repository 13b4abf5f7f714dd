"""Dimensions of an evaluation across (决策 | 过程 | 产出 | 效益 | 总分), rows of what was evaluated below: the numbers
are marks although the headings do not say so."""

from __future__ import annotations

from extractors.addresses import Column, Part
from normalizers.facets import Facets, read_label
from normalizers.numbers import parse_quantity

_FEWEST = 2
_FULL = 100
_MARKS = frozenset({"score", "weight"})


def with_marks(part: Part, heads: dict[int, Facets], caption: str) -> dict[int, Facets]:
    """`heads` by grid column, those of bare dimensions with the measure score, where points in the headings, a heading
    of marks over or beside them or the caption says that they are marks."""
    if any(name.startswith("level") for c in part.of_kind("stub") for name in heads[c.index].names[:1]):
        return heads
    figures = part.of_kind("figures")
    dimensions = [c for c in figures if _names_dimension(heads[c.index]) and _may_be_marks(part, c, heads)]
    if len(dimensions) < _FEWEST:
        return heads
    is_told = read_label(caption).measure == "score" or any(
        heads[c.index].measure == "score" for c in figures
    )
    if not is_told and not all(heads[c.index].points for c in dimensions):
        return heads
    over = {text for c in dimensions for text in c.path[:-1]}
    below = [c for c in figures if not over.isdisjoint(c.path[:-1]) and _may_be_marks(part, c, heads)]
    ends = [c.index for c in figures if heads[c.index].measure == "score" or c in dimensions]
    between = [c for c in figures if min(ends) < c.index < max(ends) and _is_bare(heads[c.index])]
    below += [c for c in between if _may_be_marks(part, c, heads)]
    marks = {c.index for c in (*dimensions, *below) if heads[c.index].measure not in _MARKS}
    return heads | {index: heads[index].changed(measure="score", choices=(), rate_of=None) for index in marks}


def _names_dimension(head: Facets) -> bool:
    is_mark = head.measure is None or head.measure in _MARKS
    return is_mark and bool(head.level1_code or head.level2_code) and not head.choices and not head.names


def _is_bare(head: Facets) -> bool:
    """Does a heading leave a name and nothing else: 绩效 between 管理 and 总分?"""
    says_more = head.measure or head.choices or head.names or head.flow or head.unit or head.funding_source
    return bool(head.item) and not (says_more or head.fund_type or head.expenditure_type)


def _may_be_marks(part: Part, column: Column, heads: dict[int, Facets]) -> bool:
    """Are all numbers of a column within the points that can be reached, under a heading that states no other measure
    than an indicator may have in its name: 资金投入, 预算执行率?"""
    own = read_label(column.path[-1]) if column.path else Facets()
    if own.unit or own.names or own.measure not in (None, "amount", "rate", "score", "weight"):
        return False
    texts = [line.figures[column.index].text for line in part.lines if column.index in line.figures]
    values = [quantity.value for text in texts if (quantity := parse_quantity(text)) is not None]
    most = heads[column.index].points or _FULL
    return bool(values) and all(value is not None and 0 <= value <= most for value in values)
