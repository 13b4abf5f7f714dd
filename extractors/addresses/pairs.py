"""Labels with their values: side by side in a row of a form, or together in one cell.

Numbers that stand one below the other beside their labels are a ledger of their own: 计划投资 | 930 over 其中：中央 |
400. A label at its head that says a phase or a flow says it for the labels below, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.addresses.blocks import Pair, cells_of
from extractors.addresses.inner import inner_cells
from extractors.addresses.kinds import is_figure
from extractors.addresses.model import Column, Label, Line, Part
from extractors.model import LogicalTable, RawCell
from extractors.vocabulary import shape
from normalizers.facets import read_label
from normalizers.text import is_blank

_FEWEST = 2  # headings side by side, and cells under each

Owners = list[list[RawCell | None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A number with its label, and the labels beside or above it; `row` is where the number begins."""

    row: int
    sides: tuple[str, ...]
    label: RawCell
    value: RawCell


def entries_in(cell_lists: Iterable[tuple[int, list[RawCell]]]) -> tuple[list[Entry], list[Pair]]:
    """Numbers with their labels and texts with theirs, of rows that stand in no block."""
    entries: list[Entry] = []
    pairs: list[Pair] = []
    rows = [_without_sides(r, cells) for r, cells in cell_lists]
    over: list[RawCell] = []  # headings of ledgers that stand side by side
    for n, (r, side, cells) in enumerate(rows):
        below = rows[n + 1][2] if n + 1 < len(rows) and rows[n + 1][0] == r + 1 else []
        if _head_ledgers(cells, below):
            over = cells
            continue
        over = over if over and _are_under(cells, over) else []
        sides = tuple(c.text for c in side if c.text)
        for heading in over:
            own = [c for c in cells if _is_under(c, heading)]
            _read_row(r, (*sides, heading.text), own, entries, pairs)
        if not over:
            _read_row(r, sides, cells, entries, pairs)
    return entries, pairs


def _without_sides(r: int, cells: list[RawCell]) -> tuple[int, list[RawCell], list[RawCell]]:
    """A row with the labels that stand beside it and others, and its own cells."""
    side: list[RawCell] = []
    while len(cells) > 2 and cells[0].row_span > 1 and cells[0].row_span > cells[1].row_span:
        side.append(cells[0])
        cells = cells[1:]
    return r, side, [c for c in cells if c.row == r]


def _head_ledgers(cells: list[RawCell], below: list[RawCell]) -> bool:
    """Does each cell of a row stand over labels with their numbers: 年初预算安排 | 全年支出?"""
    if len(cells) < _FEWEST or any(is_blank(c.text) or is_figure(c.text) for c in cells):
        return False
    return all(
        len(own := [c for c in below if _is_under(c, heading)]) >= _FEWEST
        and not is_figure(own[0].text)
        and is_figure(own[-1].text)
        for heading in cells
    )


def _are_under(cells: list[RawCell], headings: list[RawCell]) -> bool:
    return all(sum(_is_under(c, heading) for c in cells) >= _FEWEST for heading in headings)


def _is_under(cell: RawCell, heading: RawCell) -> bool:
    end = heading.column + heading.column_span
    return heading.column <= cell.column and cell.column + cell.column_span <= end


def _read_row(
    r: int, sides: tuple[str, ...], cells: list[RawCell], entries: list[Entry], pairs: list[Pair]
) -> None:
    texts: list[RawCell] = []
    for n, cell in enumerate(cells):
        is_gap = is_blank(cell.text)
        if not is_gap and not _is_number(cell.text):
            texts.append(cell)
            continue
        if not texts:
            if not is_gap and sides and n:
                entries.append(Entry(r, sides[:-1], _labelled(cell, sides[-1]), cell))
            continue
        *before, label = texts
        if len(before) % 2:
            sides_here = (*sides, before[-1].text)
            before = before[:-1]
        else:
            sides_here = sides
        pairs += [Pair((*sides, a.text), b) for a, b in zip(before[::2], before[1::2], strict=True)]
        pairs.append(Pair((*sides_here, label.text), cell))
        if not is_gap:
            entries.append(Entry(r, sides_here, label, cell))
        texts = []
    pairs += [Pair((*sides, a.text), b) for a, b in zip(texts[::2], texts[1::2], strict=False)]


def _labelled(cell: RawCell, text: str) -> RawCell:
    return RawCell(
        cell.row, cell.column, 1, 1, cell.x0, cell.top, cell.x1, cell.bottom, text, cell.page_number
    )


def _is_number(text: str) -> bool:
    return shape(text) in ("number", "percent", "quantity") and is_figure(text)


def inner_entries(table: LogicalTable, owners: Owners) -> tuple[list[Entry], set[int]]:
    """Numbers that stand in one cell with their labels, and the identities of those cells."""
    entries: list[Entry] = []
    cells = inner_cells(table)
    taken = {id(cell) for cell, _ in cells}
    for cell, pairs in cells:
        left = [c for c in cells_of(owners[cell.row][: cell.column]) if id(c) not in taken and c.text]
        tall = [c for c in left if c.row_span >= cell.row_span and not _is_number(c.text)]
        sides = (tall[-1].text,) if tall else ()
        entries += [
            Entry(cell.row, (*sides, group) if group else sides, label, value)
            for group, label, value in pairs
        ]
    return entries, taken


def ledgers(entries: list[Entry], block: int) -> list[Part]:
    """Parts of the numbers that stand one below the other with labels at the same place."""
    across = _across(entries)
    gone = {id(entry) for run in across for entry in run}
    places: dict[tuple[int, int, tuple[str, ...]], list[list[Entry]]] = {}
    last: dict[tuple[int, int], tuple[str, ...]] = {}
    ends: dict[tuple[int, int], int] = {}
    for entry in (e for e in entries if id(e) not in gone):
        columns = (entry.label.column, entry.value.column)
        sides = entry.sides or last.get(columns, ())  # a label at the side need not be printed on every row
        if entry.sides or (columns in last and entry.row - ends[columns] > 1):
            sides = entry.sides
        last[columns], ends[columns] = sides, entry.row
        runs = places.setdefault((*columns, sides), [])
        if runs and entry.row - runs[-1][-1].row <= 1 and not _sets_the_scene(entry.label.text):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    places[-1, -1, ()] = across
    runs = sorted(
        (run for some in places.values() for run in some), key=lambda run: (run[0].row, run[0].value.column)
    )
    return [_part(run, block + n) for n, run in enumerate(runs)]


def _across(entries: list[Entry]) -> list[list[Entry]]:
    """Numbers that stand side by side with labels that go on with the first: 资金总额 | 300 | 其中：拨款 | 280."""
    rows: dict[tuple[int, tuple[str, ...]], list[Entry]] = {}
    for entry in entries:
        rows.setdefault((entry.row, entry.sides), []).append(entry)
    runs: list[list[Entry]] = []
    for some in rows.values():
        for entry in sorted(some, key=lambda e: (e.value.column, e.row)):
            before = runs[-1] if runs and runs[-1][-1] in some else []
            is_part = read_label(entry.label.text).is_part
            begins = bool(before) and is_part and not read_label(before[0].label.text).is_part
            goes_on = begins or len(before) > 1
            if goes_on and not _sets_the_scene(entry.label.text):
                runs[-1].append(entry)
            else:
                runs.append([entry])
    return [run for run in runs if len(run) > 1]


def _part(run: list[Entry], block: int) -> Part:
    head = run[0]
    path = (head.label.text,) if _sets_the_scene(head.label.text) else ()
    columns = [
        Column(head.label.column, head.label.column_span, (), "stub"),
        Column(head.value.column, head.value.column_span, path, "figures"),
    ]
    lines = [
        Line(
            entry.row,
            labels=(Label(entry.label.text, entry.row, entry.label.column, (), entry.label.indent),),
            figures={head.value.column: entry.value},
        )
        for entry in run
    ]
    return Part(block, columns, lines, "/".join(head.sides), is_pairs=True)


def _sets_the_scene(text: str) -> bool:
    """Does a label say phase or flow and nothing that is only its own?"""
    facets = read_label(text)
    says_own = facets.funding_source or facets.fund_type or facets.expenditure_type or facets.is_part
    return bool(facets.choices or facets.flow) and not says_own and not facets.item
