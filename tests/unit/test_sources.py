"""Finding files and remembering their checksums."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.errors import UnreadableFile, UsageError
from pipeline.sources import CACHE, Checksums, find_files


def make(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_folders_are_searched_at_any_depth(tmp_path: Path) -> None:
    wanted = [make(tmp_path / name) for name in ("a.pdf", "b/c.PDF", "b/d/绩效评价报告.pdf")]
    for name in ("a.txt", ".hidden.pdf", ".git/e.pdf", "~$a.pdf"):
        make(tmp_path / name)
    assert find_files([tmp_path]) == sorted(wanted)


def test_a_file_named_twice_counts_once_and_its_suffix_does_not_matter(tmp_path: Path) -> None:
    odd, plain = make(tmp_path / "report"), make(tmp_path / "a.pdf")
    assert find_files([odd, plain, tmp_path]) == sorted([odd, plain])


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_to_read_is_said_clearly(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        find_files([tmp_path / name])


def age(path: Path, seconds: int = 60) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_an_unchanged_file_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.pdf")
    age(path)
    first = Checksums(tmp_path)
    assert first.source(path).sha256 == hashlib.sha256(b"x").hexdigest()
    first.save()
    monkeypatch.setattr(sources, "_sha256", lambda path: pytest.fail("opened again"))
    assert Checksums(tmp_path).source(path).sha256 == hashlib.sha256(b"x").hexdigest()


def test_a_changed_file_is_opened_again(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf")
    age(path)
    first = Checksums(tmp_path)
    first.source(path)
    first.save()
    make(path, "y")
    assert Checksums(tmp_path).source(path).sha256 == hashlib.sha256(b"y").hexdigest()


def test_a_file_that_may_still_change_is_not_remembered(tmp_path: Path) -> None:
    checksums = Checksums(tmp_path)
    checksums.source(make(tmp_path / "a.pdf"))
    checksums.save()
    assert "a.pdf" not in (tmp_path / CACHE).read_text("utf-8")


def test_a_broken_memory_is_ignored(tmp_path: Path) -> None:
    (tmp_path / CACHE).write_text("{", "utf-8")
    assert (
        Checksums(tmp_path).source(make(tmp_path / "a.pdf")).document_id
        == hashlib.sha256(b"x").hexdigest()[:16]
    )


def test_a_file_that_cannot_be_opened_is_a_failure_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.pdf"):
        Checksums(tmp_path).source(tmp_path / "gone.pdf")
