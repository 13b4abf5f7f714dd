"""Published parts that rot, go or come: refused by name wherever a version is opened, and never carried over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import run
from pipeline.answers.catalog import open_catalog
from pipeline.errors import DamagedVersion, EnvironmentProblem, UsageError
from pipeline.publishing import integrity, layout, versions
from pipeline.publishing.publish import open_publication, read_documents, read_manifest, tables_from_rows
from tests import factories, stubs
from tests.unit.test_run import Ear

FACTS = "budget/fiscal_year=2023/part-000001.parquet"
DOCUMENTS = "documents/part-000001.parquet"


def publish(data: Path, seed: str, year: int = 2023) -> Path:
    with open_publication(data) as publication:
        facts = [factories.budget(seed, fiscal_year=year)]
        publication.put(factories.document(seed), tables_from_rows({"budget": facts}))
        return publication.commit([factories.region()])


@pytest.fixture
def version(tmp_path: Path) -> Path:
    publish(tmp_path / "data", "a")
    return publish(tmp_path / "data", "b")


def turn(path: Path, is_silent: bool = False) -> None:
    """One bit of a file, in place; `is_silent`: as a disk does it that forgets."""
    was = path.stat()
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 4
    path.write_bytes(body)
    if is_silent:
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def replace_by_older(version: Path) -> None:
    shutil.copy2(version.with_name("000001") / FACTS, version / "aside")
    (version / "aside").rename(version / FACTS)


def swap(version: Path) -> None:
    (version / FACTS).rename(version / "aside")
    (version / DOCUMENTS).rename(version / FACTS)
    (version / "aside").rename(version / DOCUMENTS)


def make_link(version: Path) -> None:
    (version / FACTS).rename(version / "aside")
    (version / FACTS).symlink_to(version / "aside")


def make_folder(version: Path) -> None:
    (version / FACTS).unlink()
    (version / FACTS).mkdir()


KINDS: dict[str, Callable[[Path], object]] = {
    "is missing": lambda version: (version / FACTS).unlink(),
    "has another content": lambda version: turn(version / FACTS),
    "bytes in place of": lambda version: os.truncate(version / FACTS, 40),
    "has 0 bytes in place of": lambda version: os.truncate(version / FACTS, 0),
    f"{FACTS} has": replace_by_older,
    f"{DOCUMENTS} has": swap,
    "is a link or a folder": make_link,
    f"{FACTS} is a link or a folder": make_folder,
    "000099.parquet does not belong": lambda version: shutil.copy2(
        version / FACTS, version / "budget/fiscal_year=2023/part-000099.parquet"
    ),
    f"{DOCUMENTS} is missing": lambda version: shutil.rmtree(version / "documents"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_reader_and_no_run_takes_a_damaged_version(version: Path, kind: str) -> None:
    data = version.parent.parent
    KINDS[kind](version)
    for ask in (open_catalog, read_documents, lambda _: publish(data, "c")):
        with pytest.raises(DamagedVersion, match=kind) as refused:
            ask(data)
        assert "versions restore" in refused.value.hint and "--force" in refused.value.hint
    assert layout.current_version(data) == version


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"files": [', '{"version": 2, "files": [], "sum": "0"}'],
    ids=["none", "other", "cut", "sum"],
)
def test_a_manifest_that_is_not_as_written_is_a_sentence(version: Path, text: str) -> None:
    (version / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(DamagedVersion, match="manifest of version 2"):
        open_catalog(version.parent.parent)
    assert [one.version for one in versions.list_versions(version.parent.parent)] == [1]
    assert len(versions.broken_versions(version.parent.parent)) == 1


def test_what_rots_in_silence_is_not_carried_over(version: Path) -> None:
    data = version.parent.parent
    with open_publication(data) as publication:
        publication.put(factories.document("c"), tables_from_rows({}))
        turn(version / FACTS, is_silent=True)
        with pytest.raises(DamagedVersion, match="another content"):
            publication.commit([factories.region()])
    open_catalog(data).connection.close()  # this process has compared it, and nothing tells of a change
    integrity.forget()
    with pytest.raises(DamagedVersion, match="another content"):
        open_catalog(data)
    with pytest.raises(DamagedVersion, match="another content"):
        publish(data, "c")


def test_a_copied_folder_is_read_through_once(version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = version.parent.parent.with_name("copy")
    shutil.copytree(version.parent.parent, copy, symlinks=True, copy_function=shutil.copyfile)
    seen: list[Path] = []
    compare = integrity.checksum
    monkeypatch.setattr(integrity, "checksum", lambda path: seen.append(path) or compare(path))
    open_catalog(copy).connection.close()
    assert len(seen) == len(read_manifest(version)["files"])
    open_catalog(copy).connection.close()
    assert len(seen) == len(read_manifest(version)["files"])


def test_a_process_compares_a_part_once_and_few_at_a_time(
    version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    compare = integrity.checksum
    monkeypatch.setattr(integrity, "checksum", lambda path: seen.append(path) or compare(path))
    count = len(read_manifest(version)["files"])
    integrity.forget()
    for _ in range(2):
        integrity.check(version)
        assert len(seen) == count
    monkeypatch.setattr(integrity, "SAMPLE_BYTES", 1)
    integrity.forget()
    seen.clear()
    for number in range(1, count + 5):
        integrity.check(version)
        assert len(set(seen)) == len(seen) == min(number, count)


def test_names_that_come_first_belong_to_the_version(tmp_path: Path) -> None:
    first = publish(tmp_path, "a")
    publish(tmp_path, "b", year=2021)
    assert (first / "budget/fiscal_year=2021/part-000002.parquet").is_file()
    integrity.check(first, deep=True)
    (first / "budget/fiscal_year=2021/part-000003.parquet").write_bytes(b"")
    with pytest.raises(DamagedVersion, match=r"part-000003\.parquet does not belong"):
        integrity.check(first)


def test_an_older_version_is_restored_over_a_damaged_one(version: Path) -> None:
    data = version.parent.parent
    (version / DOCUMENTS).unlink()
    shutil.copy2(version / FACTS, version / "budget/stray.parquet")
    (version / "manifest.json").write_text("{", "utf-8")
    versions.restore(data, 1)
    assert [row["file_name"] for row in read_documents(data)] == ["a.pdf"]


def ingest(home: Path, *names: str, **options: bool) -> run.Report:
    paths = [home / name for name in names]
    asked = run.Options(paths, home / "data", executor=stubs.InProcess(), **options)  # type: ignore[arg-type]
    return run.ingest(asked, stubs.extract, [factories.region()], Ear())


@pytest.mark.parametrize("lost", ["documents", "budget"])
def test_all_files_read_again_make_a_damaged_version_sound(tmp_path: Path, lost: str) -> None:
    for name in "ab":
        (tmp_path / f"{name}.pdf").write_text(f"ok {name}", "utf-8")
    ingest(tmp_path, "a.pdf", "b.pdf")
    version = layout.current_version(tmp_path / "data")
    assert version is not None
    names = {str(path.relative_to(version)) for path in version.rglob("*.parquet")}
    shutil.rmtree(version / lost)
    with pytest.raises(DamagedVersion):
        ingest(tmp_path, "a.pdf", "b.pdf")
    with pytest.raises(EnvironmentProblem, match="damaged and cannot be added to"):
        ingest(tmp_path, "a.pdf", force=True)
    report = ingest(tmp_path, "a.pdf", "b.pdf", force=True)
    assert (report.version, report.read, len(read_documents(tmp_path / "data"))) == (2, 2, 2)
    second = layout.current_version(tmp_path / "data")
    assert second is not None
    left = {name for name in names if not name.startswith(lost)}
    assert left <= {str(path.relative_to(second)) for path in second.rglob("*.parquet")}


def test_a_restored_version_stays_until_it_is_released(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.pdf").write_text(f"ok {name}", "utf-8")
        ingest(tmp_path, "a.pdf", *(["b.pdf"] if name == "b" else []))
    versions.restore(tmp_path / "data", 1)
    with pytest.raises(UsageError, match="version 3 was restored from version 1") as refused:
        ingest(tmp_path, "a.pdf", "b.pdf")
    assert "--release" in refused.value.hint
    assert len(read_documents(tmp_path / "data")) == 1
    assert ingest(tmp_path, "a.pdf", release=True).version == 4, "also when nothing else is to be done"
    assert ingest(tmp_path, "a.pdf", "b.pdf").version == 5
