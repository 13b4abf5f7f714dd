"""Labels over several rows of a table without lines between them."""

from __future__ import annotations

import pytest

from extractors.alignment_rows import column_lines
from extractors.row_labels import label_spans
from extractors.segments import segment_lines
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
