"""Values that people read: pages, kinds, topics and times in the words of their language."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyarrow as pa
import pytest

from pipeline.answers.about import About
from pipeline.answers.words import rows_in_words
from pipeline.review.rendering import as_corrected, moment, shown
from pipeline.review.texts import Texts

ZH, EN = Texts("zh"), Texts("en")


@pytest.fixture
def in_urumqi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "<+06>-6")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("scope", "column", "text", "said"),
    [
        ("unread", "places", "渠 p.1.pdf p.2; 坝.pdf p.13", "渠 p.1.pdf 第2页; 坝.pdf 第13页"),
        ("search", "table_kind", "budget", "预算"),
        ("recipients_counted", "counted", "small", "小微企业"),
        ("recipients_counted", "counted", "灌区受益户", "灌区受益户"),
        ("published_twice", "measure", "amount", "amount"),
    ],
)
def test_an_answer_is_in_words(scope: str, column: str, text: str, said: str) -> None:
    assert list(rows_in_words(pa.table({column: [text]}), About("", scope))) == [[said]]


def test_a_topic_is_called_by_its_name() -> None:
    assert shown("commerce", ZH, "topic") != "commerce" and shown("commerce", EN, "topic") != ""
    assert shown("no_such", ZH, "topic") == "no_such"


def test_a_corrected_value_is_shown_as_the_data_are() -> None:
    assert as_corrected("initial", "budget", "phase", ZH) == "年初预算"
    assert as_corrected("1234000.00", "budget", "amount_yuan", ZH) == "1,234,000"
    assert as_corrected("一千万", "budget", "amount_yuan", ZH) == "一千万"


def test_a_time_is_that_of_the_machine_and_says_its_zone(in_urumqi: None) -> None:
    assert moment("2026-11-20T20:30:00Z") == "2026-11-21 02:30 UTC+06:00"
    assert moment("yesterday") == "yesterday"
