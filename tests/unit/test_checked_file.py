"""Facts that a person has checked: kept beside the corrections, counted while the fact says the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.nightly.checked_file import (
    PLACE,
    SAID,
    change_marks,
    mark_of,
    match_marks,
    read_marks,
    said,
)
from pipeline.schemas import FACTS, SCHEMAS
from tests import factories

AT = "2026-11-20T08:00:00Z"


def fact(**changes: Any) -> dict[str, Any]:
    """A row of `budget` with all its columns."""
    return dict.fromkeys(SCHEMAS["budget"].names) | factories.budget("a", **changes)


def test_every_column_that_is_compared_is_one_of_its_table() -> None:
    assert set(SAID) == set(FACTS)
    for table, names in SAID.items():
        assert set(names) <= set(SCHEMAS[table].names) - set(PLACE)


def test_marks_come_out_of_the_file_as_they_went_in(tmp_path: Path) -> None:
    path = tmp_path / "data" / "checked.csv"
    mark = mark_of("budget", fact(source_text="=1+1 | 合计"), "李", AT, "对照原件\n第3页")
    change_marks(path, add=[mark])
    assert read_marks(path) == [mark] and b"'=1+1" in path.read_bytes()
    change_marks(path, add=[replace(mark, who="王")])
    assert [one.who for one in read_marks(path)] == ["李"], "it is checked already"
    change_marks(path, drop=[mark])
    assert read_marks(path) == [] == read_marks(tmp_path / "none.csv")


def test_a_mark_counts_while_its_fact_says_the_same() -> None:
    mark = mark_of("budget", fact(), "李", AT)
    same = fact(confidence=0.3, topic="commerce", corrected="x")
    other = fact(amount_yuan=Decimal("12345001.00"))
    assert match_marks([("budget", same)], [mark]) == ([mark], [None])
    assert match_marks([("budget", other)], [mark]) == ([None], [mark])
    assert match_marks([("budget", fact(row_index=2))], [mark]) == ([None], [None])


def test_of_facts_of_one_cell_the_mark_stays_with_its_own() -> None:
    central, city = fact(funding_source="central", line_item="试点补助"), fact(funding_source="city")
    mark = mark_of("budget", city, "李", AT)
    facts = [("budget", central), ("budget", city)]
    assert match_marks(facts, [mark]) == ([None, mark], [None, None])
    # The one that is nearer to what was checked has changed.
    moved = [("budget", central), ("budget", fact(funding_source="city", phase="executed"))]
    assert match_marks(moved, [mark]) == ([None, None], [None, mark])


def test_what_is_said_leaves_out_what_is_empty() -> None:
    assert said("budget", fact(as_of=None)).startswith('{"region_code": "330200"')
    assert '"amount_yuan": "12345000.00"' in said("budget", fact())
    assert "as_of" not in said("budget", fact(as_of=None))


@pytest.mark.parametrize("who", ["", "x\x07", "x" * 5000])
def test_names_that_cannot_be_kept_are_refused(who: str) -> None:
    with pytest.raises(UsageError):
        mark_of("budget", fact(), who, AT)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", '"open'])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "checked.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError):
        read_marks(path)
    with pytest.raises(UsageError):
        change_marks(path, add=[mark_of("budget", fact(), "李", AT)])
    assert path.read_text("utf-8") == text


def test_a_line_whose_place_is_no_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checked.csv"
    change_marks(path, add=[mark_of("budget", fact(page_number=7), "李", AT)])
    path.write_text(path.read_text("utf-8-sig").replace(",7,", ",seven,"), "utf-8")
    with pytest.raises(UsageError, match="row 2"):
        read_marks(path)
