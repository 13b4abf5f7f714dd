"""A step that fails costs its part; what ends a document passes."""

from __future__ import annotations

import pytest

from extractors.failures import UNLIMITED, Failure, Failures, Part, said
from pipeline.errors import Encrypted
from pipeline.lost_parts import degraded, findings_of, reason_of


def test_a_failure_is_kept_with_its_part_and_its_place() -> None:
    failures = Failures()
    value = "before"
    with failures.limited_to(Part.TABLE, page=3):
        value = ["only one"][1]
    assert value == "before"
    [failure] = failures.found
    assert (failure.part, failure.page) == (Part.TABLE, 3)
    assert failure.error.startswith("IndexError: list index out of range at test_failures.py:")


def test_what_does_not_fail_leaves_nothing() -> None:
    failures = Failures()
    with failures.limited_to(Part.PAGE, page=1):
        pass
    assert failures.found == []


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt(), SystemExit(1), Encrypted("locked")])
def test_what_ends_a_document_passes(error: BaseException) -> None:
    failures = Failures(Encrypted)
    with pytest.raises(type(error)), failures.limited_to(Part.PAGE, page=1):
        raise error
    assert failures.found == []


def test_without_limits_every_error_passes() -> None:
    with pytest.raises(KeyError), UNLIMITED.limited_to(Part.CHECK):
        raise KeyError("x")
    assert UNLIMITED.found == []


def test_only_whole_pages_count_as_lost_pages() -> None:
    failures = Failures()
    for part, page in ((Part.PAGE, 4), (Part.TABLE, 5), (Part.PAGE, 7)):
        with failures.limited_to(part, page):
            raise ValueError
    assert failures.pages() == {4, 7}


def test_long_words_of_an_error_are_cut_and_stand_on_one_line() -> None:
    words = said(ValueError("甲\n" * 500))
    assert "\n" not in words and len(words) < 200
    assert said(ValueError()) == "ValueError"


LOST = [
    Failure(Part.PAGE, "ValueError at lattice.py:9", 2),
    Failure(Part.FACTS, "IndexError: x at budget.py:7", 5, "d-0003"),
    Failure(Part.CHECK, "KeyError: 'y' at sums.py:1", None, None, "sums.wrong_totals"),
]


def test_the_reason_names_the_parts_and_their_errors() -> None:
    assert reason_of([]) is None
    assert reason_of(LOST) == (
        "parts_lost: page 2 (ValueError at lattice.py:9), facts of table d-0003 on page 5 (IndexError: x at "
        "budget.py:7), check sums.wrong_totals (KeyError: 'y' at sums.py:1)"
    )
    many = [Failure(Part.PAGE, "ValueError at lattice.py:9", n) for n in range(1, 8)]
    assert str(reason_of(many)).endswith("page 3 (ValueError at lattice.py:9) and 4 more")


def test_a_reason_is_added_to_the_others() -> None:
    found = degraded({"status": "degraded", "status_reason": "damaged_parts: x"}, LOST[:1])
    assert found == {
        "status": "degraded",
        "status_reason": "damaged_parts: x; parts_lost: page 2 (ValueError at lattice.py:9)",
    }


@pytest.mark.parametrize("part", Part)
def test_every_part_has_a_finding_in_words(part: Part) -> None:
    [finding] = findings_of([Failure(part, "ValueError at x.py:1", 6, "d-0001")] * 2, "d")
    assert (finding["check"], finding["page_number"], finding["table_id"]) == ("part_lost", 6, "d-0001")
    assert finding["message"].startswith("第6页") and finding["message"].endswith("ValueError at x.py:1）")
