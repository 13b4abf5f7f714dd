"""A run: what is read, what is left, and what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import rereading, run, version
from pipeline.errors import UsageError
from pipeline.publishing import layout
from pipeline.publishing.publish import read_documents
from pipeline.sources import Source
from pipeline.workers.batch import DocumentResult
from pipeline.workers.isolation import Limits
from tests import factories, stubs


class Ear:
    """Remembers what was read."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def start(self, total: int) -> None:
        self.total = total

    def page(self, source: Source, number: int, count: int) -> None:
        self.heard.append(f"{source.path.name} {number}/{count}")

    def done(self, result: DocumentResult) -> None:
        self.heard.append(result.source.path.name)

    def finish(self) -> None:
        self.finished = True


def ingest(folder: Path, **changes: Any) -> tuple[run.Report, list[str]]:
    ear = Ear()
    options = {"paths": [folder / "raw"], "data_dir": folder / "out", "workers": 1, "limits": Limits(5, 700)}
    report = run.ingest(run.Options(**(options | changes)), stubs.extract, [factories.region()], ear)
    return report, ear.heard


def put(folder: Path, **contents: str) -> None:
    (folder / "raw").mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / "raw" / f"{name}.pdf").write_text(content, "utf-8")


def test_a_second_run_reads_nothing_and_publishes_nothing(tmp_path: Path) -> None:
    put(tmp_path, a="ok a", b="ok b", c="encrypted")
    first, heard = ingest(tmp_path)
    assert sorted(heard) == ["a.pdf", "b.pdf", "c.pdf"]
    assert (first.read, first.documents, first.exit_code) == (3, {"ok": 2, "degraded": 0, "failed": 1}, 2)
    assert first.published["budget"] == 2
    second, heard = ingest(tmp_path)
    assert heard == []
    assert (second.read, second.unchanged, second.version) == (0, 3, first.version)
    assert (second.documents, second.exit_code) == (first.documents, 2)
    assert [row["file_name"] for row in second.failures] == ["c.pdf"]


def test_what_is_new_joins_what_was_published(tmp_path: Path) -> None:
    put(tmp_path, a="ok a")
    ingest(tmp_path)
    (tmp_path / "raw" / "a.pdf").unlink()
    put(tmp_path, b="ok b")
    report, heard = ingest(tmp_path)
    assert heard == ["b.pdf"]
    assert report.published["documents"] == 2


def test_force_reads_again(tmp_path: Path) -> None:
    put(tmp_path, a="ok a")
    ingest(tmp_path)
    report, heard = ingest(tmp_path, force=True)
    assert heard == ["a.pdf"]
    assert report.published["budget"] == 1


def test_other_reading_code_reads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a="ok a")
    ingest(tmp_path)
    monkeypatch.setattr(rereading, "extractor_version", lambda: "newer")
    assert ingest(tmp_path)[1] == ["a.pdf"]


def test_what_crashes_its_reader_is_kept_aside(tmp_path: Path) -> None:
    put(tmp_path, a="crash", b="encrypted")
    assert sorted(ingest(tmp_path)[1]) == ["a.pdf", "b.pdf"]
    assert ingest(tmp_path)[1] == []
    assert sorted(ingest(tmp_path, force=True)[1]) == ["a.pdf", "b.pdf"]


def test_what_broke_a_limit_is_read_again_when_it_may_take_more(tmp_path: Path) -> None:
    put(tmp_path, a="sleep", b="grow")
    assert sorted(ingest(tmp_path, limits=Limits(1.5, 300))[1]) == ["a.pdf", "b.pdf"]
    assert ingest(tmp_path, limits=Limits(1.5, 300))[1] == []
    assert ingest(tmp_path, limits=Limits(1.0, 200))[1] == []
    assert ingest(tmp_path, limits=Limits(2.0, 300))[1] == ["a.pdf"]


def test_a_document_without_its_last_pages_is_read_again_when_it_may_take_longer(tmp_path: Path) -> None:
    put(tmp_path, a="late a")
    assert ingest(tmp_path, limits=Limits(5, 300))[1] == ["a.pdf"]
    assert ingest(tmp_path, limits=Limits(5, 900))[1] == []
    assert ingest(tmp_path, limits=Limits(9, 300))[1] == ["a.pdf"]


def test_the_same_content_is_read_once_under_the_first_name(tmp_path: Path) -> None:
    put(tmp_path, b="ok a", a="ok a")
    report, heard = ingest(tmp_path)
    assert heard == ["a.pdf"]
    assert report.duplicates == 1
    assert [row["file_name"] for row in read_documents(tmp_path / "out")] == ["a.pdf"]


def test_a_file_that_cannot_be_opened_fails_alone(tmp_path: Path) -> None:
    put(tmp_path, a="ok a")
    (tmp_path / "raw" / "b.pdf").symlink_to(tmp_path / "nowhere")
    report, heard = ingest(tmp_path)
    assert heard == ["a.pdf"]
    assert [row["status_reason"].split(":")[0] for row in report.failures] == ["unreadable"]
    assert report.exit_code == 2


def test_nothing_to_read_publishes_nothing(tmp_path: Path) -> None:
    put(tmp_path)
    with pytest.raises(UsageError, match="nothing to read"):
        ingest(tmp_path)
    assert layout.current_version(tmp_path / "out") is None


def test_the_version_of_the_reading_code_changes_with_its_word_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "normalizers").mkdir()
    table = tmp_path / "normalizers" / "units.csv"
    seen = set()
    monkeypatch.setattr(version, "ROOT", tmp_path)
    for content in ("万元", "亿元", "万元"):
        table.write_text(content, "utf-8")
        seen.add(version.extractor_version.__wrapped__())
    assert len(seen) == 2


def test_what_needs_ocr_is_read_again_only_when_there_is_ocr(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "scan.pdf").write_text("needs_ocr", "utf-8")
    first, _ = ingest(tmp_path)
    assert (first.read, first.exit_code) == (1, 2)
    assert str(first.failures[0]["status_reason"]).startswith("needs_ocr: scan.pdf")
    again, _ = ingest(tmp_path)
    assert (again.read, again.exit_code) == (0, 2)
    able, _ = ingest(tmp_path, ocr_ready=True)
    assert able.read == 1


def test_of_several_reasons_each_may_be_worth_another_reading(tmp_path: Path) -> None:
    put(tmp_path, a="torn a")
    assert ingest(tmp_path)[1] == ["a.pdf"]
    assert ingest(tmp_path)[1] == []
    assert ingest(tmp_path, ocr_ready=True)[1] == ["a.pdf"]
