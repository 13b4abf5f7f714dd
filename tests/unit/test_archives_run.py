"""Runs over folders with archives: members are documents of their own, night after night."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import checksums, identify, run, stamps
from pipeline.errors import EnvironmentProblem, FileTooSlow
from pipeline.limits import Limits
from pipeline.nightly import differences
from pipeline.publishing.publish import read_documents
from pipeline.review.originals import Originals
from pipeline.workers import cluster
from pipeline.workers.batch import read_all
from tests import stubs
from tests.archives import added, end_of, plain, put
from tests.unit.test_mirror import refresh


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as old as soon as they are written."""
    monkeypatch.setattr(stamps, "_SETTLED_NS", -(10**9))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    put(tmp_path / "raw/z.zip", plain({"a.pdf": "ok a", "附件/b.pdf": "ok b", "说明.txt": "x"}))
    yield tmp_path


def documents(folder: Path) -> dict[str, str]:
    """State of every published document by its path below the folder."""
    return {
        row["source_path"].removeprefix(f"{folder}/raw/"): row["status"]
        for row in read_documents(folder / "out")
    }


def test_members_are_documents(folder: Path) -> None:
    report, heard = refresh(folder)
    assert heard == ["a.pdf", "b.pdf"]
    assert documents(folder) == {"z.zip!/a.pdf": "ok", "z.zip!/附件/b.pdf": "ok"}
    assert {row["file_name"] for row in read_documents(folder / "out")} == {"a.pdf", "b.pdf"}
    assert (report.files, report.documents["ok"], report.ignored) == (2, 2, 1)
    [left] = report.left_out
    assert (Path(left.source_path).name, left.reason) == ("说明.txt", "is of a kind that is not read")


def test_an_archive_that_did_not_change_is_not_unpacked_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(folder)
    monkeypatch.setattr(identify, "look_inside", lambda *_: pytest.fail("unpacked again"))
    report, heard = refresh(folder)
    assert (heard, report.unchanged, report.removed) == ([], 2, 0)


def test_a_member_that_is_gone_leaves_and_one_that_changed_is_read(folder: Path) -> None:
    refresh(folder)
    put(folder / "raw/z.zip", plain({"附件/b.pdf": "ok other", "c.pdf": "ok c"}))
    report, heard = refresh(folder)
    assert heard == ["b.pdf", "c.pdf"]
    assert report.removed == 2
    assert documents(folder) == {"z.zip!/附件/b.pdf": "ok", "z.zip!/c.pdf": "ok"}
    assert report.version_before is not None
    versions = [folder / f"out/.versions/{number:06d}" for number in (report.version_before, report.version)]
    changed = differences.compare(*versions).documents["changed"]
    assert [Path(row["source_path"]).name for row in changed] == ["b.pdf"]


def test_the_same_content_inside_and_outside_is_one_document(folder: Path) -> None:
    put(folder / "raw/zz.pdf", b"ok a")
    report, heard = refresh(folder)
    assert heard == ["b.pdf", "zz.pdf"]
    assert report.same_content == [
        {"source_path": f"{folder}/raw/z.zip!/a.pdf", "same_as": f"{folder}/raw/zz.pdf"}
    ]
    (folder / "raw/zz.pdf").unlink()
    report, heard = refresh(folder)
    assert (heard, report.renamed, report.removed) == ([], 1, 0)
    assert "z.zip!/a.pdf" in documents(folder)


def test_an_archive_that_cannot_be_opened_keeps_its_members(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "raw/c.pdf", b"ok c")
    refresh(folder)
    real = Path.stat

    def stat(path: Path, **options: Any) -> Any:
        if path.name == "z.zip" and not options:
            raise PermissionError(13, "Permission denied")
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    report, _ = refresh(folder)
    assert len(report.kept) == 2 and report.removed == 0
    assert [Path(row["source_path"]).name for row in report.failures] == ["z.zip"]


def test_an_archive_that_is_gone_takes_much_with_it(folder: Path) -> None:
    put(folder / "raw/c.pdf", b"ok c")
    put(folder / "raw/z.zip", plain({f"{name}.pdf": f"ok {name}" for name in "abde"}))
    refresh(folder)
    (folder / "raw/z.zip").unlink()
    with pytest.raises(EnvironmentProblem, match="4 of 5 published documents"):
        refresh(folder)


def locked(**members: bytes) -> bytes:
    """An archive of which the first member asks for a password."""
    local = entries = b""
    for number, (name, content) in enumerate(members.items()):
        local, entries = added(
            local, entries, f"{name}.pdf".encode(), content, content, method=0, flags=int(not number)
        )
    return local + entries + end_of(len(members), len(entries), len(local))


def test_what_cannot_be_unpacked_is_one_failure_of_the_archive(folder: Path) -> None:
    put(folder / "raw/z.zip", locked(a=b"ok a", b=b"ok b"))
    report, _ = refresh(folder)
    assert documents(folder) == {"z.zip": "failed", "z.zip!/b.pdf": "ok"}
    [failure] = report.failures
    assert failure["status_reason"] == "encrypted: z.zip holds files with a password: a.pdf"
    again, heard = refresh(folder)
    assert (heard, again.unchanged, again.version) == ([], 2, report.version)
    assert [row["status_reason"] for row in again.failures] == [failure["status_reason"]]


def test_the_failure_of_an_archive_leaves_when_all_of_it_is_read(folder: Path) -> None:
    large = put(folder / "raw/z.zip", plain({"a.pdf": "ok a" + " " * 1_100_000, "b.pdf": "ok b"}))
    refresh(folder, limits=Limits(file_megabytes=1))
    assert documents(folder) == {"z.zip": "failed", "z.zip!/b.pdf": "ok"}
    refresh(folder, limits=Limits(file_megabytes=2), paths=[large], mirror=False)
    assert documents(folder) == {"z.zip!/a.pdf": "ok", "z.zip!/b.pdf": "ok"}


def test_an_archive_that_was_given_up_waits_for_more_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def look(stream: Any, name: str, limits: Limits) -> None:
        looked.append(limits.seconds)
        raise FileTooSlow(name)

    monkeypatch.setattr(identify, "look_inside", look)
    for seconds, force in ((5, False), (5, False), (9, False), (5, True)):
        known = checksums.Checksums(folder, Limits(seconds), force)
        given = run.find_given([folder / "raw"], None, folder / "out", False)[0]
        found = identify.identify(given, known, Limits(seconds))
        assert [row["status_reason"].partition(":")[0] for row in found.unreadable] == ["too_slow"]
        known.save()
    assert looked == [5, 9, 5]


def test_a_member_is_read_in_a_process_that_knows_no_archive(folder: Path) -> None:
    given = run.find_given([folder / "raw"], None, folder / "out", False)[0]
    found = identify.identify(given, checksums.Checksums(folder), Limits())
    results = list(read_all(found.sources, stubs.extract, workers=1, limits=Limits(5, 700)))
    assert sorted((result.document["file_name"], result.status) for result in results) == [
        ("a.pdf", "ok"),
        ("b.pdf", "ok"),
    ]


def test_a_member_travels_to_other_machines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    given = run.find_given([Path("raw")], None, folder / "out", False)[0]
    found = identify.identify(given, checksums.Checksums(folder), Limits()).sources
    sent = pickle.dumps([replace(source, path=cluster.absolute(source.path)) for source in found])
    monkeypatch.chdir("/")
    for source in pickle.loads(sent):
        assert str(source.path).startswith(f"{folder}/raw/z.zip!/")
        with checksums.local_copy(source) as copy:
            assert Path(str(copy.path)).read_text("utf-8").startswith("ok ")


@pytest.mark.parametrize("moved", [False, True])
def test_the_review_page_finds_a_member(folder: Path, moved: bool) -> None:
    (folder / "raw/z.zip").rename(put(folder / "raw/重要!/y.zip", b""))
    refresh(folder)
    [row] = [row for row in read_documents(folder / "out") if row["file_name"] == "b.pdf"]
    assert row["source_path"] == f"{folder}/raw/重要!/y.zip!/附件/b.pdf"
    if moved:
        (folder / "raw").rename(folder / "moved")
    originals = Originals(folder / "out", [folder / "moved"])
    found = originals.find(row["source_path"], row["sha256"])
    assert found.read_text("utf-8") == "ok b"
    assert originals.find(row["source_path"], row["sha256"]) == found
    assert not originals.find(row["source_path"], "0" * 64).exists()
