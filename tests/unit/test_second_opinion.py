"""Readings of a page compared: which are asked, which is taken, what becomes of the characters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.choice import other_readers, second_opinion
from extractors.choice.choice import Reading, chosen
from extractors.choice.evidence import Evidence
from extractors.choice.second_opinion import settle
from extractors.model import RawCell, RawTable
from extractors.pages.page import Page
from tests.written import Cell, grid_of, page_of

NOWHERE = Path("none.pdf")
XS = (100.0, 200.0, 270.0)
ROWS = [("port", "1.5", "20"), ("north", "2.5", "30"), ("south", "3.5", "40"), ("west", "4.5", "50")]


def page() -> Page:
    cells: list[Cell] = [
        (x, 100.0 + 20 * r, text) for r, row in enumerate(ROWS) for x, text in zip(XS, row, strict=True)
    ]
    return page_of(cells)


def table(xs: list[float], ys: list[float], method: str, more: str = "") -> RawTable:
    cells = [
        RawCell(r, c, 1, 1, xs[c], ys[r], xs[c + 1], ys[r + 1], f"{r}.{c}{more}")
        for r in range(len(ys) - 1)
        for c in range(len(xs) - 1)
    ]
    return RawTable(1, xs, ys, cells, method)


GOOD = ([90.0, 180.0, 250.0, 330.0], [90.0, 110.0, 130.0, 150.0, 170.0])
JOINED = ([90.0, 180.0, 330.0], [90.0, 170.0])
TWO = ([90.0, 180.0, 330.0], GOOD[1])  # two of its columns in one


def ask(monkeypatch: pytest.MonkeyPatch, layout: list[RawTable], libraries: list[RawTable]) -> list[str]:
    """Readings in place of those that would be made; returns the list of who is asked."""
    asked: list[str] = []

    def layouts(*_: object) -> list[RawTable]:
        asked.append("layout")
        return layout

    def others(*_: object) -> list[RawTable]:
        asked.append("libraries")
        return libraries

    monkeypatch.setattr(second_opinion, "read_open", layouts)
    monkeypatch.setattr(second_opinion, "others", others)
    return asked


def test_a_reading_that_fits_is_not_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, first = ask(monkeypatch, [], []), table(*GOOD, "alignment")
    here = page()
    assert settle(here, NOWHERE, [first], np.zeros(len(here.text), dtype=bool)) == [first]
    assert not asked
    assert not first.method_reason
    assert first.confidence > 0.9


def test_a_better_reading_is_taken_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, better = ask(monkeypatch, [table(*GOOD, "open")], []), "open fits better"
    here = page()
    (found,) = settle(here, NOWHERE, [table(*JOINED, "rules")], np.zeros(len(here.text), dtype=bool))
    assert (found.method, asked) == ("open", ["layout"])
    assert found.method_reason.startswith(better)
    assert "than rules" in found.method_reason


def test_a_reading_stands_unless_another_is_clearly_better_or_it_is_not_whole_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = (GOOD[0], GOOD[1][:3])
    for cells, method, stays in ((few, "alignment", True), (TWO, "ruled", False)):
        ask(monkeypatch, [table(*cells, "open", more="5")], [])
        here = page()
        (found,) = settle(here, NOWHERE, [table(*cells, method)], np.zeros(len(here.text), dtype=bool))
        assert (found.method == method) is stays
        assert ("no other reading" in found.method_reason) is stays


def test_text_that_looks_like_a_table_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(monkeypatch, [], [])
    here = page()
    free = np.ones(len(here.text), dtype=bool)
    assert settle(here, NOWHERE, [], free) == []
    assert asked == ["layout", "libraries"]
    monkeypatch.setattr(second_opinion, "read_open", lambda *_: [table(*GOOD, "open")])
    assert [t.method for t in settle(here, NOWHERE, [], free)] == ["open"]
    assert not free.any()


def test_where_we_see_none_a_library_must_leave_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    here = page()
    free = np.ones(len(here.text), dtype=bool)
    ask(monkeypatch, [], [table(*TWO, "camelot")])
    assert settle(here, NOWHERE, [], free) == []
    assert free.all()
    ask(monkeypatch, [], [table(*GOOD, "camelot")])
    assert [t.method for t in settle(here, NOWHERE, [], free)] == ["camelot"]


def test_characters_known_to_be_of_no_table_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    here = page()
    seen: list[str] = []
    monkeypatch.setattr(second_opinion, "read_open", lambda level, _: seen.append("".join(level.text)) or [])
    monkeypatch.setattr(second_opinion, "others", lambda *_: [])
    free = np.ones(len(here.text), dtype=bool)
    free[:2] = False  # neither free nor in a table: the number of the page
    settle(here, NOWHERE, [], free)
    assert seen[0].startswith("  rt")


def test_what_fails_in_a_library_costs_its_answer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("torn")

    monkeypatch.setattr(other_readers, "_READERS", {"torn": fails, "whole": lambda *_: [GOOD]})
    (found,) = other_readers.others(page(), NOWHERE)
    assert found.method == "whole"
    assert grid_of(found)[1] == ["north", "2.5", "30"]


def reading(x0: float, x1: float, worth: float) -> Reading:
    return Reading(table([x0, (x0 + x1) / 2, x1], [0.0, 10.0], "open"), Evidence(*[1.0] * 11), worth)


def test_readings_that_are_worth_most_together_are_chosen() -> None:
    whole, left, right = reading(0, 100, 5), reading(0, 48, 3), reading(52, 100, 3)
    assert set(map(id, chosen([whole, left, right]))) == {id(left), id(right)}
    assert chosen([whole, left]) == [whole]
    assert chosen([reading(0, 10, -1)]) == []
