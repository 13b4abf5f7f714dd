"""Older versions: listed, published again, deleted."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from threading import Timer

import pytest

from pipeline import cli
from pipeline.answers.catalog import open_catalog
from pipeline.errors import DamagedVersion, EnvironmentProblem, LockHeld, UsageError
from pipeline.publishing import layout, versions
from pipeline.publishing.publish import open_publication, read_documents, read_manifest, tables_from_rows
from pipeline.schemas import SCHEMAS
from tests import factories


def publish(data: Path, *seeds: str, remove: str = "") -> Path:
    with open_publication(data) as publication:
        for seed in seeds:
            publication.put(factories.document(seed), tables_from_rows({"budget": [factories.budget(seed)]}))
        if remove:
            publication.remove(str(factories.document(remove)["document_id"]))
        return publication.commit([factories.region()])


def names(data: Path) -> list[str]:
    return sorted(str(row["file_name"]) for row in read_documents(data))


def test_versions_say_what_they_hold(tmp_path: Path) -> None:
    assert versions.list_versions(tmp_path) == []
    publish(tmp_path, "a")
    publish(tmp_path, "b")
    newest, oldest = versions.list_versions(tmp_path)
    assert (newest.version, newest.documents, newest.is_published) == (2, 2, True)
    assert (oldest.version, oldest.documents, oldest.is_published) == (1, 1, False)


def test_a_folder_copied_without_its_links_is_said_and_mended(tmp_path: Path) -> None:
    publish(tmp_path / "data", "a")
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "data", copy)  # follows links
    for ask in (read_documents, open_catalog, lambda data: publish(data, "b")):
        with pytest.raises(DamagedVersion, match=r"\.current does not lead") as refused:
            ask(copy)
        assert "without its links" in refused.value.hint
    for name in (layout.CURRENT, *SCHEMAS):
        shutil.rmtree(copy / name)
    publish(copy, "b")
    assert names(copy) == ["a.pdf", "b.pdf"]


def test_an_old_version_is_published_again_under_a_new_number(tmp_path: Path) -> None:
    first = publish(tmp_path, "a", "b")
    publish(tmp_path, "c", remove="a")
    third = versions.restore(tmp_path, 1)
    assert (third.name, layout.current_version(tmp_path)) == ("000003", third)
    assert names(tmp_path) == ["a.pdf", "b.pdf"]
    restored = read_manifest(third)["files"]
    assert [file for file in restored if file["rows"]] == [
        file for file in read_manifest(first)["files"] if file["rows"]
    ]
    assert versions.list_versions(tmp_path)[0].restored_from == 1


def test_restoring_takes_no_name_from_readers(tmp_path: Path) -> None:
    def listed(version: Path) -> set[str]:
        return {str(path.relative_to(version)) for path in version.rglob("*.parquet")}

    publish(tmp_path, "a")
    with open_publication(tmp_path) as publication:
        rows = {"budget": [factories.budget("b", fiscal_year=2021)]}
        publication.put(factories.document("b"), tables_from_rows(rows))
        second = publication.commit([factories.region()])
    third = versions.restore(tmp_path, 1)
    assert listed(second) == listed(third)
    assert read_manifest(third)["rows"]["budget"] == 1


def test_the_next_run_goes_on_from_what_was_restored(tmp_path: Path) -> None:
    publish(tmp_path, "a")
    publish(tmp_path, "b")
    versions.restore(tmp_path, 1)
    assert publish(tmp_path, "c").name == "000004"
    assert names(tmp_path) == ["a.pdf", "c.pdf"]


@pytest.mark.parametrize(("number", "says"), [(2, "the published one"), (7, "no version 7")])
def test_only_another_version_can_be_restored(tmp_path: Path, number: int, says: str) -> None:
    publish(tmp_path, "a")
    publish(tmp_path, "b")
    with pytest.raises(UsageError, match=says):
        versions.restore(tmp_path, number)


def test_a_damaged_version_is_not_restored(tmp_path: Path) -> None:
    path = next((publish(tmp_path, "a") / "budget").rglob("*.parquet"))
    publish(tmp_path, "b", remove="a")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(EnvironmentProblem, match="damaged"):
        versions.restore(tmp_path, 1)
    assert names(tmp_path) == ["b.pdf"]
    assert [folder.name for folder in (tmp_path / ".versions").iterdir() if folder.name[0] == "."] == []


def test_pruning_leaves_the_last_versions(tmp_path: Path) -> None:
    for seed in "abcd":
        publish(tmp_path, seed)
    assert versions.prune(tmp_path, 2) == [1, 2]
    assert [found.version for found in versions.list_versions(tmp_path)] == [4, 3]
    assert versions.prune(tmp_path, 0) == [3]
    assert len(names(tmp_path)) == 4


def test_where_the_link_is_lost_the_newest_version_is_published_again(tmp_path: Path) -> None:
    publish(tmp_path, "a")
    publish(tmp_path, "b")
    (tmp_path / ".current").unlink()
    publish(tmp_path, "c")
    assert names(tmp_path) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_run_can_wait_for_another(tmp_path: Path) -> None:
    publish(tmp_path, "a")
    publish(tmp_path, "b")
    held = layout.exclusive(tmp_path)
    held.__enter__()
    with pytest.raises(LockHeld):
        versions.prune(tmp_path, 1, wait=0.3)
    Timer(0.5, held.__exit__, (None, None, None)).start()
    began = time.monotonic()
    assert versions.prune(tmp_path, 1, wait=60) == [1]
    assert time.monotonic() - began < 30


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(["versions", *arguments, "--data", str(tmp_path)])
        return code, capsys.readouterr().out

    assert run() == (0, f"nothing is published in {tmp_path}\n")
    publish(tmp_path, "a")
    publish(tmp_path, "b")
    code, said = run("restore", "1")
    assert code == 0 and "published again, as version 3" in said
    listed = json.loads(run("--json")[1])["versions"]
    assert [(one["version"], one["restored_from"]) for one in listed] == [(3, 1), (2, None), (1, None)]
    assert run("prune", "--keep", "1") == (0, "2 versions deleted\n")
    assert run("restore")[0] == run("prune", "1")[0] == run("restore", "9")[0] == 1
