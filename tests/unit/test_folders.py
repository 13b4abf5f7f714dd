"""Folders for the user are whole, or as they were, and lose no file of the user's."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from pipeline.answers import folders
from pipeline.answers.folders import whole_folder
from pipeline.errors import EnvironmentProblem, UsageError


class Stop(Exception):
    """Something goes wrong while the folder is written."""


def ours(folder: Path) -> Collection[str]:
    return {"a.csv", "sub/b.csv"}


def write(target: Path, text: str = "new") -> None:
    with whole_folder(target, ours) as folder:
        (folder / "a.csv").write_text(text)


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write(tmp_path / "x" / "out")
    assert (tmp_path / "x" / "out" / "a.csv").read_text() == "new"
    assert os.listdir(tmp_path / "x") == ["out"]


def test_an_earlier_one_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "sub").mkdir(parents=True)
    (out / "sub" / "b.csv").write_text("old")
    write(out)
    assert (sorted(os.listdir(tmp_path)), os.listdir(out)) == (["out"], ["a.csv"])


@pytest.mark.skipif(sys.platform != "linux", reason="names are exchanged by Linux only")
def test_an_earlier_one_is_there_at_every_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write(out, "old")

    def killed(*_: object, **__: object) -> None:
        raise Stop

    # Killed after the first change of a name, whatever that is.
    for name in ("rename", "replace"):
        monkeypatch.setattr(Path, name, killed)
    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(Stop):
        write(out)
    assert (out / "a.csv").read_text() == "new"


def test_where_names_cannot_be_exchanged_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    write(tmp_path / "out", "old")
    write(tmp_path / "out")
    assert (os.listdir(tmp_path), (tmp_path / "out" / "a.csv").read_text()) == (["out"], "new")


def test_what_a_killed_process_left_goes_with_the_next_one(tmp_path: Path) -> None:
    no_process = 2**22 + 1  # above the highest number that Linux gives
    old = time.time() - 90_000
    for name in (
        f".out.{no_process}.tmp",
        f".out.{os.getpid()}1x.tmp",
        ".other.1.tmp",
        f".out.{no_process}.old",
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("x")
        os.utime(tmp_path / name, (old, old))
    (tmp_path / f".out.{no_process + 1}.tmp").mkdir()  # of another machine, perhaps, which is at work
    write(tmp_path / "out")
    left = {path.name for path in tmp_path.iterdir()}
    assert f".out.{no_process}.tmp" not in left
    assert len(left) == 5


def test_a_database_can_be_made_in_a_folder_with_any_name(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "a*?b", ours) as folder:
        assert "?" not in folder.name
        (folder / "written").write_text("x")
    assert (tmp_path / "a*?b" / "written").exists()


def test_until_all_is_written_the_old_folder_stands(tmp_path: Path) -> None:
    write(tmp_path / "out", "old")
    with pytest.raises(Stop), whole_folder(tmp_path / "out", ours) as folder:
        (folder / "a.csv").write_text("half")
        assert (tmp_path / "out" / "a.csv").read_text() == "old"
        raise Stop
    assert (tmp_path / "out" / "a.csv").read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


def test_when_the_last_step_fails_the_old_folder_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out", "old")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.suffix == ".tmp":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(EnvironmentProblem, match="Input/output error"):
        write(tmp_path / "out")
    assert (tmp_path / "out" / "a.csv").read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["mine.txt", "sub/mine.txt"])
def test_a_file_of_somebody_elses_is_never_deleted(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    (out / "sub").mkdir(parents=True)
    (out / name).write_text("precious")
    with pytest.raises(UsageError, match=r"mine\.txt, which no export wrote"):
        write(out)
    assert (out / name).read_text() == "precious"


def test_a_file_in_the_place_and_a_place_among_tables_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(UsageError, match="is a file"):
        write(tmp_path / "file")
    (tmp_path / "data" / ".versions" / "000001").mkdir(parents=True)
    (tmp_path / "data" / ".current").symlink_to(".versions/000001")
    for place in (".", "budget", ".current/x", "new/folder"):
        with pytest.raises(UsageError, match="among the published tables"):
            write(tmp_path / "data" / place)
    (tmp_path / "link").symlink_to("data")
    with pytest.raises(UsageError, match="among the published tables"):
        write(tmp_path / "link" / "out")
    assert sorted(os.listdir(tmp_path / "data")) == [".current", ".versions"]


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem, match="cannot write"):
        write(tmp_path / "file" / "out")
