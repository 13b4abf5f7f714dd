"""Tables read from the layout of their page: columns from full rows, rows from baselines, names of groups."""

from __future__ import annotations

from extractors.choice.open_tables import read_open
from extractors.grids.drawn_lines import Line
from extractors.lines.level_scripts import with_level_scripts
from extractors.pages.page import Page
from extractors.pages.paths import Rule
from tests.written import Cell, grid_of, page_of

LEFT, RIGHT = 90.0, 410.0
XS = (100.0, 200.0, 270.0, 340.0)


def row(y: float, *texts: str) -> list[Cell]:
    return [(x, y, text) for x, text in zip(XS, texts, strict=True) if text]


def ruled(cells: list[Cell], *heights: float, others: tuple[Rule, ...] = ()) -> Page:
    page = page_of(cells)
    page.rules = [*(Rule(LEFT, y, RIGHT, y) for y in heights), *others]
    return page


def grid(page: Page) -> list[list[str]]:
    (table,) = read_open(page)
    return grid_of(table)


HEAD = ("model", "acc", "f1", "time")


def test_every_baseline_is_a_row_and_columns_are_where_full_rows_leave_white() -> None:
    cells = [*row(110, *HEAD), *row(130, "one", "0.10", "0.20", "3"), *row(150, "two", "0.30", "0.40", "5")]
    assert grid(ruled(cells, 100, 120, 160)) == [
        ["model", "acc", "f1", "time"],
        ["one", "0.10", "0.20", "3"],
        ["two", "0.30", "0.40", "5"],
    ]


def test_a_text_over_several_columns_alone_in_its_row_covers_all() -> None:
    cells = [
        *row(110, *HEAD),
        (160.0, 130.0, "with the second set of weights"),
        *row(150, "one", "0.10", "0.20", "3"),
        *row(170, "two", "0.30", "0.40", "5"),
    ]
    assert grid(ruled(cells, 100, 120, 180))[1] == ["with the second set of weights"] * 4


def test_a_name_in_the_middle_of_its_rows_covers_them() -> None:
    cells = [
        *row(110, *HEAD),
        *row(130, "", "0.10", "0.20", "3"),
        (100.0, 140.0, "both"),
        *row(150, "", "0.30", "0.40", "5"),
        *row(175, "three", "0.50", "0.60", "7"),
    ]
    assert [line[0] for line in grid(ruled(cells, 100, 120, 162, 187))] == ["model", "both", "both", "three"]


def test_a_name_between_rules_covers_the_rows_between_them_and_one_on_the_first_row_does_not() -> None:
    three = [
        *row(130, "", "0.1", "0.2", "3"),
        *row(150, "set", "0.3", "0.4", "5"),
        *row(170, "", "0.5", "0.6", "7"),
    ]
    first = [*row(190, "top", "0.7", "0.8", "9"), *row(210, "", "0.9", "1.0", "8")]
    found = grid(ruled([*row(110, *HEAD), *three, *first], 100, 120, 180, 220))
    assert [line[0] for line in found] == ["model", "set", "set", "set", "top", ""]


def test_a_name_between_blank_cells_covers_them_only_where_lines_close_them() -> None:
    cells = [
        *row(110, *HEAD),
        *row(130, "", "0.1", "0.2", "3"),
        *row(150, "set", "0.3", "0.4", "5"),
        *row(170, "", "0.5", "0.6", "7"),
        *row(190, "top", "0.7", "0.8", "9"),
    ]
    assert [line[0] for line in grid(ruled(cells, 100, 120, 200))] == ["model", "", "set", "", "top"]


def test_a_line_goes_on_where_its_first_word_had_no_room_above() -> None:
    wrapped = [(100.0, 130.0, "a name that is so"), (100.0, 142.0, "long"), *row(130, "", "0.1", "0.2", "3")]
    listed = [(100.0, 162.0, "short"), (100.0, 174.0, "names"), *row(162, "", "0.3", "0.4", "5")]
    found = grid(ruled([*row(110, *HEAD), *wrapped, *listed], 100, 120, 184))
    assert [line[0] for line in found] == ["model", "a name that is so long", "short", "names"]


def test_one_row_alone_makes_no_column_of_the_last_word_of_its_label() -> None:
    cells = [
        *row(110, "item", "", "value", ""),
        *row(130, "rate", "", "1", ""),
        (100.0, 150.0, "number of further steps"),
        *row(150, "", "", "2", ""),
        *row(170, "size", "", "4", ""),
    ]
    assert grid(ruled(cells, 100, 120, 180))[2] == ["number of further steps", "2"]


def test_indices_and_exponents_stand_on_the_line_of_their_text() -> None:
    page = page_of([(100.0, 100.0, "m2")])
    page.boxes[1] = (105.0, 94.0, 108.0, 99.0)  # a small raised 2
    page.baselines[1] = 98.0
    assert page.baselines[0] != 98.0
    assert set(with_level_scripts(page).baselines.tolist()) == {page.baselines[0]}


def test_rules_typed_with_characters_count_as_rules() -> None:
    cells = [*row(110, *HEAD), *row(130, "one", "0.10", "0.20", "3"), *row(150, "two", "0.30", "0.40", "5")]
    drawn = [Line(y, LEFT, RIGHT) for y in (100, 120, 160)]
    (table,) = read_open(page_of(cells), drawn)
    assert grid_of(table)[0] == list(HEAD)
