"""Sheets whose middle rows are packed show what they show when nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from extractors.formats.bands import cut_long
from extractors.formats.blocks import Grid, GridCell
from extractors.formats.workbooks import sheet_builder
from extractors.formats.workbooks.sheet_builder import SheetBuilder
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.workbook import Look

LINED = Look(has_top=True, has_left=True, has_bottom=True, has_right=True)
Shown = list[tuple[int, int, str, int, int, str]]


def rows_of(builder: SheetBuilder, numbers: range, look: Look = LINED) -> None:
    for row in numbers:
        builder.add(row, 0, f"户{row}", look)
        builder.add(row, 1, str(row * 3), look, is_number=True)
        builder.add(row, 2, str(row * 7), look, is_number=True)


def headed(look: Look = LINED) -> SheetBuilder:
    builder = SheetBuilder(1, "表")
    for column, text in enumerate(("户主", "面积", "金额")):
        builder.add(0, column, text, look)
    return builder


def plain(look: Look) -> SheetBuilder:
    builder = headed(look)
    rows_of(builder, range(1, 90), look)
    return builder


def covered(look: Look) -> SheetBuilder:
    """What lies under merged cells, some of which begin above the packed rows or end below them, is never shown."""
    builder = plain(look)
    for first, last in ((8, 31), (40, 44), (70, 85)):
        builder.merge((first, 0, last, 0))
    builder.merge((50, 1, 62, 2))
    return builder


def hidden(look: Look) -> SheetBuilder:
    builder = headed(look)
    builder.hidden_rows.update((5, 41, 42, 43, 88))
    builder.hidden_columns.add(1)
    rows_of(builder, range(1, 90), look)
    return builder


def further_column(look: Look) -> SheetBuilder:
    """A column that only packed rows have."""
    builder = headed(look)
    rows_of(builder, range(1, 50), look)
    builder.add(49, 3, "注", look)
    rows_of(builder, range(50, 90), look)
    return builder


def out_of_order(look: Look) -> SheetBuilder:
    builder = plain(look)
    builder.add(45, 3, "迟", look)
    return builder


def parted(look: Look) -> SheetBuilder:
    builder = headed(look)
    rows_of(builder, range(1, 45), look)
    rows_of(builder, range(50, 90), look)
    return builder


def titled(look: Look) -> SheetBuilder:
    """Another table begins in the middle."""
    builder = headed(look)
    rows_of(builder, range(1, 44), look)
    builder.add(44, 0, "附表2 农机补贴表", Look())
    for column, text in enumerate(("户主", "台数", "金额")):
        builder.add(45, column, text, look)
    rows_of(builder, range(46, 90), look)
    return builder


@pytest.mark.parametrize("look", [LINED, Look()], ids=["lined", "open"])
@pytest.mark.parametrize("build", [plain, covered, hidden, further_column, out_of_order, parted, titled])
def test_packed_rows_show_the_same(
    build: Callable[[Look], SheetBuilder], look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_builder, "CELLS_KEPT", 10**6)
    whole = shown(build(look))
    monkeypatch.setattr(sheet_builder, "CELLS_KEPT", 30)
    assert shown(build(look)) == whole
    assert sum(len(table) for table in whole) > 150


def test_only_one_table_stays_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_builder, "CELLS_KEPT", 30)
    assert plain(LINED).finish().middle is not None
    for build in (out_of_order, parted, titled):
        assert build(LINED).finish().middle is None


def shown(builder: SheetBuilder) -> list[Shown]:
    """The cells of each table, those that are left out among them."""
    sheet = to_sheet(builder.finish())
    long = cut_long(sheet)
    tables = [list(map(_as_tuple, block.cells)) for block in sheet.blocks if isinstance(block, Grid)]
    for one in long:
        # The first table of these sheets is the long one.
        tables[0] = [_as_tuple(cell) for cell in _all_cells(one)]
    return [sorted(table) for table in tables]


def _all_cells(long: object) -> Iterator[GridCell]:
    held = long._before  # type: ignore[attr-defined]
    for row in sorted(held):
        yield from held[row]
    yield from long._ahead  # type: ignore[attr-defined]
    yield from long._cells  # type: ignore[attr-defined]


def _as_tuple(cell: GridCell) -> tuple[int, int, str, int, int, str]:
    return cell.row, cell.column, cell.text, cell.row_span, cell.column_span, cell.place
