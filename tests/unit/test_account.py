"""What became of the numbers of a document: counted by table, doubted where a known table leaves some."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.account.counting import account
from pipeline.account.doubts import not_understood
from pipeline.account.shares import percent, shares_text, summed
from pipeline.publishing.publish import tables_from_rows
from tests import factories
from tests.factories import figure

UNREAD: dict[str, Any] = {"fact_table": None, "fact_column": None}
COMPARED: dict[str, Any] = {"fact_table": "none:comparison", "fact_column": None}


def test_numbers_are_taken_understood_or_neither() -> None:
    found = account([figure(), figure(**COMPARED), figure(**UNREAD), figure(table_id="t1")])
    assert found.of_document() == {"number_count": 4, "taken_count": 2, "understood_count": 3}
    assert found.of_table("t0") == {"number_count": 3, "taken_count": 1}
    assert found.of_table("t1") == {"number_count": 1, "taken_count": 1}


def test_a_table_without_numbers_has_none() -> None:
    assert account([]).of_table("t0") == {"number_count": 0, "taken_count": 0}
    assert account([]).of_document() == {"number_count": 0, "taken_count": 0, "understood_count": 0}


def test_numbers_of_sentences_are_not_counted() -> None:
    prose = figure(table_id=None, row_index=None, column_index=None, source_kind="prose")
    assert account([prose]).of_document()["number_count"] == 0


def test_a_known_table_that_leaves_numbers_is_doubted_once() -> None:
    left = figure(
        value_text="36.20", row_index=4, column_path=["冷链补强资金"], row_path=["甲市", "乙县"], **UNREAD
    )
    found = account([figure(), left, figure(value_text="7", row_index=5, **UNREAD)])
    [doubt] = not_understood(found, [factories.table()])
    assert (doubt["check"], doubt["severity"]) == ("numbers_not_understood", "info")
    assert (doubt["table_id"], doubt["row_index"], doubt["printed"]) == ("t0", 4, "36.20")
    assert (
        "3个数字中有2个未能理解" in doubt["message"] and "“甲市 > 乙县”、“冷链补强资金”" in doubt["message"]
    )
    assert tables_from_rows({"findings": [doubt]})["findings"].num_rows == 1


def test_a_number_without_labels_is_doubted_too() -> None:
    [doubt] = not_understood(account([figure(row_path=[], column_path=None, **UNREAD)]), [factories.table()])
    assert "第1页的1,234.50" in doubt["message"]


@pytest.mark.parametrize("kind", [None, "other"])
def test_nothing_is_expected_of_a_table_of_another_kind(kind: str | None) -> None:
    assert not_understood(account([figure(**UNREAD)]), [factories.table(kind=kind)]) == []


def test_a_table_that_is_understood_is_not_doubted() -> None:
    tables = [factories.table(), factories.table(table_id="t9")]
    assert not_understood(account([figure(), figure(**COMPARED)]), tables) == []


def test_shares_are_those_of_the_documents_that_were_counted() -> None:
    counted = {"number_count": 2000, "taken_count": 1500, "understood_count": 1990}
    counts = summed([counted, {"number_count": None}, {}])
    assert counts == {"numbers": 2000, "taken": 1500, "understood": 1990}
    assert shares_text(counts) == "2,000 in tables, 75.0% taken by facts, 99.5% understood"
    assert shares_text(summed([{"number_count": None}])) == ""


def test_all_means_all() -> None:
    assert [percent(part, 10_000) for part in (9_999, 10_000, 0, 1)] == ["99.9", "100.0", "0.0", "0.0"]


def test_no_number_at_all_is_no_share() -> None:
    none = {"number_count": 0, "taken_count": 0, "understood_count": 0}
    assert shares_text(summed([none])) == "0 in tables, none taken by facts, none understood"
