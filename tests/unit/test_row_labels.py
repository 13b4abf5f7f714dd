"""Labels over several rows of a table without lines between them."""

from __future__ import annotations

import pytest

from extractors.grids.column_lines import column_lines
from extractors.grids.row_assignment import assign
from extractors.grids.row_labels import label_columns, label_spans
from extractors.lines.segments import segment_lines
from tests.written import SIZE, Cell, page_of

YS = [100.0 + 20 * n for n in range(10)]


def spans(*rows: float) -> list[tuple[int, int]] | None:
    """Rows that labels in the middle of these rows cover, of nine."""
    cells: list[Cell] = [(60, 110 + 20 * row, "苏州市") for row in rows]
    page = page_of(cells)
    (column,) = column_lines(segment_lines(page, list(range(len(page.text))), SIZE), [50.0, 120.0])
    found = label_spans(column, YS, SIZE)
    return None if found is None else [span for span, _ in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((1, 4, 7), [(0, 3), (3, 6), (6, 9)]),
        ((0, 4.5), [(0, 1), (1, 9)]),
        ((0, 3, 6), None),  # in the first of their rows: centred they would leave the last two bare
    ],
)
def test_labels_are_centred_over_their_rows_or_stand_in_the_first(
    rows: tuple[float, ...], expected: list[tuple[int, int]] | None
) -> None:
    assert spans(*rows) == expected


def labels_among(*columns: dict[float, str]) -> set[int]:
    """Which of these columns, given as texts by row, hold labels that cover rows; the rows are five."""
    cells = [
        (60 + 80 * c, 110 + 20 * row, text)
        for c, column in enumerate(columns)
        for row, text in column.items()
    ]
    page = page_of(cells)
    lines = segment_lines(page, list(range(len(page.text))), SIZE)
    found = column_lines(lines, [50.0 + 80 * c for c in range(len(columns) + 1)])
    anchors = [110.0 + 20 * row for row in range(5)]
    middle = found[-1].middles[0] - anchors[0]
    anchors = [y + middle for y in anchors]
    return label_columns(found, [assign(column, anchors, SIZE) for column in found], anchors, SIZE)


NAMES = dict(enumerate(["教育支出", "普通教育", "小学教育", "科技支出", "科普活动"]))


def test_amounts_and_codes_cover_no_rows() -> None:
    codes = {1: "05", 2: "05", 4: "02"}
    assert labels_among({r: "205" for r in range(5)}, codes, NAMES) == set()
    # The totals below the rows do not make a sparse column of amounts one of labels.
    assert labels_among(NAMES, {0: "300.00", 6: "300.00"}, {r: "9.00" for r in range(5)}) == set()


def test_names_over_several_rows_are_labels() -> None:
    assert labels_among({1: "产出指标", 3.5: "效益指标"}, NAMES, {r: "9.00" for r in range(5)}) == {0}


def test_the_weights_of_labels_go_with_them() -> None:
    labels = {1: "产出指标", 3.5: "效益指标"}
    assert labels_among(labels, {1: "50", 3.5: "30"}, NAMES, {r: "9.00" for r in range(5)}) == {0, 1}
