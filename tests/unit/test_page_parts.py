"""Pages set in two columns are read a column at a time; tables of two columns are not."""

from __future__ import annotations

from extractors.grids.drawn_lines import Line
from extractors.grids.parts import Part, page_parts
from extractors.lines.segments import em_of, segment_lines
from extractors.pages.page import Page
from tests.written import HEIGHT, Cell, page_of

LEFT, RIGHT = 50.0, 310.0  # where the columns begin, 230 points wide
PROSE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天"


def parts_of(page: Page, rules: list[Line]) -> list[Part]:
    members = list(range(len(page.text)))
    em = em_of(page, members)
    return page_parts(segment_lines(page, members, em), rules, HEIGHT, em)


def paragraph(x: float, top: float, count: int) -> list[Cell]:
    return [(x, top + 14 * k, PROSE) for k in range(count)]


def beside() -> list[Cell]:
    """Running text left and right, with a small table in the right column."""
    rows = [(RIGHT + dx, 300.0 + 14 * k, text) for k in range(5) for dx, text in ((0, "品种"), (120, "12.5"))]
    return [*paragraph(LEFT, 100, 20), *paragraph(RIGHT, 100, 10), *rows]


def test_a_page_in_two_columns_has_two_parts_with_their_own_rules() -> None:
    page = page_of(beside())
    rules = [Line(290, RIGHT, 540), Line(370, RIGHT, 540), Line(90, LEFT, 280)]
    left, right = parts_of(page, rules)
    assert {page.text[i] for i in left.members} == set(PROSE)
    assert [r.at for r in left.rules] == [90]
    assert "".join(page.text[i] for i in right.members).count("品种") == 5
    assert [r.at for r in right.rules] == [290, 370]


def test_a_rule_over_both_columns_makes_them_those_of_a_table() -> None:
    page = page_of(beside())
    assert parts_of(page, [Line(90, LEFT, 540), Line(400, LEFT, 540)]) == []


def test_wrapped_texts_side_by_side_in_the_middle_of_the_page_are_cells() -> None:
    def over(y: float) -> list[Cell]:
        return [(LEFT, y + 14 * k, PROSE + PROSE) for k in range(5)]

    cells = [*over(100), *paragraph(LEFT, 200, 15), *paragraph(RIGHT, 200, 15), *over(430)]
    assert parts_of(page_of(cells), []) == []


def test_what_stands_above_two_columns_is_a_part_of_its_own() -> None:
    title = [(150.0, 60.0, "论各地区冷链设施补助之成效与若干问题及其对策研究分析")]
    first, *rest = parts_of(page := page_of([*title, *beside()]), [])
    assert "成效" in "".join(page.text[i] for i in first.members)
    assert len(rest) == 2
