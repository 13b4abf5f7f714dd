"""No file costs more than it may before it is read: one that is huge, slow, growing or exchanged has one outcome."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline import checksums, run, stamps
from pipeline.checksums import Checksums
from pipeline.errors import FileTooLarge, FileTooSlow, UnreadableFile, failure_class
from pipeline.limits import Limits
from pipeline.workers.batch import read_all
from tests import factories, stubs
from tests.unit.test_run import Ear

GIGABYTES = 1024**3


def make(path: Path, content: str = "ok x") -> Path:
    path.write_text(content, "utf-8")
    return path


def ingest(folder: Path, **changes: Any) -> run.Report:
    options = {"paths": [folder / "raw"], "data_dir": folder / "out", "workers": 1, "limits": Limits(5, 700)}
    return run.ingest(run.Options(**(options | changes)), stubs.extract, [factories.region()], Ear())


def test_a_huge_file_is_not_opened_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    os.truncate(make(tmp_path / "raw" / "a.pdf"), 200 * GIGABYTES)
    make(tmp_path / "raw" / "b.pdf")
    began = time.monotonic()
    report = ingest(tmp_path)
    assert time.monotonic() - began < 60
    assert (report.documents, report.exit_code) == ({"ok": 1, "degraded": 0, "failed": 1}, 2)
    [failed] = report.failures
    assert failed["status_reason"] == "too_large: a.pdf is larger than 1024 MB"


def test_the_limit_on_size_can_be_raised(tmp_path: Path) -> None:
    os.truncate(make(tmp_path / "a.pdf"), 2 * 1024 * 1024)
    with pytest.raises(FileTooLarge):
        Checksums(tmp_path, Limits(file_megabytes=1)).source(tmp_path / "a.pdf")
    assert Checksums(tmp_path, Limits(file_megabytes=2)).source(tmp_path / "a.pdf").size == 2 * 1024 * 1024


def test_a_document_whose_file_grew_too_large_stays_published(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in "abc":
        make(tmp_path / "raw" / f"{name}.pdf", f"ok {name}")
    ingest(tmp_path, mirror=True)
    os.truncate(tmp_path / "raw" / "a.pdf", 200 * GIGABYTES)
    report = ingest(tmp_path, mirror=True)
    assert (report.removed, len(report.kept), report.published["documents"]) == (0, 1, 3)


@pytest.fixture
def dead_disk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A disk that does not answer: names of the files that were asked for."""
    asked: list[str] = []

    def wait(path: Path, _: float) -> tuple[str, tuple[int, ...]]:
        asked.append(path.name)
        time.sleep(20)
        return "", ()

    monkeypatch.setattr(checksums, "_checksum", wait)
    monkeypatch.setattr(stamps, "_GRACE_SECONDS", 0.0)
    return asked


def test_a_disk_that_does_not_answer_is_left_and_remembered(tmp_path: Path, dead_disk: list[str]) -> None:
    path = make(tmp_path / "a.pdf")

    def attempt(seconds: float, again: bool = False) -> None:
        known = Checksums(tmp_path, Limits(seconds), again)
        with pytest.raises(FileTooSlow, match=r"a\.pdf could not be read to its end within 0\.\d seconds"):
            known.source(path)
        known.save()

    began = time.monotonic()
    attempt(0.2)
    assert time.monotonic() - began < 5
    attempt(0.2)
    assert dead_disk == ["a.pdf"]
    attempt(0.3)
    attempt(0.3, again=True)
    make(path, "ok another")
    attempt(0.2)
    assert len(dead_disk) == 4


def test_files_beside_those_for_which_the_disk_does_not_answer_are_given_up_with_them(
    tmp_path: Path, dead_disk: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("dead", "else"):
        (tmp_path / folder).mkdir()
    paths = [make(tmp_path / folder / f"{name}.pdf") for folder in ("dead", "else") for name in "abcde"]
    known = Checksums(tmp_path, Limits(0.1))
    said = []
    for path in paths[:6]:
        with pytest.raises(FileTooSlow) as caught:
            known.source(path)
        said.append(str(caught.value))
    assert dead_disk == ["a.pdf", "b.pdf", "c.pdf", "a.pdf"]
    assert said[3] == "d.pdf was not tried: the disk did not answer for 3 files beside it"
    known.save()
    later = Checksums(tmp_path, Limits(0.1))
    with pytest.raises(FileTooSlow, match=r"d\.pdf could not be read"):  # it was not remembered
        later.source(paths[3])
    monkeypatch.setattr(checksums, "_checksum", lambda path, _: ("f" * 64, checksums.stamp_of(path.stat())))
    assert later.source(paths[4]).sha256 == "f" * 64
    assert known.source(paths[7]).sha256 == "f" * 64
    with pytest.raises(FileTooSlow, match="was not tried"):
        known.source(paths[4])


def test_a_file_that_was_given_up_is_read_once_it_is_fast(tmp_path: Path, dead_disk: list[str]) -> None:
    path = make(tmp_path / "a.pdf")
    slow = Checksums(tmp_path, Limits(0.1))
    with pytest.raises(FileTooSlow):
        slow.source(path)
    slow.save()
    with pytest.MonkeyPatch.context() as fast:
        fast.setattr(checksums, "_checksum", lambda path, _: ("f" * 64, stamps.stamp_of(path.stat())))
        known = Checksums(tmp_path, Limits(9))
        assert known.source(path).sha256 == "f" * 64
        known.save()
    assert "slow:" not in (tmp_path / checksums.CACHE).read_text("utf-8")


def test_a_slow_file_is_given_up_between_two_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checksums, "_PIECE", 1)
    with pytest.raises(FileTooSlow):
        checksums._checksum(make(tmp_path / "a.pdf", "ok " * 100_000), 0.0)


def test_a_file_that_grows_while_it_is_read_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path / "a.pdf")

    class Growing:
        def __init__(self) -> None:
            self._pieces = 0

        def update(self, piece: bytes) -> None:
            self._pieces += 1
            assert self._pieces < 100
            with path.open("ab") as file:
                file.write(piece)

        def hexdigest(self) -> str:
            return "0" * 64

    monkeypatch.setattr(hashlib, "sha256", Growing)
    with pytest.raises(UnreadableFile, match=r"a\.pdf was changed while it was being read"):
        Checksums(tmp_path).source(path)


def test_a_pipe_put_in_the_place_of_a_file_is_no_slow_document(tmp_path: Path) -> None:
    source = Checksums(tmp_path).source(make(tmp_path / "a.pdf"))
    source.path.unlink()  # type: ignore[union-attr]
    os.mkfifo(tmp_path / "a.pdf")
    [result] = read_all([source], stubs.extract, workers=1, limits=Limits(1, 700))
    assert failure_class(result.document["status_reason"]) is UnreadableFile
    assert result.seconds < 5
