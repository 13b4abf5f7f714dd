"""Files for the user are whole, or as they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.answers.files import whole_file
from pipeline.errors import EnvironmentProblem, UsageError


class Stop(Exception):
    """Something goes wrong while the file is written."""


def write(path: Path, content: bytes = b"new") -> None:
    with whole_file(path) as stream:
        stream.write(content)


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert os.listdir(tmp_path) == ["a.csv"]


def test_until_all_is_written_the_old_file_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(Stop), whole_file(path) as stream:
        stream.write(b"half")
        stream.flush()
        assert path.read_bytes() == b"old"
        raise Stop
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    write(tmp_path / "link.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert (tmp_path / "link.csv").is_symlink()


def test_what_is_no_regular_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe)
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert os.listdir(tmp_path) == ["pipe"]


@pytest.mark.parametrize(
    "place", ["a.csv", "budget/a.csv", ".versions/000001/budget/part.parquet", ".current/a.csv"]
)
def test_published_tables_are_not_written_over(tmp_path: Path, place: str) -> None:
    (tmp_path / ".versions" / "000001" / "budget").mkdir(parents=True)
    (tmp_path / ".current").symlink_to(".versions/000001")
    (tmp_path / "budget").symlink_to(".current/budget")
    with pytest.raises(UsageError, match="among the published tables"):
        write(tmp_path / place)


@pytest.mark.parametrize("place", ["missing/a.csv", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot write"):
        write(tmp_path / place)


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    write(tmp_path / ("预" * 83 + ".csv"))
    write(tmp_path / ("x" * 251 + ".csv"))
    assert len(os.listdir(tmp_path)) == 2
