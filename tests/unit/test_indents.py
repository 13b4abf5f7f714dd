"""Where the text of a cell begins, and how deep labels are indented."""

from __future__ import annotations

import numpy as np

from extractors.lines.indents import first_left
from extractors.pages.page import Page
from pipeline.meaning.indents import all_depths, codes_contradict, depths_of, without_lone
from pipeline.meaning.number_table import NumberRow


def label(text: str, indent: float, code: str = "", cell_width: float | None = None) -> NumberRow:
    return NumberRow(text, (), code=code, indent=indent, cell_width=cell_width)


def test_the_first_line_of_a_wrapped_label_tells_its_indentation() -> None:
    boxes = np.array([(75.0, 100, 85, 110), (85.0, 100, 95, 110), (55.0, 112, 65, 122)])
    page = Page(1, 595.0, 842.0, list("转移支"), boxes, boxes[:, 3] - 1.5)
    assert first_left(page, [0, 1, 2]) == 75.0
    assert first_left(page, []) is None


def test_indentations_less_than_a_step_apart_are_one() -> None:
    rows = [label("一", 2.0), label("甲", 10.1), label("乙", 12.7), label("丙", 21.0)]
    assert all_depths(rows)[0] == [0, 1, 2, 3]
    assert depths_of(rows) == [0, 1, 1, 2]


def test_a_label_in_the_middle_of_its_cell_has_no_depth() -> None:
    rows = [label("甲", 5.0), label("乙", 15.0), label("丙", 5.0), label("丁", 15.0), label("全部收入", 47.0)]
    assert without_lone(depths_of(rows)) == [0, 1, 0, 1, None]
    assert [None] * 5 in all_depths(rows)


def test_labels_that_all_stand_in_the_middle_have_no_depths() -> None:
    middle = [label("渡口", 40.0), label("航标更新", 30.0), label("电子航道图", 25.0), label("港区", 40.2)]
    assert depths_of(middle) == [None] * 4
    # The second and the fourth are inside the ones before them, whatever their lengths.
    assert depths_of([label("渡口", 5.0), label("航标更新", 15.0), label("电子航道图", 5.0), label("港区", 15.0)]) == [
        0, 1, 0, 1,
    ]  # fmt: skip


def test_a_middle_that_is_not_the_middle_of_the_cells_shows_depths() -> None:
    steps = [("港区岸线整治工程项目", 2.0), ("其中：岸线清理", 20.0), ("护坡", 50.0)]
    assert depths_of([label(text, at, cell_width=104.0) for text, at in steps]) == [None] * 3
    assert depths_of([label(text, at, cell_width=180.0) for text, at in steps]) == [0, 1, 2]


def test_codes_of_one_length_below_each_other_contradict_the_indentation() -> None:
    rows = [label("委托业务费", 3.0, "50205"), label("办公经费", 13.0, "50201")]
    assert codes_contradict(rows, [0, 1])
    assert not codes_contradict(rows, [0, 0])
    assert not codes_contradict([label("办公费", 3.0, "502"), label("办公经费", 13.0, "50201")], [0, 1])
