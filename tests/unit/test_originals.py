"""Files are found where they were read, and where they are now that folders have moved."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.review.originals import Originals

CONTENT = "%PDF one"
SHA256 = hashlib.sha256(CONTENT.encode()).hexdigest()


def put(path: Path, content: str = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_where_it_was_read(tmp_path: Path) -> None:
    path = put(tmp_path / "raw" / "a.pdf")
    other = put(tmp_path / "else" / "a.pdf")
    assert Originals(tmp_path / "data" / "parquet", [other.parent]).find(str(path), SHA256) == path


@pytest.mark.parametrize("was", ["reports/2023/a.pdf", "/mnt/old/reports/2023/a.pdf"])
def test_beside_the_published_folder(tmp_path: Path, was: str) -> None:
    path = put(tmp_path / "work" / "reports" / "2023" / "a.pdf")
    put(tmp_path / "work" / "a.pdf", "another of that name")
    assert Originals(tmp_path / "work" / "data" / "parquet").find(was, SHA256) == path


def test_by_name_in_the_folders_given(tmp_path: Path) -> None:
    path = put(tmp_path / "srv" / "new" / "deep" / "a.pdf")
    put(tmp_path / "srv" / "a.pdf", "another of that name")
    folders = [tmp_path / "gone", tmp_path / "srv"]
    assert Originals(tmp_path / "data", folders).find("/nowhere/old/a.pdf", SHA256) == path
    renamed = Path("/nowhere/old/b.pdf")
    assert Originals(tmp_path / "data", folders).find(str(renamed), SHA256) == renamed


def test_another_report_of_that_name_is_not_taken(tmp_path: Path) -> None:
    put(tmp_path / "srv" / "a.pdf", "another of that name")
    assert Originals(tmp_path / "data", [tmp_path / "srv"]).find("old/a.pdf", SHA256) == Path("old/a.pdf")


def test_a_path_leads_nowhere_above_the_folders(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf")
    found = Originals(Path("/data"), [tmp_path / "srv"])
    assert found.find("x/../../a.pdf", SHA256) == Path("x/../../a.pdf")
