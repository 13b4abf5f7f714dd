"""Which rows a total may add up, and how far one has to look for them."""

from __future__ import annotations

from pipeline.audit.readings import near_readings, readings
from pipeline.audit.table_block import Line


def lines(marks: str) -> list[Line]:
    """A line for each letter: T a total, s a subtotal, d a detail, any other a plain row."""
    return [
        Line(row, mark, mark in "Ts", mark == "s", mark == "d", "", "", 1) for row, mark in enumerate(marks)
    ]


def test_a_total_may_add_up_what_stands_before_since_or_behind() -> None:
    found = {rows for _, rows in readings(lines("ab" + "s" + "cde" + "T" + "fg"), 6)}
    assert {(0, 1, 3, 4, 5), (3, 4, 5), (3, 5), (7, 8)} <= found


def test_near_readings_are_some_of_all_and_stop_at_the_next_totals() -> None:
    table = lines("abs" * 3 + "cdT" + "fgsh")
    for at in (line.row for line in table if line.is_total):
        near = {rows for _, rows in near_readings(table, at)}
        assert near <= {rows for _, rows in readings(table, at)}
        between = {
            row
            for row in range(len(table))
            if not any(table[k].is_total for k in range(min(row, at), max(row, at) + 1) if k != at)
        }
        assert all(set(rows) <= between for rows in near)
    assert {rows for _, rows in near_readings(table, 5)} == {(3, 4), (6, 7)}


def test_each_set_of_rows_is_tried_once() -> None:
    found = [rows for _, rows in readings(lines("abTcd"), 2)]
    assert len(found) == len(set(found))
