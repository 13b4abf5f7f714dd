"""Figures in red without a sign: a minus where the sums of the table say so, else nothing but a colour."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from extractors.addresses import Column, Part
from extractors.model import RawCell
from normalizers.facets import Facets
from normalizers.numbers import parse_number
from pipeline.context import TableRows
from pipeline.meaning.number_table import NumberTable
from pipeline.meaning.sums import find_sums

_MOST = 0.9  # share of the figures of a part from which red is the colour of its text
_SIGNED = frozenset({"amount", "count", None})  # measures that may be negative
_AGAINST = 2  # a sum that does not hold, beside one that does
_FEW = 12  # columns: in wider tables differences are not looked for
_SHOWN = 6


def settle_red(
    view: TableRows,
    part: Part,
    columns: Sequence[Column],
    heads: Mapping[int, Facets],
    as_numbers: Callable[[], NumberTable],
) -> None:
    """Put a minus before the red figures with which more sums hold when they are taken off, in place.

    Each column is tried by itself, for one may only stress its figures, then all that are left together. Those of
    which no sum says anything are a finding. A table that is understood once more is begun as it was printed.
    """
    _restore(part)
    signed = (c.index for c in columns if heads[c.index].measure in _SIGNED)
    red = {index: cells for index in signed if (cells := _red_cells(part, index))}
    count = sum(len(line.figures) for line in part.lines)
    if not red or sum(map(len, red.values())) > _MOST * count:
        return
    trial = _Trial(as_numbers, [n for n, column in enumerate(columns) if column.index in red])
    by_column = list(red.values()) if 1 < len(red) <= _FEW else []
    taken = [cells for cells in by_column if trial.takes(cells)]
    rest = [cell for cells in red.values() if cells not in taken for cell in cells]
    if rest and trial.takes(rest):
        taken.append(rest)
    elif rest and trial.says_nothing:
        _note(view, rest, "红色数字，未能确定是否为负数", "warning")
    _note(view, [cell for cells in taken for cell in cells], "红色数字，按合计关系读作负数", "info")


class _Trial:
    """A part whose red figures are taken off by trial."""

    def __init__(self, as_numbers: Callable[[], NumberTable], places: Sequence[int]) -> None:
        self._as_numbers = as_numbers
        self._places = places
        self._best = self._agreement()
        self.says_nothing = False  # do the sums say nothing of the figures tried last?

    def takes(self, cells: Sequence[RawCell]) -> bool:
        """Put a minus before some figures; false, and they are as they were, where that makes nothing better."""
        _turn(cells, "-")
        turned = self._agreement()
        self.says_nothing = turned == self._best
        if turned > self._best:
            self._best = turned
            return True
        _turn(cells)
        return False

    def _agreement(self) -> int:
        return _agreement(self._as_numbers(), self._places)


def _restore(part: Part) -> None:
    """Take away the minuses that were put before red figures when the table was understood before."""
    for cell in (cell for line in part.lines for cell in line.figures.values()):
        if cell.is_turned:
            cell.text, cell.is_turned = cell.text.removeprefix("-"), False


def _red_cells(part: Part, column: int) -> list[RawCell]:
    """The red figures of a column that have no sign of their own."""
    cells = (line.figures.get(column) for line in part.lines)
    return [c for c in cells if c is not None and c.is_red and (parse_number(c.text) or 0) > 0]


def _turn(cells: Sequence[RawCell], sign: str = "") -> None:
    for cell in cells:
        cell.text, cell.is_turned = sign + cell.text.removeprefix("-"), bool(sign)


def _agreement(table: NumberTable, red: Sequence[int]) -> int:
    """How many sums hold, and differences in the columns with red figures, against how many do not."""
    sums = find_sums(table)
    agreement = sum(one.held - _AGAINST * len(one.mismatches) for one in (*sums.rows, *sums.columns))
    for c in red if len(table.columns) <= _FEW else ():
        pairs = itertools.permutations((n for n in range(len(table.columns)) if n != c), 2)
        agreement += max((_shown(table, c, a, b) for a, b in pairs), default=0)
    return agreement


def _shown(table: NumberTable, c: int, a: int, b: int) -> int:
    """What speaks for a column's being a minus b."""
    rows = ((row.values[a], row.values[b], row.values[c]) for row in table.rows)
    return sum(1 if _differ_by(*values) else -_AGAINST for values in rows if None not in values)


def _differ_by(a: Decimal | None, b: Decimal | None, difference: Decimal | None) -> bool:
    """Is the difference a minus b, each rounded to its last printed digit?"""
    if a is None or b is None or difference is None:
        return False
    slack = sum(Decimal(1).scaleb(int(number.as_tuple().exponent)) for number in (a, b, difference)) / 2
    return abs(a - b - difference) <= slack


def _note(view: TableRows, cells: Sequence[RawCell], words: str, severity: str) -> None:
    if not cells:
        return
    shown = "、".join(cell.text for cell in cells[:_SHOWN])
    view.context.finding(
        "red_figures",
        severity,
        f"{words}：{shown}" + ("等" if len(cells) > _SHOWN else ""),
        table_id=view.table_id,
        page_number=cells[0].page_number,
        row_index=cells[0].row,
        printed=shown,
    )
