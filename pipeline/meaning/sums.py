"""Adding up: who is the sum of whom in a block of a table, among its rows and among its columns.

Found once, from structure and arithmetic together, and used by all that asks: totals, paths of lines, the audit,
the settling of phases, the repair of scans.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace

from pipeline.meaning.amounts import Amounts, Scale, Values, compare, read_amounts
from pipeline.meaning.differences import find_differences
from pipeline.meaning.line_sums import LineSum, Sums
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.readings import find_among

_FEW = 2  # rows in which a sum holds beside one in which it does not


def find_sums(table: NumberTable) -> Sums:
    """Find the sums of a block, first among its columns: those that are sums of others witness nothing of rows."""
    amounts = read_amounts([row.values for row in table.rows], len(table.columns))
    columns = _columns(table, amounts)
    rows = _rows(table, amounts, columns)
    printed = [[value is not None for value in row] for row in amounts.rows]
    return Sums(rows, columns, printed)


def _rows(table: NumberTable, amounts: Amounts, columns: Sequence[LineSum]) -> list[LineSum]:
    numbers = [
        [-abs(n) if n is not None and row.is_deducted else n for n in line]
        for row, line in zip(table.rows, amounts.rows, strict=True)
    ]
    positions = [c for c, column in enumerate(table.columns) if column.adds_down is not False]
    totals = {c for c in positions if columns[c].total_of}
    scale = Scale(positions, amounts.halves, amounts.grains, totals)
    found = find_among(table.rows, numbers, scale, _telling(positions, table, columns))
    unknown = [c for c in positions if table.columns[c].adds_down is None]
    never = {c for c in unknown if _never_holds(replace(scale, positions=[c]), found, numbers)}
    if not never or len(never) == len(positions):
        return found
    left = [c for c in positions if c not in never]
    return find_among(table.rows, numbers, replace(scale, positions=left), _telling(left, table, columns))


def _telling(positions: Sequence[int], table: NumberTable, columns: Sequence[LineSum]) -> Sequence[int]:
    """Without differences of other columns: they hold where those hold, and their parts may have any sign."""
    left = [c for c in positions if not table.columns[c].is_difference and columns[c].difference_of is None]
    return left or positions


def _never_holds(scale: Scale, found: Sequence[LineSum], numbers: Sequence[Values]) -> bool:
    """Do the sums that hold elsewhere not hold in a column? Then it holds rates, or numbers of another kind."""
    sums = [(numbers[at], [numbers[p] for p in one.total_of]) for at, one in enumerate(found) if one.held]
    matches = [compare(total, parts, scale) for total, parts in sums]
    return any(m.differs for m in matches) and not any(m.held for m in matches)


def _columns(table: NumberTable, amounts: Amounts) -> list[LineSum]:
    """Columns add up like rows, headings taken for labels; each group by itself."""
    numbers = [list(column) for column in zip(*amounts.rows, strict=True)] or [[] for _ in table.columns]
    found = [LineSum(is_named=column.is_total, is_total=column.is_total) for column in table.columns]
    groups: dict[Hashable, list[int]] = {}
    for c, column in enumerate(table.columns):
        if column.group is not None:
            groups.setdefault(column.group, []).append(c)
    for members in groups.values():
        for c, one in zip(members, _sums_of(table, amounts, numbers, members), strict=True):
            found[c] = one.moved(members)
    for key in dict.fromkeys(c.instalments for c in table.columns if c.instalments in groups):
        for c, one in _run_up(table, amounts, numbers, groups[key], key).items():
            found[c] = one
    for c, a, b in find_differences(
        table.columns, numbers, _across(table, amounts, range(len(table.columns)))
    ):
        if not {b, c} <= set(found[a].total_of):  # each part is what is left of the whole without the others
            found[c].difference_of = (a, b)
    return found


def _sums_of(
    table: NumberTable,
    amounts: Amounts,
    numbers: Sequence[list[int | None]],
    members: Sequence[int],
    totals: Collection[int] = (),
) -> list[LineSum]:
    """The sums among some columns; `totals` are sums although no word says so."""
    columns = [table.columns[c] for c in members]
    columns = [
        replace(one, is_total=one.is_total or c in totals) for c, one in zip(members, columns, strict=True)
    ]
    scale = _across(table, amounts, members)
    return find_among(_as_rows(columns), [numbers[c] for c in members], scale, scale.positions, guesses=False)


def _run_up(
    table: NumberTable,
    amounts: Amounts,
    numbers: Sequence[list[int | None]],
    group: Sequence[int],
    key: Hashable,
) -> dict[int, LineSum]:
    """What is found of instalments and of the columns that add them up to now (提前下达 | 本次下达 | 累计下达), by
    column; nothing where no such column does so in all rows."""
    running = [c for c, column in enumerate(table.columns) if column.instalments == key]
    while running:
        members = sorted([*group, *running])
        some = dict(zip(members, _sums_of(table, amounts, numbers, members, running), strict=True))
        kept = [c for c in running if len(some[c].total_of) > 1 and _holds_throughout(some[c])]
        if kept == running:
            return {c: one.moved(members) for c, one in some.items()}
        running = kept
    return {}


def _holds_throughout(one: LineSum) -> bool:
    """In every row, or in all but one of several?"""
    return len(one.mismatches) <= 1 and one.held > _FEW * len(one.mismatches)


def _across(table: NumberTable, amounts: Amounts, columns: Sequence[int]) -> Scale:
    """The scale for sums across: each row is a position, the coarsest column tells the last printed digit."""
    half = max((amounts.halves[c] for c in columns), default=1)
    count = len(table.rows)
    return Scale(range(count), [half] * count, [2 * half] * count)


def _as_rows(columns: Sequence[NumberColumn]) -> list[NumberRow]:
    """Headings as labels, the ones above them as merged labels. Parts (其中) stand where the column they are parts of
    stands: the heading over them holds them together, it is no group of its own."""
    lines = []
    whole: tuple[str, ...] = ()
    for column in columns:
        outer, label = column.path[:-1], column.path[-1] if column.path else ""
        if column.is_part:
            outer = outer[: next((i for i in range(len(outer)) if outer[: i + 1] != whole[: i + 1]), None)]
        else:
            whole = outer
        lines.append(NumberRow(label, (), outer, is_part=column.is_part, is_total=column.is_total))
    return lines
