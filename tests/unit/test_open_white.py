"""Tables with nothing drawn around them, and lists and texts that look like them."""

from __future__ import annotations

from extractors.choice.open_white import white_regions
from extractors.choice.typed_lines import without_typed_lines
from extractors.lines.segments import em_of, segment_lines
from extractors.pages.page import Page
from tests.written import Cell, page_of

XS = (100.0, 220.0, 340.0)


def row(y: float, *texts: str) -> list[Cell]:
    return [(x, y, text) for x, text in zip(XS, texts, strict=False) if text]


def found(page: Page) -> list[list[str]]:
    members = list(range(len(page.text)))
    em = em_of(page, members)
    return [
        [line.text for line in region.lines] for region in white_regions(segment_lines(page, members, em), em)
    ]


def test_three_columns_of_words_are_a_table() -> None:
    cells = [
        *row(100, "port", "ship", "cargo"),
        *row(114, "north", "gull", "salt"),
        *row(128, "south", "tern", "wool"),
    ]
    assert found(page_of(cells)) == [["port ship cargo", "north gull salt", "south tern wool"]]


def test_a_list_of_contents_is_none_and_a_list_of_amounts_is_one() -> None:
    contents = [(XS[0], 100.0 + 14 * k, text) for k, text in enumerate(("aims", "means", "ends", "notes"))]
    pages = [(XS[2], 100.0 + 14 * k, text) for k, text in enumerate(("1", "4", "4", "12"))]
    amounts = [(XS[2], 100.0 + 14 * k, text) for k, text in enumerate(("41", "7", "15", "9"))]
    assert found(page_of([*contents, *pages])) == []
    assert len(found(page_of([*contents, *amounts]))) == 1


def test_a_column_filled_here_and_there_is_no_obstacle() -> None:
    cells = [
        *row(100, "port", "9.1", "note"),
        *row(114, "north", "9.2"),
        *row(128, "south", "9.3"),
        *row(142, "west", "9.4"),
    ]
    assert len(found(page_of(cells))) == 1


def test_a_title_in_the_middle_with_white_above_it_parts_two_tables() -> None:
    first = [
        *row(100, "port", "ship", "cargo"),
        *row(114, "north", "gull", "salt"),
        *row(128, "south", "tern", "wool"),
    ]
    title = [(217.0, 155.0, "inland")]
    second = [
        *row(170, "town", "cart", "load"),
        *row(184, "upper", "mule", "rye"),
        *row(198, "lower", "oxen", "oats"),
    ]
    assert [lines[0] for lines in found(page_of([*first, *title, *second]))] == [
        "port ship cargo",
        "town cart load",
    ]


def test_names_of_groups_above_the_first_row_belong_to_the_table() -> None:
    cells = [
        (250.0, 86.0, "by sea"),
        *row(100, "port", "ship", "cargo"),
        *row(114, "north", "gull", "salt"),
        *row(128, "south", "tern", "wool"),
    ]
    assert found(page_of(cells))[0][0] == "by sea"
    assert found(page_of([(100.0, 86.0, "a list of all ports"), *cells[1:]]))[0][0] == "port ship cargo"


def test_rows_of_hyphens_are_rules_and_dots_lead_to_values() -> None:
    page = page_of(
        [
            (100.0, 100.0, "-" * 40),
            (100.0, 114.0, "first ........  12   34"),
            (100.0, 128.0, "aims .......... 7"),
        ]
    )
    level, drawn = without_typed_lines(page)
    assert [(line.start, line.end) for line in drawn] == [(100.0, 300.0)]
    left = "".join(level.text)
    assert "-" not in left
    assert "first" in left and "12" in left
    assert left.count(".") == 10  # the number of a page follows: a list of contents
