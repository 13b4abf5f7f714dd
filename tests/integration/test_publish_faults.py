"""A commit that fails or dies at any operation on the file system leaves the last version whole."""

from __future__ import annotations

import errno
import gc
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import EXIT_PUBLISH, PublishFailed
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.version import ROOT
from tests import factories, faults

BEFORE, AFTER = ["a.pdf", "b.pdf"], ["b.pdf", "c.pdf"]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    with faults.without_comparisons():
        faults.commit(tmp_path / "base", "a", "b")
    return tmp_path / "base"


def next_run(data: Path) -> list[str]:
    with faults.failing(0, lambda: None):
        faults.commit(data, "b", "c", "d", remove="a")
    assert faults.leftovers(data) == []
    return faults.published(data)


def test_an_error_at_any_operation_leaves_the_old_version(base: Path, tmp_path: Path) -> None:
    failed, chosen, reached = 0, 1, True
    while reached:
        data = tmp_path / str(chosen)
        shutil.copytree(base, data, symlinks=True)
        code = (errno.ENOSPC, errno.EIO)[chosen % 2]

        def fail(code: int = code) -> None:
            raise OSError(code, os.strerror(code))

        with faults.failing(chosen, fail) as operations:
            try:
                faults.commit(data, "b", "c", remove="a")
                outcome = AFTER  # a file that cannot be linked is copied
            except PublishFailed as error:
                outcome = BEFORE
                failed += 1
                assert ("disk is full" in error.message) == (code == errno.ENOSPC)
        assert faults.published(data) == outcome, f"operation {chosen}"
        assert faults.leftovers(data) == [], f"operation {chosen}"
        if chosen % 3 == 0:
            assert next_run(data) == [*AFTER, "d.pdf"], f"operation {chosen}"
        reached = operations.count >= chosen
        chosen += 1
    assert failed > 40


def test_an_error_in_the_first_run_leaves_nothing_published(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    chosen, reached = 1, True
    while reached:
        data = tmp_path / str(chosen)
        with faults.failing(chosen, fail) as operations:
            try:
                faults.commit(data, "a")
                outcome = ["a.pdf"]
            except PublishFailed:
                outcome = []
        assert faults.published(data) == outcome, f"operation {chosen}"
        reached = operations.count >= chosen
        chosen += 7  # meets every kind of operation; each one is met in the test above


def test_a_kill_at_any_operation_leaves_one_whole_version(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "tests.faults", base, folder], check=True, cwd=ROOT, timeout=300)
    seen = []
    for data in sorted(folder.iterdir(), key=lambda path: int(path.name)):
        seen.append(faults.published(data))
        assert seen[-1] in (BEFORE, AFTER), f"operation {data.name}"
        if int(data.name) % 3 == 0:
            assert next_run(data) == [*AFTER, "d.pdf"], f"operation {data.name}"
    assert len(seen) > 40
    # Once the new version is seen, no later kill brings the old one back.
    assert seen == sorted(seen) and seen[0] == BEFORE and seen[-1] == AFTER


def wide_document(data: Path) -> None:
    """Publish a document of about a megabyte that does not shrink."""
    noise = random.Random(1)
    rows = [factories.budget("z", line_item=noise.randbytes(200).hex()) for _ in range(5_000)]
    with open_publication(data) as publication:
        publication.put(factories.document("z"), tables_from_rows({"budget": rows}))
        publication.commit([factories.region()])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.strip()}")
    yield disk
    # The traceback of what failed may still hold a file of it until the next search for cycles.
    gc.collect()
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_version(small_disk: Path) -> None:
    data = small_disk / "data"
    with faults.without_comparisons():
        faults.commit(data, "a", "b")
        with pytest.raises(PublishFailed, match="the disk is full") as caught:
            wide_document(data)
    assert caught.value.exit_code == EXIT_PUBLISH and "versions prune" in caught.value.hint
    assert faults.published(data) == BEFORE
    assert faults.leftovers(data) == []
    assert next_run(data) == [*AFTER, "d.pdf"]


def test_a_file_that_may_not_grow_leaves_the_old_version(base: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.integration import test_publish_faults as here; "
    )
    limited = subprocess.run(
        [sys.executable, "-c", f"{script} here.limited(Path(sys.argv[1]))", base],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (limited.stdout, limited.returncode) == ("the disk is full\n", EXIT_PUBLISH), limited.stderr
    assert faults.published(base) == BEFORE
    assert faults.leftovers(base) == []


def limited(data: Path) -> None:
    """Publish in a process whose files may not grow beyond 100 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        with faults.without_comparisons():
            wide_document(data)
    except PublishFailed as error:
        print("the disk is full" if "the disk is full" in error.message else error.message)
        sys.exit(error.exit_code)
