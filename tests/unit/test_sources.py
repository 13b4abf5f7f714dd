"""Finding files and remembering their checksums."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from pipeline import checksums, stamps
from pipeline.checksums import CACHE, Checksums, confirm
from pipeline.errors import UnreadableFile, UsageError
from pipeline.names import path_of, shown_name
from pipeline.sources import Source, find_files


def make(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_folders_are_searched_at_any_depth(tmp_path: Path) -> None:
    wanted = [make(tmp_path / name) for name in ("a.pdf", "b/c.PDF", "b/d/绩效评价报告.pdf")]
    for name in ("a.txt", ".hidden.pdf", ".git/e.pdf", "~$a.pdf"):
        make(tmp_path / name)
    assert find_files([tmp_path]).files == sorted(wanted)


def test_hidden_folders_hidden_reports_and_links_are_named(tmp_path: Path) -> None:
    make(tmp_path / "a.pdf")
    for name in (".git/e.pdf", ".b.pdf", "~$c.pdf", ".DS_Store"):
        make(tmp_path / name)
    (tmp_path / "z.pdf").symlink_to(tmp_path / "a.pdf")
    found = find_files([tmp_path])
    assert [(path.name, path.is_symlink()) for path in map(Path, map(str, found.files))] == [("a.pdf", False)]
    assert {Path(one.source_path).name: one.reason for one in found.left_out} == {
        ".git": "is a hidden folder",
        ".b.pdf": "is hidden: its name begins with . or ~$",
        "~$c.pdf": "is hidden: its name begins with . or ~$",
    }
    [link] = found.skipped
    assert Path(link.source_path).name == "z.pdf"
    assert link.reason == f"is a link to {tmp_path / 'a.pdf'}, which is read"


def test_what_this_program_writes_is_no_report(tmp_path: Path) -> None:
    for name in ("a.pdf", "b/overrides.csv", "b/tables/c.csv", "programs.csv", "checked.csv"):
        make(tmp_path / name)
    for name in ("datapackage.json", "jixiao.duckdb", "jixiao.xlsx", "tables/budget.csv", "d.xlsx"):
        make(tmp_path / "out" / name)
    found = find_files([tmp_path])
    names = [str(Path(str(path)).relative_to(tmp_path)) for path in found.files]
    assert names == ["a.pdf", "b/tables/c.csv", "out/d.xlsx"]
    told = {str(Path(one.source_path).relative_to(tmp_path)): one.reason for one in found.left_out}
    assert told["out/tables"] == told["out/jixiao.xlsx"] == "was written by `jixiao export`"
    assert "keeps by hand" in told["b/overrides.csv"]
    # Who names a file means it.
    assert find_files([tmp_path / "programs.csv"]).files == [tmp_path / "programs.csv"]


def test_a_file_named_twice_counts_once_and_its_suffix_does_not_matter(tmp_path: Path) -> None:
    odd, plain = make(tmp_path / "report"), make(tmp_path / "a.pdf")
    assert find_files([odd, plain, tmp_path]).files == sorted([odd, plain])


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_to_read_is_said_clearly(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        find_files([tmp_path / name])


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as old as soon as they are written."""
    monkeypatch.setattr(stamps, "_SETTLED_NS", -(10**9))


@pytest.mark.usefixtures("settled")
def test_an_unchanged_file_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.pdf")
    first = Checksums(tmp_path)
    assert first.source(path).sha256 == hashlib.sha256(b"x").hexdigest()
    first.save()
    monkeypatch.setattr(checksums, "_checksum", lambda path: pytest.fail("opened again"))
    assert Checksums(tmp_path).source(path).sha256 == hashlib.sha256(b"x").hexdigest()


@pytest.mark.usefixtures("settled")
def test_a_changed_file_is_opened_again_also_when_size_and_time_are_as_before(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf")
    before = path.stat()
    first = Checksums(tmp_path)
    first.source(path)
    first.save()
    # As copying tools do that keep the time of the original.
    make(path, "y")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Checksums(tmp_path).source(path).sha256 == hashlib.sha256(b"y").hexdigest()


def test_a_file_that_may_still_change_is_not_remembered(tmp_path: Path) -> None:
    checksums = Checksums(tmp_path)
    checksums.source(make(tmp_path / "a.pdf"))
    checksums.save()
    assert "a.pdf" not in (tmp_path / CACHE).read_text("utf-8")


def test_a_memory_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / CACHE)
    Checksums(tmp_path)


def test_a_broken_memory_is_ignored(tmp_path: Path) -> None:
    (tmp_path / CACHE).write_text("{", "utf-8")
    assert (
        Checksums(tmp_path).source(make(tmp_path / "a.pdf")).document_id
        == hashlib.sha256(b"x").hexdigest()[:16]
    )


def test_a_file_that_cannot_be_opened_is_a_failure_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.pdf"):
        Checksums(tmp_path).source(tmp_path / "gone.pdf")


def reasons(folder: Path) -> dict[str, str]:
    """Why what was left alone, by name."""
    return {Path(one.source_path).name: one.reason for one in find_files([folder]).skipped}


def test_pipes_sockets_and_devices_are_left_alone(tmp_path: Path) -> None:
    wanted = make(tmp_path / "raw" / "a.pdf")
    os.mkfifo(tmp_path / "raw" / "pipe.pdf")
    (tmp_path / "raw" / "device.pdf").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(tmp_path / "raw")  # the name of a socket may not be long
        try:
            server.bind("socket.pdf")
        finally:
            os.chdir(here)
        assert find_files([tmp_path / "raw"]).files == [wanted]
        assert reasons(tmp_path / "raw") == {
            "device.pdf": "is a device",
            "pipe.pdf": "is a named pipe",
            "socket.pdf": "is a socket",
        }


def test_a_pipe_that_is_given_is_no_file_to_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UsageError, match="is a named pipe"):
        find_files([tmp_path / "pipe.pdf"])


def test_a_pipe_put_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    with pytest.raises(UnreadableFile, match="no regular file"):
        Checksums(tmp_path).source(tmp_path / "a.pdf")


def test_links_below_a_folder_lead_to_files_below_it_only(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    wanted, other = make(raw / "z.pdf"), make(raw / "report.bin")
    outside = make(tmp_path / "outside" / "b.pdf")
    (raw / "again.pdf").symlink_to(wanted)
    (raw / "report.pdf").symlink_to(other)
    (raw / "out.pdf").symlink_to(outside)
    (raw / "folder").symlink_to(outside.parent)
    (raw / "loop").symlink_to(raw)
    assert find_files([raw]).files == [raw / "report.pdf", wanted]
    assert reasons(raw) == {
        "again.pdf": f"is a link to {wanted}, which is read",
        "folder": "is a link to a folder",
        "loop": "is a link to a folder",
        "out.pdf": "is a link that leads out of the folder",
    }


def test_a_folder_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    make(tmp_path / "raw" / "a.pdf")
    (tmp_path / "raw" / "b.pdf").symlink_to(make(tmp_path / "raw2" / "b.pdf"))
    assert list(reasons(tmp_path / "raw")) == ["b.pdf"]


def test_a_link_that_is_given_is_followed(tmp_path: Path) -> None:
    inside = make(tmp_path / "real" / "a.pdf")
    (tmp_path / "folder").symlink_to(inside.parent)
    (tmp_path / "link.pdf").symlink_to(inside)
    assert find_files([tmp_path / "folder"]).files == [tmp_path / "folder" / "a.pdf"]
    assert find_files([tmp_path / "link.pdf"]).files == [tmp_path / "link.pdf"]


def test_a_circle_of_links_is_read_and_fails(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to("b.pdf")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    for path in find_files([tmp_path]).files:
        with pytest.raises(UnreadableFile, match="symbolic links"):
            Checksums(tmp_path).source(path)


def test_folders_may_be_deep_and_have_names_of_files(tmp_path: Path) -> None:
    deep = make(tmp_path / "x.pdf" / "/".join(["d" * 40] * 60) / "a.pdf")
    assert find_files([tmp_path]).files == [deep]


def test_other_files_are_counted(tmp_path: Path) -> None:
    make(tmp_path / "a.pdf")
    for name in ("a.txt", ".hidden.pdf", "~$a.pdf", "b.pdf.tmp", "d/c.pptx"):
        make(tmp_path / name)
    found = find_files([tmp_path])
    assert found.ignored == 5
    told = {Path(one.source_path).name: one.reason for one in found.left_out}
    assert sorted(told) == [".hidden.pdf", "a.txt", "b.pdf.tmp", "c.pptx", "~$a.pdf"]
    assert "slides" in told["c.pptx"] and told["a.txt"] == "is of a kind that is not read"


def test_a_folder_of_other_files_is_told_by_name(tmp_path: Path) -> None:
    make(tmp_path / "b.pptx")
    with pytest.raises(UsageError, match=r"b\.pptx: is slides"):
        find_files([tmp_path])


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may list every folder")
def test_a_folder_that_may_not_be_listed_is_said(tmp_path: Path) -> None:
    make(tmp_path / "a.pdf")
    make(tmp_path / "closed" / "b.pdf").parent.chmod(0)
    try:
        assert reasons(tmp_path) == {"closed": "cannot be listed: Permission denied"}
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "a.pdf")
    (tmp_path / "closed").mkdir()
    real = os.scandir

    def scandir(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    assert reasons(tmp_path) == {"closed": "cannot be listed: Permission denied"}


def read(path: Path) -> Source:
    return Checksums(path.parent).source(path)


def test_a_file_that_stays_as_it_is_is_confirmed(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf")
    confirm(read(path))
    confirm(Source(path, hashlib.sha256(b"x").hexdigest()))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("how", ["written", "replaced", "written_with_the_old_time", "gone"])
def test_a_file_that_changes_after_its_checksum_is_not_confirmed(tmp_path: Path, how: str) -> None:
    path = make(tmp_path / "a.pdf")
    source, before = read(path), path.stat()
    if how == "gone":
        path.unlink()
    elif how == "replaced":
        os.replace(make(tmp_path / "b"), path)
    else:
        make(path, "y")
    if how == "written_with_the_old_time":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(UnreadableFile, match=r"a\.pdf was (changed|gone) while"):
        confirm(source)


def test_a_file_just_written_is_read_again_to_be_sure(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf")
    source = read(path)
    # The clock of the file system may tick too slowly to tell the two contents apart.
    with pytest.raises(UnreadableFile, match="changed"):
        confirm(Source(path, hashlib.sha256(b"before").hexdigest(), source.size, source.stamp))


NAMES = [
    b"a\nb.pdf", b"tab\t.pdf", "\U0001f600报告.pdf".encode(), b"-rf.pdf", b"--help.pdf", b"'; DROP TABLE t; --.pdf",
    b"star*[a]?.pdf", b"a\\b.pdf", b"a\\x41.pdf", b"\\\\x.pdf", "\u202efdp.exe.pdf".encode(), b"\x1b[31mred.pdf",
    b"\xff\xfe.pdf", b"\xd6\xd0\xb9\xfa.pdf", b"\xed\xa0\x80.pdf", b"\xc2\x9b.pdf", b"x" * 251 + b".pdf", b"[red].pdf",
]  # fmt: skip


@pytest.mark.parametrize("raw", NAMES)
def test_any_name_can_be_shown_and_found_again(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / os.fsdecode(raw)
    path.write_bytes(b"x")
    assert find_files([tmp_path]).files == [path]
    shown = shown_name(path)
    assert shown.encode("utf-8").decode().isprintable()
    assert path_of(shown) == path
    assert read(path).sha256 == hashlib.sha256(b"x").hexdigest()
