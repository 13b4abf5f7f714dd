"""The published set made equal to folders: what leaves, what stays, and what is refused."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline import run
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.publishing import layout
from pipeline.publishing.publish import read_documents
from tests import factories, stubs
from tests.unit.test_run import Ear


def refresh(folder: Path, *raw: str, **changes: Any) -> tuple[run.Report, list[str]]:
    ear = Ear()
    options: dict[str, Any] = {
        "paths": [folder / name for name in raw or ("raw",)],
        "data_dir": folder / "out",
        "executor": stubs.InProcess(),
        "mirror": True,
    }
    report = run.ingest(run.Options(**(options | changes)), stubs.extract, [factories.region()], ear)
    return report, sorted(ear.heard)


def put(folder: Path, **contents: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / f"{name}.pdf").write_text(content, "utf-8")


def published(folder: Path) -> list[str]:
    return sorted(row["source_path"] for row in read_documents(folder / "out"))


def facts(folder: Path) -> int:
    return sum(
        pq.read_table(path, partitioning=None).num_rows for path in (folder / "out/budget").rglob("*.parquet")
    )


def test_what_is_gone_is_taken_out_with_its_rows(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a", b="ok b")
    refresh(tmp_path)
    (tmp_path / "raw/a.pdf").unlink()
    put(tmp_path / "raw", c="ok c")
    report, heard = refresh(tmp_path)
    assert (heard, report.removed, report.read, report.unchanged) == (["c.pdf"], 1, 1, 1)
    assert published(tmp_path) == [str(tmp_path / "raw/b.pdf"), str(tmp_path / "raw/c.pdf")]
    assert facts(tmp_path) == 2


def test_a_changed_file_takes_the_place_of_what_it_held(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a", b="ok b")
    refresh(tmp_path)
    put(tmp_path / "raw", a="ok other")
    report, heard = refresh(tmp_path)
    assert (heard, report.removed, facts(tmp_path)) == (["a.pdf"], 1, 2)
    assert len(published(tmp_path)) == 2


def test_a_renamed_file_keeps_its_rows_under_the_new_name(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a", b="ok b")
    first, _ = refresh(tmp_path)
    (tmp_path / "raw/a.pdf").rename(tmp_path / "raw/z.pdf")
    report, heard = refresh(tmp_path)
    assert (heard, report.read, report.renamed, report.removed) == ([], 0, 1, 0)
    assert report.version == first.version + 1
    assert published(tmp_path) == [str(tmp_path / "raw/b.pdf"), str(tmp_path / "raw/z.pdf")]
    assert facts(tmp_path) == 2
    again, _ = refresh(tmp_path)
    assert (again.renamed, again.version) == (0, report.version)


def test_a_copy_under_an_earlier_name_renames_nothing(tmp_path: Path) -> None:
    put(tmp_path / "raw", b="ok b")
    refresh(tmp_path)
    put(tmp_path / "raw", a="ok b")
    report, _ = refresh(tmp_path)
    assert (report.renamed, published(tmp_path)) == (0, [str(tmp_path / "raw/b.pdf")])


def test_the_same_file_by_another_way_of_writing_it_is_not_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "raw", a="ok a")
    refresh(tmp_path)
    monkeypatch.chdir(tmp_path)
    report, _ = refresh(Path("."), data_dir=tmp_path / "out")
    assert report.renamed == 0


def test_a_missing_folder_removes_nothing(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a")
    put(tmp_path / "more", b="ok b")
    refresh(tmp_path, "raw", "more")
    shutil.rmtree(tmp_path / "more")
    with pytest.raises(UsageError, match="more does not exist"):
        refresh(tmp_path, "raw", "more", allow_removal=True)
    (tmp_path / "more").mkdir()
    with pytest.raises(EnvironmentProblem, match="more holds nothing that is read") as refused:
        refresh(tmp_path, "raw", "more")
    assert "--allow-removal" in refused.value.hint
    assert len(published(tmp_path)) == 2
    report, _ = refresh(tmp_path, "raw", "more", allow_removal=True)
    assert (report.removed, len(published(tmp_path))) == (1, 1)


def test_all_may_go_when_that_is_said(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a")
    refresh(tmp_path)
    (tmp_path / "raw/a.pdf").unlink()
    with pytest.raises(UsageError, match="nothing to read"):
        refresh(tmp_path)
    report, _ = refresh(tmp_path, allow_removal=True)
    assert (report.removed, published(tmp_path)) == (1, [])


def test_a_large_loss_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    put(tmp_path / "raw", **{f"a{number}": f"ok a{number}" for number in range(20)})
    refresh(tmp_path)
    for number in range(11):
        (tmp_path / f"raw/a{number}.pdf").unlink()
    put(tmp_path / "raw", new="ok new")
    with pytest.raises(EnvironmentProblem, match="11 of 20 published documents"):
        refresh(tmp_path)
    assert len(published(tmp_path)) == 20
    for number in range(5):
        (tmp_path / f"raw/a{number}.pdf").write_text(f"ok a{number}", "utf-8")
    report, heard = refresh(tmp_path)
    assert (heard, report.removed, len(published(tmp_path))) == (["new.pdf"], 6, 15)


def test_a_large_loss_of_a_small_folder_is_refused_too(tmp_path: Path) -> None:
    put(tmp_path / "raw", **{f"a{number}": f"ok a{number}" for number in range(11)})
    refresh(tmp_path)
    for number in range(9):
        (tmp_path / f"raw/a{number}.pdf").unlink()
    with pytest.raises(EnvironmentProblem, match="9 of 11 published documents"):
        refresh(tmp_path)


def test_files_that_all_hold_something_else_are_no_loss(tmp_path: Path) -> None:
    put(tmp_path / "raw", **{f"a{number}": f"ok a{number}" for number in range(12)})
    refresh(tmp_path)
    put(tmp_path / "raw", **{f"a{number}": f"ok new {number}" for number in range(12)})
    report, heard = refresh(tmp_path)
    assert (len(heard), report.removed, len(published(tmp_path))) == (12, 12, 12)


def test_what_lies_in_a_folder_that_cannot_be_listed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "raw", a="ok a")
    put(tmp_path / "raw/deep/er", b="ok b")
    refresh(tmp_path)
    scandir = os.scandir

    def deny(folder: Any) -> Any:
        # As for a user who may not read it; tests may run as root, who reads everything.
        if Path(folder).name == "deep":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", deny)
    report, _ = refresh(tmp_path)
    assert [Path(row["source_path"]).name for row in report.kept] == ["b.pdf"]
    assert (report.removed, len(published(tmp_path))) == (0, 2)


def test_what_a_file_held_stays_while_it_cannot_be_opened(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a", b="ok b")
    refresh(tmp_path)
    (tmp_path / "raw/b.pdf").unlink()
    (tmp_path / "raw/b.pdf").symlink_to(tmp_path / "raw/nowhere.pdf")
    report, _ = refresh(tmp_path)
    assert [Path(row["source_path"]).name for row in report.kept] == ["b.pdf"]
    assert (report.removed, len(published(tmp_path)), report.exit_code) == (0, 2, 2)


def test_a_single_file_is_no_folder(tmp_path: Path) -> None:
    put(tmp_path / "raw", a="ok a")
    with pytest.raises(UsageError, match="is not a folder"):
        refresh(tmp_path, "raw/a.pdf")
    assert layout.current_version(tmp_path / "out") is None
