"""Rules of one length frame tables: where each begins and ends, and what stands just outside its rules."""

from __future__ import annotations

from extractors.choice.frames import framed_regions, head_lines, without_underlines
from extractors.grids.drawn_lines import Line
from extractors.grids.region import Region
from extractors.lines.segments import em_of, segment_lines
from extractors.pages.page import Page
from tests.written import Cell, page_of

LEFT, RIGHT = 100.0, 400.0
XS = (110.0, 220.0, 330.0)


def row(y: float, *texts: str) -> list[Cell]:
    return [(x, y, text) for x, text in zip(XS, texts, strict=True) if text]


def rules(*heights: float, left: float = LEFT, right: float = RIGHT) -> list[Line]:
    return [Line(y, left, right) for y in heights]


def regions(page: Page, level: list[Line], upright: list[Line] | None = None) -> list[Region]:
    members = list(range(len(page.text)))
    em = em_of(page, members)
    return framed_regions(segment_lines(page, members, em), level, upright or [], em)


def texts(region: Region) -> list[str]:
    return [line.text for line in region.lines]


HEAD, FIRST, SECOND = ("model", "score", "rank"), ("alpha", "0.71", "1"), ("beta", "0.64", "2")


def test_tables_one_below_the_other_are_two() -> None:
    cells = [*row(110, *HEAD), *row(130, *FIRST), *row(150, *SECOND), *row(200, *HEAD), *row(220, *FIRST)]
    first, second = regions(page_of(cells), rules(100, 120, 160, 190, 210, 230))
    assert len(first.lines) == 3
    assert len(second.lines) == 2


def test_running_text_between_rules_of_one_length_ends_a_table() -> None:
    prose = [(LEFT, 158.0, "the words of this line run on from the left to the far righ")]
    cells = [*row(110, *HEAD), *row(130, *FIRST), *prose, *row(190, *HEAD), *row(210, *FIRST)]
    first, second = regions(page_of(cells), rules(100, 120, 140, 180, 200, 220))
    assert texts(first)[0] == texts(second)[0] == "model score rank"
    assert not any("words" in text for region in (first, second) for text in texts(region))


def test_a_header_may_stand_above_the_only_rule_and_the_rows_below_it() -> None:
    cells = [(110.0, 80.0, "as was shown"), *row(110, *HEAD), *row(130, *FIRST), *row(150, *SECOND)]
    (region,) = regions(page_of(cells), rules(120))
    assert texts(region) == ["model score rank", "alpha 0.71 1", "beta 0.64 2"]
    assert head_lines(region) == 1


def test_upright_lines_show_how_far_a_table_goes() -> None:
    cells = [(240.0, 110.0, "bids"), *row(130, *FIRST), *row(150, *SECOND)]
    (region,) = regions(page_of(cells), rules(120), [Line(200, 102, 158)])
    assert texts(region)[0] == "bids"


def test_text_beside_a_table_is_none_of_it() -> None:
    cells = [*row(110, *HEAD), *row(130, *FIRST), (480.0, 110.0, "beside"), (480.0, 130.0, "it")]
    (region,) = regions(page_of(cells), rules(100, 120, 140))
    assert not any("beside" in text for text in texts(region))


def test_rows_of_several_headings_are_no_header() -> None:
    cells = [*row(110, *HEAD), *row(130, *FIRST), *row(150, *SECOND), *row(170, "sum", "1.35", "")]
    (region,) = regions(page_of(cells), rules(100, 160, 180))
    assert head_lines(region) == 0  # three rows stand above the second rule


def test_underlines_are_no_rules() -> None:
    page = page_of(row(110, *FIRST))
    lines = segment_lines(page, list(range(len(page.text))), 8.5)
    under, header_rule = Line(115, 220, 240), Line(120, 220, 240)
    assert without_underlines([under, header_rule], lines, 8.5) == [header_rule]
