"""Adding up: who is the sum of whom in a block of a table, among its rows and among its columns.

Found once, from structure and arithmetic together, and used by all that asks: totals, paths of lines, the audit,
the settling of phases, the repair of scans.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from pipeline.meaning.amounts import Amounts, Scale, Values, compare, read_amounts
from pipeline.meaning.differences import find_differences
from pipeline.meaning.line_sums import LineSum, Sums
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.readings import find_among


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
        lines = _as_rows([table.columns[c] for c in members])
        scale = _across(table, amounts, members)
        some = find_among(lines, [numbers[c] for c in members], scale, scale.positions, guesses=False)
        for c, one in zip(members, some, strict=True):
            found[c] = one.moved(members)
    for c, a, b in find_differences(
        table.columns, numbers, _across(table, amounts, range(len(table.columns)))
    ):
        found[c].difference_of = (a, b)
    return found


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
