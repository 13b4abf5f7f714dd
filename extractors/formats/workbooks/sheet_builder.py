"""The cells of a sheet as its file stores them, made into those that it shows.

Readers say what they find, in any order; `finish` leaves out what is hidden, counts rows and columns anew, and makes
merged cells one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace

from extractors.formats.blocks import FormatError
from extractors.formats.places import letters_of
from extractors.formats.workbooks.middle import Range, middle_of
from extractors.formats.workbooks.rows_aside import CELLS_KEPT, RowsAside, is_middle
from extractors.formats.workbooks.workbook import Look, SheetCell, SheetCells

MOST_CELLS = 2_000_000
_MOST_MERGES = 200_000
_GAP = 20  # empty rows or columns that are kept between two that are not
_LEAST, _LARGEST = 1.0, 2000.0  # points of a row or column
_PENDING = 50_000  # empty cells with lines, below the last text: rows that were set up in advance


class SheetBuilder:
    """One sheet. Rows and columns are 0-based, sizes are in points."""

    def __init__(self, number: int, name: str) -> None:
        self.number, self.name = number, name
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.default_width, self.default_height = 54.0, 14.25
        self._merges: list[Range] = []
        self._cells: list[SheetCell] = []
        self._blank: list[tuple[int, int, Look]] = []  # with lines, up to the last text
        self._pending: list[tuple[int, int, Look]] = []  # and after it
        self._across: set[tuple[int, int]] = set()  # empty, and free for the text on their left
        self._count = 0
        self._head = 0  # cells before the rows that are set aside
        self._aside: RowsAside | None = RowsAside()  # None: nothing can be

    def add(
        self,
        row: int,
        column: int,
        text: str,
        look: Look,
        is_red: bool = False,
        is_number: bool = False,
        is_across: bool = False,
    ) -> None:
        """A cell that shows something. `is_red`: a number below zero, printed in red without a sign: it gets one.
        `is_across`: centred over the free ones on its right. Raises FormatError."""
        self._count += 1
        if self._count + len(self._blank) > MOST_CELLS:
            raise FormatError("too_large", "it has too many cells")
        if self._pending:
            self._blank += self._pending
            self._pending = []
        # The file knows the sign that red stands for; who reads the printed page has to ask the sums.
        shown = f"-{text.lstrip()}" if is_red and is_number else text
        self._cells.append(
            SheetCell(row, column, shown, "", look, 1, -1 if is_across else 1, is_number=is_number)
        )
        if len(self._cells) >= 3 * CELLS_KEPT and self._aside is not None:
            self._set_aside(self._aside)

    def add_blank(self, row: int, column: int, look: Look, is_across: bool = False) -> None:
        """A cell that shows nothing but the lines at its edges."""
        if is_across:
            self._across.add((row, column))
        if _is_ruled(look) and len(self._pending) < _PENDING:
            self._pending.append((row, column, look))

    def merge(self, area: Range) -> None:
        """Raises FormatError."""
        if len(self._merges) > _MOST_MERGES:
            raise FormatError("too_large", "it has too many merged cells")
        self._merges.append(area)

    def _set_aside(self, aside: RowsAside) -> None:
        """Pack the rows between the first and the last ones, where they may be those of one table."""
        cells = self._cells
        start = self._head = self._head or _row_start(cells, CELLS_KEPT)
        end = _row_start(cells, len(cells) - CELLS_KEPT)
        before = aside.last if aside.last >= 0 else cells[start - 1].row
        if not start < end or not is_middle(cells[start:end], before):
            self._bring_back(aside)
            return
        first, last = cells[start].row, cells[end - 1].row
        blanks = [one for one in self._blank if first <= one[0] <= last]
        aside.put(cells[start:end], blanks)
        del cells[start:end]
        self._blank = [one for one in self._blank if not first <= one[0] <= last]

    def _bring_back(self, aside: RowsAside) -> None:
        """Have all rows among the others again, and set none aside any more."""
        for cells, blanks in list(aside.parts()):
            self._cells[self._head : self._head] = cells
            self._head += len(cells)
            self._blank += blanks
        self._aside = None

    def finish(self) -> SheetCells:
        """What the sheet shows; the builder is done."""
        aside = self._aside
        if aside is not None and any(cell.row <= aside.last for cell in self._cells[self._head :]):
            self._bring_back(aside)
        if aside is None or self._aside is None or aside.first < 0:
            return self._finish(None)
        head, tail = aside.pack(self._cells[: self._head], self._blank), aside.pack(self._cells[self._head :])
        pending = self._pending

        def whole() -> SheetCells:
            self._cells, self._blank = aside.unpack(head)
            self._bring_back(aside)
            self._cells += aside.unpack(tail)[0]
            self._pending = pending
            return self._finish(None)

        return self._finish(aside, whole)

    def _finish(self, aside: RowsAside | None, whole: Callable[[], SheetCells] | None = None) -> SheetCells:
        merges = self._all_merges()
        bottom, right = self._extent(merges)
        hidden: Container[int] = self.hidden_rows
        used: set[int] = set()
        if aside is not None:
            right, hidden, used = max(right, *aside.columns), _Both(hidden, aside), aside.columns
        found = [one for one in self._blank + self._pending if one[0] <= bottom and one[1] <= right]
        cells = self._cells
        cells += [SheetCell(row, column, "", "", look) for row, column, look in found]
        # What lies under a merged cell is hidden though that one be empty.
        known = {(cell.row, cell.column) for cell in cells if merges and (cell.row, cell.column) in merges}
        cells += [
            SheetCell(*place, "", "", Look())
            for place in merges
            if place not in known and place[0] <= bottom and (aside is None or place[0] not in aside)
        ]
        self._cells, self._blank, self._pending = [], [], []
        rows = _kept({cell.row for cell in cells}, hidden)
        columns = _kept({cell.column for cell in cells} | used, self.hidden_columns)
        middle = None
        if aside is not None and whole is not None:
            middle = middle_of(
                aside,
                merges,
                self.hidden_rows,
                rows,
                lambda some, merged, visible: self._shown(some, merged, visible, columns),
                self._address,
                whole,
            )
        return SheetCells(
            self.number,
            self.name,
            self._shown(cells, merges, rows, columns),
            [_size(self.widths.get(column, self.default_width)) for column in columns],
            [_size(self.heights.get(row, self.default_height)) for row in rows],
            middle,
        )

    def _address(self, row: int, column: int) -> str:
        return f"{self.name}!{letters_of(column)}{row + 1}" if self.name else f"{letters_of(column)}{row + 1}"

    def _all_merges(self) -> dict[tuple[int, int], Range]:
        """Merged cells by their places, with those that are only centred over others."""
        merges = {(area[0], area[1]): area for area in self._merges if area[2:] != area[:2]}
        for cell in self._cells:
            if cell.column_span < 0:
                cell.column_span, last = 1, cell.column
                while (cell.row, last + 1) in self._across:
                    last += 1
                if last > cell.column:
                    merges.setdefault((cell.row, cell.column), (cell.row, cell.column, cell.row, last))
        return merges

    def _extent(self, merges: dict[tuple[int, int], Range]) -> tuple[int, int]:
        """The last row and the last column of a text, or the last one that is ruled in a row with a text."""
        bottom = right = -1
        for cell in self._cells:
            area = merges.get((cell.row, cell.column)) if merges else None
            bottom = max(bottom, min(area[2], cell.row + _GAP) if area else cell.row)
            right = max(right, min(area[3], cell.column + _GAP) if area else cell.column)
        ruled = max((column for row, column, _ in self._blank + self._pending if row <= bottom), default=-1)
        return bottom, max(right, min(ruled, right + _GAP))

    def _shown(
        self,
        cells: list[SheetCell],
        merges: dict[tuple[int, int], Range],
        rows: Sequence[int],
        columns: Sequence[int],
    ) -> list[SheetCell]:
        """Cells at their places among the visible rows and columns, row by row."""
        lines = _Lines(cells, merges)
        row_at = {row: n for n, row in enumerate(rows)}
        column_at = {column: n for n, column in enumerate(columns)}
        shown = []
        for cell in cells:
            area = merges.get((cell.row, cell.column)) if merges else None
            place = self._address(cell.row, cell.column)
            if area:
                r0, c0, r1, c1 = area
                cell.row, cell.column = bisect_left(rows, r0), bisect_left(columns, c0)
                cell.row_span = bisect_right(rows, r1) - cell.row
                cell.column_span = bisect_right(columns, c1) - cell.column
                cell.look = lines.around(cell.look, area)
            elif cell.row in row_at and cell.column in column_at:
                cell.row, cell.column = row_at[cell.row], column_at[cell.column]
            else:
                continue
            if cell.row_span and cell.column_span:
                cell.place = place
                shown.append(cell)
        # A merged one comes before what stands in its corner, when that is hidden.
        shown.sort(key=lambda one: (one.row << 16 | one.column) << 1 | (one.row_span == one.column_span == 1))
        return list(_without_covered(shown)) if merges else shown


def _without_covered(cells: list[SheetCell]) -> Iterator[SheetCell]:
    """Without those under a merged one; of two merged ones that overlap the later is as small as it was."""
    above: list[SheetCell] = []
    row = -1
    for cell in cells:
        if cell.row != row:
            row = cell.row
            above = [one for one in above if one.row + one.row_span > row]
        if any(_covers(one, cell) for one in above):
            continue
        if cell.row_span > 1 or cell.column_span > 1:
            if any(_overlap(one, cell) for one in above):
                cell.row_span = cell.column_span = 1
            above.append(cell)
        if cell.text or _is_ruled(cell.look):
            yield cell


def _is_ruled(look: Look) -> bool:
    return look.has_top or look.has_left or look.has_bottom or look.has_right


def _covers(one: SheetCell, cell: SheetCell) -> bool:
    return one.column <= cell.column < one.column + one.column_span and cell.row < one.row + one.row_span


def _overlap(one: SheetCell, other: SheetCell) -> bool:
    return (
        one.column < other.column + other.column_span
        and other.column < one.column + one.column_span
        and other.row < one.row + one.row_span
    )


class _Lines:
    """Lines around merged cells: each edge is that of the cells along it."""

    def __init__(self, cells: list[SheetCell], merges: dict[tuple[int, int], Range]) -> None:
        corners = {corner for area in merges.values() for corner in ((area[2], area[1]), (area[0], area[3]))}
        self._looks = {
            (cell.row, cell.column): cell.look for cell in cells if (cell.row, cell.column) in corners
        }
        self._known: dict[tuple[Look, bool, bool], Look] = {}

    def around(self, look: Look, area: Range) -> Look:
        r0, c0, r1, c1 = area
        bottom = self._looks.get((r1, c0))
        right = self._looks.get((r0, c1))
        key = (
            look,
            look.has_bottom if bottom is None else bottom.has_bottom,
            look.has_right if right is None else right.has_right,
        )
        if key not in self._known:
            self._known[key] = replace(look, has_bottom=key[1], has_right=key[2])
        return self._known[key]


class _Both:
    """Rows that are hidden or were set aside."""

    def __init__(self, hidden: Container[int], aside: RowsAside) -> None:
        self._hidden, self._aside = hidden, aside

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and (row in self._hidden or row in self._aside)


def _row_start(cells: Sequence[SheetCell], near: int) -> int:
    """The place of the first cell of a row, the one that holds the cell at a place."""
    while near and cells[near - 1].row == cells[near].row:
        near -= 1
    return near


def _size(points: float) -> float:
    """Within what can be seen, whatever the file says."""
    return points if _LEAST < points < _LARGEST else _LEAST if points <= _LEAST else _LARGEST


def _kept(used: set[int], hidden: Container[int]) -> list[int]:
    """The visible ones from the first, with those between them that are empty, though not more than a gap of them."""
    kept: list[int] = []
    before = -1
    for one in sorted(used):
        kept += [n for n in range(max(before + 1, one - _GAP), one) if n not in hidden]
        if one not in hidden:
            kept.append(one)
        before = one
    return kept
