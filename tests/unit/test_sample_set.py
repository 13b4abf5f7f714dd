"""Samples stand in for reports while there are none, and never stay beside real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.errors import UsageError
from pipeline.publishing.publish import read_documents
from pipeline.samples import Samples, samples_text
from pipeline.workers.isolation import Limits
from tests import factories, stubs
from tests.unit.test_run import Ear


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("raw", "samples", "elsewhere"):
        (tmp_path / name).mkdir()
    for name in ("x", "y"):
        (tmp_path / "samples" / f"{name}.pdf").write_text(f"ok sample {name}", "utf-8")
    return tmp_path


def ingest(home: Path, *paths: str, **changes: Any) -> run.Report:
    options = run.Options(
        paths=[home / path for path in paths or ("raw",)],
        data_dir=home / "out",
        workers=1,
        limits=Limits(5, 700),
        samples=Samples(home / "samples", home / "raw"),
        **changes,
    )
    return run.ingest(options, stubs.extract, [factories.region()], Ear())


def published(home: Path) -> set[str]:
    return {row["file_name"] for row in read_documents(home / "out")}


def put(home: Path, path: str, text: str = "ok mine") -> Path:
    (home / path).write_text(text, "utf-8")
    return home / path


@pytest.mark.parametrize("mirror", [False, True], ids=["ingest", "refresh"])
def test_an_empty_folder_is_shown_with_samples_until_the_first_report(home: Path, mirror: bool) -> None:
    first = ingest(home, mirror=mirror)
    assert published(home) == {"x.pdf", "y.pdf"}
    assert first.samples.instead_of == str(home / "raw")
    assert "invented" in samples_text(first.samples)
    assert ingest(home, mirror=mirror).version == first.version
    put(home, "raw/a.pdf")
    second = ingest(home, mirror=mirror)
    assert published(home) == {"a.pdf"}
    assert (second.samples.left, second.samples.published, second.removed) == (2, 0, 0)
    assert samples_text(second.samples).startswith("2 sample reports left")
    assert samples_text(ingest(home, mirror=mirror).samples) == ""


def test_samples_leave_when_a_report_comes_from_any_folder(home: Path) -> None:
    ingest(home)
    put(home, "elsewhere/a.pdf")
    ingest(home, "elsewhere")
    assert published(home) == {"a.pdf"}


@pytest.mark.parametrize("mirror", [False, True], ids=["ingest", "refresh"])
def test_samples_do_not_join_real_reports(home: Path, mirror: bool) -> None:
    """A disk that is not mounted looks like an empty folder."""
    put(home, "raw/a.pdf").rename(put(home, "elsewhere/a.pdf"))
    ingest(home, "elsewhere")
    with pytest.raises(UsageError):
        ingest(home, mirror=mirror)
    assert published(home) == {"a.pdf"}


def test_only_the_folder_of_reports_is_stood_in_for(home: Path) -> None:
    with pytest.raises(UsageError):
        ingest(home, "elsewhere")
    with pytest.raises(UsageError):
        ingest(home, "raw", "elsewhere")


def test_samples_that_a_run_names_stay_and_are_told(home: Path) -> None:
    put(home, "elsewhere/a.pdf")
    report = ingest(home, "elsewhere", "samples/x.pdf")
    assert published(home) == {"a.pdf", "x.pdf"}
    assert samples_text(report.samples).startswith("1 of 2 documents are samples")
    put(home, "elsewhere/x_again.pdf", "ok sample x")
    ingest(home, "elsewhere", mirror=True)
    assert published(home) == {"a.pdf", "x_again.pdf"}, "a copy is a sample, named with its folder"
    (home / "elsewhere/x_again.pdf").unlink()
    ingest(home, "elsewhere/a.pdf")
    assert published(home) == {"a.pdf"}


def test_a_file_that_cannot_be_opened_drives_no_sample_out(home: Path) -> None:
    ingest(home)
    (home / "raw/a.pdf").symlink_to(home / "nowhere")
    ingest(home)
    assert published(home) == {"x.pdf", "y.pdf"}
