"""Texts and rows of forms, by the order in which they were written and by where they stand."""

from __future__ import annotations

from extractors.forms.rows import own_texts, seen_rows, written_rows
from extractors.forms.texts import Text, is_written_by_cells, texts_of
from extractors.grids.drawn_lines import Line
from extractors.lines.segments import Segment, segment_lines
from tests.written import SIZE, Cell, in_order_of_the_eye, page_of


def segments_of(cells: list[Cell], *, by_cells: bool = True) -> list[Segment]:
    page = page_of(cells)
    page = page if by_cells else in_order_of_the_eye(page)
    lines = segment_lines(page, list(range(len(page.text))), SIZE)
    return [s for line in lines for s in line.segments]


def words(cells: list[Cell], levels: list[Line] | None = None, *, by_cells: bool = True) -> list[str]:
    texts = texts_of(segments_of(cells, by_cells=by_cells), levels or [], SIZE, by_cells)
    return sorted(t.words for t in texts)


WRAPPED: list[Cell] = [
    (60, 100, "堤防加固与护岸\n绿化工程"),
    (200, 100, "叁佰"),
    (60, 130, "水闸改造"),
    (200, 130, "贰佰"),
    (60, 160, "雨量站"),
    (200, 160, "伍拾"),
]


def test_lines_of_one_cell_are_one_text_in_either_order() -> None:
    expected = sorted(["堤防加固与护岸绿化工程", "叁佰", "水闸改造", "贰佰", "雨量站", "伍拾"])
    assert words(WRAPPED) == expected
    assert words(WRAPPED, by_cells=False) == expected


def test_a_line_drawn_between_them_parts_two_texts() -> None:
    assert "绿化工程" in words(WRAPPED, [Line(100, 50, 180)])
    assert "绿化工程" not in words(WRAPPED, [Line(100, 180, 300)])


def test_rows_as_close_as_lines_stay_apart_where_nothing_wraps() -> None:
    rows: list[Cell] = [
        (x, 100 + 12 * n, f"{t}{n}号") for n in range(4) for x, t in ((60, "站"), (200, "值"))
    ]
    assert len(words(rows, by_cells=False)) == 8
    assert len(words(rows)) == 8


def test_the_order_of_the_eye_is_told_from_that_of_cells() -> None:
    assert is_written_by_cells(segments_of([*WRAPPED, (60, 196, "一\n二\n三"), (200, 196, "四")]), SIZE)
    assert not is_written_by_cells(segments_of(WRAPPED, by_cells=False), SIZE)


def text(x0: float, y: float, word: str, order: int, lines: int = 1) -> Text:
    width = 10.0 * len(word)
    middles = [y + 12 * (k - (lines - 1) / 2) for k in range(lines)]
    return Text(
        [Segment(x0, x0 + width, word, [order], m, m - 5, m + 5, m, [(x0, x0 + width)]) for m in middles]
    )


def rows_of(*texts: Text) -> list[list[str]]:
    rows = written_rows(list(texts), SIZE)
    assert rows is not None
    return [[t.segments[0].text for t in row] for row in rows]


def test_labels_that_stand_lower_are_written_in_their_first_row() -> None:
    assert rows_of(
        text(50, 115, "产出", 0),
        text(100, 100, "站房", 1),
        text(200, 100, "壹", 2),
        text(100, 130, "围栏", 3),
        text(200, 130, "贰", 4),
    ) == [["产出", "站房", "壹"], ["围栏", "贰"]]


def test_a_row_may_begin_right_of_the_row_above() -> None:
    assert rows_of(
        text(50, 100, "县级", 0),
        text(100, 130, "站房", 1),
        text(200, 130, "壹", 2),
        text(50, 160, "镇级", 3),
        text(50, 190, "村级", 4),
        text(50, 220, "户", 5),
    ) == [["县级"], ["站房", "壹"], ["镇级"], ["村级"], ["户"]]


def test_a_merged_cell_at_the_right_is_no_row_of_its_own() -> None:
    assert rows_of(
        text(50, 100, "站房", 0),
        text(200, 145, "良好", 1),
        text(50, 130, "围栏", 2),
        text(50, 160, "护坡", 3),
        text(50, 190, "水尺", 4),
    ) == [["站房", "良好"], ["围栏"], ["护坡"], ["水尺"]]


def test_what_pdfium_sorted_goes_back_to_its_row() -> None:
    # 备注 was written at the end of the first row, 经费 at the beginning of the second, at one height.
    assert rows_of(
        text(50, 115, "序号", 0),
        text(100, 100, "偏差", 1),
        text(300, 115, "可能", 2),
        text(100, 127, "经费", 3, lines=2),
        text(400, 121, "备注", 4),
        text(200, 127, "制度", 5),
        text(50, 160, "一", 6),
    ) == [["序号", "偏差", "可能", "备注"], ["经费", "制度"], ["一"]]


def test_rows_written_from_the_bottom_up_tell_nothing() -> None:
    assert written_rows([text(50, 130, "乙", 0), text(50, 100, "甲", 1)], SIZE) is None


def test_what_stands_between_two_rows_is_no_row() -> None:
    texts = [text(x, y, "值", 0) for y in (100, 130, 160, 190, 220) for x in (200, 300, 400)]
    label, other = text(50, 115, "产出", 0), text(120, 115, "数量", 0)
    rows, between = seen_rows([*texts, label, other], SIZE)
    assert [len(row) for row in rows] == [3] * 5
    assert between == [label, other]


def test_a_label_higher_than_its_row_does_not_hide_it() -> None:
    texts = [text(x, y, "值", 0) for y in (100, 122, 144) for x in (200, 300, 400)]
    rows, between = seen_rows([*texts, text(50, 122, "资金", 0, lines=3)], SIZE)
    assert [len(row) for row in rows] == [3, 4, 3]
    assert not between


def test_the_height_of_a_row_is_that_with_white_on_both_sides() -> None:
    heading = text(300, 120, "偏差原因", 0)
    merged = [text(x, 135, word, 0) for x, word in ((50, "一级"), (120, "二级"), (200, "目标值"))]
    below = [text(300, 150, "经费", 0), text(340, 150, "制度", 0)]
    rows = [[text(50, 90, "主管", 0), text(200, 90, "水务局", 0)], [*merged, heading], below]
    assert own_texts(rows, SIZE)[1] == [heading]
