"""Versions in a store of objects: whole or not there at all, whatever request fails and whoever writes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

pytest.importorskip("moto", reason="the extra dev is not installed: no store to test with")

from pipeline import cli
from pipeline.errors import EnvironmentProblem, LockHeld, PublishFailed, UsageError
from pipeline.stores import lease, remote
from pipeline.stores.lease import Lease
from pipeline.stores.object_store import Store
from pipeline.stores.remote import Published
from pipeline.version import ROOT
from tests import stores
from tests.faults import published
from tests.stores import keys, put


def test_unchanged_files_are_not_sent_again_and_old_versions_go(
    s3: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "KEPT_SECONDS", -1.0)
    for seed in "abcdef":
        stores.publish(address, seed)
    there = keys(s3, address)
    assert [key for key in there if key.endswith("manifest.json")] == [
        f"versions/{number:06d}/manifest.json" for number in (4, 5, 6)
    ]
    place = Published(address)
    assert published(place.reading()) == [f"{seed}.pdf" for seed in "abcdef"]
    told = json.loads(Store(address).read("current.json") or b"")
    assert all(file["key"] in there for file in told["files"])
    first = [key for key in there if key.startswith("versions/000001/")]
    assert first
    assert {file["key"] for file in told["files"]} >= set(first)
    assert [one.version for one in _versions(place)] == [6, 5, 4]
    assert cli.main(["versions", "restore", "4", "--data", address]) == 0
    assert published(place.reading()) == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    assert not [
        key for key in keys(s3, address) if key.startswith("versions/000007/") and "manifest" not in key
    ]
    assert cli.main(["versions", "prune", "--keep", "1", "--data", address]) == 0
    assert [one.version for one in _versions(place)] == [7]
    assert published(place.reading()) == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]


def _versions(place: Published) -> list[Any]:
    from pipeline.publishing.versions import list_versions

    return list_versions(place.reading(older=True))


def test_whatever_request_fails_one_version_is_whole(s3: Any, address: str, tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("the store does not answer")

    stores.publish(f"{address}-0", "a")
    with stores.failing(-1, lambda: None) as requests:
        stores.publish(f"{address}-0", "b", "c", remove="a")
    switch = requests.index("current.json") + 1
    assert switch > 4
    # The first and another file, the manifest beside them, the switch, and what comes after it.
    for chosen in (1, switch // 2, switch - 1, switch, switch + 1):
        place = Published(f"{address}-{chosen}")
        stores.publish(str(place), "a")
        with stores.failing(chosen, fail):
            if chosen <= switch:
                with pytest.raises(PublishFailed, match="the store does not answer"):
                    stores.publish(str(place), "b", "c", remove="a")
            else:
                stores.publish(str(place), "b", "c", remove="a")
        expected = ["a.pdf"] if chosen <= switch else ["b.pdf", "c.pdf"]
        assert published(place.reading()) == expected
        # Another machine sees the same.
        shutil.rmtree(tmp_path / "cache")
        assert published(place.reading()) == expected
        assert not [key for key in keys(s3, str(place)) if key.startswith("lock/")]
        stores.publish(str(place), "b", "c", remove="a")
        assert published(place.reading()) == ["b.pdf", "c.pdf"]


@pytest.mark.parametrize("last", ["versions/000002/manifest.json", "current.json"])
def test_a_killed_writer_leaves_the_old_version(s3: Any, address: str, last: str, tmp_path: Path) -> None:
    """Its last request would have been for this object."""
    for place in (address, f"{address}-other"):
        stores.publish(place, "a")
    with stores.failing(-1, lambda: None) as requests:
        stores.publish(f"{address}-other", "b", "c", remove="a")
    chosen = requests.index(last) + 1
    writer = subprocess.run(
        [sys.executable, "-m", "tests.stores", address, str(chosen)], cwd=ROOT, stderr=subprocess.PIPE
    )
    assert writer.returncode == -9, writer.stderr
    assert published(Published(address).reading()) == ["a.pdf"]
    unborn = [key for key in keys(s3, address) if key.startswith("versions/000002/")]
    assert unborn
    # Its claim is still there, and dies by itself.
    with pytest.raises(LockHeld, match=r"another run is writing to .*: process \d+ on "):
        stores.publish(address, "b")
    with mock.patch.object(lease, "LEASE_SECONDS", 0.5), Published(address).writing(wait=60):
        left = [key for key in keys(s3, address) if key.startswith("versions/000002/")]
    assert left == []
    stores.publish(address, "b", "c", remove="a")
    assert published(Published(address).reading()) == ["b.pdf", "c.pdf"]
    assert not list((tmp_path / "cache").glob("*/writing-*"))


def test_a_lost_manifest_loses_no_version(s3: Any, address: str) -> None:
    for seed in "abc":
        stores.publish(address, seed)
    store = Store(address)
    store.delete("current.json")
    with pytest.raises(UsageError, match="nothing is published at"):
        Published(address).reading()
    # The newest one is not whole any more.
    [part] = [
        key
        for key in keys(s3, address)
        if key.startswith("versions/000003/documents/") and key.endswith(".parquet")
    ]
    store.delete(part)
    stores.publish(address, "d")
    assert published(Published(address).reading()) == ["a.pdf", "b.pdf", "d.pdf"]


def test_two_writers_cannot_both_win(s3: Any, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Published(address)
    with place.writing() as folder:
        with pytest.raises(LockHeld, match="another run is writing"), Published(address).writing():
            pass
        stores.put_in(folder, "a")
    assert published(place.reading()) == ["a.pdf"]
    # One that was held up until its claim was taken for dead does not switch any more.
    with (
        pytest.raises(PublishFailed, match="held up"),
        place.writing() as folder,
    ):
        stores.put_in(folder, "b")
        for key in keys(s3, address):
            if key.startswith("lock/"):
                Store(address).delete(key)
        stores.publish(address, "c")
    assert published(place.reading()) == ["a.pdf", "c.pdf"]
    # Nor does one whose claim is alive, when somebody has published all the same.
    monkeypatch.setattr(Lease, "confirm", lambda self: None)
    with pytest.raises(PublishFailed, match="another run has published"), place.writing() as folder:
        stores.put_in(folder, "d")
        manifest = json.loads(Store(address).read("current.json") or b"")
        Store(address).write("current.json", json.dumps(manifest | {"version": 9}).encode())


def test_a_store_that_was_emptied_and_one_that_is_damaged(s3: Any, address: str, tmp_path: Path) -> None:
    for seed in "ab":
        stores.publish(address, seed)
    place = Published(address)
    place.reading()
    for key in keys(s3, address):
        Store(address).delete(key)
    with pytest.raises(UsageError, match="nothing is published at"):
        place.reading()
    stores.publish(address, "c")
    assert published(place.reading()) == ["c.pdf"]
    told = json.loads(Store(address).read("current.json") or b"")
    [part] = [one["key"] for one in told["files"] if one["path"].startswith("documents/") and one["rows"]]
    put(s3, f"{address}/{part}", b"rotten")
    assert published(place.reading()) == ["c.pdf"]
    shutil.rmtree(tmp_path / "cache")
    with pytest.raises(EnvironmentProblem, match="is damaged"):
        place.reading()
    for wrong in (b"{", b"[]", b'{"version": 3, "files": [{"path": "../x", "key": "k", "sha256": "0"}]}'):
        put(s3, f"{address}/current.json", wrong)
        with pytest.raises(EnvironmentProblem, match="does not say what is published"):
            place.reading()
