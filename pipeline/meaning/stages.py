"""Phases that the figures across columns tell, whatever their headings are called.

What the change of a budget makes the budget after it is the first budget; what adds up with other money to an amount of
one phase is of that phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalizers.facets import Facets, read_label
from pipeline.meaning.figure import Figure
from pipeline.meaning.settling import PartMeaning

_CHANGED = 2  # rows in which a first budget changes
_PARTS = 2  # columns that make a whole
_ZERO = Decimal(0)


def settle_stages(meaning: PartMeaning) -> None:
    """Give the columns of a part whose headings state no phase, or leave several open, that which the figures tell."""
    heads = {column.index: meaning.heads[column.index] for column in meaning.columns}
    for index, phase in (*_changes(meaning, heads), *_parts(meaning, heads)):
        for figure in _column(meaning, index).values():
            labels = (*figure.line.groups, *figure.line.labels)
            is_open = figure.facets.no_fact in (None, "comparison")
            if is_open and not any(read_label(label.text).choices for label in labels):
                figure.facets = figure.facets.changed(choices=(phase,), no_fact=None, rate_of=None)


def _changes(meaning: PartMeaning, heads: dict[int, Facets]) -> Iterator[tuple[int, str]]:
    """x | 调整数 | 调整后预算, x | 增加 | 减少 | 变动后预算: what changes are added to is the first budget, and what
    stands between the two and makes one of the other is the change."""
    money = {index: head for index, head in heads.items() if head.measure in (None, "amount")}
    for after in (index for index, head in money.items() if head.choices == ("adjusted",)):
        beside = [index for index, head in money.items() if _time(head) == _time(heads[after])]
        for first in (i for i in beside if i < after and _may_be_first(heads[i])):
            changes = [i for i in beside if first < i < after and _may_be_change(heads[i])]
            if changes and _makes(meaning, first, changes, after):
                yield from ((i, "adjustment") for i in changes if heads[i].no_fact)
                yield from ((i, "initial") for i in [first] if not heads[i].choices)


def _may_be_first(head: Facets) -> bool:
    return head.choices in ((), ("initial",)) and head.no_fact is None


def _may_be_change(head: Facets) -> bool:
    is_difference = head.no_fact == "comparison" and head.measure == "amount"
    return head.choices == ("adjustment",) or is_difference


def _makes(meaning: PartMeaning, first: int, changes: list[int], after: int) -> bool:
    """Is first + changes = after in every row, and the first changed in some?"""
    begun, ended = _column(meaning, first), _column(meaning, after)
    added = [_column(meaning, index) for index in changes]
    rows = {row for column in (begun, ended, *added) for row in column}

    def value(column: dict[int, Figure], row: int) -> Decimal:
        return (column[row].value or _ZERO) if row in column else _ZERO

    changed = sum(any(value(column, row) for column in added) for row in begun)
    holds = (
        value(begun, row) + sum((value(column, row) for column in added), _ZERO) == value(ended, row)
        for row in rows
    )
    return changed >= _CHANGED and all(holds)


def _parts(meaning: PartMeaning, heads: dict[int, Facets]) -> Iterator[tuple[int, str]]:
    """安排资金 and 地方自筹 that make 总投资 in all rows are planned like it, and so are the parts of these."""
    sums = meaning.sums.columns
    again: dict[int, list[int]] = {}  # parts of a whole that is split another way, too
    for at, found in enumerate(sums):
        if found.is_partial_part and found.parent is not None:
            again.setdefault(found.parent, []).append(at)
    indices = [column.index for column in meaning.columns]
    wholes = [
        (at, heads[index].choices) for at, index in enumerate(indices) if len(heads[index].choices) == 1
    ]
    for at, stated in wholes:  # grows while it is read
        if len(sums[at].total_of) < _PARTS or sums[at].mismatches:
            continue
        for part in (*sums[at].total_of, *again.get(at, ())):
            own = heads[indices[part]]
            is_open = len(own.choices) != 1 and own.no_fact is None
            # 上年结转 is there before any phase.
            if is_open and own.flow != "balance" and (not own.choices or stated[0] in own.choices):
                yield indices[part], stated[0]
                wholes.append((part, stated))


def _time(head: Facets) -> tuple[object, ...]:
    return head.fiscal_year, head.year_offset, head.as_of


def _column(meaning: PartMeaning, index: int) -> dict[int, Figure]:
    """The amounts of a column by their rows."""
    found = (f for f in meaning.figures if f.column.index == index and f.facets.measure == "amount")
    return {f.row: f for f in found if f.value is not None}
