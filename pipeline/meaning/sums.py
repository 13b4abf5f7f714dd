"""Adding up: who is the sum of whom in a block of a table, among its rows and among its columns.

Found once, from structure and arithmetic together, and used by all that asks: totals, paths of lines, the audit,
the settling of phases, the repair of scans.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.meaning.amounts import Amounts, Scale, Values, compare, read_amounts
from pipeline.meaning.differences import find_differences
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.outline import Line, outlines
from pipeline.meaning.row_sums import Node, RowFinder

_AGAINST = 2  # a sum that does not hold, beside one that does
_LEFT_OVER = 0.25


@dataclass(slots=True)
class LineSum:
    """What was found of one row or column; all numbers are indices of rows or columns of the block."""

    parent: int | None = None
    """The line that this one is a part of, by its labels or its place; sums with a mere word (合计) are none."""
    children: list[int] = field(default_factory=list)
    level: int = 1
    """1 is the outermost."""
    is_total: bool = False
    """Its parts are printed in the block, or its label is a word for a sum."""
    total_of: tuple[int, ...] = ()
    """The lines it is the sum of."""
    summed_in: int | None = None
    """The line whose sum it goes into."""
    is_partial_part: bool = False
    """A part that must not be added: its whole is counted, because not all parts of it are printed or because it
    is split a second time."""
    difference_of: tuple[int, int] | None = None
    """(a, b): it is a minus b."""
    held: int = 0
    """In how many lines across the sum held …"""
    checked: int = 0
    """… of so many that print total and parts."""
    mismatches: tuple[int, ...] = ()
    """The lines across in which it did not."""

    def moved(self, places: Sequence[int]) -> LineSum:
        """The same with other indices: `places[i]` for i."""
        return replace(
            self,
            parent=None if self.parent is None else places[self.parent],
            children=[places[i] for i in self.children],
            total_of=tuple(places[i] for i in self.total_of),
            summed_in=None if self.summed_in is None else places[self.summed_in],
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """Who is the sum of whom in a block."""

    rows: list[LineSum]
    columns: list[LineSum]
    printed: list[list[bool]]
    """Which cells of rows × columns print a number."""

    def is_total(self, row: int, column: int) -> bool:
        """Is the number a sum? A row is one only in the columns where its parts print numbers."""
        if self.columns[column].is_total:
            return True
        found = self.rows[row]
        if not found.is_total or not found.total_of:
            return found.is_total
        return any(self._prints(part, column) for part in found.total_of)

    def is_repeated(self, row: int, column: int) -> bool:
        """Is the number a part of one that is counted in its place?"""
        return self._is_counted_above(self.rows, row, lambda at: self.printed[at][column]) or (
            self._is_counted_above(self.columns, column, lambda at: self.printed[row][at])
        )

    def _prints(self, row: int, column: int) -> bool:
        return self.printed[row][column] or any(self._prints(p, column) for p in self.rows[row].total_of)

    @staticmethod
    def _is_counted_above(found: Sequence[LineSum], at: int, prints: Callable[[int], bool]) -> bool:
        while found[at].is_partial_part and (above := found[at].parent) is not None:
            if prints(above):
                return True
            at = above
        return False


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
    found = _find(table.rows, numbers, scale, _telling(positions, table, columns))
    unknown = [c for c in positions if table.columns[c].adds_down is None]
    never = {c for c in unknown if _never_holds(replace(scale, positions=[c]), found, numbers)}
    if not never or len(never) == len(positions):
        return found
    left = [c for c in positions if c not in never]
    return _find(table.rows, numbers, replace(scale, positions=left), _telling(left, table, columns))


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
    found = [LineSum(is_total=column.is_total) for column in table.columns]
    groups: dict[Hashable, list[int]] = {}
    for c, column in enumerate(table.columns):
        if column.group is not None:
            groups.setdefault(column.group, []).append(c)
    for members in groups.values():
        lines = [_as_row(table.columns[c]) for c in members]
        scale = _across(table, amounts, members)
        some = _find(lines, [numbers[c] for c in members], scale, scale.positions, guesses=False)
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


def _as_row(column: NumberColumn) -> NumberRow:
    """The heading as a label; a heading 其中 over several columns makes each of them a part."""
    outer = tuple(h for h in column.path[:-1] if not h.startswith("其中"))
    label = column.path[-1] if column.path else ""
    return NumberRow(label, (), outer, is_part=column.is_part, is_total=column.is_total)


def _find(
    rows: Sequence[NumberRow],
    numbers: list[list[int | None]],
    scale: Scale,
    telling: Sequence[int],
    guesses: bool = True,
) -> list[LineSum]:
    """The sums in the outline that arithmetic agrees with best: an indentation may be none (labels in the middle of
    their cells), and merged labels may be names of other things. They are found by the `telling` positions."""
    finder = RowFinder(numbers, replace(scale, positions=telling), guesses)
    readings = [_sums_in(outline, finder, rows, numbers, scale) for outline in outlines(rows)]
    return max(readings, key=lambda found: _agreement(found, numbers))


def _agreement(found: Sequence[LineSum], numbers: Sequence[Values]) -> float:
    """What speaks for a reading: sums that hold; against it: sums that do not, totals of nothing, lines left over."""
    held = sum(one.held for one in found)
    against = sum(len(one.mismatches) + (one.is_total and not one.total_of) for one in found)
    is_wrong = [len(one.mismatches) > one.held for one in found]
    left = sum(
        any(line) and (one.summed_in is None or is_wrong[one.summed_in])
        for one, line in zip(found, numbers, strict=True)
    )
    return held - _AGAINST * against - _LEFT_OVER * left


def _sums_in(
    outline: Line,
    finder: RowFinder,
    rows: Sequence[NumberRow],
    numbers: list[list[int | None]],
    scale: Scale,
) -> list[LineSum]:
    found = [LineSum(is_total=row.is_total) for row in rows]
    for node in finder.find(outline).parts:
        _place(node, None, found)
    for at, one in enumerate(found):
        _check(one, numbers[at], [numbers[p] for p in one.total_of], scale)
        for part in one.total_of:
            found[part].summed_in = at
    for one, row in zip(found, rows, strict=True):
        is_part_of_total = one.summed_in is not None and not one.total_of
        one.is_total = bool(one.total_of) or (row.is_total and not is_part_of_total)
        parent = one.parent
        while parent is not None:
            one.level += 1
            parent = found[parent].parent
    return found


def _place(node: Node, parent: int | None, found: list[LineSum]) -> None:
    """Write down a node and what stands below it."""
    at = node.line.at
    if at is not None:
        found[at].parent = parent
        if parent is not None:
            found[parent].children.append(at)
        if node.parts and node.is_printed and not node.line.is_heading:
            found[at].total_of = tuple(_printed(node))
    for part in node.parts:
        is_below = at is not None and _stands_below(node, part)
        _place(part, at if is_below else parent, found)
    for part in node.extra:
        _place(part, at, found)
        for row in _all_rows(part):
            found[row].is_partial_part = True


def _stands_below(node: Node, part: Node) -> bool:
    """Is the part listed below the node by labels, or behind it without a mere word for a sum?"""
    if part.line.above is node.line:
        return True
    if node.line.is_total:
        return False
    rows = list(_all_rows(part))
    return bool(rows) and node.line.at is not None and rows[0] > node.line.at


def _printed(node: Node) -> list[int]:
    """The rows that the parts of a node print; a part without figures stands for its own parts."""
    rows: list[int] = []
    for part in node.parts:
        at = part.line.at
        if at is not None and not part.line.is_heading and part.is_printed:
            rows.append(at)
        else:
            rows += _printed(part)
    return sorted(rows)


def _all_rows(node: Node) -> list[int]:
    rows = [] if node.line.at is None else [node.line.at]
    for part in (*node.parts, *node.extra):
        rows += _all_rows(part)
    return rows


def _check(one: LineSum, total: Values, parts: Sequence[Values], scale: Scale) -> None:
    """Note where the sum holds and where it does not; one that never meets its parts is none."""
    met = [at for at in scale.positions if total[at] is not None and any(p[at] is not None for p in parts)]
    mismatches = []
    for at in met:
        match = compare(total, parts, replace(scale, positions=[at]))
        one.held += match.held
        one.checked += match.held + match.differs
        if match.differs:
            mismatches.append(at)
    one.mismatches = tuple(mismatches)
    if not met:
        one.total_of = ()
