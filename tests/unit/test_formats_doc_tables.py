"""Tables of Word 97 to 2003: merged, hidden and nested cells, colours of letters and cells."""

from __future__ import annotations

import struct

import pytest

from extractors.formats import Grid
from extractors.formats.documents.doc_binary import shown
from tests.doc_files import (
    DELETED,
    IN_TABLE,
    INNER,
    INNER_CELL_END,
    INNER_ROW_END,
    VANISH,
    Made,
    Para,
    para,
    row,
    sprm,
    sprm_of_row,
)


def test_figures_in_red() -> None:
    red = Made([*row("县", "额", edges=(0, 900, 1800)), *row("甲", "5.1", edges=(0, 900, 1800))])
    red.paragraphs[4].runs = [("5.1", sprm(0x2A42, 6))]
    [grid] = red.blocks()
    assert isinstance(grid, Grid)
    assert [cell.is_red for cell in grid.cells] == [False, False, False, True]


def test_cells_that_are_merged() -> None:
    made = Made(
        [
            *row("县", "资金", "", edges=(0, 1000, 2000, 3000), flags=(0x60, 1, 2)),
            *row("", "安排", "拨付", edges=(0, 1000, 2000, 3000), flags=(0x20, 0, 0)),
            *row("合计", "73", edges=(0, 2000, 3000)),
        ]
    )
    assert made.grids() == [[["县", "资金", "资金"], ["县", "安排", "拨付"], ["合计", "合计", "73"]]]


def test_what_changes_the_cells_of_a_row() -> None:
    made = Made(
        [
            *row("甲", "乙", "丙", edges=(0, 500, 1000, 1500)),
            *row("一", "二", "三", edges=(0, 500, 1000, 1500)),
        ]
    )
    made.paragraphs[3].sprms += sprm(0x5624, 0x0301)  # merged from the second to the third
    assert made.grids() == [[["甲", "乙", "乙"], ["一", "二", "三"]]]
    made.paragraphs[3].sprms += sprm(0x5625, 0x0301) + sprm(0xD62B, bytes([0, 3]))
    made.paragraphs[7].sprms += sprm(0xD62B, bytes([0, 1]))
    assert made.grids() == [[["甲", "乙", "丙"], ["甲", "二", "三"]]]


def test_rows_that_are_described_in_the_stream_of_data() -> None:
    edges = (0, 700, 1400, 2100)
    made = Made([*row("甲", "乙", "", edges=edges, huge=True), *row("一", "二", "三", edges=edges)])
    described = sprm_of_row(edges, (0, 1, 2))
    made.data = struct.pack("<H", len(described)) + described
    assert made.grids() == [[["甲", "乙", "乙"], ["一", "二", "三"]]]


@pytest.mark.parametrize("how", [DELETED, VANISH])
def test_rows_that_are_deleted_or_hidden_are_not_shown(how: int) -> None:
    gone = row("乙", "2", edges=(0, 900, 1800))
    for one in gone:
        one.runs = [(text, sprm(how)) for text, _ in one.runs]
        one.end_sprms = sprm(how)
    kept = row("丙", "3", edges=(0, 900, 1800))
    kept[-1].end_sprms = sprm(how)  # as LibreOffice writes it in front of a row that is deleted
    made = Made([*row("县", "额", edges=(0, 900, 1800)), *gone, *kept])
    assert made.grids() == [[["县", "额"], ["丙", "3"]]]


def test_a_table_within_a_cell() -> None:
    inner_end = IN_TABLE + INNER
    described = inner_end + INNER_ROW_END + sprm_of_row((0, 400, 800))
    made = Made(
        [
            para("外", IN_TABLE, "\x07"),
            para("其中：", IN_TABLE),
            para("子甲", inner_end + INNER_CELL_END),
            para("4.5", inner_end + INNER_CELL_END),
            Para([], described),
            para("", IN_TABLE, "\x07"),
            Para([], IN_TABLE + sprm(0x2417) + sprm_of_row((0, 1000, 2000)), "\x07"),
        ]
    )
    assert made.grids() == [[["外", "其中："]], [["子甲", "4.5"]]]


_BLUE = b"\0\0\0\xff\x40\x40\xa0\0\0\0"


@pytest.mark.parametrize(
    ("letters", "cell", "described", "is_shown"),
    [
        (b"", b"", b"", False),
        (sprm(0x4866, 2 << 5), b"", b"", True),
        (sprm(0xCA71, _BLUE), b"", b"", True),
        (sprm(0x2A0C, 7), b"", b"", True),
        (b"", sprm(0xC64D, _BLUE), b"", True),
        (b"", b"", sprm(0xD609, struct.pack("<2H", 0, 2 << 5)), True),
        (b"", b"", sprm(0xD612, b"\0\0\0\xff\xff\xff\xff\0\0\0"), False),
        (b"", b"", sprm(0xD612, _BLUE), True),
        (b"", b"", sprm(0x563A, 15), True),
    ],
)
def test_white_letters_are_seen_on_a_colour(
    letters: bytes, cell: bytes, described: bytes, is_shown: bool
) -> None:
    made = Made([*row("县", "额", edges=(0, 900, 1800)), *row("甲", "5.1", edges=(0, 900, 1800))])
    made.paragraphs[4].runs = [("5.1", sprm(0x2A42, 8) + letters)]
    made.paragraphs[4].sprms += cell
    made.paragraphs[5].sprms += described
    assert made.grids() == [[["县", "额"], ["甲", "5.1" if is_shown else ""]]]


def test_rows_that_are_not_described_as_they_are_stored_are_said() -> None:
    edges = (0, 900, 1800)
    made = Made([*row("县", "额", edges=edges), *row("甲", "5", edges=edges)])
    assert shown(made.streams()).damages == []
    made.paragraphs[3:5] = [para("甲", end=" "), para("5", IN_TABLE, "\x07")]
    assert shown(made.streams()).damages == ["a table is not described as it is stored"]
    made.paragraphs[-1].runs = [("余", b"")]  # letters in front of the end of a row are a cell
    assert made.grids()[0][-1][-1] == "余"
    made.paragraphs[-1:] = []
    assert shown(made.streams()).damages == ["a table is not described as it is stored"]
