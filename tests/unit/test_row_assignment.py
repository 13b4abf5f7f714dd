"""Lines of a column shared among rows: the plain case is found at once, and is what the search would find."""

from __future__ import annotations

import random

from extractors.grids.column_lines import ColumnLines
from extractors.grids.row_assignment import _assign, _one_by_one, assign
from extractors.lines.segments import Segment

EM = 10.0


def column(middles: list[float]) -> ColumnLines:
    return ColumnLines(
        [[Segment(0.0, 30.0, "甲", [n], y, y - 5, y + 5, y, [])] for n, y in enumerate(middles)]
    )


def test_lines_that_stand_on_rows_of_their_own_are_found_as_the_search_finds_them() -> None:
    chance = random.Random(3)
    plain = 0
    for _ in range(200):
        y, anchors = 100.0, []
        for _ in range(chance.randint(2, 15)):
            y += chance.choice([11.0, 12.0, 17.0, 25.0])
            anchors.append(y)
        rows = sorted(chance.sample(range(len(anchors)), chance.randint(1, len(anchors))))
        middles = [anchors[row] + chance.uniform(-0.6, 0.6) for row in rows]
        found = _one_by_one(middles, anchors, EM)
        if found is not None:
            plain += 1
            for mode in ("centre", "top"):
                assert _assign(middles, anchors, EM, mode)[1] == found
    assert plain > 30


def test_lines_beside_a_row_or_two_on_one_are_left_to_the_search() -> None:
    assert _one_by_one([100.0, 104.0], [100.0, 120.0], EM) is None
    assert _one_by_one([100.0, 100.2], [100.0, 120.0], EM) is None
    assert assign(column([100.0, 111.0, 130.0]), [105.5, 130.0], EM) == [[0, 1], [2]]
