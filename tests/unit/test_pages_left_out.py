"""A limit that is broken costs pages, not the document: what was read until then is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.choice import read_pages
from extractors.model import PageContent
from extractors.pages import Document, Health
from extractors.recognition import Ocr
from pipeline.checksums import Checksums
from pipeline.context import Context
from pipeline.document import note_pages, opening, refuse_unread, status_of
from pipeline.errors import DocumentCrashed, DocumentTimeout, failure_class
from pipeline.workers.batch import DocumentResult, read_all
from pipeline.workers.clock import Clock
from pipeline.workers.isolation import Limits
from tests import troubled

LIMITS = Limits(seconds=6, megabytes=700)


def published(tmp_path: Path, name: str, pages: int) -> DocumentResult:
    source = Checksums(tmp_path).source(troubled.write(tmp_path / name, pages))
    [result] = read_all([source], troubled.extract, workers=1, limits=LIMITS)
    return result


def pages_of(result: DocumentResult) -> list[int]:
    return [row["page_first"] for row in result.rows["tables"].to_pylist()]


def test_a_long_document_is_published_as_far_as_it_was_read(tmp_path: Path) -> None:
    result = published(tmp_path, "slow-0.6.pdf", 9)
    read = pages_of(result)
    assert result.status == "degraded" and 1 <= len(read) < 9
    assert read == list(range(1, len(read) + 1))
    reason = str(result.document["status_reason"])
    assert reason.startswith(
        f"pages_not_in_time: {9 - len(read)} of 9 pages ({len(read) + 1}–9) were not read"
    )
    assert (result.document["page_count"], result.document["time_limit_seconds"]) == (9, 6)
    [told] = [row for row in result.rows["findings"].to_pylist() if row["check"] == "page_left_out"]
    assert (told["page_number"], told["severity"]) == (len(read) + 1, "error")


@pytest.mark.parametrize(
    ("name", "reason"), [("hang-3.pdf", "pages_not_in_time"), ("crash-3.pdf", "pages_crashed")]
)
def test_a_page_that_its_reader_fails_at_twice_is_left_out(tmp_path: Path, name: str, reason: str) -> None:
    result = published(tmp_path, name, 4)
    assert (result.status, pages_of(result)) == ("degraded", [1, 2, 4])
    assert str(result.document["status_reason"]).startswith(f"{reason}: 1 of 4 pages (3) ")


def test_a_document_of_one_such_page_fails(tmp_path: Path) -> None:
    result = published(tmp_path, "crash-1.pdf", 1)
    assert (result.status, result.rows) == ("failed", {})
    assert str(result.document["status_reason"]).startswith("crashed: ")


def test_pages_that_are_not_wanted_are_not_opened_and_keep_their_place(tmp_path: Path) -> None:
    with Document(troubled.write(tmp_path / "a.pdf", 3)) as document:
        pages = read_pages(document, wanted=lambda number: number != 2)
    assert [(page.number, page.is_left_out, len(page.tables)) for page in pages] == [
        (1, False, 1),
        (2, True, 0),
        (3, False, 1),
    ]


def test_one_page_is_tried_however_late_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "time_is_up", lambda: True)
    with opening.printed(troubled.write(tmp_path / "a.pdf", 3)) as file:
        pages = opening.open_pages(file, Ocr("never")).pages
    assert [page.is_left_out for page in pages] == [False, True, True]
    assert {page.source_reason for page in pages[1:]} == {"timeout"}


def test_a_recognised_page_adds_the_time_that_it_took_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    now, granted = [0.0], []
    monkeypatch.setattr(opening.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(opening, "announce_slow_step", lambda seconds, number, count: granted.append(seconds))
    steps = opening._Steps(4, {})
    for took in (3, 45, 500):
        assert steps.is_wanted(1)
        now[0] += took
        steps.done(PageContent(1, 1, 1, [], [], "ocr"))
        steps.done(PageContent(1, 1, 1, [], []))
    assert granted == [20, 45, 60]


def test_the_time_for_pages_leaves_some_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("pipeline.workers.clock.time.monotonic", lambda: now[0])
    clock = Clock(100)
    now[0] = 55
    assert not clock.is_up()
    now[0] = 75
    assert clock.is_up()
    clock.add(20)
    assert not clock.is_up()


def left_out(number: int, cause: str) -> PageContent:
    return PageContent(number, 0, 0, [], [], "unread", cause, is_left_out=True)


def test_every_cause_is_said_with_its_pages() -> None:
    pages = [PageContent(1, 1, 1, [], []), *(left_out(n, "timeout") for n in range(4, 8))]
    pages += [left_out(2, "crashed"), left_out(3, "out_of_memory")]
    status, reason = status_of(pages, Health(7))
    assert status == "degraded" and reason is not None
    late, large, crashed = reason.split("; ")[0], reason.split("; ")[2], reason.split("; ")[4]
    assert late == "pages_not_in_time: 4 of 7 pages (4–7) were not read within the time"
    assert large.startswith("pages_too_large: 1 of 7 pages (3) ")
    assert crashed.startswith("pages_crashed: 1 of 7 pages (2) ")
    # Such a document is read again under a higher limit, and not a second time in the same run.
    assert issubclass(failure_class(late), DocumentTimeout) and not failure_class(late).once_more


def test_a_stretch_of_pages_is_one_finding() -> None:
    context = Context("d" * 16)
    note_pages([left_out(n, "timeout") for n in (2, 5, 6, 7)], context)
    assert [(row["check"], row["page_number"]) for row in context.findings] == [
        ("page_left_out", 2),
        ("page_left_out", 5),
    ]


def test_a_document_without_any_page_fails_for_what_its_pages_failed_for() -> None:
    with pytest.raises(DocumentCrashed):
        refuse_unread(Path("a.pdf"), [left_out(1, "crashed")])
